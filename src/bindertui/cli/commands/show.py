"""`show`: an entry, or a field inside one, as text, Markdown, JSON or YAML."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click
from attrs import evolve, has

from bindertui.cli.commands.outline import problems_of
from bindertui.cli.options import addresses, common_options, load_settings
from bindertui.cli.output import is_terminal, print_message, write, write_json, write_line
from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_markdown, to_text
from bindertui.document.flow import Flow
from bindertui.errors import ExitCode, NotFoundError
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.address import Address, Path, Step
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.fields import declared_fields
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES, Index
from bindertui.model.schema import to_plain
from bindertui.model.text import Text
from bindertui.services.library import Library, Snapshot, document_id
from bindertui.services.reading import with_sources, without_markup

_MEDIA = {"text": to_text, "markdown": to_markdown}


@click.command("show")
@click.argument("address", shell_complete=addresses)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json", "yaml")),
    default="text",
    show_default=True,
    help="How to write it; json and yaml as the binder's file holds it, in every language.",
)
@click.option("--digest", is_flag=True, help="Print the digest of the entry's file, for set --expect.")
@common_options
def verb(address: str, form: str, digest: bool) -> ExitCode:
    """Print the entry, or the field of an entry, at an ADDRESS.

    An address is entry, entry#field.path or binder/entry, as in unhcr or unhcr#summary.fr; the key of a source, as
    in S34, leads to it.
    """
    chosen = load_settings()
    library = Library.open(chosen)
    if address.isalnum() and not address.islower() and address in library.snapshot().binder.sources:
        place = Address(SOURCES, (address,))
    else:
        place = Address.parse(address)
    snapshot = library.snapshot(place.binder)
    return _digest(snapshot, place) if digest else show(snapshot, place, form, chosen.language)


def _digest(snapshot: Snapshot, address: Address) -> ExitCode:
    snapshot.entry(address)
    digest = snapshot.repository.digest(document_id(snapshot, address.entry))
    if digest is None:
        raise NotFoundError(
            lazy_gettext("No file holds {entry}, or it cannot be read. Name one of its entries.", entry=address.entry)
        )
    write_line((digest,))
    return ExitCode.DONE


def show(snapshot: Snapshot, address: Address, form: str, language: str) -> ExitCode:
    """Print what an address leads to.

    Raises:
        NotFoundError: the address leads nowhere.
    """
    snapshot.entry(address)
    if problems := problems_of(snapshot.binder, address.entry):
        for problem in problems:
            print_message(problem.words(language))
        return ExitCode.INVALID
    value = value_at(snapshot.binder, address)
    if form == "json":
        write_json(to_plain(value))
    elif form == "yaml":
        _put_yaml(_yaml(snapshot, address, value))
    elif address.path and not isinstance(value, Section):
        write_line(_field(snapshot.binder, address, value, form, language))
    else:
        identifier = value.id if isinstance(value, Section) else address.entry
        write_line(_MEDIA[form](with_sources(snapshot, build_flow(snapshot.binder, identifier, language))))
    return ExitCode.DONE


def value_at(binder: Binder, address: Address) -> Any:
    """The value an address leads to, as the model holds it; `NotFoundError` names the nearest step that exists."""
    value = _entry_value(binder, address.entry)
    for position, step in enumerate(address.path):
        inner = dict(_field_path(value))
        if step not in inner:
            reached = evolve(address, path=address.path[:position])
            raise NotFoundError(
                lazy_gettext(
                    "There is nothing at {address}. {reached} exists, and {what}.",
                    address=address,
                    reached=reached,
                    what=_described(value, list(inner)),
                )
            )
        value = inner[step]
    return value


def _entry_value(binder: Binder, identifier: str) -> Any:
    """An entry as its file holds it; the lists of partners and agreements, which no file holds, as ids."""
    entry = binder.entry(identifier)
    if not isinstance(entry, Index):
        return entry
    lists: dict[str, Any] = {
        PARTNERS: tuple(place.id for place in binder.children(PARTNERS)),
        AGREEMENTS: tuple(place.id for place in binder.children(AGREEMENTS)),
        GLOSSARY: binder.terms,
        SOURCES: binder.sources,
    }
    return lists[identifier]


def _field_path(value: Any) -> Iterable[tuple[Step, Any]]:
    """The steps an address can take from a value, and where they lead; fields left out lead nowhere."""
    if isinstance(value, Text):
        return [(language, value.original(language)) for language in value.languages]
    if isinstance(value, tuple):
        return enumerate(value)
    if isinstance(value, Mapping):
        return [(int(key) if key.isdecimal() else key, item) for key, item in value.items()]
    if not has(type(value)):
        return ()
    contents = [(attribute.name, getattr(value, attribute.name)) for attribute in declared_fields(type(value))]
    return [(name, content) for name, content in contents if content not in (None, ())]


def _described(value: Any, steps: list[Step]) -> LazyString:
    if isinstance(value, tuple):
        return lazy_ngettext("is a list of {count}, counted from 0", "is a list of {count}, counted from 0", len(value))
    if steps:
        return lazy_gettext("has {names}", names=", ".join(map(str, steps)))
    return lazy_gettext("has nothing inside it")


def _field(binder: Binder, address: Address, value: Any, form: str, language: str) -> Iterator[str]:
    if isinstance(value, Text | str):
        text = value.read(language) if isinstance(value, Text) else value
        yield from (without_markup(text, binder, language) if form == "text" else text).split("\n")
    elif isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        yield from value
    elif isinstance(value, tuple) or has(type(value)):
        place = _settled(binder, address)
        yield from _MEDIA[form](_part(build_flow(binder, place.entry, language), place.path))
    else:
        yield "" if value is None else str(to_plain(value))


def _settled(binder: Binder, address: Address) -> Address:
    """The address by the id of the innermost section it lies in: the way the lines of a flow are addressed."""
    settled = address
    for end in range(1, len(address.path) + 1):
        inner = value_at(binder, evolve(address, path=address.path[:end]))
        if isinstance(inner, Section):
            settled = Address(inner.id, address.path[end:])
    return settled


def _part(whole: Flow, path: Path) -> Flow:
    """The lines that show a field; where none shows it alone, the lines that show it among others."""
    for length in range(len(path), 0, -1):
        lines = tuple(
            line
            for line in whole.lines
            if line.address.entry == whole.entry and line.address.path[:length] == path[:length]
        )
        if lines:
            return evolve(whole, lines=lines)
    return whole


def _yaml(snapshot: Snapshot, address: Address, value: Any) -> str:
    """The entry's file as it stands; a nested section or a field, which is but a part of one, written out."""
    source = None if address.path else snapshot.repository.source(address.entry)
    if source is not None:
        return source
    from bindertui.store.yaml.nodes import dump_yaml  # noqa: PLC0415 - only here is YAML written

    return dump_yaml(to_plain(value))


def _put_yaml(text: str) -> None:
    """A file's own text, exactly, where no terminal reads it."""
    if is_terminal():
        write_line(text.removesuffix("\n").split("\n"))
    else:
        write((text,))
