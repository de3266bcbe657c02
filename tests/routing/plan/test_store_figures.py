"""Key figures to run a store by, counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.clock import Clock
from routing.plan import model
from routing.plan.store_figures import (
    Costs,
    PickingFigures,
    all_hubs,
    figures_document,
    hub_figures,
    store_figures,
)
from tests.support.plans import hub, picker, plan, plans, route, stop
from tests.support.stores import at, pick, store_hub, store_plan

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")


def picking_of(own: model.HubPlan, clock: Clock = CLOCK) -> PickingFigures:
    picking = hub_figures(own, clock).picking
    assert picking is not None
    return picking


def minutes(own: PickingFigures, clock: Clock = CLOCK) -> list[tuple[str, int, int, int]]:
    """Each hour: from, paid, picking, idle."""
    return [
        (clock.wall(h.start_s), h.paid_s // 60, h.picking_s // 60, h.idle_s // 60)
        for h in own.hours
    ]


def test_picking_is_told_by_the_hour() -> None:
    """P1 picks from 08:00 to 08:50 and ten minutes at half past nine, P2 fifty from nine on."""
    own = picking_of(store_hub())
    assert minutes(own) == [
        ("08:00", 60, 50, 10),
        ("09:00", 120, 60, 60),
        ("10:00", 120, 0, 120),
        ("11:00", 120, 0, 120),
    ]
    assert (own.paid_s, own.picking_s, own.idle_s) == (7 * 3600, 110 * 60, 310 * 60)
    assert (own.orders, own.lines) == (6, 104)


def test_the_share_ready_in_time_is_of_what_is_picked() -> None:
    """C2 is late; O3 and C3 are ready by themselves."""
    own = picking_of(store_hub())
    assert (own.due, own.ready_in_time, own.share_in_time) == (6, 5, 5 / 6)


def test_a_driven_order_is_ready_in_time_when_its_trip_is_loaded_and_its_stop_not_late() -> None:
    shift = picker("P", at("07:00"), at("12:00"), pick("O1", "07:00", "08:00", 1))
    for loading_s, late_s, in_time in ((28_800, 0, 1), (28_799, 0, 0), (28_800, 60, 0)):
        own = route(stop(late_s=late_s))
        own = replace(own, trips=(replace(own.trips[0], loading_s=loading_s),))
        picking = picking_of(hub(own, picking=model.HubPicking(pickers=(shift,))))
        assert (picking.due, picking.ready_in_time) == (1, in_time)


def test_what_is_picked_for_nothing_is_not_due() -> None:
    shift = picker("P", at("07:00"), at("12:00"), pick("gone", "07:00", "08:00", 1))
    picking = picking_of(hub(picking=model.HubPicking(pickers=(shift,))))
    assert (picking.orders, picking.due, picking.share_in_time) == (1, 0, None)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-03-29", ["00:00", "01:00", "03:00", "04:00"]),
        ("2026-10-25", ["00:00", "01:00", "02:00", "02:00", "03:00"]),
    ],
)
def test_hours_are_the_local_clock_s_when_it_changes(day: str, hours: list[str]) -> None:
    """A shift of the whole night, to the end of the last of these hours."""
    clock = Clock(date.fromisoformat(day), "Europe/Brussels")
    shift = picker("P", 0, 3600 * len(hours))
    own = picking_of(hub(picking=model.HubPicking(pickers=(shift,))), clock)
    assert [clock.wall(hour.start_s) for hour in own.hours] == hours
    assert {hour.paid_s for hour in own.hours} == {3600}


def test_where_clocks_change_by_half_an_hour_the_hours_still_sum_to_the_shift() -> None:
    """On Lord Howe Island it is 01:30 after 01:59 on the first Sunday of April."""
    clock = Clock(date(2026, 4, 5), "Australia/Lord_Howe")
    shift = picker("P", 0, 4 * 3600)
    own = picking_of(hub(picking=model.HubPicking(pickers=(shift,))), clock)
    assert minutes(own, clock) == [
        ("00:00", 60, 0, 60), ("01:00", 60, 0, 60), ("01:30", 30, 0, 30), ("02:00", 60, 0, 60),
        ("03:00", 30, 0, 30),
    ]  # fmt: skip


def test_a_shift_that_begins_within_an_hour_is_paid_from_then() -> None:
    shift = picker("P", at("08:40"), at("10:10"))
    own = picking_of(hub(picking=model.HubPicking(pickers=(shift,))))
    assert minutes(own) == [("08:00", 20, 0, 20), ("09:00", 60, 0, 60), ("10:00", 10, 0, 10)]


def test_promises_to_spare_have_a_least_and_a_median() -> None:
    """-5, 10, 30, 60, 90, 90, 90 and 720 minutes."""
    own = hub_figures(store_hub(), CLOCK)
    assert (own.orders, own.least_spare_s, own.median_spare_s) == (8, -300, 75 * 60)


def test_costs_are_split_into_picking_driving_and_vehicles() -> None:
    own = hub_figures(store_hub(), CLOCK).costs
    assert (own.picking, own.driving, own.vehicle, own.total) == (15_400, 5_500, 2_500, 23_400)
    each = own.each(8)
    assert (each.picking, each.driving, each.vehicle) == (1_925, 688, 312)
    assert each.total == 2_925


@given(
    st.none() | st.integers(0, 10**7), st.integers(0, 10**7), st.none() | st.integers(0, 10**7),
    st.integers(1, 5_000),
)  # fmt: skip
def test_the_split_of_an_order_s_cost_adds_up_to_the_cent(
    picking: int | None, driving: int, vehicle: int | None, orders: int
) -> None:
    own = Costs(picking=picking, driving=driving, vehicle=vehicle)
    each = own.each(orders)
    assert each.total == round(own.total / orders)
    for part, whole in ((each.picking, picking), (each.driving, driving), (each.vehicle, vehicle)):
        assert (part is None) == (whole is None)
        assert part is None or whole is None or abs(part - whole / orders) < 1


def test_without_orders_nothing_costs_anything_each() -> None:
    assert Costs(picking=100, driving=0, vehicle=None).each(0) == Costs(
        picking=0, driving=0, vehicle=None
    )


def test_where_a_plan_does_not_part_vehicles_from_driving_they_are_told_together() -> None:
    own = hub_figures(hub(route(stop(), cost_cents=900)), CLOCK)
    assert (own.costs.driving, own.costs.vehicle, own.costs.total) == (900, None, 900)


def test_without_picking_what_concerns_it_is_left_out() -> None:
    own = hub_figures(store_hub(picking=None), CLOCK)
    assert (own.picking, own.costs.picking) == (None, None)
    assert own.least_spare_s == -300


def test_all_hubs_together_come_last() -> None:
    idle = hub(hub_id="H2", name="Other")
    each = store_figures(store_plan(hubs=(store_hub(), idle)))
    assert [one.hub_id for one in each] == ["H", "H2", None]
    assert (each[1].orders, each[1].least_spare_s, each[1].picking) == (0, None, None)
    assert replace(each[-1], hub_id="H") == each[0]
    picking = all_hubs(store_plan(hubs=(store_hub(), store_hub(hub_id="H2")))).picking
    assert picking is not None
    assert (picking.orders, picking.late_by_arrival, picking.late_at_least) == (12, 4, 2)


def test_the_document_has_local_times_minutes_and_euros() -> None:
    own, everything = figures_document(store_plan())
    assert (own["hub_id"], everything["hub_id"]) == ("H", None)
    assert (own["orders"], own["least_spare_min"], own["median_spare_min"]) == (8, -5, 75)
    assert own["cost"] == {
        "picking_eur": 154.0, "driving_eur": 55.0, "vehicle_eur": 25.0, "total_eur": 234.0,
    }  # fmt: skip
    assert own["cost_per_order"]["total_eur"] == 29.25
    picking = own["picking"]
    assert picking["hours"][1] == {
        "from": "2026-11-21T09:00:00+01:00", "to": "2026-11-21T10:00:00+01:00",
        "paid_s": 7200, "picking_s": 3600, "idle_s": 3600,
    }  # fmt: skip
    assert (picking["orders"], picking["lines"], picking["idle_s"]) == (6, 104, 18_600)
    assert picking["share_ready_in_time"] == 5 / 6
    assert figures_document(plan())[0]["picking"] is None


@settings(deadline=None)
@given(plans())
def test_every_plan_has_figures_whose_hours_sum_to_its_shifts(plan: model.Plan) -> None:
    json.dumps(figures_document(plan))
    for own, figures in zip(plan.hubs, store_figures(plan), strict=False):
        shifts = own.picking.pickers if own.picking else ()
        paid_s = sum(max(0, one.shift_end_s - one.shift_start_s) for one in shifts)
        assert (figures.picking.paid_s if figures.picking else 0) == paid_s
