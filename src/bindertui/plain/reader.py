"""The conversation: a line is typed, and lines are read. It knows nothing of terminals, files or sockets."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from bindertui.document.flow import Run
from bindertui.document.marking import links
from bindertui.document.words import date_words, labelled
from bindertui.document.wrapping import cells, wrapped
from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.model.text import one_line
from bindertui.plain.choices import Choice
from bindertui.plain.lines import read_aloud, text_of_runs
from bindertui.plain.orders import ORDERS, understood
from bindertui.plain.place import PlainPlace
from bindertui.plain.takeaways import takeaways
from bindertui.search.hits import Hit
from bindertui.services.finding import Finder
from bindertui.services.library import Library, Snapshot
from bindertui.services.reading import beside, document, subject
from bindertui.settings import Settings
from bindertui.speech import LANGUAGES, say, say_in, say_many

_HITS = 200
"""Passages of a search that can be chosen from."""


class PlainReader(PlainPlace):
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
            yield one_line(error.words(self._spoken))

    def _fitted(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines broken between words where they are longer than a line may be."""
        for line in lines:
            yield from map(text_of_runs, wrapped((Run(line),), self._room)) if cells(line) > self._room else (line,)

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
            orders = understood(word, self._spoken)
            if len(orders) == 1:
                yield from self._order(orders[0].name, rest.strip())
            elif orders:
                names = ", ".join(order.words(self._spoken)[0] for order in orders)
                yield say(
                    "{word} may be {commands}. Write more of it.", self._spoken, word=one_line(word), commands=names
                )
            else:
                yield say("There is no command {word}. Help lists them.", self._spoken, word=one_line(word))

    def _order(self, name: str, rest: str) -> Iterator[str]:
        if self._flow is None and name not in {"help", "quit", "binders", "language", "more"}:
            yield from self._do_binders("")
        else:
            yield from self._commands[name](rest)

    def _choose(self, digits: str) -> Iterator[str]:
        number = int(digits[:9])
        if not self._choices.items:
            yield say("There is no list to choose from. Contents makes one.", self._spoken)
        elif not 1 <= number <= len(self._choices.items):
            yield say("The last list has no number {number}.", self._spoken, number=digits[:9])
        else:
            yield from self._choices.items[number - 1].choose()

    def _open(self, snapshot: Snapshot, at: Address | None = None) -> Iterator[str]:
        """Begin to read a binder."""
        self._snapshot, self._finder, self._trail = snapshot, None, []
        self.language = snapshot.spoken(self._spoken)
        cover = snapshot.binder.cover
        yield one_line(cover.title.read(self.language))
        yield say("Edition: {date}.", self._spoken, date=one_line(date_words(cover.edition, self._spoken)))
        if at is not None:
            yield from self._go(Address(at.entry, at.path))
            return
        self._flow, self._at = document(snapshot, Address(BINDER), self.language), 0
        self._read = (0, len(self._flow.lines))
        yield from self._do_takeaways("") if takeaways(snapshot, self.language) else self._do_contents("")
        yield say("Enter reads on, a number chooses, help lists the commands, quit leaves.", self._spoken)

    # What belongs to a paragraph

    def _do_links(self, _: str) -> Iterator[str]:
        told = list(self._links())
        yield from told or (say("There are no links in this paragraph.", self._spoken),)

    def _do_sources(self, _: str) -> Iterator[str]:
        keys = tuple(run.source for run in links(self._line) if run.source)
        if not keys:
            yield say("This paragraph names no source.", self._spoken)
            return
        entry = self._line.address.entry
        flow = beside(self._here, entry, self.language, sources=keys, reading=entry)
        for line in flow.lines[: len(dict.fromkeys(keys))]:
            yield from read_aloud(line, self.language, self._room)

    def _do_details(self, _: str) -> Iterator[str]:
        assert self._flow is not None
        about = subject(self._here, self._line, None, self._flow.entry)
        for line in beside(self._here, about, self.language, reading=self._flow.entry).lines:
            yield from read_aloud(line, self.language, self._room)

    # Finding

    def _do_search(self, words: str) -> Iterator[str]:
        if not words:
            yield say("Write what to search for: search asylum.", self._spoken)
            return
        if self._finder is None:
            yield say("Preparing the search …", self._spoken)
            self._finder = Finder(self._here)
            self._finder.prepare()
        hits = self._finder.found(words, self.language, _HITS)
        shown = one_line(words)
        if not hits.hits:
            yield say("Nothing found for {words}.", self._spoken, words=shown)
            return
        yield say_many(
            "{count} passage for {words}.", "{count} passages for {words}.", hits.total, self._spoken, words=shown
        )
        yield from self._offer(Choice(self._described(hit), partial(self._go, hit.address)) for hit in hits.hits)

    def _described(self, hit: Hit) -> str:
        """A passage that was found: where it stands, and the words around the match."""
        title = one_line(hit.title.read(self.language))
        return title if hit.snippet == title else labelled(title, self._spoken) + hit.snippet

    def _do_more(self, _: str) -> Iterator[str]:
        before = self._choices.listed
        self._choices = self._choices.more()
        if self._choices.listed > before:
            yield from self._choices.told(before, self._spoken)
        else:
            yield say("There is no more.", self._spoken)

    def _do_takeaways(self, _: str) -> Iterator[str]:
        found = takeaways(self._here, self.language)
        yield say("Key takeaways:", self._spoken) if found else say("This binder has no takeaways.", self._spoken)
        yield from self._offer(Choice(text, partial(self._go, to)) for text, to in found)

    # The rest

    def _do_back(self, _: str) -> Iterator[str]:
        if self._trail:
            yield from self._go(self._trail.pop(), remember=False)
        else:
            yield say("There is nothing to go back to.", self._spoken)

    def _do_language(self, _: str) -> Iterator[str]:
        if self._snapshot is None or self._flow is None:
            self._spoken = self.language = "en" if self._spoken == "fr" else "fr"
            yield self._named()
            yield from self._do_binders("")
            return
        languages = self._snapshot.binder.languages
        if len(languages) < 2:
            yield say("This binder has one language.", self._spoken)
            return
        begin = self._read[0]
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._spoken = self.language
        yield self._named()
        yield from self._go(self._lines[begin].address, remember=False)

    def _named(self) -> str:
        """The language that is read now, by its name; by its code where the plain mode does not speak it."""
        known = self.language in LANGUAGES
        return say_in("the language that is read now", "English.", self.language) if known else self.language

    def _do_binders(self, _: str) -> Iterator[str]:
        yield say("Binders: choose one by its number.", self._spoken)
        yield from self._offer(
            Choice(
                f"{one_line(snapshot.binder.cover.title.read(self._spoken))},"
                f" {one_line(date_words(snapshot.binder.cover.edition, self._spoken))}",
                partial(self._open, snapshot),
            )
            for snapshot in self._library.snapshots()
        )

    def _do_help(self, _: str) -> Iterator[str]:
        for order in ORDERS:
            words = order.words(self._spoken)
            yield labelled(", ".join(words), self._spoken) + order.help.read(self._spoken)

    def _do_quit(self, _: str) -> Iterator[str]:
        self.over = True
        yield say("Goodbye.", self._spoken)
