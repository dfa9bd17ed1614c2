"""The details pane: a partner or an agreement with its mentions, the figures of a section, the sources of a line."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bindertui.document.builder import heading_line, render_entry
from bindertui.document.flow import AnyLine, Heading, Passage, Run, Tone
from bindertui.document.index_pages import render_source
from bindertui.document.inline import InlineRenderer
from bindertui.document.labels import label_for
from bindertui.model.address import Address

if TYPE_CHECKING:
    from bindertui.model.mentions import Mention

_SNIPPET = 90


def source_details(sources: Sequence[str], renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the references of some sources, each once."""
    for key in dict.fromkeys(sources):
        if line := render_source(key, renderer):
            yield line


def entry_details(subject: str, mentions: "Sequence[Mention]", renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the details of an entry.

    Of a partner or an agreement: its full document and its mentions. Of a section: its figures, and its partners in
    short.
    """
    from bindertui.document.body import render_figures  # noqa: PLC0415 - as below
    from bindertui.model.entries import Agreement, Partner, Section  # noqa: PLC0415 - the first frame has no details

    entry = renderer.binder.entry(subject)
    if isinstance(entry, Partner | Agreement):
        yield from render_entry(entry, subject, renderer)
        yield from mention_details(mentions, Address(subject), renderer)
    elif isinstance(entry, Section):
        yield from render_figures(entry.body, Address(subject), renderer)
        for identifier in entry.partners:
            partner = renderer.binder.entry(identifier)
            if isinstance(partner, Partner):
                name = "".join(run.text for run in heading_line(partner.name, partner.acronym, renderer))
                address = Address(identifier)
                yield Heading(address=address, runs=(Run(name, target=address),), depth=1)
                for text in (partner.summary, partner.role):
                    if text is not None:
                        yield Passage(address=address, runs=renderer.render(text))


def mention_details(mentions: "Sequence[Mention]", address: Address, renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the passages that mention an entry, grouped by their entries."""
    yield Heading(address=address / "mentions", runs=(Run(label_for("mentions", renderer.language)),), depth=1)
    if not mentions:
        yield Passage(address=address, runs=(Run(label_for("mentions.none", renderer.language), Tone.QUIET),))
    entry = ""
    for mention in mentions:
        if mention.address.entry != entry:
            entry = mention.address.entry
            yield Passage(
                address=mention.address,
                runs=(Run(renderer.entry_name(entry), strong=True, target=mention.address.entry_address),),
            )
        if mention.text is not None and mention.address.path != ("title",):
            shown = renderer.plain(mention.text)
            if len(shown) > _SNIPPET:
                shown = shown[:_SNIPPET].rsplit(" ", 1)[0] + " …"
            yield Passage(address=mention.address, runs=(Run(shown, target=mention.address),), indent=1, marker="•")
