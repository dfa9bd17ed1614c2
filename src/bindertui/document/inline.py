"""The words a document adds of its own, in the reader's language: labels, dates and numbers.

Texts to runs: markup resolved, characters safe for a terminal, marks for sources and dates.
"""

from collections.abc import Iterable

from bindertui._frozen import frozen
from bindertui.document.flow import Run, Runs, Tone
from bindertui.i18n import MONTHS, lazy_gettext, lazy_pgettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.markup import Span, parse_markup
from bindertui.model.text import Text, single_line

_WORDS = {
    "absent": lazy_gettext("[not in this language]"),
    "aftermath": lazy_gettext("Aftermath"),
    "agreements": lazy_gettext("Agreements"),
    "all": lazy_gettext("Contents"),
    "audience": lazy_gettext("Audience"),
    "audience.committee": lazy_gettext("Parliamentary committee"),
    "audience.deputy-minister": lazy_gettext("Deputy minister"),
    "audience.minister": lazy_gettext("Minister"),
    "audience.other": lazy_gettext("Other"),
    "begin": lazy_gettext("Begin reading"),
    "broken": lazy_gettext("This entry cannot be shown: its file has problems."),
    "caution": lazy_gettext("Caution"),
    "citation": lazy_gettext("Citation"),
    "country": lazy_gettext("Country"),
    "department": lazy_gettext("Department"),
    "edition": lazy_gettext("Edition"),
    "ended": lazy_gettext("Ended"),
    "events": lazy_gettext("Timeline"),
    "facts": lazy_gettext("Facts"),
    "forum": lazy_gettext("Forum"),
    "go_on": lazy_gettext("Go on reading"),
    "in_force": lazy_gettext("In force"),
    "kind.agreement": lazy_gettext("agreement"),
    "kind.binder": lazy_gettext("binder"),
    "kind.index": lazy_gettext("list"),
    "kind.partner": lazy_gettext("partner"),
    "kind.section": lazy_gettext("section"),
    "kind.source": lazy_gettext("source"),
    "kind.term": lazy_gettext("glossary"),
    "kinds.country": lazy_gettext("Countries"),
    "kinds.forum": lazy_gettext("Forums"),
    "kinds.organization": lazy_gettext("Organizations"),
    "kinds.program": lazy_gettext("Programs"),
    "kinds.province": lazy_gettext("Provinces"),
    "kinds.territory": lazy_gettext("Territories"),
    "lead": lazy_gettext("Lead"),
    "links": lazy_gettext("Links"),
    "members": lazy_gettext("Members"),
    "details.none": lazy_gettext("There is nothing more to say of this line."),
    "mentions": lazy_gettext("Mentioned in"),
    "mentions.none": lazy_gettext("Nowhere else in the binder."),
    "news": lazy_gettext("New since you last read"),
    "news.added": lazy_pgettext("news", "added"),
    "news.changed": lazy_pgettext("news", "changed"),
    "organization": lazy_gettext("Organization"),
    "parties": lazy_gettext("Parties"),
    "partners": lazy_gettext("Partners"),
    "program": lazy_gettext("Program"),
    "province": lazy_gettext("Province"),
    "read": lazy_pgettext("progress", "read"),
    "redacted": lazy_gettext("[Redacted]"),
    "role": lazy_gettext("Role"),
    "see": lazy_gettext("see"),
    "signed": lazy_gettext("Signed"),
    "source": lazy_gettext("Source"),
    "status": lazy_gettext("Status"),
    "takeaways": lazy_gettext("What matters"),
    "takeaway": lazy_gettext("Takeaway"),
    "territory": lazy_gettext("Territory"),
    "together": lazy_gettext("points that coincide"),
    "unknown": lazy_gettext("unknown"),
}

_SPACE = "\u00a0"


def label_for(key: str, language: str) -> str:
    """A label in the reader's language (English where the app does not speak it)."""
    return _WORDS[key].read(language)


def with_colon(label: str, language: str) -> str:
    """A label with the colon its language writes."""
    return f"{label}{_SPACE}: " if language == "fr" else f"{label}: "


def format_percent(number: int, language: str) -> str:
    """A percentage with the space its language writes."""
    return f"{number}{_SPACE}%" if language == "fr" else f"{number}%"


def format_date(date: str, language: str) -> str:
    """A date as it is written in running text: `2019-11-20` is 20 November 2019, or 20 novembre 2019.

    What is no date is given back as it is.
    """
    parts = date.split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return date
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return date
    year, *rest = parts
    if not rest:
        return year
    month = MONTHS.get(language, MONTHS["en"])[int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month}{_SPACE}{year}"
    day = int(rest[1])
    if language == "fr" and day == 1:
        return f"1er{_SPACE}{month}{_SPACE}{year}"
    return f"{day}{_SPACE}{month}{_SPACE}{year}"


def format_as_of(date: str, language: str) -> str:
    """The date a statement holds for: `as of 2018`, `en date du 20 novembre 2019`, `en date d’avril 2017`."""
    shown = format_date(date, language)
    if language != "fr":
        return f"as of {shown}"
    if date.count("-") == 2:
        return f"en date du {shown}"
    return f"en date d’{shown}" if shown[:1] in "ao" else f"en date de {shown}"


@frozen
class InlineRenderer:
    """Writes texts of a binder as runs for readers of one language."""

    binder: Binder
    language: str

    def text(self, text: Text, *, strong: bool = False, tone: Tone = Tone.TEXT) -> Runs:
        """A text with its inline markup."""
        return tuple([self._run(span, tone, strong=strong) for span in parse_markup(text.read(self.language))])

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
        return single_line(place.title.read(self.language)) if place else identifier

    def link(self, identifier: str) -> Run:
        """A link to an entry by its name; only the name where there is no such entry."""
        return Run(self.name(identifier), to=self._place(identifier))

    def party(self, party: str | Text) -> Runs:
        """A member or party: a link to a partner, or a name."""
        return (self.link(party),) if isinstance(party, str) else self.text(party)

    def date(self, date: str) -> str:
        """A date in words."""
        return single_line(format_date(date, self.language))

    def marks(self, sources: Iterable[str], as_of: str | None = None) -> Runs:
        """What follows a statement: the date it holds for, where that is not the edition's own, and its sources."""
        runs: list[Run] = []
        if as_of and as_of[:7] != self.binder.cover.edition[:7]:
            runs += (Run(" "), Run(f"({single_line(format_as_of(as_of, self.language))})", Tone.QUIET))
        for key in sources:
            runs += (Run(" "), Run(f"[{single_line(key)}]", Tone.SOURCE, source=key))
        return tuple(runs)

    def _run(self, span: Span, tone: Tone, *, strong: bool) -> Run:
        shown = span.text or (self.name(span.entry) if span.entry else "")
        to = self._place(span.entry) if span.entry else None
        return Run(single_line(shown), tone, strong or span.strong, span.emphasis, to, span.url)

    def _place(self, identifier: str) -> Address | None:
        return Address(identifier) if self.binder.place(identifier) is not None else None


def join_runs(parts: Iterable[Runs], separator: str) -> Runs:
    """Parts joined by a separator."""
    joined: list[Run] = []
    for part in parts:
        if joined:
            joined.append(Run(separator, Tone.QUIET))
        joined += part
    return tuple(joined)
