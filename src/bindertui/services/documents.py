"""The files of a binder as values with their places, and as texts to be edited."""

from collections.abc import Iterable, Iterator

from bindertui.errors import NotFoundError
from bindertui.model.address import Path
from bindertui.model.binder import BINDER, GLOSSARY, RESERVED_IDS, SOURCES, Binder, Broken
from bindertui.services.changing import Change
from bindertui.services.library import Snapshot
from bindertui.speech import wording
from bindertui.store.nodes import NodeError
from bindertui.store.yamltext import Edit, YamlText
from bindertui.store.yamltext.refusal import unreadable


def documents(binder: Binder) -> Iterator[tuple[str, object, Path]]:
    """What the files hold, in reading order: the file's id, and a value of the model with its path in the file."""
    yield BINDER, binder.cover, ()
    for place in binder.outline():
        top = place.parent is None or place.parent in RESERVED_IDS
        if top and place.id not in RESERVED_IDS:
            entry = binder.entry(place.id)
            if entry is not None and not isinstance(entry, Broken):
                yield place.id, entry, ()
    for position, term in enumerate(binder.terms):
        yield GLOSSARY, term, (position,)
    for key, source in binder.sources.items():
        yield SOURCES, source, (key,)


def edited(snapshot: Snapshot, document: str, edits: Iterable[Edit]) -> Change:
    """What edits make of a file.

    Raises:
        NotFoundError: no file has this id.
        EditError: the file cannot be read, or an edit cannot be made.
    """
    file = snapshot.repository.file(document)
    if file is None:
        raise NotFoundError(wording("No file holds {document}.", document=document))
    try:
        content = snapshot.repository.content(file)
        text = YamlText.parse(content.source)
    except NodeError as error:
        raise unreadable(file, error) from None
    return Change(file, content.source, content.digest, text.edited(edits).text)
