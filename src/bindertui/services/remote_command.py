"""A command line sent over SSH: one text, split into words by shell rules but never passed to a shell."""

import shlex

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext, lazy_ngettext
from bindertui.store.files import MAX_BYTES, format_size

VERBS = ("open", "outline", "show", "search", "set", "check", "history", "schema")
"""The verbs available over the network; none opens a path given on the command line."""
COMMAND_VARIABLE = "SSH_ORIGINAL_COMMAND"
"""The environment variable in which an SSH server, OpenSSH's or ours, passes the client's command line."""
MAX_LINE_BYTES = 100_000
"""Longest command line in bytes: about the limit of an environment variable. Longer values come on stdin."""
MAX_INPUT_BYTES = MAX_BYTES
"""Longest value on stdin in bytes: the size of the largest content file."""
MAX_INPUT_SIZE = format_size(MAX_INPUT_BYTES)
"""The same as a message."""
_PROGRAM = "bindertui"


@frozen
class OpenRequest:
    """A request to open the app.

    Attributes:
        at: the address to open at; None opens the front page.
        find: a query to search for at once.
        read_only: whether to open without editing.
        language: the language to read in; None is the user's own.
    """

    at: str | None = None
    find: str | None = None
    read_only: bool = False
    language: str | None = None


@frozen
class RemoteCommand:
    """A parsed command line.

    Attributes:
        opening: how to open the app; None if the line asks for anything else, or is not valid.
        changed_address: the address that `set` would change; None if the line changes nothing.
    """

    opening: OpenRequest | None = None
    changed_address: str | None = None


class CommandLineError(BinderError):
    """A command line from the network cannot be read."""


def split_command(line: str) -> tuple[str, ...]:
    """Split a command line into words, without the name of the program if it comes first.

    Quotes and backslashes work as in a shell; `$`, `;`, `*`, `|` and unquoted line breaks are plain text.

    Raises:
        CommandLineError: the line is too long, is not text, or ends within a quotation.
    """
    try:
        size = len(line.encode("utf-8"))
    except UnicodeEncodeError:
        raise CommandLineError(lazy_gettext("The command is not UTF-8.")) from None
    if size > MAX_LINE_BYTES:
        raise CommandLineError(
            lazy_ngettext(
                "The command has {count} byte; the limit is {most}.",
                "The command has {count} bytes; the limit is {most}. Send a long value on stdin: set ADDRESS -",
                size,
                most=format_size(MAX_LINE_BYTES),
            )
        )
    if "\0" in line:
        raise CommandLineError(lazy_gettext("The command contains a NUL character."))
    try:
        words = shlex.split(line)
    except ValueError:
        raise CommandLineError(
            lazy_gettext("The command has an unclosed quotation mark, or ends with a backslash.")
        ) from None
    return tuple(words[1:] if words[:1] == [_PROGRAM] else words)
