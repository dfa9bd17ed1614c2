"""The commands of the edit screen."""

from functools import partial

from bindertui.i18n import lazy_gettext, lazy_pgettext
from bindertui.tui.commands import command as any_command

command = partial(any_command, scope="edit")

EDIT_COMMANDS = (
    command(
        "fill_in",
        "enter",
        lazy_gettext("Fill in"),
        lazy_gettext("Edit the fields of the part under the cursor."),
        always=True,
        here=True,
    ),
    command(
        "save",
        "s ctrl+s",
        lazy_gettext("Save"),
        lazy_gettext("Review your changes and save them."),
        always=True,
    ),
    command(
        "add",
        "a",
        lazy_gettext("Add"),
        lazy_gettext("Add an item to the list, after the one under the cursor."),
        in_bar=True,
    ),
    command(
        "delete",
        "d",
        lazy_gettext("Delete"),
        lazy_gettext("Delete the item under the cursor."),
        in_bar=True,
    ),
    command(
        "move(-1)",
        "K",
        lazy_gettext("Move up"),
        lazy_gettext("Move the item up in its list, with its comments."),
        id="move-up",
    ),
    command(
        "move(1)",
        "J",
        lazy_gettext("Move down"),
        lazy_gettext("Move the item down in its list, with its comments."),
        id="move-down",
    ),
    command(
        "undo",
        "u ctrl+z",
        lazy_gettext("Undo"),
        lazy_gettext("Undo the last change."),
        in_bar=True,
    ),
    command(
        "redo",
        "U ctrl+y",
        lazy_gettext("Redo"),
        lazy_gettext("Redo the change that was undone."),
    ),
    command(
        "yaml",
        "y",
        lazy_gettext("YAML"),
        lazy_gettext("Switch between the form and the YAML text."),
        in_bar=True,
    ),
    command(
        "preview",
        "v",
        lazy_gettext("Preview"),
        lazy_gettext("Show or hide a preview of the entry."),
        in_bar=True,
    ),
    command(
        "leave",
        "q",
        lazy_gettext("Leave"),
        lazy_gettext("Go back to reading; you can save or keep unsaved changes."),
        always=True,
    ),
    command(
        "language",
        "l",
        lazy_gettext("Français"),
        lazy_gettext("Use the other language here and in the preview."),
    ),
    command(
        "problems",
        "exclamation_mark",
        lazy_gettext("Problems"),
        lazy_gettext("List the problems and go to one."),
    ),
    command(
        "differences",
        "equals_sign",
        lazy_gettext("Changes"),
        lazy_gettext("Show your changes so far."),
    ),
    command(
        "editor",
        "E",
        lazy_gettext("Own editor"),
        lazy_gettext("Edit the file in your own editor ($VISUAL or $EDITOR)."),
    ),
    command(
        "palette",
        "colon ctrl+p",
        lazy_pgettext("palette", "Commands"),
        lazy_gettext("Find a command or a part by name."),
    ),
    command(
        "help",
        "question_mark f1",
        lazy_gettext("Help"),
        lazy_gettext("Show all keys."),
        always=True,
    ),
)
"""All commands of the edit screen; while a text is being typed, letters are text, and Esc goes back to the parts."""

FIELD_COMMANDS = (
    command(
        "outwards",
        "escape",
        lazy_gettext("Parts"),
        lazy_gettext("Go back to the parts."),
        always=True,
    ),
    command(
        "app.focus_next",
        "tab",
        lazy_gettext("Next field"),
        lazy_gettext("Go to the next field."),
        in_bar=True,
    ),
    command(
        "save",
        "ctrl+s",
        lazy_gettext("Save"),
        lazy_gettext("Review your changes and save them."),
        always=True,
    ),
    command(
        "undo",
        "ctrl+z",
        lazy_gettext("Undo"),
        lazy_gettext("Undo the last change."),
        in_bar=True,
    ),
    command(
        "palette",
        "ctrl+p",
        lazy_pgettext("palette", "Commands"),
        lazy_gettext("Find a command or a part by name."),
        in_bar=True,
    ),
    command(
        "help",
        "f1",
        lazy_gettext("Help"),
        lazy_gettext("Show all keys."),
        always=True,
    ),
)
"""The commands in the key bar while a text is being typed."""
