"""The words of the edit screen, in the reader's language."""

_WORDS = {
    "add": ("Add", "Ajouter"),
    "add.kind": ("What is to be added?", "Qu’ajouter\u00a0?"),
    "add.key": ("Key of the new source, as in S12", "Clé de la nouvelle source, par exemple S12"),
    "add.nowhere": ("Nothing can be added here.", "Rien ne peut être ajouté ici."),
    "back": ("Go back", "Revenir"),
    "by_language": ("Write each language", "Écrire chaque langue"),
    "choose": ("Choose …", "Choisir…"),
    "count": ("{} items", "{} éléments"),
    "count.none": ("None yet", "Aucun pour l’instant"),
    "count.one": ("1 item", "1 élément"),
    "delete": ("Delete", "Supprimer"),
    "delete.not": (
        "Only an item of a list can be deleted here.",
        "Seul un élément d’une liste peut être supprimé ici.",
    ),
    "denied": ("This cannot be saved: {}", "Enregistrement impossible\u00a0: {}"),
    "diff.none": ("Nothing has changed.", "Rien n’a changé."),
    "diff.title": ("What will change in {}", "Ce qui va changer dans {}"),
    "discard": ("Discard the changes", "Abandonner les modifications"),
    "draft.left": ("An unsaved draft of {} is here, from {}.", "Un brouillon non enregistré de {} est ici, du {}."),
    "draft.changed": (
        "The file has changed since the draft was begun; on saving, both are merged.",
        "Le fichier a changé depuis le début du brouillon\u202f; les deux seront fusionnés à l’enregistrement.",
    ),
    "draft.gone": (
        "The draft is gone: another session has it.",
        "Le brouillon n’est plus là\u00a0: une autre session l’a repris.",
    ),
    "draft.kept": (
        "The draft is kept; it is offered when you come back.",
        "Le brouillon est conservé\u202f; il sera proposé à votre retour.",
    ),
    "draft.look": ("See what it changes", "Voir ce qu’il change"),
    "draft.take": ("Go on with the draft", "Reprendre le brouillon"),
    "draft.throw": ("Discard the draft", "Abandonner le brouillon"),
    "draft.later": ("Leave it for later", "Laisser pour plus tard"),
    "draft.unkept": ("Drafts cannot be kept: {}", "Les brouillons ne peuvent pas être conservés\u00a0: {}"),
    "edit": ("Edit", "Modifier"),
    "field.optional": ("optional", "facultatif"),
    "field.required": ("required", "obligatoire"),
    "keep": ("Leave, and keep the draft", "Quitter en conservant le brouillon"),
    "leave.ask": ("There are changes that are not saved.", "Des modifications ne sont pas enregistrées."),
    "merge.base": ("Before", "Avant"),
    "merge.comments": (
        "Comments or blank lines of both changes meet; the file cannot be merged by itself.",
        "Des commentaires ou des lignes vides se rencontrent\u202f; la fusion ne se fait pas d’elle-même.",
    ),
    "merge.gone": (
        "The file has been deleted meanwhile. Your draft is kept.",
        "Le fichier a été supprimé entre-temps. Votre brouillon est conservé.",
    ),
    "merge.intro": (
        "Someone has changed the same field meanwhile. Which is it to be?",
        "Quelqu’un a modifié le même champ entre-temps. Que faut-il garder\u00a0?",
    ),
    "merge.mine": ("Mine", "Le mien"),
    "merge.nothing": ("(nothing)", "(rien)"),
    "merge.take_mine": ("Take mine, whole", "Garder le mien en entier"),
    "merge.take_theirs": ("Take theirs, whole", "Prendre le leur en entier"),
    "merge.theirs": ("Theirs", "Le leur"),
    "merge.third": ("Or write it anew", "Ou l’écrire autrement"),
    "merge.use_mine": ("Use mine", "Garder le mien"),
    "merge.use_theirs": ("Use theirs", "Prendre le leur"),
    "merge.use_third": ("Use what is written here", "Prendre ce qui est écrit ici"),
    "move.not": ("There is no further place in this list.", "Il n’y a pas d’autre place dans cette liste."),
    "name.one": ("A name, not a partner of this binder", "Un nom, hors des partenaires du cahier"),
    "none": ("None", "Aucun"),
    "not_yaml": ("Line {}: {}", "Ligne {}\u00a0: {}"),
    "pick.find": ("Type to find", "Tapez pour chercher"),
    "pick.help": (
        "Enter marks, ← and → move what is marked, Esc closes.",
        "Entrée marque, ← et → déplacent, Échap ferme.",
    ),
    "pick.help.one": ("Enter takes, Esc leaves it as it was.", "Entrée accepte, Échap laisse tel quel."),
    "problem.elsewhere": ("{}: {}", "{}\u00a0: {}"),
    "problems": ("{} problems", "{} problèmes"),
    "problems.none": ("no problem", "aucun problème"),
    "problems.one": ("1 problem", "1 problème"),
    "problems.title": ("This cannot be saved yet", "Enregistrement encore impossible"),
    "read_only": (
        "The app was started read-only. Start it without --read-only to edit.",
        "L’application est en lecture seule. Relancez-la sans --read-only pour modifier.",
    ),
    "redo.none": ("There is nothing to redo.", "Il n’y a rien à rétablir."),
    "save": ("Save", "Enregistrer"),
    "saved": ("Saved: {}", "Enregistré\u00a0: {}"),
    "saved.merged": (
        "Saved, merged with changes made meanwhile to: {}",
        "Enregistré et fusionné avec des modifications faites entre-temps à\u00a0: {}",
    ),
    "screen": ("Editing {}", "Modification de {}"),
    "state.changed": ("not saved", "non enregistré"),
    "state.same": ("no changes", "aucune modification"),
    "undo.none": ("There is nothing to undo.", "Il n’y a rien à annuler."),
    "yaml.broken": (
        "The text is not YAML that can be read. Mend it here, or undo.",
        "Le texte n’est pas du YAML lisible. Corrigez-le ici, ou annulez.",
    ),
}


def say_edit(key: str, language: str) -> str:
    """A phrase of the edit screen in the reader's language (English where the app does not speak it)."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
