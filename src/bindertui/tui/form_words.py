"""The words of forms, in the reader's language: what fields and parts are called."""

from bindertui.speech import wording, wording_in

_NAMES = {
    "id": wording("Id"),
    "title": wording("Title"),
    "edition": wording("Edition"),
    "languages": wording("Languages"),
    "languages.item": wording("Language"),
    "sections": wording("Sections"),
    "sections.item": wording("Section"),
    "department": wording("Department"),
    "audience": wording("Audience"),
    "source": wording("Source"),
    "source.item": wording("Source"),
    "summary": wording("Summary"),
    "partners": wording("Partners"),
    "sources": wording("Sources"),
    "sources.item": wording("Source"),
    "body": wording("Body"),
    "body.item": wording("Block"),
    "text": wording("Text"),
    "as_of": wording("As of"),
    "points": wording("Points"),
    "points.item": wording("Point"),
    "table": wording("Table"),
    "columns": wording("Columns"),
    "columns.item": wording("Column"),
    "rows": wording("Rows"),
    "rows.item": wording("Row"),
    "cell": wording("Cell"),
    "caption": wording("Caption"),
    "figure": wording("Figure"),
    "x": wording("X axis"),
    "x.item": wording("Place"),
    "series": wording("Series"),
    "series.item": wording_in("one", "Series"),
    "label": wording("Label"),
    "values": wording("Value"),
    "unit": wording("Unit"),
    "note": wording("Note"),
    "kind": wording("Kind"),
    "withheld": wording("Withheld"),
    "provision": wording("Provision"),
    "name": wording("Name"),
    "acronym": wording("Acronym"),
    "role": wording("Role"),
    "lead": wording("Lead"),
    "members": wording("Members"),
    "members.item": wording("Member"),
    "agreements": wording("Agreements"),
    "facts": wording("Facts"),
    "facts.item": wording("Fact"),
    "value": wording("Value"),
    "events": wording("Timeline"),
    "events.item": wording("Event"),
    "date": wording("Date"),
    "links": wording("Links"),
    "links.item": wording("Link"),
    "url": wording("Web address"),
    "parties": wording("Parties"),
    "parties.item": wording("Party"),
    "signed": wording("Signed"),
    "in_force": wording_in("form", "In force"),
    "ended": wording("Ended"),
    "status": wording("Status"),
    "citation": wording("Citation"),
    "term": wording("Term"),
    "term.item": wording("Term"),
    "meaning": wording("Meaning"),
    "entry": wording("Entry"),
    "publisher": wording("Publisher"),
    "binder": wording("Binder"),
    "section": wording("Section"),
    "partner": wording("Partner"),
    "agreement": wording("Agreement"),
    "glossary": wording("Glossary"),
}

_LANGUAGES = {"en": wording("English"), "fr": wording("French"), "": wording("Every language")}


def name_of(name: str, language: str) -> str:
    """What a field or a part is called."""
    return _NAMES[name].read(language)


def language_name(code: str, language: str) -> str:
    """What a language is called; its code where the app has no name for it."""
    return _LANGUAGES[code].read(language) if code in _LANGUAGES else code
