"""The commands of the edit screen: one declaration each, as those of the reading screen."""

from functools import partial

from bindertui.speech import wording, wording_in
from bindertui.tui.commands import command as any_command

command = partial(any_command, scope="edit")

EDIT = (
    command(
        "fill_in",
        "enter",
        wording("Fill in"),
        wording("Fill in the fields of the part under the cursor."),
        always=True,
        here=True,
    ),
    command(
        "save",
        "s ctrl+s",
        wording("Save"),
        wording("Show exactly what will change, and save it."),
        always=True,
    ),
    command(
        "add",
        "a",
        wording("Add"),
        wording("Add an item to the list, after the one under the cursor."),
        in_bar=True,
    ),
    command(
        "delete",
        "d",
        wording("Delete"),
        wording("Delete the item under the cursor."),
        in_bar=True,
    ),
    command(
        "move(-1)",
        "K",
        wording("Move up"),
        wording("Move the item up in its list, with its comments."),
        id="move-up",
    ),
    command(
        "move(1)",
        "J",
        wording("Move down"),
        wording("Move the item down in its list, with its comments."),
        id="move-down",
    ),
    command(
        "undo",
        "u ctrl+z",
        wording("Undo"),
        wording("Take the last change back, wherever it was."),
        in_bar=True,
    ),
    command(
        "redo",
        "U ctrl+y",
        wording("Redo"),
        wording("Make the change again that was taken back."),
    ),
    command(
        "yaml",
        "y",
        wording("YAML"),
        wording("See and edit the same draft as YAML, or as a form again."),
        in_bar=True,
    ),
    command(
        "preview",
        "v",
        wording("Preview"),
        wording("Show or hide the entry as readers will see it."),
        in_bar=True,
    ),
    command(
        "leave",
        "q",
        wording("Leave"),
        wording("Go back to reading; unsaved changes are asked about."),
        always=True,
    ),
    command(
        "language",
        "l",
        wording("Français"),
        wording("Use the other language here and in the preview."),
    ),
    command(
        "problems",
        "exclamation_mark",
        wording("Problems"),
        wording("List what is wrong, and go there."),
    ),
    command(
        "differences",
        "equals_sign",
        wording("Changes"),
        wording("Show what has changed so far."),
    ),
    command(
        "editor",
        "E",
        wording("Own editor"),
        wording("Edit the file with $VISUAL or $EDITOR, at this line."),
    ),
    command(
        "palette",
        "colon ctrl+p",
        wording_in("palette", "Commands"),
        wording("Find a command or a part by name."),
    ),
    command(
        "help",
        "question_mark f1",
        wording("Help"),
        wording("Show every key."),
        always=True,
    ),
)
"""Every command of the edit screen; where a text is being typed, Esc first leads back to the parts."""

IN_FIELDS = (
    command(
        "outwards",
        "escape",
        wording("Parts"),
        wording("Go back to the parts."),
        always=True,
    ),
    command(
        "app.focus_next",
        "tab",
        wording("Next field"),
        wording("Go to the next field."),
        in_bar=True,
    ),
    command(
        "save",
        "ctrl+s",
        wording("Save"),
        wording("Show exactly what will change, and save it."),
        always=True,
    ),
    command(
        "undo",
        "ctrl+z",
        wording("Undo"),
        wording("Take the last change back, wherever it was."),
        in_bar=True,
    ),
    command(
        "palette",
        "ctrl+p",
        wording_in("palette", "Commands"),
        wording("Find a command or a part by name."),
        in_bar=True,
    ),
    command(
        "help",
        "f1",
        wording("Help"),
        wording("Show every key."),
        always=True,
    ),
)
"""What the bar shows while a text has the keys: the other keys are letters of it."""
