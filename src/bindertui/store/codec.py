"""Model values as JSON, for the rows of the binder cache and the output of loader processes.

Pickle would do both, but the author of a pickle decides which classes are called and changed. This codec turns
values into plain JSON arrays and back, and the data never names a class: the reader knows which type it expects at
each place. A field is encoded at its position, in the order in which its class declares it.

Invariants:

- Decoding checks the type of every value. Anything unexpected (a missing field, a number in place of a text, an
  unknown enum value, a message whose placeholders do more than insert a value) is an exception, never a value that
  fails later. Callers treat any exception as damaged data: deep nesting, for one, ends in `RecursionError`.
- Decoding an encoded value returns an equal value, for every value that a loader can return.
- Only the classes of content can be built: no users, roles or settings.

Speed matters: the first frame decodes an outline item for every top entry. So texts are flat arrays (language, text,
language, text), types are checked by operations that run in C and refuse other types (`"".join`, `sys.intern`), and
fields are spelled out for each class. Entries and blocks are in `content_codec`, which the first frame need not import.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from sys import intern
from typing import TYPE_CHECKING, Any

from bindertui.i18n import LazyString
from bindertui.model.address import Address
from bindertui.model.enums import Audience, EntryKind, PartnerKind
from bindertui.model.outline import BrokenEntry, Cover, OutlineItem
from bindertui.model.summary import SectionSummary, Takeaway
from bindertui.model.text import Text

if TYPE_CHECKING:
    from bindertui.model.mentions import Mention
    from bindertui.model.problems import Problem

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def dump(value: Any) -> bytes:
    """Return the JSON of a plain value, as `to_plain` returns it; `TypeError` or `ValueError` if it is not plain."""
    # File names in messages may hold lone surrogates.
    return _encode(value).encode("utf-8", "surrogatepass")


def parse(data: bytes) -> Any:
    """Return the plain value of JSON from an untrusted source; an exception if it is not JSON."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def parse_all(documents: Iterable[bytes]) -> list[Any]:
    """Return the plain values of several JSON documents: parsed at once, small ones take a third of the time."""
    documents = list(documents)
    values: list[Any] = parse(b"[%b]" % b",".join(documents))
    if len(values) != len(documents):
        raise ValueError("a document does not hold exactly one value")
    return values


def to_plain(value: Any) -> Any:
    """Return a model value as JSON knows it: arrays, objects, texts, numbers and null.

    Raises:
        TypeError: the value, or one inside it, is of a type that this codec does not know.
    """
    cls = type(value)
    if cls is Text:
        return [part for original in value.originals for part in original]
    if cls in _SCALARS:
        return value
    if cls is tuple:
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value.value if isinstance(value, StrEnum) else _plain_fields(value)


_SCALARS = frozenset((str, int, float, bool, type(None)))

_BLOCK_TAGS = {
    "Paragraph": "text",
    "Points": "points",
    "Table": "table",
    "Figure": "figure",
    "Note": "note",
    "Withheld": "withheld",
}
"""The tag in front of the fields of a block. By name: encoding an outline does not import the block classes."""


def _plain_fields(value: Any) -> list[Any]:
    """Return the fields of a message or of a model value."""
    cls = type(value)
    if cls is LazyString:
        values = [[name, *_tagged(each)] for name, each in value.values]
        return [value.english, values, value.plural, value.context]
    if not cls.__module__.startswith("bindertui.model."):
        raise TypeError(f"{cls.__name__} has no JSON form")
    fields = [to_plain(getattr(value, field.name)) for field in cls.__attrs_attrs__]
    return [_BLOCK_TAGS[cls.__name__], *fields] if cls.__name__ in _BLOCK_TAGS else fields


def _tagged(value: Any) -> tuple[str, Any]:
    """Return a value of a message with a tag for its type."""
    if isinstance(value, LazyString):
        return "message", to_plain(value)
    if isinstance(value, Text):
        return "text", to_plain(value)
    return "plain", value


def decode_text(value: Any) -> Text:
    """Return a text from its languages and originals."""
    "".join(value)
    if len(value) == 4:  # two languages, nearly always: twice as fast as the loop
        first, text, second, other = value
        return Text(((intern(first), text), (intern(second), other)))
    return Text(tuple([(intern(value[at]), value[at + 1]) for at in range(0, len(value), 2)]))


def decode_optional_text(value: Any) -> Text | None:
    """Return a text, or None."""
    return None if value is None else decode_text(value)


def decode_word(value: Any) -> str:
    """Return a plain string."""
    if type(value) is not str:
        raise TypeError("a string is expected")
    return value


def decode_optional_word(value: Any) -> str | None:
    """Return a plain string, or None."""
    return None if value is None else decode_word(value)


def decode_words(value: Any) -> tuple[str, ...]:
    """Return a tuple of strings."""
    "".join(value)
    return tuple(value)


def decode_count(value: Any) -> int:
    """Return a whole number that is not negative."""
    if type(value) is not int or value < 0:
        raise TypeError("a whole number is expected")
    return value


def decode_list(value: Any) -> list[Any]:
    """Return a list; the caller checks its items."""
    if type(value) is not list:
        raise TypeError("a list is expected")
    return value


def encode_first_item(item: OutlineItem) -> bytes:
    """Return the JSON of the first outline item of a file, without the fields that follow from its position."""
    return dump(to_plain((item.title, item.acronym, item.summary, item.partner_kind, item.is_broken)))


def decode_first_item(value: Any, identifier: str, kind: EntryKind, parent: str | None) -> OutlineItem:
    """Return the first outline item of a file from its plain value, its id, its kind and the list above it."""
    title, acronym, summary, partner, broken = value
    if type(broken) is not bool:
        raise TypeError("true or false is expected")
    return OutlineItem(
        identifier,
        kind,
        decode_text(title),
        0 if parent is None else 1,
        parent,
        None if acronym is None else decode_text(acronym),
        None if summary is None else decode_text(summary),
        _PARTNER_KINDS[partner],
        broken,
    )


_PARTNER_KINDS: dict[str | None, PartnerKind | None] = {None: None, **{kind.value: kind for kind in PartnerKind}}


def encode_nested_items(items: Sequence[OutlineItem]) -> bytes:
    """Return the JSON of the outline items nested in a section: their depths and titles."""
    return dump([[item.depth for item in items], _plain_texts([item.title for item in items])])


def decode_nested_items(data: bytes, identifiers: Sequence[str]) -> tuple[OutlineItem, ...]:
    """Return the outline items nested in a section from their JSON and the ids of the section and of all of them."""
    depths, titles = parse(data)
    if not {int}.issuperset(map(type, depths)) or min(depths, default=1) < 1:
        raise ValueError("a nested section has a depth of 1 or more")
    top, *nested = identifiers
    above = [top]
    items = []
    for identifier, depth, title in zip(nested, depths, _decode_texts(titles), strict=True):
        items.append(OutlineItem(identifier, EntryKind.SECTION, title, depth, above[depth - 1]))
        above[depth:] = [identifier]
    return tuple(items)


def _plain_texts(texts: Sequence[Text]) -> list[Any]:
    """Return texts as their two languages and the originals in each; one by one where they have other languages."""
    languages = {tuple([language for language, _ in text.originals]) for text in texts}
    if len(languages) == 1 and len(both := languages.pop()) == 2:
        return [*both, *([text.originals[at][1] for text in texts] for at in range(2))]
    return [to_plain(text) for text in texts]


def _decode_texts(value: Any) -> list[Text]:
    """Return texts from their plain value; by language, an outline of thousands is decoded in half the time."""
    if not value or type(value[0]) is list:
        return [decode_text(text) for text in value]
    first, second, ours, others = value
    first, second = intern(first), intern(second)
    "".join(ours)
    "".join(others)
    return [Text(((first, our), (second, other))) for our, other in zip(ours, others, strict=True)]


def decode_cover(value: Any) -> Cover:
    """Return the cover of a binder."""
    identifier, title, edition, languages, sections, department, audience, source = value
    cover = Cover(
        decode_word(identifier),
        decode_text(title),
        decode_word(edition),
        decode_words(languages),
        decode_words(sections),
        decode_optional_text(department),
        Audience(audience),
        decode_optional_word(source),
    )
    if not cover.languages:
        raise ValueError("a binder has at least one language")
    return cover


def decode_broken(value: Any) -> BrokenEntry:
    """Return the entry of a file that cannot be loaded."""
    identifier, kind, problems = value
    return BrokenEntry(decode_word(identifier), EntryKind(kind), decode_problems(problems))


def decode_problems(value: Any) -> "tuple[Problem, ...]":
    """Return the problems of a file."""
    return tuple([_problem(each) for each in decode_list(value)])


def _problem(value: Any) -> "Problem":
    from bindertui.model.problems import Level, Problem  # noqa: PLC0415 - most binders have no problems

    file, line, column, level, message = value
    return Problem(decode_word(file), decode_count(line), decode_count(column), Level(level), _message(message))


def _message(value: Any) -> LazyString:
    english, values, many, context = value
    message = LazyString(
        decode_word(english),
        tuple([_message_value(*each) for each in decode_list(values)]),
        decode_optional_word(many),
        decode_optional_word(context),
    )
    for template in filter(None, (english, many) if values else ()):
        if not re.fullmatch(_TEMPLATE, template):
            raise ValueError("a placeholder does more than insert a value")
    # A message that cannot be formatted now would fail when it is shown.
    message.in_language("en")
    return message


_TEMPLATE = r"(?:[^{}]|\{\{|\}\}|\{[A-Za-z_][A-Za-z0-9_]*(?:!r|:#04x)?\})*"
"""Placeholders name a value: `str.format` would also read attributes, and pad to any width."""


def _message_value(name: Any, tag: Any, value: Any) -> tuple[str, Any]:
    if tag == "message":
        return decode_word(name), _message(value)
    if tag == "text":
        return decode_word(name), decode_text(value)
    if tag != "plain":
        raise ValueError("an unknown tag")
    return decode_word(name), value


def encode_summary(summary: SectionSummary) -> bytes:
    """Return the JSON of the summary of a section: words by language, words by nested section, takeaways.

    Takeaways are notes in bodies: the positions of the section and of the note in its body are their addresses.
    """
    identifiers = [identifier for identifier, _ in summary.section_words]
    words, counts = summary.words.values(), (count for _, count in summary.section_words)
    takeaways = [
        [identifiers.index(each.address.entry), _body_position(each.address), to_plain(each.text)]
        for each in summary.takeaways
    ]
    return dump([" ".join(map(str, words)), " ".join(map(str, counts)), takeaways])


def decode_summary(value: Any, identifiers: Sequence[str], languages: Sequence[str]) -> SectionSummary:
    """Return the summary of a section from its plain value.

    Args:
        value: the plain value.
        identifiers: the ids of the section and of all that is nested in it, in reading order.
        languages: of the binder.
    """
    words, counts, takeaways = value
    # Numbers in one text: `int` accepts nothing else, which is faster than checking the types of ten thousand.
    return SectionSummary(
        dict(zip(languages, map(int, words.split()), strict=True)),
        tuple(zip(identifiers, map(int, counts.split()), strict=True)),
        tuple([_takeaway(identifiers[section], position, text) for section, position, text in takeaways]),
    )


def _takeaway(identifier: str, position: Any, text: Any) -> Takeaway:
    if type(position) is not int:
        raise TypeError("a position is expected")
    return Takeaway(Address(identifier, ("body", position, "note", "text")), decode_text(text))


def _body_position(address: Address) -> int:
    match address.path:
        case ("body", int(position), "note", "text"):
            return position
        case _:
            raise ValueError("a takeaway is a note in a body")


def _address(value: Any) -> Address:
    entry, path, binder = value
    if not {str, int}.issuperset(map(type, decode_list(path))):
        raise TypeError("a path consists of names and positions")
    return Address(decode_word(entry), tuple(path), decode_optional_word(binder))


def encode_mentions(mentions: "Iterable[Mention]") -> bytes:
    """Return the JSON of the mentions in a file; a text that mentions several entries is stored once."""
    texts: dict[Text | None, int] = {}
    found = [[each.target, to_plain(each.address), texts.setdefault(each.text, len(texts))] for each in mentions]
    return dump([[to_plain(text) for text in texts], found])


def decode_mentions(data: bytes) -> "list[Mention]":
    """Return the mentions in a file from their JSON."""
    from bindertui.model.mentions import Mention  # noqa: PLC0415 - the first frame shows none

    stored, found = parse(data)
    texts = [decode_optional_text(text) for text in decode_list(stored)]
    return [
        Mention(decode_word(mentioned), _address(address), texts[decode_count(number)])
        for mentioned, address, number in decode_list(found)
    ]
