"""A text read again after it was edited: it says what was wanted, or the edit is refused."""

from collections.abc import Sequence as Several

from attrs import evolve

from bindertui.model.address import Path
from bindertui.speech import wording
from bindertui.store.nodes import MAX_DEPTH, MAX_NODES, Mapping, Node, NodeError, Scalar, Sequence, read, resolved
from bindertui.store.yamltext.edits import Edit, Without
from bindertui.store.yamltext.lines import BREAKS, after_trivia, is_blank_line, line_start
from bindertui.store.yamltext.refusal import EditError
from bindertui.store.yamltext.splice import Splice, spliced
from bindertui.store.yamltext.wanted import agrees, properties, wanted
from bindertui.store.yamltext.way import Step, Way

LARGE = 100_000
"""Characters from which on a text is not read again as a whole where a part of it will do."""

Made = Several[tuple[Edit, Splice]]
"""Edits, with what they do to the text."""


def verified(text: str, root: Node, made: Made) -> tuple[str, Node | None]:
    """The text after edits, with its nodes if all of it was read again.

    Args:
        text: the text before.
        root: its nodes.
        made: the edits.

    Raises:
        EditError: the text after cannot be read, or says something else than was wanted.
    """
    new = spliced(text, [splice for _, splice in made])
    if len(text) >= LARGE and agrees_in_part(text, root, made):
        return new, None
    try:
        after = read(new)
    except NodeError as error:
        raise EditError(
            wording("This change would leave a text that cannot be read. {reason}", reason=error.message)
        ) from None
    if not agrees(after, wanted(root, [edit for edit, _ in made])):
        raise EditError(wording("This change cannot be made here without changing more. Edit the file's text instead."))
    return new, after


def agrees_in_part(text: str, root: Node, made: Made) -> bool:
    """Whether the lines of one entry hold all the changes, and say what was wanted when they are read alone.

    The lines of an entry of a block collection, from its own first to the one before the next thing written, are read
    alike alone and in their place: the parser comes to them in a state that what is above decides, and leaves them
    with the same indentation to go on from. What that does not hold for (aliases, directives, entries that share their
    first line) is not found to agree here, and the whole text is read again instead.
    """
    path = _shared([edit.touched for edit, _ in made])
    steps = Way.to(text, root, path).steps
    while steps and not _on_own_lines(steps[-1]):
        steps = steps[:-1]
    if not steps or text.startswith("%"):
        return False
    step = steps[-1]
    start = line_start(text, step.entry.start)
    stop = line_start(text, after_trivia(text, step.entry.end))
    splices = [splice for _, splice in made]
    if any(splice.start < start or max(splice.start + 1, splice.end) > stop for splice in splices):
        return False
    inside = [Splice(splice.start - start, splice.end - start, splice.text) for splice in splices]
    part = spliced(text[start:stop], inside)
    if part[-1:] not in tuple(BREAKS):
        return False
    tree = wanted(step.entry.node, [_from(edit, len(steps)) for edit, _ in made])
    try:
        alone = read(part)
    except NodeError:
        return False
    if alone.height + len(steps) > MAX_DEPTH or alone.size + resolved(root).size > MAX_NODES:
        return False
    child = _only_child(alone, step)
    return child is not None and agrees(child, tree)


def _shared(paths: list[Path]) -> Path:
    """The longest path that all paths start with."""
    first, last = min(paths, key=lambda path: list(map(str, path))), max(paths, key=lambda path: list(map(str, path)))
    count = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:count]


def _on_own_lines(step: Step) -> bool:
    text, start = step.collection.text, step.entry.start
    return not step.collection.flow and is_blank_line(text, line_start(text, start), start)


def _from(edit: Edit, depth: int) -> Edit:
    """An edit with its path from an entry at a depth on."""
    if isinstance(edit, Without):
        return Without(edit.path[depth:])
    return evolve(edit, path=edit.path[depth:])


def _only_child(alone: Node, step: Step) -> Node | None:
    """The value of the only entry of a part that was read alone, if that is the entry of the step."""
    if step.entry.key is None:
        return alone.items[0] if isinstance(alone, Sequence) and len(alone.items) == 1 else None
    if not isinstance(alone, Mapping) or len(alone.items) != 1 or not isinstance(step.entry.key, Scalar):
        return None
    ((text, (key, value)),) = alone.items.items()
    return value if text == step.entry.key.value and properties(key) == properties(step.entry.key) else None
