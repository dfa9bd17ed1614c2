"""`show`: print an entry or a field as text, Markdown, JSON or YAML."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click
from attrs import evolve, has

from bindertui.cli.commands.outline import find_problems
from bindertui.cli.options import common_options, complete_address, load_settings
from bindertui.cli.output import is_terminal, print_message, write_json, write_lines, write_text
from bindertui.document.builder import build_flow
from bindertui.document.exporters import to_markdown, to_text
from bindertui.document.flow import Flow
from bindertui.errors import ExitCode, NotFoundError
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.address import Address, FieldPath, PathStep
from bindertui.model.binder import Binder
from bindertui.model.entries import Section
from bindertui.model.fields import declared_fields
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES, IndexPage
from bindertui.model.plain_data import to_plain
from bindertui.model.text import Text
from bindertui.services.library import Library, Snapshot, document_id
from bindertui.services.reading import with_sources, without_markup

_EXPORTERS = {"text": to_text, "markdown": to_markdown}


@click.command("show")
@click.argument("address", shell_complete=complete_address)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "markdown", "json", "yaml")),
    default="text",
    show_default=True,
    help="Output format. json and yaml have the data of the file, in all languages.",
)
@click.option("--digest", is_flag=True, help="Print the digest of the entry's file, for set --expect.")
@common_options
def command(address: str, output_format: str, digest: bool) -> ExitCode:
    """Print an entry or a field.

    ADDRESS is entry, entry#field.path, binder/entry or the key of a source.

    \b
    Examples:
      bindertui show unhcr
      bindertui show unhcr#summary.fr
      bindertui show S34 --format yaml
    """
    settings = load_settings()
    library = Library.open(settings)
    if address.isalnum() and not address.islower() and address in library.snapshot().binder.sources:
        location = Address(SOURCES, (address,))
    else:
        location = Address.parse(address)
    snapshot = library.snapshot(location.binder)
    return (
        _print_digest(snapshot, location)
        if digest
        else print_value(snapshot, location, output_format, settings.language)
    )


def _print_digest(snapshot: Snapshot, address: Address) -> ExitCode:
    snapshot.entry(address)
    digest = snapshot.repository.digest(document_id(snapshot, address.entry))
    if digest is None:
        raise NotFoundError(
            lazy_gettext(
                "{entry} has no file of its own, or the file cannot be read. Name one of its entries.",
                entry=address.entry,
            )
        )
    write_lines((digest,))
    return ExitCode.DONE


def print_value(snapshot: Snapshot, address: Address, output_format: str, language: str) -> ExitCode:
    """Print the value at an address.

    Raises:
        NotFoundError: there is nothing at the address.
    """
    snapshot.entry(address)
    if problems := find_problems(snapshot.binder, address.entry):
        for problem in problems:
            print_message(problem.describe(language))
        return ExitCode.INVALID
    value = value_at(snapshot.binder, address)
    if output_format == "json":
        write_json(to_plain(value))
    elif output_format == "yaml":
        _print_yaml(snapshot.to_yaml(address, value))
    elif address.path and not isinstance(value, Section):
        write_lines(_field_lines(snapshot.binder, address, value, output_format, language))
    else:
        identifier = value.id if isinstance(value, Section) else address.entry
        write_lines(
            _EXPORTERS[output_format](with_sources(snapshot, build_flow(snapshot.binder, identifier, language)))
        )
    return ExitCode.DONE


def value_at(binder: Binder, address: Address) -> Any:
    """Return the value at an address; `NotFoundError` names the part of the address that exists."""
    value = _entry_value(binder, address.entry)
    for position, step in enumerate(address.path):
        inner = dict(_steps(value))
        if step not in inner:
            reached = evolve(address, path=address.path[:position])
            raise NotFoundError(
                lazy_gettext(
                    "Nothing found at {address}. {reached} exists and {what}.",
                    address=address,
                    reached=reached,
                    what=_describe(value, list(inner)),
                )
            )
        value = inner[step]
    return value


def _entry_value(binder: Binder, identifier: str) -> Any:
    """Return an entry as in its file; lists without a file, such as the partners, as ids."""
    entry = binder.entry(identifier)
    if not isinstance(entry, IndexPage):
        return entry
    lists: dict[str, Any] = {
        PARTNERS: tuple(location.id for location in binder.children(PARTNERS)),
        AGREEMENTS: tuple(location.id for location in binder.children(AGREEMENTS)),
        GLOSSARY: binder.terms,
        SOURCES: binder.sources,
    }
    return lists[identifier]


def _steps(value: Any) -> Iterable[tuple[PathStep, Any]]:
    """Return the steps that an address can take from a value, and their values; empty fields are left out."""
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


def _describe(value: Any, steps: list[PathStep]) -> LazyString:
    if isinstance(value, tuple):
        return lazy_ngettext("is a list of {count}, counted from 0", "is a list of {count}, counted from 0", len(value))
    if steps:
        return lazy_gettext("has {names}", names=", ".join(map(str, steps)))
    return lazy_gettext("has no fields")


def _field_lines(binder: Binder, address: Address, value: Any, output_format: str, language: str) -> Iterator[str]:
    if isinstance(value, Text | str):
        text = value.in_language(language) if isinstance(value, Text) else value
        yield from (without_markup(text, binder, language) if output_format == "text" else text).split("\n")
    elif isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        yield from value
    elif isinstance(value, tuple) or has(type(value)):
        location = _section_address(binder, address)
        yield from _EXPORTERS[output_format](
            _field_lines_of(build_flow(binder, location.entry, language), location.path)
        )
    else:
        yield "" if value is None else str(to_plain(value))


def _section_address(binder: Binder, address: Address) -> Address:
    """Return an address with the innermost section as the entry, which is how lines of a flow are addressed."""
    result = address
    for end in range(1, len(address.path) + 1):
        inner = value_at(binder, evolve(address, path=address.path[:end]))
        if isinstance(inner, Section):
            result = Address(inner.id, address.path[end:])
    return result


def _field_lines_of(whole: Flow, path: FieldPath) -> Flow:
    """Return the lines that show a field, or if it has none of its own, the lines that show it with others."""
    for length in range(len(path), 0, -1):
        lines = tuple(
            line
            for line in whole.lines
            if line.address.entry == whole.entry and line.address.path[:length] == path[:length]
        )
        if lines:
            return evolve(whole, lines=lines)
    return whole


def _print_yaml(text: str) -> None:
    """Print a file; on a terminal with control characters escaped, otherwise unchanged."""
    if is_terminal():
        write_lines(text.removesuffix("\n").split("\n"))
    else:
        write_text((text,))
