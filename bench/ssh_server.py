"""`bindertui serve`, which also tells what goes on in it: at SIGUSR1, as a line of JSON to a descriptor.

The descriptor's number comes first on the command line, the arguments of `serve` after it.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Serve."""
    descriptor, sys.argv = int(sys.argv[1]), ["bindertui", "serve", *sys.argv[2:]]
    stdout = sys.stdout

    def tell(*_: Any) -> None:
        vitals = {"tasks": len(asyncio.all_tasks()), "stdout": sys.stdout is stdout}
        os.write(descriptor, f"{json.dumps(vitals)}\n".encode())

    signal.signal(signal.SIGUSR1, tell)
    from bindertui.__main__ import main as bindertui  # noqa: PLC0415 - after what watches it

    bindertui()


if __name__ == "__main__":
    main()
