"""What matters most in a binder, as its front page has it."""

from bindertui.document.flow import Passage
from bindertui.document.marking import links
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.plain.lines import words_of
from bindertui.services.library import Snapshot
from bindertui.services.reading import document


def takeaways(snapshot: Snapshot, language: str) -> list[tuple[str, Address]]:
    """Each takeaway with the place it leads to."""
    return [
        (words_of(line), linked[0])
        for line in document(snapshot, Address(BINDER), language).lines
        if isinstance(line, Passage) and line.address and line.address.path[:1] == ("takeaways",)
        if (linked := [run.to for run in links(line) if run.to])
    ]
