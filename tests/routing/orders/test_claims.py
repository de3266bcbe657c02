"""What orders take of shelves and collection points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.orders.claims import Missing, PointRoom, Shelves, first_come
from routing.orders.model import Channel
from tests.support.grid_day import HOUR, order, point


def test_the_important_come_first_then_the_early_then_the_first_rows() -> None:
    orders = [
        order("late", placed_s=9 * HOUR, line=2),
        order("early", placed_s=8 * HOUR, line=3),
        order("evening before", placed_s=-3 * HOUR, line=4),
        order("no time", line=5),
        order("no time either", line=6),
        order("important", priority=6, placed_s=12 * HOUR, line=7),
        order("has a place", priority=0, placed_s=13 * HOUR, line=8),
    ]
    ranked = sorted(orders, key=lambda one: first_come(one, {"has a place"}))
    assert [one.order_id for one in ranked] == [
        "has a place", "important", "no time", "no time either", "evening before", "early", "late",
    ]  # fmt: skip


def test_a_shelf_names_what_it_lacks() -> None:
    shelves = Shelves({"H": {"milk": 3, "eggs": 1}})
    wants = order(articles={"milk": 2, "eggs": 2, "bread": 1})
    lacking = shelves.lacking("H", wants)
    assert lacking == (Missing("eggs", 2, 1), Missing("bread", 1, 0))
    assert str(lacking[0]) == "eggs (2 wanted, 1 there)"
    with pytest.raises(ValueError, match="lacks eggs"):
        shelves.take("H", wants)
    assert shelves.left == {"H": {"milk": 3, "eggs": 1}}


def test_a_hub_whose_stock_is_not_known_has_everything() -> None:
    shelves = Shelves({"H": {}})
    assert shelves.lacking("X", order(articles={"milk": 99})) == ()
    shelves.take("X", order(articles={"milk": 99}))
    assert shelves.left == {"H": {}}


def test_an_article_that_nobody_wants_any_of_need_not_be_there() -> None:
    shelves = Shelves({"H": {}})
    shelves.take("H", order(articles={"milk": 0}))
    assert shelves.left == {"H": {}}


@given(st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(0, 3), max_size=2), max_size=9))
def test_shelves_never_go_below_zero_and_get_back_what_was_taken(
    wants: list[dict[str, int]],
) -> None:
    shelves = Shelves({"H": {"a": 4, "b": 2}})
    took = []
    for articles in wants:
        one = order(articles=articles)
        if not shelves.lacking("H", one):
            shelves.take("H", one)
            took.append(one)
        assert all(left >= 0 for left in shelves.left["H"].values())
    for one in took:
        shelves.put_back("H", one)
    assert shelves.left == {"H": {"a": 4, "b": 2}}


def test_a_locker_takes_parcels_until_it_is_full() -> None:
    room = PointRoom([point("P", capacity_parcels=3), point("Q"), point("R", capacity_parcels=0)])
    collected = {"channel": Channel.CLICK_AND_COLLECT}
    two, four = (
        order(collect_at="P", parcels=2, **collected),
        order(collect_at="P", parcels=4, **collected),
    )
    assert room.fits(two)
    assert not room.fits(four)
    room.take(two)
    assert (room.left("P"), room.left("Q"), room.left("R"), room.left("H")) == (1, None, 0, None)
    assert not room.fits(two)
    with pytest.raises(ValueError, match="no room"):
        room.take(two)
    room.put_back(two)
    assert room.fits(two)
    assert room.fits(order(collect_at="Q", parcels=99, **collected))
    assert not room.fits(order(collect_at="R", **collected))
    assert room.fits(order(collect_at="H", parcels=99, **collected))
