"""The fields of one part of a form: labels, boxes for each language, choices, and problems."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Static, TextArea

from bindertui.i18n import gettext, ngettext
from bindertui.model.address import FieldPath, PathStep
from bindertui.model.fields import FieldRole
from bindertui.model.forms import FormField
from bindertui.model.shapes import InputKind, KeyedShape, ListShape, ValueShape
from bindertui.model.text import NEUTRAL, language_name, single_line
from bindertui.tui.labels import field_label
from bindertui.tui.widgets.line_button import LineButton
from bindertui.tui.widgets.text_box import TextBox

TitleLookup = Callable[[FieldRole, str], str]
"""Returns the title of an entry or source that is referred to."""

_TYPED_INPUTS = {InputKind.PROSE, InputKind.LINE, InputKind.WORD, InputKind.NUMBER}


class FieldView(Vertical):
    """One field: its name and help, a box for each language or a button, and its problems.

    Attributes:
        field: the field with its current value.
        boxes: the boxes, by language.
    """

    class Edited(Message):
        """Something was typed; `take_input` returns it."""

    class Opened(Message):
        """The user wants to choose a value, or to add to a list."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    class Split(Message):
        """The user wants to write a text separately in each language."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, field: FormField, languages: tuple[str, ...], language: str, title_lookup: TitleLookup) -> None:
        """Prepare the field.

        Args:
            field: the field.
            languages: the languages of the binder.
            language: the language of the interface.
            title_lookup: returns the titles of references.
        """
        super().__init__(classes="field")
        self.field = field
        self._languages = languages
        self._language = language
        self._title_lookup = title_lookup
        self.boxes: dict[str, TextBox] = {}
        self._pending: dict[str, list[str]] = {}
        """Texts returned by `take_input` that have not become the value of the field yet, by language."""
        self._known: dict[str, str] = {}
        """The texts of the boxes without anything typed since, by language."""

    def compose(self) -> ComposeResult:
        """Compose the heading, the boxes or the button, and the line for problems."""
        yield Static(self._heading(), classes="field-name")
        codes = self._box_languages()
        if codes:
            with Horizontal(classes="languages" if len(codes) > 1 else "language"):
                for code in codes:
                    with Vertical(classes="original"):
                        if len(codes) > 1:
                            yield Static(Content(language_name(code, self._language)), classes="language-name")
                        self.boxes[code] = TextBox(self._text(code), multiline=self._has_input(InputKind.PROSE))
                        self._known[code] = self.boxes[code].text
                        yield self.boxes[code]
        else:
            yield LineButton(self._summary(), classes="pick")
        if self._can_split(codes):
            yield LineButton(Content("⇄ " + gettext("Write each language separately", self._language)), classes="split")
        yield Static(Content(""), classes="field-problems")

    def show(self, field: FormField) -> bool:
        """Show another value of the field; return False if it needs other boxes."""
        before, self.field = self.field, field
        if self._box_layout(before) != self._box_layout(field):
            return False
        for code, box in self.boxes.items():
            self._show_text(code, box)
        for button in self.query(".pick").results(LineButton):
            button.content = self._summary()
        return True

    def _show_text(self, code: str, box: TextBox) -> None:
        """Show the text of the draft, unless it is an earlier state of the text being typed."""
        text, pending = self._text(code), self._pending.get(code, [])
        if text in pending:
            del pending[: pending.index(text) + 1]
        else:
            pending.clear()
            box.show(text)
            self._known[code] = box.text

    def take_input(self) -> Iterator[tuple[str, str]]:
        """Return the languages and texts typed since the last call."""
        for code, box in self.boxes.items():
            if box.text != self._known[code]:
                self._known[code] = box.text
                self._pending.setdefault(code, []).append(box.text)
                yield code, box.text

    def show_problems(self, problems: tuple[str, ...]) -> None:
        """Show the problems of the field."""
        line = self.query_one(".field-problems", Static)
        line.update(Content("\n".join(f"✗ {single_line(problem)}" for problem in problems)))
        line.display = bool(problems)

    def focus_box(self, language: PathStep | None = None) -> None:
        """Move the cursor into the box of a language, or else of the language of the interface."""
        boxes = [self.boxes[code] for code in (language, self._language, *self.boxes) if code in self.boxes]
        self.screen.set_focus(boxes[0] if boxes else self.query(LineButton).first())

    def on_key(self, event: Key) -> None:
        """Stop printable keys: among the fields a letter is no command."""
        if event.is_printable:
            event.stop()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if any(box.text != self._known[code] for code, box in self.boxes.items()):
            self.post_message(self.Edited())

    @on(LineButton.Pressed, ".pick")
    def _open(self, event: LineButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Opened(self.field))

    @on(LineButton.Pressed, ".split")
    def _split(self, event: LineButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Split(self.field))

    # Content

    def _has_input(self, *inputs: InputKind) -> bool:
        return isinstance(self.field.shape, ValueShape) and self.field.shape.input in inputs

    def _box_languages(self) -> tuple[str, ...]:
        """Return the languages that have a box: `NEUTRAL` for a single box, none if the value is chosen."""
        shape, value = self.field.shape, self.field.value
        if not isinstance(shape, ValueShape):
            return ()
        if shape.input in {InputKind.WORD, InputKind.NUMBER}:
            return (NEUTRAL,)
        if shape.input is InputKind.MEMBER and not isinstance(value, dict):
            return ()
        if shape.input not in {*_TYPED_INPUTS, InputKind.MEMBER}:
            return ()
        if isinstance(value, dict):
            return (*self._languages, *(str(code) for code in value if code not in self._languages))
        single = isinstance(value, str) and shape.role is not FieldRole.PROSE
        return (NEUTRAL,) if single or (value is None and shape.role is FieldRole.URL) else self._languages

    def _can_split(self, codes: tuple[str, ...]) -> bool:
        """Return whether one text serves all languages and could be written separately in each."""
        return codes == (NEUTRAL,) and self._has_input(InputKind.LINE, InputKind.PROSE) and len(self._languages) > 1

    def _box_layout(self, field: FormField) -> object:
        """Return a value that is equal for fields with the same boxes."""
        current, self.field = self.field, field
        codes = self._box_languages()
        self.field = current
        return field.path, field.shape, codes

    def _text(self, code: str) -> str:
        number = self._has_input(InputKind.NUMBER)
        return text_in_language(self.field.value, code, self._languages, number=number)

    def _heading(self) -> Content:
        field, language, languages = self.field, self._language, self._languages
        label = text_in_language(field.label, language, languages) or text_in_language(field.label, NEUTRAL, languages)
        name = f"{field_label(field.name, language)} {single_line(label)}".rstrip()
        required = gettext("required", language) if field.required else gettext("optional", language)
        help_text = gettext(field.help, language)
        parts = [Content.styled(name, "bold $primary"), Content.styled(f"  {required}", "$quiet")]
        if help_text:
            parts.append(Content.styled(f" · {help_text}", "$quiet"))
        return Content.assemble(*parts)

    def _summary(self) -> Content:
        field, language = self.field, self._language
        if isinstance(field.shape, ListShape | KeyedShape):
            count = len(field.value) if isinstance(field.value, list | dict) else 0
            items = (
                ngettext("{count} item", "{count} items", count, language) if count else gettext("None yet", language)
            )
            return Content.assemble(Content(items), Content.styled("   + " + gettext("Add", language), "bold $accent"))
        lines = list(self._chosen_lines())
        return Content("\n".join(lines)) if lines else Content.styled(gettext("Choose …", language), "$quiet")

    def _chosen_lines(self) -> Iterator[str]:
        value: Any = self.field.value
        assert isinstance(self.field.shape, ValueShape)
        role = self.field.shape.role
        for one in value if isinstance(value, list) else [value] if value else []:
            title = "" if self.field.shape.choices else self._title_lookup(role, str(one))
            yield f"{single_line(str(one))}  {title}".rstrip()


def text_in_language(value: Any, code: str, languages: tuple[str, ...], *, number: bool = False) -> str:
    """Return the text of a value in a language; a text without languages belongs to the first one."""
    if isinstance(value, dict):
        text = value.get(code)
    elif code in {NEUTRAL, languages[0]}:
        text = value
    else:
        text = None
    if not isinstance(text, str) or (number and text == "null"):
        return ""
    return text


class FieldsPane(VerticalScroll, can_focus=False):
    """The fields of one part, one below the other."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # When the app ends, children are removed first; what was typed into them must still be readable.
        self._views: tuple[FieldView, ...] = ()

    async def show(
        self, fields: Sequence[FormField], languages: tuple[str, ...], language: str, title_lookup: TitleLookup
    ) -> None:
        """Show fields; those that are shown already keep their cursors, unless they need other boxes."""
        if self._views and [view.field.path for view in self._views] == [field.path for field in fields]:
            updated = [view.show(field) for view, field in zip(self._views, fields, strict=True)]
            if all(updated):
                return
        focused = self._focused_path()
        with self.app.batch_update():
            await self.remove_children()
            self._views = tuple(FieldView(field, languages, language, title_lookup) for field in fields)
            await self.mount_all(self._views)
        if focused is not None:
            self.focus_field(focused)

    def take_input(self) -> dict[tuple[FieldPath, str], str]:
        """Return the texts typed since the last call, by field and language."""
        return {(view.field.path, code): text for view in self._views for code, text in view.take_input()}

    def reset(self) -> None:
        """Create all fields again the next time they are shown."""
        self._views = ()

    def show_problems(self, problems: Mapping[FieldPath, tuple[str, ...]]) -> None:
        """Show below each field its problems."""
        for view in self._views:
            view.show_problems(problems.get(view.field.path, ()))

    def focus_field(self, path: FieldPath = ()) -> None:
        """Move the cursor into the field that contains a path, or else into the first field below the path."""
        containing = [view for view in self._views if view.field.path == path[: len(view.field.path)]]
        below = [view for view in self._views if view.field.path[: len(path)] == path]
        for view in [*containing, *below, *self._views][:1]:
            rest = path[len(view.field.path) :] if containing else ()
            view.focus_box(rest[0] if rest else None)
            # Fields that were just mounted have no positions to scroll to yet.
            self.call_after_refresh(self._scroll_to_focus)

    def _scroll_to_focus(self) -> None:
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False)

    def _focused_path(self) -> FieldPath | None:
        focused = self.screen.focused
        around = focused.ancestors if focused is not None else ()
        return next((view.field.path for view in self._views if view in around), None)
