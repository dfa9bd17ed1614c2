"""One field of a form: its name and help, what stands in it in each language, and what is wrong with it."""

from collections.abc import Callable, Iterator
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Static, TextArea

from bindertui.model.address import Step
from bindertui.model.fields import Role
from bindertui.model.forms import FormField
from bindertui.model.inputs import Input, Keyed, Leaf, Many
from bindertui.model.languages import language_name
from bindertui.model.text import NEUTRAL, one_line
from bindertui.speech import say, say_many
from bindertui.tui.form_words import name_of
from bindertui.tui.widgets.fields.press import Press
from bindertui.tui.widgets.fields.text_box import TextBox

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
            yield Press(Content("⇄ " + say("Write each language", self._language)), classes="split")
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
        told.update(Content("\n".join(f"✗ {one_line(problem)}" for problem in problems)))
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
        name = f"{name_of(field.name, language)} {one_line(label)}".rstrip()
        must = say("required", language) if field.required else say("optional", language)
        help_text = say(field.help, language)
        parts = [Content.styled(name, "bold $primary"), Content.styled(f"  {must}", "$quiet")]
        if help_text:
            parts.append(Content.styled(f" · {help_text}", "$quiet"))
        return Content.assemble(*parts)

    def _summary(self) -> Content:
        field, language = self.field, self._language
        if isinstance(field.shape, Many | Keyed):
            count = len(field.value) if isinstance(field.value, list | dict) else 0
            items = say_many("{count} item", "{count} items", count, language) if count else say("None yet", language)
            return Content.assemble(Content(items), Content.styled("   + " + say("Add", language), "bold $accent"))
        lines = list(self._chosen())
        return Content("\n".join(lines)) if lines else Content.styled(say("Choose …", language), "$quiet")

    def _chosen(self) -> Iterator[str]:
        value: Any = self.field.value
        assert isinstance(self.field.shape, Leaf)
        role = self.field.shape.role
        for one in value if isinstance(value, list) else [value] if value else []:
            title = "" if self.field.shape.choices else self._titled(role, str(one))
            yield f"{one_line(str(one))}  {title}".rstrip()


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
