"""Parse queries as users type them.

The parser is error-tolerant: every text has a syntax tree, and no text raises an exception. Parts that make no sense
are dropped or searched for as words, and each leaves a `QueryProblem` that explains the mistake and how to correct it.
"""

import re
from collections.abc import Iterable, Sequence

from attrs import define, field

from bindertui.errors import closest_matches
from bindertui.i18n import LANGUAGES, LazyString, join_or, lazy_gettext, lazy_ngettext
from bindertui.model.text import Text, single_line
from bindertui.search.analysis import fold_word, replace_surrogates, split_words
from bindertui.search.fields import ALIASES, FIELDS, QueryField, choices_by_word
from bindertui.search.query import All, Any, Extent, Filter, Fuzzy, Not, Phrase, Query, QueryNode, QueryProblem, Word

UNCLOSED_PARENTHESIS = lazy_gettext("This parenthesis is not closed. Add ).")
UNOPENED_PARENTHESIS = lazy_gettext("This parenthesis closes nothing. Remove it.")
FIELDS_IGNORED = lazy_gettext("Fields are ignored within one entry. Searching for the words only.")


def unclosed_quote(end: str) -> LazyString:
    """Return the message for a quotation without its closing mark `end`."""
    return lazy_gettext("This quotation is not closed. Add {end}.", end=end)


def too_many_words(most: int) -> LazyString:
    """Return the message for a query with more than `most` words."""
    return lazy_ngettext(
        "Only the first {count} word of a query is used.", "Only the first {count} words of a query are used.", most
    )


def too_many_parentheses(most: int) -> LazyString:
    """Return the message for parentheses nested more than `most` levels deep."""
    return lazy_gettext("Parentheses can be nested at most {most} levels deep.", most=most)


def unknown_field(name: str, key: str) -> LazyString:
    """Return the message for a field that does not exist.

    Args:
        name: the name as typed.
        key: the name, folded.
    """
    if close := closest_matches(key, [*FIELDS, *ALIASES]):
        hint = lazy_gettext("Did you mean {field}:?", field=FIELDS[ALIASES.get(close[0], close[0])].label)
    else:
        hint = lazy_gettext("Fields: {fields}.", fields=_comma_list(field.label for field in FIELDS.values()))
    return lazy_gettext("No field called {name}:. Searching for it as text. {hint}", name=name, hint=hint)


def unknown_choice(spec: QueryField, value: str, folded: str) -> LazyString:
    """Return the message for a value that a field cannot have."""
    if close := closest_matches(folded, choices_by_word(spec)):
        meant = next(choice.label for choice in spec.choices if choice.value == choices_by_word(spec)[close[0]])
        hint = lazy_gettext("Did you mean {value}?", value=meant)
    else:
        hint = lazy_gettext("Possible values: {values}.", values=_comma_list(choice.label for choice in spec.choices))
    return lazy_gettext(
        "{field}: cannot be {value}, so this filter is ignored. {hint}",
        field=spec.label,
        value=single_line(value.strip()),
        hint=hint,
    )


def missing_value(spec: QueryField, value: str, close: Sequence[str]) -> LazyString:
    """Return the message for a value that no passage has; `close` are similar values that exist."""
    near = join_or([single_line(one) for one in close]) if close else None
    hint = lazy_gettext(" Did you mean {field}:{value}?", field=spec.label, value=near) if near else ""
    return lazy_gettext("No passage has {field}:{value}.{hint}", field=spec.label, value=single_line(value), hint=hint)


def invalid_date(spec: QueryField) -> LazyString:
    """Return the message for a value of a date field that is not a date."""
    return lazy_gettext(
        "{field}: needs a date. Write {field}:2018, {field}:2018-06 or {field}:>2018.",
        field=spec.label,
    )


def _comma_list(words: Iterable[Text]) -> Text:
    listed = list(words)
    return Text.of({language: ", ".join(word.in_language(language) for word in listed) for language in LANGUAGES})


MAX_WORDS = 64
"""The most words, phrases and filters of one query."""
MAX_DEPTH = 20
"""The most levels of nested parentheses."""

_QUOTES = {'"': '"', "“": "”", "«": "»"}
TOKEN_PATTERN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<open>-?\()"
    r"|(?P<close>\))"
    r"|(?P<sign>[-~]?)(?P<name>[^\W\d]\w*:)?(?:\"(?P<q1>[^\"]*)(?P<c1>\"?)|“(?P<q2>[^”\"]*)(?P<c2>[”\"]?)|«(?P<q3>[^»]*)(?P<c3>»?))"
    # Parentheses inside a word are part of it: 21(1)(a).
    r"|(?P<chunk>[^\s()\"“«]+(?:\([^\s()\"]*\)[^\s()\"“«]*)*)"
)
"""One token of a query; the tokens of any text follow each other without a gap."""
FIELD_PATTERN = re.compile(r"([^\W\d]\w*):(.*)", re.DOTALL)
"""A field's name and its value."""
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
COMPARISON_PATTERN = re.compile(r"(<=|>=|<|>|=)?(.*)", re.DOTALL)
"""A comparison operator and a date."""


def parse(text: str, *, typing: bool = True) -> Query:
    """Parse a query; never raises.

    Args:
        text: any text.
        typing: whether the query is still being typed, so that its last word may be incomplete.
    """
    return _Parser(text, typing).parse()


@define
class _OpenParenthesis:
    """An open parenthesis: alternatives, each a list of nodes that must all match."""

    start: int
    negated: bool = False
    alternatives: list[list[QueryNode]] = field(factory=lambda: [[]])

    def node(self) -> QueryNode | None:
        together = [nodes[0] if len(nodes) == 1 else All(tuple(nodes)) for nodes in self.alternatives if nodes]
        if not together:
            return None
        node = together[0] if len(together) == 1 else Any(tuple(together))
        return Not(node) if self.negated else node


@define
class _Parser:
    """One pass over the text of a query."""

    text: str
    typing: bool
    groups: list[_OpenParenthesis] = field(factory=lambda: [_OpenParenthesis(0)])
    problems: list[QueryProblem] = field(factory=list)
    count: int = 0

    def parse(self) -> Query:
        """Parse the whole text."""
        for match in TOKEN_PATTERN.finditer(self.text):
            if match["space"]:
                continue
            if match["open"]:
                self._open_group(match.start(), negated=match["open"] == "-(")
            elif match["close"]:
                self._close_group(match.span())
            elif match["chunk"]:
                self._parse_chunk(match["chunk"], match.span())
            else:
                self._parse_quoted(match)
            if self.count > MAX_WORDS:
                self._report(
                    (match.start(), len(self.text)),
                    too_many_words(MAX_WORDS),
                )
                break
        while len(self.groups) > 1:
            start = self.groups[-1].start
            self._report(
                (start, start + 1),
                UNCLOSED_PARENTHESIS,
                unfinished=self.typing,
            )
            self._pop_group()
        return Query(self.text, self.groups[0].node(), tuple(self.problems))

    def _open_group(self, start: int, *, negated: bool) -> None:
        if len(self.groups) > MAX_DEPTH:
            self._report(
                (start, start + 1),
                too_many_parentheses(MAX_DEPTH),
            )
        else:
            self.groups.append(_OpenParenthesis(start, negated))

    def _close_group(self, extent: Extent) -> None:
        if len(self.groups) == 1:
            self._report(
                extent,
                UNOPENED_PARENTHESIS,
            )
        else:
            self._pop_group()

    def _pop_group(self) -> None:
        node = self.groups.pop().node()
        if node is not None:
            self.groups[-1].alternatives[-1].append(node)

    def _add_node(self, node: QueryNode, *, negated: bool) -> None:
        self.count += 1
        if self.count <= MAX_WORDS:
            self.groups[-1].alternatives[-1].append(Not(node) if negated else node)

    def _report(self, extent: Extent, message: LazyString, *, unfinished: bool = False) -> None:
        self.problems.append(QueryProblem(extent, message, unfinished))

    def _is_incomplete(self, extent: Extent) -> bool:
        """Return whether a part is still being typed: the query ends with it, without a space."""
        return self.typing and extent[1] == len(self.text)

    def _parse_quoted(self, match: re.Match[str]) -> None:
        inside = next(text for text in (match["q1"], match["q2"], match["q3"]) if text is not None)
        closed = bool(match["c1"] or match["c2"] or match["c3"])
        if not closed:
            quote = match.end() - len(inside) - 1
            end = _QUOTES[self.text[quote]]
            self._report(
                (quote, quote + 1),
                unclosed_quote(end),
                unfinished=self.typing,
            )
        negated = match["sign"] == "-"
        if match["name"]:
            self._parse_field(match["name"][:-1], inside.strip(), match.span(), negated=negated, incomplete=not closed)
        elif split_words(inside):
            incomplete = not closed and self.typing and not inside[-1].isspace()
            self._add_node(Phrase(inside, match.span(), incomplete), negated=negated)

    def _parse_chunk(self, chunk: str, extent: Extent) -> None:
        if chunk in {"OR", "OU", "|"}:
            self.groups[-1].alternatives.append([])
            return
        negated = chunk.startswith("-")
        bare = chunk.lstrip("-") if negated else chunk
        if bare.startswith("~"):
            if split_words(bare):
                self._add_node(Fuzzy(bare[1:], extent), negated=negated)
        elif named := FIELD_PATTERN.fullmatch(bare):
            self._parse_field(named[1], named[2], extent, negated=negated, incomplete=self._is_incomplete(extent))
        else:
            self._add_word(bare, extent, negated=negated)

    def _add_word(self, text: str, extent: Extent, *, negated: bool = False) -> None:
        if split_words(text):
            # Only whole words are excluded: a prefix would hide too much.
            self._add_node(Word(text, extent, self._is_incomplete(extent) and not negated), negated=negated)

    def _parse_field(self, name: str, value: str, extent: Extent, *, negated: bool, incomplete: bool) -> None:
        key = fold_word(name)
        spec = FIELDS.get(ALIASES.get(key, key))
        if spec is None:
            if value and not value.startswith("//"):
                self._report(extent, unknown_field(name, key))
            self._add_word(f"{name} {value}", extent, negated=negated)
        elif value.strip("<>="):
            filters = self._parse_filters(spec, value, extent, incomplete=incomplete and self.typing)
            if filters:
                self._add_node(filters[0] if len(filters) == 1 else All(filters), negated=negated)

    def _parse_filters(self, spec: QueryField, value: str, extent: Extent, *, incomplete: bool) -> tuple[Filter, ...]:
        if spec.is_date:
            return self._parse_dates(spec, value, extent, incomplete=incomplete)
        wanted = replace_surrogates(value.strip().casefold())
        if not spec.choices:
            return (Filter(spec.name, (wanted,), extent, prefix=incomplete),)
        folded = fold_word(wanted)
        choices = choices_by_word(spec)
        exact = {choices[folded]} if folded in choices else set()
        begun = {choice for word, choice in choices.items() if word.startswith(folded)} if incomplete else set()
        if values := exact or begun:
            return (Filter(spec.name, tuple(sorted(values)), extent),)
        self._report(extent, unknown_choice(spec, value, folded))
        return ()

    def _parse_dates(self, spec: QueryField, value: str, extent: Extent, *, incomplete: bool) -> tuple[Filter, ...]:
        first, between, last = value.partition("..")
        if between and _DATE.fullmatch(first) and _DATE.fullmatch(last):
            return (Filter(spec.name, (first,), extent, ">="), Filter(spec.name, (last,), extent, "<="))
        compared = COMPARISON_PATTERN.fullmatch(value)
        operator, date = (compared[1] or "=", compared[2]) if compared else ("=", value)
        if _DATE.fullmatch(date):
            return (Filter(spec.name, (date,), extent, operator),)
        if not incomplete:
            self._report(extent, invalid_date(spec))
        return ()
