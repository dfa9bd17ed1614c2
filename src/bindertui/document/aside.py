"""What stands beside the text: a partner or an agreement, every place that mentions it, and the sources of a line."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bindertui.document.build import entry_lines, titled
from bindertui.document.flow import AnyLine, Heading, Passage, Run, Tone
from bindertui.document.lists import source_line
from bindertui.document.runs import Scribe
from bindertui.document.words import word
from bindertui.model.address import Address

if TYPE_CHECKING:
    from bindertui.model.mentions import Mention

_SNIPPET = 90


def source_lines(sources: Sequence[str], scribe: Scribe) -> Iterator[AnyLine]:
    """What the source marks of a line stand for."""
    for key in dict.fromkeys(sources):
        if line := source_line(key, scribe):
            yield line


def subject_lines(subject: str, mentions: "Sequence[Mention]", scribe: Scribe) -> Iterator[AnyLine]:
    """A partner or an agreement, whole, and who mentions it; of a section, its figures, and its partners in short."""
    from bindertui.document.body import figure_lines  # noqa: PLC0415 - as below
    from bindertui.model.entries import Agreement, Partner, Section  # noqa: PLC0415 - the first frame has no details

    entry = scribe.binder.entry(subject)
    if isinstance(entry, Partner | Agreement):
        yield from entry_lines(entry, subject, scribe)
        yield from mention_lines(mentions, Address(subject), scribe)
    elif isinstance(entry, Section):
        yield from figure_lines(entry.body, Address(subject), scribe)
        for identifier in entry.partners:
            partner = scribe.binder.entry(identifier)
            if isinstance(partner, Partner):
                name = "".join(run.text for run in titled(partner.name, partner.acronym, scribe))
                address = Address(identifier)
                yield Heading(address=address, runs=(Run(name, to=address),), depth=1)
                for text in (partner.summary, partner.role):
                    if text is not None:
                        yield Passage(address=address, runs=scribe.text(text))


def mention_lines(mentions: "Sequence[Mention]", address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    """The places that mention an entry, under the title of the entry each stands in."""
    yield Heading(address=address / "mentions", runs=(Run(word("mentions", scribe.language)),), depth=1)
    if not mentions:
        yield Passage(address=address, runs=(Run(word("mentions.none", scribe.language), Tone.QUIET),))
    entry = ""
    for mention in mentions:
        if mention.address.entry != entry:
            entry = mention.address.entry
            yield Passage(
                address=mention.address, runs=(Run(scribe.name(entry), strong=True, to=mention.address.whole),)
            )
        if mention.text is not None and mention.address.path != ("title",):
            shown = scribe.bare(mention.text)
            if len(shown) > _SNIPPET:
                shown = shown[:_SNIPPET].rsplit(" ", 1)[0] + " …"
            yield Passage(address=mention.address, runs=(Run(shown, to=mention.address),), indent=1, marker="•")
