"""What the command palette offers: the commands, and every entry by its title."""

from collections.abc import Callable
from functools import partial

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import folded, one_line
from bindertui.tui.commands import Command, shown_key
from bindertui.values import frozen


@frozen
class Offer:
    """One thing the palette offers.

    Attributes:
        text: what it is found by and shown as.
        aside: shown behind it: the key, or the entry's id.
        run: what choosing it does.
    """

    text: str
    aside: str
    run: Callable[[], object]

    @property
    def shown(self) -> str:
        """The offer on one line."""
        return f"{self.text}  {self.aside}"


def offers(
    binder: Binder,
    commands: tuple[Command, ...],
    language: str,
    act: Callable[[str], object],
    go: Callable[[Address], object],
) -> list[Offer]:
    """Everything the palette offers.

    Args:
        binder: whose entries are offered.
        commands: those of the screen, with the keys of the session.
        language: the reader's language.
        act: runs an action of the screen.
        go: goes to a place.
    """
    doing = [command_offer(command, language, act) for command in commands if not command.here]
    entries = [
        Offer(one_line(place.title.read(language)), place.id, partial(go, Address(place.id)))
        for place in binder.outline()
    ]
    return [*doing, *entries]


def command_offer(command: Command, language: str, act: Callable[[str], object]) -> Offer:
    """A command as the palette offers it: what it does, and its key if it has one."""
    key = shown_key(command.keys[0], language) if command.keys else ""
    return Offer(command.help.read(language), key, partial(act, command.action))


def matching(at_hand: list[Offer], query: str) -> list[tuple[Offer, tuple[tuple[int, int], ...]]]:
    """The offers that have every word of a query, in any order, each with where they match; the best first.

    Best is what begins with one of the words. Case and accents do not matter.
    """
    words = _key(query).split()
    found = []
    for offer in at_hand:
        key = _key(offer.shown)
        places = [_place(word, key) for word in words]
        if min(places, default=0) >= 0:
            begun = sum(not key[:place].strip() or key[place - 1] == " " for place in places)
            spans = tuple((place, place + len(word)) for word, place in zip(words, places, strict=True))
            found.append((begun, -min(places, default=0), offer, spans))
    return [(offer, spans) for _, _, offer, spans in sorted(found, key=lambda match: match[:2], reverse=True)]


def _key(text: str) -> str:
    """The text without case and accents, character for character."""
    return "".join((folded(character) or character)[0] for character in text)


def _place(word: str, key: str) -> int:
    """Where a word stands, at the start of another if it can; -1 if nowhere."""
    at_start = f" {key}".find(f" {word}")
    return at_start if at_start >= 0 else key.find(word)
