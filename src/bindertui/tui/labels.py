"""The words of forms, in the reader's language: what fields and parts are called.

Several places in a message.

What to say of a save, in passing.
"""

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
    """What a field or a part is called."""
    return _NAMES[name].in_language(language)


_MOST_NAMED = 3
"""Fields that are named in a message; of more it is told how many."""


def format_addresses(addresses: Sequence[Address]) -> str:
    """The first of several places by their addresses, and how many more there are."""
    named = ", ".join(single_line(str(address)) for address in addresses[:_MOST_NAMED])
    more = len(addresses) - _MOST_NAMED
    return f"{named} … +{more}" if more > 0 else named


def earlier_changes_text(saved: Saved, language: str) -> str:
    """That the commit of a save holds more than it has changed, as a sentence to add; empty where it does not."""
    along = isinstance(saved.recorded, Recorded) and saved.recorded.includes_earlier
    return f"\n{includes_earlier_changes(language)}" if along else ""


def describe_outcome(outcome: Outcome | BinderError, language: str) -> str:
    """What came of a save, in a sentence that is safe for a terminal."""
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
                "Someone has changed {file} meanwhile. Nothing was saved; look again.",
                language,
                file=single_line(outcome.file),
            )
        case Denied():
            return single_line(outcome.describe(language))
        case _:
            return single_line(outcome.describe(language))
