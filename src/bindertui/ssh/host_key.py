"""The key by which clients know this server again: it is made once, and kept."""

import os
from pathlib import Path

import asyncssh

from bindertui.errors import BinderError, system_words
from bindertui.speech import wording

_ALGORITHM = "ssh-ed25519"


class HostKeyError(BinderError):
    """There is no host key to be had."""


def read_or_make(path: Path) -> asyncssh.SSHKey:
    """The host key in a file; made, for its owner's eyes alone, if there is no such file.

    Raises:
        HostKeyError: the file cannot be read or written, others may read it, or it holds no private key.
    """
    try:
        if not path.exists():
            return _made(path)
        if path.stat().st_mode & 0o077:
            raise HostKeyError(
                wording("{path}: others than its owner may read this host key. Run: chmod 600 {path}", path=path)
            )
        return asyncssh.read_private_key(path)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise HostKeyError(
            wording("{path} holds no host key that can be used: {reason}.", path=path, reason=str(error))
        ) from None
    except OSError as error:
        raise HostKeyError(
            wording("The host key {path} cannot be had: {reason}.", path=path, reason=system_words(error))
        ) from None


def _made(path: Path) -> asyncssh.SSHKey:
    key = asyncssh.generate_private_key(_ALGORITHM, comment="bindertui")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Whole or not at all, and never for anybody else to read.
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.export_private_key("openssh"))
        file.flush()
        os.fsync(file.fileno())
    try:
        # Another server may have made one meanwhile: then that is the one.
        os.link(beside, path)
    except FileExistsError:
        return asyncssh.read_private_key(path)
    finally:
        beside.unlink()
    return key
