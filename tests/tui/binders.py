"""The binder that most tests of the app read."""

LONG = " ".join(f"Sentence {number} of a long paragraph." for number in range(60))

FILES = {
    "sections/context.yaml": """\
title: {en: Context, fr: Contexte}
summary: {en: "The lead with [[unhcr|the agency]].", fr: "Le chapeau avec [[unhcr|l’agence]]."}
partners: [unhcr]
body:
  - text: {en: Refugees are resettled from Québec to Yukon., fr: Des réfugiés sont réinstallés du Québec au Yukon.}
    sources: [S1, S2]
  - text: {en: "See [our site](https://example.org/site).", fr: "Voir [notre site](https://example.org/site)."}
  - table:
      columns: [{en: Year, fr: Année}, {en: Count, fr: Nombre}]
      rows: [['2018', '12'], ['2019', '3']]
  - figure:
      caption: {en: Crossings by year, fr: Passages par année}
      x: ['2017', '2018', '2019']
      series: [{label: {en: Crossings, fr: Passages}, values: [20593, null, 4.5]}]
  - withheld: {provision: ATIA 21(1)(a)}
sections:
  - id: inner
    title: {en: Inner part, fr: Partie intérieure}
    body:
      - points:
          - text: {en: A point about refugees., fr: Un point sur les réfugiés.}
          - text: {en: A second point., fr: Un second point.}
    sections:
      - id: innermost
        title: {en: Innermost part, fr: Partie la plus intérieure}
        body:
          - text: {en: Deep words., fr: Mots profonds.}
  - id: after
    title: {en: After it, fr: Après}
    body:
      - text: {en: The last words on refugees., fr: Derniers mots sur les réfugiés.}
""",
    "sections/second.yaml": """\
title: {en: Second section, fr: Deuxième section}
body:
  - text: {en: The agency called UNHCR helps refugees., fr: L’agence appelée HCR aide les réfugiés.}
    sources: [S2]
""",
    "partners/unhcr.yaml": """\
kind: organization
name: {en: Refugee Agency, fr: Agence pour les réfugiés}
acronym: {en: UNHCR, fr: HCR}
summary: {en: It protects people., fr: Elle protège les gens.}
role: {en: Canada sits on its committee., fr: Le Canada siège à son comité.}
members: [norway]
agreements: [pact]
facts:
  - label: {en: Seat, fr: Siège}
    value: {en: Geneva, fr: Genève}
events:
  - date: 1950-12-14
    text: {en: Founded., fr: Fondée.}
links:
  - label: {en: Its site, fr: Son site}
    url: https://example.org/agency
""",
    "partners/norway.yaml": "kind: country\nname: {en: Norway, fr: Norvège}\n",
    "agreements/pact.yaml": "title: {en: Safe Pact, fr: Pacte sûr}\nparties: [norway]\nsigned: 2002-12-05\n",
    "glossary.yaml": """\
- term: {en: RA, fr: AR}
  meaning: {en: The agency., fr: L’agence.}
  entry: unhcr
""",
    "sources.yaml": """\
S1: {title: {en: First report, fr: Premier rapport}, url: "https://example.org/first"}
S2: {title: {en: Second report, fr: Second rapport}}
""",
}
"""Two sections, two partners, an agreement, a glossary and sources, without problems."""

BROKEN = {
    **FILES,
    "sections/broken.yaml": "title: [\n",
    "partners/torn.yaml": "kind: nothing\n",
    "glossary.yaml": "{",
}
"""The same with a section, a partner and the glossary broken."""
