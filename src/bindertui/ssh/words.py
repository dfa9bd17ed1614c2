"""What the server says to whoever is connected, in English and in French."""

_WORDS = {
    "full": (
        "The server has as many sessions as it takes. Try again later.",
        "Le serveur a atteint son nombre maximal de sessions. Réessayez plus tard.",
    ),
    "each": (
        "You have as many sessions open here as one person may. Close one of them first.",
        "Vous avez ouvert autant de sessions qu’une personne le peut. Fermez-en une d’abord.",
    ),
    "idle.soon": (
        "Nothing has been typed for some time. This session ends in {} s; any key keeps it open.",
        "Rien n’a été saisi depuis un moment. Cette session prendra fin dans {} s ; une touche suffit à la garder.",
    ),
    "idle": (
        "The session was ended because nothing was typed. What you were writing is kept for your return.",
        "La session a pris fin, faute d’activité. Ce que vous écriviez vous attend à votre retour.",
    ),
    "longest.soon": (
        "Sessions may not last any longer: this one ends in {} s. What you are writing is kept for your return.",
        "Une session ne peut durer plus longtemps : celle-ci prendra fin dans {} s. Ce que vous écrivez est conservé.",
    ),
    "longest": (
        "The session has lasted as long as sessions may. What you were writing is kept for your return.",
        "La session a atteint sa durée maximale. Ce que vous écriviez vous attend à votre retour.",
    ),
    "stopping": (
        "The server is stopping. What you were writing is kept for your return.",
        "Le serveur s’arrête. Ce que vous écriviez vous attend à votre retour.",
    ),
    "lapsed": (
        "Your key no longer opens this server as it did. What you were writing is kept.",
        "Votre clé n’ouvre plus ce serveur comme avant. Ce que vous écriviez est conservé.",
    ),
    "bug": (
        "bindertui had to stop because of a mistake of its own. What you were writing is kept for your return.",
        "bindertui a dû s’arrêter, par sa propre faute. Ce que vous écriviez vous attend à votre retour.",
    ),
    "hint": (
        "This is the outline. The app needs a terminal that can move its cursor: ssh -t.",
        "Voici le plan. L’application demande un terminal capable de déplacer son curseur : ssh -t.",
    ),
}


def say(key: str, language: str) -> str:
    """A sentence in a language of `settings.LANGUAGES`."""
    english, french = _WORDS[key]
    return french if language == "fr" else english
