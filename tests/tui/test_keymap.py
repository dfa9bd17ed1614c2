"""Keys of one's own: they run the commands, and footer, palette, help and sentences show them."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from bindertui.settings import ConfigFile, ConfigValue, KeyOverride
from bindertui.tui.commands import COMMANDS, HISTORY, shown_key
from bindertui.tui.edit_commands import EDIT_COMMANDS
from bindertui.tui.key_names import FIXED_KEYS, KeyNameError, is_awkward, key_character, parse_key
from bindertui.tui.keymap import declared_keys, validate_keymap
from bindertui.tui.screens.palette import PaletteList
from bindertui.tui.widgets.flow_view import FlowView
from tests.tui.conftest import THREE_PANES, Open
from tests.tui.editing import edit

OTHER_KEYS = """
keys:
  down: x
  language: [F3, é]
  search: s
  help: "!"
  quit: []
  next-match: N
  previous-match: n
"""


def wanted(**wishes: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys that change, and what cannot be done, where commands are to have these keys, parted by spaces."""
    said = tuple(
        KeyOverride(
            ConfigValue(name.replace("_", "-"), line, 3), tuple(ConfigValue(key, line, 9) for key in keys.split())
        )
        for line, (name, keys) in enumerate(wishes.items(), 1)
    )
    found, problems = validate_keymap(ConfigFile(Path("c.yaml"), key_overrides=said))
    return dict(found.changed), [str(problem) for problem in problems]


async def test_other_keys_run_the_commands(open_app: Open) -> None:
    """The new keys do what the old ones did, and the old ones do it no longer; arrows always move."""
    async with open_app(size=THREE_PANES, at="context", config=OTHER_KEYS) as session:
        row = session.text.cursor
        await session.press("x")
        assert session.text.cursor == row + 1
        await session.press("j")
        assert session.text.cursor == row + 1
        await session.press("down")
        assert session.text.cursor == row + 2
        await session.press("l")
        assert session.browse.language == "en"
        await session.press("f3")
        assert session.browse.language == "fr"
        await session.press("latin_small_letter_e_with_acute" if not "é".isalnum() else "é")
        assert session.browse.language == "en"


async def test_every_surface_shows_the_real_keys(open_app: Open) -> None:
    """The bar, the palette, the help and what is said in passing name the keys that do it here."""
    async with open_app(size=THREE_PANES, at="context", config=OTHER_KEYS) as session:
        bar = session.lines_at(-1)
        assert "s Search" in bar
        assert "F3 Français" in bar
        assert "! Help" in bar
        assert "Quit" not in bar
        await session.press("n")
        assert "Press s to search first" in session.said()
        await session.press("exclamation_mark")
        page = session.app.screen.query_one("#help", FlowView).flow
        assert page is not None
        markers = {getattr(line, "marker", "").strip() for line in page.lines}
        assert {"s", "F3 é", "!", "N", "n", "↑ ↓  x k"} <= markers
        await session.press("escape", "colon")
        offers = {offer.text: offer.aside for offer, _ in session.app.screen.query_one(PaletteList).matches}
        assert offers["Quit the program."] == ""
        assert offers["Switch to the other official language."] == "F3"


async def test_a_letter_that_begins_the_search_is_a_letter_in_the_bar(open_app: Open) -> None:
    """With `s` as its key, `ss` opens the bar and types an s."""
    async with open_app(size=THREE_PANES, config=OTHER_KEYS) as session:
        await session.press("s", "s")
        assert session.browse.bar.value == "s"


async def test_a_bad_file_keeps_nobody_out(open_app: Open) -> None:
    """What is right counts, and what is wrong is said with its place."""
    config = "theme: light\nlanguage: klingon\nkeys: {quit: nonsense, help: x}\n"
    async with open_app(size=THREE_PANES, config=config) as session:
        assert session.app.theme == "binder-light"
        assert "2 problems" in session.said()
        assert "config.yaml:2:11" in session.said()
        await session.press("x")
        assert session.app.screen is not session.browse


async def test_colours_can_be_done_without(open_app: Open) -> None:
    """`colours: no` leaves no hue on the screen."""
    async with open_app(size=THREE_PANES, config="colours: no\n") as session:
        strips = session.app.screen._compositor.render_strips()
        drawn = [segment.style for strip in strips for segment in strip.apply_filter(session.app._filters[-1], None)]  # type: ignore[arg-type]
        hues = {color.triplet for style in drawn if style for color in (style.color, style.bgcolor) if color}
        assert all(hue is None or len(set(hue)) == 1 for hue in hues)


def test_two_commands_cannot_have_one_key() -> None:
    """The first has it, and the second is told whose it is; commands of different screens may share one."""
    changed, problems = wanted(back="b", bookmark="b")
    assert changed["back"] == ("b",)
    assert "bookmark" not in changed or changed["bookmark"] == ()
    assert "c.yaml:2:9: error: The key 'b' is already that of 'back', on line 1. Choose another." in problems
    changed, problems = wanted(**{"history.whole": "v", "edit.yaml": "t"})
    assert [problem for problem in problems if "error" in problem] == []


def test_a_taken_key_is_lost_by_the_command_that_had_it() -> None:
    """It keeps its others; without any, a warning says so."""
    changed, problems = wanted(back="colon z")
    assert changed["palette"] == ("ctrl+p",)
    assert changed["fold-here"] == ()
    assert len(problems) == 1
    assert "warning: 'z' was the key of 'fold-here'" in problems[0]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"bakc": "x"}, "There is no command 'bakc'. Did you mean 'back'?"),
        ({"back": "escpe"}, "There is no key 'escpe'. Did you mean 'escape'?"),
        ({"back": "up"}, "The key 'up' means the same everywhere and cannot be changed"),
        ({"back": "shift+x"}, "'shift+x' is the key 'X'. Write that."),
        ({"back": "ctrl+b f5"}, "warning: 'back' needs a ctrl, alt or function key"),
    ],
)
def test_what_cannot_be_done_is_said(wish: dict[str, str], said: str) -> None:
    """In a sentence that says what would be right."""
    assert said in " ".join(wanted(**wish)[1])


def test_no_command_needs_a_ctrl_or_function_key_alone() -> None:
    """Every command has a plain key, as it is declared; and no two commands of a screen share one."""
    for table in (COMMANDS, HISTORY, EDIT_COMMANDS):
        assert [command.id for command in table if all(map(is_awkward, command.keys))] == []
        keys = [key for command in table for key in command.keys]
        assert len(keys) == len(set(keys))


def test_each_key_as_declared_can_be_written_down() -> None:
    """Whatever `config show` lists is taken by the file: nothing has a name that users cannot write."""
    for keys in declared_keys().values():
        for key in keys:
            assert parse_key(key) == key
            if (character := key_character(key)).strip():
                assert parse_key(character) == key
            assert shown_key(key, "en")


@given(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Co", "Cn")))
def test_a_character_is_the_key_that_types_it(character: str) -> None:
    """Its name is the one by which the app hears of it."""
    assert parse_key(character) == _character_to_key(character)


@given(st.dictionaries(st.sampled_from(sorted(declared_keys())), st.lists(st.sampled_from("abcjkz/[:"), max_size=3)))
def test_any_wishes_leave_each_key_to_one_command(wishes: dict[str, list[str]]) -> None:
    """On no screen do two commands share a key that was wished for, and the lasting keys always last."""
    changed, _ = wanted(**{name: " ".join(keys) for name, keys in wishes.items()})
    asked = {parse_key(key) for keys in wishes.values() for key in keys}
    for table in (COMMANDS, HISTORY, EDIT_COMMANDS):
        taken = [key for command in table for key in changed.get(command.id, command.keys) if key in asked]
        assert len(taken) == len(set(taken))
    for name, keys in declared_keys().items():
        assert {key for key in keys if key in FIXED_KEYS} <= set(changed.get(name, keys))


@given(st.text(max_size=12))
def test_any_word_is_a_key_or_none(word: str) -> None:
    """No word that stands where a key should does more harm than a sentence."""
    with suppress(KeyNameError):
        assert parse_key(parse_key(word)) == parse_key(word)


async def test_keys_of_commands_are_letters_where_text_is_typed(open_app: Open, binder: Path) -> None:
    """In a field they are typed; elsewhere they run their command; the field’s bar tells which still do."""
    config = "keys: {edit.save: [w, f4], help: x, edit.undo: z}\n"
    async with open_app(size=THREE_PANES, at="context#body.0.text", config=config) as session:
        editing = await edit(session, binder / "sections/context.yaml")
        await editing.press("enter")
        await session.type("wxz ")
        await editing.settle()
        assert "wxz" in editing.text
        assert "F4 Save" in session.lines_at(-1)
        await editing.press("escape")
        assert "w Save" in session.lines_at(-1)
        await session.press("w")
        assert "What will change" in session.screen()


async def test_a_warning_is_no_mistake(open_app: Open) -> None:
    """At the start nothing is said of what can be done and may be meant."""
    async with open_app(config="keys: {down: t}\n") as session:
        assert session.said() == ""
