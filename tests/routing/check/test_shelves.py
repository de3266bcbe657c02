"""Stock and room at collection points in the checker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


def stocked(good: Case, milk: int, *order_ids: str) -> Case:
    """H1 has so much milk, and each of these orders holds one."""
    case = good.changed(good.intake, stock={"H1": {"milk": milk}})
    for order_id in order_ids:
        case = case.changed(case.order(order_id), articles={"milk": 1})
    return case


def test_what_is_there_may_be_taken(good: Case) -> None:
    assert stocked(good, 3, "O1", "O4", "O9").breaches() == ()


def test_stops_and_collections_take_from_one_shelf(good: Case) -> None:
    stocked(good, 2, "O1", "O4", "O9").only("stock", "take 3 of milk; it has 2")


def test_what_is_unassigned_or_called_off_takes_nothing(good: Case) -> None:
    assert stocked(good, 1, "O6", "O9", "O10").breaches() == ()


def test_another_hubs_orders_take_nothing(good: Case) -> None:
    assert stocked(good, 0, "O8").breaches() == ()


def test_an_article_of_which_nothing_is_known_is_not_there(good: Case) -> None:
    case = good.changed(good.intake, stock={"H1": {}})
    case = case.changed(case.order("O9"), articles={"milk": 1})
    case.only("stock", "take 1 of milk; it has 0")


def test_a_locker_takes_as_many_parcels_as_it_can(good: Case) -> None:
    case = good.changed(good.intake.points[0], capacity_parcels=2)
    assert case.changed(case.order("O3"), parcels=2).breaches() == ()
    case.changed(case.order("O3"), parcels=3).only(
        "point-capacity", "3 parcels are left at P1 over the day; it takes 2"
    )


def test_hubs_take_any_number_of_parcels(good: Case) -> None:
    assert good.changed(good.order("O7"), parcels=999).breaches() == ()


def test_a_failed_attempt_leaves_nothing_at_the_locker_and_was_prepared_all_the_same(
    good: Case,
) -> None:
    case = good.changed(good.plan, now_s=40_000)
    trip = case.trip("V1-1")
    done = tuple(replace(stop, status="failed") for stop in trip.stops)
    case = case.changed(trip, stops=done)
    case = case.changed(case.intake.points[0], capacity_parcels=0)
    case = case.changed(case.intake, stock={"H1": {"milk": 0}})
    case = case.changed(case.order("O3"), articles={"milk": 1})
    assert {breach.rule for breach in case.breaches()} & {"stock", "point-capacity"} == {"stock"}
