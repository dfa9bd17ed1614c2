"""Localization of click: help texts in the user's language, and click's own messages."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import TypeVar

import click

from bindertui.cli.options import load_config
from bindertui.i18n import LANGUAGES, LOCALE_DIR, LazyString, lazy_gettext, lazy_ngettext
from bindertui.settings import Settings

CLICK_MESSAGES = (
    lazy_gettext("Usage:"),
    lazy_gettext("Options"),
    lazy_gettext("Commands"),
    lazy_gettext("Positional arguments"),
    lazy_gettext("Show this message and exit."),
    lazy_gettext("Show the version and exit."),
    lazy_gettext("default: {default}"),
    lazy_gettext("required"),
    lazy_gettext("(dynamic)"),
    lazy_gettext("env var: {var}"),
    lazy_gettext("Missing command."),
    lazy_gettext("Missing argument"),
    lazy_gettext("Missing option"),
    lazy_gettext("Missing parameter"),
    lazy_gettext("Missing {param_type}"),
    lazy_gettext("Invalid value: {message}"),
    lazy_gettext("Invalid value for {param_hint}: {message}"),
    lazy_gettext("No such option {name!r}."),
    lazy_gettext("No such option: {name}"),
    lazy_gettext("No such command {name!r}."),
    lazy_gettext("Option {name!r} does not take a value."),
    lazy_ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    lazy_ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    lazy_ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    lazy_ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    lazy_gettext("Choose from:\n\t{choices}"),
    lazy_gettext("{value!r} is not a valid {number_type}."),
    lazy_gettext("{value} is not in the range {range}."),
    lazy_gettext("file"),
    lazy_gettext("directory"),
    lazy_gettext("path"),
    lazy_gettext("{name} {filename!r} does not exist."),
    lazy_gettext("{name} {filename!r} is a file."),
    lazy_gettext("{name} {filename!r} is a directory."),
    lazy_gettext("{name} {filename!r} is not readable."),
)
"""Click's own messages, listed for the catalogs; click has no translations. Not used at run time."""

C = TypeVar("C", bound=click.Command)

_LANGUAGE_OPTION = "--lang"


def language_of(arguments: Sequence[str]) -> str:
    """Return the language of a command line, even of an invalid one: its error is shown in it."""
    given = None
    for word, following in pairwise((*arguments, "")):
        if word == _LANGUAGE_OPTION:
            given = following
        elif word.startswith(f"{_LANGUAGE_OPTION}="):
            given = word.removeprefix(f"{_LANGUAGE_OPTION}=")
    requested = given if given in LANGUAGES else None
    return requested or Settings.resolve(os.environ, config_file=load_config()).language


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Make click's messages appear in a language: click uses gettext's default domain, which reads $LANGUAGE."""
    if language == LANGUAGES[0]:
        yield
        return
    from gettext import bindtextdomain, textdomain  # noqa: PLC0415 - lazy: English needs no catalog

    bindtextdomain("bindertui", LOCALE_DIR)
    domain, previous = textdomain(), os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    textdomain("bindertui")
    try:
        yield
    finally:
        textdomain(domain)
        if previous is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = previous


def localize(command: C, language: str) -> C:
    """Return a copy of a command with its help in a language."""
    # A copy even for English: click stores the help option, in one language, in the command.
    translated = copy(command)
    translated.help = _localize_text(command.help, language)
    translated.epilog = _localize_text(command.epilog, language)
    if isinstance(translated, click.Group):
        translated.commands = {name: localize(inner, language) for name, inner in translated.commands.items()}
    translated.params = [_localize_option(parameter, language) for parameter in command.params]
    return translated


def _localize_option(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    translated = copy(parameter)
    translated.help = _localize_text(parameter.help, language)
    return translated


def _localize_text(text: str | None, language: str) -> str | None:
    return LazyString(cleandoc(text)).in_language(language) if text else text
