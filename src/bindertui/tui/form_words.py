"""The words of forms, in the reader's language: what fields and parts are called, and what explains them."""

_NAMES = {
    "id": ("Id", "Identifiant"),
    "title": ("Title", "Titre"),
    "edition": ("Edition", "Édition"),
    "languages": ("Languages", "Langues"),
    "languages.item": ("Language", "Langue"),
    "sections": ("Sections", "Sections"),
    "sections.item": ("Section", "Section"),
    "department": ("Department", "Ministère"),
    "audience": ("Audience", "Destinataire"),
    "source": ("Source", "Source"),
    "source.item": ("Source", "Source"),
    "summary": ("Summary", "Sommaire"),
    "partners": ("Partners", "Partenaires"),
    "sources": ("Sources", "Sources"),
    "sources.item": ("Source", "Source"),
    "body": ("Body", "Corps"),
    "body.item": ("Block", "Bloc"),
    "text": ("Text", "Texte"),
    "as_of": ("As of", "En date de"),
    "points": ("Points", "Points"),
    "points.item": ("Point", "Point"),
    "table": ("Table", "Tableau"),
    "columns": ("Columns", "Colonnes"),
    "columns.item": ("Column", "Colonne"),
    "rows": ("Rows", "Lignes"),
    "rows.item": ("Row", "Ligne"),
    "cell": ("Cell", "Case"),
    "caption": ("Caption", "Légende"),
    "figure": ("Figure", "Graphique"),
    "x": ("X axis", "Axe des x"),
    "x.item": ("Place", "Repère"),
    "series": ("Series", "Séries"),
    "series.item": ("Series", "Série"),
    "label": ("Label", "Libellé"),
    "values": ("Value", "Valeur"),
    "unit": ("Unit", "Unité"),
    "note": ("Note", "Note"),
    "kind": ("Kind", "Nature"),
    "withheld": ("Withheld", "Passage caviardé"),
    "provision": ("Provision", "Disposition"),
    "name": ("Name", "Nom"),
    "acronym": ("Acronym", "Sigle"),
    "role": ("Role", "Rôle"),
    "lead": ("Lead", "Responsables"),
    "members": ("Members", "Membres"),
    "members.item": ("Member", "Membre"),
    "agreements": ("Agreements", "Accords"),
    "facts": ("Facts", "Faits"),
    "facts.item": ("Fact", "Fait"),
    "value": ("Value", "Valeur"),
    "events": ("Timeline", "Chronologie"),
    "events.item": ("Event", "Événement"),
    "date": ("Date", "Date"),
    "links": ("Links", "Liens"),
    "links.item": ("Link", "Lien"),
    "url": ("Web address", "Adresse Web"),
    "parties": ("Parties", "Parties"),
    "parties.item": ("Party", "Partie"),
    "signed": ("Signed", "Signature"),
    "in_force": ("In force", "Entrée en vigueur"),
    "ended": ("Ended", "Fin"),
    "status": ("Status", "État"),
    "citation": ("Citation", "Référence"),
    "term": ("Term", "Terme"),
    "term.item": ("Term", "Terme"),
    "meaning": ("Meaning", "Sens"),
    "entry": ("Entry", "Fiche"),
    "publisher": ("Publisher", "Éditeur"),
    "binder": ("Binder", "Cahier"),
    "section": ("Section", "Section"),
    "partner": ("Partner", "Partenaire"),
    "agreement": ("Agreement", "Accord"),
    "glossary": ("Glossary", "Glossaire"),
}

_HELPS = {
    "The binder's id.": "L’identifiant du cahier.",
    "The binder's title.": "Le titre du cahier.",
    "When this edition was made: YYYY, YYYY-MM or YYYY-MM-DD.": (
        "La date de l’édition\u00a0: AAAA, AAAA-MM ou AAAA-MM-JJ."
    ),
    "Language codes; the first is the default.": "Codes de langue\u202f; le premier est la langue par défaut.",
    "Ids of the top sections, in reading order.": "Les sections principales, dans l’ordre de lecture.",
    "The department that wrote it.": "Le ministère qui l’a rédigé.",
    "Whom it is written for.": "À qui le cahier s’adresse.",
    "Key of the source of the binder as published.": "La source du cahier tel qu’il a été publié.",
    "The id: lower-case letters, digits and hyphens, unique in the binder.": (
        "L’identifiant\u00a0: minuscules, chiffres et traits d’union, unique dans le cahier."
    ),
    "The heading.": "Le titre.",
    "The lead: what matters, in a sentence or two.": "Le chapeau\u00a0: l’essentiel, en une phrase ou deux.",
    "Ids of the partners the section is about.": "Les partenaires dont traite la section.",
    "Keys of the sources for what stands outside the body, from sources.yaml.": (
        "Les sources de ce qui se trouve hors du corps."
    ),
    "The blocks, in order.": "Les blocs, dans l’ordre.",
    "The paragraph, in each language.": "Le paragraphe, dans chaque langue.",
    "Keys of the sources that bear this out, from sources.yaml.": "Les sources à l’appui.",
    "The date the statement holds for: YYYY, YYYY-MM or YYYY-MM-DD.": (
        "La date à laquelle l’énoncé est exact\u00a0: AAAA, AAAA-MM ou AAAA-MM-JJ."
    ),
    "The points, in order.": "Les points, dans l’ordre.",
    "The point, in each language.": "Le point, dans chaque langue.",
    "Points below this one.": "Les points au-dessous de celui-ci.",
    "The column headings.": "Les en-têtes des colonnes.",
    "The rows; each has a cell per column.": "Les lignes\u202f; chacune a une case par colonne.",
    "What the table shows.": "Ce que montre le tableau.",
    "The places on the x axis, as text: years, names.": "Les repères de l’axe des x\u00a0: années, noms.",
    "The series; each has a value per place on the x axis.": (
        "Les séries\u202f; chacune a une valeur par repère de l’axe."
    ),
    "What the series counts.": "Ce que compte la série.",
    "One number for each place on the x axis; empty where none is known.": (
        "Un nombre pour chaque repère de l’axe des x\u202f; vide s’il n’est pas connu."
    ),
    "What the figure shows.": "Ce que montre le graphique.",
    "What is counted.": "Ce qui est compté.",
    "aftermath: what came later; caution: how to read it; takeaway: what to remember.": (
        "aftermath\u00a0: la suite\u202f; caution\u00a0: mise en garde\u202f; takeaway\u00a0: à retenir."
    ),
    "The note, in each language.": "La note, dans chaque langue.",
    "The provision it is withheld under, as in ATIA 21(1)(a).": (
        "La disposition qui fonde l’exclusion, par exemple ATIA 21(1)(a)."
    ),
    "Sections below this one.": "Les sections au-dessous de celle-ci.",
    "What the partner is.": "Ce qu’est le partenaire.",
    "The full name.": "Le nom complet.",
    "The acronym, by language.": "Le sigle, par langue.",
    "What the partner is, in a sentence or two.": "Ce qu’est le partenaire, en une phrase ou deux.",
    "What Canada or the department does there.": "Ce qu’y fait le Canada ou le ministère.",
    "Who leads on either side.": "Les responsables de part et d’autre.",
    "Members: ids of partners, or names by language.": "Les membres\u00a0: des partenaires, ou des noms par langue.",
    "Ids of the agreements in play.": "Les accords en jeu.",
    "Facts at a glance.": "Les faits en un coup d’œil.",
    "What the value is.": "Ce qu’est la valeur.",
    "The value, with its unit.": "La valeur, avec son unité.",
    "The date the value holds for: YYYY, YYYY-MM or YYYY-MM-DD.": (
        "La date à laquelle la valeur est exacte\u00a0: AAAA, AAAA-MM ou AAAA-MM-JJ."
    ),
    "Keys of the sources that bear it out.": "Les sources à l’appui.",
    "The timeline.": "La chronologie.",
    "When: YYYY, YYYY-MM or YYYY-MM-DD.": "Quand\u00a0: AAAA, AAAA-MM ou AAAA-MM-JJ.",
    "What happened.": "Ce qui s’est passé.",
    "Where to read on.": "Où en lire davantage.",
    "What is found there.": "Ce qu’on y trouve.",
    "The address on the web, https://….": "L’adresse Web, https://…",
    "The official title.": "Le titre officiel.",
    "Parties: ids of partners, or names by language.": "Les parties\u00a0: des partenaires, ou des noms par langue.",
    "When it was signed.": "La date de la signature.",
    "When it took effect.": "La date de la prise d’effet.",
    "When it ended.": "La date de la fin.",
    "Where it stands.": "Où en est l’accord.",
    "The legal citation.": "La référence juridique.",
    "What it does, in a sentence or two.": "Ce qu’il prévoit, en une phrase ou deux.",
    "The term or acronym, by language.": "Le terme ou le sigle, par langue.",
    "What it means; for an acronym, its full name first.": (
        "Ce qu’il veut dire\u202f; pour un sigle, d’abord le nom complet."
    ),
    "The id of the entry that says more.": "La fiche qui en dit davantage.",
    "The title of the document, or what it is.": "Le titre du document, ou sa nature.",
    "Who published it.": "Qui l’a publié.",
    "Where it was published, https://….": "Où il a été publié, https://…",
    "When it was published.": "La date de publication.",
}

_LANGUAGES = {"en": ("English", "Anglais"), "fr": ("French", "Français"), "": ("Every language", "Toutes langues")}


def name_of(name: str, language: str) -> str:
    """What a field or a part is called."""
    english, french = _NAMES[name]
    return french if language == "fr" else english


def help_of(help_text: str, language: str) -> str:
    """The sentence that explains a field."""
    return _HELPS.get(help_text, help_text) if language == "fr" else help_text


def language_name(code: str, language: str) -> str:
    """What a language is called; its code where the app has no name for it."""
    english, french = _LANGUAGES.get(code, (code, code))
    return french if language == "fr" else english
