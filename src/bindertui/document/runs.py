"""Texts to runs: markup resolved, characters safe for a terminal, marks for sources and dates."""

from collections.abc import Iterable

from bindertui.document.flow import Run, Runs, Tone
from bindertui.document.words import as_of_words, date_words
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.inline import Span, spans
from bindertui.model.text import Text, one_line
from bindertui.values import frozen


@frozen
class Scribe:
    """Writes texts of a binder as runs for readers of one language."""

    binder: Binder
    language: str

    def text(self, text: Text, *, strong: bool = False, tone: Tone = Tone.TEXT) -> Runs:
        """A text with its inline markup."""
        return tuple([self._run(span, tone, strong=strong) for span in spans(text.read(self.language))])

    def bare(self, text: Text) -> str:
        """A text without its markup, on one line."""
        return "".join(run.text for run in self.text(text))

    def acronym(self, acronym: Text | None, name: Text) -> Runs:
        """The acronym that stands behind a name, in parentheses; nothing where it is all the name there is."""
        short = self.bare(acronym) if acronym else ""
        return (Run(f" ({short})"),) if short and short != self.bare(name) else ()

    def name(self, identifier: str) -> str:
        """The name an entry is linked by; its id where there is no such entry."""
        place = self.binder.place(identifier)
        return one_line(place.title.read(self.language)) if place else identifier

    def link(self, identifier: str) -> Run:
        """A link to an entry by its name; only the name where there is no such entry."""
        return Run(self.name(identifier), to=self._place(identifier))

    def party(self, party: str | Text) -> Runs:
        """A member or party: a link to a partner, or a name."""
        return (self.link(party),) if isinstance(party, str) else self.text(party)

    def date(self, date: str) -> str:
        """A date in words."""
        return one_line(date_words(date, self.language))

    def marks(self, sources: Iterable[str], as_of: str | None = None) -> Runs:
        """What follows a statement: the date it holds for, where that is not the edition's own, and its sources."""
        runs: list[Run] = []
        if as_of and as_of[:7] != self.binder.cover.edition[:7]:
            runs += (Run(" "), Run(f"({one_line(as_of_words(as_of, self.language))})", Tone.QUIET))
        for key in sources:
            runs += (Run(" "), Run(f"[{one_line(key)}]", Tone.SOURCE, source=key))
        return tuple(runs)

    def _run(self, span: Span, tone: Tone, *, strong: bool) -> Run:
        shown = span.text or (self.name(span.entry) if span.entry else "")
        to = self._place(span.entry) if span.entry else None
        return Run(one_line(shown), tone, strong or span.strong, span.emphasis, to, span.url)

    def _place(self, identifier: str) -> Address | None:
        return Address(identifier) if self.binder.place(identifier) is not None else None


def between(parts: Iterable[Runs], separator: str) -> Runs:
    """Parts joined by a separator."""
    joined: list[Run] = []
    for part in parts:
        if joined:
            joined.append(Run(separator, Tone.QUIET))
        joined += part
    return tuple(joined)
