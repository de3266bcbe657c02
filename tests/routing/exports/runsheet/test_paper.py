"""Lines of text on paper, by their widths."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.exports.runsheet.paper import BOLD, BOTTOM_MM, PLAIN, TOP_MM, Paper


@cache
def any_paper() -> Paper:
    made = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    return Paper(
        title="Test", language="en", made=made, foot=lambda page, pages: f"{page} of {pages}"
    )


@pytest.fixture
def paper() -> Paper:
    return any_paper()


@settings(max_examples=200)
@given(text=st.text(max_size=200), width_mm=st.floats(8, 100))
def test_lines_are_no_wider_than_allowed_and_hold_every_sign(text: str, width_mm: float) -> None:
    own = any_paper()
    lines = own.wrapped(text, PLAIN, width_mm)
    assert all(own.width_mm(line, PLAIN) <= width_mm for line in lines)
    assert "".join(lines).replace(" ", "") == own.readable(text).replace(" ", "")
    assert own.width_mm(own.on_one_line(text, BOLD, width_mm), BOLD) <= width_mm


def test_a_line_that_is_cut_ends_with_an_ellipsis(paper: Paper) -> None:
    assert paper.on_one_line("Store", PLAIN, 50) == "Store"
    cut = paper.on_one_line("Store " * 20, PLAIN, 50)
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}")


def test_a_page_begins_only_where_there_is_no_room(paper: Paper) -> None:
    pages = paper.pdf.page
    paper.y_mm = BOTTOM_MM - 20
    paper.make_room(20)
    assert paper.pdf.page == pages
    paper.make_room(20.1)
    assert (paper.pdf.page, paper.y_mm) == (pages + 1, TOP_MM)
    paper.make_room(10_000)
    assert paper.pdf.page == pages + 1
