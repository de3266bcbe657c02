"""What is left of a hub's vehicles and of its last plan, in the middle of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from routing.day.model import ReplanSettings
from routing.day.settings import load_day
from routing.fleet.model import Break, Rates
from routing.plan.model import Rest, Trip
from routing.problem.model import Solution
from routing.reading import Morning, read_morning
from routing.replan.courses import Begun
from routing.replan.remaining import Holding, Left, arranged, kept_in_place
from routing.replan.under_way import Ahead
from routing.standing.model import VehicleStanding
from tests.support.days import Silence, hub, order, van, write_day
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle
from tests.support.plans import hub as hub_plan
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from pathlib import Path

    from routing.problem.model import HubProblem

NOON = 12 * HOUR
BACK = NOON + 20 * MINUTE
LUNCH = Break(duration_s=30 * MINUTE, earliest_s=11 * HOUR, latest_s=13 * HOUR)


@pytest.fixture
def morning(tmp_path: Path, grid_map: Path) -> Morning:
    write_day(tmp_path, grid_map, hubs=[hub()], vehicles=[van()], orders=[order("A")])
    return read_morning(load_day(tmp_path), Silence(), ())


def out_since_eight(rests: tuple[Rest, ...] = (), metres: int = 4000, **own: Any) -> Begun:
    """A vehicle on its first trip; it is back at twenty past noon."""
    trip = Trip(
        trip_id="V-1", loading_s=8 * HOUR, depart_s=9 * HOUR, return_s=BACK, weight_g=0,
        volume_ml=0, stops=(), return_leg_s=0, return_leg_m=0, return_shape="",
        status="departed",
    )  # fmt: skip
    ahead = Ahead(trip=trip, start=0, stops=(), return_s=BACK, return_leg_s=0, return_leg_m=0)
    return Begun(
        vehicle=vehicle(hub_id="H1", **own), trips=(ahead,), free_s=BACK, begun_s=8 * HOUR,
        metres=metres, rests=rests,
    )  # fmt: skip


def not_begun(**own: Any) -> Begun:
    return Begun(
        vehicle=vehicle(hub_id="H1", **own),
        trips=(),
        free_s=8 * HOUR,
        begun_s=None,
        metres=0,
        rests=(),
    )


def at_noon(
    morning: Morning,
    begun: Begun,
    standing: VehicleStanding | None = None,
    holding: Holding | None = None,
) -> HubProblem:
    """The problem of a hub with this one vehicle and no order."""
    left = Left(
        hub=morning.where.usable.hubs[0],
        now_s=NOON,
        begun={"V": begun},
        standing={"V": standing or VehicleStanding()},
        told={},
        holding=holding or Holding(),
        settings=ReplanSettings(),
    )
    return left.problem((), morning)


def test_who_has_not_begun_is_there_with_all_its_day(morning: Morning) -> None:
    found = at_noon(morning, not_begun(max_trips=2))
    (own,) = found.vehicles
    assert (own.max_trips, own.rates.eur_per_vehicle, found.begun) == (2, 10.0, {})


def test_who_is_at_work_is_free_when_it_is_back_and_its_vehicle_is_paid_already(
    morning: Morning,
) -> None:
    found = at_noon(morning, out_since_eight(max_trips=3, max_distance_m=10_000))
    (own,) = found.vehicles
    assert (own.shift_start_s, own.max_trips, own.max_distance_m) == (BACK, 2, 6000)
    assert own.rates == Rates(eur_per_h=36.0, eur_per_km=1.0, eur_per_vehicle=0.0)
    assert found.begun == {0: 8 * HOUR}


@pytest.mark.parametrize("own", [{"max_trips": 1}, {"max_distance_m": 4000}, {"shift_end_s": BACK}])
def test_who_has_nothing_left_of_its_day_drives_no_more(
    morning: Morning, own: dict[str, Any]
) -> None:
    assert at_noon(morning, out_since_eight(**own)).vehicles == ()


def test_who_is_out_or_locked_as_a_whole_takes_nothing(morning: Morning) -> None:
    out = VehicleStanding(out_since_s=11 * HOUR)
    assert at_noon(morning, not_begun(), standing=out).vehicles == ()
    assert at_noon(morning, not_begun(), holding=Holding(routes=frozenset("V"))).vehicles == ()


def test_a_break_that_was_had_is_not_due_again(morning: Morning) -> None:
    had = (Rest(start_s=11 * HOUR, end_s=11 * HOUR + 30 * MINUTE),)
    (own,) = at_noon(morning, out_since_eight(had, rest=LUNCH)).vehicles
    assert own.rest is None


def test_after_a_break_nobody_works_longer_than_they_may_at_a_stretch(morning: Morning) -> None:
    had = (Rest(start_s=11 * HOUR, end_s=11 * HOUR + 30 * MINUTE),)
    rest = replace(LUNCH, longest_work_s=6 * HOUR)
    (own,) = at_noon(morning, out_since_eight(had, rest=rest)).vehicles
    assert (own.rest, own.shift_end_s) == (None, 17 * HOUR + 30 * MINUTE)


def test_who_comes_back_too_late_for_the_break_has_it_at_once(morning: Morning) -> None:
    rest = replace(LUNCH, latest_s=BACK + 10 * MINUTE)
    (own,) = at_noon(morning, out_since_eight(rest=rest)).vehicles
    assert own.rest == replace(rest, latest_s=BACK + 30 * MINUTE)
    (own,) = at_noon(morning, out_since_eight(rest=LUNCH)).vehicles
    assert own.rest == LUNCH


DAY = problem([task("A", 1), task("B", 2), task("C", 3)], [vehicle("V1"), vehicle("V2")])


def test_what_a_plan_has_is_taken_over_as_far_as_its_orders_and_vehicles_are_left() -> None:
    gone = stop(order_ids=("Z",))
    plan = hub_plan(
        route(gone, stop(order_ids=("B",), late_s=60), vehicle_id="V1"),
        route(stop(order_ids=("C",)), vehicle_id="V9"),
    )
    found = arranged(DAY, plan)
    assert (found.routes, found.unserved, found.late) == ({0: ((1,),)}, (0, 2), frozenset({1}))


def test_what_failed_and_is_to_be_tried_again_is_arranged_where_it_is_planned() -> None:
    failed = route(stop(order_ids=("A",), status="failed"), vehicle_id="V1")
    again = route(stop(order_ids=("A",)), stop(order_ids=("B",)), vehicle_id="V1")
    plan = hub_plan(replace(failed, trips=(*failed.trips, *again.trips)))
    assert arranged(DAY, plan).routes == {0: ((0, 1),)}


def test_without_a_plan_nothing_is_arranged() -> None:
    assert arranged(DAY, None) == Solution(routes={}, unserved=(0, 1, 2))


def test_a_stop_that_keeps_its_place_keeps_what_comes_before_it() -> None:
    solution = Solution(routes={0: ((0,), (1, 2))}, unserved=())
    assert kept_in_place(DAY, solution, frozenset("B")).locked == {0: ((0,), (1,))}
    assert kept_in_place(DAY, solution, frozenset()).locked == {}
