"""What of a query could not be understood, in words: what is wrong, and what would be right.

Reading a query: any text whatever has a reading, and none raises.
"""

import re
from collections.abc import Iterable, Sequence

from attrs import define, field

from bindertui.errors import closest_match
from bindertui.i18n import LANGUAGES, LazyString, join_or, lazy_gettext, lazy_ngettext
from bindertui.model.text import Text, single_line
from bindertui.search.analysis import fold_word, limit_token, split_words
from bindertui.search.fields import ALIASES, FIELDS, QueryField, field_words
from bindertui.search.query import All, Any, Extent, Filter, Fuzzy, Node, Not, Phrase, Query, QueryProblem, Word

NOT_CLOSED = lazy_gettext("This parenthesis is not closed: add ) where it ends.")
CLOSES_NOTHING = lazy_gettext("This parenthesis closes nothing: leave it out.")
FILTERED = lazy_gettext("Fields do not count within one entry: only the words are looked for.")


def unclosed_quote(end: str) -> LazyString:
    """A quotation that is not closed by what ends it."""
    return lazy_gettext("This quotation is not closed: add {end} where it ends.", end=end)


def too_long(most: int) -> LazyString:
    """More words than count."""
    return lazy_ngettext(
        "Only the first {count} word of a query counts.", "Only the first {count} words of a query count.", most
    )


def too_deep(most: int) -> LazyString:
    """More parentheses inside each other than are read."""
    return lazy_gettext("Parentheses nest at most {most} deep.", most=most)


def unknown_field(name: str, key: str) -> LazyString:
    """A name that is no field's; `key` is it, folded."""
    if close := closest_match(key, [*FIELDS, *ALIASES]):
        hint = lazy_gettext("Did you mean {field}:?", field=FIELDS[ALIASES.get(close[0], close[0])].word)
    else:
        hint = lazy_gettext("The fields are {fields}.", fields=_in_a_row(field.word for field in FIELDS.values()))
    return lazy_gettext("There is no field {name}:, it is taken for words. {hint}", name=name, hint=hint)


def unknown_choice(spec: QueryField, value: str, folded: str) -> LazyString:
    """A value that a field cannot have."""
    if close := closest_match(folded, field_words(spec)):
        meant = next(choice.word for choice in spec.choices if choice.value == field_words(spec)[close[0]])
        hint = lazy_gettext("Did you mean {value}?", value=meant)
    else:
        hint = lazy_gettext("It can be {values}.", values=_in_a_row(choice.word for choice in spec.choices))
    return lazy_gettext(
        "{field}: cannot be {value}, so it is left out. {hint}",
        field=spec.word,
        value=single_line(value.strip()),
        hint=hint,
    )


def missing_value(spec: QueryField, value: str, close: Sequence[str]) -> LazyString:
    """A value of a field that nothing in the binder has; `close` are those that are spelt nearly so."""
    near = join_or([single_line(one) for one in close]) if close else None
    hint = lazy_gettext(" Did you mean {field}:{value}?", field=spec.word, value=near) if near else ""
    return lazy_gettext("Nothing here has {field}:{value}.{hint}", field=spec.word, value=single_line(value), hint=hint)


def invalid_date(spec: QueryField) -> LazyString:
    """A value that is no date, of a field that has dates."""
    return lazy_gettext(
        "{field}: needs a date. Write {field}:2018, {field}:2018-06 or {field}:>2018.",
        field=spec.word,
    )


def _in_a_row(words: Iterable[Text]) -> Text:
    listed = list(words)
    return Text.of({language: ", ".join(word.read(language) for word in listed) for language in LANGUAGES})


MOST_WORDS = 64
"""How many words, phrases and filters of a query count."""
DEEPEST = 20
"""How deep parentheses may nest."""

_QUOTES = {'"': '"', "“": "”", "«": "»"}
PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<open>-?\()"
    r"|(?P<close>\))"
    r"|(?P<sign>[-~]?)(?P<name>[^\W\d]\w*:)?(?:\"(?P<q1>[^\"]*)(?P<c1>\"?)|“(?P<q2>[^”\"]*)(?P<c2>[”\"]?)|«(?P<q3>[^»]*)(?P<c3>»?))"
    # Parentheses inside a word are part of it: 21(1)(a).
    r"|(?P<chunk>[^\s()\"“«]+(?:\([^\s()\"]*\)[^\s()\"“«]*)*)"
)
"""A query piece by piece; whatever is in a text, the pieces follow each other without a gap."""
NAMED = re.compile(r"([^\W\d]\w*):(.*)", re.DOTALL)
"""A field's name and its value, in one piece."""
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
COMPARED = re.compile(r"(<=|>=|<|>|=)?(.*)", re.DOTALL)
"""How a date is compared, and the date."""


def parse(text: str, *, typing: bool = True) -> Query:
    """The best reading of a query.

    Args:
        text: any text at all.
        typing: whether the query is still being typed, so that its last word may be the start of one.
    """
    return _Reading(text, typing).query()


@define
class _Group:
    """A parenthesis being read: alternatives, each of parts that must match together."""

    start: int
    negated: bool = False
    alternatives: list[list[Node]] = field(factory=lambda: [[]])

    def node(self) -> Node | None:
        together = [nodes[0] if len(nodes) == 1 else All(tuple(nodes)) for nodes in self.alternatives if nodes]
        if not together:
            return None
        node = together[0] if len(together) == 1 else Any(tuple(together))
        return Not(node) if self.negated else node


@define
class _Reading:
    """One pass over the text of a query."""

    text: str
    typing: bool
    groups: list[_Group] = field(factory=lambda: [_Group(0)])
    problems: list[QueryProblem] = field(factory=list)
    count: int = 0

    def query(self) -> Query:
        """Read the whole text."""
        for match in PIECE.finditer(self.text):
            if match["space"]:
                continue
            if match["open"]:
                self._open(match.start(), negated=match["open"] == "-(")
            elif match["close"]:
                self._close(match.span())
            elif match["chunk"]:
                self._chunk(match["chunk"], match.span())
            else:
                self._quoted(match)
            if self.count > MOST_WORDS:
                self._problem(
                    (match.start(), len(self.text)),
                    too_long(MOST_WORDS),
                )
                break
        while len(self.groups) > 1:
            start = self.groups[-1].start
            self._problem(
                (start, start + 1),
                NOT_CLOSED,
                unfinished=self.typing,
            )
            self._leave()
        return Query(self.text, self.groups[0].node(), tuple(self.problems))

    def _open(self, start: int, *, negated: bool) -> None:
        if len(self.groups) > DEEPEST:
            self._problem(
                (start, start + 1),
                too_deep(DEEPEST),
            )
        else:
            self.groups.append(_Group(start, negated))

    def _close(self, extent: Extent) -> None:
        if len(self.groups) == 1:
            self._problem(
                extent,
                CLOSES_NOTHING,
            )
        else:
            self._leave()

    def _leave(self) -> None:
        node = self.groups.pop().node()
        if node is not None:
            self.groups[-1].alternatives[-1].append(node)

    def _add(self, node: Node, *, negated: bool) -> None:
        self.count += 1
        if self.count <= MOST_WORDS:
            self.groups[-1].alternatives[-1].append(Not(node) if negated else node)

    def _problem(self, extent: Extent, message: LazyString, *, unfinished: bool = False) -> None:
        self.problems.append(QueryProblem(extent, message, unfinished))

    def _last(self, extent: Extent) -> bool:
        """Whether a part is still being typed: nothing stands after it, not even a space."""
        return self.typing and extent[1] == len(self.text)

    def _quoted(self, match: re.Match[str]) -> None:
        inside = next(text for text in (match["q1"], match["q2"], match["q3"]) if text is not None)
        closed = bool(match["c1"] or match["c2"] or match["c3"])
        if not closed:
            quote = match.end() - len(inside) - 1
            end = _QUOTES[self.text[quote]]
            self._problem(
                (quote, quote + 1),
                unclosed_quote(end),
                unfinished=self.typing,
            )
        negated = match["sign"] == "-"
        if match["name"]:
            self._named(match["name"][:-1], inside.strip(), match.span(), negated=negated, open_=not closed)
        elif split_words(inside):
            open_ = not closed and self.typing and not inside[-1].isspace()
            self._add(Phrase(inside, match.span(), open_), negated=negated)

    def _chunk(self, chunk: str, extent: Extent) -> None:
        if chunk in {"OR", "OU", "|"}:
            self.groups[-1].alternatives.append([])
            return
        negated = chunk.startswith("-")
        bare = chunk.lstrip("-") if negated else chunk
        if bare.startswith("~"):
            if split_words(bare):
                self._add(Fuzzy(bare[1:], extent), negated=negated)
        elif named := NAMED.fullmatch(bare):
            self._named(named[1], named[2], extent, negated=negated, open_=self._last(extent))
        else:
            self._words(bare, extent, negated=negated)

    def _words(self, text: str, extent: Extent, *, negated: bool = False) -> None:
        if split_words(text):
            # What is excluded is excluded by whole words: half of one would hide too much.
            self._add(Word(text, extent, self._last(extent) and not negated), negated=negated)

    def _named(self, name: str, value: str, extent: Extent, *, negated: bool, open_: bool) -> None:
        key = fold_word(name)
        spec = FIELDS.get(ALIASES.get(key, key))
        if spec is None:
            if value and not value.startswith("//"):
                self._problem(extent, unknown_field(name, key))
            self._words(f"{name} {value}", extent, negated=negated)
        elif value.strip("<>="):
            filters = self._filters(spec, value, extent, open_=open_ and self.typing)
            if filters:
                self._add(filters[0] if len(filters) == 1 else All(filters), negated=negated)

    def _filters(self, spec: QueryField, value: str, extent: Extent, *, open_: bool) -> tuple[Filter, ...]:
        if spec.dated:
            return self._dates(spec, value, extent, open_=open_)
        wanted = limit_token(value.strip().casefold())
        if not spec.choices:
            return (Filter(spec.name, (wanted,), extent, prefix=open_),)
        folded = fold_word(wanted)
        answering = field_words(spec)
        exact = {answering[folded]} if folded in answering else set()
        begun = {choice for word, choice in answering.items() if word.startswith(folded)} if open_ else set()
        if meant := exact or begun:
            return (Filter(spec.name, tuple(sorted(meant)), extent),)
        self._problem(extent, unknown_choice(spec, value, folded))
        return ()

    def _dates(self, spec: QueryField, value: str, extent: Extent, *, open_: bool) -> tuple[Filter, ...]:
        first, between, last = value.partition("..")
        if between and _DATE.fullmatch(first) and _DATE.fullmatch(last):
            return (Filter(spec.name, (first,), extent, ">="), Filter(spec.name, (last,), extent, "<="))
        compared = COMPARED.fullmatch(value)
        operator, date = (compared[1] or "=", compared[2]) if compared else ("=", value)
        if _DATE.fullmatch(date):
            return (Filter(spec.name, (date,), extent, operator),)
        if not open_:
            self._problem(extent, invalid_date(spec))
        return ()
