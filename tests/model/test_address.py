"""Parsing and formatting of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.errors import AddressError, ExitCode
from bindertui.model.address import Address, is_id

_ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
_steps = st.integers(0, 999_999_999) | st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,10}", fullmatch=True)


@given(st.builds(Address, _ids, st.lists(_steps, max_size=6).map(tuple), st.none() | _ids))
def test_an_address_survives_being_written_and_read(address: Address) -> None:
    """Parsing a formatted address gives the same address."""
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("unhcr", Address("unhcr")),
        ("stca#body.0.points.2.text.fr", Address("stca", ("body", 0, "points", 2, "text", "fr"))),
        ("ircc-minister-2019/us-relations", Address("us-relations", binder="ircc-minister-2019")),
        ("a/b#c", Address("b", ("c",), "a")),
        ("sources#S01.title", Address("sources", ("S01", "title"))),
        (" unhcr\n", Address("unhcr")),
        ("unhcr#", Address("unhcr")),
    ],
)
def test_addresses_read_as_designed(text: str, address: Address) -> None:
    """Entry, field and binder are parsed; list positions become numbers."""
    assert Address.parse(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "/", "#", "a/", "/a", "UNHCR", "a b", "a_b", "-a", "a-", "a--b", "é", "a/b/c", "a\nb", "a#b..c", "a#.b",
     "a#b.", "a#b c", "a#01", "a#-1", "a#1234567890", "a#é", "a#b#c", "x" * 101],
)  # fmt: skip
def test_invalid_addresses_are_refused(text: str) -> None:
    """The error quotes the text, shows the form of an address, and is a usage error."""
    with pytest.raises(AddressError, match=r"is not an? (address|field name)") as caught:
        Address.parse(text)
    assert repr(text) in str(caught.value)
    assert caught.value.exit_code is ExitCode.USAGE


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Any text is parsed or raises `AddressError`."""
    try:
        address = Address.parse(text)
    except AddressError:
        return
    assert Address.parse(str(address)) == address


def test_addresses_go_inwards_and_back() -> None:
    """`/` adds a step, and `entry_address` drops the path."""
    place = Address("stca", binder="b") / "body" / 0
    assert str(place) == "b/stca#body.0"
    assert place.entry_address == Address("stca", binder="b")


def test_ids_have_a_maximum_length() -> None:
    """An id has at most 100 characters."""
    assert is_id("x" * 100)
    assert not is_id("x" * 101)
    assert not is_id("a\n")
