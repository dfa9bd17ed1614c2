"""Inline rendering: texts of the content as runs, with their markup, links, source marks and dates."""

from collections.abc import Iterable

from bindertui._frozen import frozen
from bindertui.document.flow import Run, Runs, Tone
from bindertui.document.labels import format_as_of, format_date
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.markup import Span, parse_markup
from bindertui.model.text import Text, single_line


@frozen
class InlineRenderer:
    """Renders the texts of a binder as runs, for readers of one language."""

    binder: Binder
    language: str

    def render(self, text: Text, *, strong: bool = False, tone: Tone = Tone.TEXT) -> Runs:
        """Return a text as runs, with its inline markup."""
        return tuple([self._run(span, tone, strong=strong) for span in parse_markup(text.in_language(self.language))])

    def plain(self, text: Text) -> str:
        """Return a text without its markup, on one line."""
        return "".join(run.text for run in self.render(text))

    def acronym_suffix(self, acronym: Text | None, name: Text) -> Runs:
        """Return the acronym in parentheses, to follow the name; nothing if the name is the acronym."""
        short = self.plain(acronym) if acronym else ""
        return (Run(f" ({short})"),) if short and short != self.plain(name) else ()

    def entry_name(self, identifier: str) -> str:
        """Return the title of an entry, or its id if there is no such entry."""
        place = self.binder.outline_item(identifier)
        return single_line(place.title.in_language(self.language)) if place else identifier

    def entry_link(self, identifier: str) -> Run:
        """Return a link to an entry with its title as text; without target if there is no such entry."""
        return Run(self.entry_name(identifier), target=self._place(identifier))

    def party(self, party: str | Text) -> Runs:
        """Return a member or party: a link to a partner, or a name."""
        return (self.entry_link(party),) if isinstance(party, str) else self.render(party)

    def date(self, date: str) -> str:
        """Return a date as written in running text."""
        return single_line(format_date(date, self.language))

    def citations(self, sources: Iterable[str], as_of: str | None = None) -> Runs:
        """Return what follows a statement: its date, unless it is that of the edition, and its source marks."""
        runs: list[Run] = []
        if as_of and as_of[:7] != self.binder.cover.edition[:7]:
            runs += (Run(" "), Run(f"({single_line(format_as_of(as_of, self.language))})", Tone.QUIET))
        for key in sources:
            runs += (Run(" "), Run(f"[{single_line(key)}]", Tone.SOURCE, source=key))
        return tuple(runs)

    def _run(self, span: Span, tone: Tone, *, strong: bool) -> Run:
        shown = span.text or (self.entry_name(span.entry) if span.entry else "")
        to = self._place(span.entry) if span.entry else None
        return Run(single_line(shown), tone, strong or span.strong, span.emphasis, to, span.url)

    def _place(self, identifier: str) -> Address | None:
        return Address(identifier) if self.binder.outline_item(identifier) is not None else None


def join_runs(parts: Iterable[Runs], separator: str) -> Runs:
    """Join parts with a separator."""
    joined: list[Run] = []
    for part in parts:
        if joined:
            joined.append(Run(separator, Tone.QUIET))
        joined += part
    return tuple(joined)
