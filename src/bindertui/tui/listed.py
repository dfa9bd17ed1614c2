"""Several places in a message."""

from collections.abc import Sequence

from bindertui.model.address import Address
from bindertui.model.text import one_line

_MOST_NAMED = 3
"""Fields that are named in a message; of more it is told how many."""


def listed(addresses: Sequence[Address]) -> str:
    """The first of several places by their addresses, and how many more there are."""
    named = ", ".join(one_line(str(address)) for address in addresses[:_MOST_NAMED])
    more = len(addresses) - _MOST_NAMED
    return f"{named} … +{more}" if more > 0 else named
