"""Finds the words that the program says in its source, for the catalogs: an extraction method of Babel."""

import ast
from collections.abc import Collection, Iterator, Mapping
from inspect import cleandoc
from typing import IO, Any, cast

from babel.messages.extract import extract_python

_TEXTS = ("help", "epilog")
"""What a command or an option is given to be shown in its help."""

Found = tuple[int, str | None, Any, Any]


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Found]:
    """What stands in calls of the keywords, and the help of the command line; as Babel asks for it."""
    yield from cast("Iterator[Found]", extract_python(file, keywords, comment_tags, cast("Any", options)))
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            yield node.lineno, None, ast.get_docstring(node), []
        elif isinstance(node, ast.Call) and _of_click(node):
            for given in node.keywords:
                if given.arg in _TEXTS and isinstance(given.value, ast.Constant):
                    yield given.value.lineno, None, cleandoc(str(given.value.value)), []


def _makes_command(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and _of_click(decorator)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"command", "group"}
    )


def _of_click(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "click"
    )
