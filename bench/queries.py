"""The queries that the `search` benchmark types, in the words of generated binders."""

QUERIES = (
    "immigration",
    "refugee claims",
    "the agreement",
    "working group officials",
    "accord sur les tiers",
    '"federal law"',
    "levels plan",
    "québec",
    "a",
    "of",
    "le",
    "policy",
    "irregular crossings border",
    "demandes d'asile",
    "kind:partner border",
    "partner:partner-1 visa",
    "asof:>2018 settlement",
    "settlement -language",
    "immigration OR asile",
    "~imigration",
    "ministre de l'immigration",
    "francophone",
    "biometric data sharing",
    "réinstallation des réfugiés",
    "21(1)(a)",
    "minister of immigration and refugees",
    "in:part-0 claims",
    "is:figure arrivals",
    "health housing education",
    "t",
)
"""Among them short prefixes, very frequent words, rare words, phrases, fields and misspellings."""


def typed_prefixes() -> list[str]:
    """Return the text of the search bar after each letter of each query."""
    return [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
