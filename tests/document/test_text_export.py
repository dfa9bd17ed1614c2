"""Plain-text export: every kind of block, in both languages."""

import pytest

from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_text
from bindertui.document.wrapping import cell_width
from tests.document.samples import BINDER, NBSP

ENGLISH = f"""\
Every kind of block
===================

The lead, with Refugee Agency and nobody. [S1]

Partners: Refugee Agency

A paragraph with a link. (as of May{NBSP}2018) [S1] [S2]

• Outer point [S2]
  ◦ Inner point
    ▪ Third
• Second point
  [S1]

Offices
Office   Staff
Lacolle  12
Other    3
[S2]

Irregular crossings
people
Crossings
  2017: 20,593
  2018: –
  2019: 16,503.5
(as of 2018)

  Aftermath: It changed.

  Caution: Read with care.

  Takeaway: Remember.

[Redacted] ATIA 21(1)(a) [S1]

Inner part
----------

Deep."""

FRENCH = f"""\
Toutes les sortes de blocs
==========================

Le chapeau, avec le HCR. [S1]

Partenaires{NBSP}: Agence pour les réfugiés

Un paragraphe. (en date de mai{NBSP}2018) [S1] [S2]

• Point extérieur [S2]
  ◦ Point intérieur
    ▪ Third
• Second point
  [S1]

Bureaux
Bureau   Effectif
Lacolle  12
Autre    3
[S2]

Passages irréguliers
personnes
Passages
  2017{NBSP}: 20{NBSP}593
  2018{NBSP}: –
  2019{NBSP}: 16{NBSP}503,5
(en date de 2018)

  La suite{NBSP}: Tout a changé.

  Mise en garde{NBSP}: À lire avec soin.

  À retenir{NBSP}: Retenez.

[Caviardé] ATIA 21(1)(a) [S1]

Partie intérieure
-----------------

Profond."""

PARTNER = f"""\
Refugee Agency (UNHCR)
======================

Organization

It protects. [S1]

Role
----

Canada sits on its committee.

Lead
----

The Minister leads.

Members
-------

• Switzerland
• Norway

Agreements
----------

• Safe Third Country Agreement

Facts
-----

• Seat: Geneva (as of 2018) [S1]

Timeline
--------

• 1950: Founded.
• May{NBSP}2018: In between.
• 1{NBSP}December{NBSP}2019: Later. [S2]

Links
-----

• Its site https://example.org/en"""

AGREEMENT = f"""\
Entente sur les tiers pays sûrs (ETPS)
======================================

Elle régit les demandes.

• Parties{NBSP}: Suisse · Canada
• Signature{NBSP}: 5{NBSP}décembre{NBSP}2002
• En vigueur{NBSP}: 29{NBSP}décembre{NBSP}2004
• État{NBSP}: En vigueur
• Référence{NBSP}: SOR/2004-217

Chronologie
-----------

• 4{NBSP}novembre{NBSP}2019{NBSP}: Audience."""

COVER = f"""\
Cahier modèle
=============

  Ministère{NBSP}: Ministère
  Destinataire{NBSP}: Autre
  Édition{NBSP}: novembre{NBSP}2019
  Source{NBSP}: [S1]

L’essentiel
-----------

• Retenez. — Toutes les sortes de blocs

Contenu · 1{NBSP}min
---------------

• Toutes les sortes de blocs · 1{NBSP}min — Le chapeau, avec le HCR.
• lost Cette fiche ne peut être affichée{NBSP}: son fichier comporte des erreurs."""

GLOSSARY = """\
Glossaire
=========

Asile — La protection. voir\u00a0: Agence pour les réfugiés [S2]

Zone — Une aire."""

SOURCES = f"""\
Sources
=======

S1 First report. IRCC, 20{NBSP}November{NBSP}2019 https://example.org/1

S2 Second report"""

PARTNERS = """\
Partners
========

Organizations
-------------

• Refugee Agency (UNHCR) — It protects.

Countries
---------

• Peru
• Switzerland"""

BROKEN = """\
lost
====

This entry cannot be shown: its file has problems.

• sections/lost.yaml:3:2: error: It is torn."""


@pytest.mark.parametrize(
    ("identifier", "language", "expected"),
    [
        ("all-kinds", "en", ENGLISH),
        ("all-kinds", "fr", FRENCH),
        ("unhcr", "en", PARTNER),
        ("stca", "fr", AGREEMENT),
        ("binder", "fr", COVER),
        ("glossary", "fr", GLOSSARY),
        ("sources", "en", SOURCES),
        ("partners", "en", PARTNERS),
        ("lost", "en", BROKEN),
    ],
)
def test_every_kind_of_entry_reads_as_plain_text(identifier: str, language: str, expected: str) -> None:
    """Headings are underlined, points have bullets, tables have columns, figures are numbers, redactions are marked."""
    assert "\n".join(to_text(build_flow(BINDER, identifier, language))) == expected


@pytest.mark.parametrize("width", [2, 12, 20, 40, 200])
@pytest.mark.parametrize("identifier", ["all-kinds", "unhcr", "stca", "binder", "lost"])
def test_plain_text_fits_the_page(identifier: str, width: int) -> None:
    """No row is wider than the width, and none ends in spaces."""
    for row in to_text(build_flow(BINDER, identifier, "fr"), width):
        assert cell_width(row) <= width
        assert not row.endswith(" ")
