"""Single texts as YAML writes them, in every style, and whether a parser reads them back.

Texts without quotes or in them, over as many lines as they were.

One value as YAML writes it where it stands: in the style it has, and in another only where it needs one.
"""

import re
from collections.abc import Callable

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import ScalarEvent

from bindertui.store.yaml.edit.block_scalars import Word, refill, split_words
from bindertui.store.yaml.edit.layout import entry_end
from bindertui.store.yaml.edit.scan import content_start, split_lines
from bindertui.store.yaml.edit.splice import Fragment, Slot
from bindertui.store.yaml.nodes import Scalar, parse_events

_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0"}
_MISTAKEN = re.compile(
    r"(?i:y|n|yes|no|true|false|on|off|null)|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|[-+]?\.(?:[0-9]+|inf|nan)"
    r"|0x[0-9a-f]+|0o[0-7]+|<<|="
)


def is_ambiguous_plain(text: str) -> bool:
    """Whether other programs would take the text for a number, a truth value or nothing, if it is not quoted."""
    return _MISTAKEN.fullmatch(text) is not None


def quote_single(text: str) -> str:
    """The text in single quotes."""
    return f"'{escape_single(text)}'"


def quote_double(text: str) -> str:
    """The text in double quotes."""
    return f'"{escape_double(text)}"'


def escape_single(text: str) -> str:
    """What stands between single quotes."""
    return text.replace("'", "''")


def escape_double(text: str) -> str:
    """What stands between double quotes: whatever cannot be seen is escaped."""
    return _ESCAPED.sub(lambda match: _escape(match.group()), text)


def _escape(character: str) -> str:
    code = ord(character)
    return _NAMED.get(character) or (f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}")


def reads_as(raw: str, value: str, *, flow: bool, parent: int) -> bool:
    """Whether a parser reads a written scalar as this text, and as nothing else.

    Args:
        raw: the scalar, with its lines as they are indented.
        value: what it is to say.
        flow: it stands in brackets or braces.
        parent: the column of the block collection around it.
    """
    written = f"{{k: {raw}\n}}\n" if flow else f"{' ' * parent}k: {raw}\n"
    event = _only_value(written)
    if event is None or event.anchor is not None or event.tag is not None:
        return False
    return bool(event.value == value and not (value in {"", "~"} and not event.style))


def is_key(raw: str, key: str) -> bool:
    """Whether a written key is read as this text."""
    return _keys(f"{raw}: v\n") == [key] and _keys(f"{{{raw}: v}}\n") == [key]


def unescape_double(raw: str) -> str | None:
    """What a piece of a text in double quotes says; None where it says nothing alone."""
    if "\\" not in raw:
        return raw
    event = _only_value(f'k: "{raw}"\n')
    return str(event.value) if event is not None else None


def _keys(written: str) -> list[str]:
    values = _scalars(written)
    return values[:1] if len(values) == 2 and values[1] == "v" else []


def _scalars(written: str) -> list[str]:
    try:
        return [event.value for event in parse_events(written) if isinstance(event, ScalarEvent)]
    except (YAMLError, UnicodeEncodeError):
        return []


def _only_value(written: str) -> ScalarEvent | None:
    """The value of the only key of a text."""
    try:
        found = list(parse_events(written))
    except (YAMLError, UnicodeEncodeError):
        return None
    # The start of stream, document and mapping; the key and the value; and the three ends.
    value = found[4] if len(found) == 8 else None
    return value if isinstance(value, ScalarEvent) else None


_SPEECH: dict[str, tuple[Callable[[str], str], Callable[[str], str | None]]] = {
    "": (str, str),
    "'": (escape_single, lambda raw: raw.replace("''", "'")),
    '"': (escape_double, unescape_double),
}
"""For each style without lines of its own: how a word is written, and what a written word says."""


def write_inline(raw: str, style: str, value: str, spot: Slot) -> Fragment:
    """A text without or in quotes, over as many lines as it was."""
    write, read = _SPEECH[style]
    inner = raw[1:-1] if style else raw
    first, *below = split_lines(inner)
    stripped = [first, *(line.lstrip(" \t") for line in below)]
    if below:
        stripped = [line.rstrip(" \t") for line in stripped[:-1]] + stripped[-1:]
    old = [tuple(Word(word, read(word) or word) for word in split_words(line)) for line in stripped]
    if "\n" in value or "" in stripped[1:-1] or (below and style == '"' and "\\" in inner):
        return Fragment(f"{style}{write(value)}{style}")
    lines = refill(old, value, write, max(spot.width, *map(len, below), 0) if below else 0, grow=True)
    indents = {line.strip(" \t"): line for line in below}
    margin = below[0][: len(below[0]) - len(below[0].lstrip(" \t"))] if below else ""
    lines = [lines[0], *(indents.get(line, f"{margin}{line}") for line in lines[1:])]
    return Fragment(
        f"{style}{lines[0]}" + ("" if lines[1:] else style),
        (*lines[1:-1], *(f"{line}{style}" for line in lines[1:][-1:])),
    )


Atom = str | int | float | bool | None

_UNSEEN_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that editors do not show as such: they are escaped."""


def scalar_word(value: Atom, null: str) -> str:
    """A number, a truth value or nothing, as YAML writes it."""
    if value is None:
        return null
    if isinstance(value, bool):
        return "true" if value else "false"
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value == float("inf") else "-.inf"
    return str(value)


def write_scalar(value: Atom, spot: Slot, model: Scalar | None = None, *, careless: bool = False) -> Fragment | None:
    """A value that was not there before; None if no style can write it.

    Args:
        value: what it is to say.
        spot: where it is to stand.
        model: a scalar of its kind, whose style it takes where that says it.
        careless: words that other programs take for numbers or the like stand without quotes here.
    """
    if not isinstance(value, str):
        return Fragment(scalar_word(value, spot.null))
    quote = model.event.style if model is not None else ""
    long = spot.column + len(value) > spot.width and " " in value
    candidates: list[Callable[[], Fragment]] = []
    if not spot.flow and ("\n" in value or long):
        wide = any(len(line) + spot.indent > spot.width for line in value.split("\n"))
        candidates += [lambda: _literal(value, spot)] if quote == "|" or not (wide or quote == ">") else []
        candidates += [lambda: _folded(value, spot), lambda: _literal(value, spot)]
    if quote not in ("'", '"') and "\n" not in value and (careless or not is_ambiguous_plain(value)):
        candidates.append(lambda: Fragment(value))
    if quote != '"' and "\n" not in value:
        candidates.append(lambda: Fragment(quote_single(value)))
    candidates.append(lambda: Fragment(quote_double(value)))
    return _first(candidates, value, spot)


def rewrite_scalar(text: str, node: Scalar, value: Atom, spot: Slot) -> Fragment | None:
    """A scalar with another value in the style it has, as far as that style can say it; None if none can.

    Args:
        text: the whole text.
        node: the scalar as it is.
        value: what it is to say.
        spot: where it stands.
    """
    if not isinstance(value, str):
        return Fragment(scalar_word(value, spot.null))
    style = node.event.style or ""
    if style == "'" and not node.value:
        # The quotes of an empty text had to be there: they say nothing of how others are written.
        return write_scalar(value, spot)
    raw = text[content_start(text, node) : entry_end(text, node, node.event.start_mark.index)]
    candidates: list[Callable[[], Fragment]] = []
    if style in ("|", ">"):
        from bindertui.store.yaml.edit.block_scalars import BlockStyle, block_body  # noqa: PLC0415 - as in `_literal`

        block = BlockStyle.of(text, node, raw, spot)
        if block_body(value):
            candidates = [lambda: block.rewritten(value), lambda: _literal(value, spot)]
        if "\n" not in value:
            candidates += [lambda: Fragment(value), lambda: Fragment(quote_single(value))]
    else:
        candidates += [lambda: write_inline(raw, style, value, spot)] if style or raw else []
        if not style and "\n" not in value:
            candidates += [lambda: Fragment(value), lambda: Fragment(quote_single(value))]
        if style != '"' and "\n" in value and not spot.flow:
            candidates += [lambda: _literal(value, spot)]
    candidates.append(lambda: Fragment(quote_double(value)))
    return _first(candidates, value, spot)


def _literal(value: str, spot: Slot) -> Fragment:
    from bindertui.store.yaml.edit.block_scalars import write_literal  # noqa: PLC0415 - most texts fit on their line

    return write_literal(value, spot)


def _folded(value: str, spot: Slot) -> Fragment:
    from bindertui.store.yaml.edit.block_scalars import write_folded  # noqa: PLC0415 - as in `_literal`

    return write_folded(value, spot)


def _first(candidates: list[Callable[[], Fragment]], value: str, spot: Slot) -> Fragment | None:
    for candidate in candidates:
        written = candidate()
        raw = "\n".join((written.head, *written.lines))
        if _UNSEEN_BREAKS.search(value) and not written.head.startswith('"'):
            continue
        if (written.under and spot.flow) or (written.head[-1:] == "+" and spot.followed and written.under):
            continue
        if reads_as(raw, value, flow=spot.flow, parent=max(spot.parent, 0)):
            return written
    return None
