"""What is another in a later plan: each case can be seen from two short routes.

A route is written as its trips, and a trip as its orders in driving order, ten minutes apart from
nine o'clock on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from routing.orders.model import Unassigned
from routing.plan.difference import Difference, difference, difference_document
from routing.plan.model import Cancelled, Collection, Plan, Route, Stop, Trip
from tests.support.plans import hub, plan, plans, route, stop

if TYPE_CHECKING:
    from routing.plan.difference import RouteDifference

NINE_S = 32_400


def at(order_ids: str, minute: int, **changes: Any) -> Stop:
    """A stop of these orders, each a letter, so many minutes after nine."""
    start_s = NINE_S + 60 * minute
    return stop(order_ids=tuple(order_ids), arrive_s=start_s, start_s=start_s, **changes)


def van(*trips: str | tuple[Stop, ...], vehicle_id: str = "V") -> Route:
    """A vehicle with these trips, each as its stops or as a letter a stop."""
    (pattern,) = route().trips
    made: list[Trip] = []
    minute = 0
    for number, trip in enumerate(trips, 1):
        stops = trip
        if isinstance(stops, str):
            stops = tuple(at(one, minute + 10 * index) for index, one in enumerate(stops))
            minute += 10 * len(stops)
        made.append(replace(pattern, trip_id=f"{vehicle_id}-{number}", stops=stops))
    return route(vehicle_id=vehicle_id, driver_id=f"driver of {vehicle_id}", trips=tuple(made))


def day(*routes: Route, collected: str = "", **changes: Any) -> Plan:
    waiting = tuple(Collection(order_id=one, ready_s=0, window_end_s=0) for one in collected)
    return plan(hubs=(hub(*routes, collections=waiting),), **changes)


def between(older: Plan, newer: Plan, unchanged_within_s: int = 900) -> Difference:
    return difference(older, newer, unchanged_within_s=unchanged_within_s)


def only(found: Difference) -> RouteDifference:
    (one,) = found.routes
    return one


def ids(changes: Any) -> str:
    return "".join(change.order_id for change in changes)


def left_out(letters: str) -> tuple[Unassigned, ...]:
    return tuple(
        Unassigned(order_id=one, hub_id="H", code="NO-ROOM", reason="", suggestion="")
        for one in letters
    )


def test_two_equal_plans_have_no_difference() -> None:
    found = between(day(van("abc")), day(van("abc"), plan_id="other", version=2))
    assert found.is_empty
    assert found == Difference()


def test_an_order_that_comes_in_is_added_and_makes_nobody_else_moved() -> None:
    found = between(day(van("abc")), day(van("axbc")))
    assert ids(only(found).added) == "x"
    assert only(found).moved == only(found).later == ()
    assert found.changed_stops == 0
    assert (only(found).vehicle_id, only(found).driver_id) == ("V", "driver of V")
    assert found.hub_ids == ("H",)


def test_an_order_that_goes_to_another_vehicle_is_removed_here_and_added_there() -> None:
    older = day(van("abc"), van("d", vehicle_id="W"), van("e", vehicle_id="X"))
    newer = day(van("ac"), van("db", vehicle_id="W"), van("e", vehicle_id="X"))
    found = between(older, newer)
    first, second = found.routes
    assert (first.vehicle_id, ids(first.removed), ids(first.added)) == ("V", "b", "")
    assert (second.vehicle_id, ids(second.removed), ids(second.added)) == ("W", "", "b")
    (change,) = first.removed
    assert change.old is not None
    assert change.new is not None
    assert (change.old.vehicle_id, change.new.vehicle_id) == ("V", "W")
    assert change.old.start_s == change.new.start_s == NINE_S + 600
    assert found.changed_stops == 1


def test_an_order_at_another_place_in_the_sequence_is_moved_and_the_others_are_not() -> None:
    found = between(day(van("abcd")), day(van("bcda")))
    assert ids(only(found).moved) == "a"
    assert found.changed_stops == 1


def test_an_order_on_another_trip_is_moved_even_where_the_sequence_is_the_same() -> None:
    found = between(day(van("ab", "cd")), day(van("abc", "d")))
    assert ids(only(found).moved) == "c"


def test_a_trip_that_only_has_another_number_is_the_same_trip() -> None:
    older, newer = day(van("x", "ab")), day(van("ab"))
    found = between(older, newer, unchanged_within_s=3_600)
    assert ids(only(found).removed) == "x"
    assert only(found).moved == ()


def test_orders_of_one_stop_that_become_two_stay_where_they_are() -> None:
    older = day(van((at("ab", 0), at("c", 10))))
    assert between(older, day(van((at("b", 0), at("a", 0), at("c", 10))))).is_empty


def test_an_order_that_begins_at_another_time_is_later_or_earlier_beyond_what_is_let_pass() -> None:
    older = day(van((at("a", 0), at("b", 60), at("c", 120), at("d", 180))))
    newer = day(van((at("a", 15), at("b", 76), at("c", 104), at("d", 165))))
    found = between(older, newer)
    assert (ids(only(found).later), ids(only(found).earlier)) == ("b", "c")
    assert found.changed_stops == 2
    assert between(older, newer, unchanged_within_s=960).is_empty


def test_a_moved_order_is_not_counted_once_more_for_its_time() -> None:
    older = day(van((at("a", 0), at("b", 10), at("c", 20))))
    newer = day(van((at("b", 0), at("c", 10), at("a", 100))))
    found = between(older, newer)
    assert (ids(only(found).moved), only(found).later, found.changed_stops) == ("a", (), 1)


def test_what_was_reached_is_no_change_whatever_becomes_of_it() -> None:
    older = day(van((at("a", 0, status="done"), at("b", 10, status="arrived"), at("c", 20))))
    newer = day(van((at("b", 50, status="done"), at("a", 90, status="done"), at("c", 20))))
    found = between(older, newer)
    assert found == Difference(done=("b",))


def test_what_has_been_reached_since_is_what_happened() -> None:
    older = day(van("abc"))
    newer = day(van((at("b", 30, status="done"), at("a", 60, status="failed"), at("c", 20))))
    found = between(older, newer)
    assert found == Difference(done=("b",), failed=("a",))


def test_what_another_driver_delivered_is_told_and_is_no_change_of_plan() -> None:
    older = day(van("a"), van("b", vehicle_id="W"))
    newer = day(van(), van((at("b", 0), at("a", 10, status="done")), vehicle_id="W"))
    found = between(older, newer)
    assert [ids(one.removed) + ids(one.added) for one in found.routes] == ["a", "a"]
    assert (found.done, found.changed_stops) == (("a",), 0)


def test_a_failed_order_that_is_tried_again_is_added_and_no_change_of_a_stop() -> None:
    older = day(van((at("a", 0, status="failed"), at("b", 10))))
    newer = day(van((at("a", 0, status="failed"), at("b", 10), at("a", 20))))
    found = between(older, newer)
    assert (ids(only(found).added), only(found).removed) == ("a", ())
    assert found.changed_stops == 0
    assert found.failed == ()


def test_orders_lose_their_place_find_one_and_are_called_off() -> None:
    older = day(van("abc"), unassigned=left_out("x"), cancelled=())
    called_off = Cancelled(order_id="c", at_s=0, reason="")
    newer = day(van("ax"), unassigned=left_out("by"), cancelled=(called_off,))
    found = between(older, newer)
    assert (found.unassigned, found.placed_again, found.cancelled) == (("b", "y"), ("x",), ("c",))
    assert (ids(only(found).removed), ids(only(found).added)) == ("bc", "x")
    assert found.changed_stops == 0
    same = replace(newer, version=3)
    assert between(newer, same).is_empty


def test_a_hub_whose_collections_are_others_is_concerned() -> None:
    found = between(day(van("a"), collected="c"), day(van("a"), collected="d"))
    assert (found.hub_ids, found.routes) == (("H",), ())


def test_an_order_that_is_driven_instead_of_collected_is_added() -> None:
    found = between(day(van("a"), collected="c"), day(van("ac")))
    assert ids(only(found).added) == "c"
    assert found.changed_stops == 0


def test_a_vehicle_that_is_gone_has_its_orders_removed() -> None:
    found = between(day(van("a"), van("b", vehicle_id="W")), day(van("ab")))
    assert [(one.vehicle_id, ids(one.added), ids(one.removed)) for one in found.routes] == [
        ("V", "b", ""), ("W", "", "b"),
    ]  # fmt: skip


def test_the_document_has_times_with_their_offset() -> None:
    older, newer = day(van("ab")), day(van("b"), unassigned=left_out("a"), version=2)
    document = difference_document(older, newer, between(older, newer))
    assert (document["older"]["version"], document["newer"]["version"]) == (1, 2)
    assert document["hubs"] == ["H"]
    assert document["unassigned"] == ["a"]
    (vehicle,) = document["vehicles"]
    assert (vehicle["hub_id"], vehicle["vehicle_id"], vehicle["added"]) == ("H", "V", [])
    assert vehicle["removed"] == [
        {
            "order_id": "a",
            "old": {
                "hub_id": "H", "vehicle_id": "V", "trip_id": "V-1",
                "start_at": "2026-11-21T09:00:00+01:00", "late_s": 0,
            },
            "new": None,
        }
    ]  # fmt: skip


LETTERS = st.permutations("abcdefgh")


@given(LETTERS, LETTERS, st.integers(0, 8), st.integers(0, 8))
def test_every_order_is_told_once_and_only_if_it_is_elsewhere(
    first: list[str], second: list[str], cut: int, other_cut: int
) -> None:
    """Two vehicles share eight orders, in any way."""
    older = day(van("".join(first[:cut])), van("".join(first[cut:]), vehicle_id="W"))
    newer = day(van("".join(second[:other_cut])), van("".join(second[other_cut:]), vehicle_id="W"))
    found = between(older, newer, unchanged_within_s=100_000)
    went = {*first[:cut]} ^ {*second[:other_cut]}
    assert {*"".join(ids(one.removed) for one in found.routes)} == went
    assert {*"".join(ids(one.added) for one in found.routes)} == went
    moved = "".join(ids(one.moved) for one in found.routes)
    assert len(moved) == len({*moved} - went)
    assert found.changed_stops == len(went) + len(moved)
    # Without what moved, both vehicles have what they kept in the order of before.
    steady = [one for one in first if one not in went and one not in moved]
    for kept in (first[:cut], first[cut:]):
        mine = [one for one in steady if one in kept]
        assert [one for one in second if one in mine] == mine


@given(plans())
def test_no_plan_differs_from_itself(any_plan: Plan) -> None:
    found = between(any_plan, any_plan)
    assert (found.changed_stops, found.unassigned, found.cancelled, found.done) == (0, (), (), ())
