"""Two changes to one value, compared field by field: what to do to theirs to have mine as well, and where they meet."""

from collections.abc import Mapping
from typing import cast

from bindertui.model.address import Path
from bindertui.services.items_met import Items
from bindertui.services.met import Met
from bindertui.services.outcomes import MISSING, Missing, Side
from bindertui.store.yamltext import Replace, Value, WithKey, Without


def meet(base: Side, mine: Side, theirs: Side) -> Met:
    """What two changes to a value make of it."""
    met = Met()
    _values(met, (), base, mine, theirs)
    return met


def _values(met: Met, path: Path, base: Side, mine: Side, theirs: Side) -> None:
    if mine in (base, theirs):
        return
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
        _keys(met, path, base if isinstance(base, dict) else {}, mine, theirs)
    elif isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list):
        Items(_values, met, path, base, mine, theirs).meet()
    elif theirs == base and not isinstance(mine, Missing):
        met.do(path, Replace(path, mine))
    else:
        met.conflict(path, base, mine, theirs)


def _keys(met: Met, path: Path, base: Mapping[str, Side], mine: Mapping[str, Side], theirs: Mapping[str, Side]) -> None:
    for key in dict.fromkeys((*mine, *base, *theirs)):
        before, own, other = (side.get(key, MISSING) for side in (base, mine, theirs))
        inner = (*path, key)
        if own in (before, other):
            continue
        if isinstance(own, Missing) and other == before:
            met.do(inner, Without(inner))
        elif isinstance(other, Missing) and isinstance(before, Missing):
            met.do(inner, WithKey(path, key, cast(Value, own), tuple(mine)))
        elif isinstance(own, Missing) or isinstance(other, Missing):
            met.conflict(inner, before, own, other)
        else:
            _values(met, inner, before, own, other)
