"""The fields of one part of a form."""

from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll

from bindertui.model.address import Path
from bindertui.model.forms import FormField
from bindertui.tui.widgets.fields.field import FieldView, Titled


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
