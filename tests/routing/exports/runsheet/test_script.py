"""Text made fit for paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.exports.runsheet.script import MISSING, needs_shaping, readable

LATIN = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100), 0x5D0, 0x200D, ord(MISSING)})


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\tb\nc\x7fd\u2028e", "a b c d e"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("a\N{NO-BREAK SPACE}b\N{THIN SPACE}c", "a\N{NO-BREAK SPACE}b c"),
        ("12\N{RIGHT-TO-LEFT OVERRIDE}34\N{SOFT HYPHEN}5", "12345"),
        ("\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", MISSING),
        ("Ж", MISSING),
    ],
)
def test_what_cannot_be_seen_is_a_space_or_left_out_and_what_is_lacking_is_marked(
    text: str, seen: str
) -> None:
    assert readable(text, LATIN) == seen


@given(text=st.text(st.characters()))
def test_every_sign_that_is_left_has_a_glyph_and_none_controls(text: str) -> None:
    seen = readable(text, LATIN)
    assert all(ord(sign) in LATIN for sign in seen if sign != " ")
    assert not any(unicodedata.category(sign) == "Cc" for sign in seen)


@pytest.mark.parametrize(
    ("text", "needed"),
    [("plain", False), ("Zoé 3 €", False), ("שלום", True), ("محمد", True), ("x\u0323", True)],
)
def test_a_shaper_sets_what_is_joined_stacked_or_runs_from_the_right(
    text: str, needed: bool
) -> None:
    assert needs_shaping(text) is needed
