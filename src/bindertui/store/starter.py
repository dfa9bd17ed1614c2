"""Write the starter binder: every kind of file and of block, in both languages, with comments that explain them.

Its texts are package data, in the folder `starter` of the package.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.address import is_id
from bindertui.model.text import fold_text
from bindertui.store.json_schema import json_schema


class StarterError(BinderError):
    """A new binder cannot be written where it was asked for."""


def write_starter(folder: Path) -> list[Path]:
    """Write a binder into a new or empty folder; return the paths of its content files, in reading order.

    Raises:
        StarterError: the folder holds something already, or cannot be written; no file is ever overwritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StarterError(
                lazy_gettext(
                    "{folder} is not empty. Choose a new or empty folder; nothing is overwritten.", folder=folder
                )
            )
        for kind in dict.fromkeys(_FILES.values()):
            _create(
                folder / _SCHEMAS / f"{kind}.json", f"{json.dumps(json_schema(kind), indent=2, ensure_ascii=False)}\n"
            )
        return list(_write_files(folder))
    except FileExistsError as error:
        raise StarterError(
            lazy_gettext("{path} exists already. Choose a new or empty folder.", path=error.filename)
        ) from None
    except OSError as error:
        raise StarterError(
            lazy_gettext("{path} cannot be written: {reason}.", path=folder, reason=os_error_text(error))
        ) from None


def _write_files(folder: Path) -> Iterator[Path]:
    for name, kind in _FILES.items():
        text = files("bindertui").joinpath("starter", name).read_text(encoding="utf-8")
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
    """Return an id for the binder, made from its folder's name."""
    name = re.sub(r"[^a-z0-9]+", "-", fold_text(folder.resolve().name)).strip("-")
    return name if is_id(name) else "my-binder"


_SCHEMAS = ".schema"
"""Folder of the JSON schemas for editors; a folder with a leading dot holds no content."""

_FILES = {
    "binder.yaml": "binder",
    "sections/overview.yaml": "section",
    "sections/relations.yaml": "section",
    "partners/example-forum.yaml": "partner",
    "agreements/example-accord.yaml": "agreement",
    "glossary.yaml": "glossary",
    "sources.yaml": "sources",
}
"""Kind of each content file by its path, in reading order."""
