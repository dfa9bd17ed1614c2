"""Users and their public keys, as an access file lists them."""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.enums import AnonymousAccess, UserRole
from bindertui.model.fields import FieldRole, content_field

_MIN_RSA_BITS = 2048
_MAX_LINE_LENGTH = 16_384
"""Characters of a line with a key; longer lines are not parsed."""
_ALGORITHMS = (
    "ssh-ed25519",
    *("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"),
    *("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"),
)
_EXAMPLE = f"{_ALGORITHMS[0]} AAAA… name@desk"
_KEYGEN_COMMAND = "ssh-keygen -t ed25519"
_EXPECTED_FORMAT = lazy_gettext(
    "A key is one line of a .pub file, as ssh-keygen writes it: {example}", example=_EXAMPLE
)
_NOT_A_KEY = lazy_gettext("This is not a public key. {usual}", usual=_EXPECTED_FORMAT)
_WORD = re.compile(r"[A-Za-z0-9@.-]{1,64}")


class PublicKeyError(BinderError):
    """A line is not a valid public key. The message never repeats text that could be a secret."""


@frozen
class PublicKey:
    """A public key.

    Attributes:
        algorithm: its algorithm, such as `ssh-ed25519`.
        blob: the key itself, in base64.
    """

    algorithm: str
    blob: str

    @classmethod
    def parse(cls, line: str) -> "PublicKey":
        """Parse a line of an `authorized_keys` file; a comment may follow the key.

        Raises:
            PublicKeyError: the line is not a key that is accepted.
        """
        if "PRIVATE KEY" in line:
            raise PublicKeyError(
                lazy_gettext(
                    "This is a private key. Create a new pair, keep the private key secret,"
                    " and write the public key here."
                )
            )
        words = line.split() if len(line) <= _MAX_LINE_LENGTH else []
        if len(words) < 2:
            raise PublicKeyError(_NOT_A_KEY)
        algorithm, blob = words[:2]
        if algorithm not in _ALGORITHMS:
            raise PublicKeyError(_unknown_algorithm_message(algorithm, words))
        _check_blob(algorithm, blob)
        return cls(algorithm, blob)

    @property
    def fingerprint(self) -> str:
        """The fingerprint as `ssh-keygen -l` shows it: `SHA256:…`."""
        return key_fingerprint(self.blob)


def key_fingerprint(blob: str) -> str:
    """Return the fingerprint of a key in base64, as `ssh-keygen -l` shows it."""
    digest = sha256(b64decode(blob)).digest()
    return f"SHA256:{b64encode(digest).decode().rstrip('=')}"


def _unknown_algorithm_message(algorithm: str, words: list[str]) -> LazyString:
    if algorithm == "ssh-dss":
        return lazy_gettext("ssh-dss keys are too weak. Create a new key with: {command}", command=_KEYGEN_COMMAND)
    if "-cert-" in algorithm:
        return lazy_gettext("This is a certificate, not a key. {usual}", usual=_EXPECTED_FORMAT)
    if any(word in _ALGORITHMS for word in words[1:]):
        return lazy_gettext(
            "Options before the key are not supported. Use `role` to set what the person can do. {usual}",
            usual=_EXPECTED_FORMAT,
        )
    if not _WORD.fullmatch(algorithm):
        return _NOT_A_KEY
    return lazy_gettext("Keys of type {kind!r} are not supported. {usual}", kind=algorithm, usual=_EXPECTED_FORMAT)


def _check_blob(algorithm: str, blob: str) -> None:
    # Imported here because it needs 80 ms, and only a server parses keys.
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key  # noqa: PLC0415

    try:
        data = b64decode(blob, validate=True)
        embedded = data[4 : 4 + int.from_bytes(data[:4])].decode("ascii", "replace")
        if embedded != algorithm and embedded in _ALGORITHMS:
            raise PublicKeyError(
                lazy_gettext(
                    "The key data does not match its type {kind}. {usual}", kind=algorithm, usual=_EXPECTED_FORMAT
                )
            )
        key = load_ssh_public_key(f"{algorithm} {blob}".encode())
    except (ValueError, UnsupportedAlgorithm, NotImplementedError):
        raise PublicKeyError(
            lazy_gettext("The {kind} key is damaged or incomplete. {usual}", kind=algorithm, usual=_EXPECTED_FORMAT)
        ) from None
    if isinstance(key, RSAPublicKey) and key.key_size < _MIN_RSA_BITS:
        raise PublicKeyError(
            lazy_gettext(
                "An RSA key of {bits} bits is too weak. Create a new key with: {command}",
                bits=key.key_size,
                command=_KEYGEN_COMMAND,
            )
        )


@frozen
class Person:
    """Someone who may log in with one of their keys."""

    name: str = content_field(FieldRole.ID, "The person's name, as the history and other editors see it.")
    role: UserRole = content_field(FieldRole.CHOICE, "What the person may do.", choices=UserRole)
    keys: tuple[str, ...] = content_field(FieldRole.CODE, "The person's public keys, each one line of a .pub file.")


@frozen
class AccessList:
    """The content of an access file."""

    people: tuple[Person, ...] = content_field(FieldRole.NESTED, "The people who may log in.", default=())
    anonymous: AnonymousAccess = content_field(
        FieldRole.CHOICE, "What people without a key may do.", default=AnonymousAccess.NONE, choices=AnonymousAccess
    )
