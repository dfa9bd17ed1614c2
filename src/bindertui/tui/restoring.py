"""Saving a version of an entry again, from the app."""

from collections.abc import Callable

from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.services.desk import Desk
from bindertui.services.outcomes import Denied, Saved
from bindertui.services.restoring import Restore
from bindertui.store.history import Version
from bindertui.tui.outcome_words import outcome_words

_BOM = "\ufeff"


def restoring(desk: Desk, language: str, saved: Callable[[], object]) -> Restore:
    """What saves a version at a desk, through the path of every save.

    Args:
        desk: where it is saved.
        language: the reader's, who is told what came of it.
        saved: done when something was saved: whoever shows the binder is to read it again.
    """

    def restore(address: Address, text: str, version: Version) -> str:
        try:
            draft = desk.begin(address)
        except BinderError as error:
            return outcome_words(error, language)
        if isinstance(draft, Denied):
            return outcome_words(draft, language)
        mark = _BOM if draft.base.startswith(_BOM) else ""
        message = f"Restore {address} as it was on {version.when.date()}"
        outcome = desk.commit(draft.written(mark + text), message)
        if isinstance(outcome, Saved):
            saved()
        return outcome_words(outcome, language)

    return restore
