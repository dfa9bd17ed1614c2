"""Entry point of the `bindertui` command and of `python -m bindertui`."""

import sys
from typing import NoReturn

from bindertui import _gc


def main() -> NoReturn:
    """Run the command; Ctrl+C ends it silently, even during the imports."""
    _gc.set_threshold(_gc.COMMAND_THRESHOLD)
    try:
        from bindertui.cli.main import run  # noqa: PLC0415 - inside the `try`, to catch an interrupt

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    _gc.skip_last_collection()
    sys.exit(code)


if __name__ == "__main__":
    main()
