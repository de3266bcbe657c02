"""Runs of text that goes both ways, as Annex 9 of Unicode orders them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.exports.runsheet.bidi import runs_of


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("abc", [("abc", "ltr")]),
        ("אבג", [("אבג", "rtl")]),
        ("Note: אב", [("Note: ", "ltr"), ("אב", "rtl")]),
        ("אב ab", [("ab", "ltr"), ("אב ", "rtl")]),
        ("Note: אב 3", [("Note: ", "ltr"), ("3", "ltr"), ("אב ", "rtl")]),
        ("Note: אב 3 גד", [("Note: ", "ltr"), (" גד", "rtl"), ("3", "ltr"), ("אב ", "rtl")]),
        ("", []),
    ],
)
def test_a_number_among_words_from_the_right_stands_where_it_is_read(
    text: str, runs: list[tuple[str, str]]
) -> None:
    assert runs_of(text) == runs


@given(text=st.text(st.sampled_from("ab אבجد 12.,(")))
def test_no_sign_is_lost_or_added(text: str) -> None:
    assert sorted("".join(run for run, _ in runs_of(text))) == sorted(text)
