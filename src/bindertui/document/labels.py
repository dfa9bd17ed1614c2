"""Labels, dates and percentages that a document adds to the content, in the reader's language."""

from bindertui.i18n import MONTHS, lazy_gettext, lazy_pgettext

_LABELS = {
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
    "go_on": lazy_gettext("Continue reading"),
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
    "details.none": lazy_gettext("No details for this line."),
    "mentions": lazy_gettext("Mentioned in"),
    "mentions.none": lazy_gettext("Not mentioned elsewhere in the binder."),
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
    "together": lazy_gettext("overlapping points"),
    "unknown": lazy_gettext("unknown"),
}

_SPACE = "\u00a0"


def label_for(key: str, language: str) -> str:
    """Return a label in a language, or in English if there is no translation."""
    return _LABELS[key].in_language(language)


def with_colon(label: str, language: str) -> str:
    """Return a label with a colon, spaced as the language requires."""
    return f"{label}{_SPACE}: " if language == "fr" else f"{label}: "


def format_percent(number: int, language: str) -> str:
    """Return a percentage, spaced as the language requires."""
    return f"{number}{_SPACE}%" if language == "fr" else f"{number}%"


def format_date(date: str, language: str) -> str:
    """Return a date as written in running text: `2019-11-20` is 20 November 2019, or 20 novembre 2019.

    A text that is not a date is returned unchanged.
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
    """Return the date of a statement: `as of 2018`, `en date du 20 novembre 2019`, `en date d’avril 2017`."""
    shown = format_date(date, language)
    if language != "fr":
        return f"as of {shown}"
    if date.count("-") == 2:
        return f"en date du {shown}"
    return f"en date d’{shown}" if shown[:1] in "ao" else f"en date de {shown}"
