"""Events: what is published reaches everyone who shows a binder."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.starter import write_starter

_LONGEST = 20.0
"""Seconds after which a change that was not told is one that never will be."""


@pytest.fixture(name="published")
def _published(tmp_path: Path) -> Iterator[LiveBinder]:
    """A small binder, open."""
    write_starter(tmp_path / "binder")
    published = LiveBinder(Snapshot.of(FolderRepository(tmp_path / "binder")))
    yield published
    published.close()


def retitle(published: LiveBinder, title: str) -> None:
    """Change the first section's title, as an editor would: another file takes its place."""
    root = published.snapshot.repository.root  # type: ignore[attr-defined]
    section = min((root / "sections").glob("*.yaml"))
    other = section.with_name(".other")
    other.write_text(f"title: {{en: {title}, fr: {title}}}\n", encoding="utf-8")
    other.replace(section)


def titles(snapshot: Snapshot) -> set[str]:
    """The titles of everything in a binder."""
    return {place.title.in_language("en") for place in snapshot.binder.outline()}


def test_a_refresh_is_told_to_every_subscriber_once(published: LiveBinder) -> None:
    """All who subscribed hear of the new snapshot; who has left hears nothing."""
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


def test_edits_from_outside_are_picked_up(published: LiveBinder) -> None:
    """While the binder is watched, a file that anybody changes leads to a new snapshot."""
    heard: Queue[Snapshot] = Queue()
    published.subscribe(heard.put)
    published.watch()
    retitle(published, "Zanzibar")
    snapshot = heard.get(timeout=_LONGEST)
    while "Zanzibar" not in titles(snapshot):
        snapshot = heard.get(timeout=_LONGEST)
    assert published.snapshot is snapshot


def test_a_folder_that_cannot_be_watched_is_no_trouble(published: LiveBinder) -> None:
    """Where changes cannot be seen, nothing is told and nothing fails."""
    root = published.snapshot.repository.root  # type: ignore[attr-defined]
    root.rename(root.with_name("elsewhere"))
    published.watch()
    watch = published._watcher
    assert watch is not None
    watch.join(_LONGEST)
    assert not watch.is_alive()
