"""A document in two languages at once: each line with the same line in the other language."""

from collections import deque

from attrs import evolve

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.words import word
from bindertui.model.address import Address


def bilingual(flow: Flow, other: Flow) -> Flow:
    """A document whose lines have their twins in another language, found by what they show.

    Args:
        flow: the document in the reader's language; its order counts.
        other: the same document in the other one.
    """
    waiting: dict[tuple[type, Address], deque[AnyLine]] = {}
    for line in other.lines:
        waiting.setdefault((type(line), line.address), deque()).append(line)
    lines = []
    for line in flow.lines:
        twins = waiting.get((type(line), line.address))
        lines.append(_paired(line, twins.popleft(), flow, other) if twins else line)
    return evolve(flow, beside=other.language, lines=tuple(lines))


def _paired(line: AnyLine, twin: AnyLine, flow: Flow, other: Flow) -> AnyLine:
    return evolve(_spoken(line, flow.language), twin=evolve(_spoken(twin, other.language), language=other.language))


def _spoken(line: AnyLine, language: str) -> AnyLine:
    """The line, or that it is missing: what stands for it in another language stands on the other side already."""
    if line.language in {"", language} or not isinstance(line, Heading | Passage):
        return line
    return evolve(line, runs=(Run(word("absent", language), Tone.QUIET),), language=language)
