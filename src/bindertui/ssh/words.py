"""What the server says to whoever is connected."""

from bindertui.speech import Wording, say, wording

_SENTENCES: dict[str, Wording] = {
    "full": wording("The server has as many sessions as it takes. Try again later."),
    "each": wording("You have as many sessions open here as one person may. Close one of them first."),
    "idle.soon": wording(
        "Nothing has been typed for some time. This session ends in {seconds} s; any key keeps it open."
    ),
    "idle": wording("The session was ended because nothing was typed. What you were writing is kept for your return."),
    "longest.soon": wording(
        "Sessions may not last any longer: this one ends in {seconds} s. What you are writing is kept for your return."
    ),
    "longest": wording(
        "The session has lasted as long as sessions may. What you were writing is kept for your return."
    ),
    "stopping": wording("The server is stopping. What you were writing is kept for your return."),
    "lapsed": wording("Your key no longer opens this server as it did. What you were writing is kept."),
    "bug": wording(
        "bindertui had to stop because of a mistake of its own. What you were writing is kept for your return."
    ),
    "hint": wording("This is the outline. The app needs a terminal that can move its cursor: ssh -t."),
}


def sentence(key: str, language: str, **values: object) -> str:
    """A sentence in a language of `speech.LANGUAGES`, with the values it has places for."""
    return say(_SENTENCES[key].english, language, **values)
