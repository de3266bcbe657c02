"""A solution as VROOM writes one, for programs and viewers that read those.

The format: https://github.com/VROOM-Project/vroom/blob/master/docs/API.md#output . A vehicle there
drives once, so that each trip is a route with a vehicle of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polyline

from routing.exports.json import json_bytes
from routing.exports.track import trip_line
from routing.plan.model import Rest, Trip
from routing.plan.timeline import Visit, course

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.exports.sheet import Sheet

_PRECISION = 5
_SUMS = ("setup", "service", "waiting_time")

Json = dict[str, Any]


class VroomExport:
    """One solution a vehicle, with the whole day, whatever of it is done."""

    suffix = ".vroom.json"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's solution."""
        driven = _driven(sheet)
        routes = [
            {"vehicle": number, "description": trip.trip_id, **_route(sheet, trip, steps)}
            for number, (trip, steps) in enumerate(driven, start=1)
        ]
        summary = {
            "cost": sum(route["cost"] for route in routes),
            "routes": len(routes),
            "unassigned": 0,
            **_totals(routes),
        }
        return json_bytes({"code": 0, "summary": summary, "unassigned": [], "routes": routes})


def _driven(sheet: Sheet) -> list[tuple[Trip, list[Visit | Rest]]]:
    """Each trip with its stops and the breaks on the road; those at the hub are between trips."""
    trips: list[tuple[Trip, list[Visit | Rest]]] = []
    for step in course(sheet.route):
        match step:
            case Trip():
                trips.append((step, []))
            case Visit():
                trips[-1][1].append(step)
            case Rest() if trips and trips[-1][0].depart_s <= step.start_s < trips[-1][0].return_s:
                trips[-1][1].append(step)
    return trips


def _route(sheet: Sheet, trip: Trip, on_the_way: Sequence[Visit | Rest]) -> Json:
    steps = list(_steps(sheet, trip, on_the_way))
    orders = steps[0]["load"][0]
    late_s = sum(stop.late_s for stop in trip.stops)
    last, line = steps[-1], trip_line(trip)
    return {
        # As VROOM counts where nothing is said of costs: the time on the road.
        "cost": last["duration"],
        "delivery": [orders],
        "amount": [orders],
        "pickup": [0],
        **{key: sum(step[key] for step in steps) for key in _SUMS},
        "duration": last["duration"],
        "distance": last["distance"],
        "priority": 0,
        "violations": _delay(late_s),
        "steps": steps,
        **({"geometry": polyline.encode(line, _PRECISION)} if line else {}),
    }


def _totals(routes: Sequence[Json]) -> Json:
    late_s = sum(delay["duration"] for route in routes for delay in route["violations"])
    keys = (*_SUMS, "duration", "distance", "priority")
    loads = ("delivery", "amount", "pickup")
    return {
        **{key: [sum(route[key][0] for route in routes)] for key in loads},
        **{key: sum(route[key] for route in routes) for key in keys},
        "violations": _delay(late_s),
    }


def _steps(sheet: Sheet, trip: Trip, on_the_way: Sequence[Visit | Rest]) -> Iterator[Json]:
    """From the hub to the hub; `load` counts the orders that are on board after each step."""
    hub = [sheet.hub.lon, sheet.hub.lat]
    load = sum(len(stop.order_ids) for stop in trip.stops)
    duration_s = distance_m = 0
    rests: list[Rest] = []

    def step(kind: str, arrival_s: int, **own: object) -> Json:
        return {
            "type": kind,
            "arrival": int(sheet.clock.moment(arrival_s).timestamp()),
            "duration": duration_s,
            "distance": distance_m,
            "setup": 0,
            "service": 0,
            "waiting_time": 0,
            "load": [load],
            "violations": [],
            **own,
        }

    yield step("start", trip.depart_s, location=hub)
    for one in on_the_way:
        if isinstance(one, Rest):
            rests.append(one)
            continue
        stop = one.stop
        place = [stop.lon, stop.lat]
        duration_s, distance_m = duration_s + stop.leg_s, distance_m + stop.leg_m
        free_s = stop.arrive_s
        # A break on the road is at the stop that it delays, once the vehicle is there.
        for rest in rests:
            yield step(
                "break",
                free_s,
                id=sheet.route.breaks.index(rest) + 1,
                location=place,
                service=rest.end_s - rest.start_s,
                waiting_time=max(rest.start_s - free_s, 0),
            )
            free_s = rest.end_s
        rests = []
        load -= len(stop.order_ids)
        yield step(
            "job",
            free_s,
            id=one.number,
            description=", ".join(stop.order_ids),
            location=place,
            setup=stop.setup_s,
            service=stop.service_s,
            waiting_time=max(stop.start_s - free_s, 0),
            violations=_delay(stop.late_s),
        )
    duration_s, distance_m = duration_s + trip.return_leg_s, distance_m + trip.return_leg_m
    yield step("end", trip.return_s, location=hub)


def _delay(late_s: int) -> list[Json]:
    return [{"cause": "delay", "duration": late_s}] if late_s else []
