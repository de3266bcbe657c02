"""One broken plan a rule: the good plan of `conftest`, one mistake in it, and the rule's name.

Each mistake is told in words and made by hand. Where a figure follows from what was changed (a sum,
a cost, a time behind it), it is changed with it, so that the plan agrees with itself, and the rule
is the only one that it breaks. The tests of each room of the checker hold the finer points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polyline
import pytest
import shapely

from routing.check.rules import RULES
from routing.fleet.model import Break, Zone
from routing.orders.model import Channel
from routing.plan.model import Rest
from tests.routing.check.conftest import (
    Case,
    at_work,
    called_off,
    degrees,
    evening,
    hours,
    picked,
    picked_at_work,
    picker,
    without_o7,
)

Mistake = Callable[[Case], Case]


@dataclass(frozen=True)
class Broken:
    """A rule, the mistake in words, and the mistake."""

    rule: str
    words: str
    made: Mistake


def begun_late(good: Case, window_end: str) -> Case:
    """O9 is begun at 13:11:40, after its window, and the plan says by how much."""
    end_s = hours(window_end)
    case = good.changed(good.order("O9"), window_end_s=end_s)
    late_s = hours("13:11:40") - end_s
    case = case.changed(case.stop("V3-1", 1), window_end_s=end_s, late_s=late_s)
    return case.counted(late=1)


def here_and_there(good: Case) -> Case:
    case = at_work(good)
    return case.changed(case.stop("V1-2", 1), status="arrived")


def done_before_it_is(good: Case) -> Case:
    case = picked_at_work(good)
    return case.changed(case.picker_day("H1").picks[1], status="done")


def ready_unpicked(good: Case) -> Case:
    case = picked_at_work(good)
    return case.changed(case.hub_plan("H1").collections[1], status="ready")


def loaded_a_second_ago(good: Case) -> Case:
    case = at_work(good)
    case = case.changed(case.trip("V1-2"), status="returned")
    case = case.changed(case.stop("V1-2", 2), status="done")
    return case.changed(case.plan, now_s=hours("13:00:01"))


def order_forgotten(good: Case) -> Case:
    return good.changed(good.plan, unassigned=()).counted(unassigned=-1)


def order_twice(good: Case) -> Case:
    return good.without_place("O9")


def rejected_after_all(good: Case) -> Case:
    wrongly = replace(good.rejected[0], order_id="O6", line=good.order("O6").line)
    case = good.changed(good.plan, unassigned=(), rejected=(*good.plan.rejected, wrongly))
    return case.counted(unassigned=-1, rejected=1)


def driven_from_elsewhere(good: Case) -> Case:
    return good.changed(good.order("O9"), hub_id="H2")


def hub_twice(good: Case) -> Case:
    again = replace(good.hub_plan("H2"), collections=())
    return good.changed(good.plan, hubs=(*good.plan.hubs, again))


def hub_invented(good: Case) -> Case:
    invented = replace(good.hub_plan("H2"), hub_id="H9", collections=())
    return good.changed(good.plan, hubs=(*good.plan.hubs, invented))


def hub_forgotten(good: Case) -> Case:
    third = replace(good.hub("H2"), hub_id="H3")
    return good.changed(good.intake, hubs=(*good.intake.hubs, third))


def vehicle_forgotten(good: Case) -> Case:
    hub = good.hub_plan("H1")
    return good.changed(hub, routes=tuple(r for r in hub.routes if r.vehicle_id != "V2"))


def vehicle_twice(good: Case) -> Case:
    hub = good.hub_plan("H1")
    return good.changed(hub, routes=(*hub.routes, good.route("V2")))


def vehicle_invented(good: Case) -> Case:
    hub = good.hub_plan("H1")
    return good.changed(hub, routes=(*hub.routes, replace(good.route("V2"), vehicle_id="V9")))


def van_out_twice(good: Case) -> Case:
    case = good.shifted("V3-1", -3600)
    return case.changed(case.vehicle("V3"), shift_start_s=hours("08:00"))


def locker_order_driven_nowhere(good: Case) -> Case:
    stop, trip = good.stop("V1-1", 2), good.trip("V1-1")
    case = good.changed(good.order("O3"), collect_at=None)
    case = case.changed(stop, point_id=None, service_s=0, leave_s=stop.leave_s - 60)
    case = case.changed(case.trip("V1-1"), return_s=trip.return_s - 60)
    return case.counted("V1", service_s=-60)


def collection_given_up(good: Case) -> Case:
    case = good.changed(good.hub_plan("H1"), collections=())
    return case.counted(collected=-1).without_place("O4")


def loaded_before_opening(good: Case) -> Case:
    case = good.changed(good.hub("H1"), opens_s=hours("09:15"))
    for order_id in ("O1", "O2", "O3"):
        case = case.changed(case.order(order_id), ready_s=hours("08:00"))
    for order_id in ("O5", "O9"):
        case = case.changed(case.order(order_id), window_start_s=hours("08:00"))
    return case


def loaded_while_out(good: Case) -> Case:
    case = good.changed(good.order("O5"), ready_s=None)
    return case.changed(case.trip("V1-2"), loading_s=good.trip("V1-1").return_s - 1)


def loaded_after_closing(good: Case) -> Case:
    case = good.changed(good.hub("H1"), closes_s=hours("13:09:59"))
    for order_id in ("O5", "O9"):
        case = case.changed(case.order(order_id), window_end_s=hours("18:00"))
    return case


def bay_taken(good: Case) -> Case:
    case = good.shifted("V3-1", -85 * 60)
    case = case.changed(case.vehicle("V3"), shift_start_s=hours("08:00"), asset_id="A3")
    return case.changed(case.hub("H1"), bays=1)


def arrived_early(good: Case) -> Case:
    stop = good.stop("V3-1", 1)
    return good.changed(stop, arrive_s=stop.arrive_s - 1).counted("V3", waiting_s=1)


def begun_before_arrival(good: Case) -> Case:
    stop = good.stop("V3-1", 1)
    case = good.lengthened("V3-1", -1)
    case = case.changed(case.stop("V3-1", 1), start_s=stop.start_s - 1)
    return case.counted("V3", waiting_s=-1)


def begun_before_window(good: Case) -> Case:
    case = good.changed(good.order("O9"), window_start_s=hours("13:11:41"))
    return case.changed(case.stop("V3-1", 1), window_start_s=hours("13:11:41"))


def locker_closed(good: Case) -> Case:
    case = good.changed(good.intake.points[0], closes_s=hours("09:41:19"))
    return case.changed(case.stop("V1-1", 2), window_end_s=hours("09:41:19"))


def set_up_for_longer(good: Case) -> Case:
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), setup_s=10)
    return case.counted("V3", service_s=10)


def served_for_longer(good: Case) -> Case:
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), service_s=130)
    return case.counted("V3", service_s=10)


def stop_for_nobody(good: Case) -> Case:
    case = good.changed(good.stop("V3-1", 1), order_ids=()).counted(delivered=-1)
    return case.without_place("O9")


def next_door(good: Case) -> Case:
    located = good.located_order("O2")
    assert located.place is not None
    return good.changed(located, place=replace(located.place, lon=located.place.lon + 2e-5))


def door_served_twice(good: Case) -> Case:
    trip, both, locker = good.trip("V1-1"), *good.trip("V1-1").stops
    between_s = both.start_s + 180
    first = replace(
        both, order_ids=("O1",), lines=3, window_start_s=hours("09:00"), service_s=120,
        leave_s=between_s,
    )  # fmt: skip
    second = replace(
        both, order_ids=("O2",), lines=4, window_end_s=hours("11:00"), service_s=180,
        arrive_s=between_s, start_s=between_s, leave_s=between_s + 240, leg_s=0, leg_m=0, shape="",
    )  # fmt: skip
    later = {name: getattr(locker, name) + 60 for name in ("arrive_s", "start_s", "leave_s")}
    stops = (first, second, replace(locker, **later))
    return good.changed(trip, stops=stops, return_s=trip.return_s + 60).counted("V1", service_s=60)


def windows_joined_by_force(good: Case) -> Case:
    stop, place = good.stop("V1-2", 2), good.located_order("O7").place
    case = good.changed(good.order("O6"), window_start_s=hours("11:52"))
    case = case.changed(case.located_order("O6"), place=place)
    case = case.changed(
        stop, order_ids=("O7", "O6"), window_start_s=hours("11:52"), late_s=700,
        service_s=stop.service_s + 120,
    )  # fmt: skip
    case = case.lengthened("V1-2", 120).counted("V1", service_s=120)
    case = case.changed(case.trip("V1-2"), weight_g=3000, volume_ml=30_000)
    return case.changed(case.plan, unassigned=()).counted(delivered=1, unassigned=-1)


def far_from_any_street(good: Case) -> Case:
    located = good.located_order("O9")
    assert located.place is not None
    afar = replace(located.place, lat=located.place.lat * 16)
    return good.changed(located, place=afar).changed(good.stop("V3-1", 1), lat=afar.lat)


def trip_to_nowhere(good: Case) -> Case:
    eight = hours("08:00")
    nothing = replace(
        good.trip("V3-1"), trip_id="V2-1", loading_s=eight, depart_s=eight + 600,
        return_s=eight + 600, weight_g=0, volume_ml=0, stops=(), return_leg_s=0, return_leg_m=0,
        return_shape="",
    )  # fmt: skip
    case = good.changed(good.route("V2"), trips=(nothing,))
    return case.counted("V2", cost_cents=1600).counted(vehicles=1)


def back_too_late(good: Case) -> Case:
    trip = good.trip("V3-1")
    return good.changed(trip, return_s=trip.return_s + 1).counted("V3", cost_cents=1)


def break_bounded(good: Case, **bounds: int) -> Case:
    rest = good.vehicle("V1").rest
    assert rest is not None
    return good.changed(rest, **bounds)


def break_while_driving(good: Case) -> Case:
    driving = Rest(start_s=hours("13:10"), end_s=hours("13:11"))
    return good.changed(good.route("V3"), breaks=(driving,))


def worked_on_and_on(good: Case) -> Case:
    law = Break(
        duration_s=900, earliest_s=hours("07:30"), latest_s=hours("12:30"), longest_work_s=6599
    )
    return good.changed(good.vehicle("V1"), rest=law)


def driven_slowly(good: Case) -> Case:
    stop = good.stop("V3-1", 1)
    later = {name: getattr(stop, name) + 10 for name in ("arrive_s", "start_s")}
    case = good.lengthened("V3-1", 10)
    case = case.changed(case.stop("V3-1", 1), leg_s=110, **later)
    return case.counted("V3", driving_s=10)


def held_up(good: Case) -> Case:
    slow = driven_slowly(good)
    return slow.changed(slow.stop("V3-1", 1), held_up_s=10)


def driven_around(good: Case) -> Case:
    return good.changed(good.stop("V3-1", 1), leg_m=1010).counted("V3", distance_m=10)


def drawn_from_elsewhere(good: Case) -> Case:
    start, end = polyline.decode(good.stop("V3-1", 1).shape, 5)
    line = polyline.encode([(start[0], start[1] - 1e-4), end], 5)
    return good.changed(good.stop("V3-1", 1), shape=line)


def drawn_as_the_crow_flies(good: Case) -> Case:
    start, _, end = polyline.decode(good.stop("V1-1", 2).shape, 5)
    return good.changed(good.stop("V1-1", 2), shape=polyline.encode([start, end], 5))


def collection_late_in_silence(good: Case) -> Case:
    case = good.changed(good.order("O4"), ready_s=hours("11:30"))
    case = case.changed(case.hub_plan("H1").collections[0], ready_s=hours("11:30"))
    return case.counted(late=1)


def picking_forgotten(good: Case) -> Case:
    """Nobody is said to pick at H2, whose only order is ready by its own word."""
    case = picked(good)
    case = case.changed(case.order("O8"), ready_s=hours("09:00"))
    return case.changed(case.hub_plan("H2"), picking=None).counted(picking_cents=-10_000)


def nobody_picks(good: Case) -> Case:
    """O8 is ready when H2 opens, as it would be if nobody had to pick it."""
    case = picked(good)
    return case.changed(case.picker_day("H2"), picks=())


def picked_twice(good: Case) -> Case:
    case = picked(good)
    day = case.picker_day("H1")
    again = replace(day.picks[0], start_s=hours("10:00"), ready_s=hours("10:07"))
    case = case.changed(day, picks=(*day.picks, again))
    return case.changed(case.hub_plan("H1").collections[0], ready_s=hours("10:07"))


def picked_for_nothing(good: Case) -> Case:
    case = picked(good)
    return case.changed(case.order("O4"), ready_s=hours("10:00"))


def picked_with_other_lines(good: Case) -> Case:
    case = picked(good)
    pick = case.picker_day("H1").picks[0]
    return case.changed(pick, lines=9)


def picked_too_quickly(good: Case) -> Case:
    case = picked(good)
    pick = case.picker_day("H1").picks[0]
    return case.changed(pick, start_s=pick.start_s + 1)


def picked_before_it_came(good: Case) -> Case:
    case = picked(good)
    return case.changed(case.order("O4"), placed_s=hours("09:53:01"))


def picker_invented(good: Case) -> Case:
    case = picked(good)
    idle = replace(case.picker_day("H2"), picker_id="P9", picks=())
    picking = case.hub_plan("H2").picking
    assert picking is not None
    return case.changed(picking, pickers=(*picking.pickers, idle)).counted(picking_cents=10_000)


def picker_forgotten(good: Case) -> Case:
    case = picked(good)
    third = picker("P3", "H2", "09:00-10:00")
    return case.changed(case.intake, pickers=(*case.intake.pickers, third))


def picker_gone_home(good: Case) -> Case:
    case = picked(good)
    day, shift = case.picker_day("H2"), case.intake.pickers[1]
    case = case.changed(shift, start_s=hours("08:53:01"), end_s=hours("13:53:01"))
    return case.changed(day, shift_start_s=hours("08:53:01"), shift_end_s=hours("13:53:01"))


def picker_at_two_hubs(good: Case) -> Case:
    """P1 is P2, and picks O4 while it picks O8."""
    case = picked(good)
    case = case.changed(case.intake.pickers[1], picker_id="P1")
    case = case.changed(case.picker_day("H2"), picker_id="P1")
    pick = case.picker_day("H1").picks[0]
    case = case.changed(pick, start_s=hours("08:53"), ready_s=hours("09:00"))
    return case.changed(case.hub_plan("H1").collections[0], ready_s=hours("09:00"))


def fewer_late_than_can_be(good: Case) -> Case:
    case = picked(good)
    picking = case.hub_plan("H1").picking
    return case.changed(picking, late_at_least=1, late_by_arrival=1)


def refused_while_idle(good: Case) -> Case:
    case = picked(good)
    case = case.changed(case.picker_day("H1"), picks=())
    case = case.changed(case.hub_plan("H1"), collections=()).counted(collected=-1)
    return case.without_place("O4", "PICKERS-FULL")


def zoned(good: Case, west_m: float = -2000, **terms: int) -> Case:
    """H1 delivers in a zone that holds every door, if it reaches as far west."""
    area = shapely.box(degrees(west_m), degrees(-100), degrees(2000), degrees(3000))
    zone = Zone(zone_id="Z", hub_id="H1", area=area, **terms)
    return good.changed(good.intake, zones=(zone,))


def worth_too_little(good: Case) -> Case:
    case = zoned(good, min_order_cents=2000)
    return case.changed(case.order("O9"), value_cents=1999)


def shelf_overdrawn(good: Case) -> Case:
    case = good.changed(good.intake, stock={"H1": {"milk": 1}})
    return case.changed(case.order("O9"), articles={"milk": 2})


def refused(good: Case, code: str) -> Case:
    """O6, which was unassigned for want of room, for another reason."""
    return good.changed(good.plan.unassigned[0], code=code)


def not_done_any_more(good: Case) -> Case:
    now = at_work(good)
    return now.after(now.changed(now.stop("V1-2", 2), status="done"))


def thrown_off(good: Case) -> Case:
    was = at_work(good)
    return without_o7(was).without_place("O7").after(was)


def joined_while_loaded(good: Case) -> Case:
    now = evening(good, "loaded")
    return now.after(now.changed(now.trip("V3-1"), stops=()).without_place("O9"))


def joined_while_closed(good: Case) -> Case:
    now = evening(good, "closed")
    return now.after(now.changed(now.trip("V3-1"), stops=()).without_place("O9"))


def vanished(good: Case) -> Case:
    """Its row is gone as well."""
    case = at_work(good)
    orders = tuple(one for one in case.intake.orders if one.order_id != "O6")
    case = case.changed(case.intake, orders=orders, input_rows=10)
    located = tuple(one for one in case.located if one.order.order_id != "O6")
    case = replace(case, located=located).changed(case.plan, unassigned=())
    return case.counted(orders=-1, unassigned=-1).after(good)


BROKEN = (
    Broken("plan-day", "it is tomorrow's", lambda g: g.changed(g.plan, day="2026-11-22")),
    Broken(
        "plan-timezone",
        "its times are Lisbon's",
        lambda g: g.changed(g.plan, timezone="Europe/Lisbon"),
    ),
    Broken("plan-status", "it is called final", lambda g: g.changed(g.plan, status="final")),
    Broken("plan-version", "it is version 0", lambda g: g.changed(g.plan, version=0)),
    Broken(
        "stop-status",
        "O9 is done before the day has begun",
        lambda g: g.changed(g.stop("V3-1", 1), status="done"),
    ),
    Broken(
        "trip-status",
        "V1 stands at O5's door and drives to O7",
        here_and_there,
    ),
    Broken("pick-status", "P1 is done with O12 before it is over", done_before_it_is),
    Broken("collection-status", "O12 is ready, and nobody has picked it", ready_unpicked),
    Broken("past", "V3-1 is still to be loaded at 13:00, a second ago", loaded_a_second_ago),
    Broken("order-missing", "O6 is nowhere", order_forgotten),
    Broken("order-twice", "O9 is on a stop and unassigned", order_twice),
    Broken(
        "order-unknown",
        "O99, which nobody ordered, is unassigned",
        lambda g: g.without_place("O99"),
    ),
    Broken("rejected-rows", "O6, which was understood, is rejected", rejected_after_all),
    Broken(
        "order-cancelled",
        "O6 is unassigned, and its row calls it off",
        lambda g: called_off(g, "O6"),
    ),
    Broken(
        "no-reason",
        "O6 is unassigned without a word",
        lambda g: g.changed(g.plan.unassigned[0], reason=""),
    ),
    Broken("hub-missing", "hub H3 is not listed", hub_forgotten),
    Broken("hub-twice", "hub H2 is listed twice", hub_twice),
    Broken("hub-unknown", "a hub H9 is listed, which the day has not", hub_invented),
    Broken(
        "hub-position", "H2 is 111 m further north", lambda g: g.changed(g.hub_plan("H2"), lat=1e-3)
    ),
    Broken("hub-name", "H2 has no name", lambda g: g.changed(g.hub_plan("H2"), name="")),
    Broken("points", "the locker is not listed", lambda g: g.changed(g.plan, points=())),
    Broken("vehicle-missing", "V2, which stays, is not listed", vehicle_forgotten),
    Broken("vehicle-twice", "V2 has two routes", vehicle_twice),
    Broken("vehicle-unknown", "V9, which the day has not, has a route", vehicle_invented),
    Broken(
        "vehicle-hub",
        "V2 belongs to H2 and drives from H1",
        lambda g: g.changed(g.vehicle("V2"), hub_id="H2"),
    ),
    Broken(
        "vehicle-kind", "van V1 is a bike", lambda g: g.changed(g.route("V1"), kind="cargo_bike")
    ),
    Broken(
        "vehicle-driver", "nobody drives V1", lambda g: g.changed(g.route("V1"), driver_id=None)
    ),
    Broken("asset-overlap", "V3 leaves with the van in which V1 still drives", van_out_twice),
    Broken(
        "trip-id",
        "V3's trip is called V1-1 as well",
        lambda g: g.changed(g.trip("V3-1"), trip_id="V1-1"),
    ),
    Broken("order-hub", "O9 names H2 and is driven from H1", driven_from_elsewhere),
    Broken(
        "same-day-collected",
        "O4, to be delivered, waits at the hub",
        lambda g: g.changed(g.order("O4"), channel=Channel.SAME_DAY),
    ),
    Broken("collection-driven", "O3, collected at H1, is on a stop", locker_order_driven_nowhere),
    Broken(
        "drop-collected",
        "O4, collected at the locker, waits at H1",
        lambda g: g.changed(g.order("O4"), collect_at="P1"),
    ),
    Broken("still-prepared", "O4, collected at H1, is unassigned", collection_given_up),
    Broken("zone", "H1's zone ends before O9's door", lambda g: zoned(g, west_m=0)),
    Broken("minimum", "O9 is worth a cent less than its zone asks for", worth_too_little),
    Broken(
        "surcharge",
        "O9's customer pays a cent for nothing",
        lambda g: g.changed(g.stop("V3-1", 1), surcharge_cents=1).counted(surcharge_cents=1),
    ),
    Broken("stock", "H1 has one milk, and O9 two", shelf_overdrawn),
    Broken(
        "point-capacity",
        "the locker takes nothing today, and O3 is left there",
        lambda g: g.changed(g.intake.points[0], capacity_parcels=0),
    ),
    Broken(
        "zone-reason", "O6 is in no zone of H1, which has none", lambda g: refused(g, "OUT-OF-ZONE")
    ),
    Broken(
        "picker-reason", "nobody can pick O6, which need not be", lambda g: refused(g, "NO-PICKER")
    ),
    Broken(
        "stock-reason",
        "H1 lacks articles of O6, which has none",
        lambda g: refused(g, "OUT-OF-STOCK"),
    ),
    Broken(
        "point-reason",
        "O6's locker is full, and it goes to a door",
        lambda g: refused(g, "POINT-FULL"),
    ),
    Broken(
        "loading-shift",
        "V3 is loaded a second before its shift",
        lambda g: g.changed(g.vehicle("V3"), shift_start_s=hours("13:00:01")),
    ),
    Broken("loading-opening", "V1 is loaded before H1 opens", loaded_before_opening),
    Broken("loading-return", "V1 is loaded a second before it is back", loaded_while_out),
    Broken(
        "loading-ready",
        "V1-2 is loaded a second before O5 is picked",
        lambda g: g.changed(g.order("O5"), ready_s=hours("11:30:01")),
    ),
    Broken("loading-closing", "V3 is loaded a second after H1 has closed", loaded_after_closing),
    Broken(
        "departure",
        "V3 leaves a second before it is loaded",
        lambda g: g.changed(g.trip("V3-1"), loading_s=hours("13:00:01")),
    ),
    Broken("bays", "V3 is loaded in the bay where V1 is", bay_taken),
    Broken("arrival", "V3 is at O9 a second before it can be", arrived_early),
    Broken("start", "O9 is begun a second before V3 is there", begun_before_arrival),
    Broken("window-early", "O9 is begun a second before its window", begun_before_window),
    Broken(
        "window-late", "O9 is begun a second after its window", lambda g: begun_late(g, "13:11:39")
    ),
    Broken("point-hours", "O3 is dropped until a second after the locker closes", locker_closed),
    Broken("leave", "V3 leaves O9 ten seconds later", lambda g: g.lengthened("V3-1", 10)),
    Broken("setup", "V3 sets up for ten seconds, and needs none", set_up_for_longer),
    Broken("service", "O9 is served for ten seconds more", served_for_longer),
    Broken(
        "stop-window",
        "O1 and O2 share 09:30-10:00, and the stop has 09:00-10:00",
        lambda g: g.changed(g.stop("V1-1", 1), window_start_s=hours("09:00")),
    ),
    Broken("late", "O7 is a second later", lambda g: g.changed(g.stop("V1-2", 2), late_s=579)),
    Broken("lines", "O1 and O2 have no lines", lambda g: g.changed(g.stop("V1-1", 1), lines=0)),
    Broken(
        "requires",
        "the driver is not told that O5 is cool",
        lambda g: g.changed(g.stop("V1-2", 1), requires=()),
    ),
    Broken("stop-empty", "V3's stop is for nobody", stop_for_nobody),
    Broken(
        "position",
        "O9's stop is two metres further north",
        lambda g: g.changed(g.stop("V3-1", 1), lat=g.stop("V3-1", 1).lat + 2e-5),
    ),
    Broken("one-place", "O2 lives next door, and shares O1's stop", next_door),
    Broken("one-stop", "O1 and O2 are two stops at one door", door_served_twice),
    Broken("windows-apart", "O6 is promised from 11:52, O7 by 11:50", windows_joined_by_force),
    Broken(
        "point",
        "O3's stop names no locker",
        lambda g: g.changed(g.stop("V1-1", 2), point_id=None),
    ),
    Broken(
        "located",
        "O9's place is known to the metre",
        lambda g: g.changed(g.stop("V3-1", 1), accuracy_m=1),
    ),
    Broken(
        "road-point",
        "O9's road point is two metres off the street",
        lambda g: g.changed(g.stop("V3-1", 1), road_lat=2e-5),
    ),
    Broken("too-far", "O9 lives 160 m from the street", far_from_any_street),
    Broken("trip-empty", "V2 is loaded for nobody", trip_to_nowhere),
    Broken("return", "V3 is back a second later", back_too_late),
    Broken(
        "shift-end",
        "V3 is back a second after its shift",
        lambda g: g.changed(g.vehicle("V3"), shift_end_s=hours("13:15:19")),
    ),
    Broken(
        "trip-weight",
        "V1-1 says a gram less than it carries",
        lambda g: g.changed(g.trip("V1-1"), weight_g=2999),
    ),
    Broken(
        "trip-volume",
        "V1-1 says a millilitre less than it carries",
        lambda g: g.changed(g.trip("V1-1"), volume_ml=29_999),
    ),
    Broken(
        "max-weight",
        "V1-1 weighs a gram more than V1 carries",
        lambda g: g.changed(g.vehicle("V1"), weight_g=2999),
    ),
    Broken(
        "max-volume",
        "V1-1 is a millilitre bigger than V1",
        lambda g: g.changed(g.vehicle("V1"), volume_ml=29_999),
    ),
    Broken(
        "max-stops",
        "V3 makes one stop, and may make none",
        lambda g: g.changed(g.vehicle("V3"), max_stops=0),
    ),
    Broken(
        "max-trips",
        "V1 makes two trips, and may make one",
        lambda g: g.changed(g.vehicle("V1"), max_trips=1),
    ),
    Broken(
        "max-distance",
        "V1 drives a metre too far",
        lambda g: g.changed(g.vehicle("V1"), max_distance_m=15_999),
    ),
    Broken(
        "skills",
        "O5 is cool, and V1 is not",
        lambda g: g.changed(g.vehicle("V1"), skills=frozenset()),
    ),
    Broken(
        "break-missing", "V1's driver has no break", lambda g: g.changed(g.route("V1"), breaks=())
    ),
    Broken(
        "break-short",
        "V1's driver rests a second less than is due",
        lambda g: break_bounded(g, duration_s=1801),
    ),
    Broken(
        "break-bounds",
        "V1's driver rests a second before it may",
        lambda g: break_bounded(g, earliest_s=hours("11:00:01")),
    ),
    Broken("break-work", "V1's driver works a second too long before its break", worked_on_and_on),
    Broken("break-place", "V3's driver rests while driving", break_while_driving),
    Broken("leg-time", "V3 takes ten seconds more to O9 than the map says", driven_slowly),
    Broken("held-up", "V3 is held up for ten seconds on its way to O9, long before", held_up),
    Broken("leg-distance", "V3 drives ten metres more to O9 than the map says", driven_around),
    Broken(
        "street-hours",
        "O9's street closes at 18:00, and the map knows nothing of it",
        lambda g: g.changed(g.stop("V3-1", 1), street_closes_s=hours("18:00")),
    ),
    Broken("shape", "the drive to O9 is drawn from 11 m beside the hub", drawn_from_elsewhere),
    Broken("shape-length", "the drive to O3 is drawn across the fields", drawn_as_the_crow_flies),
    Broken("picking-planned", "H2 says nothing of its picker", picking_forgotten),
    Broken("pick-missing", "nobody picks O8", nobody_picks),
    Broken("pick-twice", "P1 picks O4 twice", picked_twice),
    Broken("pick-unneeded", "P1 picks O4, which is ready", picked_for_nothing),
    Broken("pick-lines", "P1 picks nine lines of O4, which has eight", picked_with_other_lines),
    Broken("pick-time", "P1 picks O4 in a second less", picked_too_quickly),
    Broken("pick-placed", "P1 begins with O4 a second before it comes", picked_before_it_came),
    Broken("picker-unknown", "P9, whom nobody knows, is at H2", picker_invented),
    Broken("picker-missing", "P3 is not listed", picker_forgotten),
    Broken("picker-shift", "P2 begins a second before the shift", picker_gone_home),
    Broken("picker-overlap", "P1 picks at H1 and at H2 at once", picker_at_two_hubs),
    Broken("picking-bound", "nobody is late at H1, and one has to be", fewer_late_than_can_be),
    Broken(
        "pickers-idle",
        "nobody has time for O4, and P1 does nothing",
        refused_while_idle,
    ),
    Broken(
        "collection-ready",
        "O4 is ready an hour before it is picked",
        lambda g: g.changed(g.hub_plan("H1").collections[0], ready_s=hours("09:00")),
    ),
    Broken(
        "collection-window",
        "O4 is promised an hour later than it was",
        lambda g: g.changed(g.hub_plan("H1").collections[0], window_end_s=hours("12:00")),
    ),
    Broken("collection-late", "O4 is late and does not say so", collection_late_in_silence),
    Broken("route-distance", "V1 drove a metre more", lambda g: g.counted("V1", distance_m=1)),
    Broken("route-driving", "V1 drove a second more", lambda g: g.counted("V1", driving_s=1)),
    Broken("route-service", "V1 served a second more", lambda g: g.counted("V1", service_s=1)),
    Broken("route-waiting", "V1 waited a second more", lambda g: g.counted("V1", waiting_s=1)),
    Broken("route-cost", "V1 costs two cents more", lambda g: g.counted("V1", cost_cents=2)),
    Broken("route-co2", "V1 emits two grams less", lambda g: g.counted("V1", co2_g=-2)),
    Broken("totals", "one order more came in", lambda g: g.counted(orders=1)),
    Broken("history", "O7 was handed over, and lies ahead now", not_done_any_more),
    Broken("on-board", "V1 is on its way to O7, which has no place any more", thrown_off),
    Broken("joined", "V3-1 is loaded, and O9 joins it", joined_while_loaded),
    Broken("closed-kept", "V3-1 is closed, and O9 joins it", joined_while_closed),
    Broken("vanished", "O6 was on no trip, and is nowhere", vanished),
)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.rule}: {one.words}")
def test_a_plan_with_one_mistake_breaks_the_one_rule(good: Case, broken: Broken) -> None:
    case = broken.made(good)
    assert case is not good
    case.only(broken.rule)


def test_every_rule_has_its_broken_plan() -> None:
    assert [broken.rule for broken in BROKEN] == list(RULES)
