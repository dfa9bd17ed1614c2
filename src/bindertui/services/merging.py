"""Two changes to one text brought together, field by field: mine is put into theirs where they do not meet."""

from typing import cast

from bindertui.model.address import Path
from bindertui.services.fields_met import meet
from bindertui.services.lines_met import lines_merged
from bindertui.services.met import Met
from bindertui.services.outcomes import Conflict, Side
from bindertui.store.nodes import NodeError
from bindertui.store.yamltext import EditError, Value, YamlText
from bindertui.values import frozen


@frozen
class Merged:
    """What came of bringing two changes together.

    Attributes:
        text: their text with my changes in it that meet none of theirs; None where one of the texts cannot be read.
        applied: the fields of mine that are in it.
        theirs: the fields that they have changed and I have not, where they stand in mine.
        conflicts: the fields that both have changed.
        unclear: comments, blank lines or the way of writing have changed in mine and could not be put into theirs.
    """

    text: str | None
    applied: tuple[Path, ...] = ()
    theirs: tuple[Path, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unclear: bool = False


def merged(base: str, mine: str, theirs: str) -> Merged:
    """My changes to a text put into the text as others have changed it, of which every other byte stays.

    Args:
        base: the text both began from.
        mine: the text as I have it.
        theirs: the text as it stands.
    """
    try:
        before, draft, standing = (YamlText.parse(text) for text in (base, mine, theirs))
    except NodeError:
        return Merged(None, unclear=True)
    old, own, other = (cast(Side, text.plain()) for text in (before, draft, standing))
    met = meet(old, own, other)
    others = meet(old, other, own).applied
    by_lines = lines_merged(base, mine, theirs)
    if by_lines is not None and not met.conflicts and _says(by_lines, standing, met):
        # Where the lines do not meet either, my comments and blank lines come along.
        return Merged(by_lines, met.applied, others)
    try:
        text = standing.edited(met.edits)
    except EditError:
        return Merged(None, theirs=others, unclear=True)
    return Merged(text.text, met.applied, others, met.conflicts, unclear=_written_otherwise(before, draft))


def _says(text: str, standing: YamlText, met: Met) -> bool:
    try:
        return YamlText.parse(text).plain() == standing.edited(met.edits).plain()
    except (NodeError, EditError):
        return False


def _written_otherwise(before: YamlText, draft: YamlText) -> bool:
    """Whether a draft changes more of a text than what it says."""
    try:
        return before.replaced((), cast(Value, draft.plain())).text != draft.text
    except EditError:
        return True
