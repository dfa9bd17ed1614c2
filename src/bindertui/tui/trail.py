"""The trail of places a reader has been to."""

from bindertui.model.address import Address
from bindertui.values import frozen

_LONGEST = 200


@frozen
class Trail:
    """Where back and forward lead, nearest last: a value."""

    back: tuple[Address, ...] = ()
    forward: tuple[Address, ...] = ()

    def left(self, place: Address) -> "Trail":
        """The trail after leaving a place for a new one."""
        return Trail((*self.back, place)[-_LONGEST:])

    def stepped_back(self, here: Address) -> tuple["Trail", Address] | None:
        """The trail and the place one step back, or None."""
        if not self.back:
            return None
        return Trail(self.back[:-1], (*self.forward, here)), self.back[-1]

    def stepped_forward(self, here: Address) -> tuple["Trail", Address] | None:
        """The trail and the place one step forward again, or None."""
        if not self.forward:
            return None
        return Trail((*self.back, here), self.forward[:-1]), self.forward[-1]
