"""Public keys: usual keys are accepted, everything else is refused with a message."""

import subprocess
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.access import PublicKey, PublicKeyError
from tests.keys import key_pair

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFjOoLPsv6K3GZ2rLcLd3Ib8EaQ0eDQbMYhGqzZ2cQmY"


@pytest.mark.parametrize(
    "options", [("ed25519",), ("ecdsa", "-b", "256"), ("ecdsa", "-b", "521"), ("rsa", "-b", "2048")]
)
def test_usual_keys_are_accepted(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Keys from ssh-keygen are accepted, with the same fingerprint as ssh-keygen shows."""
    line = key_pair(tmp_path / "key", "-t", *options)
    key = PublicKey.parse(line)
    assert [key.algorithm, key.blob] == line.split()[:2]
    shown = subprocess.run(["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], capture_output=True, text=True, check=True)
    assert key.fingerprint == shown.stdout.split()[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "This is not a public key"),
        ("-----BEGIN OPENSSH PRIVATE KEY----- secret", "This is a private key"),
        ("ssh-ed25519", "This is not a public key"),
        ("ssh-ed25519 AAAA", "is damaged"),
        ("ssh-ed25519 AAAA*", "is damaged"),
        (ED25519[:-8], "is damaged"),
        (ED25519.replace("ssh-ed25519 ", "ssh-rsa "), "does not match its type ssh-rsa"),
        (ED25519.replace("ssh-ed25519 ", "ssh-dss "), "too weak"),
        (ED25519.replace("ssh-ed25519 ", "ssh-ed25519-cert-v01@openssh.com "), "This is a certificate"),
        (f'command="sh" {ED25519}', "Options before the key are not supported"),
        (ED25519.replace("ed25519 ", "ed25591 "), "Keys of type 'ssh-ed25591' are not supported"),
        ("\x1b[2J AAAA", "This is not a public key"),
        (f"{ED25519} {'x' * 20_000}", "This is not a public key"),
    ],
)
def test_invalid_keys_are_refused(line: str, words: str) -> None:
    """The message says what is wrong, and repeats no secret and no control character."""
    with pytest.raises(PublicKeyError, match=words) as refused:
        PublicKey.parse(line)
    assert "secret" not in str(refused.value).partition("keep the private key")[0]
    assert "\x1b" not in str(refused.value)


def _line(kind: str, *fields: bytes) -> str:
    blob = b"".join(len(field).to_bytes(4) + field for field in (kind.encode(), *fields))
    return f"{kind} {b64encode(blob).decode()}"


_ED25519_POINT = b64decode(ED25519.split()[1])[-32:]
_P256_POINT = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)


@pytest.mark.parametrize(
    "line",
    [
        _line("sk-ssh-ed25519@openssh.com", _ED25519_POINT, b"ssh:"),
        _line("sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", _P256_POINT, b"ssh:"),
    ],
    ids=["ed25519", "ecdsa"],
)
def test_keys_on_a_security_key_are_accepted(tmp_path: Path, line: str) -> None:
    """Keys on FIDO devices are accepted, with the same fingerprint as ssh-keygen shows."""
    (tmp_path / "key.pub").write_text(f"{line}\n")
    shown = subprocess.run(["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], capture_output=True, text=True, check=True)
    assert PublicKey.parse(line).fingerprint == shown.stdout.split()[1]


@pytest.mark.parametrize(
    "point",
    [b"\x02" + _P256_POINT[1:33], _P256_POINT[:-1] + b"\x00", b""],
    ids=["compressed", "not on the curve", "empty"],
)
def test_an_invalid_curve_point_is_refused(point: bytes) -> None:
    """An ECDSA key must be an uncompressed point on its curve."""
    with pytest.raises(PublicKeyError, match="is damaged"):
        PublicKey.parse(_line("ecdsa-sha2-nistp256", b"nistp256", point))


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    """An RSA key of 1,024 bits is refused."""
    with pytest.raises(PublicKeyError, match="of 1024 bits is too weak"):
        PublicKey.parse(key_pair(tmp_path / "key", "-t", "rsa", "-b", "1024"))


@given(st.integers(0, 10_000), st.binary(max_size=4))
def test_a_damaged_key_is_refused(position: int, bytes_: bytes) -> None:
    """A key with changed bytes is accepted or refused, and never raises another error."""
    data = bytearray(b64decode(ED25519.split()[1]))
    data[position % len(data) : position % len(data) + len(bytes_)] = bytes_
    with suppress(PublicKeyError):
        PublicKey.parse(f"ssh-ed25519 {b64encode(bytes(data)).decode()}")


@given(st.text(max_size=200))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    """Any text is refused with a message or accepted as a key."""
    with suppress(PublicKeyError):
        PublicKey.parse(text)
