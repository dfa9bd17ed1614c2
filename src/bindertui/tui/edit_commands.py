"""The commands of the edit screen: one declaration each, as those of the reading screen."""

from bindertui.tui.commands import command

EDIT = (
    command(
        "fill_in",
        "enter",
        ("Fill in", "Remplir"),
        ("Fill in the fields of the part under the cursor.", "Remplir les champs de la partie sous le curseur."),
        always=True,
        here=True,
    ),
    command(
        "save",
        "s ctrl+s",
        ("Save", "Enregistrer"),
        ("Show exactly what will change, and save it.", "Montrer exactement ce qui va changer, et l’enregistrer."),
        always=True,
    ),
    command(
        "add",
        "a",
        ("Add", "Ajouter"),
        (
            "Add an item to the list, after the one under the cursor.",
            "Ajouter un élément à la liste, après celui du curseur.",
        ),
        in_bar=True,
    ),
    command(
        "delete",
        "d",
        ("Delete", "Supprimer"),
        ("Delete the item under the cursor.", "Supprimer l’élément sous le curseur."),
        in_bar=True,
    ),
    command(
        "move(-1)",
        "K",
        ("Move up", "Monter"),
        ("Move the item up in its list, with its comments.", "Monter l’élément dans sa liste, avec ses commentaires."),
    ),
    command(
        "move(1)",
        "J",
        ("Move down", "Descendre"),
        (
            "Move the item down in its list, with its comments.",
            "Descendre l’élément dans sa liste, avec ses commentaires.",
        ),
    ),
    command(
        "undo",
        "u ctrl+z",
        ("Undo", "Annuler"),
        ("Take the last change back, wherever it was.", "Annuler la dernière modification, où qu’elle soit."),
        in_bar=True,
    ),
    command(
        "redo",
        "U ctrl+y",
        ("Redo", "Rétablir"),
        ("Make the change again that was taken back.", "Refaire la modification annulée."),
    ),
    command(
        "yaml",
        "y",
        ("YAML", "YAML"),
        (
            "See and edit the same draft as YAML, or as a form again.",
            "Voir et modifier le même brouillon en YAML, ou revenir au formulaire.",
        ),
        in_bar=True,
    ),
    command(
        "preview",
        "v",
        ("Preview", "Aperçu"),
        ("Show or hide the entry as readers will see it.", "Afficher ou masquer la fiche telle qu’on la lira."),
        in_bar=True,
    ),
    command(
        "leave",
        "q",
        ("Leave", "Quitter"),
        (
            "Go back to reading; unsaved changes are asked about.",
            "Revenir à la lecture\u202f; demander que faire des modifications.",
        ),
        always=True,
    ),
    command(
        "language",
        "l",
        ("Français", "English"),
        ("Use the other language here and in the preview.", "Utiliser l’autre langue ici et dans l’aperçu."),
    ),
    command(
        "problems",
        "exclamation_mark",
        ("Problems", "Problèmes"),
        ("List what is wrong, and go there.", "Lister les problèmes et s’y rendre."),
    ),
    command(
        "differences",
        "equals_sign",
        ("Changes", "Modifications"),
        ("Show what has changed so far.", "Montrer ce qui a changé jusqu’ici."),
    ),
    command(
        "editor",
        "E",
        ("Own editor", "Éditeur externe"),
        (
            "Edit the file with $VISUAL or $EDITOR, at this line.",
            "Modifier le fichier avec $VISUAL ou $EDITOR, à cette ligne.",
        ),
    ),
    command(
        "palette",
        "colon ctrl+p",
        ("Commands", "Commandes"),
        ("Find a command or a part by name.", "Trouver une commande ou une partie par son nom."),
    ),
    command(
        "help",
        "question_mark f1",
        ("Help", "Aide"),
        ("Show every key.", "Afficher toutes les touches."),
        always=True,
    ),
)
"""Every command of the edit screen; where a text is being typed, Esc first leads back to the parts."""

IN_FIELDS = (
    command(
        "outwards",
        "escape",
        ("Parts", "Parties"),
        ("Go back to the parts.", "Revenir aux parties."),
        always=True,
    ),
    command(
        "app.focus_next",
        "tab",
        ("Next field", "Champ suivant"),
        ("Go to the next field.", "Passer au champ suivant."),
        in_bar=True,
    ),
    command(
        "save",
        "ctrl+s",
        ("Save", "Enregistrer"),
        ("Show exactly what will change, and save it.", "Montrer exactement ce qui va changer, et l’enregistrer."),
        always=True,
    ),
    command(
        "undo",
        "ctrl+z",
        ("Undo", "Annuler"),
        ("Take the last change back, wherever it was.", "Annuler la dernière modification, où qu’elle soit."),
        in_bar=True,
    ),
    command(
        "palette",
        "ctrl+p",
        ("Commands", "Commandes"),
        ("Find a command or a part by name.", "Trouver une commande ou une partie par son nom."),
        in_bar=True,
    ),
    command(
        "help",
        "f1",
        ("Help", "Aide"),
        ("Show every key.", "Afficher toutes les touches."),
        always=True,
    ),
)
"""What the bar shows while a text has the keys: the other keys are letters of it."""
