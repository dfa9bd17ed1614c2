"""The messages that several widgets post."""

from textual.message import Message

from bindertui.model.address import Address


class Chosen(Message):
    """The user chose a place to go to."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class Previewed(Message):
    """The user moved over a place in a list without choosing it."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address
