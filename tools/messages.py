"""Message extraction for `make messages`: a Babel extraction method for the Python source of the program.

Babel's own extractor works on tokens, and its results for nested and multi-line calls differ between releases.
This one reads the syntax tree, so that the catalogs do not depend on the installed version.
"""

import ast
from collections.abc import Collection, Iterator
from inspect import cleandoc
from typing import IO, Any

_HELP_ARGUMENTS = ("help", "epilog")
"""Keyword arguments of Click's decorators whose text appears in the help of the command line."""

Extracted = tuple[int, str | None, tuple[str | None, ...], list[str]]
"""Line, name of the called function (None for help texts), its literal arguments, and comments for translators."""


def extract(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],  # noqa: ARG001 - part of Babel's interface
    options: dict[str, Any],  # noqa: ARG001 - part of Babel's interface
) -> Iterator[Extracted]:
    """Yield the literal arguments of every call of a keyword, and the help texts of the command line."""
    nodes = [node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.expr | ast.stmt)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Call):
            yield from _call_messages(node, keywords)
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            yield node.lineno, None, (ast.get_docstring(node),), []


def _call_messages(call: ast.Call, keywords: Collection[str]) -> Iterator[Extracted]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
    if name in keywords:
        yield call.lineno, name, tuple(map(_literal, call.args)), []
    if _is_from_click(call):
        for argument in call.keywords:
            text = _literal(argument.value)
            if argument.arg in _HELP_ARGUMENTS and text is not None:
                yield argument.value.lineno, None, (cleandoc(text),), []


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_command(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and _is_from_click(decorator)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"command", "group"}
    )


def _is_from_click(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "click"
    )
