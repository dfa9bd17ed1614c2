"""Translation of messages, and the French catalog."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import bindertui
from bindertui.errors import BinderError
from bindertui.i18n import LOCALE_DIR, format_number, gettext, lazy_gettext, lazy_ngettext, ngettext, pgettext
from bindertui.model.typography import typography_errors

SOURCE = Path("src/bindertui")
PO = LOCALE_DIR / "fr" / "LC_MESSAGES" / "bindertui.po"


def catalog() -> Catalog:
    """Return the source catalog in French."""
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def messages() -> list[Message]:
    """Return every message of the catalog."""
    return [message for message in catalog() if message.id]


def forms(of: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message: one, or several for a plural."""
    return (of,) if isinstance(of, str) else tuple(of or ())


def messages_in_code() -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """Yield every context and message in the code."""
    (mapping,) = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    keywords = parse_keywords(mapping["keywords"])
    for _, _, message, _, context in extract_from_dir(SOURCE, [("**.py", mapping["method"])], keywords=keywords):
        yield context, message


def test_messages_come_from_the_catalog() -> None:
    """Messages come from the catalog of the language; without one they are English."""
    assert gettext("Cancel", "fr") == "Annuler"
    assert gettext("Cancel", "en") == gettext("Cancel", "iu") == gettext("Cancel", "../../x") == "Cancel"
    assert gettext("", "fr") == ""
    assert pgettext("one", "Series", "fr") == "Série"
    assert pgettext("one", "Series", "en") == "Series"


def test_a_number_has_the_form_and_the_digits_of_its_language() -> None:
    """Plural forms and digits depend on the language: zero is singular in French, plural in English."""
    messages_in_code = [ngettext("{count} entry", "{count} entries", count, "fr") for count in (0, 1, 1200)]
    assert messages_in_code == ["0 fiche", "1 fiche", "1\u00a0200 fiches"]
    assert ngettext("{count} entry", "{count} entries", 0, "en") == "0 entries"
    assert format_number(20593.5, "fr") == "20\u00a0593,5"


def test_values_are_translated_with_the_message() -> None:
    """A message can be a value of another one; braces in a value are not interpreted."""
    whole = lazy_gettext("Not saved: {reason}", reason=lazy_ngettext("{count} problem", "{count} problems", 2))
    assert whole.in_language("fr") == "Non enregistré\u00a0: 2 problèmes"
    assert str(whole) == "Not saved: 2 problems"
    assert gettext("Editing {title}", "en", title="{x} {0}") == "Editing {x} {0}"


def test_the_catalog_has_exactly_the_messages_of_the_code() -> None:
    """The catalog has exactly the messages of the code; `make messages` updates it."""
    read = catalog()
    in_code = {(context, forms(message)) for context, message in messages_in_code()}
    assert {(message.context, forms(message.id)) for message in messages()} == in_code
    assert not read.obsolete


@pytest.mark.parametrize("message", messages(), ids=lambda message: str(forms(message.id)[0])[:40])
def test_a_translation_is_complete(message: Message) -> None:
    """No translation is missing or fuzzy, its placeholders are those of the English, and its typography is French."""
    assert not message.fuzzy
    translated = forms(message.string)
    assert len(translated) == len(forms(message.id))
    assert all(text.strip() for text in translated)
    for english, french in zip(forms(message.id), translated, strict=True):
        assert fields(french) == fields(english)
        assert english.endswith("\n") == french.endswith("\n")
        assert list(typography_errors(prose(french), "fr")) == []


def fields(text: str) -> set[tuple[str | None, ...]]:
    """Return the placeholders of a text, with their formats."""
    return {field[1:] for field in string.Formatter().parse(text) if field[1] is not None}


def prose(text: str) -> str:
    """Return a text without the parts that users type literally: commands, YAML, query fields."""
    return re.sub(
        r"`[^`]*`|\{\{.*?\}\}|\{en: [^}]*\}|\{(?:field|name)\}:|\w+:[\w{]+|\"\$\(.*?\)\"|\"expression\"", "x", text
    )


def catalog_content(catalog: Catalog) -> dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    """Return the translation forms of every usable message of a catalog, by context and message forms."""
    return {
        (message.context, forms(message.id)): forms(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }


def test_the_compiled_catalog_is_up_to_date() -> None:
    """The compiled catalog holds every message, context, plural form and plural rule of the source catalog."""
    source = catalog()
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert catalog_content(compiled) == catalog_content(source)
    assert (compiled.plural_expr, compiled.num_plurals) == (source.plural_expr, source.num_plurals)
    assert (compiled.locale, compiled.charset) == (source.locale, source.charset)


TOLD = {
    *("notify", "report", "_report", "_warn", "_show_caption", "print_message", "print_outcome", "list_problems"),
    *("Static", "Content", "styled", "LineButton", "LineInput", "Input", "UsageError", "fail"),
    *("Problem", "Finding", "Misfit", "MisfitError", "NodeError", "QueryProblem", "Denied", "problem_at"),
}
"""Functions with arguments that are shown to users, or stored to be shown."""
MARKS = {"gettext", "ngettext", "pgettext", "lazy_gettext", "lazy_ngettext", "lazy_pgettext"}


def calls() -> Iterator[tuple[str, ast.Call, bool]]:
    """Yield every call in the source: its function, the call, and whether it is inside an f-string."""
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield name, node, node in inside


def is_mark(call: ast.Call) -> bool:
    """Return whether a call is to one of our functions rather than to a method of a catalog."""
    return isinstance(call.func, ast.Name) and call.func.id in MARKS


def errors() -> set[str]:
    """Return the names of all errors that users can see."""
    for module in walk_packages(bindertui.__path__, "bindertui."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found = [BinderError]
    for error in found:
        found += error.__subclasses__()
    return {error.__name__ for error in found}


def test_every_text_for_users_goes_through_the_catalog() -> None:
    """No text that is shown, in an error or in a problem bypasses the catalog."""
    told = TOLD | errors()
    bare = [
        (ast.unparse(argument), call.lineno)
        for name, call, _ in calls()
        if name in told
        for given in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "placeholder"))
        for argument in ast.walk(given)
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and argument in {given, *getattr(given, "values", ())}
        and re.search(r"^[A-Z ].*[a-z]{3,}", argument.value)
    ]
    assert bare == []


def test_messages_are_literals() -> None:
    """Messages are literals outside of f-strings, where extraction tools can find them."""
    marked = [(call, call.args[name.endswith("pgettext")], inside) for name, call, inside in calls() if is_mark(call)]
    assert [ast.unparse(call) for call, _, inside in marked if inside] == []
    others = {ast.unparse(first) for _, first, _ in marked if not isinstance(first, ast.Constant)}
    # Functions that pass a message on, and the help of a field, which is marked in `content_field`.
    assert others == {"english", "singular", "field.help"}
