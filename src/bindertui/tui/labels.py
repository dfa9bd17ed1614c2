"""Names of fields and parts, and the messages about a save."""

from collections.abc import Sequence

from bindertui.document.labels import with_colon
from bindertui.errors import BinderError
from bindertui.i18n import gettext, lazy_gettext, lazy_pgettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.editing.outcomes import (
    Denied,
    Invalid,
    Outcome,
    Recorded,
    Saved,
    Stale,
    Unrecorded,
    includes_earlier_changes,
    unrecorded_message,
)

_NAMES = {
    "id": lazy_gettext("Id"),
    "title": lazy_gettext("Title"),
    "edition": lazy_gettext("Edition"),
    "languages": lazy_gettext("Languages"),
    "languages.item": lazy_gettext("Language"),
    "sections": lazy_gettext("Sections"),
    "sections.item": lazy_gettext("Section"),
    "department": lazy_gettext("Department"),
    "audience": lazy_gettext("Audience"),
    "source": lazy_gettext("Source"),
    "source.item": lazy_gettext("Source"),
    "summary": lazy_gettext("Summary"),
    "partners": lazy_gettext("Partners"),
    "sources": lazy_gettext("Sources"),
    "sources.item": lazy_gettext("Source"),
    "body": lazy_gettext("Body"),
    "body.item": lazy_gettext("Block"),
    "text": lazy_gettext("Text"),
    "as_of": lazy_gettext("As of"),
    "points": lazy_gettext("Points"),
    "points.item": lazy_gettext("Point"),
    "table": lazy_gettext("Table"),
    "columns": lazy_gettext("Columns"),
    "columns.item": lazy_gettext("Column"),
    "rows": lazy_gettext("Rows"),
    "rows.item": lazy_gettext("Row"),
    "cell": lazy_gettext("Cell"),
    "caption": lazy_gettext("Caption"),
    "figure": lazy_gettext("Figure"),
    "x": lazy_gettext("X axis"),
    "x.item": lazy_gettext("Place"),
    "series": lazy_gettext("Series"),
    "series.item": lazy_pgettext("one", "Series"),
    "label": lazy_gettext("Label"),
    "values": lazy_gettext("Value"),
    "unit": lazy_gettext("Unit"),
    "note": lazy_gettext("Note"),
    "kind": lazy_gettext("Kind"),
    "withheld": lazy_gettext("Withheld"),
    "provision": lazy_gettext("Provision"),
    "name": lazy_gettext("Name"),
    "acronym": lazy_gettext("Acronym"),
    "role": lazy_gettext("Role"),
    "lead": lazy_gettext("Lead"),
    "members": lazy_gettext("Members"),
    "members.item": lazy_gettext("Member"),
    "agreements": lazy_gettext("Agreements"),
    "facts": lazy_gettext("Facts"),
    "facts.item": lazy_gettext("Fact"),
    "value": lazy_gettext("Value"),
    "events": lazy_gettext("Timeline"),
    "events.item": lazy_gettext("Event"),
    "date": lazy_gettext("Date"),
    "links": lazy_gettext("Links"),
    "links.item": lazy_gettext("Link"),
    "url": lazy_gettext("Web address"),
    "parties": lazy_gettext("Parties"),
    "parties.item": lazy_gettext("Party"),
    "signed": lazy_gettext("Signed"),
    "in_force": lazy_pgettext("form", "In force"),
    "ended": lazy_gettext("Ended"),
    "status": lazy_gettext("Status"),
    "citation": lazy_gettext("Citation"),
    "term": lazy_gettext("Term"),
    "term.item": lazy_gettext("Term"),
    "meaning": lazy_gettext("Meaning"),
    "entry": lazy_gettext("Entry"),
    "publisher": lazy_gettext("Publisher"),
    "binder": lazy_gettext("Binder"),
    "section": lazy_gettext("Section"),
    "partner": lazy_gettext("Partner"),
    "agreement": lazy_gettext("Agreement"),
    "glossary": lazy_gettext("Glossary"),
}


def field_label(name: str, language: str) -> str:
    """Return the name of a field or a part; a field without a name here is shown by its key."""
    return _NAMES[name].in_language(language) if name in _NAMES else name


_MAX_ADDRESSES = 3
"""Addresses in a message; of the others, only the number is shown."""


def format_addresses(addresses: Sequence[Address]) -> str:
    """Return the first addresses of a list, and the number of the others."""
    named = ", ".join(single_line(str(address)) for address in addresses[:_MAX_ADDRESSES])
    more = len(addresses) - _MAX_ADDRESSES
    return f"{named} … +{more}" if more > 0 else named


def earlier_changes_text(saved: Saved, language: str) -> str:
    """Return a sentence to add if a commit includes earlier changes; empty if not."""
    along = isinstance(saved.recorded, Recorded) and saved.recorded.includes_earlier
    return f"\n{includes_earlier_changes(language)}" if along else ""


def describe_outcome(outcome: Outcome | BinderError, language: str) -> str:
    """Return the outcome of a save in a sentence that is safe for a terminal."""
    match outcome:
        case Saved(recorded=Unrecorded() as reason):
            return single_line(unrecorded_message(reason, language))
        case Saved(files=files):
            names = ", ".join(single_line(file.file) for file in files)
            return gettext("Saved: {names}", language, names=names) + earlier_changes_text(outcome, language)
        case Invalid():
            return with_colon(gettext("This cannot be saved yet", language), language) + outcome.problems[0].describe(
                language
            )
        case Stale():
            return gettext(
                "Not saved: someone else has changed {file}. Check it and try again.",
                language,
                file=single_line(outcome.file),
            )
        case Denied():
            return single_line(outcome.describe(language))
        case _:
            return single_line(outcome.describe(language))
