"""The entry point of the `bindertui` command, and of `python -m bindertui`."""

import gc
import sys
from typing import NoReturn

_MANY = 50_000
"""Objects made, and not given up again, after which a search for garbage pays."""


def main() -> NoReturn:
    """Run the command; an interrupt while it is still being imported ends it as one does later, without a word."""
    # Modules, classes and the content itself live until the end. Python would look for garbage among them after every
    # 700 of them, and once more while it ends: together a sixth of what a verb takes.
    gc.set_threshold(_MANY)
    try:
        from bindertui.cli.main import run  # noqa: PLC0415 - inside, so that an interrupt is met

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
