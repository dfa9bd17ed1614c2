"""What a reference may refer to: the partners, agreements, sources or entries of the binder."""

from bindertui.model.binder import Binder
from bindertui.model.fields import Role
from bindertui.model.kinds import EntryKind
from bindertui.model.text import one_line
from bindertui.values import frozen


@frozen
class Candidate:
    """Something to refer to.

    Attributes:
        id: an entry's id or a source's key.
        title: what it is called, on a line and safe for a terminal.
    """

    id: str
    title: str


_KINDS = {
    Role.PARTNER: (EntryKind.PARTNER,),
    Role.AGREEMENT: (EntryKind.AGREEMENT,),
    Role.ENTRY: (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT),
}


def candidates(binder: Binder, role: Role, language: str) -> list[Candidate]:
    """Everything that a reference with a role may refer to, in the order of the binder."""
    if role is Role.SOURCE:
        return [Candidate(key, one_line(source.title.read(language))) for key, source in binder.sources.items()]
    kinds = _KINDS.get(role, ())
    return [
        Candidate(place.id, one_line(place.title.read(language))) for place in binder.outline() if place.kind in kinds
    ]
