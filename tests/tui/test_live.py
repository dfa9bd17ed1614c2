"""A binder that changes while it is open: by others, and as it is indexed."""

import threading
from pathlib import Path

from bench.generate import generate

from bindertui.search.index import IndexStore, index_folder
from bindertui.search.indexer import IndexChanges
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings
from bindertui.store.cache.catalog import BinderCache
from bindertui.store.folder_repository import FolderRepository
from bindertui.tui.app import BinderApp
from bindertui.tui.screens.browse import BrowseScreen
from tests.helpers import PATIENCE
from tests.tui.conftest import Open, Session


async def test_an_edit_from_outside_is_shown_in_place(open_app: Open, binder: Path) -> None:
    """What somebody else writes is there without a key, is found, and the cursor stays where it was."""
    async with open_app(binder, at="second#body.0.text") as session:
        await session.indexed()
        here = session.here
        file = binder / "sections" / "second.yaml"
        text = file.read_text(encoding="utf-8").replace("helps refugees.", "helps refugees in Zanzibar.")
        other = file.with_name(".other")
        other.write_text(text, encoding="utf-8")
        other.replace(file)
        await session.wait_until(lambda: "Zanzibar" in session.screen())
        assert session.here == here
        await session.press("slash")
        await session.type("zanzibar")
        await session.wait_until(lambda: session.browse.result and session.browse.result.hits.total == 1)


async def test_a_file_that_breaks_hides_nothing_else(open_app: Open, binder: Path) -> None:
    """A file broken from outside is said to be, in its place; mended, it is back."""
    async with open_app(binder, at="second") as session:
        file = binder / "sections" / "second.yaml"
        good = file.read_text(encoding="utf-8")
        file.write_text("title: [", encoding="utf-8")
        await session.wait_until(lambda: "second.yaml" in session.screen())
        file.write_text(good, encoding="utf-8")
        await session.wait_until(lambda: "UNHCR helps" in session.screen())


async def test_what_is_indexed_so_far_is_found(tmp_path: Path) -> None:
    """While another process is at the index, its first files are searched; in the end, all of them."""
    generate(tmp_path / "binder", 300)
    settings = Settings.resolve({"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")})
    catalog = BinderCache(settings.cache_folder)
    snapshot = Snapshot.of(FolderRepository(tmp_path / "binder", catalog))
    assert snapshot.index_folder is not None
    shelf = IndexStore(snapshot.binder, index_folder(snapshot.binder, snapshot.index_folder))
    written = shelf.find_changes().to_index
    shelf.update(IndexChanges(to_index=written[: len(written) // 2]))
    held, go_on = threading.Event(), threading.Event()

    def hold(done: int, total: int) -> None:
        held.set()
        go_on.wait(PATIENCE)

    other = threading.Thread(target=lambda: shelf.update(shelf.find_changes(), hold))
    other.start()
    assert held.wait(PATIENCE)
    app = BinderApp(Library((tmp_path / "binder",), catalog), settings)
    async with app.run_test(size=(120, 40)) as pilot:
        session = Session(app, pilot)
        await session.wait_until(lambda: isinstance(app.screen, BrowseScreen))
        await pilot.press("slash", *"immigration")
        await session.wait_until(lambda: session.browse.result and session.browse.result.hits.total > 0)
        assert session.browse.result is not None
        partly = session.browse.result.hits.total
        go_on.set()
        other.join(PATIENCE)
        await session.wait_until(lambda: session.browse.result and session.browse.result.hits.total > partly)
        await session.settle()
