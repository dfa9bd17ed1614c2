"""Problems of a draft beside the fields and parts they are about."""

from collections.abc import Iterable, Sequence

from bindertui.model.address import Path
from bindertui.model.parts import Part
from bindertui.model.problems import Problem
from bindertui.services.forms import Form
from bindertui.values import frozen


@frozen
class Located:
    """A problem and the place in the form it is about.

    Attributes:
        path: the field, or the part where no field of it is meant.
        part: the part that the field belongs to.
    """

    problem: Problem
    path: Path
    part: Path


def located(form: Form, problems: Iterable[Problem]) -> tuple[Located, ...]:
    """The problems of a draft, each with the field that stands where the problem is."""
    problems = tuple(problems)
    if not problems:
        return ()
    starts = [(form.place(part.path), part) for part in form.parts]
    return tuple(_located(form, problem, starts) for problem in problems)


def _located(form: Form, problem: Problem, starts: Sequence[tuple[tuple[int, int], Part]]) -> Located:
    at = (problem.line - 1, problem.column - 1)
    # The last part that begins before it, and of those that begin there the innermost.
    around = [part for start, part in starts if start <= at] or [starts[0][1]]
    part = around[-1]
    above = [candidate for candidate in reversed(around) if part.path[: len(candidate.path)] == candidate.path]
    for candidate in above:
        for field in form.fields(candidate):
            places = (form.place((*field.path, *inner)) for inner in ((), *((code,) for code in form.languages)))
            if field.value is not None and at in places:
                return Located(problem, field.path, candidate.path)
    return Located(problem, part.path, part.path)
