"""Two changes to a text, whatever it says and however it is written, are brought together field by field."""

from random import Random
from typing import Any

from hypothesis import assume, given

from bindertui.services.merging import merged
from bindertui.store.nodes import plain, resolved
from bindertui.store.yamltext import EditError, YamlText
from tests.store.yamltext.hands import PAGES, RANDOMS, Page, any_text, places, without_empty


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
def test_changes_to_different_texts_are_both_there(page: Page, random: Random) -> None:
    """Mine is put into theirs, of which the rest stays; whose change comes first does not matter to what is said."""
    paths = texts_of(page)
    assume(len(paths) > 1)
    one, other = random.sample(paths, 2)
    base = YamlText.parse(page.text)
    own, their = any_text(random), any_text(random)
    mine, theirs = base.replaced(one, own), base.replaced(other, their)
    # Items of a list are found again by what they say, which must not be the same of two.
    assume(not _alike_items(page.tree))
    result = merged(base.text, mine.text, theirs.text)
    assert not result.conflicts
    assert result.text is not None
    expected = without_empty(with_text(with_text(page.tree, one, own), other, their))
    assert YamlText.parse(result.text).plain() == expected


@given(page=PAGES, random=RANDOMS)
def test_changes_to_the_same_text_meet(page: Page, random: Random) -> None:
    """The conflict has all three texts, unless both say the same, and theirs stays."""
    paths = texts_of(page)
    assume(paths)
    path = random.choice(paths)
    base = YamlText.parse(page.text)
    before = plain(resolved(base.node(path)))  # type: ignore[arg-type]
    own, their = any_text(random), any_text(random)
    assume(len({before, own, their}) == 3)
    assume(not _alike_items(page.tree))
    mine, theirs = base.replaced(path, own), base.replaced(path, their)
    result = merged(base.text, mine.text, theirs.text)
    assert [(conflict.base, conflict.mine, conflict.theirs) for conflict in result.conflicts] == [(before, own, their)]
    assert result.text == theirs.text


@given(page=PAGES, random=RANDOMS)
def test_a_change_to_what_stands_is_mine_alone(page: Page, random: Random) -> None:
    """Where the others changed nothing, the result is my text to the byte; where I changed nothing, it is theirs."""
    paths = texts_of(page)
    assume(paths)
    base = YamlText.parse(page.text)
    try:
        mine = base.replaced(random.choice(paths), any_text(random)).text
    except EditError:
        return
    assert merged(base.text, mine, base.text).text == mine
    assert merged(base.text, base.text, mine).text == mine
    assert merged(base.text, mine, mine).text == mine


def _alike_items(tree: Any) -> bool:
    if isinstance(tree, dict):
        return any(map(_alike_items, tree.values()))
    if isinstance(tree, list):
        return len({repr(item) for item in tree}) < len(tree) or any(map(_alike_items, tree))
    return False
