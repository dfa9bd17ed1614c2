"""A line to press.

A box to type in, which shows nothing that could steer the terminal.

One field of a form: its name and help, what stands in it in each language, and what is wrong with it.

The fields of one part of a form.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Path, Step
from bindertui.model.fields import Role
from bindertui.model.forms import FormField
from bindertui.model.schema import Input, Keyed, Leaf, Many
from bindertui.model.text import NEUTRAL, language_name, single_line, visible_text
from bindertui.tui.labels import field_label
from bindertui.tui.widgets.key_order import WHOLE_DRAFT, forward_key, keep_order
from bindertui.tui.widgets.yaml_editor import editable_text


class Press(Widget, can_focus=True):
    """A line that does something when it is pressed: by Enter, by space, or by a click."""

    DEFAULT_CSS = """
    Press { height: auto; width: auto; padding: 0 1; background: $panel; color: $foreground; }
    Press:focus { background: $selected; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    content: reactive[Content] = reactive(Content(""), layout=True)

    class Pressed(Message):
        """It was pressed."""

        def __init__(self, press: "Press") -> None:
            super().__init__()
            self.press = press

        @property
        def control(self) -> "Press":
            """The line that was pressed."""
            return self.press

    def __init__(self, content: Content, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Press.content, content)

    def render(self) -> Content:
        """What it says."""
        return self.content

    def action_press(self) -> None:
        """Say that it was pressed."""
        self.post_message(self.Pressed(self))

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Pass on what was pasted before the focus had moved."""
        forward_key(self, event)

    def on_click(self, event: Click) -> None:
        """A click presses it."""
        event.stop()
        self.action_press()


class TextBox(TextArea):
    """A text that grows with what is typed; one of a single line passes Enter on to the next field."""

    DEFAULT_CSS = """
    TextBox { height: auto; min-height: 1; max-height: 14; padding: 0 1; scrollbar-size-vertical: 1; }
    TextBox { background: $panel; }
    TextBox:focus { background: $raised; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    def __init__(self, text: str, *, prose: bool) -> None:
        """Prepare the box.

        Args:
            text: what stands in it at first.
            prose: whether it may have several lines.
        """
        super().__init__(
            visible_text(text), soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._prose = prose

    def show(self, text: str) -> None:
        """Show another text, unless it is there already: what is being typed keeps its cursor."""
        if visible_text(text) != self.text:
            self.load_text(visible_text(text))

    def edit(self, edit: Edit) -> EditResult:
        """Escape what must not reach the terminal: a text may be pasted from anywhere."""
        edit.text = editable_text(edit.text)
        if not self._prose:
            edit.text = " ".join(edit.text.split("\n"))
        return super().edit(edit)

    def render_line(self, y: int) -> Strip:
        """Draw what stands on one row: Textual would cut the whole line, however long, for each of its rows."""
        wrapped, theme = self.wrapped_document, self._theme
        row = y + self.scroll_offset.y
        ground = self.rich_style if theme is None or theme.base_style is None else theme.base_style
        if row >= wrapped.height:
            return Strip.blank(self.size.width, ground)
        line, section = wrapped._offset_to_line_info[row]  # noqa: SLF001 - what is public cuts the line as well
        breaks = wrapped.get_offsets(line)
        start = breaks[section - 1] if section else 0
        whole = self.document.get_line(line)
        end = breaks[section] if section < len(breaks) else len(whole) + 1
        text = Text(f"{whole[start:end]} " if end > len(whole) else whole[start:end], end="", no_wrap=True)
        first, last = sorted(self.selection)
        if theme is not None and theme.selection_style is not None and first[0] <= line <= last[0] and first != last:
            begun = first[1] if first[0] == line else 0
            over = last[1] if last[0] == line else end
            text.stylize(theme.selection_style, max(begun - start, 0), max(over - start, 0))
        at, column = self.cursor_location
        if theme is not None and theme.cursor_style is not None and at == line and start <= column < end:
            text.stylize(theme.cursor_style if self._draw_cursor else "", column - start, column - start + 1)
        strip = Strip(text.render(self.app.console), text.cell_len)
        return strip.extend_cell_length(self.scrollable_content_region.width, ground).apply_style(ground)

    async def _on_key(self, event: Key) -> None:
        if not await keep_order(self, event) and event.key == "enter" and not self._prose:
            self.screen.focus_next()
            event.stop()
            event.prevent_default()


Titled = Callable[[Role, str], str]
"""What something that is referred to is called."""

_TYPED = {Input.PROSE, Input.LINE, Input.WORD, Input.NUMBER}


class FieldView(Vertical):
    """A field; says what is typed, and when something is to be chosen, added or split."""

    class Typed(Message):
        """Something was typed: `unsent` tells what."""

    class Asked(Message):
        """The user wants to choose, or to add to a list."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    class Split(Message):
        """The user wants to write a text in each language."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, field: FormField, languages: tuple[str, ...], language: str, titled: Titled) -> None:
        """Prepare the field.

        Args:
            field: what it shows.
            languages: of the binder.
            language: the reader's.
            titled: names what is referred to.
        """
        super().__init__(classes="field")
        self.field = field
        self._languages = languages
        self._language = language
        self._titled = titled
        self._boxes: dict[str, TextBox] = {}
        self._sent: dict[str, list[str]] = {}
        self._known: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Name and help, the boxes or the line to press, and room for what is wrong."""
        yield Static(self._heading(), classes="field-name")
        codes = self._codes()
        if codes:
            with Horizontal(classes="languages" if len(codes) > 1 else "language"):
                for code in codes:
                    with Vertical(classes="original"):
                        if len(codes) > 1:
                            yield Static(Content(language_name(code, self._language)), classes="language-name")
                        self._boxes[code] = TextBox(self._text(code), prose=self._is(Input.PROSE))
                        self._known[code] = self._boxes[code].text
                        yield self._boxes[code]
        else:
            yield Press(self._summary(), classes="pick")
        if self._undivided(codes):
            yield Press(Content("⇄ " + gettext("Write each language", self._language)), classes="split")
        yield Static(Content(""), classes="field-problems")

    def show(self, field: FormField) -> bool:
        """Show what stands in the field now; False if that takes other boxes."""
        before, self.field = self.field, field
        if self._shape_of(before) != self._shape_of(field):
            return False
        for code, box in self._boxes.items():
            self._show_text(code, box)
        for press in self.query(".pick").results(Press):
            press.content = self._summary()
        return True

    def _show_text(self, code: str, box: TextBox) -> None:
        """Show what stands in the draft, unless it is what was typed here, and more has been typed since."""
        text, sent = self._text(code), self._sent.get(code, [])
        if text in sent:
            del sent[: sent.index(text) + 1]
        else:
            sent.clear()
            box.show(text)
            self._known[code] = box.text

    def unsent(self) -> Iterator[tuple[str, str]]:
        """The languages and texts of what was typed since it was asked for last."""
        for code, box in self._boxes.items():
            if box.text != self._known[code]:
                self._known[code] = box.text
                self._sent.setdefault(code, []).append(box.text)
                yield code, box.text

    def tell(self, problems: tuple[str, ...]) -> None:
        """Say what is wrong."""
        told = self.query_one(".field-problems", Static)
        told.update(Content("\n".join(f"✗ {single_line(problem)}" for problem in problems)))
        told.display = bool(problems)

    def enter(self, language: Step | None = None) -> None:
        """Put the cursor into the field, in a language or else in the reader's; the next key is for it."""
        boxes = [self._boxes[code] for code in (language, self._language, *self._boxes) if code in self._boxes]
        self.screen.set_focus(boxes[0] if boxes else self.query(Press).first())

    def on_key(self, event: Key) -> None:
        """Keep to itself what was meant for a text: among the fields a letter is no command."""
        if event.is_printable:
            event.stop()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if any(box.text != self._known[code] for code, box in self._boxes.items()):
            self.post_message(self.Typed())

    @on(Press.Pressed, ".pick")
    def _asked(self, event: Press.Pressed) -> None:
        event.stop()
        self.post_message(self.Asked(self.field))

    @on(Press.Pressed, ".split")
    def _split(self, event: Press.Pressed) -> None:
        event.stop()
        self.post_message(self.Split(self.field))

    # What it shows

    def _is(self, *inputs: Input) -> bool:
        return isinstance(self.field.shape, Leaf) and self.field.shape.input in inputs

    def _codes(self) -> tuple[str, ...]:
        """The languages that have a box; `NEUTRAL` for a single box; none where something is chosen."""
        shape, value = self.field.shape, self.field.value
        if not isinstance(shape, Leaf):
            return ()
        if shape.input in {Input.WORD, Input.NUMBER}:
            return (NEUTRAL,)
        if shape.input is Input.MEMBER and not isinstance(value, dict):
            return ()
        if shape.input not in {*_TYPED, Input.MEMBER}:
            return ()
        if isinstance(value, dict):
            return (*self._languages, *(str(code) for code in value if code not in self._languages))
        alone = isinstance(value, str) and shape.role is not Role.PROSE
        return (NEUTRAL,) if alone or (value is None and shape.role is Role.URL) else self._languages

    def _undivided(self, codes: tuple[str, ...]) -> bool:
        """Whether it is one text for every language, which could be written in each."""
        return codes == (NEUTRAL,) and self._is(Input.LINE, Input.PROSE) and len(self._languages) > 1

    def _shape_of(self, field: FormField) -> object:
        """What decides which boxes there are."""
        kept, self.field = self.field, field
        codes = self._codes()
        self.field = kept
        return field.path, field.shape, codes

    def _text(self, code: str) -> str:
        return text_in(self.field.value, code, self._languages, number=self._is(Input.NUMBER))

    def _heading(self) -> Content:
        field, language = self.field, self._language
        label = text_in(field.label, language, self._languages) or text_in(field.label, NEUTRAL, self._languages)
        name = f"{field_label(field.name, language)} {single_line(label)}".rstrip()
        must = gettext("required", language) if field.required else gettext("optional", language)
        help_text = gettext(field.help, language)
        parts = [Content.styled(name, "bold $primary"), Content.styled(f"  {must}", "$quiet")]
        if help_text:
            parts.append(Content.styled(f" · {help_text}", "$quiet"))
        return Content.assemble(*parts)

    def _summary(self) -> Content:
        field, language = self.field, self._language
        if isinstance(field.shape, Many | Keyed):
            count = len(field.value) if isinstance(field.value, list | dict) else 0
            items = (
                ngettext("{count} item", "{count} items", count, language) if count else gettext("None yet", language)
            )
            return Content.assemble(Content(items), Content.styled("   + " + gettext("Add", language), "bold $accent"))
        lines = list(self._chosen())
        return Content("\n".join(lines)) if lines else Content.styled(gettext("Choose …", language), "$quiet")

    def _chosen(self) -> Iterator[str]:
        value: Any = self.field.value
        assert isinstance(self.field.shape, Leaf)
        role = self.field.shape.role
        for one in value if isinstance(value, list) else [value] if value else []:
            title = "" if self.field.shape.choices else self._titled(role, str(one))
            yield f"{single_line(str(one))}  {title}".rstrip()


def text_in(value: Any, code: str, languages: tuple[str, ...], *, number: bool = False) -> str:
    """What a value says in a language; a text without one is the first language's."""
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
    """The fields of a part, one below the other; only those of one part are ever there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # Of a pane that goes with the app, the children go first: what was typed into them is still asked for.
        self._views: tuple[FieldView, ...] = ()

    async def show(
        self, fields: Sequence[FormField], languages: tuple[str, ...], language: str, titled: Titled
    ) -> None:
        """Show fields: those that are there already keep their cursors, unless other boxes are needed."""
        if self._views and [view.field.path for view in self._views] == [field.path for field in fields]:
            kept = [view.show(field) for view, field in zip(self._views, fields, strict=True)]
            if all(kept):
                return
        focused = self._focused_path()
        with self.app.batch_update():
            await self.remove_children()
            self._views = tuple(FieldView(field, languages, language, titled) for field in fields)
            await self.mount_all(self._views)
        if focused is not None:
            self.enter(focused)

    def unsent(self) -> dict[tuple[Path, str], str]:
        """What was typed since it was asked for last, by field and language."""
        return {(view.field.path, code): text for view in self._views for code, text in view.unsent()}

    def clear_view(self) -> None:
        """Forget what is shown: what is shown next is made anew."""
        self._views = ()

    def tell(self, problems: Mapping[Path, tuple[str, ...]]) -> None:
        """Say beside each field what is wrong with it."""
        for view in self._views:
            view.tell(problems.get(view.field.path, ()))

    def enter(self, path: Path = ()) -> None:
        """Put the cursor into the field a path leads to or into, in its language; else into the first below it."""
        into = [view for view in self._views if view.field.path == path[: len(view.field.path)]]
        below = [view for view in self._views if view.field.path[: len(path)] == path]
        for view in [*into, *below, *self._views][:1]:
            rest = path[len(view.field.path) :] if into else ()
            view.enter(rest[0] if rest else None)
            # A pane that has just come has no places yet to scroll to.
            self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False)

    def _focused_path(self) -> Path | None:
        focused = self.screen.focused
        around = focused.ancestors if focused is not None else ()
        return next((view.field.path for view in self._views if view in around), None)
