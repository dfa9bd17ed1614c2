"""What is typed when searching is measured: queries as people type them, in the words of generated binders."""

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
"""Among them short starts, words of almost every passage (`the`, `de`), rare ones, phrases, fields and misspellings."""


def keys() -> list[str]:
    """What stands in the search bar after each letter of each query."""
    return [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
