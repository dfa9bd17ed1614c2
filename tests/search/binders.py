"""Binders for the search tests, built from values."""

from bindertui.model.entries import (
    Agreement,
    Figure,
    FigureData,
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
from bindertui.model.enums import NoteKind, PartnerKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.text import Text
from tests.builders import cover, en_fr


def paragraphs(*texts: Text | str) -> InMemoryBinder:
    """Return a binder of one section with a paragraph for each text."""
    made = tuple(Paragraph(text if isinstance(text, Text) else Text.plain(text)) for text in texts)
    return InMemoryBinder(cover("one"), (Section("one", en_fr("One", "Un"), body=made),))


US = Section(
    "us-relations",
    en_fr("United States", "États-Unis"),
    en_fr("The main relation.", "La relation principale."),
    ("united-states",),
    body=(
        Paragraph(
            en_fr(
                "The [[stca]] has been in force since **2004**; refugees still cross at Roxham Road.",
                "L’[[stca]] est en vigueur depuis **2004**; des réfugiés passent encore au chemin Roxham.",
            ),
            ("S34",),
            "2018",
        ),
        Points(
            (
                Point(
                    en_fr("Information is shared.", "L’information est échangée."),
                    ("S02",),
                    points=(
                        Point(en_fr("Under the Canada–Québec accord.", "Selon l’accord Canada–Québec."), as_of="2019"),
                    ),
                ),
            ),
            ("S01",),
        ),
        Figure(
            FigureData(
                (Text.plain("2017"), Text.plain("2018")),
                (Series(en_fr("Crossings", "Passages"), (20593, 19419)),),
                en_fr("Irregular crossings", "Passages irréguliers"),
            )
        ),
        Table(TableData((en_fr("Office", "Bureau"),), ((Text.plain("Lacolle"),),), en_fr("Offices", "Bureaux"))),
        Note(NoteData(NoteKind.TAKEAWAY, en_fr("Cooperation is close.", "La coopération est étroite."))),
        Withheld(WithheldData("ATIA 21(1)(a)")),
    ),
    sections=(
        Section(
            "stca-today",
            en_fr("STCA today", "L’ETPS aujourd’hui"),
            body=(Paragraph(en_fr("Quiet.", "Calme.")),),
        ),
    ),
)
IGC = Partner(
    "igc",
    PartnerKind.FORUM,
    en_fr("Intergovernmental Consultations on Migration", "Consultations intergouvernementales sur la migration"),
    Text.plain("IGC"),
    role=en_fr("Canada chairs a working group; its role is growing.", "Le Canada préside un groupe de travail."),
    members=("united-states", en_fr("Norway", "Norvège")),
)
STATES = Partner("united-states", PartnerKind.COUNTRY, en_fr("United States", "États-Unis"), en_fr("US", "É.-U."))
STCA = Agreement(
    "stca",
    en_fr("Safe Third Country Agreement", "Entente sur les tiers pays sûrs"),
    en_fr("STCA", "ETPS"),
    ("united-states",),
    signed="2002-12-05",
)
UNHCR = Term(
    en_fr("UNHCR", "HCR"),
    en_fr(
        "United Nations High Commissioner for Refugees: the refugee agency.",
        "Haut-Commissariat des Nations Unies pour les réfugiés : l’organisme des réfugiés.",
    ),
)
SMALL = InMemoryBinder(
    cover("us-relations"),
    (US,),
    (IGC, STATES),
    (STCA,),
    (UNHCR,),
    {"S34": Source(Text.plain("Canada Gazette"), date="2004-11-03")},
)
"""A binder with one of everything."""
