"""The style sheets of many apps in one process: what one has parsed, the others take over."""

from collections.abc import Callable, Mapping

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_MANY = 1000
"""Parsed sheets that are kept: those of all widgets, for a few themes."""

_colours: dict[str, dict[str, str]] = {}
"""The colours of the themes, by the names of both: Textual works them out three times for an app."""
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def shared_colours(theme: str, work_out: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The colours of a theme by their names, worked out once for all apps that take it.

    Args:
        theme: its name.
        work_out: works them out.
    """
    if theme not in _colours:
        _colours[theme] = work_out()
    return _colours[theme].copy()


class SharedStylesheet(Stylesheet):
    """A style sheet that parses nothing twice in a process: rules are the same for all apps of the same theme."""

    def __init__(self, *, variables: Mapping[str, str] | None = None) -> None:
        """Prepare to take in style sheets.

        Args:
            variables: the colours of the theme, by name.
        """
        super().__init__(variables=dict(variables or {}))
        self._theme = frozenset(self._variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take another theme."""
        super().set_variables(variables)
        self._theme = frozenset(variables.items())

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,  # noqa: FBT001, FBT002 - as Textual calls it
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._theme, css, read_from, is_default_rules, tie_breaker, scope)
        if (rules := _parsed.get(key)) is None:
            if len(_parsed) >= _MANY:
                _parsed.clear()
            rules = _parsed[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules
