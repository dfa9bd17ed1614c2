"""Two changes to one value, compared field by field: what to do to theirs to have mine as well, and where they meet.

Two changes to one text brought together line by line, where they are apart.

Two changes to one text brought together, field by field: mine is put into theirs where they do not meet.

Settling a merge: for each field that two people have changed, what it is to be.

What others have made of a file while someone edits it, and what bringing both together comes to.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.diff import align
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, Path
from bindertui.services.editing.draft import Draft, address_at
from bindertui.services.editing.list_merge import ListMerge, MergeResult
from bindertui.services.editing.outcomes import MISSING, Conflict, Missing, Side, Stale
from bindertui.store.loader import problem_at
from bindertui.store.yaml.edit import Edit, EditError, Insert, Remove, Replace, SetKey, Value, YamlDocument
from bindertui.store.yaml.nodes import NodeError


def merge_values(base: Side, mine: Side, theirs: Side) -> MergeResult:
    """What two changes to a value make of it."""
    met = MergeResult()
    _values(met, (), base, mine, theirs)
    return met


def _values(met: MergeResult, path: Path, base: Side, mine: Side, theirs: Side) -> None:
    if mine in (base, theirs):
        return
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
        _keys(met, path, base if isinstance(base, dict) else {}, mine, theirs)
    elif isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list):
        ListMerge(_values, met, path, base, mine, theirs).meet()
    elif theirs == base and not isinstance(mine, Missing):
        met.do(path, Replace(path, mine))
    else:
        met.conflict(path, base, mine, theirs)


def _keys(
    met: MergeResult, path: Path, base: Mapping[str, Side], mine: Mapping[str, Side], theirs: Mapping[str, Side]
) -> None:
    for key in dict.fromkeys((*mine, *base, *theirs)):
        before, own, other = (side.get(key, MISSING) for side in (base, mine, theirs))
        inner = (*path, key)
        if own in (before, other):
            continue
        if isinstance(own, Missing) and other == before:
            met.do(inner, Remove(inner))
        elif isinstance(other, Missing) and isinstance(before, Missing):
            met.do(inner, SetKey(path, key, cast(Value, own), tuple(mine)))
        elif isinstance(own, Missing) or isinstance(other, Missing):
            met.conflict(inner, before, own, other)
        else:
            _values(met, inner, before, own, other)


@frozen
class _Hunk:
    start: int
    end: int
    lines: list[str]


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """The base with both changes, if at least one unchanged line lies between any two of them; else None."""
    old, one, other = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    hunks = sorted((*_hunks(old, one), *_hunks(old, other)), key=lambda hunk: (hunk.start, hunk.end))
    result: list[str] = []
    done = 0
    last: _Hunk | None = None
    for hunk in hunks:
        if hunk == last:
            continue
        if last is not None and hunk.start <= last.end:
            return None
        result += old[done : hunk.start] + hunk.lines
        done, last = hunk.end, hunk
    return "".join(result + old[done:])


def _hunks(old: list[str], new: list[str]) -> Iterator[_Hunk]:
    for block in align(old, new):
        if not block.equal:
            yield _Hunk(block.before.start, block.before.stop, new[block.after.start : block.after.stop])


@frozen
class MergedText:
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


def merge_texts(base: str, mine: str, theirs: str) -> MergedText:
    """My changes to a text put into the text as others have changed it, of which every other byte stays.

    Args:
        base: the text both began from.
        mine: the text as I have it.
        theirs: the text as it stands.
    """
    try:
        before, draft, standing = (YamlDocument.parse(text) for text in (base, mine, theirs))
    except NodeError:
        return MergedText(None, unclear=True)
    old, own, other = (cast(Side, text.plain()) for text in (before, draft, standing))
    met = merge_values(old, own, other)
    others = merge_values(old, other, own).applied
    by_lines = merge_lines(base, mine, theirs)
    if by_lines is not None and not met.conflicts and _says(by_lines, standing, met):
        # Where the lines do not meet either, my comments and blank lines come along.
        return MergedText(by_lines, met.applied, others)
    try:
        text = standing.edited(met.edits)
    except EditError:
        return MergedText(None, theirs=others, unclear=True)
    return MergedText(text.text, met.applied, others, met.conflicts, unclear=_written_otherwise(before, draft))


def _says(text: str, standing: YamlDocument, met: MergeResult) -> bool:
    try:
        return YamlDocument.parse(text).plain() == standing.edited(met.edits).plain()
    except (NodeError, EditError):
        return False


def _written_otherwise(before: YamlDocument, draft: YamlDocument) -> bool:
    """Whether a draft changes more of a text than what it says."""
    try:
        return before.replaced((), cast(Value, draft.plain())).text != draft.text
    except EditError:
        return True


def resolve_conflicts(draft: Draft, stale: Stale, chosen: Mapping[Path, Side]) -> str:
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
        raise EditError(lazy_gettext("Both changes cannot be put together field by field. Take one of them whole."))
    theirs = YamlDocument.parse(stale.theirs)
    # From the end, so that what is put in or taken out moves nothing that is still to be reached.
    for path in sorted(chosen, key=_order, reverse=True):
        edit = _edit(theirs, path, chosen[path])
        if edit is not None:
            theirs = theirs.edited([edit])
    # Where a choice is not mine, the field meets mine again, and stays as it was chosen.
    return merge_texts(draft.base, draft.text, theirs.text).text or theirs.text


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _edit(text: YamlDocument, path: Path, value: Side) -> Edit | None:
    standing = text.node(path) is not None
    if isinstance(value, Missing):
        return Remove(path) if standing else None
    if standing:
        return Replace(path, value)
    step = path[-1]
    return Insert(path[:-1], step, value) if isinstance(step, int) else SetKey(path[:-1], step, value)


def check_stale(draft: Draft) -> Stale | None:
    """How the file of a draft stands, if others have changed it since the draft was begun; None if nobody has.

    What saving makes of it is not told yet: that takes as long as comparing three texts does.
    """
    repository = draft.snapshot.repository
    try:
        content = repository.content(draft.file)
    except NodeError as error:
        if repository.file(draft.file.stem) is not None:
            problem = problem_at(draft.file, error.mark, error.message)
            return Stale(draft.file, None, None, unreadable=problem)
        return Stale(draft.file, None, None) if draft.digest is not None else None
    if content.digest == draft.digest:
        return None
    return Stale(draft.file, content.source, content.digest)


def check_and_merge(draft: Draft) -> Stale | None:
    """As `standing`, with what saving makes of it."""
    stale = check_stale(draft)
    return stale if stale is None or stale.theirs is None else merge_with_theirs(draft, stale)[0]


def merge_with_theirs(draft: Draft, stale: Stale) -> tuple[Stale, tuple[Address, ...]]:
    """What became of a file, with what saving the draft makes of it; and what of mine is put into theirs.

    Args:
        draft: the draft.
        stale: what became of its file; the text of the others can be read.
    """
    assert stale.theirs is not None
    met = merge_texts(draft.base, draft.text, stale.theirs)
    both = (conflict.path for conflict in met.conflicts)
    changed = _addresses(draft, draft.text, (*met.theirs, *both))
    together = evolve(stale, merged=met.text, conflicts=met.conflicts, unclear=met.unclear, changed=changed)
    return together, _addresses(draft, met.text, met.applied)


def _addresses(draft: Draft, text: str | None, paths: Iterable[Path]) -> tuple[Address, ...]:
    """The addresses of paths in a text of the draft's file; none where it cannot be read."""
    try:
        value = YamlDocument.parse(text or "").plain()
    except NodeError:
        return ()
    found = (address_at(draft.file.stem, value, path, draft.address.binder) for path in paths)
    return tuple(dict.fromkeys(found))


def preview_text(draft: Draft, stale: Stale) -> str:
    """What the file comes to if mine is taken wherever both have changed the same."""
    if stale.merged is not None and not stale.conflicts and not stale.unclear:
        return stale.merged
    try:
        return resolve_conflicts(draft, stale, {conflict.path: conflict.mine for conflict in stale.conflicts})
    except EditError:
        return draft.text
