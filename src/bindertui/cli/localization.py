"""What click says of its own, so that it stands in the catalogs: click ships none. Nobody needs this in a run.

The command line in the reader's language: the help of the verbs, and what click says of its own.
"""

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

WORDS = (
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

C = TypeVar("C", bound=click.Command)

_OPTION = "--lang"


def language_of(arguments: Sequence[str]) -> str:
    """The language of a command line, also of one that cannot be understood, and is answered in it."""
    given = None
    for word, following in pairwise((*arguments, "")):
        if word == _OPTION:
            given = following
        elif word.startswith(f"{_OPTION}="):
            given = word.removeprefix(f"{_OPTION}=")
    spoken = given if given in LANGUAGES else None
    return spoken or Settings.read(os.environ, written=load_config()).language


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Have click speak a language: it asks gettext, which looks to $LANGUAGE, for all that it says of its own."""
    if language == LANGUAGES[0]:
        yield
        return
    from gettext import bindtextdomain, textdomain  # noqa: PLC0415 - English is spoken without

    bindtextdomain("bindertui", LOCALE_DIR)
    domain, spoken = textdomain(), os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    textdomain("bindertui")
    try:
        yield
    finally:
        textdomain(domain)
        if spoken is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = spoken


def localized(command: C, language: str) -> C:
    """A command with its help in a language."""
    # A copy also in English: click keeps the words of --help with the command.
    told = copy(command)
    told.help = _localize_text(command.help, language)
    told.epilog = _localize_text(command.epilog, language)
    if isinstance(told, click.Group):
        told.commands = {name: localized(inner, language) for name, inner in told.commands.items()}
    told.params = [_localize(parameter, language) for parameter in command.params]
    return told


def _localize(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    told = copy(parameter)
    told.help = _localize_text(parameter.help, language)
    return told


def _localize_text(text: str | None, language: str) -> str | None:
    return LazyString(cleandoc(text)).read(language) if text else text
