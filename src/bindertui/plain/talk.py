"""A conversation over two streams of text."""

from collections.abc import Callable, Iterable
from typing import TextIO

from bindertui.model.text import showable
from bindertui.plain.reader import PlainReader


def talk(reader: PlainReader, listen: Callable[[str], str], out: TextIO) -> None:
    """Hold a conversation until the reader leaves, or hangs up.

    Args:
        reader: who answers.
        listen: writes a prompt, and gives the line that is typed behind it; it raises `EOFError` when no more comes.
        out: where the answers go.
    """
    _write(out, reader.opening())
    while not reader.over:
        try:
            typed = listen(reader.prompt)
        except EOFError:
            # Whatever is shown next begins a line of its own.
            _write(out, [""])
            return
        _write(out, reader.answer(typed))


def listener(source: TextIO, out: TextIO) -> Callable[[str], str]:
    """What listens to a stream that is no terminal of this process: a pipe, or a session over the network."""

    def listen(prompt: str) -> str:
        out.write(prompt)
        out.flush()
        line = source.readline()
        if not line:
            raise EOFError
        return line

    return listen


def _write(out: TextIO, lines: Iterable[str]) -> None:
    for line in lines:
        out.write(f"{showable(line)}\n")
        # At once: what takes a while says so before it begins.
        out.flush()
