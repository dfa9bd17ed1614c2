"""What others have made of a file while someone edits it, and what bringing both together comes to."""

from collections.abc import Iterable

from attrs import evolve

from bindertui.model.address import Address, Path
from bindertui.services.draft import Draft, address_in
from bindertui.services.merging import merged
from bindertui.services.outcomes import Stale
from bindertui.services.settling import settled
from bindertui.store.load import problem_at
from bindertui.store.nodes import NodeError
from bindertui.store.yamltext import EditError, YamlText


def standing(draft: Draft) -> Stale | None:
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


def met(draft: Draft) -> Stale | None:
    """As `standing`, with what saving makes of it."""
    stale = standing(draft)
    return stale if stale is None or stale.theirs is None else brought_together(draft, stale)[0]


def brought_together(draft: Draft, stale: Stale) -> tuple[Stale, tuple[Address, ...]]:
    """What became of a file, with what saving the draft makes of it; and what of mine is put into theirs.

    Args:
        draft: the draft.
        stale: what became of its file; the text of the others can be read.
    """
    assert stale.theirs is not None
    met = merged(draft.base, draft.text, stale.theirs)
    both = (conflict.path for conflict in met.conflicts)
    changed = _addresses(draft, draft.text, (*met.theirs, *both))
    together = evolve(stale, merged=met.text, conflicts=met.conflicts, unclear=met.unclear, changed=changed)
    return together, _addresses(draft, met.text, met.applied)


def _addresses(draft: Draft, text: str | None, paths: Iterable[Path]) -> tuple[Address, ...]:
    """The addresses of paths in a text of the draft's file; none where it cannot be read."""
    try:
        value = YamlText.parse(text or "").plain()
    except NodeError:
        return ()
    found = (address_in(draft.file.stem, value, path, draft.address.binder) for path in paths)
    return tuple(dict.fromkeys(found))


def to_be(draft: Draft, stale: Stale) -> str:
    """What the file comes to if mine is taken wherever both have changed the same."""
    if stale.merged is not None and not stale.conflicts and not stale.unclear:
        return stale.merged
    try:
        return settled(draft, stale, {conflict.path: conflict.mine for conflict in stale.conflicts})
    except EditError:
        return draft.text
