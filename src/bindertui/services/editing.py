"""Editing an entry: a draft of its file's text, and what comes of saving it."""

from attrs import evolve

from bindertui.errors import NotFoundError
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, GLOSSARY, SOURCES
from bindertui.services.access import Who
from bindertui.services.changing import Change, Changes, commit_changes, refused
from bindertui.services.draft import Draft, path_in_file
from bindertui.services.library import Snapshot, document_id
from bindertui.services.outcomes import Denied, Outcome, Saved, Stale
from bindertui.speech import wording
from bindertui.store.folder import kind_of
from bindertui.store.history import History
from bindertui.store.nodes import NodeError
from bindertui.store.yamltext.refusal import unreadable


def begin(snapshot: Snapshot, address: Address, who: Who) -> Draft | Denied:
    """A draft of the file that an address leads to.

    Raises:
        NotFoundError: there is no such entry, or no file holds it.
        EditError: the file is no text.
    """
    if (denied := refused(snapshot, who)) is not None:
        return denied
    if address.entry not in (BINDER, GLOSSARY, SOURCES):
        snapshot.entry(address)
    file = snapshot.repository.file(document_id(snapshot, address.entry))
    if file is None:
        raise NotFoundError(wording("No file holds {entry}. Name one of its entries.", entry=address.entry))
    try:
        content = snapshot.repository.content(file)
    except NodeError as error:
        raise unreadable(file, error) from None
    source = content.source
    path = address.path if file.stem == address.entry else path_in_file(source, address)
    return Draft(snapshot, address, file, kind_of(file), path, source, content.digest, source)


def commit(
    draft: Draft, who: Who, history: History | None = None, *, message: str | None = None, merge: bool = True
) -> Outcome:
    """Save a draft.

    Changes that others have made to the file meanwhile stay: where they touch other fields, both are saved; where they
    touch the same, nothing is, and the outcome says which.

    Args:
        draft: the draft.
        who: who saves it.
        history: where the save becomes a version; None keeps none.
        message: what was done, for the history; None says which entry was edited.
        merge: whether it may be merged; else any change to the file since makes it stale.

    Raises:
        SaveError: the disk is full, or may not be written.
    """
    words = message or f"Edit {draft.address.whole}"
    while True:
        change = Change(draft.file, draft.base if draft.digest else None, draft.digest, draft.text)
        outcome = commit_changes(Changes(draft.snapshot, words, (change,)), who, history)
        if not isinstance(outcome, Stale) or not merge or outcome.theirs is None or outcome.digest is None:
            return outcome
        # Wanted where others have saved meanwhile.
        from bindertui.services.meanwhile import brought_together  # noqa: PLC0415

        outcome, mine = brought_together(draft, outcome)
        if outcome.theirs is None or outcome.merged is None or outcome.conflicts or outcome.unclear:
            return outcome
        again = evolve(draft, base=outcome.theirs, digest=outcome.digest, text=outcome.merged, read=None)
        saved = commit(again, who, history, message=words, merge=False)
        if isinstance(saved, Saved):
            return evolve(saved, merged=mine, others=outcome.changed)
        if not isinstance(saved, Stale):
            return saved
