"""Set a field from text, as `set` does: the schema decides whether the text is used as it is or parsed as YAML."""

from typing import Any

from attrs import evolve

from bindertui.i18n import join_and, lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.model.schema import coerce_numbers, key_order, type_at
from bindertui.model.text import Text
from bindertui.services.editing.draft import Draft
from bindertui.store.yaml.edit import Edit, EditError, Insert, NoSlotError, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.nodes import Mapping, NodeError, Scalar, Sequence, parse_yaml, resolve_alias, to_plain_node


def set_value(draft: Draft, text: str) -> Draft:
    """Return the draft with a value at its address.

    Text fields take the text as it is. Lists, and anything with fields of its own, are given as YAML, such as [a, b] or
    {en: a, fr: b}. Without a path, the text replaces the whole file.

    Raises:
        EditError: the value cannot be set.
        NoSlotError: the address leads nowhere.
    """
    if not draft.path:
        return draft.with_text(text)
    document = draft.parsed
    declared_type = type_at(draft.kind, document.plain(), draft.path)
    value = _parse_value(declared_type, text, draft)
    return draft.apply([_set_edit(document, draft, draft.path, value)])


def insert_item(draft: Draft, text: str) -> Draft:
    """Return the draft with a new item: before the one at its address, or at the end of the list there.

    Raises:
        EditError: there is no list.
        NoSlotError: the list has no such position.
    """
    document = draft.parsed
    path = draft.path
    node = document.node(path)
    target = resolve_alias(node) if node is not None else None
    is_list = isinstance(target, Sequence) or not path or not isinstance(path[-1], int)
    length = len(target.items) if isinstance(target, Sequence) else 0
    list_path, index = (path, length) if is_list else (path[:-1], int(path[-1]))
    declared_type = type_at(draft.kind, document.plain(), (*list_path, 0))
    value = _parse_value(declared_type, text, draft)
    if document.node(list_path) is None:
        return draft.apply([_set_edit(document, draft, list_path, [value])])
    return draft.apply([Insert(list_path, index, value)])


def remove_value(draft: Draft) -> Draft:
    """Return the draft without the value at its address.

    Raises:
        NoSlotError: there is none.
    """
    return draft.apply([Remove(draft.path)])


def with_base_digest(draft: Draft, digest: str) -> Draft:
    """Return the draft as if it had begun from the file with a digest."""
    return evolve(draft, digest=digest)


def _parse_value(declared_type: Any, text: str, draft: Draft) -> Any:
    if declared_type is str or (declared_type is Text and not _is_mapping(text)):
        if declared_type is Text:
            _ensure_no_languages(draft)
        return text
    try:
        return coerce_numbers(declared_type, to_plain_node(parse_yaml(text)))
    except NodeError as error:
        raise EditError(
            lazy_gettext(
                "The value is not valid YAML (character {column}). {reason}",
                column=error.mark.column + 1,
                reason=error.message,
            )
        ) from None


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(resolve_alias(parse_yaml(text)), Mapping)
    except NodeError:
        return False


def _ensure_no_languages(draft: Draft) -> None:
    """Raise `EditError` if the field has a text for each language: one without a language must not replace them."""
    node = draft.parsed.node(draft.path)
    target = resolve_alias(node) if node is not None else None
    if isinstance(target, Mapping):
        language = next(iter(target.items), "en")
        raise EditError(
            lazy_gettext(
                "{address} has texts in {names}. Name one of them, as in {address}.{language}, or give all as"
                " {{en: …, fr: …}}.",
                address=draft.address,
                names=join_and([*target.items]),
                language=language,
            )
        )


def _set_edit(document: YamlDocument, draft: Draft, path: FieldPath, value: Any) -> Edit:
    """Return the edit that sets a value at a path, creating missing fields on the way to it."""
    if document.node(path) is not None:
        return Replace(path, value)
    for end in range(len(path) - 1, -1, -1):
        node = document.node(path[:end])
        if node is None:
            continue
        step = path[end]
        for inner in reversed(path[end + 1 :]):
            value = [value] if inner == 0 else {str(inner): value}
        if isinstance(step, int):
            raise NoSlotError(
                lazy_gettext("There is nothing at {path}. To add an item, use --insert.", path=format_path(path))
            )
        target = resolve_alias(node)
        if isinstance(target, Scalar) and not target.empty:
            return _add_language(draft, path[:end], target.value, step, value)
        declared_type = type_at(draft.kind, document.plain(), path[:end])
        return SetKey(path[:end], step, value, key_order(declared_type, draft.snapshot.binder.languages))
    raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(path)))


def _add_language(draft: Draft, path: FieldPath, text: str, language: str, value: Any) -> Edit:
    """Return the edit that adds a language to a plain text, which counts as the binder's first language."""
    if type_at(draft.kind, draft.parsed.plain(), path) is not Text:
        raise NoSlotError(lazy_gettext("There is nothing in {path}: it is a text.", path=format_path(path)))
    languages = draft.snapshot.binder.languages
    texts = {languages[0]: text, language: value}
    return Replace(path, {code: texts[code] for code in dict.fromkeys((*languages, *texts)) if code in texts})
