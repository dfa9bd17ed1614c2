"""The entries of a binder: sections, partners, agreements, glossary terms and sources."""

from bindertui.model.blocks import Block
from bindertui.model.fields import Role, declared
from bindertui.model.kinds import PartnerKind
from bindertui.model.text import Text
from bindertui.values import frozen


def _id() -> str:
    identifier: str = declared(Role.ID, "The id: lower-case letters, digits and hyphens, unique in the binder.")
    return identifier


def _sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = declared(
        Role.SOURCE, "Keys of the sources for what stands outside the body, from sources.yaml.", default=()
    )
    return keys


@frozen
class Section:
    """A section of the binder; sections nest."""

    id: str = _id()
    title: Text = declared(Role.PROSE, "The heading.")
    summary: Text | None = declared(Role.PROSE, "The lead: what matters, in a sentence or two.", default=None)
    partners: tuple[str, ...] = declared(Role.PARTNER, "Ids of the partners the section is about.", default=())
    sources: tuple[str, ...] = _sources()
    body: tuple[Block, ...] = declared(Role.NEST, "The blocks, in order.", default=())
    sections: tuple["Section", ...] = declared(Role.NEST, "Sections below this one.", default=())


@frozen
class Fact:
    """A fact at a glance: a label and its value."""

    label: Text = declared(Role.PROSE, "What the value is.")
    value: Text = declared(Role.NEUTRAL, "The value, with its unit.")
    as_of: str | None = declared(Role.DATE, "The date the value holds for: YYYY, YYYY-MM or YYYY-MM-DD.", default=None)
    sources: tuple[str, ...] = declared(Role.SOURCE, "Keys of the sources that bear it out.", default=())


@frozen
class Event:
    """Something that happened, for the timeline."""

    date: str = declared(Role.DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD.")
    text: Text = declared(Role.PROSE, "What happened.")
    sources: tuple[str, ...] = declared(Role.SOURCE, "Keys of the sources that bear it out.", default=())


@frozen
class Link:
    """A way out to the web."""

    label: Text = declared(Role.PROSE, "What is found there.")
    url: Text = declared(Role.URL, "The address on the web, https://….")


@frozen
class Partner:
    """A province, territory, country, organization, forum or program the department works with."""

    id: str = _id()
    kind: PartnerKind = declared(Role.CHOICE, "What the partner is.", choices=PartnerKind)
    name: Text = declared(Role.PROSE, "The full name.")
    acronym: Text | None = declared(Role.NEUTRAL, "The acronym, by language.", default=None)
    summary: Text | None = declared(Role.PROSE, "What the partner is, in a sentence or two.", default=None)
    role: Text | None = declared(Role.PROSE, "What Canada or the department does there.", default=None)
    lead: Text | None = declared(Role.PROSE, "Who leads on either side.", default=None)
    sources: tuple[str, ...] = _sources()
    members: tuple[str | Text, ...] = declared(
        Role.PARTNER, "Members: ids of partners, or names by language.", default=()
    )
    agreements: tuple[str, ...] = declared(Role.AGREEMENT, "Ids of the agreements in play.", default=())
    facts: tuple[Fact, ...] = declared(Role.NEST, "Facts at a glance.", default=())
    events: tuple[Event, ...] = declared(Role.NEST, "The timeline.", default=())
    links: tuple[Link, ...] = declared(Role.NEST, "Where to read on.", default=())

    @property
    def title(self) -> Text:
        """The name, under the word every entry has for its heading."""
        return self.name


@frozen
class Agreement:
    """An agreement between partners."""

    id: str = _id()
    title: Text = declared(Role.PROSE, "The official title.")
    acronym: Text | None = declared(Role.NEUTRAL, "The acronym, by language.", default=None)
    parties: tuple[str | Text, ...] = declared(
        Role.PARTNER, "Parties: ids of partners, or names by language.", default=()
    )
    signed: str | None = declared(Role.DATE, "When it was signed.", default=None)
    in_force: str | None = declared(Role.DATE, "When it took effect.", default=None)
    ended: str | None = declared(Role.DATE, "When it ended.", default=None)
    status: Text | None = declared(Role.PROSE, "Where it stands.", default=None)
    citation: Text | None = declared(Role.NEUTRAL, "The legal citation.", default=None)
    summary: Text | None = declared(Role.PROSE, "What it does, in a sentence or two.", default=None)
    sources: tuple[str, ...] = _sources()
    body: tuple[Block, ...] = declared(Role.NEST, "The blocks, in order.", default=())
    events: tuple[Event, ...] = declared(Role.NEST, "The timeline.", default=())


@frozen
class Term:
    """A term of the glossary."""

    term: Text = declared(Role.NEUTRAL, "The term or acronym, by language.")
    meaning: Text = declared(Role.PROSE, "What it means; for an acronym, its full name first.")
    entry: str | None = declared(Role.ENTRY, "The id of the entry that says more.", default=None)
    sources: tuple[str, ...] = _sources()


@frozen
class Source:
    """A published source."""

    title: Text = declared(Role.NEUTRAL, "The title of the document, or what it is.")
    publisher: Text | None = declared(Role.NEUTRAL, "Who published it.", default=None)
    url: Text | None = declared(Role.URL, "Where it was published, https://….", default=None)
    date: str | None = declared(Role.DATE, "When it was published.", default=None)
