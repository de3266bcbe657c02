"""A trip's line: all legs in one, from the hub to the hub."""

from __future__ import annotations

import pytest

from routing.errors import TourneeError
from routing.exports.track import trip_line
from tests.routing.exports.samples import ROAD, busy_route, line, trip
from tests.support.plans import stop


def test_legs_join_without_a_point_twice_in_a_row() -> None:
    """Out over two stops and back the same way: hub, corner, end, corner, hub."""
    assert trip_line(busy_route().trips[0]) == [*ROAD, ROAD[1], ROAD[0]]


def test_a_leg_without_a_shape_adds_nothing() -> None:
    own = trip("T", 0, stop(shape=line(*ROAD)), stop(shape=""), return_shape=line(ROAD[2], ROAD[0]))
    assert trip_line(own) == [*ROAD, ROAD[0]]


def test_a_trip_without_shapes_has_no_line() -> None:
    assert trip_line(trip("T", 0, stop())) == []


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("~~~~", id="cut short"),
        pytest.param("_p~iF", id="a latitude without a longitude"),
        pytest.param(line((200.0, 4.0)), id="beyond the pole"),
        pytest.param("é" * 900, id="a number too large"),
    ],
)
def test_a_shape_that_is_no_line_is_named(shape: str) -> None:
    own = trip("V-1", 0, stop(order_ids=("O7",), shape=shape))
    with pytest.raises(TourneeError, match="leg of V-1 to O7") as refusal:
        trip_line(own)
    assert refusal.value.code == "EXPORT-SHAPE"
