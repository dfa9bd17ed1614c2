"""Fixtures for the search tests."""

from collections.abc import Callable

import pytest

from bindertui.search.index import Index
from bindertui.search.parser import parse
from bindertui.search.results import Hits
from tests.search.binders import SMALL

Find = Callable[..., Hits]


@pytest.fixture(scope="session")
def small() -> Index:
    """The index of the small binder."""
    return Index.build(SMALL)


@pytest.fixture(scope="session")
def find(small: Index) -> Find:
    """Searches the small binder with a finished query, in a reader's language."""

    def search(text: str, language: str = "en", *, typing: bool = False) -> Hits:
        return small.search(parse(text, typing=typing), language, limit=100)

    return search
