"""The words a document adds of its own, in the reader's language: labels, dates and numbers."""

from bindertui.model.months import MONTHS

_WORDS = {
    "absent": ("[not in this language]", "[absent dans cette langue]"),
    "aftermath": ("Aftermath", "La suite"),
    "agreements": ("Agreements", "Accords"),
    "all": ("Contents", "Contenu"),
    "audience": ("Audience", "Destinataire"),
    "audience.committee": ("Parliamentary committee", "Comité parlementaire"),
    "audience.deputy-minister": ("Deputy minister", "Sous-ministre"),
    "audience.minister": ("Minister", "Ministre"),
    "audience.other": ("Other", "Autre"),
    "begin": ("Begin reading", "Commencer la lecture"),
    "broken": (
        "This entry cannot be shown: its file has problems.",
        "Cette fiche ne peut être affichée\u00a0: son fichier comporte des erreurs.",
    ),
    "caution": ("Caution", "Mise en garde"),
    "citation": ("Citation", "Référence"),
    "country": ("Country", "Pays"),
    "department": ("Department", "Ministère"),
    "edition": ("Edition", "Édition"),
    "ended": ("Ended", "Fin"),
    "events": ("Timeline", "Chronologie"),
    "facts": ("Facts", "Faits"),
    "forum": ("Forum", "Forum"),
    "in_force": ("In force", "En vigueur"),
    "kind.agreement": ("agreement", "accord"),
    "kind.binder": ("binder", "cahier"),
    "kind.index": ("list", "liste"),
    "kind.partner": ("partner", "partenaire"),
    "kind.section": ("section", "section"),
    "kind.source": ("source", "source"),
    "kind.term": ("glossary", "glossaire"),
    "kinds.country": ("Countries", "Pays"),
    "kinds.forum": ("Forums", "Forums"),
    "kinds.organization": ("Organizations", "Organisations"),
    "kinds.program": ("Programs", "Programmes"),
    "kinds.province": ("Provinces", "Provinces"),
    "kinds.territory": ("Territories", "Territoires"),
    "lead": ("Lead", "Responsables"),
    "links": ("Links", "Liens"),
    "go_on": ("Go on reading", "Reprendre la lecture"),
    "members": ("Members", "Membres"),
    "details.none": ("There is nothing more to say of this line.", "Il n’y a rien de plus à dire de cette ligne."),
    "mentions": ("Mentioned in", "Mentions"),
    "mentions.none": ("Nowhere else in the binder.", "Nulle part ailleurs dans le cahier."),
    "minutes": ("{} min", "{}\u00a0min"),
    "news": ("New since you last read", "Nouveautés depuis votre dernière lecture"),
    "news.added": ("added", "ajout"),
    "news.changed": ("changed", "modification"),
    "news.more": ("And {} more.", "Et {} de plus."),
    "organization": ("Organization", "Organisation"),
    "parties": ("Parties", "Parties"),
    "partners": ("Partners", "Partenaires"),
    "program": ("Program", "Programme"),
    "province": ("Province", "Province"),
    "read": ("read", "lu"),
    "read.part": ("{}% read", "lu à {}\u00a0%"),
    "redacted": ("[Redacted]", "[Caviardé]"),
    "role": ("Role", "Rôle"),
    "see": ("see", "voir"),
    "signed": ("Signed", "Signature"),
    "source": ("Source", "Source"),
    "status": ("Status", "État"),
    "takeaways": ("What matters", "L’essentiel"),
    "takeaways.more": ("And {} more in the sections.", "Et {} de plus dans les sections."),
    "takeaway": ("Takeaway", "À retenir"),
    "territory": ("Territory", "Territoire"),
    "together": ("points that coincide", "points confondus"),
    "unknown": ("unknown", "inconnu"),
}

_SPACE = "\u00a0"


def word(key: str, language: str) -> str:
    """A label in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english


def labelled(label: str, language: str) -> str:
    """A label with the colon its language writes."""
    return f"{label}{_SPACE}: " if language == "fr" else f"{label}: "


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
