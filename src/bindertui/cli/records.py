"""Data as JSON, for scripts."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from bindertui.cli.output import write
from bindertui.model.text import unshowable


def put_json(value: Any) -> None:
    """Write data as JSON; invisible and control characters stand as JSON's own escapes, so nothing is lost."""
    write((_json(value), "\n"))


def put_json_list(values: Iterable[Any]) -> None:
    """Write a list as JSON as `put_json` would, each value as soon as it is there."""
    write(_listed(values))


def _listed(values: Iterable[Any]) -> Iterator[str]:
    before = "["
    for value in values:
        indented = _json(value).replace("\n", "\n  ")
        yield f"{before}\n  {indented}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _json(value: Any) -> str:
    import json  # noqa: PLC0415 - a script asks for it, a reader does not

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(value, indent=2, ensure_ascii=not encoding.lower().startswith("utf"))
    if match := unshowable(text):
        text = match.re.sub(lambda found: json.dumps(found.group())[1:-1], text)
    return text
