"""Three-way merge: my draft of a file and the changes that others have saved since the draft began.

The problem: two people edit the same YAML file. Both changes are to be kept where they do not touch, nothing may be
lost silently where they do, and every byte that neither of them changed must stay as it is, comments included.

The approach: the inputs are the common ancestor `base`, `mine` and `theirs`. They are compared as data, field by field
(`merge_values`): of two mappings each key is merged by itself, lists are merged by `list_merge`, and a field is a
conflict if both sides changed it to different values. The result is a list of edits, which are applied to the text of
`theirs`, so that their formatting stays. The edits do not carry my comments and blank lines. Therefore a merge by lines
(`merge_lines`, as in diff3) is tried as well: if no two hunks touch, and its text says the same as the edits, it is
preferred. If I changed comments and the lines do touch, the result is `unclear`, and a person chooses.

Invariants:

- A value that only one side changed is that side's; a value that both changed alike is no conflict.
- Removing a field that the other side changed is a conflict, in both directions.
- The merged text is parsed again: its data equals that of the edits, or there is no merged text.
- Conflicts are never resolved here: `resolve_conflicts` applies the choices of a person, then merges again.
- Nothing is written here: the merged text is saved like any other, under the digest of `theirs`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.diff import align
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, FieldPath
from bindertui.services.editing.draft import Draft, address_at
from bindertui.services.editing.list_merge import MergeResult, merge_lists
from bindertui.services.editing.outcomes import MISSING, Conflict, Missing, Side, Stale
from bindertui.store.repository import UnreadableFileError
from bindertui.store.yaml.edit import Edit, EditError, Insert, Remove, Replace, SetKey, Value, YamlDocument
from bindertui.store.yaml.nodes import NodeError

# Stale drafts


def check_stale(draft: Draft) -> Stale | None:
    """Return the present text of a draft's file if others have changed it since; None if they have not.

    The texts are not merged yet, which is slower: see `check_and_merge`.
    """
    repository = draft.snapshot.repository
    try:
        content = repository.read(draft.file)
    except UnreadableFileError as error:
        if repository.find_file(draft.file_id) is not None:
            return Stale(draft.file, None, None, unreadable=error.problem)
        return Stale(draft.file, None, None) if draft.digest is not None else None
    if content.digest == draft.digest:
        return None
    return Stale(draft.file, content.source, content.digest)


def check_and_merge(draft: Draft) -> Stale | None:
    """Return the result of `check_stale` with the merged text and the conflicts."""
    stale = check_stale(draft)
    return stale if stale is None or stale.theirs is None else merge_with_theirs(draft, stale)[0]


def merge_with_theirs(draft: Draft, stale: Stale) -> tuple[Stale, tuple[Address, ...]]:
    """Merge a draft with the present text of its file.

    Args:
        draft: the draft.
        stale: the present state of the file; its text is readable.

    Returns:
        The state with the merged text and the conflicts, and the addresses of my changes in the merged text.
    """
    assert stale.theirs is not None
    result = merge_texts(draft.base, draft.text, stale.theirs)
    conflicts = (conflict.path for conflict in result.conflicts)
    changed = _addresses(draft, draft.text, (*result.theirs, *conflicts))
    merged = evolve(stale, merged=result.text, conflicts=result.conflicts, unclear=result.unclear, changed=changed)
    return merged, _addresses(draft, result.text, result.applied)


def resolve_conflicts(draft: Draft, stale: Stale, choices: Mapping[FieldPath, Side]) -> str:
    """Return the merged text with a chosen value for each conflict.

    Args:
        draft: the draft.
        stale: the outcome of saving it.
        choices: the values of fields in conflict, by path; a field without a choice stays as in their text.

    Raises:
        EditError: the texts cannot be merged field by field.
    """
    if stale.theirs is None or stale.merged is None:
        raise EditError(lazy_gettext("The two versions cannot be merged field by field. Choose one of them."))
    theirs = YamlDocument.parse(stale.theirs)
    # From the end, so that inserting and removing items does not shift the paths that are still to come.
    for path in sorted(choices, key=_path_order, reverse=True):
        edit = _choice_edit(theirs, path, choices[path])
        if edit is not None:
            theirs = theirs.apply([edit])
    # A choice that differs from mine conflicts with mine again, and stays as it was chosen.
    return merge_texts(draft.base, draft.text, theirs.text).text or theirs.text


def preview_text(draft: Draft, stale: Stale) -> str:
    """Return the merged text with mine chosen for every conflict; my text if the texts cannot be merged."""
    if stale.merged is not None and stale.is_mergeable:
        return stale.merged
    try:
        return resolve_conflicts(draft, stale, {conflict.path: conflict.mine for conflict in stale.conflicts})
    except EditError:
        return draft.text


# Merging texts


@frozen
class MergedText:
    """The result of merging two changed versions of a text.

    Attributes:
        text: their text with those of my changes that do not conflict; None if one of the texts cannot be parsed.
        applied: the paths of my changes in it.
        theirs: the paths, in my text, of the fields that only they changed.
        conflicts: the fields that both changed.
        unclear: whether my comments, blank lines or formatting could not be merged.
    """

    text: str | None
    applied: tuple[FieldPath, ...] = ()
    theirs: tuple[FieldPath, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unclear: bool = False


def merge_texts(base: str, mine: str, theirs: str) -> MergedText:
    """Merge my version of a YAML text into theirs, leaving every other byte of theirs as it is.

    Args:
        base: the text that both began from.
        mine: my text.
        theirs: their text.
    """
    try:
        base_document, my_document, their_document = (YamlDocument.parse(text) for text in (base, mine, theirs))
    except NodeError:
        return MergedText(None, unclear=True)
    base_value, my_value, their_value = (
        cast(Side, document.plain()) for document in (base_document, my_document, their_document)
    )
    result = merge_values(base_value, my_value, their_value)
    their_changes = merge_values(base_value, their_value, my_value).applied
    lines = merge_lines(base, mine, theirs)
    if lines is not None and not result.conflicts and _has_same_data(lines, their_document, result):
        # A merge by lines keeps my comments and blank lines as well.
        return MergedText(lines, result.applied, their_changes)
    try:
        text = their_document.apply(result.edits)
    except EditError:
        return MergedText(None, theirs=their_changes, unclear=True)
    unclear = _changes_formatting(base_document, my_document)
    return MergedText(text.text, result.applied, their_changes, result.conflicts, unclear=unclear)


def merge_values(base: Side, mine: Side, theirs: Side) -> MergeResult:
    """Merge two changed versions of a value; the edits of the result turn theirs into the merged value."""
    result = MergeResult()
    _merge_values(result, (), base, mine, theirs)
    return result


def _merge_values(result: MergeResult, path: FieldPath, base: Side, mine: Side, theirs: Side) -> None:
    if mine in (base, theirs):
        return
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
        _merge_mappings(result, path, base if isinstance(base, dict) else {}, mine, theirs)
    elif isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list):
        merge_lists(result, path, base, mine, theirs, _merge_values)
    elif theirs == base and not isinstance(mine, Missing):
        result.add_edits(path, Replace(path, mine))
    else:
        result.add_conflict(path, base, mine, theirs)


def _merge_mappings(
    result: MergeResult,
    path: FieldPath,
    base: Mapping[str, Side],
    mine: Mapping[str, Side],
    theirs: Mapping[str, Side],
) -> None:
    for key in dict.fromkeys((*mine, *base, *theirs)):
        base_value, my_value, their_value = (side.get(key, MISSING) for side in (base, mine, theirs))
        inner = (*path, key)
        if my_value in (base_value, their_value):
            continue
        if isinstance(my_value, Missing) and their_value == base_value:
            result.add_edits(inner, Remove(inner))
        elif isinstance(their_value, Missing) and isinstance(base_value, Missing):
            result.add_edits(inner, SetKey(path, key, cast(Value, my_value), tuple(mine)))
        elif isinstance(my_value, Missing) or isinstance(their_value, Missing):
            result.add_conflict(inner, base_value, my_value, their_value)
        else:
            _merge_values(result, inner, base_value, my_value, their_value)


# Merging by lines


@frozen
class _Hunk:
    """A range of lines of the base, and the lines that replace it."""

    start: int
    end: int
    lines: list[str]


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """Merge two changed versions of a text by lines; None if two hunks touch without being the same."""
    base_lines, my_lines, their_lines = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    hunks = sorted(
        (*_hunks(base_lines, my_lines), *_hunks(base_lines, their_lines)), key=lambda hunk: (hunk.start, hunk.end)
    )
    merged: list[str] = []
    position = 0
    last: _Hunk | None = None
    for hunk in hunks:
        if hunk == last:
            continue
        if last is not None and hunk.start <= last.end:
            return None
        merged += base_lines[position : hunk.start] + hunk.lines
        position, last = hunk.end, hunk
    return "".join(merged + base_lines[position:])


def _hunks(old: list[str], new: list[str]) -> Iterator[_Hunk]:
    for block in align(old, new):
        if not block.equal:
            yield _Hunk(block.before.start, block.before.stop, new[block.after.start : block.after.stop])


def _has_same_data(text: str, theirs: YamlDocument, result: MergeResult) -> bool:
    """Return whether a text has the same data as theirs with the edits of a merge."""
    try:
        return YamlDocument.parse(text).plain() == theirs.apply(result.edits).plain()
    except (NodeError, EditError):
        return False


def _changes_formatting(base: YamlDocument, mine: YamlDocument) -> bool:
    """Return whether my text differs from the base in more than its data: in comments, blank lines or style."""
    try:
        return base.replace((), cast(Value, mine.plain())).text != mine.text
    except EditError:
        return True


def _path_order(path: FieldPath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _choice_edit(text: YamlDocument, path: FieldPath, value: Side) -> Edit | None:
    exists = text.node(path) is not None
    if isinstance(value, Missing):
        return Remove(path) if exists else None
    if exists:
        return Replace(path, value)
    step = path[-1]
    return Insert(path[:-1], step, value) if isinstance(step, int) else SetKey(path[:-1], step, value)


def _addresses(draft: Draft, text: str | None, paths: Iterable[FieldPath]) -> tuple[Address, ...]:
    """Return the addresses of paths in a version of the draft's file; none if it cannot be parsed."""
    try:
        value = YamlDocument.parse(text or "").plain()
    except NodeError:
        return ()
    addresses = (address_at(draft.file_id, value, path, draft.address.binder) for path in paths)
    return tuple(dict.fromkeys(addresses))
