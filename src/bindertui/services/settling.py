"""Settling a merge: for each field that two people have changed, what it is to be."""

from collections.abc import Mapping

from bindertui.model.address import Path
from bindertui.services.draft import Draft
from bindertui.services.merging import merged
from bindertui.services.outcomes import Missing, Side, Stale
from bindertui.speech import wording
from bindertui.store.yamltext import Edit, EditError, Insert, Replace, WithKey, Without, YamlText


def settled(draft: Draft, stale: Stale, chosen: Mapping[Path, Side]) -> str:
    """The text a merge comes to: that of the others, with my changes that meet none of theirs and with what was chosen.

    Args:
        draft: the draft that met another change.
        stale: what came of saving it.
        chosen: what the fields in conflict are to hold, by their paths; those that are not in it stay as the others
            have them.

    Raises:
        EditError: the text cannot be made to say so.
    """
    if stale.theirs is None or stale.merged is None:
        raise EditError(wording("Both changes cannot be put together field by field. Take one of them whole."))
    theirs = YamlText.parse(stale.theirs)
    # From the end, so that what is put in or taken out moves nothing that is still to be reached.
    for path in sorted(chosen, key=_order, reverse=True):
        edit = _edit(theirs, path, chosen[path])
        if edit is not None:
            theirs = theirs.edited([edit])
    # Where a choice is not mine, the field meets mine again, and stays as it was chosen.
    return merged(draft.base, draft.text, theirs.text).text or theirs.text


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _edit(text: YamlText, path: Path, value: Side) -> Edit | None:
    standing = text.node(path) is not None
    if isinstance(value, Missing):
        return Without(path) if standing else None
    if standing:
        return Replace(path, value)
    step = path[-1]
    return Insert(path[:-1], step, value) if isinstance(step, int) else WithKey(path[:-1], step, value)
