"""Single texts as YAML writes them, in every style, and whether a parser reads them back."""

import re

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import ScalarEvent

from bindertui.store.parsing import events

_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0"}
_MISTAKEN = re.compile(
    r"(?i:y|n|yes|no|true|false|on|off|null)|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|[-+]?\.(?:[0-9]+|inf|nan)"
    r"|0x[0-9a-f]+|0o[0-7]+|<<|="
)


def mistakable(text: str) -> bool:
    """Whether other programs would take the text for a number, a truth value or nothing, if it is not quoted."""
    return _MISTAKEN.fullmatch(text) is not None


def single(text: str) -> str:
    """The text in single quotes."""
    return f"'{inside_single(text)}'"


def double(text: str) -> str:
    """The text in double quotes."""
    return f'"{inside_double(text)}"'


def inside_single(text: str) -> str:
    """What stands between single quotes."""
    return text.replace("'", "''")


def inside_double(text: str) -> str:
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


def unescaped(raw: str) -> str | None:
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
        return [event.value for event in events(written) if isinstance(event, ScalarEvent)]
    except (YAMLError, UnicodeEncodeError):
        return []


def _only_value(written: str) -> ScalarEvent | None:
    """The value of the only key of a text."""
    try:
        found = list(events(written))
    except (YAMLError, UnicodeEncodeError):
        return None
    # The start of stream, document and mapping; the key and the value; and the three ends.
    value = found[4] if len(found) == 8 else None
    return value if isinstance(value, ScalarEvent) else None
