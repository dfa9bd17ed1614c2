"""One value as YAML writes it where it stands: in the style it has, and in another only where it needs one."""

import re
from collections.abc import Callable

from bindertui.store.nodes import Scalar
from bindertui.store.yamltext.inline_scalars import inline
from bindertui.store.yamltext.layout import end_of
from bindertui.store.yamltext.places import content_start
from bindertui.store.yamltext.quoting import double, mistakable, reads_as, single
from bindertui.store.yamltext.spots import Spot, Written

Atom = str | int | float | bool | None

_UNSEEN_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that editors do not show as such: they are escaped."""


def word_of(value: Atom, null: str) -> str:
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


def fresh(value: Atom, spot: Spot, model: Scalar | None = None, *, careless: bool = False) -> Written | None:
    """A value that was not there before; None if no style can write it.

    Args:
        value: what it is to say.
        spot: where it is to stand.
        model: a scalar of its kind, whose style it takes where that says it.
        careless: words that other programs take for numbers or the like stand without quotes here.
    """
    if not isinstance(value, str):
        return Written(word_of(value, spot.null))
    quote = model.event.style if model is not None else ""
    long = spot.column + len(value) > spot.width and " " in value
    candidates: list[Callable[[], Written]] = []
    if not spot.flow and ("\n" in value or long):
        wide = any(len(line) + spot.indent > spot.width for line in value.split("\n"))
        candidates += [lambda: _literal(value, spot)] if quote == "|" or not (wide or quote == ">") else []
        candidates += [lambda: _folded(value, spot), lambda: _literal(value, spot)]
    if quote not in ("'", '"') and "\n" not in value and (careless or not mistakable(value)):
        candidates.append(lambda: Written(value))
    if quote != '"' and "\n" not in value:
        candidates.append(lambda: Written(single(value)))
    candidates.append(lambda: Written(double(value)))
    return _first(candidates, value, spot)


def rewritten(text: str, node: Scalar, value: Atom, spot: Spot) -> Written | None:
    """A scalar with another value in the style it has, as far as that style can say it; None if none can.

    Args:
        text: the whole text.
        node: the scalar as it is.
        value: what it is to say.
        spot: where it stands.
    """
    if not isinstance(value, str):
        return Written(word_of(value, spot.null))
    style = node.event.style or ""
    if style == "'" and not node.value:
        # The quotes of an empty text had to be there: they say nothing of how others are written.
        return fresh(value, spot)
    raw = text[content_start(text, node) : end_of(text, node, node.event.start_mark.index)]
    candidates: list[Callable[[], Written]] = []
    if style in ("|", ">"):
        from bindertui.store.yamltext.block_scalars import Block, body_of  # noqa: PLC0415 - as in `_literal`

        block = Block.of(text, node, raw, spot)
        if body_of(value):
            candidates = [lambda: block.rewritten(value), lambda: _literal(value, spot)]
        if "\n" not in value:
            candidates += [lambda: Written(value), lambda: Written(single(value))]
    else:
        candidates += [lambda: inline(raw, style, value, spot)] if style or raw else []
        if not style and "\n" not in value:
            candidates += [lambda: Written(value), lambda: Written(single(value))]
        if style != '"' and "\n" in value and not spot.flow:
            candidates += [lambda: _literal(value, spot)]
    candidates.append(lambda: Written(double(value)))
    return _first(candidates, value, spot)


def _literal(value: str, spot: Spot) -> Written:
    from bindertui.store.yamltext.block_scalars import literal  # noqa: PLC0415 - most texts fit on their line

    return literal(value, spot)


def _folded(value: str, spot: Spot) -> Written:
    from bindertui.store.yamltext.block_scalars import folded  # noqa: PLC0415 - as in `_literal`

    return folded(value, spot)


def _first(candidates: list[Callable[[], Written]], value: str, spot: Spot) -> Written | None:
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
