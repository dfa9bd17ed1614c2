"""A library that several people read in one process: each of its binders is read, followed and searched once."""

from attrs import evolve

from bindertui.services.access import Who
from bindertui.services.events import Published
from bindertui.services.library import Library, Snapshot, chosen, newest_first
from bindertui.settings import NOWHERE, Settings
from bindertui.store.state import own_name
from bindertui.values import frozen


@frozen
class SharedLibrary(Library):
    """The binders of a library, open for all who come; threads may share it.

    Attributes:
        opened: what tells of the changes of each binder.
    """

    opened: tuple[Published, ...] = ()

    @classmethod
    def of(cls, library: Library) -> "SharedLibrary":
        """A library with its binders read now, followed from now on, and ready to be searched."""
        opened = tuple(map(Published, library.snapshots()))
        for published in opened:
            # Whoever shows it comes and goes; it is followed all the while.
            published.subscribe(_nobody)
            published.watch()
            _, finder = published.searchable()
            finder.prepare()
        return cls(library.folders, library.catalog, opened)

    def kept_snapshot(self, binder: str | None = None) -> Snapshot:
        """A binder as it is now: the one with this id, else the one whose edition is latest.

        Raises:
            NotFoundError: no binder here has this id.
        """
        return chosen(self.kept_snapshots(), binder)

    def kept_snapshots(self) -> tuple[Snapshot, ...]:
        """Every binder as it is now, the newest edition first."""
        return newest_first(published.snapshot for published in self.opened)

    def published(self, snapshot: Snapshot) -> Published:
        """What tells of the changes of one of the binders."""
        place = snapshot.repository.place
        return next(published for published in self.opened if published.snapshot.repository.place == place)

    def close(self) -> None:
        """Follow the binders no longer."""
        for published in self.opened:
            published.close()


def settings_of(settings: Settings, who: Who, *, anonymous: bool) -> Settings:
    """The settings of one of those who come: their bookmarks, searches and drafts are theirs alone.

    Args:
        settings: those of the process.
        who: who comes.
        anonymous: whether it may be anybody: then nothing is kept.
    """
    # A name may hold anything; as a folder it must not lead anywhere else.
    own = settings.state / "people" / own_name(who.name or "")
    # The keys of the config file are those of whoever wrote it, and so are its mistakes.
    return evolve(settings, state=NOWHERE if anonymous else own, editor="", written=None)


def _nobody(_: Snapshot) -> None:
    pass
