"""Find and replace across a binder: every change is shown first, those that are picked are saved as one."""

import re
from collections.abc import Iterable, Iterator

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, Path
from bindertui.model.entries import Section
from bindertui.model.fields import Role, iter_fields
from bindertui.model.text import NEUTRAL, Text
from bindertui.services.editing.commit import Changeset, edit_text, parse_documents
from bindertui.services.library import Snapshot
from bindertui.store.yaml.edit import Edit, Replace

_SEARCHED = (Role.PROSE, Role.NEUTRAL)


@frozen
class ReplaceQuery:
    """What to find, and what to put in its place.

    Attributes:
        find: the text to find; not empty.
        replacement: what to put in its place.
        case: capitals count.
        words: whole words only.
        languages: the languages of the texts to look into; empty for all.
    """

    find: str
    replacement: str
    case: bool = True
    words: bool = False
    languages: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it."""
        if not self.find:
            raise BinderError(lazy_gettext("There is nothing to find. Write the text to be replaced."))
        pattern = re.escape(self.find)
        if self.words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        return re.compile(pattern, 0 if self.case else re.IGNORECASE)


@frozen
class Replacement:
    """What would become of one text.

    Attributes:
        address: where the text is, from the innermost section it lies in.
        document: the id of the file it lies in.
        path: where it lies there.
        before: the text.
        after: the text with every find replaced.
        count: how many there are in it.
    """

    address: Address
    document: str
    path: Path
    before: str
    after: str
    count: int


def find_replacements(snapshot: Snapshot, wanted: ReplaceQuery) -> Iterator[Replacement]:
    """Every text of the binder that would change, in reading order; ids, dates and references are left alone.

    Raises:
        BinderError: there is nothing to find.
    """
    pattern = wanted.pattern
    first = snapshot.binder.languages[0]
    for document, value, path in parse_documents(snapshot.binder):
        for leaf in iter_fields(value, path):
            if not isinstance(leaf.value, Text) or leaf.role not in _SEARCHED:
                continue
            for language, original in leaf.value.originals:
                if wanted.languages and (language or first) not in wanted.languages:
                    continue
                after, count = pattern.subn(lambda _: wanted.replacement, original)
                if after != original:
                    where = leaf.path if language == NEUTRAL else (*leaf.path, language)
                    yield Replacement(_address(document, value, where), document, where, original, after, count)


def _address(document: str, value: object, path: Path) -> Address:
    """The address of a path in a file whose value is known."""
    entry = document
    while isinstance(value, Section) and path[:1] == ("sections",) and isinstance(path[1], int):
        value, path = value.sections[path[1]], path[2:]
        entry = value.id
    return Address(entry, path)


def apply_replacements(snapshot: Snapshot, picked: Iterable[Replacement], wanted: ReplaceQuery) -> Changeset:
    """The changes that make the replacements that were picked.

    Raises:
        EditError: one of them cannot be made.
    """
    edits: dict[str, list[Edit]] = {}
    for each in picked:
        edits.setdefault(each.document, []).append(Replace(each.path, each.after))
    files = tuple(edit_text(snapshot, document, made) for document, made in edits.items())
    return Changeset(snapshot, f"Replace {wanted.find!r} by {wanted.replacement!r}", files)
