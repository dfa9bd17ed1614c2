"""The reader's position in a document, the commands that move it, and numbered lists to choose from."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Flow, Heading, headings_above
from bindertui.document.highlight import links_in
from bindertui.i18n import format_number, gettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AGREEMENTS, BINDER, PARTNERS, OutlineItem
from bindertui.model.text import single_line
from bindertui.plain.rendering import describe_heading, line_text, speak_line
from bindertui.services.library import Snapshot
from bindertui.services.reading import build_document, find_line

PAGE = 10
"""Choices listed at a time; more are hard to remember when heard."""


@frozen
class Choice:
    """An item of a numbered list.

    Attributes:
        text: the item, on one line, safe for a terminal.
        open: opens it and yields the lines to read.
    """

    text: str
    open: Callable[[], Iterator[str]]


@frozen
class ChoiceList:
    """The choices of a list, of which the first `listed` have been shown."""

    items: tuple[Choice, ...] = ()
    listed: int = 0

    def next_page(self) -> "ChoiceList":
        """Return the list with one more page listed."""
        return evolve(self, listed=min(self.listed + PAGE, len(self.items)))

    def numbered_lines(self, first: int, language: str) -> Iterator[str]:
        """Yield the listed choices from position `first` on, and how many there are if not all are listed."""
        for number in range(first, self.listed):
            yield f"{number + 1}. {self.items[number].text}"
        if self.listed < len(self.items):
            listed, count = (format_number(count, language) for count in (self.listed, len(self.items)))
            yield gettext(
                "{listed} of {count} listed. Type “more” for the next ones.", language, listed=listed, count=count
            )


_LIST_PAGES = (PARTNERS, AGREEMENTS)
"""Index pages that are shown as numbered lists."""


class DocumentNavigator:
    """The reader's position, and the commands that move it, each of which yields the lines to read.

    Attributes:
        language: the language of the content.
    """

    def __init__(self, language: str, width: int) -> None:
        """Start without a binder.

        Args:
            language: the reader's language.
            width: the width of a line in cells.
        """
        self.language = language
        self._interface_language = language
        self._width = width
        self._snapshot: Snapshot | None = None
        self._flow: Flow | None = None
        self._position = 0
        self._read_range: tuple[int, int] = (0, 0)
        self._choices = ChoiceList()
        self._trail: list[Address] = []

    def _offer(self, choices: Iterable[Choice]) -> Iterator[str]:
        self._choices = ChoiceList(tuple(choices)).next_page()
        yield from self._choices.numbered_lines(0, self._interface_language)

    def _go(self, address: Address, *, remember: bool = True) -> Iterator[str]:
        """Go to an address and read there."""
        snapshot = self._current_snapshot
        snapshot.entry(address)
        if remember and self._flow is not None:
            self._trail.append(self._current_line.address)
        self._flow = build_document(snapshot, address, self.language)
        self._position = find_line(self._flow.lines, address) or 0
        if self._flow.entry in _LIST_PAGES:
            self._read_range = (0, len(self._flow.lines))
            yield describe_heading(snapshot, self._flow, 0)
            yield from self._offer(map(self._entry_choice, snapshot.binder.children(self._flow.entry)))
        else:
            if not isinstance(self._current_line, Heading):
                yield describe_heading(snapshot, self._flow, self._heading_position())
            yield from self._read_on()

    def _heading_position(self) -> int:
        """Return the position of the current heading."""
        return next(at for at in range(self._position, -1, -1) if not at or isinstance(self._lines[at], Heading))

    def _entry_choice(self, item: OutlineItem) -> Choice:
        title = single_line(item.title.in_language(self.language))
        acronym = f" ({single_line(item.acronym.in_language(self.language))})" if item.acronym else ""
        return Choice(title + acronym, partial(self._go, Address(item.id)))

    @property
    def _current_snapshot(self) -> Snapshot:
        assert self._snapshot is not None
        return self._snapshot

    @property
    def _lines(self) -> tuple[AnyLine, ...]:
        return self._flow.lines if self._flow else ()

    @property
    def _current_line(self) -> AnyLine:
        return self._lines[min(self._position, len(self._lines) - 1)]

    def _read_on(self) -> Iterator[str]:
        """Read from the current position: headings with their levels, and the first paragraph after them."""
        assert self._flow is not None
        start = self._position
        while self._position < len(self._lines) - 1 and isinstance(self._current_line, Heading):
            yield describe_heading(self._current_snapshot, self._flow, self._position)
            self._position += 1
        self._read_range = (start, self._position + 1)
        if isinstance(self._current_line, Heading):
            yield describe_heading(self._current_snapshot, self._flow, self._position)
            return
        yield from speak_line(self._current_line, self.language, self._width)
        yield from self._offer_links()

    def _offer_links(self) -> Iterator[str]:
        links = {run.target: run.text for run in links_in(self._current_line) if run.target}
        if links:
            yield gettext("Links:", self._interface_language)
            yield from self._offer(Choice(text, partial(self._go, to)) for to, text in links.items())

    def _do_next(self, _: str) -> Iterator[str]:
        if self._read_range[1] < len(self._lines):
            self._position = self._read_range[1]
            yield from self._read_on()
        else:
            yield from self._go_to_next_document()

    def _go_to_next_document(self) -> Iterator[str]:
        """Say that the document ends, and continue with the next."""
        assert self._flow is not None
        snapshot, entry = self._current_snapshot, self._flow.entry
        item = snapshot.binder.outline_item(entry)
        siblings = [other.id for other in snapshot.binder.children(item.parent if item else None)]
        following = siblings[siblings.index(entry) + 1 :] if entry in siblings else siblings
        if entry != BINDER:
            yield gettext("End of {title}.", self._interface_language, title=self._flow.title)
        if following:
            yield from self._go(Address(following[0]))

    def _do_previous(self, _: str) -> Iterator[str]:
        if self._read_range[0] == 0:
            yield gettext("This is the beginning.", self._interface_language)
            return
        start = self._read_range[0] - 1
        # The headings directly above a paragraph are read with it.
        while start and isinstance(self._lines[start - 1], Heading):
            start -= 1
        self._position = start
        yield from self._read_on()

    def _do_repeat(self, _: str) -> Iterator[str]:
        self._position = self._read_range[0]
        yield from self._read_on()

    def _do_skip(self, _: str) -> Iterator[str]:
        following = [at for at in range(self._read_range[1], len(self._lines)) if isinstance(self._lines[at], Heading)]
        if following:
            self._position = following[0]
            yield from self._read_on()
        else:
            yield from self._go_to_next_document()

    def _do_all(self, _: str) -> Iterator[str]:
        self._position = self._read_range[0]
        yield from self._read_on()
        while self._read_range[1] < len(self._lines):
            self._position = self._read_range[1]
            yield ""
            yield from self._read_on()

    def _do_where(self, _: str) -> Iterator[str]:
        assert self._flow is not None
        addresses = set(headings_above(self._lines, self._position))
        above = [at for at, line in enumerate(self._lines[: self._position]) if line.address in addresses]
        heading = self._heading_position()
        trail = [line_text(self._lines[at]) for at in above if at != heading]
        yield ", ".join((single_line(self._current_snapshot.binder.cover.title.in_language(self.language)), *trail))
        yield describe_heading(self._current_snapshot, self._flow, heading)
        number, count = (
            format_number(count, self._interface_language) for count in (self._position + 1, len(self._lines))
        )
        yield gettext("Paragraph {number} of {count}.", self._interface_language, number=number, count=count)

    def _do_up(self, _: str) -> Iterator[str]:
        above = set(headings_above(self._lines, self._read_range[0]))
        positions = [at for at, line in enumerate(self._lines[: self._read_range[0]]) if line.address in above]
        assert self._flow is not None
        if positions:
            self._position = positions[-1]
            yield from self._read_on()
        elif parents := self._current_snapshot.binder.parents(self._flow.entry):
            yield from self._go(Address(parents[-1]))
        else:
            yield from self._do_contents("")

    def _do_contents(self, _: str) -> Iterator[str]:
        yield gettext("Contents: type a number.", self._interface_language)
        items = (item for item in self._current_snapshot.binder.children(None) if item.kind is not EntryKind.BINDER)
        yield from self._offer(map(self._entry_choice, items))
