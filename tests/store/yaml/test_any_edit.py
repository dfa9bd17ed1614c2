"""In a file of any style, an edit changes the intended value and no other byte."""

import copy
import re
from random import Random
from typing import Any, cast

from hypothesis import assume, given

from bindertui.store.yaml.edit import Edit, EditError, Insert, Move, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.edit.edits import Value
from bindertui.store.yaml.edit.splice import apply_splices
from bindertui.store.yaml.edit.verify import expected_tree, trees_agree, verify_part
from bindertui.store.yaml.nodes import Scalar, parse_yaml
from tests.helpers import examples
from tests.store.yaml.generated_files import PAGES, RANDOMS, TEXTS, Page, places, without_empty

Path = tuple[str | int, ...]

COMMENT_ON_DASH = re.compile("- +#")
"""A comment on the line of a dash belongs to the first inner item; another one there goes on its own line."""

many = examples(500)


def changed(tree: Any, path: Path, value: Any) -> Any:
    """The tree with another value at a path."""
    tree = copy.deepcopy(tree)
    inside = tree
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return tree


@many
@given(page=PAGES)
def test_a_file_that_is_not_edited_is_as_it_was(page: Page) -> None:
    """Opening a file without a change leaves every byte, and the generated text has the intended content."""
    text = YamlDocument.parse(page.text)
    assert text.text == page.text
    assert text.plain() == without_empty(page.tree)
    for path, value in places(page.tree):
        if isinstance(value, str):
            assert text.replace(path, value).text == page.text


@many
@given(page=PAGES, random=RANDOMS, new=TEXTS)
def test_another_text_changes_only_the_lines_of_that_text(page: Page, random: Random, new: str) -> None:
    """Everything before its first and after its last character stays, but for a comment that a block moves up."""
    scalars = [path for path, value in places(page.tree) if isinstance(value, str) and path not in page.shared]
    assume(scalars)
    path = random.choice(scalars)
    text = YamlDocument.parse(page.text)
    node = text.node(path)
    assert isinstance(node, Scalar)
    edited = text.replace(path, new)
    assert edited.plain() == without_empty(changed(page.tree, path, new))
    assert YamlDocument.parse(edited.text).plain() == edited.plain()
    body, after = page.text.removeprefix("\ufeff"), edited.text.removeprefix("\ufeff")
    start, end = node.event.start_mark.index, node.event.end_mark.index
    assert after.startswith(body[:start])
    line_end = min((at for sign in "\r\n" if (at := body.find(sign, end)) >= 0), default=len(body))
    if node.event.style not in ("|", ">"):
        assert after.endswith(body[line_end:])
        comment = body[end:line_end]
        assert comment.strip() in after[start : len(after) - len(body) + line_end]
    else:
        assert after.endswith(body[end:])
    assert len(edited.text) - len(after) == len(page.text) - len(body)


@many
@given(page=PAGES, random=RANDOMS)
def test_a_moved_item_and_its_way_back(page: Page, random: Random) -> None:
    """A list in another order says so, keeps every comment, and gives the first bytes back when it is moved back."""
    lists = [path for path, value in places(page.tree) if isinstance(value, list) and len(value) > 1]
    assume(lists)
    path = random.choice(lists)
    text = YamlDocument.parse(page.text)
    count = len(text.node(path).items)  # type: ignore[union-attr]
    source, target = random.randint(0, count - 1), random.randint(0, count - 1)
    try:
        moved = text.apply([Move(path, source, target)])
    except EditError:
        # A text that keeps the blank lines below it, or an anchor, cannot be moved from.
        assume(not re.search(r"[|>]\+|&ac", page.text))
        raise
    wanted = copy.deepcopy(page.tree)
    inside: Any = wanted
    for step in path:
        inside = inside[step]
    inside.insert(target, inside.pop(source))
    assert moved.plain() == without_empty(wanted)
    assert sorted("".join(moved.text.split())) == sorted("".join(page.text.split()))
    if not COMMENT_ON_DASH.search(page.text):
        assert moved.apply([Move(path, target, source)]).text == page.text


@many
@given(page=PAGES, random=RANDOMS, new=TEXTS)
def test_an_item_put_in_and_taken_out(page: Page, random: Random, new: str) -> None:
    """A new item has the intended value; removing it again restores the original bytes."""
    lists = [path for path, value in places(page.tree) if isinstance(value, list)]
    assume(lists)
    path = random.choice(lists)
    text = YamlDocument.parse(page.text)
    count = len(text.node(path).items)  # type: ignore[union-attr]
    index = random.randint(0, count)
    inserted = text.apply([Insert(path, index, new)])
    wanted: Any = copy.deepcopy(page.tree)
    inside = wanted
    for step in path:
        inside = inside[step]
    inside.insert(index, new)
    assert inserted.plain() == without_empty(wanted)
    if not COMMENT_ON_DASH.search(page.text):
        assert inserted.apply([Remove((*path, index))]).text == page.text


@many
@given(page=PAGES, random=RANDOMS)
def test_what_is_taken_away_takes_nothing_else(page: Page, random: Random) -> None:
    """The rest keeps its content, and every remaining comment was there before."""
    inner = [path for path, _ in places(page.tree) if path]
    path = random.choice(inner)
    text = YamlDocument.parse(page.text)
    try:
        less = text.apply([Remove(path)])
    except EditError as error:
        # A value with an alias cannot be removed, nor can the whole content of a file.
        assume(not page.shared and len(page.tree) > 1)
        raise AssertionError from error
    wanted: Any = copy.deepcopy(page.tree)
    inside = wanted
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    assert less.plain() == without_empty(wanted)


@many
@given(page=PAGES, other=PAGES)
def test_a_whole_file_becomes_another(page: Page, other: Page) -> None:
    """A subtree can be replaced by any other; if that is impossible, the edit is refused and nothing is lost."""
    assume(not page.shared and without_empty(other.tree))
    text = YamlDocument.parse(page.text)
    edited = text.replace((), cast(Value, other.tree))
    assert edited.plain() == without_empty(other.tree)
    if page.tree == other.tree:
        assert edited.text == page.text


@many
@given(page=PAGES, random=RANDOMS, new=TEXTS)
def test_reading_a_part_again_is_as_good_as_reading_the_whole(page: Page, random: Random, new: str) -> None:
    """If the lines of one entry verify alone, the whole text verifies, and that is not rare."""
    text = YamlDocument.parse(page.text)
    path, value = random.choice([(path, value) for path, value in places(page.tree) if path])
    edit: Edit = Replace(path, new)
    if isinstance(value, list):
        edit = random.choice((Insert(path, len(value), new), Insert(path, 0, {"a": new})))
    elif isinstance(value, dict):
        edit = SetKey(path, "new key", new)
    try:
        splice = text.plan(edit)
    except EditError:
        assume(not page.shared)
        raise
    body = page.text.removeprefix("\ufeff")
    if splice is None or not verify_part(body, text.root, [(edit, splice)]):
        return
    after = parse_yaml(apply_splices(body, [splice]))
    assert trees_agree(after, expected_tree(text.root, [edit]))
