"""Addresses of entries and fields: `[binder/]entry[#field.path]`."""

import re
from typing import Self

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import AddressError
from bindertui.i18n import lazy_gettext

PathStep = str | int
FieldPath = tuple[PathStep, ...]

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""An id: lower-case letters and digits, in groups joined by single hyphens."""

_ADDRESS = re.compile(r"(?:(?P<binder>[^/#]*)/)?(?P<entry>[^/#]*)(?:#(?P<path>.*))?", re.DOTALL)
_STEP = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*|0|[1-9][0-9]{0,8}")


def is_id(text: str) -> bool:
    """Return whether a text is a well-formed id of at most 100 characters."""
    return len(text) <= 100 and ID.fullmatch(text) is not None


@frozen
class Address:
    """The address of an entry, or of a field in it.

    Attributes:
        entry: the entry's id.
        path: field names and list positions, from the entry inwards; empty for the entry itself.
        binder: the id of the binder; None for the current one.
    """

    entry: str
    path: FieldPath = field(default=())
    binder: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse an address.

        Raises:
            AddressError: the text is not an address.
        """
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
    def parse_in_binder(cls, binder: str, text: object) -> Self | None:
        """Parse an address in a binder; return None for anything else, such as a value from a damaged state file."""
        try:
            address = cls.parse(text) if isinstance(text, str) else None
        except AddressError:
            return None
        return address if address is not None and address.binder in {None, binder} else None

    def __str__(self) -> str:
        binder = f"{self.binder}/" if self.binder else ""
        path = f"#{format_path(self.path)}" if self.path else ""
        return f"{binder}{self.entry}{path}"

    def __truediv__(self, step: PathStep) -> "Address":
        """Return the address one step further in."""
        return type(self)(self.entry, (*self.path, step), self.binder)

    @property
    def entry_address(self) -> "Address":
        """The address of the whole entry."""
        return type(self)(self.entry, (), self.binder)


def format_path(path: FieldPath) -> str:
    """Return a path as written in an address."""
    return ".".join(map(str, path))
