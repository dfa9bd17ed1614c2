"""Helpers shared by tests of several packages."""

from hypothesis import settings

FULL_EXAMPLES = 100
"""Examples per property test in the `full` Hypothesis profile."""


def examples(count: int) -> settings:
    """Return Hypothesis settings with `count` examples in the `full` profile, and in proportion in the others."""
    return settings(max_examples=max(1, count * settings().max_examples // FULL_EXAMPLES))
