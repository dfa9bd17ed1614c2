"""Key pairs for tests, made by ssh-keygen as people make them."""

import subprocess
from pathlib import Path


def key_pair(path: Path, *options: str) -> str:
    """Make a key pair, its private half at a path; the line of its public half."""
    command = ["ssh-keygen", "-q", "-N", "", "-C", "someone@desk", "-f", str(path), *(options or ("-t", "ed25519"))]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return path.with_name(f"{path.name}.pub").read_text().strip()
