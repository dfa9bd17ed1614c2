"""Write scalars: plain, quoted or block, in the style a value already has.

Another style is used only if a parser does not read the text back from the first: plain, then quotes, then a block
for several lines.
"""

import re
from collections.abc import Callable

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import ScalarEvent

from bindertui.store.yaml.edit.block_scalars import FoldedWord, refill, split_words
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
    """Return whether other programs would read the unquoted text as a number, a boolean or null."""
    return _MISTAKEN.fullmatch(text) is not None


def quote_single(text: str) -> str:
    """Return the text in single quotes."""
    return f"'{escape_single(text)}'"


def quote_double(text: str) -> str:
    """Return the text in double quotes."""
    return f'"{escape_double(text)}"'


def escape_single(text: str) -> str:
    """Escape a text for single quotes."""
    return text.replace("'", "''")


def escape_double(text: str) -> str:
    """Escape a text for double quotes; invisible characters are escaped, too."""
    return _ESCAPED.sub(lambda match: _escape(match.group()), text)


def _escape(character: str) -> str:
    code = ord(character)
    return _NAMED.get(character) or (f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}")


def reads_as(raw: str, value: str, *, flow: bool, parent: int) -> bool:
    """Return whether a parser reads a written scalar as exactly this text.

    Args:
        raw: the scalar with its indented lines.
        value: the intended value.
        flow: whether it is in brackets or braces.
        parent: the column of the enclosing block collection.
    """
    written = f"{{k: {raw}\n}}\n" if flow else f"{' ' * parent}k: {raw}\n"
    event = _only_value(written)
    if event is None or event.anchor is not None or event.tag is not None:
        return False
    return bool(event.value == value and not (value in {"", "~"} and not event.style))


def is_key(raw: str, key: str) -> bool:
    """Return whether a written key is read as this text."""
    return _keys(f"{raw}: v\n") == [key] and _keys(f"{{{raw}: v}}\n") == [key]


def unescape_double(raw: str) -> str | None:
    """Decode a part of a double-quoted text; None if it cannot be decoded alone."""
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
    """Return the value of the only key of a text, or None."""
    try:
        found = list(parse_events(written))
    except (YAMLError, UnicodeEncodeError):
        return None
    # The start of stream, document and mapping; the key and the value; and the three ends.
    value = found[4] if len(found) == 8 else None
    return value if isinstance(value, ScalarEvent) else None


_STYLES: dict[str, tuple[Callable[[str], str], Callable[[str], str | None]]] = {
    "": (str, str),
    "'": (escape_single, lambda raw: raw.replace("''", "'")),
    '"': (escape_double, unescape_double),
}
"""For each inline style: the functions that encode and decode a word."""


def write_inline(raw: str, style: str, value: str, slot: Slot) -> Fragment:
    """Write a plain or quoted text over as many lines as before."""
    write, read = _STYLES[style]
    inner = raw[1:-1] if style else raw
    first, *below = split_lines(inner)
    stripped = [first, *(line.lstrip(" \t") for line in below)]
    if below:
        stripped = [line.rstrip(" \t") for line in stripped[:-1]] + stripped[-1:]
    old = [tuple(FoldedWord(word, read(word) or word) for word in split_words(line)) for line in stripped]
    if "\n" in value or "" in stripped[1:-1] or (below and style == '"' and "\\" in inner):
        return Fragment(f"{style}{write(value)}{style}")
    lines = refill(old, value, write, max(slot.width, *map(len, below), 0) if below else 0, grow=True)
    indents = {line.strip(" \t"): line for line in below}
    margin = below[0][: len(below[0]) - len(below[0].lstrip(" \t"))] if below else ""
    lines = [lines[0], *(indents.get(line, f"{margin}{line}") for line in lines[1:])]
    return Fragment(
        f"{style}{lines[0]}" + ("" if lines[1:] else style),
        (*lines[1:-1], *(f"{line}{style}" for line in lines[1:][-1:])),
    )


Atom = str | int | float | bool | None

_UNSEEN_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that many editors do not show; they are escaped."""


def scalar_word(value: Atom, null: str) -> str:
    """Return the YAML text of a number, a boolean or null."""
    if value is None:
        return null
    if isinstance(value, bool):
        return "true" if value else "false"
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value == float("inf") else "-.inf"
    return str(value)


def write_scalar(
    value: Atom, slot: Slot, model: Scalar | None = None, *, allow_ambiguous: bool = False
) -> Fragment | None:
    """Write a new value; None if no style can express it.

    Args:
        value: the intended value.
        slot: its place.
        model: a similar scalar that shows the style to use.
        allow_ambiguous: whether words that other programs read as numbers or booleans may be unquoted here.
    """
    if not isinstance(value, str):
        return Fragment(scalar_word(value, slot.null))
    quote = model.event.style if model is not None else ""
    long = slot.column + len(value) > slot.width and " " in value
    candidates: list[Callable[[], Fragment]] = []
    if not slot.flow and ("\n" in value or long):
        wide = any(len(line) + slot.indent > slot.width for line in value.split("\n"))
        candidates += [lambda: _literal(value, slot)] if quote == "|" or not (wide or quote == ">") else []
        candidates += [lambda: _folded(value, slot), lambda: _literal(value, slot)]
    if quote not in ("'", '"') and "\n" not in value and (allow_ambiguous or not is_ambiguous_plain(value)):
        candidates.append(lambda: Fragment(value))
    if quote != '"' and "\n" not in value:
        candidates.append(lambda: Fragment(quote_single(value)))
    candidates.append(lambda: Fragment(quote_double(value)))
    return _first_readable(candidates, value, slot)


def rewrite_scalar(text: str, node: Scalar, value: Atom, slot: Slot) -> Fragment | None:
    """Write another value in the style of a scalar if that style can express it; None if no style can.

    Args:
        text: the whole text.
        node: the existing scalar.
        value: the intended value.
        slot: its place.
    """
    if not isinstance(value, str):
        return Fragment(scalar_word(value, slot.null))
    style = node.event.style or ""
    if style == "'" and not node.value:
        # An empty text needs its quotes, so they do not show the author's style.
        return write_scalar(value, slot)
    raw = text[content_start(text, node) : entry_end(text, node, node.event.start_mark.index)]
    candidates: list[Callable[[], Fragment]] = []
    if style in ("|", ">"):
        from bindertui.store.yaml.edit.block_scalars import BlockStyle, block_body  # noqa: PLC0415 - as in `_literal`

        block = BlockStyle.of(text, node, raw, slot)
        if block_body(value):
            candidates = [lambda: block.rewrite(value), lambda: _literal(value, slot)]
        if "\n" not in value:
            candidates += [lambda: Fragment(value), lambda: Fragment(quote_single(value))]
    else:
        candidates += [lambda: write_inline(raw, style, value, slot)] if style or raw else []
        if not style and "\n" not in value:
            candidates += [lambda: Fragment(value), lambda: Fragment(quote_single(value))]
        if style != '"' and "\n" in value and not slot.flow:
            candidates += [lambda: _literal(value, slot)]
    candidates.append(lambda: Fragment(quote_double(value)))
    return _first_readable(candidates, value, slot)


def _literal(value: str, slot: Slot) -> Fragment:
    from bindertui.store.yaml.edit.block_scalars import write_literal  # noqa: PLC0415 - most texts fit on their line

    return write_literal(value, slot)


def _folded(value: str, slot: Slot) -> Fragment:
    from bindertui.store.yaml.edit.block_scalars import write_folded  # noqa: PLC0415 - as in `_literal`

    return write_folded(value, slot)


def _first_readable(candidates: list[Callable[[], Fragment]], value: str, slot: Slot) -> Fragment | None:
    for candidate in candidates:
        written = candidate()
        raw = "\n".join((written.head, *written.lines))
        if _UNSEEN_BREAKS.search(value) and not written.head.startswith('"'):
            continue
        if (written.comment_after_head and slot.flow) or (
            written.head[-1:] == "+" and slot.blank_line_follows and written.comment_after_head
        ):
            continue
        if reads_as(raw, value, flow=slot.flow, parent=max(slot.parent, 0)):
            return written
    return None
