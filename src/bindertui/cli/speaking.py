"""The command line in the reader's language: the help of the verbs, and what click says of its own."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import TypeVar

import click

from bindertui.cli.options import config
from bindertui.settings import Settings
from bindertui.speech import LANGUAGES, LOCALE, Wording

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
    return spoken or Settings.read(os.environ, written=config()).language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have click speak a language: it asks gettext, which looks to $LANGUAGE, for all that it says of its own."""
    if language == LANGUAGES[0]:
        yield
        return
    from gettext import bindtextdomain, textdomain  # noqa: PLC0415 - English is spoken without

    bindtextdomain("bindertui", LOCALE)
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


def spoken(command: C, language: str) -> C:
    """A command with its help in a language."""
    # A copy also in English: click keeps the words of --help with the command.
    told = copy(command)
    told.help = _read(command.help, language)
    told.epilog = _read(command.epilog, language)
    if isinstance(told, click.Group):
        told.commands = {name: spoken(inner, language) for name, inner in told.commands.items()}
    told.params = [_spoken(parameter, language) for parameter in command.params]
    return told


def _spoken(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    told = copy(parameter)
    told.help = _read(parameter.help, language)
    return told


def _read(text: str | None, language: str) -> str | None:
    return Wording(cleandoc(text)).read(language) if text else text
