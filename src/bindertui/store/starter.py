"""A small binder to start from: every kind of file and of block, in both languages, with comments that explain them."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bindertui.errors import BinderError, system_words
from bindertui.model.address import is_id
from bindertui.model.text import folded
from bindertui.speech import wording
from bindertui.store.schema import schema


class StarterError(BinderError):
    """A new binder cannot be written where it was asked for."""


def write_starter(folder: Path) -> list[Path]:
    """Write a binder into a new or empty folder; the paths of its content files, in the order to read them.

    Raises:
        StarterError: the folder holds something already, or cannot be written; no file is ever overwritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StarterError(
                wording("{folder} is not empty. Name a new or an empty folder: nothing is overwritten.", folder=folder)
            )
        for kind in dict.fromkeys(kind for kind, _ in _FILES.values()):
            _create(folder / _SCHEMAS / f"{kind}.json", f"{json.dumps(schema(kind), indent=2, ensure_ascii=False)}\n")
        return list(_written(folder))
    except FileExistsError as error:
        raise StarterError(
            wording("{path} exists already. Name a new or an empty folder.", path=error.filename)
        ) from None
    except OSError as error:
        raise StarterError(
            wording("{path} cannot be written: {reason}.", path=folder, reason=system_words(error))
        ) from None


def _written(folder: Path) -> Iterator[Path]:
    for name, (kind, text) in _FILES.items():
        up = "../" * name.count("/")
        hint = f"# yaml-language-server: $schema={up}{_SCHEMAS}/{kind}.json\n"
        filled = text.replace("@ID@", _identifier(folder)).replace("@EDITION@", datetime.now(UTC).strftime("%Y-%m"))
        yield _create(folder / name, hint + filled)


def _create(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _identifier(folder: Path) -> str:
    """An id for the binder from its folder's name."""
    name = re.sub(r"[^a-z0-9]+", "-", folded(folder.resolve().name)).strip("-")
    return name if is_id(name) else "my-binder"


_SCHEMAS = ".schema"
"""Where the schemas lie for editors; a folder with a leading dot holds no content."""

_BINDER = """\
# The cover: what the binder is, and the order in which its sections are read.
id: @ID@
title:
  en: A Binder to Start From
  fr: Un cahier pour commencer
department:
  en: The Department
  fr: Le ministère
audience: other               # minister, deputy-minister, committee or other
edition: @EDITION@
languages: [en, fr]           # the first is the default
source: S1
sections:                     # one file each, in the folder sections
  - overview
  - relations
"""

_OVERVIEW = """\
# A section. The file's name is its id, so it can be linked to as [[overview]].
title:
  en: Overview
  fr: Aperçu
summary:                      # the lead: what matters, in a sentence or two
  en: This section shows every kind of block. Replace them with your own.
  fr: Cette section montre chaque type de bloc. Remplacez-les par les vôtres.
partners: [example-forum]
sources: [S1]
body:
  # A paragraph. **strong**, *emphasis*, a link to the web and links to entries; any other brackets are shown as typed.
  - text:
      en: Ministers meet **once a year** at the [[example-forum]], under the [[example-accord|accord]].
      fr: Les ministres se réunissent **une fois par an** au [[example-forum]], en vertu de l’[[example-accord|accord]].
    sources: [S1]             # keys of sources.yaml
    as_of: 2019               # the date it holds for: YYYY, YYYY-MM or YYYY-MM-DD
  # A list of points; points nest.
  - points:
      - text:
          en: A point that stands on its own.
          fr: Un point qui se suffit à lui-même.
      - text:
          en: A point with points below it.
          fr: Un point qui en contient d’autres.
        points:
          - text:
              en: It may have [a source on the web](https://example.org/).
              fr: Il peut avoir [une source sur le Web](https://example.org/).
            sources: [S1]
  # A table. A cell that reads the same in every language is written once.
  - table:
      caption: {en: Who leads what, fr: Qui dirige quoi}
      columns:
        - {en: Subject, fr: Sujet}
        - {en: Lead, fr: Responsable}
      rows:
        - [{en: Settlement, fr: Établissement}, {en: Both governments, fr: Les deux gouvernements}]
        - [{en: Admissions, fr: Admissions}, Ottawa]
    sources: [S1]
  # A figure: a value for each place on the x axis, null where none is known.
  - figure:
      caption: {en: Meetings a year, fr: Réunions par année}
      unit: {en: meetings, fr: réunions}
      x: [2017, 2018, 2019]
      series:
        - label: {en: Held, fr: Tenues}
          values: [2, 3, 1]
        - label: {en: Planned, fr: Prévues}
          values: [null, 3, 4]
    sources: [S1]
  # A note: aftermath (what came later), caution (how to read it) or takeaway (what to remember).
  - note:
      kind: takeaway
      text:
        en: One thing to remember.
        fr: Une chose à retenir.
  # A passage withheld from release, with its legal ground.
  - withheld: {provision: ATIA 21(1)(a)}
"""

_RELATIONS = """\
title:
  en: Relations
  fr: Relations
sections:                     # nested sections: these say their ids
  - id: annual-meeting
    title:
      en: The Annual Meeting
      fr: La réunion annuelle
    partners: [example-forum]
    body:
      - text:
          en: The next meeting is in the spring.
          fr: La prochaine réunion a lieu au printemps.
        sources: [S1]
"""

_PARTNER = """\
# A partner: a forum, organization, country, province, territory or program.
kind: forum
name:
  en: Example Forum
  fr: Forum exemple
acronym: {en: EF, fr: FE}
summary:
  en: A table at which governments meet.
  fr: Une table où les gouvernements se rencontrent.
role:
  en: The department chairs it every other year.
  fr: Le ministère la préside une année sur deux.
lead:
  en: The deputy minister
  fr: Le sous-ministre
sources: [S1]
members:                      # ids of partners, or names
  - {en: Government of Canada, fr: Gouvernement du Canada}
agreements: [example-accord]
facts:
  - label: {en: Meetings, fr: Réunions}
    value: {en: once a year, fr: une fois par an}
    as_of: 2019
    sources: [S1]
events:
  - date: 2019-06-03
    text:
      en: First meeting.
      fr: Première réunion.
    sources: [S1]
links:
  - label: {en: Website, fr: Site Web}
    url:
      en: https://example.org/en
      fr: https://example.org/fr
"""

_AGREEMENT = """\
# An agreement between partners.
title:
  en: Example Accord
  fr: Accord exemple
parties:                      # ids of partners, or names
  - example-forum
  - {en: Government of Canada, fr: Gouvernement du Canada}
signed: 2018-05-01
in_force: 2018-07-01
status:
  en: In force.
  fr: En vigueur.
summary:
  en: It sets how often ministers meet.
  fr: Il fixe la fréquence des réunions des ministres.
sources: [S1]
body:                         # blocks, as in a section
  - text:
      en: It has no end date.
      fr: Il n’a pas de date de fin.
events:
  - date: 2018-05-01
    text:
      en: Signed.
      fr: Signé.
    sources: [S1]
"""

_GLOSSARY = """\
# Terms and acronyms; `entry` is where to read more.
- term: {en: EF, fr: FE}
  meaning:
    en: Example Forum, a table at which governments meet.
    fr: Forum exemple, une table où les gouvernements se rencontrent.
  entry: example-forum
"""

_SOURCES = """\
# Sources by their keys, which `sources` and `source` refer to.
S1:
  title: {en: The example report, fr: Le rapport exemple}
  publisher: {en: The Department, fr: Le ministère}
  url: https://example.org/
  date: 2019-11
"""

_FILES = {
    "binder.yaml": ("binder", _BINDER),
    "sections/overview.yaml": ("section", _OVERVIEW),
    "sections/relations.yaml": ("section", _RELATIONS),
    "partners/example-forum.yaml": ("partner", _PARTNER),
    "agreements/example-accord.yaml": ("agreement", _AGREEMENT),
    "glossary.yaml": ("glossary", _GLOSSARY),
    "sources.yaml": ("sources", _SOURCES),
}
"""Every content file by its path: its kind and its text."""
