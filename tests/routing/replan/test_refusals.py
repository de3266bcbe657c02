"""What cannot be had by hand is refused, and what is not its fault is no reason to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from routing.errors import DayError
from routing.plan.spots import spots
from routing.replan.by_hand import Move
from routing.replan.refusals import check_promises
from routing.replan.renewal import Scope
from routing.store.model import Deed, Lock, LockKind
from tests.support.days import collect, hub, order, van, write_day
from tests.support.replans import event, released, replanned, sequence

if TYPE_CHECKING:
    from pathlib import Path

    from routing.replan.request import Replanned


@pytest.fixture
def day(tmp_path: Path, grid_map: Path) -> Path:
    """V1 goes out in the morning and again in the afternoon, V2 has the skill for B1."""
    write_day(
        tmp_path,
        grid_map,
        hubs=[hub()],
        vehicles=[van("V1", skills="a", max_stops=2), van("V2", skills="b", max_stops=2)],
        orders=[
            order("A1", 300, 5, requires="a", window_start="09:00", window_end="09:30"),
            order("A2", 700, 395, requires="a", window_start="09:00", window_end="09:30"),
            order("A3", 700, 595, window_start="14:00", window_end="15:00"),
            order("A4", 500, 595, requires="a", window_start="14:00", window_end="15:00"),
            order("B1", 500, 205, requires="b", window_start="14:00", window_end="15:00"),
            {**order("C1"), **collect("C1", window_end="17:00"), "lat": "", "lon": ""},
        ],
    )
    plan = released(tmp_path)
    assert spots(plan)["A1"].vehicle_id == "V1"
    return tmp_path


def move(day: Path, now: str, *events: Any, order_id: str = "A3", **asked: Any) -> Replanned:
    """What comes of moving an order; what breaks a promise is refused."""
    moving = Move(**{"order_id": order_id, "vehicle_id": "V2", **asked})
    return replanned(
        day,
        now,
        *events,
        deed=Deed(command="move"),
        search=None,
        scope=Scope(move=moving),
        locked=moving.locks,
        agree=check_promises,
    )


def refusal(*arguments: Any, **asked: Any) -> str:
    """The code of a move that is refused, and what it says."""
    with pytest.raises(DayError) as refused:
        move(*arguments, **asked)
    return f"{refused.value.code}: {refused.value.message}"


def lock(day: Path, now: str, *locks: Lock, **asked: Any) -> Replanned:
    return replanned(day, now, search=None, deed=Deed(command="lock"), locked=locks, **asked)


def test_an_order_that_failed_elsewhere_is_not_the_move_s_fault(day: Path) -> None:
    failed = event(day, "09:31", "failed", order_id="A2", vehicle_id="V1")
    outcome = move(day, "09:33", failed)
    assert {item.order_id for item in outcome.plan.unassigned} == {"A2"}
    assert spots(outcome.plan)["A3"].vehicle_id == "V2"


def test_an_order_that_is_late_elsewhere_is_not_the_move_s_fault(day: Path) -> None:
    left = event(day, "08:50", "departed", vehicle_id="V1")
    late = event(day, "08:52", "delay", vehicle_id="V1", delay_s=3600)
    outcome = move(day, "08:55", left, late)
    assert outcome.plan.totals.late > 0


def test_the_price_of_a_move_is_what_the_run_without_it_does_not_cost(day: Path) -> None:
    late = event(day, "08:52", "delay", vehicle_id="V1", delay_s=3600)
    alone = replanned(day, "08:55", late, search=None, records=False).plan
    outcome = move(day, "08:55")
    assert outcome.without.totals == alone.totals
    assert outcome.plan.totals.cost_cents != alone.totals.cost_cents


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("TYPO", "Order TYPO is on no stop."),
        ("C1", "Order C1 is on no stop."),
        ("A4", "Order A4 goes with V1, and not with V2."),
        ("A3", "Order A3 cannot come after itself."),
    ],
)
def test_after_what_the_vehicle_does_not_have_nothing_is_moved(
    day: Path, after: str, said: str
) -> None:
    assert refusal(day, "08:10", after=after) == f"MOVE-AFTER-UNKNOWN: {said}"


def test_a_move_after_another_order_puts_it_there(day: Path) -> None:
    plan = move(day, "08:10", after="B1").plan
    assert sequence(plan, "V2") == [["B1", "A3"]]


def test_what_is_on_board_is_not_moved_within_its_trip(day: Path) -> None:
    left = event(day, "08:50", "departed", vehicle_id="V1")
    (first, second), *_ = sequence(replanned(day, "08:52", left).plan, "V1")
    said = refusal(day, "08:55", order_id=first, vehicle_id="V1", after=second)
    assert said.startswith(f"MOVE-UNDER-WAY: Order {first} is on a trip with which V1 has left")


def test_nothing_is_moved_onto_a_trip_that_has_left(day: Path) -> None:
    left = event(day, "08:50", "departed", vehicle_id="V1")
    (first, *_), *_ = sequence(replanned(day, "08:52", left).plan, "V1")
    said = refusal(day, "08:55", order_id="A3", vehicle_id="V1", after=first)
    assert said.startswith(f"MOVE-UNDER-WAY: Order {first} is on a trip with which V1 has left")


def test_an_order_that_failed_is_not_moved_to_the_vehicle_that_tried_it(day: Path) -> None:
    failed = event(day, "09:31", "failed", order_id="A2", vehicle_id="V1")
    said = refusal(day, "09:33", failed, order_id="A2", vehicle_id="V1")
    assert said == "LOCK-IMPOSSIBLE: Order A2 cannot go with V1: Handing it over failed."


def test_nothing_joins_a_locked_route_by_hand(day: Path) -> None:
    lock(day, "08:05", Lock(kind=LockKind.ROUTE, vehicle_id="V2"))
    carrier = {"V1": "V2", "V2": "V1"}[str(spots(released_plan(day))["A3"].vehicle_id)]
    said = refusal(day, "08:10", vehicle_id=carrier)
    assert "the whole route of V2 is locked" in said


def test_what_its_customer_collects_is_locked_to_no_vehicle(day: Path) -> None:
    with pytest.raises(DayError) as refused:
        lock(day, "08:05", Lock(kind=LockKind.VEHICLE, order_id="C1", vehicle_id="V1"))
    assert refused.value.code == "LOCK-IMPOSSIBLE"
    assert "its customer collects it at H1" in refused.value.message


def released_plan(day: Path) -> Any:
    return replanned(day, "08:06", search=None, records=False).plan


def test_what_is_locked_to_a_vehicle_that_is_out_says_so_and_how_to_let_go_of_it(
    day: Path,
) -> None:
    lock(day, "08:05", Lock(kind=LockKind.VEHICLE, order_id="A3", vehicle_id="V2"))
    out = event(day, "08:09", "vehicle_out", vehicle_id="V2", reason="Flat tyre.")
    told = {item.order_id: item for item in replanned(day, "08:10", out).plan.unassigned}
    assert told["A3"].code == "LOCK-VEHICLE-OUT"
    assert told["A3"].reason == ("It is locked to V2, which cannot drive since 08:09: Flat tyre.")
    assert "'tournee unlock DAY A3'" in told["A3"].suggestion


def test_what_waits_for_the_vehicle_that_it_is_locked_to_goes_with_another_once_let_go_of(
    day: Path,
) -> None:
    to_vehicle = Lock(kind=LockKind.VEHICLE, order_id="A3", vehicle_id="V2")
    lock(day, "08:05", to_vehicle)
    out = event(day, "08:09", "vehicle_out", vehicle_id="V2")
    replanned(day, "08:10", out)
    assert replanned(day, "08:11").planned == ()
    outcome = replanned(day, "08:12", search=None, unlocked=(to_vehicle,))
    assert spots(outcome.plan)["A3"].vehicle_id == "V1"


def test_it_goes_with_its_vehicle_once_that_is_back(day: Path) -> None:
    lock(day, "08:05", Lock(kind=LockKind.VEHICLE, order_id="A3", vehicle_id="V2"))
    replanned(day, "08:10", event(day, "08:09", "vehicle_out", vehicle_id="V2"))
    outcome = replanned(day, "08:20", event(day, "08:19", "vehicle_back", vehicle_id="V2"))
    assert spots(outcome.plan)["A3"].vehicle_id == "V2"
