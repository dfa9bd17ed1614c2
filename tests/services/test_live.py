"""LiveBinder: every subscriber gets each new snapshot."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.starter import write_starter

_LONGEST = 20.0
"""Seconds after which a missing notification counts as never sent."""


@pytest.fixture(name="published")
def _published(tmp_path: Path) -> Iterator[LiveBinder]:
    """A small binder, open."""
    write_starter(tmp_path / "binder")
    published = LiveBinder(Snapshot.of(FolderRepository(tmp_path / "binder")))
    yield published
    published.close()


def retitle(published: LiveBinder, title: str) -> None:
    """Change the first section's title as an editor does: by replacing the file."""
    root = published.snapshot.repository.root  # type: ignore[attr-defined]
    section = min((root / "sections").glob("*.yaml"))
    other = section.with_name(".other")
    other.write_text(f"title: {{en: {title}, fr: {title}}}\n", encoding="utf-8")
    other.replace(section)


def titles(snapshot: Snapshot) -> set[str]:
    """The titles of everything in a binder."""
    return {place.title.in_language("en") for place in snapshot.binder.outline()}


def test_subscribers_are_called_once_per_refresh(published: LiveBinder) -> None:
    """All subscribers get the new snapshot; after unsubscribing they get none."""
    heard: list[tuple[str, Snapshot]] = []
    published.subscribe(lambda snapshot: heard.append(("one", snapshot)))
    leave = published.subscribe(lambda snapshot: heard.append(("two", snapshot)))
    retitle(published, "Zanzibar")
    snapshot = published.refresh()
    assert "Zanzibar" in titles(snapshot)
    assert heard == [("one", snapshot), ("two", snapshot)]
    leave()
    retitle(published, "Pemba")
    published.refresh()
    assert [name for name, _ in heard] == ["one", "two", "one"]


def test_edits_by_other_programs_are_detected(published: LiveBinder) -> None:
    """While the binder is watched, any change of a file leads to a new snapshot."""
    heard: Queue[Snapshot] = Queue()
    published.subscribe(heard.put)
    published.watch()
    retitle(published, "Zanzibar")
    snapshot = heard.get(timeout=_LONGEST)
    while "Zanzibar" not in titles(snapshot):
        snapshot = heard.get(timeout=_LONGEST)
    assert published.snapshot is snapshot


def test_a_folder_that_cannot_be_watched_is_ignored(published: LiveBinder) -> None:
    """There are no events and no errors."""
    root = published.snapshot.repository.root  # type: ignore[attr-defined]
    root.rename(root.with_name("elsewhere"))
    published.watch()
    watch = published._watcher
    assert watch is not None
    watch.join(_LONGEST)
    assert not watch.is_alive()
