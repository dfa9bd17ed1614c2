"""What to say of a save that did not become a version."""

from bindertui.store.recorded import Reason, Unrecorded

_UNRECORDED = {
    Reason.REFUSED: ("Git refused to commit it.", "Git a refusé d’en faire un commit."),
    Reason.IGNORED: ("Git was told to ignore this file.", "Git a pour consigne d’ignorer ce fichier."),
    Reason.BUSY: (
        "Git is in the middle of a merge or the like, so it was not committed.",
        "Une fusion ou une autre opération de Git est en cours\u00a0: aucun commit n’a été fait.",
    ),
    Reason.OVERTAKEN: (
        "Someone has changed the file since, so it was not committed.",
        "Le fichier a été modifié depuis\u00a0: aucun commit n’a été fait.",
    ),
    Reason.OUTSIDE: (
        "The file lies outside the work tree of Git, so it was not committed.",
        "Le fichier se trouve hors de l’arbre de travail de Git\u00a0: aucun commit n’a été fait.",
    ),
    Reason.DISTRUSTED: ("Git does not work in this folder.", "Git ne fonctionne pas dans ce dossier."),
    Reason.UNWRITABLE: (
        "The versions of the file cannot be kept.",
        "Les versions du fichier ne peuvent être conservées.",
    ),
}
_SAVED = ("Saved.", "Enregistré.")
_KEPT = ("This version is kept without Git.", "Cette version est conservée sans Git.")


def unrecorded(outcome: Unrecorded, language: str) -> str:
    """Why a save did not become a commit, or a version, though it stands; the words of Git or of its hook follow."""
    sentences = (_SAVED, _UNRECORDED[outcome.reason], *((_KEPT,) if outcome.kept else ()))
    told = " ".join(french if language == "fr" else english for english, french in sentences)
    return f"{told}\n{outcome.words}" if outcome.words else told
