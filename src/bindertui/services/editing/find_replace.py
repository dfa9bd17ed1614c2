"""Find and replace in the texts of a whole binder."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, FieldPath
from bindertui.model.entries import Section
from bindertui.model.fields import FieldRole, iter_fields
from bindertui.model.text import NEUTRAL, Text
from bindertui.services.editing.commit import Changeset, edit_document, iter_documents
from bindertui.services.library import Snapshot
from bindertui.store.yaml.edit import Edit, Replace

_SEARCHED_ROLES = (FieldRole.PROSE, FieldRole.NEUTRAL)
"""Roles of the fields that are searched: not ids, dates and references."""


@frozen
class ReplaceQuery:
    """A search text and its replacement.

    Attributes:
        find: the text to find; not empty.
        replacement: the text to put in its place.
        match_case: whether upper and lower case are different.
        whole_words: whether only whole words match.
        languages: the languages of the texts to search; empty for all.
    """

    find: str
    replacement: str
    match_case: bool = True
    whole_words: bool = False
    languages: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the regular expression of the query; `BinderError` if it is empty."""
        if not self.find:
            raise BinderError(lazy_gettext("Enter the text to replace."))
        pattern = re.escape(self.find)
        if self.whole_words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        return re.compile(pattern, 0 if self.match_case else re.IGNORECASE)


@frozen
class Replacement:
    """The replacements in one text.

    Attributes:
        address: the address of the text, from the innermost section that has it.
        document: the id of its file.
        path: its path in the file.
        before: the text.
        after: the text with every match replaced.
        count: the number of matches.
    """

    address: Address
    document: str
    path: FieldPath
    before: str
    after: str
    count: int


def find_replacements(snapshot: Snapshot, query: ReplaceQuery) -> Iterator[Replacement]:
    """Yield every text that would change, in reading order.

    Raises:
        BinderError: the query is empty.
    """
    pattern = query.pattern
    default_language = snapshot.binder.languages[0]
    for document, value, path in iter_documents(snapshot.binder):
        for leaf in iter_fields(value, path):
            if not isinstance(leaf.value, Text) or leaf.role not in _SEARCHED_ROLES:
                continue
            for language, original in leaf.value.originals:
                if query.languages and (language or default_language) not in query.languages:
                    continue
                after, count = pattern.subn(lambda _: query.replacement, original)
                if after != original:
                    field = leaf.path if language == NEUTRAL else (*leaf.path, language)
                    yield Replacement(_address(document, value, field), document, field, original, after, count)


def apply_replacements(snapshot: Snapshot, selected: Iterable[Replacement], query: ReplaceQuery) -> Changeset:
    """Return the changeset of the selected replacements.

    Raises:
        EditError: one of them cannot be made.
    """
    edits: dict[str, list[Edit]] = {}
    for replacement in selected:
        edits.setdefault(replacement.document, []).append(Replace(replacement.path, replacement.after))
    files = tuple(edit_document(snapshot, document, of_file) for document, of_file in edits.items())
    return Changeset(snapshot, f"Replace {query.find!r} by {query.replacement!r}", files)


def _address(document: str, value: object, path: FieldPath) -> Address:
    """Return the address of a path in a file with a known value."""
    entry = document
    while isinstance(value, Section) and path[:1] == ("sections",) and isinstance(path[1], int):
        value, path = value.sections[path[1]], path[2:]
        entry = value.id
    return Address(entry, path)
