"""`python -m bench NAME`: run one benchmark and print its figures as JSON on stdout."""

import argparse
import sys
from collections.abc import Callable, Sequence

from attrs import asdict, evolve

from bench import memory, quality, reader, save, search, ssh, startup
from bench.figures import Figure, log, to_json
from bench.options import Options
from bench.terminal import NoOutputError
from bench.workspace import ProgramError

_BENCHES: dict[str, Callable[[Options], tuple[list[Figure], dict[str, object]]]] = {
    "startup": startup.run,
    "memory": memory.run,
    "reader": reader.run,
    "search": search.run,
    "search-quality": quality.run,
    "save": save.run,
    "ssh": ssh.run,
}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=_BENCHES, help="what to measure")
    parser.add_argument("--sections", type=int, metavar="N", help="sections of the generated binder (10000)")
    parser.add_argument("--rounds", type=int, metavar="N", help="pairs of measurements for each figure (7)")
    parser.add_argument("--keys", type=int, metavar="N", help="times to press each key (110)")
    parser.add_argument("--passages", type=int, nargs="+", metavar="N", help="passages in the binders to search")
    parser.add_argument(
        "--quick", action="store_true", help="one round on a small binder, to test the benchmark itself"
    )
    arguments_given = parser.parse_args(arguments)
    options = Options.quick() if arguments_given.quick else Options()
    wanted = {name: getattr(arguments_given, name) for name in ("sections", "rounds", "keys")}
    wanted["passages"] = tuple(arguments_given.passages) if arguments_given.passages else None
    options = evolve(options, **{name: value for name, value in wanted.items() if value is not None})
    if min(options.sections, options.rounds - 1, options.keys - 1) < 0:
        parser.error("--sections is 0 or more, --rounds and --keys are 1 or more")
    try:
        figures, notes = _BENCHES[arguments_given.name](options)
    except (ProgramError, NoOutputError) as error:
        log(f"{arguments_given.name} could not be measured: {error}")
        return 1
    for figure in figures:
        log(_figure_line(figure))
    print(to_json(arguments_given.name, asdict(options), figures, notes))
    return 0


def _figure_line(figure: Figure) -> str:
    """Return a figure as a line to read."""
    baseline = f", {figure.ratio} × {figure.floor} {figure.unit} of {figure.beside}" if figure.beside else ""
    budget = f"at least {figure.budget}" if figure.at_least else figure.budget
    verdict = "" if figure.met is None else f" (budget {budget}: {'met' if figure.met else 'missed'})"
    return f"{figure.name}: {figure.value} {figure.unit}{baseline}{verdict}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
