"""The key by which clients know this server again: it is made once, and kept."""

import os
import stat
from pathlib import Path
from typing import TypeAlias

import asyncssh

from bindertui.atomic import atomic_write
from bindertui.errors import BinderError, system_words
from bindertui.model.keys import PublicKey, PublicKeyError
from bindertui.speech import wording

HostKey: TypeAlias = asyncssh.SSHKey
"""A private key of a server."""
_ALGORITHM = "ssh-ed25519"
_PERHAPS_WEAK = ("ssh-rsa", "ssh-dss")
_LARGEST = 1 << 20
"""Bytes of a file that are looked at; no key has as many."""


class HostKeyError(BinderError):
    """There is no host key to be had."""


def read_or_make(path: Path) -> HostKey:
    """The host key in a file; made, for its owner's eyes alone, if there is no such file.

    Raises:
        HostKeyError: the file cannot be read or written, others may read it, or it holds no private key that is strong.
    """
    try:
        if not path.exists():
            return _made(path)
        return _strong(asyncssh.import_private_key(_bytes(path)), path)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise HostKeyError(
            wording("{path} holds no host key that can be used: {reason}.", path=path, reason=str(error))
        ) from None
    except OSError as error:
        raise HostKeyError(
            wording("The host key {path} cannot be had: {reason}.", path=path, reason=system_words(error))
        ) from None


def _strong(key: HostKey, path: Path) -> HostKey:
    """A key, if one of its kind would let in a person as well."""
    if key.get_algorithm() in _PERHAPS_WEAK:
        try:
            PublicKey.parse(key.export_public_key().decode())
        except PublicKeyError as error:
            raise HostKeyError(wording("{path}: {reason}", path=path, reason=error.wording)) from None
    return key


def _bytes(path: Path) -> bytes:
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - is open by then
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise HostKeyError(wording("{path} is not a file with a host key in it. Name such a file.", path=path))
        if mode & 0o077:
            raise HostKeyError(
                wording("{path}: others than its owner may read this host key. Run: chmod 600 {path}", path=path)
            )
        return file.read(_LARGEST)


def _made(path: Path) -> HostKey:
    key = asyncssh.generate_private_key(_ALGORITHM, comment="bindertui")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        atomic_write(path, key.export_private_key("openssh"), mode=0o600, overwrite=False)
    except FileExistsError:
        # Another server has made one at the same time: both use that one.
        return asyncssh.read_private_key(path)
    return key
