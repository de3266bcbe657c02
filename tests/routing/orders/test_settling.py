"""An order's promise and ready time at a hub, and what keeps it from the hub."""

from __future__ import annotations

from typing import Any

import pytest

from routing.day.model import PickingSettings, StoreSettings
from routing.orders.model import Channel, HubOrder
from routing.orders.refusal import NO_PICKER, OUT_OF_ZONE, Refusal
from routing.orders.settling import Settling
from tests.support.grid_day import HOUR, MINUTE, day, hub, intake, located, picker, point, zone

COLLECTED = Channel.CLICK_AND_COLLECT
TWO_HOURS = StoreSettings(collect_s=2 * HOUR)
PICKED: dict[str, Any] = {"pickers": (picker(),), "picking_hubs": frozenset({"H"})}


def settled(known: dict[str, Any], *, store: StoreSettings = TWO_HOURS, **more: Any) -> HubOrder:
    found = answer(known, store=store, **more)
    assert isinstance(found, HubOrder)
    return found


def answer(
    known: dict[str, Any], *, store: StoreSettings = TWO_HOURS, **more: Any
) -> HubOrder | Refusal:
    """At hub H, open from 8 to 20; locker P is open from 10 to 18."""
    settling = Settling(
        day(store=store, picking=PickingSettings(order_s=60, lines=4)),
        intake(points=(point("P"),), **more),
    )
    return settling.at(located(**{"hub_id": "H", **known}), hub())


@pytest.mark.parametrize(
    ("known", "promise_s"),
    [
        pytest.param({"placed_s": 9 * HOUR}, 11 * HOUR, id="two hours after it was placed"),
        pytest.param({"placed_s": -2 * HOUR}, 10 * HOUR, id="two hours after opening"),
        pytest.param({"placed_s": 19 * HOUR}, 20 * HOUR, id="never after closing"),
        pytest.param({"placed_s": 21 * HOUR}, 20 * HOUR, id="placed after closing"),
        pytest.param({}, 20 * HOUR, id="closing, where nobody knows when it was placed"),
        pytest.param(
            {"placed_s": 9 * HOUR, "window_end_s": 16 * HOUR}, 16 * HOUR, id="as its row says"
        ),
        pytest.param(
            {"placed_s": 17 * HOUR, "collect_at": "P"},
            18 * HOUR,
            id="never after the locker closes",
        ),
        pytest.param(
            {"placed_s": 9 * HOUR, "collect_at": "P"},
            11 * HOUR,
            id="two hours, at a locker as well",
        ),
    ],
)
def test_those_who_collect_are_promised(known: dict[str, Any], promise_s: int) -> None:
    assert settled({"channel": COLLECTED, **known}).window_end_s == promise_s


def test_without_a_promise_of_the_day_it_is_closing() -> None:
    known = {"channel": COLLECTED, "placed_s": 9 * HOUR}
    assert settled(known, store=StoreSettings()).window_end_s == 20 * HOUR


def test_what_is_delivered_is_not_promised_for_collection() -> None:
    assert settled({"placed_s": 9 * HOUR}).window_end_s == 20 * HOUR


@pytest.mark.parametrize(
    ("known", "ready_s", "is_picked"),
    [
        pytest.param({"lines": 10}, 8 * HOUR + 11 * MINUTE, True, id="its lines and a minute"),
        pytest.param({}, 8 * HOUR + 5 * MINUTE, True, id="four lines where it does not say"),
        pytest.param({"lines": 0}, 8 * HOUR + MINUTE, True, id="no lines at all"),
        pytest.param({"placed_s": 9 * HOUR}, 9 * HOUR + 5 * MINUTE, True, id="once it is placed"),
        pytest.param({"ready_s": 7 * HOUR}, 7 * HOUR, False, id="as its row says"),
    ],
)
def test_where_picking_is_planned_an_order_is_ready_when_it_could_be_alone(
    known: dict[str, Any], ready_s: int, is_picked: bool
) -> None:
    item = settled(known, **PICKED)
    assert (item.ready_s, item.is_picked) == (ready_s, is_picked)


def test_pickers_may_begin_before_their_hub_opens() -> None:
    early = {**PICKED, "pickers": (picker(start_s=6 * HOUR),)}
    assert settled({}, **early).ready_s == 6 * HOUR + 5 * MINUTE


def test_an_order_that_no_shift_has_time_for_says_who_would_have_to_stay() -> None:
    shifts = (picker("K1", end_s=18 * HOUR), picker("K2", start_s=10 * HOUR, end_s=17 * HOUR))
    more: dict[str, Any] = {**PICKED, "pickers": shifts}
    found = answer({"placed_s": 17 * HOUR + 58 * MINUTE}, **more)
    assert isinstance(found, Refusal)
    assert found.code == NO_PICKER
    assert "Placed at 17:58, picking its 4 lines takes longer than is left" in found.reason
    assert "the last ends at 18:00" in found.reason
    assert found.way_out == "ready at 18:03 at the earliest if K1 of H worked until 18:15"


def test_nobody_is_asked_to_stay_for_an_order_that_would_be_late_all_the_same() -> None:
    shifts = (picker("K1", end_s=18 * HOUR),)
    window = {"placed_s": 17 * HOUR + 58 * MINUTE, "window_end_s": 18 * HOUR}
    found = answer(window, **{**PICKED, "pickers": shifts})
    assert isinstance(found, Refusal)
    assert found.way_out == "agree on another day: nobody could have it ready in time"


def test_a_hub_that_plans_picking_and_has_no_pickers_picks_nothing() -> None:
    found = answer({}, pickers=(), picking_hubs=frozenset({"H"}))
    assert isinstance(found, Refusal)
    assert (found.code, found.reason) == (NO_PICKER, "Nobody picks at H today.")
    assert found.way_out == "give H a picker"


def test_a_zone_narrows_the_window_and_has_its_surcharge() -> None:
    near = zone(opens_s=10 * HOUR, closes_s=12 * HOUR, surcharge_cents=250)
    item = settled({"window_start_s": 11 * HOUR, "window_end_s": 14 * HOUR}, zones=(near,))
    assert (item.window_start_s, item.window_end_s) == (11 * HOUR, 12 * HOUR)
    assert (item.zone_id, item.surcharge_cents) == ("Z", 250)


def test_what_lies_outside_the_hubs_zones_is_refused() -> None:
    found = answer({}, zones=(zone(box_m=(500, 500, 800, 800)),))
    assert isinstance(found, Refusal)
    assert found.code == OUT_OF_ZONE


@pytest.mark.parametrize("known", [{}, {"collect_at": "P"}], ids=["at the hub", "at a locker"])
def test_zones_do_not_concern_those_who_collect(known: dict[str, Any]) -> None:
    far = zone(box_m=(500, 500, 800, 800))
    item = settled({"channel": COLLECTED, **known}, zones=(far,))
    assert (item.zone_id, item.surcharge_cents) == (None, 0)


def test_another_hubs_zones_bind_nobody() -> None:
    assert settled({}, zones=(zone(hub_id="E", box_m=(500, 500, 800, 800)),)).zone_id is None
