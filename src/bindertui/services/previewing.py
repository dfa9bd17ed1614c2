"""A draft as readers will see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bindertui.document.build import flow
from bindertui.document.flow import AnyLine, Flow
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, GLOSSARY, SOURCES, AnyEntry, Binder, Cover, Held, Place
from bindertui.model.entries import Section, Source, Term
from bindertui.model.gist import Gist
from bindertui.model.mentions import Mention
from bindertui.services.draft import Draft
from bindertui.services.library import document_id
from bindertui.store.drafted import drafted_value


class _Drafted(Binder):
    """A binder in which one file says something else."""

    def __init__(self, binder: Binder, identifier: str, value: Any) -> None:
        self.cover: Cover = value if identifier == BINDER else binder.cover
        self.terms: tuple[Term, ...] = value if identifier == GLOSSARY else binder.terms
        self.sources: Mapping[str, Source] = value if identifier == SOURCES else binder.sources
        self.broken = binder.broken
        self._binder = binder
        self._entries = dict(_entries(identifier, value))

    def outline(self) -> Sequence[Place]:
        """The entries as they were."""
        return self._binder.outline()

    def entry(self, identifier: str) -> AnyEntry | None:
        """The entry with an id, as it is in the draft if it is there."""
        return self._entries.get(identifier) or self._binder.entry(identifier)

    def files(self) -> Mapping[str, str]:
        """The files as they were."""
        return self._binder.files()

    def held(self, file: str) -> Held:
        """What a file held."""
        return self._binder.held(file)

    def mentions(self, identifier: str) -> Sequence[Mention]:
        """The mentions as they were."""
        return self._binder.mentions(identifier)

    def gists(self) -> Mapping[str, Gist]:
        """What the front page tells, as it was."""
        return self._binder.gists()


def preview(draft: Draft, language: str) -> Flow | None:
    """The document of a draft; None where the draft is not right enough to be read."""
    identifier = document_id(draft.snapshot, draft.address.entry)
    value = drafted_value(draft.file, identifier, draft.kind, draft.text)
    return None if value is None else flow(_Drafted(draft.snapshot.binder, identifier, value), identifier, language)


def first_in(lines: Sequence[AnyLine], place: Address) -> Address:
    """The address of the first line that shows something of a place; the place itself where there is none."""
    inside = (
        line.address
        for line in lines
        if line.address.entry == place.entry and line.address.path[: len(place.path)] == place.path
    )
    return next(inside, place)


def _entries(identifier: str, value: Any) -> Sequence[tuple[str, AnyEntry]]:
    if isinstance(value, Section):
        return [(identifier, value), *(pair for nested in value.sections for pair in _entries(nested.id, nested))]
    return () if identifier in {GLOSSARY, SOURCES} else ((identifier, value),)
