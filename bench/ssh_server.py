"""`bindertui serve` with statistics: on SIGUSR1 it writes a line of JSON to a file descriptor.

The first argument is the descriptor's number, the others are the arguments of `serve`.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Run the server."""
    descriptor, sys.argv = int(sys.argv[1]), ["bindertui", "serve", *sys.argv[2:]]
    stdout = sys.stdout

    def report(*_: Any) -> None:
        stats = {"tasks": len(asyncio.all_tasks()), "stdout": sys.stdout is stdout}
        os.write(descriptor, f"{json.dumps(stats)}\n".encode())

    signal.signal(signal.SIGUSR1, report)
    from bindertui.__main__ import main as bindertui  # noqa: PLC0415 - after the signal handler is set

    bindertui()


if __name__ == "__main__":
    main()
