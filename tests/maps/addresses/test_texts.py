"""Strings packed in arrays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.addresses.texts import TextIds, Texts


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_is_packed_comes_out_again(strings: list[str]) -> None:
    packed = Texts.pack(strings)

    assert packed.unpack() == strings
    assert [packed[i] for i in range(len(packed))] == strings


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError, match="2 strings, none at 2"):
        Texts.pack(["a", "b"])[2]


def test_half_a_surrogate_pair_does_not_break_the_others() -> None:
    assert Texts.pack(["\ud800", "b"]).unpack() == ["?", "b"]


def test_a_text_keeps_its_number_and_zero_is_empty() -> None:
    number = TextIds()

    assert [number("a"), number(""), number("b"), number("a")] == [1, 0, 2, 1]
    assert number.texts().unpack() == ["", "a", "b"]
