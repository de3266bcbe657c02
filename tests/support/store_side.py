"""What must hold of a store's side of any plan, counted from the rows as they were written.

It shares no code with what plans or checks: rows in, the plan's document in, assertions out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.clock import Clock
    from routing.plan.model import HubPlan, PickerDay, Plan
    from tests.support.random_days import RandomDay

Row = dict[str, Any]


def the_store_can_do_it(made: RandomDay, plan: Plan) -> None:
    """Pickers, shelves, lockers, loadings: all that a plan asks of a store can be done."""
    rows = {str(row["order_id"]): row for row in reversed(made.tables["orders"])}
    nobody_is_in_two_places_or_works_out_of_hours(made, plan)
    nothing_is_prepared_twice_or_loaded_before_it_is_ready(plan)
    nobody_starts_before_the_order_is_placed(rows, plan)
    no_shelf_is_emptied_below_zero(made, plan)
    no_locker_is_too_full(made, rows, plan)


def _days(plan: Plan) -> Iterator[tuple[HubPlan, PickerDay]]:
    for hub in plan.hubs:
        for day in hub.picking.pickers if hub.picking else ():
            yield hub, day


def nobody_is_in_two_places_or_works_out_of_hours(made: RandomDay, plan: Plan) -> None:
    shifts = Counter((row["picker_id"], row["hub_id"]) for row in made.tables.get("pickers", []))
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for hub, day in _days(plan):
        if shifts:
            assert shifts[day.picker_id, hub.hub_id] > 0
        for pick in day.picks:
            assert day.shift_start_s <= pick.start_s < pick.ready_s <= day.shift_end_s
            spans[day.picker_id].append((pick.start_s, pick.ready_s))
    for own in spans.values():
        for (_, end_s), (start_s, _) in pairwise(sorted(own)):
            assert end_s <= start_s


def nothing_is_prepared_twice_or_loaded_before_it_is_ready(plan: Plan) -> None:
    counted = Counter(pick.order_id for _, day in _days(plan) for pick in day.picks)
    assert max(counted.values(), default=1) == 1
    for hub in plan.hubs:
        ready_s = {
            pick.order_id: pick.ready_s
            for day in (hub.picking.pickers if hub.picking else ())
            for pick in day.picks
        }
        for trip in (trip for route in hub.routes for trip in route.trips):
            for order_id in (one for stop in trip.stops for one in stop.order_ids):
                assert ready_s.get(order_id, trip.loading_s) <= trip.loading_s
        for item in hub.collections:
            assert ready_s.get(item.order_id, item.ready_s) == item.ready_s
        here = {one for stop in stops_of(hub) for one in stop.order_ids}
        here |= {item.order_id for item in hub.collections}
        assert ready_s.keys() <= here


def nobody_starts_before_the_order_is_placed(rows: dict[str, Row], plan: Plan) -> None:
    clock: Clock = plan.clock
    for _, day in _days(plan):
        for pick in day.picks:
            placed = rows[pick.order_id]["placed_at"]
            if placed:
                assert pick.start_s >= clock.seconds(placed)


def no_shelf_is_emptied_below_zero(made: RandomDay, plan: Plan) -> None:
    known: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in made.tables.get("stock", []):
        known[row["hub_id"]][row["sku"]] += row["quantity"]
    wanted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in made.tables.get("order_lines", []):
        wanted[row["order_id"]][row["sku"]] += row["quantity"]
    for hub in plan.hubs:
        taken: Counter[str] = Counter()
        for order_id in (one for stop in stops_of(hub) for one in stop.order_ids):
            taken += wanted[order_id]
        for item in hub.collections:
            taken += wanted[item.order_id]
        if hub.hub_id in known:
            assert all(count <= known[hub.hub_id][sku] for sku, count in taken.items())


def no_locker_is_too_full(made: RandomDay, rows: dict[str, Row], plan: Plan) -> None:
    left: Counter[str] = Counter()
    for hub in plan.hubs:
        for stop in stops_of(hub):
            if stop.point_id is not None:
                left[stop.point_id] += sum(
                    int(rows[order_id]["parcels"] or 1) for order_id in stop.order_ids
                )
    for row in made.tables["collection_points"]:
        if row.get("capacity_parcels", "") != "":
            assert left[row["point_id"]] <= row["capacity_parcels"]
