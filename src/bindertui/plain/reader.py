"""What matters most in a binder, as its front page has it.

The conversation: a line is typed, and lines are read. It knows nothing of terminals, files or sockets.

A conversation over two streams of text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TextIO

from bindertui.document.flow import Passage, Run
from bindertui.document.highlight import links_in
from bindertui.document.inline import format_date, with_colon
from bindertui.document.wrapping import cell_width, wrap_runs
from bindertui.errors import BinderError
from bindertui.i18n import LANGUAGES, gettext, ngettext, pgettext
from bindertui.model.address import Address
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line, visible_text
from bindertui.plain.commands import ORDERS, parse_command
from bindertui.plain.navigation import Choice, ReadingPosition
from bindertui.plain.rendering import line_words, runs_text, speak_lines
from bindertui.search.results import Hit
from bindertui.services.library import Library, Snapshot
from bindertui.services.reading import build_document, details_flow, details_subject
from bindertui.services.search import Finder
from bindertui.settings import Settings


def takeaways(snapshot: Snapshot, language: str) -> list[tuple[str, Address]]:
    """Each takeaway with the place it leads to."""
    return [
        (line_words(line), linked[0])
        for line in build_document(snapshot, Address(BINDER), language).lines
        if isinstance(line, Passage) and line.address and line.address.path[:1] == ("takeaways",)
        if (linked := [run.to for run in links_in(line) if run.to])
    ]


_HITS = 200
"""Passages of a search that can be chosen from."""


class PlainReader(ReadingPosition):
    """One reader's conversation with a library.

    `opening` and `answer` give what is to be said, line by line, and do what was asked for while they are read. So a
    caller reads each to its end before it asks again.

    Attributes:
        over: whether the reader has left.
    """

    prompt = "> "
    """What is written where the next command is typed."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        room: int = 80,
    ) -> None:
        """Prepare a conversation.

        Args:
            library: where the binders come from.
            settings: the settings of the run; its language is the reader's.
            at: where to begin.
            find: what to search for at once.
            room: cells of a line.
        """
        super().__init__(settings.language, room)
        self.over = False
        self._library = library
        self._begin = (at, find)
        self._finder: Finder | None = None
        self._commands: Mapping[str, Callable[[str], Iterator[str]]] = {
            "next": self._do_next,
            "previous": self._do_previous,
            "repeat": self._do_repeat,
            "skip": self._do_skip,
            "all": self._do_all,
            "where": self._do_where,
            "contents": self._do_contents,
            "up": self._do_up,
            "links": self._do_links,
            "sources": self._do_sources,
            "details": self._do_details,
            "search": self._do_search,
            "more": self._do_more,
            "back": self._do_back,
            "takeaways": self._do_takeaways,
            "language": self._do_language,
            "binders": self._do_binders,
            "help": self._do_help,
            "quit": self._do_quit,
        }

    # From a line to an answer

    def opening(self) -> Iterator[str]:
        """What is said first: the binder and what matters most in it, or the binders there are."""
        yield from self._fitted(self._opened())

    def _opened(self) -> Iterator[str]:
        at, find = self._begin
        snapshots = self._library.snapshots()
        if len(snapshots) > 1 and (at is None or at.binder is None) and not find:
            yield from self._do_binders("")
        else:
            yield from self._open(self._library.snapshot(at.binder if at else None), at)
            if find:
                yield from self._do_search(find)

    def answer(self, typed: str) -> Iterator[str]:
        """What is said to a line that was typed; a mistake is a sentence, too."""
        try:
            yield from self._fitted(self._answer(typed.strip()))
        except BinderError as error:
            yield single_line(error.words(self._spoken))

    def _fitted(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines broken between words where they are longer than a line may be."""
        for line in lines:
            yield from map(runs_text, wrap_runs((Run(line),), self._room)) if cell_width(line) > self._room else (line,)

    def _answer(self, typed: str) -> Iterator[str]:
        word, _, rest = typed.partition(" ")
        if not typed:
            yield from self._order("next", "")
        elif typed.startswith("/"):
            yield from self._order("search", typed[1:].strip())
        elif typed == "?":
            yield from self._do_help("")
        elif word.isdecimal():
            yield from self._choose(word)
        else:
            orders = parse_command(word, self._spoken)
            if len(orders) == 1:
                yield from self._order(orders[0].name, rest.strip())
            elif orders:
                names = ", ".join(order.words(self._spoken)[0] for order in orders)
                yield gettext(
                    "{word} may be {commands}. Write more of it.", self._spoken, word=single_line(word), commands=names
                )
            else:
                yield gettext("There is no command {word}. Help lists them.", self._spoken, word=single_line(word))

    def _order(self, name: str, rest: str) -> Iterator[str]:
        if self._flow is None and name not in {"help", "quit", "binders", "language", "more"}:
            yield from self._do_binders("")
        else:
            yield from self._commands[name](rest)

    def _choose(self, digits: str) -> Iterator[str]:
        number = int(digits[:9])
        if not self._choices.items:
            yield gettext("There is no list to choose from. Contents makes one.", self._spoken)
        elif not 1 <= number <= len(self._choices.items):
            yield gettext("The last list has no number {number}.", self._spoken, number=digits[:9])
        else:
            yield from self._choices.items[number - 1].choose()

    def _open(self, snapshot: Snapshot, at: Address | None = None) -> Iterator[str]:
        """Begin to read a binder."""
        self._snapshot, self._finder, self._trail = snapshot, None, []
        self.language = snapshot.spoken(self._spoken)
        cover = snapshot.binder.cover
        yield single_line(cover.title.read(self.language))
        yield gettext("Edition: {date}.", self._spoken, date=single_line(format_date(cover.edition, self._spoken)))
        if at is not None:
            yield from self._go(Address(at.entry, at.path))
            return
        self._flow, self._at = build_document(snapshot, Address(BINDER), self.language), 0
        self._read = (0, len(self._flow.lines))
        yield from self._do_takeaways("") if takeaways(snapshot, self.language) else self._do_contents("")
        yield gettext("Enter reads on, a number chooses, help lists the commands, quit leaves.", self._spoken)

    # What belongs to a paragraph

    def _do_links(self, _: str) -> Iterator[str]:
        told = list(self._links())
        yield from told or (gettext("There are no links in this paragraph.", self._spoken),)

    def _do_sources(self, _: str) -> Iterator[str]:
        keys = tuple(run.source for run in links_in(self._line) if run.source)
        if not keys:
            yield gettext("This paragraph names no source.", self._spoken)
            return
        entry = self._line.address.entry
        flow = details_flow(self._here, entry, self.language, sources=keys, reading=entry)
        for line in flow.lines[: len(dict.fromkeys(keys))]:
            yield from speak_lines(line, self.language, self._room)

    def _do_details(self, _: str) -> Iterator[str]:
        assert self._flow is not None
        about = details_subject(self._here, self._line, None, self._flow.entry)
        for line in details_flow(self._here, about, self.language, reading=self._flow.entry).lines:
            yield from speak_lines(line, self.language, self._room)

    # Finding

    def _do_search(self, words: str) -> Iterator[str]:
        if not words:
            yield gettext("Write what to search for: search asylum.", self._spoken)
            return
        if self._finder is None:
            yield gettext("Preparing the search …", self._spoken)
            self._finder = Finder(self._here)
            self._finder.prepare()
        hits = self._finder.found(words, self.language, _HITS)
        shown = single_line(words)
        if not hits.hits:
            yield gettext("Nothing found for {words}.", self._spoken, words=shown)
            return
        yield ngettext(
            "{count} passage for {words}.", "{count} passages for {words}.", hits.total, self._spoken, words=shown
        )
        yield from self._offer(Choice(self._described(hit), partial(self._go, hit.address)) for hit in hits.hits)

    def _described(self, hit: Hit) -> str:
        """A passage that was found: where it stands, and the words around the match."""
        title = single_line(hit.title.read(self.language))
        return title if hit.snippet == title else with_colon(title, self._spoken) + hit.snippet

    def _do_more(self, _: str) -> Iterator[str]:
        before = self._choices.listed
        self._choices = self._choices.more()
        if self._choices.listed > before:
            yield from self._choices.told(before, self._spoken)
        else:
            yield gettext("There is no more.", self._spoken)

    def _do_takeaways(self, _: str) -> Iterator[str]:
        found = takeaways(self._here, self.language)
        yield (
            gettext("Key takeaways:", self._spoken) if found else gettext("This binder has no takeaways.", self._spoken)
        )
        yield from self._offer(Choice(text, partial(self._go, to)) for text, to in found)

    # The rest

    def _do_back(self, _: str) -> Iterator[str]:
        if self._trail:
            yield from self._go(self._trail.pop(), remember=False)
        else:
            yield gettext("There is nothing to go back to.", self._spoken)

    def _do_language(self, _: str) -> Iterator[str]:
        if self._snapshot is None or self._flow is None:
            self._spoken = self.language = "en" if self._spoken == "fr" else "fr"
            yield self._named()
            yield from self._do_binders("")
            return
        languages = self._snapshot.binder.languages
        if len(languages) < 2:
            yield gettext("This binder has one language.", self._spoken)
            return
        begin = self._read[0]
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._spoken = self.language
        yield self._named()
        yield from self._go(self._lines[begin].address, remember=False)

    def _named(self) -> str:
        """The language that is read now, by its name; by its code where the plain mode does not speak it."""
        known = self.language in LANGUAGES
        return pgettext("the language that is read now", "English.", self.language) if known else self.language

    def _do_binders(self, _: str) -> Iterator[str]:
        yield gettext("Binders: choose one by its number.", self._spoken)
        yield from self._offer(
            Choice(
                f"{single_line(snapshot.binder.cover.title.read(self._spoken))},"
                f" {single_line(format_date(snapshot.binder.cover.edition, self._spoken))}",
                partial(self._open, snapshot),
            )
            for snapshot in self._library.snapshots()
        )

    def _do_help(self, _: str) -> Iterator[str]:
        for order in ORDERS:
            words = order.words(self._spoken)
            yield with_colon(", ".join(words), self._spoken) + order.help.read(self._spoken)

    def _do_quit(self, _: str) -> Iterator[str]:
        self.over = True
        yield gettext("Goodbye.", self._spoken)


def prompt_loop(reader: PlainReader, listen: Callable[[str], str], out: TextIO) -> None:
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


def line_reader(source: TextIO, out: TextIO) -> Callable[[str], str]:
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
        out.write(f"{visible_text(line)}\n")
        # At once: what takes a while says so before it begins.
        out.flush()
