"""What the command palette offers: the commands, and every entry by its title."""

from collections.abc import Callable
from functools import partial

from attrs import frozen
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import folded, one_line
from bindertui.tui.commands import COMMANDS, shown_key


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
    def shown(self) -> Content:
        """The offer as the palette shows it; content, never markup."""
        return Content.assemble(Content(self.text), (f"  {self.aside}", "dim"))


def offers(binder: Binder, language: str, act: Callable[[str], object], go: Callable[[Address], object]) -> list[Offer]:
    """Everything the palette offers.

    Args:
        binder: whose entries are offered.
        language: the reader's language.
        act: runs an action of the screen.
        go: goes to a place.
    """
    commands = [
        Offer(command.help.read(language), shown_key(command.keys[0]), partial(act, command.action))
        for command in COMMANDS
        if not command.here
    ]
    entries = [
        Offer(one_line(place.title.read(language)), place.id, partial(go, Address(place.id)))
        for place in binder.outline()
    ]
    return [*commands, *entries]


class Offers(Provider):
    """Matches the offers at hand."""

    at_hand: list[Offer]

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for offer in self.at_hand:
            yield DiscoveryHit(offer.shown, offer.run, text=offer.text)

    async def search(self, query: str) -> Hits:
        """Offer what has every word of the query, in any order; best is what begins with one of them.

        Textual's own matcher reads what it shows as markup, tells accents apart, and can take hours over a long title.
        """
        words = _key(query).split()
        for offer in self.at_hand:
            key = _key(f"{offer.text}  {offer.aside}")
            places = [_place(word, key) for word in words]
            if words and min(places) >= 0:
                shown = offer.shown
                for word, place in zip(words, places, strict=True):
                    shown = shown.stylize("reverse", place, place + len(word))
                begun = sum(not key[:place].strip() or key[place - 1] == " " for place in places)
                yield Hit(1 + begun - min(places) / 1000, shown, offer.run, text=offer.text)


def _key(text: str) -> str:
    """The text without case and accents, character for character."""
    return "".join((folded(character) or character)[0] for character in text)


def _place(word: str, key: str) -> int:
    """Where a word stands, at the start of another if it can; -1 if nowhere."""
    at_start = f" {key}".find(f" {word}")
    return at_start if at_start >= 0 else key.find(word)


def palette(at_hand: list[Offer], placeholder: str) -> CommandPalette:
    """The palette over some offers; its provider is made for this one opening, so that sessions share nothing."""
    provider = type("OffersAtHand", (Offers,), {"at_hand": at_hand})
    return CommandPalette(providers=[provider], placeholder=placeholder)
