"""Driving the edit screen in tests, and reading its file."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

from attrs import frozen
from textual.widgets import OptionList

from bindertui.model.address import Address, FieldPath
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.widgets.form_field import FieldView
from bindertui.tui.widgets.part_tree import PartTree
from bindertui.tui.widgets.text_box import TextBox
from tests.tui.conftest import Session


@frozen
class Editing:
    """The edit screen of a session, and the file that is edited."""

    session: Session
    file: Path
    before: str

    @property
    def screen(self) -> EditScreen:
        """The edit screen, below any dialog."""
        return next(screen for screen in self.session.app.screen_stack if isinstance(screen, EditScreen))

    @property
    def parts(self) -> PartTree:
        """The outline of the parts."""
        return self.screen.query_one(PartTree)

    @property
    def text(self) -> str:
        """The text of the draft."""
        return self.screen.draft.text

    async def wait_until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        await self.session.wait_until(condition)

    async def go(self, place: str) -> None:
        """Go to the part that an address leads to."""
        await self.screen.go(Address.parse(f"x#{place}" if place else "x").path)
        await self.session.settle()

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until the draft contains all input and is validated."""
        await self.session.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the draft contains all input and is validated."""
        await self.session.settle()
        if self.session.app.screen is self.screen:
            await self.wait_until(lambda: self.screen.draft.is_idle)

    async def clear(self) -> None:
        """Empty the box that has the keys."""
        box = self.session.app.focused
        assert isinstance(box, TextBox)
        await self.press("ctrl+home", "ctrl+shift+end", "delete")

    def box(self, path: FieldPath, language: str = "") -> TextBox:
        """The box of a field in a language."""
        return self.field(path).boxes[language]

    def field(self, path: FieldPath) -> FieldView:
        """The field at a path, among those that are shown."""
        return next(view for view in self.screen.query(FieldView) if view.field.path == path)

    async def replace(self, path: FieldPath, language: str, old: str, new: str) -> None:
        """Replace a few characters of a text by typing."""
        box = self.box(path, language)
        box.focus()
        start = box.text.index(old)
        row = box.text.count("\n", 0, start)
        box.move_cursor((row, start - box.text.rfind("\n", 0, start) - 1))
        await self.press(*["delete"] * len(old))
        await self.session.type(new)
        await self.settle()

    async def save(self) -> None:
        """Save, and confirm the review."""
        await self.session.press("ctrl+s")
        await self.wait_until(lambda: isinstance(self.session.app.screen, ReviewScreen))
        await self.session.press("s")
        await self.wait_until(lambda: not self.screen.saver.is_saving)
        await self.session.settle()

    async def answer(self, text: str) -> None:
        """Choose an answer of a dialog by its text."""
        options = self.session.app.screen.query_one(OptionList)
        options.highlighted = next(
            at for at in range(options.option_count) if text in str(options.get_option_at_index(at).prompt)
        )
        await self.session.press("enter")

    def changes(self) -> list[str]:
        """The lines of the file that went and came since editing began, as `diff` shows them."""
        after = self.file.read_text(encoding="utf-8")
        lines = unified_diff(self.before.splitlines(), after.splitlines(), lineterm="", n=0)
        return [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}]


async def edit(session: Session, file: Path) -> Editing:
    """Press e, and wait until the screen is there."""
    editing = Editing(session, file, _text(file))
    await session.press("e")
    await editing.wait_until(lambda: isinstance(session.app.screen, EditScreen))
    await editing.settle()
    return editing


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
