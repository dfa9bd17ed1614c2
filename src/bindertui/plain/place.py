"""Reading in a document: the place, what is read there, and the ways on from it."""

from collections.abc import Iterable, Iterator
from functools import partial

from bindertui.document.flow import AnyLine, Flow, Heading
from bindertui.document.folding import headings_above
from bindertui.document.marking import links
from bindertui.model.address import Address
from bindertui.model.binder import AGREEMENTS, BINDER, PARTNERS, Place
from bindertui.model.kinds import EntryKind
from bindertui.model.text import one_line
from bindertui.plain.choices import Choice, Choices
from bindertui.plain.lines import placed, read_aloud, words_of
from bindertui.services.library import Snapshot
from bindertui.services.reading import document, line_at
from bindertui.speech import number_text, say

_LISTS = (PARTNERS, AGREEMENTS)
"""Entries that are nothing but a list of others."""


class PlainPlace:
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
        self._choices = Choices()
        self._trail: list[Address] = []

    def _offer(self, choices: Iterable[Choice]) -> Iterator[str]:
        self._choices = Choices(tuple(choices)).more()
        yield from self._choices.told(0, self._spoken)

    def _go(self, place: Address, *, remember: bool = True) -> Iterator[str]:
        """Read what stands at a place."""
        snapshot = self._here
        snapshot.entry(place)
        if remember and self._flow is not None:
            self._trail.append(self._line.address)
        self._flow = document(snapshot, place, self.language)
        self._at = line_at(self._flow.lines, place) or 0
        if self._flow.entry in _LISTS:
            self._read = (0, len(self._flow.lines))
            yield placed(snapshot, self._flow, 0)
            yield from self._offer(map(self._entry, snapshot.binder.children(self._flow.entry)))
        else:
            if not isinstance(self._line, Heading):
                yield placed(snapshot, self._flow, self._heading())
            yield from self._read_on()

    def _heading(self) -> int:
        """The position of the heading the reader is on or under."""
        return next(at for at in range(self._at, -1, -1) if not at or isinstance(self._lines[at], Heading))

    def _entry(self, place: Place) -> Choice:
        title = one_line(place.title.read(self.language))
        acronym = f" ({one_line(place.acronym.read(self.language))})" if place.acronym else ""
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
            yield placed(self._here, self._flow, self._at)
            self._at += 1
        self._read = (begin, self._at + 1)
        if isinstance(self._line, Heading):
            yield placed(self._here, self._flow, self._at)
            return
        yield from read_aloud(self._line, self.language, self._room)
        yield from self._links()

    def _links(self) -> Iterator[str]:
        found = {run.to: run.text for run in links(self._line) if run.to}
        if found:
            yield say("Links:", self._spoken)
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
            yield say("End of {title}.", self._spoken, title=self._flow.title)
        if following:
            yield from self._go(Address(following[0]))

    def _do_previous(self, _: str) -> Iterator[str]:
        if self._read[0] == 0:
            yield say("This is the beginning.", self._spoken)
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
        trail = [words_of(self._lines[at]) for at in above if at != heading]
        yield ", ".join((one_line(self._here.binder.cover.title.read(self.language)), *trail))
        yield placed(self._here, self._flow, heading)
        number, count = (number_text(count, self._spoken) for count in (self._at + 1, len(self._lines)))
        yield say("Paragraph {number} of {count}.", self._spoken, number=number, count=count)

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
        yield say("Contents: choose by number.", self._spoken)
        places = (place for place in self._here.binder.children(None) if place.kind is not EntryKind.BINDER)
        yield from self._offer(map(self._entry, places))
