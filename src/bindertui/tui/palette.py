"""What the command palette offers: the commands, and every entry by its title."""

from collections.abc import Callable
from functools import partial

from attrs import frozen
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import one_line
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
    """Matches offers; `over` makes a provider class of the ones at hand."""

    at_hand: list[Offer]

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for offer in self.at_hand:
            yield DiscoveryHit(offer.shown, offer.run, text=offer.text)

    async def search(self, query: str) -> Hits:
        """Offer what matches, the best first."""
        matcher = self.matcher(query)
        for offer in self.at_hand:
            if (score := matcher.match(offer.text)) > 0:
                shown = Content.assemble(matcher.highlight(offer.text), (f"  {offer.aside}", "dim"))
                yield Hit(score, shown, offer.run, text=offer.text)


def over(at_hand: list[Offer]) -> type[Provider]:
    """A provider of these offers, made for one opening of the palette: nothing is shared between sessions."""
    return type("OffersAtHand", (Offers,), {"at_hand": at_hand})
