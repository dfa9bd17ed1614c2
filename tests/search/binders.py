"""Binders for the tests of search, made from values."""

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
from bindertui.model.outline import Cover
from bindertui.model.text import Text


def both(en: str, fr: str) -> Text:
    """A text in both official languages."""
    return Text.of({"en": en, "fr": fr})


def cover(*sections: str) -> Cover:
    """The cover of a small binder."""
    return Cover("small", both("Transition binder", "Cahier de transition"), "2019-11", ("en", "fr"), sections)


def paragraphs(*texts: Text | str) -> InMemoryBinder:
    """A binder of one section with a paragraph for each text."""
    made = tuple(Paragraph(text if isinstance(text, Text) else Text.plain(text)) for text in texts)
    return InMemoryBinder(cover("one"), (Section("one", both("One", "Un"), body=made),))


US = Section(
    "us-relations",
    both("United States", "États-Unis"),
    both("The main relation.", "La relation principale."),
    ("united-states",),
    body=(
        Paragraph(
            both(
                "The [[stca]] has been in force since **2004**; refugees still cross at Roxham Road.",
                "L’[[stca]] est en vigueur depuis **2004**; des réfugiés passent encore au chemin Roxham.",
            ),
            ("S34",),
            "2018",
        ),
        Points(
            (
                Point(
                    both("Information is shared.", "L’information est échangée."),
                    ("S02",),
                    points=(
                        Point(both("Under the Canada–Québec accord.", "Selon l’accord Canada–Québec."), as_of="2019"),
                    ),
                ),
            ),
            ("S01",),
        ),
        Figure(
            FigureData(
                (Text.plain("2017"), Text.plain("2018")),
                (Series(both("Crossings", "Passages"), (20593, 19419)),),
                both("Irregular crossings", "Passages irréguliers"),
            )
        ),
        Table(TableData((both("Office", "Bureau"),), ((Text.plain("Lacolle"),),), both("Offices", "Bureaux"))),
        Note(NoteData(NoteKind.TAKEAWAY, both("Cooperation is close.", "La coopération est étroite."))),
        Withheld(WithheldData("ATIA 21(1)(a)")),
    ),
    sections=(
        Section("stca-today", both("STCA today", "L’ETPS aujourd’hui"), body=(Paragraph(both("Quiet.", "Calme.")),)),
    ),
)
IGC = Partner(
    "igc",
    PartnerKind.FORUM,
    both("Intergovernmental Consultations on Migration", "Consultations intergouvernementales sur la migration"),
    Text.plain("IGC"),
    role=both("Canada chairs a working group; its role is growing.", "Le Canada préside un groupe de travail."),
    members=("united-states", both("Norway", "Norvège")),
)
STATES = Partner("united-states", PartnerKind.COUNTRY, both("United States", "États-Unis"), both("US", "É.-U."))
STCA = Agreement(
    "stca",
    both("Safe Third Country Agreement", "Entente sur les tiers pays sûrs"),
    both("STCA", "ETPS"),
    ("united-states",),
    signed="2002-12-05",
)
UNHCR = Term(
    both("UNHCR", "HCR"),
    both(
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
