"""Two changes to a text, whatever it says and however it is written, are brought together field by field."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bindertui.services.editing.merge import merge_texts
from bindertui.store.yaml.edit import EditError, YamlDocument
from bindertui.store.yaml.nodes import resolve_alias, to_plain_node
from tests.store.yaml.generated_files import PAGES, RANDOMS, Page, any_text, places, without_empty


def texts_of(page: Page) -> list[tuple[str | int, ...]]:
    """The paths of the texts that can be changed."""
    return [path for path, value in places(page.tree) if isinstance(value, str) and path not in page.shared]


def with_text(tree: Any, path: tuple[str | int, ...], value: str) -> Any:
    """A tree with another text at a path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(tree, dict):
        return {key: with_text(item, tuple(rest), value) if key == step else item for key, item in tree.items()}
    return [with_text(item, tuple(rest), value) if at == step else item for at, item in enumerate(tree)]


@given(page=PAGES, random=RANDOMS)
def test_changes_to_different_texts_are_merged(page: Page, random: Random) -> None:
    """Mine are applied to theirs, byte for byte otherwise; which side comes first does not matter to the content."""
    paths = texts_of(page)
    assume(len(paths) > 1)
    one, other = random.sample(paths, 2)
    base = YamlDocument.parse(page.text)
    own, their = any_text(random), any_text(random)
    mine, theirs = base.replace(one, own), base.replace(other, their)
    # Items of a list are matched by content, which must be unique.
    assume(not _alike_items(page.tree))
    result = merge_texts(base.text, mine.text, theirs.text)
    assert not result.conflicts
    assert result.text is not None
    expected = without_empty(with_text(with_text(page.tree, one, own), other, their))
    assert YamlDocument.parse(result.text).plain() == expected


@given(page=PAGES, random=RANDOMS)
def test_changes_to_the_same_text_are_a_conflict(page: Page, random: Random) -> None:
    """The conflict has all three texts, unless both are the same, and theirs is kept."""
    paths = texts_of(page)
    assume(paths)
    path = random.choice(paths)
    base = YamlDocument.parse(page.text)
    before = to_plain_node(resolve_alias(base.node(path)))  # type: ignore[arg-type]
    own, their = any_text(random), any_text(random)
    assume(len({before, own, their}) == 3)
    assume(not _alike_items(page.tree))
    mine, theirs = base.replace(path, own), base.replace(path, their)
    result = merge_texts(base.text, mine.text, theirs.text)
    assert [(conflict.base, conflict.mine, conflict.theirs) for conflict in result.conflicts] == [(before, own, their)]
    assert result.text == theirs.text


@given(page=PAGES, random=RANDOMS)
def test_without_a_change_of_theirs_the_result_is_mine(page: Page, random: Random) -> None:
    """Without a change of mine, the result is their text byte for byte."""
    paths = texts_of(page)
    assume(paths)
    base = YamlDocument.parse(page.text)
    try:
        mine = base.replace(random.choice(paths), any_text(random)).text
    except EditError:
        return
    assert merge_texts(base.text, mine, base.text).text == mine
    assert merge_texts(base.text, base.text, mine).text == mine
    assert merge_texts(base.text, mine, mine).text == mine


def text_of_list(items: Sequence[object]) -> str:
    """A file with a list, an item a line."""
    return "".join(["items:\n", *(f"- {json.dumps(item)}\n" for item in items)])


ITEMS = st.lists(st.sampled_from("abc"), min_size=2, max_size=5)
KINDS = st.sampled_from([str, lambda name: {"name": name, "rank": "x"}, lambda name: [name, "x"]])


@example(items=["m", "m", "o"], orders=([2, 0, 1], [0, 2, 1]), kind=str)
@given(items=ITEMS, orders=st.tuples(*[st.permutations(range(5))] * 2), kind=KINDS)
def test_two_orders_of_one_list_are_a_conflict(
    items: list[str], orders: tuple[list[int], list[int]], kind: Callable[[str], object]
) -> None:
    """The conflict has the whole lists, even if they have equal items."""
    base = [kind(name) for name in items]
    mine, theirs = ([base[at] for at in order if at < len(base)] for order in orders)
    assume(base not in (mine, theirs) and mine != theirs)
    result = merge_texts(text_of_list(base), text_of_list(mine), text_of_list(theirs))
    assert [(one.base, one.mine, one.theirs) for one in result.conflicts] == [(base, mine, theirs)]
    assert result.text == text_of_list(theirs)


@example(items=["a", "a", "b"], order=[2, 0, 1, 3, 4], at=0, mine_is_order=True, named=False)
@given(
    items=ITEMS,
    order=st.permutations(range(5)),
    at=st.integers(0, 4),
    mine_is_order=st.booleans(),
    named=st.booleans(),
)
def test_an_order_and_a_field_are_merged(
    items: list[str], order: list[int], at: int, *, mine_is_order: bool, named: bool
) -> None:
    """One side reorders a list, the other changes a field: no item is lost, duplicated or mixed up."""
    base = [{("id" if named else "name"): name, "rank": "x"} for name in items]
    moved = [base[place] for place in order if place < len(base)]
    assume(at < len(base) and moved != base)
    edited = [*base[:at], {**base[at], "rank": "y"}, *base[at + 1 :]]
    mine, theirs = (moved, edited) if mine_is_order else (edited, moved)
    result = merge_texts(text_of_list(base), text_of_list(mine), text_of_list(theirs))
    assert not result.conflicts
    assert result.text is not None
    said: Any = YamlDocument.parse(result.text).plain()
    assert [{**item, "rank": "x"} for item in said["items"]] == moved
    assert sorted(map(repr, said["items"])) == sorted(map(repr, edited))


def _alike_items(tree: Any) -> bool:
    if isinstance(tree, dict):
        return any(map(_alike_items, tree.values()))
    if isinstance(tree, list):
        return len({repr(item) for item in tree}) < len(tree) or any(map(_alike_items, tree))
    return False
