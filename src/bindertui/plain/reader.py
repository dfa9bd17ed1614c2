"""The plain reader: commands in, lines of text out; and its loop over two text streams."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TextIO

from bindertui.document.flow import Passage, Run
from bindertui.document.highlight import links_in
from bindertui.document.labels import format_date, with_colon
from bindertui.document.wrapping import cell_width, wrap_runs
from bindertui.errors import BinderError
from bindertui.i18n import LANGUAGES, gettext, ngettext, pgettext
from bindertui.model.address import Address
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line, visible_text
from bindertui.plain.commands import COMMANDS, parse_command
from bindertui.plain.navigation import Choice, DocumentNavigator
from bindertui.plain.rendering import line_text, runs_text, speak_line
from bindertui.search.results import Hit
from bindertui.services.library import Library, Snapshot
from bindertui.services.reading import build_document, details_flow, details_subject
from bindertui.services.search import Finder
from bindertui.settings import Settings


def list_takeaways(snapshot: Snapshot, language: str) -> list[tuple[str, Address]]:
    """Return the takeaways on the front page, each with the address it links to."""
    return [
        (line_text(line), linked[0])
        for line in build_document(snapshot, Address(BINDER), language).lines
        if isinstance(line, Passage) and line.address and line.address.path[:1] == ("takeaways",)
        if (linked := [run.target for run in links_in(line) if run.target])
    ]


_MAX_HITS = 200
"""Search hits that are listed."""


class PlainReader(DocumentNavigator):
    """A session of the plain mode: navigation in a document, plus details, search, languages and binders.

    `opening_lines` and `answer` are generators that change the state while they run, so iterate each to its end before
    the next call.

    Attributes:
        finished: whether the user has quit.
    """

    prompt = "> "
    """The command prompt."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        width: int = 80,
    ) -> None:
        """Create a session; `opening_lines` starts it.

        Args:
            library: the binders.
            settings: the settings of the run, with the reader's language.
            at: the address to start at.
            find: a query to start with.
            width: the width of a line in cells.
        """
        super().__init__(settings.language, width)
        self.finished = False
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

    # Parsing and running commands

    def opening_lines(self) -> Iterator[str]:
        """Yield the first lines: the binder with its takeaways, or the list of binders."""
        yield from self._wrap(self._start())

    def _start(self) -> Iterator[str]:
        at, find = self._begin
        snapshots = self._library.snapshots()
        if len(snapshots) > 1 and (at is None or at.binder is None) and not find:
            yield from self._do_binders("")
        else:
            yield from self._open(self._library.snapshot(at.binder if at else None), at)
            if find:
                yield from self._do_search(find)

    def answer(self, typed: str) -> Iterator[str]:
        """Run a typed command and yield its output, or an error message."""
        try:
            yield from self._wrap(self._answer(typed.strip()))
        except BinderError as error:
            yield single_line(error.describe(self._interface_language))

    def _wrap(self, lines: Iterable[str]) -> Iterator[str]:
        """Wrap lines that are too long."""
        for line in lines:
            yield from (
                map(runs_text, wrap_runs((Run(line),), self._width)) if cell_width(line) > self._width else (line,)
            )

    def _answer(self, typed: str) -> Iterator[str]:
        word, _, rest = typed.partition(" ")
        if not typed:
            yield from self._run_command("next", "")
        elif typed.startswith("/"):
            yield from self._run_command("search", typed[1:].strip())
        elif typed == "?":
            yield from self._do_help("")
        elif word.isdecimal():
            yield from self._choose(word)
        else:
            commands = parse_command(word, self._interface_language)
            if len(commands) == 1:
                yield from self._run_command(commands[0].name, rest.strip())
            elif commands:
                names = ", ".join(command.words(self._interface_language)[0] for command in commands)
                yield gettext(
                    "{word} is ambiguous: {commands}. Type more letters.",
                    self._interface_language,
                    word=single_line(word),
                    commands=names,
                )
            else:
                yield gettext(
                    "Unknown command: {word}. Type “help” for the list.",
                    self._interface_language,
                    word=single_line(word),
                )

    def _run_command(self, name: str, rest: str) -> Iterator[str]:
        if self._flow is None and name not in {"help", "quit", "binders", "language", "more"}:
            yield from self._do_binders("")
        else:
            yield from self._commands[name](rest)

    def _choose(self, digits: str) -> Iterator[str]:
        number = int(digits[:9])
        if not self._choices.items:
            yield gettext("No numbered list yet. Type “contents” to get one.", self._interface_language)
        elif not 1 <= number <= len(self._choices.items):
            yield gettext("The last list has no number {number}.", self._interface_language, number=digits[:9])
        else:
            yield from self._choices.items[number - 1].open()

    def _open(self, snapshot: Snapshot, at: Address | None = None) -> Iterator[str]:
        """Open a binder."""
        self._snapshot, self._finder, self._trail = snapshot, None, []
        self.language = snapshot.choose_language(self._interface_language)
        cover = snapshot.binder.cover
        yield single_line(cover.title.in_language(self.language))
        yield gettext(
            "Edition: {date}.",
            self._interface_language,
            date=single_line(format_date(cover.edition, self._interface_language)),
        )
        if at is not None:
            yield from self._go(Address(at.entry, at.path))
            return
        self._flow, self._position = build_document(snapshot, Address(BINDER), self.language), 0
        self._read_range = (0, len(self._flow.lines))
        yield from self._do_takeaways("") if list_takeaways(snapshot, self.language) else self._do_contents("")
        yield gettext("Press Enter to read on, or type a number, “help” or “quit”.", self._interface_language)

    # The current paragraph

    def _do_links(self, _: str) -> Iterator[str]:
        told = list(self._offer_links())
        yield from told or (gettext("No links in this paragraph.", self._interface_language),)

    def _do_sources(self, _: str) -> Iterator[str]:
        keys = tuple(run.source for run in links_in(self._current_line) if run.source)
        if not keys:
            yield gettext("No sources in this paragraph.", self._interface_language)
            return
        entry = self._current_line.address.entry
        flow = details_flow(self._current_snapshot, entry, self.language, sources=keys, open_entry=entry)
        for line in flow.lines[: len(dict.fromkeys(keys))]:
            yield from speak_line(line, self.language, self._width)

    def _do_details(self, _: str) -> Iterator[str]:
        assert self._flow is not None
        about = details_subject(self._current_snapshot, self._current_line, None, self._flow.entry)
        for line in details_flow(self._current_snapshot, about, self.language, open_entry=self._flow.entry).lines:
            yield from speak_line(line, self.language, self._width)

    # Search and lists

    def _do_search(self, words: str) -> Iterator[str]:
        if not words:
            yield gettext("Type what to search for, as in: search asylum.", self._interface_language)
            return
        if self._finder is None:
            yield gettext("Preparing the search …", self._interface_language)
            self._finder = Finder(self._current_snapshot)
            self._finder.prepare()
        hits = self._finder.search(words, self.language, _MAX_HITS)
        shown = single_line(words)
        if not hits.hits:
            yield gettext("Nothing found for {words}.", self._interface_language, words=shown)
            return
        yield ngettext(
            "{count} passage for {words}.",
            "{count} passages for {words}.",
            hits.total,
            self._interface_language,
            words=shown,
        )
        yield from self._offer(Choice(self._hit_text(hit), partial(self._go, hit.address)) for hit in hits.hits)

    def _hit_text(self, hit: Hit) -> str:
        """Return the title of a hit and its snippet."""
        title = single_line(hit.title.in_language(self.language))
        return title if hit.snippet == title else with_colon(title, self._interface_language) + hit.snippet

    def _do_more(self, _: str) -> Iterator[str]:
        before = self._choices.listed
        self._choices = self._choices.next_page()
        if self._choices.listed > before:
            yield from self._choices.numbered_lines(before, self._interface_language)
        else:
            yield gettext("No more items.", self._interface_language)

    def _do_takeaways(self, _: str) -> Iterator[str]:
        found = list_takeaways(self._current_snapshot, self.language)
        yield (
            gettext("Key takeaways:", self._interface_language)
            if found
            else gettext("This binder has no takeaways.", self._interface_language)
        )
        yield from self._offer(Choice(text, partial(self._go, to)) for text, to in found)

    # History, languages, binders, help

    def _do_back(self, _: str) -> Iterator[str]:
        if self._trail:
            yield from self._go(self._trail.pop(), remember=False)
        else:
            yield gettext("Nothing to go back to.", self._interface_language)

    def _do_language(self, _: str) -> Iterator[str]:
        if self._snapshot is None or self._flow is None:
            self._interface_language = self.language = "en" if self._interface_language == "fr" else "fr"
            yield self._language_name()
            yield from self._do_binders("")
            return
        languages = self._snapshot.binder.languages
        if len(languages) < 2:
            yield gettext("This binder has only one language.", self._interface_language)
            return
        begin = self._read_range[0]
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._interface_language = self.language
        yield self._language_name()
        yield from self._go(self._lines[begin].address, remember=False)

    def _language_name(self) -> str:
        """Return the name of the current language, or its code if it has no translation."""
        known = self.language in LANGUAGES
        return pgettext("the language that is read now", "English.", self.language) if known else self.language

    def _do_binders(self, _: str) -> Iterator[str]:
        yield gettext("Binders: type a number to open one.", self._interface_language)
        yield from self._offer(
            Choice(
                f"{single_line(snapshot.binder.cover.title.in_language(self._interface_language))},"
                f" {single_line(format_date(snapshot.binder.cover.edition, self._interface_language))}",
                partial(self._open, snapshot),
            )
            for snapshot in self._library.snapshots()
        )

    def _do_help(self, _: str) -> Iterator[str]:
        for command in COMMANDS:
            words = command.words(self._interface_language)
            yield with_colon(", ".join(words), self._interface_language) + command.help.in_language(
                self._interface_language
            )

    def _do_quit(self, _: str) -> Iterator[str]:
        self.finished = True
        yield gettext("Goodbye.", self._interface_language)


def run_conversation(reader: PlainReader, read_line: Callable[[str], str], out: TextIO) -> None:
    """Read commands and write their output until the user quits or the input ends.

    Args:
        reader: the session.
        read_line: writes a prompt and returns the next line; raises `EOFError` at the end of the input.
        out: the output stream.
    """
    _write(out, reader.opening_lines())
    while not reader.finished:
        try:
            typed = read_line(reader.prompt)
        except EOFError:
            # End the line of the prompt.
            _write(out, [""])
            return
        _write(out, reader.answer(typed))


def line_reader(source: TextIO, out: TextIO) -> Callable[[str], str]:
    """Return a function that prompts and reads lines from streams other than this process's terminal."""

    def read_line(prompt: str) -> str:
        out.write(prompt)
        out.flush()
        line = source.readline()
        if not line:
            raise EOFError
        return line

    return read_line


def _write(out: TextIO, lines: Iterable[str]) -> None:
    for line in lines:
        out.write(f"{visible_text(line)}\n")
        # Flushed at once, so that "Preparing the search" is seen before the search is ready.
        out.flush()
