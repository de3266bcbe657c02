"""Any day becomes a plan that keeps every rule, counts every row once, and gives no false reason.

`make test` plans a sample of days, the same each time; `make soak`, by the environment variable
TOURNEE_SOAK, as many others as it says.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, event, given, settings

from cli.exits import Exit
from cli.outcome import _status
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Morning, Outcome, Request, plan_day, read_morning
from routing.plan.document import read_plan
from routing.plan.totals import stops_of
from tests.support.alone import IMPOSSIBLE, LOST_TO_OTHERS, Errand, claims, could_serve, is_driven
from tests.support.days import Silence
from tests.support.random_days import RandomDay, random_days

if TYPE_CHECKING:
    from routing.orders.model import Unassigned
    from routing.plan.model import Plan

_SAMPLE = 60
DAYS = int(os.environ.get("TOURNEE_SOAK", _SAMPLE))


@settings(
    max_examples=DAYS,
    derandomize="TOURNEE_SOAK" not in os.environ,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(made=random_days())
def test_any_day_is_planned_counted_and_explained(grid_map: Path, made: RandomDay) -> None:
    with TemporaryDirectory() as folder:
        day = load_day(made.write(Path(folder), grid_map))
        outcome = plan_day(day, Request(limit=Limit(iterations=15)), Silence())
        assert [str(breach) for breach in outcome.breaches] == []
        assert outcome.failures == ()
        assert read_plan(outcome.path) == outcome.plan
        every_row_has_one_place(made, outcome.plan)
        the_exit_status_says_what_is_left(outcome)
        no_reason_is_false(read_morning(day, Silence()), outcome.plan)


def every_row_has_one_place(made: RandomDay, plan: Plan) -> None:
    """Counted from the rows as they were written: those to be mended are rejected, no others."""
    rows = made.tables["orders"]
    # The header is the file's first line.
    assert sorted(row.line - 2 for row in plan.rejected) == sorted(made.unreadable)
    assert {row.file for row in plan.rejected} <= {"orders.csv"}
    placed = Counter(
        [
            *(
                order_id
                for hub in plan.hubs
                for stop in stops_of(hub)
                for order_id in stop.order_ids
            ),
            *(item.order_id for hub in plan.hubs for item in hub.collections),
            *(item.order_id for item in plan.unassigned),
        ]
    )
    kept = [row["order_id"] for number, row in enumerate(rows) if number not in made.unreadable]
    assert placed == Counter(kept)
    assert max(placed.values(), default=1) == 1
    totals = plan.totals
    sums = totals.delivered + totals.collected + totals.unassigned + totals.rejected
    assert totals.orders == sums == len(rows)


def the_exit_status_says_what_is_left(outcome: Outcome) -> None:
    """3 where an order is unassigned, rejected or late, and 0 where none is."""
    plan = outcome.plan
    late = [stop for hub in plan.hubs for stop in stops_of(hub) if stop.late_s]
    late_collections = [item for hub in plan.hubs for item in hub.collections if item.late_s]
    left = plan.unassigned or plan.rejected or late or late_collections
    assert _status(outcome) is (Exit.INCOMPLETE if left else Exit.DONE)
    assert (plan.totals.late > 0) == bool(late or late_collections)


def no_reason_is_false(morning: Morning, plan: Plan) -> None:
    """What is said to be impossible is, even alone; what others took the room of is possible."""
    for item in plan.unassigned:
        event(item.code)
        assert item.code in IMPOSSIBLE | LOST_TO_OTHERS
        errand = errand_of(item, morning)
        fleet = [v for v in morning.where.usable.vehicles if v.hub_id == item.hub_id]
        able = [v.vehicle_id for v in fleet if could_serve(errand, v, morning.city)]
        assert bool(able) == (item.code in LOST_TO_OTHERS), f"{item}; alone it could go with {able}"
        assert dict(claims(errand, fleet, morning.city)).get(item.code, True), item


def errand_of(item: Unassigned, morning: Morning) -> Errand:
    """What there is to drive for an order that has no stop."""
    usable = morning.where.usable
    hubs = {hub.hub_id: hub for hub in usable.hubs}
    assert item.hub_id is not None
    (located,) = (one for one in morning.where.located if one.order.order_id == item.order_id)
    order = located.order
    assert is_driven(order, item.hub_id)
    assert located.place is not None
    goals = {**hubs, **{point.point_id: point for point in usable.points}}
    return Errand(
        hub=hubs[item.hub_id],
        order=order,
        at=(located.place.lat, located.place.lon),
        goal=None if order.collect_at is None else goals[order.collect_at],
        most_late_s=morning.day.lateness.most_s,
    )
