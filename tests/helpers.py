"""Helpers shared by tests of several packages."""

from hypothesis import settings

FULL_EXAMPLES = 100
"""Examples per property test in the `full` Hypothesis profile."""


def examples(count: int) -> settings:
    """Return Hypothesis settings with `count` examples in the `full` profile.

    A profile with fewer examples gets proportionally fewer, and one with more never fewer than it has itself.
    """
    profile = settings().max_examples
    number = max(1, count * profile // FULL_EXAMPLES) if profile <= FULL_EXAMPLES else max(count, profile)
    return settings(max_examples=number)
