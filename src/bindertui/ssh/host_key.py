"""The server's host key: created at the first start, and kept, so that clients recognize the server."""

import os
import stat
from pathlib import Path
from typing import TypeAlias

import asyncssh

from bindertui.atomic import atomic_write
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.access import PublicKey, PublicKeyError

HostKey: TypeAlias = asyncssh.SSHKey
"""The private key of a server."""
_ALGORITHM = "ssh-ed25519"
_POSSIBLY_WEAK_ALGORITHMS = ("ssh-rsa", "ssh-dss")
_MAX_FILE_SIZE = 1 << 20
"""Bytes of the file that are read; no key is as long."""


class HostKeyError(BinderError):
    """The host key cannot be read or created."""


def load_or_create_host_key(path: Path) -> HostKey:
    """Return the host key in a file, which is created, readable by its owner only, if it does not exist.

    Raises:
        HostKeyError: the file cannot be read or written, others may read it, or the key in it is invalid or weak.
    """
    try:
        if not path.exists():
            return _create(path)
        return _require_strong(asyncssh.import_private_key(_read(path)), path)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise HostKeyError(
            lazy_gettext("{path} has no usable host key: {reason}.", path=path, reason=str(error))
        ) from None
    except OSError as error:
        raise HostKeyError(
            lazy_gettext("Cannot read or create the host key {path}: {reason}.", path=path, reason=os_error_text(error))
        ) from None


def _require_strong(key: HostKey, path: Path) -> HostKey:
    """Return a key that is as strong as users' keys must be."""
    if key.get_algorithm() in _POSSIBLY_WEAK_ALGORITHMS:
        try:
            PublicKey.parse(key.export_public_key().decode())
        except PublicKeyError as error:
            raise HostKeyError(lazy_gettext("{path}: {reason}", path=path, reason=error.message)) from None
    return key


def _read(path: Path) -> bytes:
    # Non-blocking: opening a pipe without a writer would wait forever.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - a descriptor
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise HostKeyError(
                lazy_gettext(
                    "{path} is not a regular file. Choose a file with a host key, or one that does not exist yet.",
                    path=path,
                )
            )
        if mode & 0o077:
            raise HostKeyError(
                lazy_gettext("{path}: other users may read this host key. Run: chmod 600 {path}", path=path)
            )
        return file.read(_MAX_FILE_SIZE)


def _create(path: Path) -> HostKey:
    key = asyncssh.generate_private_key(_ALGORITHM, comment="bindertui")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        atomic_write(path, key.export_private_key("openssh"), mode=0o600, overwrite=False)
    except FileExistsError:
        # Another server has created it at the same time: use that key.
        return asyncssh.read_private_key(path)
    return key
