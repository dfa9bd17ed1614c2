"""Addresses: `[binder/]entry[#field.path]`, the one way to name a place in a library."""

import re
from typing import Self

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import AddressError
from bindertui.i18n import lazy_gettext

Step = str | int
Path = tuple[Step, ...]

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""An id: lower-case letters and digits, in groups joined by single hyphens."""

_ADDRESS = re.compile(r"(?:(?P<binder>[^/#]*)/)?(?P<entry>[^/#]*)(?:#(?P<path>.*))?", re.DOTALL)
_STEP = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*|0|[1-9][0-9]{0,8}")


def is_id(text: str) -> bool:
    """Whether a text is a well-formed id of at most 100 characters."""
    return len(text) <= 100 and ID.fullmatch(text) is not None


@frozen
class Address:
    """A place: an entry, or a field inside it.

    Attributes:
        entry: the entry's id.
        path: field names and list positions, from the entry inwards; empty for the entry itself.
        binder: the binder's id; None means the binder at hand.
    """

    entry: str
    path: Path = field(default=())
    binder: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address, or raise `AddressError` saying what one looks like."""
        match = _ADDRESS.fullmatch(text.strip())
        if match is None or not is_id(match["entry"]) or (match["binder"] is not None and not is_id(match["binder"])):
            raise AddressError(
                lazy_gettext(
                    "{text!r} is not an address. Write entry, entry#field.path or binder/entry,"
                    " as in unhcr or unhcr#summary.en.",
                    text=text,
                )
            )
        steps = match["path"].split(".") if match["path"] else []
        for step in steps:
            if not _STEP.fullmatch(step):
                raise AddressError(
                    lazy_gettext(
                        "{step!r} in the address {text!r} is not a field name or a list position."
                        " Write names and numbers joined by dots, as in body.0.text.en.",
                        step=step,
                        text=text,
                    )
                )
        return cls(match["entry"], tuple(int(step) if step.isdigit() else step for step in steps), match["binder"])

    @classmethod
    def within(cls, binder: str, text: object) -> Self | None:
        """Read an address in the binder with an id, whatever was kept in its place; None where it is none of those."""
        try:
            address = cls.parse(text) if isinstance(text, str) else None
        except AddressError:
            return None
        return address if address is not None and address.binder in {None, binder} else None

    def __str__(self) -> str:
        binder = f"{self.binder}/" if self.binder else ""
        path = f"#{format_path(self.path)}" if self.path else ""
        return f"{binder}{self.entry}{path}"

    def __truediv__(self, step: Step) -> "Address":
        """The place one step further in."""
        return type(self)(self.entry, (*self.path, step), self.binder)

    @property
    def whole(self) -> "Address":
        """The entry this place lies in."""
        return type(self)(self.entry, (), self.binder)


def format_path(path: Path) -> str:
    """A path as it is written in an address."""
    return ".".join(map(str, path))
