"""Frozen values: they compare, hash and print as those of attrs."""

from functools import cached_property

import attrs
import pytest
from attrs import evolve, field
from hypothesis import given
from hypothesis import strategies as st

from bindertui._frozen import frozen


@frozen
class Pair:
    """A value with two fields."""

    name: str
    count: int = 0


@attrs.frozen
class TheirPair:
    """The same value with `attrs.frozen`."""

    name: str
    count: int = 0


@frozen
class Aside:
    """A value with a field that is not compared, and one that is not in the repr."""

    name: str
    seen: int = field(default=0, eq=False)
    secret: str = field(default="", repr=False)


@frozen
class Nothing:
    """A value without fields."""


@frozen(slots=False)
class Lazy:
    """A value with a cached property."""

    name: str

    @cached_property
    def long(self) -> list[str]:
        """The cached property."""
        return [self.name]


@frozen(kw_only=True)
class Named:
    """A value with keyword-only fields."""

    name: str


PAIRS = st.tuples(st.text(), st.integers())


@given(one=PAIRS, other=PAIRS)
def test_values_are_equal_if_those_of_attrs_are(one: tuple[str, int], other: tuple[str, int]) -> None:
    """Values of one class with equal fields are equal, with the same hash and the same repr as in attrs."""
    assert (Pair(*one) == Pair(*other)) is (TheirPair(*one) == TheirPair(*other))
    assert Pair(*one) == Pair(*one)
    assert hash(Pair(*one)) == hash(Pair(*one))
    assert repr(TheirPair(*one)) == f"Their{Pair(*one)!r}"


def test_values_of_other_classes_are_different() -> None:
    """Values of different classes are not equal."""
    others: list[object] = [TheirPair("a", 1), ("a", 1), None]
    assert Pair("a", 1) not in others
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"


def test_fields_can_be_left_out() -> None:
    """Fields can be left out of comparison and repr."""
    assert Aside("a", 1) == Aside("a", 2)
    assert hash(Aside("a", 1)) == hash(Aside("a", 2))
    assert Aside("a", 1, "x") != Aside("a", 1, "y")
    assert repr(Aside("a", 1, "x")) == "Aside(name='a', seen=1)"


def test_values_are_frozen_and_evolve() -> None:
    """Values cannot be changed; `evolve` makes new ones."""
    pair = Pair("a")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        pair.name = "b"  # type: ignore[misc]
    assert evolve(pair, count=2) == Pair("a", 2)
    assert attrs.asdict(pair) == {"name": "a", "count": 0}


def test_cached_properties_work() -> None:
    """A value without slots can have cached properties."""
    lazy = Lazy("a")
    assert lazy.long is lazy.long


def test_keyword_only_fields() -> None:
    """Keyword-only fields cannot be passed by position."""
    assert Named(name="a").name == "a"
    with pytest.raises(TypeError):
        Named("a")  # type: ignore[call-arg]
