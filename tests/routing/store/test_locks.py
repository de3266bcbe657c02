"""What dispatchers fixed, and let go of again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.store.address import DATABASE
from routing.store.model import Deed, Lock, LockKind
from routing.store.store import open_store
from tests.support.databases import ask, bare_day
from tests.support.plans import plan

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day

ANN = Deed(command="lock", who="Ann", why="She knows the customer.")
BOB = Deed(command="unlock", who="Bob")
TO_VAN = Lock(kind=LockKind.VEHICLE, order_id="O1", vehicle_id="V1")
PLACE = Lock(kind=LockKind.PLACE, order_id="O1")
ROUTE = Lock(kind=LockKind.ROUTE, vehicle_id="V1")


def in_force(day: Day) -> list[Lock]:
    with open_store(day) as store:
        return [one.lock for one in store.locks()]


def test_nothing_is_fixed_at_first(any_day: Day) -> None:
    assert in_force(any_day) == []


def test_locks_hold_until_they_are_let_go_of(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.set_locks(ANN, locked=[TO_VAN, PLACE, ROUTE])
        assert in_force(any_day) == [TO_VAN, PLACE, ROUTE]
        store.set_locks(BOB, unlocked=[PLACE])
        assert in_force(any_day) == [TO_VAN, ROUTE]
        store.set_locks(ANN, locked=[PLACE], unlocked=[ROUTE])
    assert in_force(any_day) == [TO_VAN, PLACE]


def test_who_fixed_it_when_and_why_is_known(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.set_locks(ANN, locked=[ROUTE])
        (found,) = store.locks()
    assert (found.lock, found.who, found.why) == (ROUTE, "Ann", "She knows the customer.")


def test_an_order_is_fixed_to_the_vehicle_that_was_named_last(any_day: Day) -> None:
    other = Lock(kind=LockKind.VEHICLE, order_id="O1", vehicle_id="V2")
    with open_store(any_day) as store:
        store.set_locks(ANN, locked=[TO_VAN])
        store.set_locks(ANN, locked=[other])
        assert in_force(any_day) == [other]
        store.set_locks(BOB, unlocked=[Lock(kind=LockKind.VEHICLE, order_id="O1")])
    assert in_force(any_day) == []


def test_letting_go_of_what_was_not_fixed_is_no_matter(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.set_locks(BOB, unlocked=[ROUTE])
    assert in_force(any_day) == []


def test_a_version_and_its_locks_are_recorded_together(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(), Deed(command="move", who="Ann"), locked=[TO_VAN])
    assert in_force(any_day) == [TO_VAN]


def test_every_locking_and_unlocking_stays_on_record(tmp_path: Path) -> None:
    with open_store(bare_day(tmp_path)) as store:
        store.set_locks(ANN, locked=[TO_VAN])
        store.set_locks(BOB, unlocked=[TO_VAN])
    query = "select action, kind, order_id, vehicle_id, who from lock order by id"
    assert ask(f"sqlite:///{tmp_path / DATABASE}", query) == [
        ("lock", "vehicle", "O1", "V1", "Ann"),
        ("unlock", "vehicle", "O1", "V1", "Bob"),
    ]


def test_a_version_had_the_locks_of_before_the_next_though_both_are_of_one_second(
    any_day: Day,
) -> None:
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), ANN)
        store.record(plan(plan_id="B"), ANN, locked=[TO_VAN])
        store.record(plan(plan_id="C"), ANN, locked=[ROUTE], unlocked=[TO_VAN])
        assert [store.locks_of(number) for number in (1, 2, 3)] == [(), (TO_VAN,), (ROUTE,)]


def test_what_is_fixed_without_a_version_is_of_the_last(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), ANN)
        store.set_locks(ANN, locked=[PLACE])
        store.record(plan(plan_id="B"), ANN)
        assert store.locks_of(1) == (PLACE,)
