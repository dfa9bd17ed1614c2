"""The preview of a draft: its document as readers will see it.

A module separate from `services.reading`, which the verb `show` imports: parsing a draft takes ruamel.yaml.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bindertui.document.builder import build_flow
from bindertui.document.flow import Flow
from bindertui.model.binder import Binder
from bindertui.model.entries import Section, Source, Term
from bindertui.model.mentions import Mention
from bindertui.model.outline import BINDER, GLOSSARY, SOURCES, AnyEntry, Cover, FileContent, OutlineItem
from bindertui.model.summary import SectionSummary
from bindertui.services.editing.draft import Draft
from bindertui.services.library import document_id
from bindertui.store.loader import load_draft_value


def preview_draft(draft: Draft, language: str) -> Flow | None:
    """Return the document of a draft; None if the draft cannot be loaded."""
    identifier = document_id(draft.snapshot, draft.address.entry)
    value = load_draft_value(identifier, draft.kind, draft.text)
    if value is None:
        return None
    return build_flow(_DraftBinder(draft.snapshot.binder, identifier, value), identifier, language)


class _DraftBinder(Binder):
    """A binder with the entries of one file replaced by those of a draft."""

    def __init__(self, binder: Binder, identifier: str, value: Any) -> None:
        self.cover: Cover = value if identifier == BINDER else binder.cover
        self.terms: tuple[Term, ...] = value if identifier == GLOSSARY else binder.terms
        self.sources: Mapping[str, Source] = value if identifier == SOURCES else binder.sources
        self.broken = binder.broken
        self._binder = binder
        self._entries = dict(_entries(identifier, value))

    def outline(self) -> Sequence[OutlineItem]:
        """Return the outline of the saved binder."""
        return self._binder.outline()

    def entry(self, identifier: str) -> AnyEntry | None:
        """Return an entry, from the draft if the draft has it."""
        return self._entries.get(identifier) or self._binder.entry(identifier)

    def files(self) -> Mapping[str, str]:
        """Return the digests of the saved files."""
        return self._binder.files()

    def file_content(self, file: str) -> FileContent:
        """Return the content of a saved file."""
        return self._binder.file_content(file)

    def mentions(self, identifier: str) -> Sequence[Mention]:
        """Return the mentions in the saved binder."""
        return self._binder.mentions(identifier)

    def summaries(self) -> Mapping[str, SectionSummary]:
        """Return the summaries of the saved binder."""
        return self._binder.summaries()


def _entries(identifier: str, value: Any) -> Sequence[tuple[str, AnyEntry]]:
    if isinstance(value, Section):
        return [(identifier, value), *(pair for nested in value.sections for pair in _entries(nested.id, nested))]
    return () if identifier in {GLOSSARY, SOURCES} else ((identifier, value),)
