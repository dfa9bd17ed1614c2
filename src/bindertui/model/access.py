"""Public keys as people are given them: a line of an `authorized_keys` file.

Who may use a binder over the network, as an access file says it.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.enums import AnonymousAccess, UserRole
from bindertui.model.fields import Role as Meaning
from bindertui.model.fields import content_field

_SHORTEST = 2048
"""Bits of the shortest RSA key that is taken."""
_LONGEST = 16_384
"""Characters of the longest line that is looked at."""
_KINDS = (
    "ssh-ed25519",
    *("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"),
    *("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"),
)
_EXAMPLE = f"{_KINDS[0]} AAAA… name@desk"
_BETTER = "ssh-keygen -t ed25519"
_USUAL = lazy_gettext(
    "A key is one line, as ssh-keygen writes it to a file that ends in .pub: {example}", example=_EXAMPLE
)
_NO_KEY = lazy_gettext("This is no public key. {usual}", usual=_USUAL)
_WORD = re.compile(r"[A-Za-z0-9@.-]{1,64}")


class PublicKeyError(BinderError):
    """A text is no public key; the words say why, and never repeat what could be a secret."""


@frozen
class PublicKey:
    """A public key.

    Attributes:
        kind: its algorithm, as `ssh-ed25519`.
        blob: the key itself, in base64 as it is written.
    """

    kind: str
    blob: str

    @classmethod
    def parse(cls, line: str) -> "PublicKey":
        """The key in a line; what follows it is a remark.

        Raises:
            PublicKeyError: the line is no key that can be taken.
        """
        if "PRIVATE KEY" in line:
            raise PublicKeyError(
                lazy_gettext(
                    "This is a private key. Make a new pair, keep that half secret, and write the public one here."
                )
            )
        words = line.split() if len(line) <= _LONGEST else []
        if len(words) < 2:
            raise PublicKeyError(_NO_KEY)
        kind, blob = words[:2]
        if kind not in _KINDS:
            raise PublicKeyError(_unknown(kind, words))
        _check_blob(kind, blob)
        return cls(kind, blob)

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` shows of it, as `SHA256:…`."""
        return key_fingerprint(self.blob)


def key_fingerprint(blob: str) -> str:
    """The fingerprint of a key in base64, as `ssh-keygen -l` shows it."""
    digest = sha256(b64decode(blob)).digest()
    return f"SHA256:{b64encode(digest).decode().rstrip('=')}"


def _unknown(kind: str, words: list[str]) -> LazyString:
    if kind == "ssh-dss":
        return lazy_gettext("Keys of the kind ssh-dss are too weak. Make another with: {command}", command=_BETTER)
    if "-cert-" in kind:
        return lazy_gettext("This is a certificate, not a key. {usual}", usual=_USUAL)
    if any(word in _KINDS for word in words[1:]):
        return lazy_gettext(
            "Options before a key are not taken: what someone may do is their role's. {usual}", usual=_USUAL
        )
    if not _WORD.fullmatch(kind):
        return _NO_KEY
    return lazy_gettext("{kind!r} is not a kind of key that is known here. {usual}", kind=kind, usual=_USUAL)


def _check_blob(kind: str, blob: str) -> None:
    # Imported here because it takes 80 ms, and only the access file and a server's own key are parsed.
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key  # noqa: PLC0415

    try:
        data = b64decode(blob, validate=True)
        inner = data[4 : 4 + int.from_bytes(data[:4])].decode("ascii", "replace")
        if inner != kind and inner in _KINDS:
            raise PublicKeyError(
                lazy_gettext("What follows {kind} is the key of another kind. {usual}", kind=kind, usual=_USUAL)
            )
        key = load_ssh_public_key(f"{kind} {blob}".encode())
    except (ValueError, UnsupportedAlgorithm, NotImplementedError):
        raise PublicKeyError(
            lazy_gettext("The key after {kind} is damaged, perhaps cut off. {usual}", kind=kind, usual=_USUAL)
        ) from None
    if isinstance(key, RSAPublicKey) and key.key_size < _SHORTEST:
        raise PublicKeyError(
            lazy_gettext(
                "An RSA key of {bits} bits is too weak. Make another with: {command}",
                bits=key.key_size,
                command=_BETTER,
            )
        )


@frozen
class Person:
    """Someone who is known by their keys."""

    name: str = content_field(
        Meaning.ID, "How they are named: in the history of what they save, and to others who edit."
    )
    role: UserRole = content_field(Meaning.CHOICE, "What they may do.", choices=UserRole)
    keys: tuple[str, ...] = content_field(
        Meaning.CODE, "Their public keys, each a line as in a file that ends in .pub."
    )


@frozen
class AccessList:
    """An access file."""

    people: tuple[Person, ...] = content_field(Meaning.NEST, "The people who may log in.", default=())
    anonymous: AnonymousAccess = content_field(
        Meaning.CHOICE, "What people without a key may do.", default=AnonymousAccess.NONE, choices=AnonymousAccess
    )
