"""Where binders come from: a protocol, and a folder of YAML files as its first form."""

from pathlib import Path
from typing import Protocol

from attrs import frozen

from bindertui.model.binder import Binder
from bindertui.model.problems import Problem
from bindertui.store.catalog import Catalog, state_of


class Repository(Protocol):
    """A place that keeps a binder."""

    def binder(self) -> Binder:
        """The binder as it stands, with broken entries in their places."""

    def index_folder(self) -> Path | None:
        """Where an index of the binder as it stands may be kept; None keeps it in memory."""

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the binder, sorted by place."""

    def source(self, identifier: str) -> str | None:
        """The text of the file with this id (a top section, a partner, …), or None if there is none."""


@frozen
class FolderRepository:
    """A binder in a folder of YAML files, one file an entry.

    What reads YAML is imported when YAML is read: a start that finds the binder in the catalog does without.

    Attributes:
        root: the folder, as the user named it; problems name files below it.
        catalog: where copies are kept between runs; None keeps none.
    """

    root: Path
    catalog: Catalog | None = None

    def binder(self) -> Binder:
        """The binder as it stands, with broken entries in their places."""
        if self.catalog is None:
            return self._read()
        binder = self.catalog.load(self.root)
        if binder is None:
            state = state_of(self.root)
            binder = self._read()
            self.catalog.save(self.root, binder, state)
        return binder

    def index_folder(self) -> Path | None:
        """Where an index of the binder as it stands may be kept; None keeps it in memory."""
        return self.catalog.index_folder(self.root) if self.catalog else None

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the binder, sorted by place."""
        from bindertui.store.reading import folder_problems  # noqa: PLC0415

        return folder_problems(self.root)

    def source(self, identifier: str) -> str | None:
        """The text of the file with this id (a top section, a partner, …), or None."""
        from bindertui.store.reading import file_source  # noqa: PLC0415

        return file_source(self.root, identifier)

    def _read(self) -> Binder:
        from bindertui.store.reading import folder_binder  # noqa: PLC0415

        return folder_binder(self.root)
