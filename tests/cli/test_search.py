"""`bindertui search`."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from bench.generate import generate

from tests.cli.conftest import Invoke
from tests.cli.pty import run_in_terminal


def test_json_has_seven_fields_for_each_hit_best_first(binder: Path, invoke: Invoke) -> None:
    """JSON is a list of address, entry, kind, title, lang, snippet and score, with falling scores."""
    outcome = invoke("search", "quebec", "--json", "-b", binder)
    assert outcome.code == 0
    hits = json.loads(outcome.out)
    assert [hit["address"] for hit in hits if hit["lang"] == "en"] == ["context#body.0.text.en"]
    for hit in hits:
        assert list(hit) == ["address", "entry", "kind", "title", "lang", "snippet", "score"]
    assert hits[0]["entry"] == "context"
    assert hits[0]["kind"] == "section"
    assert hits[0]["title"] == "Context"
    assert "Québec" in hits[0]["snippet"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_addresses_of_hits_can_be_shown(binder: Path, invoke: Invoke) -> None:
    """Every address that a search prints leads to the matching text."""
    for query in ("refugees", "agency", "geneva", "2018"):
        for hit in json.loads(invoke("search", query, "--json", "-b", binder).out):
            outcome = invoke("show", hit["address"], "-b", binder)
            assert outcome.code == 0, (hit, outcome.err)


def test_text_has_title_address_and_snippet(binder: Path, invoke: Invoke) -> None:
    """A hit is a line with title and address, then the words around the match; several words are one query."""
    outcome = invoke("search", "resettled", "yukon", "-b", binder)
    assert outcome.out.splitlines()[:2] == [
        "Context  context#body.0.text.en",
        "  Refugees are resettled from Québec to Yukon.",
    ]
    assert "\x1b" not in outcome.out


def test_limit_is_the_maximum_number_of_hits(binder: Path, invoke: Invoke) -> None:
    """`--limit N` prints at most N hits; stderr says how many there are."""
    outcome = invoke("search", "agency", "--limit", "1", "--json", "-b", binder)
    assert len(json.loads(outcome.out)) == 1
    assert "Showing the best 1 of" in outcome.err


def test_nothing_found_exits_with_1(binder: Path, invoke: Invoke) -> None:
    """No hit is exit code 1; in JSON with an empty list."""
    outcome = invoke("search", "zeppelin", "-b", binder)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "Nothing found for 'zeppelin'.\n"
    outcome = invoke("search", "zeppelin", "--json", "-b", binder)
    assert (outcome.code, json.loads(outcome.out)) == (1, [])
    assert invoke("search", "", "-b", binder).code == 1


def test_a_query_with_mistakes_is_searched_anyway(binder: Path, invoke: Invoke) -> None:
    """Mistakes are reported on stderr, and the rest of the query is searched."""
    outcome = invoke("search", "yukon kind:nonsense", "--json", "-b", binder)
    assert outcome.code == 0
    assert json.loads(outcome.out)[0]["entry"] == "context"
    assert "nonsense" in outcome.err


@pytest.mark.parametrize("query", ['"', "(", "kind:", "-", "AND", "a OR", "~", "\x1b[2J", "[/x]", "*", "'" * 300])
def test_no_query_is_a_traceback(query: str, binder: Path, invoke: Invoke) -> None:
    """Any text either has hits or none."""
    outcome = invoke("search", "-b", binder, "--", query)
    assert outcome.code in {0, 1}
    assert "\x1b" not in outcome.out + outcome.err


def test_matches_are_bold_on_a_colour_terminal_only(binder: Path) -> None:
    """On a terminal, matches are bold, unless NO_COLOR is set or the terminal is dumb."""
    assert b"from \x1b[1mQu\xc3\xa9bec\x1b[22m to" in run_in_terminal("search", "quebec", "-b", str(binder)).out
    assert b"\x1b" not in run_in_terminal("search", "quebec", "-b", str(binder), env={"NO_COLOR": "1"}).out
    assert b"\x1b" not in run_in_terminal("search", "quebec", "-b", str(binder), env={"TERM": "dumb"}).out


def test_a_word_to_exclude_needs_no_separator(binder: Path, invoke: Invoke) -> None:
    """`-word` is part of the query, not an unknown option."""
    with_it = json.loads(invoke("search", "refugees", "--json", "-b", binder).out)
    without = json.loads(invoke("search", "refugees", "-yukon", "--json", "-b", binder).out)
    assert 0 < len(without) < len(with_it)


@pytest.mark.parametrize("limit", ["4294967295", "9223372036854775807", "99999999999999999999999"])
def test_a_limit_may_be_any_number(binder: Path, invoke: Invoke, limit: str) -> None:
    """With a limit above the number of hits, all are printed."""
    assert invoke("search", "agency", "--limit", limit, "-b", binder).code == 0


def test_a_damaged_index_is_built_again(binder: Path, invoke: Invoke, tmp_path: Path) -> None:
    """Lost or changed files of the index cost some time, and nothing else."""
    for file in binder.rglob("*"):
        os.utime(file, (1_500_000_000, 1_500_000_000))
    before = invoke("search", "agency", "--json", "-b", binder)
    kept = [file for file in (tmp_path / "cache").rglob("*") if file.suffix in {".pos", ".store", ".idx", ".fast"}]
    assert kept
    for file in kept:
        file.write_bytes(bytes(reversed(file.read_bytes())))
    after = invoke("search", "agency", "--json", "-b", binder)
    assert (after.code, after.out) == (0, before.out)


def test_count_prints_only_the_number(binder: Path, invoke: Invoke) -> None:
    """`--count` prints a number, or an object in JSON; 0 is exit code 1."""
    outcome = invoke("search", "agency", "--count", "-b", binder)
    total = int(outcome.out)
    assert outcome.code == 0
    assert total == len(json.loads(invoke("search", "agency", "--limit", "1000", "--json", "-b", binder).out)) > 1
    assert json.loads(invoke("search", "agency", "--count", "--json", "-b", binder).out) == {"count": total}
    outcome = invoke("search", "zeppelin", "--count", "-b", binder)
    assert (outcome.code, outcome.out) == (1, "0\n")


def test_all_searches_every_binder_of_a_library(binder: Path, tmp_path: Path, invoke: Invoke) -> None:
    """`--all` searches all binders, and addresses name the binder; without it, the latest edition is searched."""
    library = tmp_path / "library"
    for name, edition in (("older", "2018-01"), ("newer", "2021-01")):
        shutil.copytree(binder, library / name)
        cover = library / name / "binder.yaml"
        text = re.sub(r"(?m)^edition:.*$", f"edition: {edition}", cover.read_text(encoding="utf-8"))
        cover.write_text(re.sub(r"(?m)^id:.*$", f"id: {name}", text), encoding="utf-8")
    everywhere = json.loads(invoke("search", "quebec", "--all", "--json", "-b", library).out)
    latest = json.loads(invoke("search", "quebec", "--json", "-b", library).out)
    assert {hit["address"].partition("/")[0] for hit in everywhere} == {"older", "newer"}
    assert len(everywhere) == 2 * len(latest)
    for hit in everywhere:
        name = hit["address"].partition("/")[0]
        assert invoke("show", hit["address"], "-b", library / name).code == 0
    counted = invoke("search", "quebec", "--all", "--count", "-b", library).out
    assert int(counted) == len(everywhere)


def test_long_results_come_page_by_page(tmp_path: Path, invoke: Invoke) -> None:
    """A limit of thousands prints every hit once, best first, in text and in JSON."""
    generate(tmp_path / "large", 300)
    hits = json.loads(invoke("search", "the", "--limit", "100000", "--json", "-b", tmp_path / "large").out)
    count = int(invoke("search", "the", "--count", "-b", tmp_path / "large").out)
    assert len({hit["address"] for hit in hits}) == len(hits) == count > 400
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_words_after_a_hyphen_are_excluded(binder: Path, invoke: Invoke) -> None:
    """They are never parsed as short options, except `-b` and `-h`."""
    for word in ("-health", "-british", "-job", "-resettled"):
        outcome = invoke("search", "quebec", word, "--json", "--limit", "1", "-b", binder)
        assert outcome.code == (1 if word == "-resettled" else 0), outcome.err
        assert outcome.out.startswith("[")
    assert "Usage" in invoke("search", "-h").out


def test_excluding_a_language_keeps_the_other(binder: Path, invoke: Invoke) -> None:
    """A text in both languages is still found in the other one."""
    both = json.loads(invoke("search", "refugees", "--json", "--limit", "1000", "-b", binder).out)
    english = json.loads(invoke("search", "refugees", "-lang:fr", "--json", "--limit", "1000", "-b", binder).out)
    assert [hit["address"] for hit in english] == [hit["address"] for hit in both if hit["lang"] != "fr"] != []


def test_broken_files_are_reported(binder: Path, invoke: Invoke) -> None:
    """A broken file, which is not searched, is named on stderr."""
    (binder / "sections" / "broken.yaml").write_text("title: [", encoding="utf-8")
    outcome = invoke("search", "quebec", "-b", binder)
    assert outcome.code == 0
    assert "Not searched because of errors: broken" in outcome.err
