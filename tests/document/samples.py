"""Sample lines and binders for the tests of documents."""

from bindertui.document.flow import AnyLine, Flow, Grid, Heading, Passage, Run, Runs
from bindertui.document.wrapping import Row
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.entries import (
    Agreement,
    Event,
    Fact,
    Figure,
    FigureData,
    Link,
    Note,
    NoteData,
    Paragraph,
    Partner,
    Point,
    Points,
    Section,
    Series,
    Source,
    Table,
    TableData,
    Term,
    Withheld,
    WithheldData,
)
from bindertui.model.enums import EntryKind, NoteKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BrokenEntry, Cover
from bindertui.model.problems import Level, Problem
from bindertui.model.text import Text
from tests.builders import en_fr

HERE = Address("here")
NBSP = "\u00a0"


def shown(row: Row) -> str:
    """Return the text of a row."""
    return "".join(run.text for run in row)


def passage(*texts: str, indent: int = 0, marker: str = "") -> Passage:
    """Return a passage with one run for each text."""
    return Passage(address=HERE, runs=tuple(map(Run, texts)), indent=indent, marker=marker)


def grid(columns: tuple[str, ...], *body: tuple[str, ...], language: str = "en") -> Grid:
    """Return a table."""
    cells = tuple(tuple(runs(cell) for cell in row) for row in body)
    return Grid(address=HERE, language=language, caption=runs("Caption"), columns=tuple(map(runs, columns)), rows=cells)


def runs(text: str) -> Runs:
    """Return a text as one run."""
    return (Run(text),)


def line_of(flow: Flow, address: str) -> AnyLine:
    """Return the line of a flow at an address."""
    place = Address.parse(address)
    return next(line for line in flow.lines if line.address == place)


def headings(flow: Flow) -> list[str]:
    """Return the headings of a flow."""
    return [shown(line.runs) for line in flow.lines if isinstance(line, Heading)]


_INNER = Section("inner", en_fr("Inner part", "Partie intérieure"), body=(Paragraph(en_fr("Deep.", "Profond.")),))
SECTION = Section(
    "all-kinds",
    en_fr("Every kind of block", "Toutes les sortes de blocs"),
    en_fr("The **lead**, with [[unhcr]] and [[nobody]].", "Le **chapeau**, avec le [[unhcr|HCR]]."),
    ("unhcr",),
    ("S1",),
    body=(
        Paragraph(
            en_fr("A *paragraph* with [a link](https://example.org/a).", "Un *paragraphe*."),
            ("S1", "S2"),
            "2018-05",
        ),
        Points(
            (
                Point(
                    en_fr("Outer point", "Point extérieur"),
                    ("S2",),
                    points=(Point(en_fr("Inner point", "Point intérieur"), points=(Point(Text.plain("Third")),)),),
                ),
                Point(en_fr("Second point", "Second point"), as_of="2019-11-05"),
            ),
            ("S1",),
        ),
        Table(
            TableData(
                (en_fr("Office", "Bureau"), en_fr("Staff", "Effectif")),
                ((Text.plain("Lacolle"), Text.plain("12")), (en_fr("Other", "Autre"), Text.plain("3"))),
                en_fr("Offices", "Bureaux"),
            ),
            ("S2",),
        ),
        Figure(
            FigureData(
                (Text.plain("2017"), Text.plain("2018"), Text.plain("2019")),
                (Series(en_fr("Crossings", "Passages"), (20593, None, 16503.5)),),
                en_fr("Irregular crossings", "Passages irréguliers"),
                en_fr("people", "personnes"),
            ),
            as_of="2018",
        ),
        Note(NoteData(NoteKind.AFTERMATH, en_fr("It changed.", "Tout a changé."))),
        Note(NoteData(NoteKind.CAUTION, en_fr("Read with care.", "À lire avec soin."))),
        Note(NoteData(NoteKind.TAKEAWAY, en_fr("Remember.", "Retenez."))),
        Withheld(WithheldData("ATIA 21(1)(a)"), ("S1",)),
    ),
    sections=(_INNER,),
)
PARTNER = Partner(
    "unhcr",
    PartnerKind.ORGANIZATION,
    en_fr("Refugee Agency", "Agence pour les réfugiés"),
    en_fr("UNHCR", "HCR"),
    en_fr("It protects.", "Elle protège."),
    en_fr("Canada sits on its committee.", "Le Canada siège à son comité."),
    en_fr("The Minister leads.", "Le ministre dirige."),
    ("S1",),
    ("switzerland", en_fr("Norway", "Norvège")),
    ("stca",),
    (Fact(en_fr("Seat", "Siège"), en_fr("Geneva", "Genève"), "2018", ("S1",)),),
    (
        Event("2019-12-01", en_fr("Later.", "Plus tard."), ("S2",)),
        Event("1950", en_fr("Founded.", "Fondée.")),
        Event("2018-05", en_fr("In between.", "Entre-temps.")),
    ),
    (Link(en_fr("Its site", "Son site"), en_fr("https://example.org/en", "https://example.org/fr")),),
)
LOST = BrokenEntry(
    "lost",
    EntryKind.SECTION,
    (Problem("sections/lost.yaml", 3, 2, Level.ERROR, lazy_gettext("It is torn.")),),
)
BINDER = InMemoryBinder(
    Cover(
        "sample",
        en_fr("Sample binder", "Cahier modèle"),
        "2019-11",
        ("en", "fr"),
        ("all-kinds",),
        en_fr("Department", "Ministère"),
        source="S1",
    ),
    (
        SECTION,
        BrokenEntry(
            "lost", EntryKind.SECTION, (Problem("sections/lost.yaml", 3, 2, Level.ERROR, lazy_gettext("It is torn.")),)
        ),
    ),
    (
        PARTNER,
        Partner("switzerland", PartnerKind.COUNTRY, en_fr("Switzerland", "Suisse")),
        Partner("peru", PartnerKind.COUNTRY, en_fr("Peru", "Pérou")),
    ),
    (
        Agreement(
            "stca",
            en_fr("Safe Third Country Agreement", "Entente sur les tiers pays sûrs"),
            en_fr("STCA", "ETPS"),
            ("switzerland", en_fr("Canada", "Canada")),
            "2002-12-05",
            "2004-12-29",
            None,
            en_fr("In force", "En vigueur"),
            Text.plain("SOR/2004-217"),
            en_fr("It rules claims.", "Elle régit les demandes."),
            events=(Event("2019-11-04", en_fr("Heard in court.", "Audience.")),),
        ),
    ),
    (
        Term(en_fr("Zone", "Zone"), en_fr("An area.", "Une aire.")),
        Term(en_fr("Asylum", "Asile"), en_fr("Protection.", "La protection."), "unhcr", ("S2",)),
    ),
    {
        "S1": Source(Text.plain("First report"), Text.plain("IRCC"), Text.plain("https://example.org/1"), "2019-11-20"),
        "S2": Source(en_fr("Second report", "Second rapport")),
    },
    (LOST,),
)
"""A binder with every kind of entry and block, and a broken section."""
