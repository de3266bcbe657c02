"""Broken plans whose stops are elsewhere, or are one place in two stops, or two in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.routing.check.conftest import Case


from routing.orders.model import Channel


def test_a_stop_without_orders_is_found(good: Case) -> None:
    given_up = replace(good.plan.unassigned[0], order_id="O9")
    case = good.changed(good.stop("V3-1", 1), order_ids=())
    case = case.changed(case.plan, unassigned=(*case.plan.unassigned, given_up))
    case.counted(delivered=-1, unassigned=1).only("stop-empty", "trip V3-1")


def test_a_stop_that_is_not_where_its_order_goes_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), lat=good.stop("V3-1", 1).lat + 2e-5).only("position", "O9")


def test_a_position_rounded_to_five_decimals_is_the_same_place(good: Case) -> None:
    stop = good.stop("V3-1", 1)
    assert not good.changed(stop, lat=round(stop.lat, 5), lon=round(stop.lon, 5)).breaches()


def test_a_position_that_is_no_number_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), lat=float("nan")).only("position", "nan")


def test_orders_for_two_doors_on_one_stop_are_found(good: Case) -> None:
    located = good.located_order("O2")
    assert located.place is not None
    next_door = replace(located.place, lon=located.place.lon + 2e-5)
    good.changed(located, place=next_door).only("one-place", "O1, O2")


def test_two_stops_at_one_door_whose_windows_overlap_are_found(good: Case) -> None:
    """O1 is served 09:30-09:33 and O2 09:33-09:37: a minute more than together."""
    _apart(good, 10 * 3600).only("one-stop", "O1", "order O2")


def test_two_stops_at_one_door_whose_windows_only_touch_are_fine(good: Case) -> None:
    """O1's window ends at 09:30, when O2's starts."""
    case = good.changed(good.order("O1"), window_end_s=9 * 3600 + 1800)
    assert not _apart(case, 9 * 3600 + 1800).breaches()


def test_two_stops_at_one_door_whose_windows_lie_apart_each_set_up(good: Case) -> None:
    """O1 is promised by 09:30 and O2 from 09:31; the second stop cannot do without its 60 s."""
    case = good.changed(good.order("O1"), window_end_s=9 * 3600 + 1800)
    case = case.changed(case.order("O2"), window_start_s=9 * 3600 + 1860)
    case = _apart(case, 9 * 3600 + 1800)
    case = case.changed(case.stop("V1-1", 2), window_start_s=9 * 3600 + 1860)
    assert not case.breaches()
    second, service_s = case.stop("V1-1", 2), case.stop("V1-1", 2).service_s
    once = case.changed(second, setup_s=0, service_s=service_s + 60)
    assert [breach.rule for breach in once.breaches()] == ["setup", "service"]


def _apart(case: Case, window_end_s: int) -> Case:
    """The first stop of V1-1 as two."""
    trip, both, locker = case.trip("V1-1"), *case.trip("V1-1").stops
    first = replace(
        both,
        order_ids=("O1",),
        lines=3,
        window_start_s=9 * 3600,
        window_end_s=window_end_s,
        service_s=120,
        leave_s=both.start_s + 180,
    )
    second = replace(
        both,
        order_ids=("O2",),
        lines=4,
        arrive_s=both.start_s + 180,
        start_s=both.start_s + 180,
        leave_s=both.start_s + 420,
        window_end_s=11 * 3600,
        service_s=180,
        leg_s=0,
        leg_m=0,
        shape="",
    )
    later = {name: getattr(locker, name) + 60 for name in ("arrive_s", "start_s", "leave_s")}
    split = case.changed(
        trip, stops=(first, second, replace(locker, **later)), return_s=trip.return_s + 60
    )
    return split.counted("V1", service_s=60)


def test_orders_on_one_stop_whose_windows_do_not_overlap_are_found(good: Case) -> None:
    """O7 was promised at H2 for 11:50 and is late; O6, next to the desk, starts at 11:52."""
    stop, trip = good.stop("V1-2", 2), good.trip("V1-2")
    place = good.located_order("O7").place
    case = good.changed(good.order("O6"), window_start_s=11 * 3600 + 52 * 60)
    case = case.changed(case.located_order("O6"), place=place)
    case = case.changed(
        stop,
        order_ids=("O7", "O6"),
        window_start_s=11 * 3600 + 52 * 60,
        service_s=stop.service_s + 120,
        late_s=700,
    )
    case = case.lengthened("V1-2", 120).counted("V1", service_s=120)
    case = case.changed(case.trip("V1-2"), weight_g=3000, volume_ml=30_000)
    assert case.trip("V1-2").return_s == trip.return_s + 120
    case = case.changed(case.plan, unassigned=())
    case.counted(delivered=1, unassigned=-1).only("windows-apart", "11:52-18:00", "09:00-11:50")


def test_a_drop_that_does_not_name_its_place_is_found(good: Case) -> None:
    good.changed(good.stop("V1-1", 2), point_id=None).only("point", "P1")


def test_a_stop_at_a_door_that_names_a_place_of_collection_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), point_id="P1").only("point", "P1", "the door")


def test_a_place_said_to_be_known_better_than_it_is_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), accuracy_m=1).only("located", "1 m", "10 m")


def test_an_unknown_word_for_how_a_place_was_located_is_found(good: Case) -> None:
    good.changed(good.stop("V3-1", 1), located="guessed").only("located", "guessed")


def test_a_drop_and_a_delivery_at_its_place_take_the_place_s_time_and_the_order_s(
    good: Case,
) -> None:
    """O6 and O3 at the locker: 60 s for the drop, and O6's own 120 s; O6 from 06:00 until noon."""
    stop, trip = good.stop("V1-1", 2), good.trip("V1-1")
    case = good.changed(good.order("O6"), window_start_s=6 * 3600, window_end_s=12 * 3600)
    case = case.changed(case.located_order("O6"), place=good.located_order("O3").place)
    case = case.changed(stop, order_ids=("O3", "O6"), service_s=180, leave_s=stop.leave_s + 120)
    case = case.changed(
        case.trip("V1-1"), return_s=trip.return_s + 120, weight_g=4000, volume_ml=40_000
    )
    case = case.changed(case.plan, unassigned=()).counted("V1", service_s=120)
    assert not case.counted(delivered=1, unassigned=-1).breaches()


def test_two_drops_at_one_place_take_its_time_once(good: Case) -> None:
    case = good.changed(good.order("O6"), channel=Channel.CLICK_AND_COLLECT, collect_at="P1")
    case = case.changed(case.located_order("O6"), place=good.located_order("O3").place)
    case = case.changed(case.stop("V1-1", 2), order_ids=("O3", "O6"))
    case = case.changed(case.trip("V1-1"), weight_g=4000, volume_ml=40_000)
    case = case.changed(case.plan, unassigned=())
    assert not case.counted(delivered=1, unassigned=-1).breaches()
