"""The words a document adds of its own, in the reader's language: labels, dates and numbers."""

from bindertui.model.months import MONTHS
from bindertui.speech import wording, wording_in

_WORDS = {
    "absent": wording("[not in this language]"),
    "aftermath": wording("Aftermath"),
    "agreements": wording("Agreements"),
    "all": wording("Contents"),
    "audience": wording("Audience"),
    "audience.committee": wording("Parliamentary committee"),
    "audience.deputy-minister": wording("Deputy minister"),
    "audience.minister": wording("Minister"),
    "audience.other": wording("Other"),
    "begin": wording("Begin reading"),
    "broken": wording("This entry cannot be shown: its file has problems."),
    "caution": wording("Caution"),
    "citation": wording("Citation"),
    "country": wording("Country"),
    "department": wording("Department"),
    "edition": wording("Edition"),
    "ended": wording("Ended"),
    "events": wording("Timeline"),
    "facts": wording("Facts"),
    "forum": wording("Forum"),
    "go_on": wording("Go on reading"),
    "in_force": wording("In force"),
    "kind.agreement": wording("agreement"),
    "kind.binder": wording("binder"),
    "kind.index": wording("list"),
    "kind.partner": wording("partner"),
    "kind.section": wording("section"),
    "kind.source": wording("source"),
    "kind.term": wording("glossary"),
    "kinds.country": wording("Countries"),
    "kinds.forum": wording("Forums"),
    "kinds.organization": wording("Organizations"),
    "kinds.program": wording("Programs"),
    "kinds.province": wording("Provinces"),
    "kinds.territory": wording("Territories"),
    "lead": wording("Lead"),
    "links": wording("Links"),
    "members": wording("Members"),
    "details.none": wording("There is nothing more to say of this line."),
    "mentions": wording("Mentioned in"),
    "mentions.none": wording("Nowhere else in the binder."),
    "news": wording("New since you last read"),
    "news.added": wording_in("news", "added"),
    "news.changed": wording_in("news", "changed"),
    "organization": wording("Organization"),
    "parties": wording("Parties"),
    "partners": wording("Partners"),
    "program": wording("Program"),
    "province": wording("Province"),
    "read": wording_in("progress", "read"),
    "redacted": wording("[Redacted]"),
    "role": wording("Role"),
    "see": wording("see"),
    "signed": wording("Signed"),
    "source": wording("Source"),
    "status": wording("Status"),
    "takeaways": wording("What matters"),
    "takeaway": wording("Takeaway"),
    "territory": wording("Territory"),
    "together": wording("points that coincide"),
    "unknown": wording("unknown"),
}

_SPACE = "\u00a0"


def word(key: str, language: str) -> str:
    """A label in the reader's language (English where the app does not speak it)."""
    return _WORDS[key].read(language)


def labelled(label: str, language: str) -> str:
    """A label with the colon its language writes."""
    return f"{label}{_SPACE}: " if language == "fr" else f"{label}: "


def percent(number: int, language: str) -> str:
    """A percentage with the space its language writes."""
    return f"{number}{_SPACE}%" if language == "fr" else f"{number}%"


def date_words(date: str, language: str) -> str:
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


def as_of_words(date: str, language: str) -> str:
    """The date a statement holds for: `as of 2018`, `en date du 20 novembre 2019`, `en date d’avril 2017`."""
    shown = date_words(date, language)
    if language != "fr":
        return f"as of {shown}"
    if date.count("-") == 2:
        return f"en date du {shown}"
    return f"en date d’{shown}" if shown[:1] in "ao" else f"en date de {shown}"
