"""What of a query could not be understood, in words: what is wrong, and what would be right."""

from collections.abc import Sequence

from bindertui.errors import nearest
from bindertui.model.text import Text, one_line
from bindertui.search.fields import ALIASES, FIELDS, Field, both, words_for

NOT_CLOSED = both(
    "This parenthesis is not closed: add ) where it ends.",
    "Cette parenthèse n’est pas fermée\u00a0: ajoutez ) là où elle finit.",
)
CLOSES_NOTHING = both(
    "This parenthesis closes nothing: leave it out.",
    "Cette parenthèse ne ferme rien\u00a0: supprimez-la.",
)
FILTERED = both(
    "Fields do not count within one entry: only the words are looked for.",
    "Les champs ne comptent pas dans une fiche\u00a0: seuls les mots sont cherchés.",
)


def open_quotation(end: str) -> Text:
    """A quotation that is not closed by what ends it."""
    return both(
        f"This quotation is not closed: add {end} where it ends.",
        f"Ces guillemets ne sont pas fermés\u00a0: ajoutez {end} là où ils finissent.",
    )


def too_long(most: int) -> Text:
    """More words than count."""
    return both(f"Only the first {most} words of a query count.", f"Seuls les {most} premiers mots comptent.")


def too_deep(most: int) -> Text:
    """More parentheses inside each other than are read."""
    return both(f"Parentheses nest at most {most} deep.", f"Les parenthèses s’imbriquent sur {most} niveaux au plus.")


def no_field(name: str, key: str) -> Text:
    """A name that is no field's; `key` is it, folded."""
    close = nearest(key, [*FIELDS, *ALIASES])
    said = []
    for language, ask, all_ in (
        ("en", "Did you mean {}:?", "The fields are {}."),
        ("fr", "Vouliez-vous dire {}:\u00a0?", "Les champs sont {}."),
    ):
        if close:
            said.append(ask.format(FIELDS[ALIASES.get(close[0], close[0])].word.read(language)))
        else:
            said.append(all_.format(", ".join(field.word.read(language) for field in FIELDS.values())))
    return both(
        f"There is no field {name}:, it is taken for words. {said[0]}",
        f"Le champ {name}: n’existe pas, ce sont des mots. {said[1]}",
    )


def no_choice(spec: Field, value: str, folded: str) -> Text:
    """A value that a field cannot have."""
    close = nearest(folded, words_for(spec))
    meant = [choice for choice in spec.choices if not close or choice.value == words_for(spec)[close[0]]]
    english, french = (", ".join(choice.word.read(language) for choice in meant) for language in ("en", "fr"))
    shown = one_line(value.strip())
    return both(
        f"{spec.word.read('en')}: cannot be {shown}, so it is left out. "
        + (f"Did you mean {english}?" if close else f"It can be {english}."),
        f"{spec.word.read('fr')}:{shown} n’existe pas et reste sans effet. "
        + (f"Vouliez-vous dire {french}\u00a0?" if close else f"Choix\u00a0: {french}."),
    )


def no_value(spec: Field, value: str, close: Sequence[str]) -> Text:
    """A value of a field that nothing in the binder has; `close` are those that are spelt nearly so."""
    english, french = spec.word.read("en"), spec.word.read("fr")
    shown = one_line(value)
    return both(
        f"Nothing here has {english}:{shown}." + "".join(f" Did you mean {english}:{one_line(one)}?" for one in close),
        f"Rien ici ne répond à {french}:{shown}."
        + "".join(f" Vouliez-vous dire {french}:{one_line(one)}\u00a0?" for one in close),
    )


def no_date(spec: Field) -> Text:
    """A value that is no date, of a field that has dates."""
    english, french = spec.word.read("en"), spec.word.read("fr")
    return both(
        f"{english}: needs a date. Write {english}:2018, {english}:2018-06 or {english}:>2018.",
        f"{french}: demande une date. Écrivez {french}:2018, {french}:2018-06 ou {french}:>2018.",
    )
