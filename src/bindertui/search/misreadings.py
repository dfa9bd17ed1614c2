"""What of a query could not be understood, in words: what is wrong, and what would be right."""

from collections.abc import Iterable, Sequence

from bindertui.errors import nearest
from bindertui.model.text import Text, one_line
from bindertui.search.fields import ALIASES, FIELDS, Field, words_for
from bindertui.speech import LANGUAGES, Wording, one_of, wording, wordings

NOT_CLOSED = wording("This parenthesis is not closed: add ) where it ends.")
CLOSES_NOTHING = wording("This parenthesis closes nothing: leave it out.")
FILTERED = wording("Fields do not count within one entry: only the words are looked for.")


def open_quotation(end: str) -> Wording:
    """A quotation that is not closed by what ends it."""
    return wording("This quotation is not closed: add {end} where it ends.", end=end)


def too_long(most: int) -> Wording:
    """More words than count."""
    return wordings(
        "Only the first {count} word of a query counts.", "Only the first {count} words of a query count.", most
    )


def too_deep(most: int) -> Wording:
    """More parentheses inside each other than are read."""
    return wording("Parentheses nest at most {most} deep.", most=most)


def no_field(name: str, key: str) -> Wording:
    """A name that is no field's; `key` is it, folded."""
    if close := nearest(key, [*FIELDS, *ALIASES]):
        hint = wording("Did you mean {field}:?", field=FIELDS[ALIASES.get(close[0], close[0])].word)
    else:
        hint = wording("The fields are {fields}.", fields=_in_a_row(field.word for field in FIELDS.values()))
    return wording("There is no field {name}:, it is taken for words. {hint}", name=name, hint=hint)


def no_choice(spec: Field, value: str, folded: str) -> Wording:
    """A value that a field cannot have."""
    if close := nearest(folded, words_for(spec)):
        meant = next(choice.word for choice in spec.choices if choice.value == words_for(spec)[close[0]])
        hint = wording("Did you mean {value}?", value=meant)
    else:
        hint = wording("It can be {values}.", values=_in_a_row(choice.word for choice in spec.choices))
    return wording(
        "{field}: cannot be {value}, so it is left out. {hint}",
        field=spec.word,
        value=one_line(value.strip()),
        hint=hint,
    )


def no_value(spec: Field, value: str, close: Sequence[str]) -> Wording:
    """A value of a field that nothing in the binder has; `close` are those that are spelt nearly so."""
    near = one_of([one_line(one) for one in close]) if close else None
    hint = wording(" Did you mean {field}:{value}?", field=spec.word, value=near) if near else ""
    return wording("Nothing here has {field}:{value}.{hint}", field=spec.word, value=one_line(value), hint=hint)


def no_date(spec: Field) -> Wording:
    """A value that is no date, of a field that has dates."""
    return wording(
        "{field}: needs a date. Write {field}:2018, {field}:2018-06 or {field}:>2018.",
        field=spec.word,
    )


def _in_a_row(words: Iterable[Text]) -> Text:
    listed = list(words)
    return Text.of({language: ", ".join(word.read(language) for word in listed) for language in LANGUAGES})
