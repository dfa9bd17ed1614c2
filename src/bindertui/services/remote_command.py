"""A command line that came over the network: one text, cut into words by the rules of a shell, and given to none."""

import shlex

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext, lazy_ngettext
from bindertui.store.files import encode_text

VERBS = ("open", "outline", "show", "search", "set", "check", "history", "schema")
"""The verbs that are there over the network; none of them opens a path that a word of the line names."""
VARIABLE = "SSH_ORIGINAL_COMMAND"
"""Where OpenSSH's server leaves the command that was asked for, and ours as well."""
LONGEST = 100_000
"""Bytes of the longest line that is looked at; a longer value comes on stdin. No variable holds much more."""
_PROGRAM = "bindertui"


@frozen
class OpenRequest:
    """A command line that asks for the app.

    Attributes:
        at: the address to open at; None opens the front page.
        find: what to search for at once.
        read_only: without editing.
        language: the language to read in; None is the reader's own.
    """

    at: str | None = None
    find: str | None = None
    read_only: bool = False
    language: str | None = None


class CommandLineError(BinderError):
    """A command line from elsewhere cannot be read."""


def split_command(line: str) -> tuple[str, ...]:
    """The words of a line; the name of the program itself may come first, and is left out.

    Quotes and backslashes mean what they mean to a shell; everything else that means something there (`$`, `;`, `*`,
    `|`, line breaks outside of quotes) is nothing but text.

    Raises:
        CommandLineError: the line is too long, is not text, or ends in the middle of a quotation.
    """
    try:
        size = len(line.encode("utf-8"))
    except UnicodeEncodeError:
        raise CommandLineError(lazy_gettext("The command is not UTF-8.")) from None
    if size > LONGEST:
        raise CommandLineError(
            lazy_ngettext(
                "The command has {count} byte; {most} is the most.",
                "The command has {count} bytes; {most} is the most. Send a long value on stdin: set ADDRESS -",
                size,
                most=encode_text(LONGEST),
            )
        )
    if "\0" in line:
        raise CommandLineError(lazy_gettext("The command holds a NUL character, which no argument can."))
    try:
        words = shlex.split(line)
    except ValueError:
        raise CommandLineError(
            lazy_gettext("The command ends in the middle of a quotation, or in a backslash.")
        ) from None
    return tuple(words[1:] if words[:1] == [_PROGRAM] else words)
