"""`set`: save a field, with an exit code for each outcome."""

import io
import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import FILES, Invoke, Spawn

PARTNER = FILES["partners/unhcr.yaml"]


@pytest.fixture
def partner(binder: Path) -> Path:
    """The file of the partner."""
    return binder / "partners/unhcr.yaml"


def test_a_text_is_saved_and_the_digest_printed(invoke: Invoke, binder: Path, partner: Path) -> None:
    """Only the field changes; `show --digest` prints the same digest."""
    done = invoke("set", "-b", binder, "unhcr#facts.0.value.en", "Geneva: the city")
    expected = PARTNER.replace("en: Geneva", "en: 'Geneva: the city'")
    assert (done.code, done.err) == (0, "")
    assert partner.read_text() == expected
    assert done.out == f"{sha256(expected.encode()).hexdigest()}\n"
    assert invoke("show", "-b", binder, "unhcr", "--digest").out == done.out


def test_the_expected_digest_must_match(invoke: Invoke, binder: Path, partner: Path) -> None:
    """A later change is a conflict, even in another field; with the current digest, the value is saved."""
    digest = invoke("show", "-b", binder, "unhcr", "--digest").out.strip()
    partner.write_text(PARTNER.replace("Genève", "Geneve"))
    stale = invoke("set", "-b", binder, "unhcr#name.en", "Agency", "--expect", digest)
    assert (stale.code, stale.out) == (4, "")
    assert "changed after you read it" in stale.err
    digest = invoke("show", "-b", binder, "unhcr", "--digest").out.strip()
    assert invoke("set", "-b", binder, "unhcr#name.en", "Agency", "--expect", digest).code == 0
    assert partner.read_text() == PARTNER.replace("Genève", "Geneve").replace("en: Refugee Agency", "en: Agency")


def test_a_dry_run_prints_a_patch(invoke: Invoke, binder: Path, partner: Path) -> None:
    """Nothing is saved; errors are printed and set the exit code as a save would."""
    done = invoke("set", "-b", binder, "unhcr#kind", "forum", "--dry-run")
    assert done.code == 0
    assert done.out.startswith("--- a/partners/unhcr.yaml\n+++ b/partners/unhcr.yaml\n@@")
    assert "-kind: organization\n+kind: forum\n" in done.out
    wrong = invoke("set", "-b", binder, "unhcr#kind", "nothing", "--dry-run")
    assert (wrong.code, "is not one of" in wrong.err) == (3, True)
    assert partner.read_text() == PARTNER


def test_values_come_from_stdin_or_after_two_hyphens(
    invoke: Invoke, binder: Path, partner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line break of stdin is dropped; a value may start with a hyphen."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Deux\nlignes\n")))
    assert invoke("set", "-b", binder, "unhcr#name.fr", "-").code == 0
    assert invoke("set", "-b", binder, "--", "unhcr#name.en", "- as it stands").code == 0
    assert 'name: {en: "- as it stands", fr: "Deux\\nlignes"}' in partner.read_text().replace("'", '"')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert invoke("set", "-b", binder, "unhcr#name.fr", "-").err == "Not saved: the input on stdin is not UTF-8.\n"


def test_values_other_than_text_are_yaml(invoke: Invoke, binder: Path, partner: Path) -> None:
    """Lists and values with fields are YAML; numbers are numbers where the schema has numbers."""
    section = binder / "sections/context.yaml"
    assert invoke("set", "-b", binder, "context#body.2.figure.series.0.values.1", "12").code == 0
    assert "values: [20593, 12, 4.5]" in section.read_text()
    assert invoke("set", "-b", binder, "context#body.2.figure.series.0.values", "[1, null, 2.5]").code == 0
    assert "values: [1, null, 2.5]" in section.read_text()
    assert invoke("set", "-b", binder, "unhcr#members", "[{en: Canada, fr: Canada}]").code == 0
    assert partner.read_text().index("members:\n") < partner.read_text().index("facts:")
    broken = invoke("set", "-b", binder, "unhcr#members", "[a")
    assert (broken.code, "The value is not valid YAML" in broken.err) == (3, True)


def test_items_are_inserted_and_deleted(invoke: Invoke, binder: Path, partner: Path) -> None:
    """Before an item, or at the end; missing fields on the path are created."""
    fact = "{label: {en: Staff, fr: Effectif}, value: '9'}"
    assert invoke("set", "-b", binder, "unhcr#facts", fact, "--insert").code == 0
    added = "  - label: {en: Staff, fr: Effectif}\n    value: '9'\n"
    assert partner.read_text() == PARTNER + added
    assert invoke("set", "-b", binder, "unhcr#facts.0", "--delete").code == 0
    assert partner.read_text() == PARTNER[: PARTNER.index("  - label")] + added
    assert invoke("set", "-b", binder, "unhcr#sources", "S1", "--insert").code == 0
    assert "sources: [S1]\nfacts:" in partner.read_text()
    assert invoke("set", "-b", binder, "unhcr#lead.en", "The head").code == 0
    assert "lead:\n  en: The head\n" in partner.read_text() or "lead: {en: The head}\n" in partner.read_text()


def test_a_nested_section_and_a_whole_file(invoke: Invoke, binder: Path) -> None:
    """A nested section is saved in its file; without a path, the text is that of the whole file."""
    section = binder / "sections/context.yaml"
    assert invoke("set", "-b", binder, "inner#title.en", "Inside").code == 0
    assert section.read_text() == FILES["sections/context.yaml"].replace("Inner part", "Inside")
    assert invoke("set", "-b", binder, "context", "title: {en: New, fr: Neuf}\n").code == 0
    assert section.read_text() == "title: {en: New, fr: Neuf}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("unhcr#name", "A"), 3, "has texts in en and fr. Name one of them, as in unhcr#name.en"),
        (("unhcr#colour", "A"), 3, "Unknown key 'colour'."),
        (("unhcr#facts.7.value.en", "A"), 1, "There is nothing at facts.7.value.en"),
        (("unhcr#nothing", "--delete"), 1, "There is nothing at nothing"),
        (("nobody#name", "A"), 1, "There is no entry 'nobody'"),
        (("partners", "A"), 1, "partners has no file of its own."),
        (("unhcr#name.en",), 2, "Give a VALUE"),
        (("unhcr#name.en", "A", "--delete"), 2, "Give a VALUE"),
        (("no address", "A"), 2, "is not an address"),
    ],
)
def test_errors_change_nothing(invoke: Invoke, binder: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    """Each error has a message and an exit code, and no file changes."""
    done = invoke("set", "-b", binder, *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert {name: (binder / name).read_text() for name in FILES} == FILES


def test_the_shipped_binder_is_not_changed(invoke: Invoke) -> None:
    """It is refused with a hint to copy the binder."""
    done = invoke("set", "unhcr#summary.en", "A")
    assert done.code == 5
    assert "Copy it to a folder of your own first." in done.err


@pytest.mark.parametrize("is_cache_old", [True, False])
def test_edits_made_by_hand_are_noticed(invoke: Invoke, binder: Path, partner: Path, is_cache_old: bool) -> None:
    """Addresses refer to the current files, even if a cache of older files exists.

    Here a nested section gets another id, once long after the binder was cached and once within the same tick of the
    clock, in a file of the same size and time; and a partner is removed.
    """
    if is_cache_old:
        for path in binder.rglob("*.yaml"):
            os.utime(path, (1_500_000_000, 1_500_000_000))
    assert invoke("outline", "-b", binder).code == 0
    section = binder / "sections/context.yaml"
    before = section.stat()
    section.write_text(section.read_text().replace("id: inner", "id: other"))
    os.utime(section, ns=(before.st_atime_ns, before.st_mtime_ns + is_cache_old))
    assert section.stat().st_size == before.st_size
    gone = invoke("set", "-b", binder, "unhcr#summary.en", "As said in [[inner]].")
    assert (gone.code, "There is no entry 'inner'" in gone.err) == (3, True)
    assert partner.read_text() == PARTNER
    assert invoke("set", "-b", binder, "unhcr#summary.en", "As said in [[other]].").code == 0
    partner.unlink()
    lost = invoke("set", "-b", binder, "context#body.0.text.en", "See [[unhcr]].")
    assert (lost.code, "There is no entry 'unhcr'" in lost.err) == (3, True)


@pytest.mark.parametrize(
    ("address", "value", "words"),
    [
        ("context#sections.0.id", "unhcr", "The id 'unhcr' is used 2 times."),
        ("context#sections.0.id", "Not An Id", "is not a valid id"),
        ("context#partners", "[nobody]", "There is no partner 'nobody'"),
        ("context#title.en", " ", "The text in en is empty."),
        ("context#title.en", "a\u202eb", "invisible or control character"),
        ("unhcr#facts.0.sources", "[S99]", "There is no source 'S99'"),
        ("unhcr#facts.0.as_of", "soon", "is not a date"),
        ("unhcr#links", "[{label: A, url: 'ftp://a'}]", "is not a web address"),
        ("sources#S01", "{title: ''}", "The text is empty."),
        ("binder#languages", "[fr en]", "is not a language code"),
        ("binder#sections", "[context, nowhere]", "There is no file sections/nowhere.yaml."),
    ],
)
def test_invalid_values_are_not_saved(invoke: Invoke, binder: Path, address: str, value: str, words: str) -> None:
    """Errors that `check` would report prevent the save, with and without a cached binder."""
    texts = {path: path.read_text() for path in binder.rglob("*.yaml")}
    for _ in range(2):
        refused = invoke("set", "-b", binder, address, value)
        assert (refused.code, words in refused.err) == (3, True), refused.err
        assert {path: path.read_text() for path in binder.rglob("*.yaml")} == texts


def test_a_save_is_a_version(spawn: Spawn, binder: Path) -> None:
    """A saved value is in the history, under its address."""
    assert spawn("set", "-b", binder, "unhcr#name.en", "One").code == 0
    assert spawn("set", "-b", binder, "unhcr#name.en", "Two").code == 0
    versions = json.loads(spawn("history", "-b", binder, "unhcr", "--json").out)
    assert [version["message"] for version in versions][:2] == ["Set unhcr#name.en", "Set unhcr#name.en"]


def test_the_text_of_a_whole_file_is_saved_unchanged(
    invoke: Invoke, binder: Path, partner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file written back from stdin is identical; in a field, line endings become those of the file."""
    before = partner.read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(before)))
    assert invoke("set", "-b", binder, "unhcr", "-").code == 0
    assert partner.read_bytes() == before
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Deux\r\nlignes\r\n")))
    assert invoke("set", "-b", binder, "unhcr#name.fr", "-").code == 0
    assert invoke("show", "-b", binder, "unhcr#name.fr", "--lang", "fr").out == "Deux\nlignes\n"


def test_a_dry_run_checks_the_expected_digest(invoke: Invoke, binder: Path) -> None:
    """`--dry-run` with an outdated digest is a conflict, like the save."""
    outcome = invoke("set", "-b", binder, "unhcr#name.en", "Agency", "--expect", "0" * 64, "--dry-run")
    assert (outcome.code, outcome.out) == (4, "")
