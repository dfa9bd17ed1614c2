"""The codec: values of the model as JSON and back, for any JSON."""

import json
from collections.abc import Iterator, Mapping
from enum import EnumType
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

from bindertui.i18n import LazyString, join_and, lazy_gettext, lazy_ngettext
from bindertui.model import entries, outline
from bindertui.model.address import Address
from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.enums import EntryKind
from bindertui.model.mentions import Mention
from bindertui.model.outline import BrokenEntry, Cover, OutlineItem
from bindertui.model.problems import Level, Problem
from bindertui.model.summary import SectionSummary
from bindertui.model.text import Text
from bindertui.store import codec
from bindertui.store.assembler import load_binder
from bindertui.store.content_codec import decode_content, decode_loaded, encode_content, encode_loaded
from bindertui.store.content_files import entry_files
from bindertui.store.loader import load_file

SHIPPED = next((Path(__file__).parents[2] / "content").iterdir())
TEXT = Text.of({"en": "Ten — words", "fr": "Dix « mots »"})
KINDS = {
    EntryKind.BINDER: Cover,
    EntryKind.SECTION: Section,
    EntryKind.PARTNER: Partner,
    EntryKind.AGREEMENT: Agreement,
    EntryKind.TERM: tuple[Term, ...],
    EntryKind.SOURCE: Mapping[str, Source],
}


@cache
def hints(cls: type) -> dict[str, Any]:
    """Return the types of the fields of a class."""
    return get_type_hints(cls, vars(outline) | vars(entries)) if attrs.has(cls) else {}


def samples(declared: Any, depth: int = 0) -> Iterator[Any]:
    """Return values of a declared type: one with every field filled, for each member of a union."""
    origin = get_origin(declared)
    if origin in (Union, UnionType):
        for member in get_args(declared):
            yield from samples(member, depth)
    elif origin is tuple:
        item = get_args(declared)[0]
        yield tuple(samples(item, depth + 1)) if depth < 5 else ()
    elif origin is not None:
        yield dict(zip("abcdef", samples(get_args(declared)[1], depth + 1), strict=False))
    elif declared is Text:
        yield from (TEXT, Text.plain("neutral"), Text.of({"en": "a", "fr": "b", "iu": "c"}))
    elif isinstance(declared, EnumType):
        yield from declared
    elif attrs.has(declared):
        filled = {name: list(samples(kind, depth + 1)) for name, kind in hints(declared).items()}
        for number in range(max(map(len, filled.values()))):
            yield declared(**{name: values[number % len(values)] for name, values in filled.items()})
    else:
        yield {str: "a b", float: 4.25, int: 7, NoneType: None, bool: True}[declared]


def is_a(value: Any, declared: Any) -> bool:
    """Return whether a value is of a declared type, in all its parts."""
    origin = get_origin(declared)
    arguments = get_args(declared)
    if origin in (Union, UnionType):
        return any(is_a(value, member) for member in arguments)
    if origin is tuple:
        return type(value) is tuple and all(is_a(item, arguments[0]) for item in value)
    if origin is not None:
        pairs = value.items() if type(value) is dict else [(None, None)]
        return all(is_a(key, arguments[0]) and is_a(item, arguments[1]) for key, item in pairs)
    if declared is Text:
        return type(value) is Text and all(type(part) is str for each in value.originals for part in each)
    right = type(value) in ({int, float} if declared is float else {declared})
    return right and all(is_a(getattr(value, name), kind) for name, kind in hints(declared).items())


def spoilt(plain: Any) -> Iterator[Any]:
    """Return a plain value with each of its parts replaced by something else, one at a time."""
    yield from (None, True, 3, -1, 1.5, "word", [], ["a"], ["a", "b"], [["a", "b"]], {}, {"a": 1}, [None] * 3)
    parts = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, part in list(parts):
        for other in spoilt(part):
            changed = plain.copy()
            changed[key] = other
            yield changed
    if isinstance(plain, list) and plain:
        yield plain[:-1]
        yield [*plain, plain[-1]]


@pytest.mark.parametrize("kind", KINDS)
def test_contents_with_every_field_survive(kind: EntryKind) -> None:
    """Every class of the model, with every field filled, is the same after a round trip."""
    for value in samples(KINDS[kind]):
        assert decode_content(encode_content(value), kind) == value


@pytest.mark.parametrize("name", ["content", "loaded"])
def test_the_shipped_binder_survives(name: str) -> None:
    """Each file of the shipped binder is the same after a round trip, as cached content and from a loader process."""
    for file in entry_files(SHIPPED):
        loaded = load_file(file, SHIPPED)
        if name == "content":
            assert decode_content(encode_content(loaded.value), file.kind) == loaded.value
        else:
            found = decode_loaded(encode_loaded(loaded.value, loaded.problems, loaded.digest), file.kind)
            assert found == (loaded.value, loaded.problems, loaded.digest)


@pytest.mark.parametrize("kind", KINDS)
def test_spoilt_contents_are_refused_or_well_typed(kind: EntryKind) -> None:
    """For any change of the JSON, decoding fails or returns a value with the right type in all its parts."""
    value = next(samples(KINDS[kind], 2))
    plain = json.loads(encode_content(value))
    refused = 0
    for changed in spoilt(plain):
        try:
            found: Any = decode_content(json.dumps(changed).encode(), kind)
        except Exception:  # noqa: BLE001 - any exception means damaged data
            refused += 1
        else:
            assert is_a(found, KINDS[kind]) or isinstance(found, BrokenEntry)
    assert refused > 40


def test_outlines_and_summaries_survive() -> None:
    """First items, nested items, summaries and mentions of the shipped binder are the same after a round trip."""
    whole = load_binder(SHIPPED)
    for part in whole.segments:
        first, *nested = part.outline or (None,)
        if part.file is None or first is None:
            continue
        value = codec.parse(codec.encode_first_item(first))
        assert codec.decode_first_item(value, first.id, first.kind, first.parent) == first
        ids = [place.id for place in part.outline]
        assert codec.decode_nested_items(codec.encode_nested_items(nested), ids) == tuple(nested)
        if summary := whole.summaries().get(first.id):
            decoded = codec.decode_summary(codec.parse(codec.encode_summary(summary)), ids, whole.languages)
            assert decoded == summary
    mentions = [mention for found in whole.all_mentions.values() for mention in found]
    assert codec.decode_mentions(codec.encode_mentions(mentions)) == mentions


def test_nested_items_in_many_languages_survive() -> None:
    """Titles that are written in different languages are stored one by one."""
    titles = [TEXT, Text.plain("plain"), Text.of({"fr": "x"}), Text.of({"fr": "x", "en": "y", "iu": "z"})]
    depths = [1, 2, 3, 1]
    parents = ["top", "s0", "s1", "top"]
    items = [
        OutlineItem(f"s{n}", EntryKind.SECTION, title, depth, parent)
        for n, (title, depth, parent) in enumerate(zip(titles, depths, parents, strict=True))
    ]
    ids = ["top", *(item.id for item in items)]
    assert codec.decode_nested_items(codec.encode_nested_items(items), ids) == tuple(items)


@pytest.mark.parametrize("depths", [[0], [2], [1, 3], [True], ["1"], [-1]])
def test_nested_items_cannot_be_above_themselves(depths: list[Any]) -> None:
    """Depths that no outline has are refused: parents derived from them could form a circle."""
    data = json.dumps([depths, [["en", "a"]] * len(depths)]).encode()
    with pytest.raises((TypeError, ValueError, IndexError)):
        codec.decode_nested_items(data, ["top", *(f"s{n}" for n in range(len(depths)))])


MESSAGES = [
    lazy_gettext("Nothing to insert"),
    LazyString("{curly} braces of the system, with no values"),
    lazy_gettext("{{en: …}} is expected, not {what}.", what=lazy_gettext("the text {value!r}", value="a'b\udce9")),
    lazy_gettext("byte {byte:#04x}", byte=233),
    lazy_ngettext("{count} byte", "{count} bytes", 20_000),
    lazy_gettext("The id {id!r} differs: {text}", id=["a", {"b": None}], text=TEXT),
    join_and(["a", "b", "c"]),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_survive(message: LazyString) -> None:
    """The problems of a file read the same after a round trip, in both languages."""
    problem = Problem("/b/sections/caf\udce9.yaml", 3, 4, Level.ERROR, message)
    broken = BrokenEntry("x", EntryKind.SECTION, (problem,))
    found = decode_content(encode_content(broken), EntryKind.SECTION)
    assert found == broken
    assert isinstance(found, BrokenEntry)
    assert [found.problems[0].describe(language) for language in ("en", "fr")] == [
        problem.describe(language) for language in ("en", "fr")
    ]


@pytest.mark.parametrize(
    "message",
    [
        ["{a.__class__}", [["a", "plain", "x"]], None, None],
        ["{a[0]}", [["a", "plain", "x"]], None, None],
        ["{a:>999999999}", [["a", "plain", "x"]], None, None],
        ["{a!s:{b}}", [["a", "plain", "x"], ["b", "plain", "9"]], None, None],
        ["{missing}", [["a", "plain", "x"]], None, None],
        ["{byte:#04x}", [["byte", "plain", "x"]], None, None],
        ["{count}", [["count", "plain", "x"]], "{count.real}", None],
        ["{a}", [["a", "class", "x"]], None, None],
    ],
)
def test_messages_insert_values_and_do_nothing_else(message: list[Any]) -> None:
    """A message from a crafted cache cannot read attributes, ask for gigabytes of blanks, or fail when it is shown."""
    data = json.dumps(["broken", ["x", "section", [["f", 1, 1, "error", message]]]]).encode()
    with pytest.raises((KeyError, ValueError, TypeError)):
        decode_content(data, EntryKind.SECTION)


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, Path("a"), 1j, float("nan")])
def test_only_plain_values_are_encoded(value: object) -> None:
    """A value of a type that cannot be decoded again is refused when it is encoded."""
    with pytest.raises((TypeError, ValueError)):
        codec.dump(codec.to_plain(value))


@pytest.mark.parametrize("data", [b"", b"[", b"[1,2", b"nul", b"\xff", b"[" * 100_000, b"9" * 10_000, b'["content"]'])
def test_damaged_json_is_refused(data: bytes) -> None:
    """Truncated, foreign or endlessly nested JSON is an exception."""
    with pytest.raises((ValueError, RecursionError)):
        decode_content(data, EntryKind.SECTION)


def test_several_documents_are_each_one_value() -> None:
    """A document that holds several values cannot shift those after it."""
    assert codec.parse_all([b"1", b'["a"]']) == [1, ["a"]]
    with pytest.raises(ValueError, match="exactly one"):
        codec.parse_all([b"1,2", b"3"])


def test_mentions_are_well_typed() -> None:
    """Each part of a mention is checked."""
    mention = Mention("unhcr", Address("one", ("body", 0, "text")), TEXT)
    plain = json.loads(codec.encode_mentions([mention]))
    for changed in spoilt(plain):
        try:
            found = codec.decode_mentions(json.dumps(changed).encode())
        except Exception:  # noqa: BLE001 - any exception means damaged data
            continue
        for each in found:
            assert type(each.target) is type(each.address.entry) is str
            assert all(type(step) in {str, int} for step in each.address.path)
            assert each.text is None or is_a(each.text, Text)


def test_summaries_are_well_typed() -> None:
    """Each part of a summary is checked."""
    summary = SectionSummary({"en": 3, "fr": 4}, (("one", 3),), ())
    for changed in spoilt(json.loads(codec.encode_summary(summary))):
        try:
            found = codec.decode_summary(changed, ["one"], ("en", "fr"))
        except Exception:  # noqa: BLE001 - any exception means damaged data
            continue
        assert {*map(type, found.words.values())} == {int}
        assert all(type(identifier) is str and type(count) is int for identifier, count in found.section_words)
