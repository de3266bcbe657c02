"""Promises that a hub can keep."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import Clock
from routing.fleet.model import Hub
from routing.sample.demand import draw_slot, is_drivable

CLOCK = Clock(dt.date(2026, 11, 24), "Europe/Brussels")


def hub(opens_h: int, closes_h: int) -> Hub:
    """A hub with these hours."""
    return Hub(
        hub_id="H", name="Hub", lat=50.0, lon=4.0, opens_s=3600 * opens_h, closes_s=3600 * closes_h
    )


@given(seed=st.integers(0, 1000), opens_h=st.integers(0, 23), open_h=st.integers(1, 6))
def test_a_window_lies_within_the_hubs_hours(seed: int, opens_h: int, open_h: int) -> None:
    store = hub(opens_h, opens_h + open_h)
    slot = draw_slot(np.random.default_rng(seed), store, CLOCK)
    assert store.opens_s <= slot.ready_s <= slot.start_s < slot.end_s <= store.closes_s


@pytest.mark.parametrize(
    ("place", "drivable"),
    [(hub(8, 20), True), (hub(22, 26), False), (hub(5, 8), False), (hub(16, 24), False)],
)
def test_nothing_is_driven_to_a_place_that_is_closed_while_the_hub_is_open(
    place: Hub, *, drivable: bool
) -> None:
    """The hub is open from 7 to 17, and a drive with all before it is given two hours."""
    assert is_drivable(hub(7, 17), place, CLOCK) is drivable
