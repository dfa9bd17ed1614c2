"""What stands beside the text: a partner or an agreement, every place that mentions it, and the sources of a line."""

from collections.abc import Iterator, Sequence

from bindertui.document.build import entry_lines, titled
from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.lists import source_line
from bindertui.document.runs import Scribe
from bindertui.document.words import word
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Partner, Section
from bindertui.model.mentions import Mention

_SNIPPET = 90


def aside(
    binder: Binder, subject: str, language: str, mentions: Sequence[Mention], *, sources: Sequence[str] = ()
) -> Flow:
    """What there is to know beside the text.

    Args:
        binder: the binder.
        subject: the id of a partner or agreement, which is shown whole, or of a section, whose partners are.
        language: the reader's language.
        mentions: the places that mention the subject.
        sources: keys of sources to show first.
    """
    scribe = Scribe(binder, language)
    lines = (*source_lines(sources, scribe), *_subject_lines(subject, mentions, scribe))
    return Flow(subject, scribe.name(subject), language, lines)


def source_lines(sources: Sequence[str], scribe: Scribe) -> Iterator[AnyLine]:
    """What the source marks of a line stand for."""
    for key in dict.fromkeys(sources):
        if line := source_line(key, scribe):
            yield line


def _subject_lines(subject: str, mentions: Sequence[Mention], scribe: Scribe) -> Iterator[AnyLine]:
    entry = scribe.binder.entry(subject)
    if isinstance(entry, Partner | Agreement):
        yield from entry_lines(entry, subject, scribe)
        yield from _mentions(mentions, Address(subject), scribe)
    elif isinstance(entry, Section):
        for identifier in entry.partners:
            partner = scribe.binder.entry(identifier)
            if isinstance(partner, Partner):
                name = "".join(run.text for run in titled(partner.name, partner.acronym, scribe))
                address = Address(identifier)
                yield Heading(address=address, runs=(Run(name, to=address),), depth=1)
                for text in (partner.summary, partner.role):
                    if text is not None:
                        yield Passage(address=address, runs=scribe.text(text))


def _mentions(mentions: Sequence[Mention], address: Address, scribe: Scribe) -> Iterator[AnyLine]:
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
