"""A text read again after it was edited: it says what was wanted, or the edit is refused."""

from bindertui.store.nodes import Node, NodeError, read
from bindertui.store.yamltext.edits import Edit, agrees, wanted
from bindertui.store.yamltext.refusal import EditError
from bindertui.store.yamltext.splice import Splice


def verified(root: Node, new: str, made: list[tuple[Edit, Splice]]) -> Node:
    """The nodes of an edited text.

    Args:
        root: the nodes of the text before.
        new: the text after.
        made: the edits with what they did to the text.

    Raises:
        EditError: the text after cannot be read, or says something else than was wanted.
    """
    try:
        after = read(new)
    except NodeError as error:
        raise EditError(f"This change would leave a text that cannot be read. {error.message}") from None
    if not agrees(after, wanted(root, [edit for edit, _ in made])):
        raise EditError("This change cannot be made here without changing more. Edit the file's text instead.")
    return after
