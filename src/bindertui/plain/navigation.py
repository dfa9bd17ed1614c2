"""Numbered choices: what the last list offered, some of it at a time.

Reading in a document: the place, what is read there, and the ways on from it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Flow, Heading, headings_above
from bindertui.document.highlight import links_in
from bindertui.i18n import format_number, gettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AGREEMENTS, BINDER, PARTNERS, Place
from bindertui.model.text import single_line
from bindertui.plain.rendering import line_words, locate_lines, speak_lines
from bindertui.services.library import Snapshot
from bindertui.services.reading import build_document, line_of_address

PAGE = 10
"""Choices that are listed at a time: more are hard to remember for who hears them."""


@frozen
class Choice:
    """Something to choose.

    Attributes:
        text: how it is listed, on one line, safe for a terminal.
        choose: does it, and tells what is to be read.
    """

    text: str
    choose: Callable[[], Iterator[str]]


@frozen
class ChoiceList:
    """The choices of a list; those after the first `listed` have not been read yet."""

    items: tuple[Choice, ...] = ()
    listed: int = 0

    def more(self) -> "ChoiceList":
        """The same choices, with a page more of them listed."""
        return evolve(self, listed=min(self.listed + PAGE, len(self.items)))

    def told(self, since: int, language: str) -> Iterator[str]:
        """The choices that are listed, from the one after `since` on; and, if that is not all, how many there are."""
        for number in range(since, self.listed):
            yield f"{number + 1}. {self.items[number].text}"
        if self.listed < len(self.items):
            listed, count = (format_number(count, language) for count in (self.listed, len(self.items)))
            yield gettext("More: {listed} of {count} listed.", language, listed=listed, count=count)


_LISTS = (PARTNERS, AGREEMENTS)
"""Entries that are nothing but a list of others."""


class ReadingPosition:
    """Where a reader is, and the commands that lead on from there; each gives what is to be said.

    Attributes:
        language: the language that is read.
    """

    def __init__(self, language: str, room: int) -> None:
        """Begin nowhere.

        Args:
            language: the reader's language.
            room: cells of a line.
        """
        self.language = language
        self._spoken = language
        self._room = room
        self._snapshot: Snapshot | None = None
        self._flow: Flow | None = None
        self._at = 0
        self._read: tuple[int, int] = (0, 0)
        self._choices = ChoiceList()
        self._trail: list[Address] = []

    def _offer(self, choices: Iterable[Choice]) -> Iterator[str]:
        self._choices = ChoiceList(tuple(choices)).more()
        yield from self._choices.told(0, self._spoken)

    def _go(self, place: Address, *, remember: bool = True) -> Iterator[str]:
        """Read what stands at a place."""
        snapshot = self._here
        snapshot.entry(place)
        if remember and self._flow is not None:
            self._trail.append(self._line.address)
        self._flow = build_document(snapshot, place, self.language)
        self._at = line_of_address(self._flow.lines, place) or 0
        if self._flow.entry in _LISTS:
            self._read = (0, len(self._flow.lines))
            yield locate_lines(snapshot, self._flow, 0)
            yield from self._offer(map(self._entry, snapshot.binder.children(self._flow.entry)))
        else:
            if not isinstance(self._line, Heading):
                yield locate_lines(snapshot, self._flow, self._heading())
            yield from self._read_on()

    def _heading(self) -> int:
        """The position of the heading the reader is on or under."""
        return next(at for at in range(self._at, -1, -1) if not at or isinstance(self._lines[at], Heading))

    def _entry(self, place: Place) -> Choice:
        title = single_line(place.title.read(self.language))
        acronym = f" ({single_line(place.acronym.read(self.language))})" if place.acronym else ""
        return Choice(title + acronym, partial(self._go, Address(place.id)))

    @property
    def _here(self) -> Snapshot:
        assert self._snapshot is not None
        return self._snapshot

    @property
    def _lines(self) -> tuple[AnyLine, ...]:
        return self._flow.lines if self._flow else ()

    @property
    def _line(self) -> AnyLine:
        return self._lines[min(self._at, len(self._lines) - 1)]

    def _read_on(self) -> Iterator[str]:
        """Read from here: headings with their levels, and the first paragraph after them."""
        assert self._flow is not None
        begin = self._at
        while self._at < len(self._lines) - 1 and isinstance(self._line, Heading):
            yield locate_lines(self._here, self._flow, self._at)
            self._at += 1
        self._read = (begin, self._at + 1)
        if isinstance(self._line, Heading):
            yield locate_lines(self._here, self._flow, self._at)
            return
        yield from speak_lines(self._line, self.language, self._room)
        yield from self._links()

    def _links(self) -> Iterator[str]:
        found = {run.to: run.text for run in links_in(self._line) if run.to}
        if found:
            yield gettext("Links:", self._spoken)
            yield from self._offer(Choice(text, partial(self._go, to)) for to, text in found.items())

    def _do_next(self, _: str) -> Iterator[str]:
        if self._read[1] < len(self._lines):
            self._at = self._read[1]
            yield from self._read_on()
        else:
            yield from self._at_end()

    def _at_end(self) -> Iterator[str]:
        """Say that the document ends, and go on with the next."""
        assert self._flow is not None
        snapshot, entry = self._here, self._flow.entry
        place = snapshot.binder.place(entry)
        siblings = [other.id for other in snapshot.binder.children(place.parent if place else None)]
        following = siblings[siblings.index(entry) + 1 :] if entry in siblings else siblings
        if entry != BINDER:
            yield gettext("End of {title}.", self._spoken, title=self._flow.title)
        if following:
            yield from self._go(Address(following[0]))

    def _do_previous(self, _: str) -> Iterator[str]:
        if self._read[0] == 0:
            yield gettext("This is the beginning.", self._spoken)
            return
        begin = self._read[0] - 1
        # The headings right above a paragraph are read with it.
        while begin and isinstance(self._lines[begin - 1], Heading):
            begin -= 1
        self._at = begin
        yield from self._read_on()

    def _do_repeat(self, _: str) -> Iterator[str]:
        self._at = self._read[0]
        yield from self._read_on()

    def _do_skip(self, _: str) -> Iterator[str]:
        following = [at for at in range(self._read[1], len(self._lines)) if isinstance(self._lines[at], Heading)]
        if following:
            self._at = following[0]
            yield from self._read_on()
        else:
            yield from self._at_end()

    def _do_all(self, _: str) -> Iterator[str]:
        self._at = self._read[0]
        yield from self._read_on()
        while self._read[1] < len(self._lines):
            self._at = self._read[1]
            yield ""
            yield from self._read_on()

    def _do_where(self, _: str) -> Iterator[str]:
        assert self._flow is not None
        over = set(headings_above(self._lines, self._at))
        above = [at for at, line in enumerate(self._lines[: self._at]) if line.address in over]
        heading = self._heading()
        trail = [line_words(self._lines[at]) for at in above if at != heading]
        yield ", ".join((single_line(self._here.binder.cover.title.read(self.language)), *trail))
        yield locate_lines(self._here, self._flow, heading)
        number, count = (format_number(count, self._spoken) for count in (self._at + 1, len(self._lines)))
        yield gettext("Paragraph {number} of {count}.", self._spoken, number=number, count=count)

    def _do_up(self, _: str) -> Iterator[str]:
        above = set(headings_above(self._lines, self._read[0]))
        places = [at for at, line in enumerate(self._lines[: self._read[0]]) if line.address in above]
        assert self._flow is not None
        if places:
            self._at = places[-1]
            yield from self._read_on()
        elif parents := self._here.binder.parents(self._flow.entry):
            yield from self._go(Address(parents[-1]))
        else:
            yield from self._do_contents("")

    def _do_contents(self, _: str) -> Iterator[str]:
        yield gettext("Contents: choose by number.", self._spoken)
        places = (place for place in self._here.binder.children(None) if place.kind is not EntryKind.BINDER)
        yield from self._offer(map(self._entry, places))
