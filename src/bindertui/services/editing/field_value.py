"""Setting one place of a binder to a value that was given as a text, as the schema means it."""

from typing import Any

from attrs import evolve

from bindertui.i18n import join_and, lazy_gettext
from bindertui.model.address import Path, format_path
from bindertui.model.schema import key_order, type_at, typed_value
from bindertui.model.text import Text
from bindertui.services.editing.draft import Draft
from bindertui.store.yaml.edit import Edit, EditError, Insert, NoSlotError, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.nodes import Mapping, NodeError, Scalar, Sequence, parse_yaml, resolve_alias, to_plain_node


def set_value(draft: Draft, given: str) -> Draft:
    """The draft with a value at its address.

    A text is taken as it is given. A list, or anything with fields of its own, is given as YAML, as in [a, b] or
    {en: a, fr: b}. Without a path, the text is that of the whole file.

    Raises:
        EditError: the value cannot be put there.
        NoPlaceError: the address leads nowhere.
    """
    if not draft.path:
        return draft.written(given)
    text = draft.parsed
    declared = type_at(draft.kind, text.plain(), draft.path)
    value = _value(declared, given, draft)
    return draft.edited([_put(text, draft, draft.path, value)])


def insert_item(draft: Draft, given: str) -> Draft:
    """The draft with an item more: before the one at its address, or at the end of the list there.

    Raises:
        EditError: there is no list.
        NoPlaceError: the list has no such place.
    """
    text = draft.parsed
    path = draft.path
    node = text.node(path)
    inside = resolve_alias(node) if node is not None else None
    at_list = isinstance(inside, Sequence) or not path or not isinstance(path[-1], int)
    length = len(inside.items) if isinstance(inside, Sequence) else 0
    outer, index = (path, length) if at_list else (path[:-1], int(path[-1]))
    declared = type_at(draft.kind, text.plain(), (*outer, 0))
    value = _value(declared, given, draft)
    if text.node(outer) is None:
        return draft.edited([_put(text, draft, outer, [value])])
    return draft.edited([Insert(outer, index, value)])


def remove_value(draft: Draft) -> Draft:
    """The draft with what is at its address taken away.

    Raises:
        NoPlaceError: there is nothing.
    """
    return draft.edited([Remove(draft.path)])


def _value(declared: Any, given: str, draft: Draft) -> Any:
    if declared is str or (declared is Text and not _is_mapping(given)):
        if declared is Text:
            _ensure_no_languages(draft)
        return given
    try:
        return typed_value(declared, to_plain_node(parse_yaml(given)))
    except NodeError as error:
        raise EditError(
            lazy_gettext(
                "The value is not YAML that can be read, at character {column}. {reason}",
                column=error.mark.column + 1,
                reason=error.message,
            )
        ) from None


def _is_mapping(given: str) -> bool:
    try:
        return isinstance(resolve_alias(parse_yaml(given)), Mapping)
    except NodeError:
        return False


def _ensure_no_languages(draft: Draft) -> None:
    """A text in several languages is not replaced by one that says no language."""
    node = draft.parsed.node(draft.path)
    inside = resolve_alias(node) if node is not None else None
    if isinstance(inside, Mapping):
        one = next(iter(inside.items), "en")
        raise EditError(
            lazy_gettext(
                "{address} is written in {names}. Name one, as in {address}.{one}, or give all as {{en: …, fr: …}}.",
                address=draft.address,
                names=join_and([*inside.items]),
                one=one,
            )
        )


def _put(text: YamlDocument, draft: Draft, path: Path, value: Any) -> Edit:
    """What puts a value at a path: fields on the way to it that are not there yet are made."""
    if text.node(path) is not None:
        return Replace(path, value)
    for end in range(len(path) - 1, -1, -1):
        node = text.node(path[:end])
        if node is None:
            continue
        step = path[end]
        for inner in reversed(path[end + 1 :]):
            value = [value] if inner == 0 else {str(inner): value}
        if isinstance(step, int):
            raise NoSlotError(
                lazy_gettext("There is nothing at {path}. To add an item, say --insert.", path=format_path(path))
            )
        inside = resolve_alias(node)
        if isinstance(inside, Scalar) and not inside.empty:
            return _with_language(draft, path[:end], inside.value, step, value)
        declared = type_at(draft.kind, text.plain(), path[:end])
        return SetKey(path[:end], step, value, key_order(declared, draft.snapshot.binder.languages))
    raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(path)))


def _with_language(draft: Draft, path: Path, written: str, language: str, value: Any) -> Edit:
    """A plain text, which counts as the binder's first language, with another language beside it."""
    if type_at(draft.kind, draft.parsed.plain(), path) is not Text:
        raise NoSlotError(lazy_gettext("There is nothing in {path}: it holds a text.", path=format_path(path)))
    first = draft.snapshot.binder.languages[0]
    texts = {first: written, language: value}
    return Replace(
        path, {code: texts[code] for code in dict.fromkeys((*draft.snapshot.binder.languages, *texts)) if code in texts}
    )


def check_digest(draft: Draft, digest: str) -> Draft:
    """The draft as one begun from the file when it had a digest."""
    return evolve(draft, digest=digest)
