"""From a hub's solution to its plan: exact times, street geometry, key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.plan.model import Collection, HubPlan, Rest
from routing.plan.pickers import picking_of
from routing.plan.streets import hops_of, streets_of
from routing.plan.writer import TripWriter, route_of
from routing.problem.picked import as_picked
from routing.problem.timing import time_solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.orders.locating import CityView
    from routing.orders.model import HubOrder
    from routing.plan.model import HubPicking, Trip
    from routing.problem.model import HubProblem, Solution


def assemble(
    problem: HubProblem, solution: Solution, orders: Sequence[HubOrder], city: CityView
) -> HubPlan:
    """The plan of one hub.

    Parameters
    ----------
    problem
        The hub's problem.
    solution
        Routes that keep every bound (`routing.plan.mending`).
    orders
        All orders that the hub prepares, those that are collected there included.
    city
        The map that gives the legs their streets.
    """
    hub, picking = problem.hub, None
    if problem.picking is not None and solution.picking is not None:
        picking = picking_of(problem.picking, solution.picking)
    problem = as_picked(problem, solution.picking)
    written = write_routes(problem, solution, orders, city)
    routes = [
        route_of(own, *written.get(index, ((), ()))) for index, own in enumerate(problem.vehicles)
    ]
    return HubPlan(
        hub_id=hub.hub_id,
        name=hub.name,
        lat=hub.lat,
        lon=hub.lon,
        routes=tuple(routes),
        collections=tuple(collections_of(orders, picking)),
        picking=picking,
    )


def collections_of(orders: Sequence[HubOrder], picking: HubPicking | None) -> Iterator[Collection]:
    """What is collected where it is prepared; not what nobody has time to pick."""
    picks = (pick for shift in (picking.pickers if picking else ()) for pick in shift.picks)
    picked_s = {pick.order_id: pick.ready_s for pick in picks}
    for item in orders:
        order_id = item.order.order_id
        if item.place is not None or (item.is_picked and order_id not in picked_s):
            continue
        ready_s = picked_s.get(order_id, item.ready_s)
        yield Collection(
            order_id=order_id,
            ready_s=ready_s,
            window_end_s=item.window_end_s,
            late_s=max(0, ready_s - item.window_end_s),
        )


def write_routes(
    problem: HubProblem, solution: Solution, orders: Sequence[HubOrder], city: CityView
) -> dict[int, tuple[tuple[Trip, ...], tuple[Rest, ...]]]:
    """The trips and breaks of each vehicle that drives, its trips numbered from 1.

    Parameters
    ----------
    problem
        With tasks that are ready when they are picked (`routing.problem.picked`).
    """
    timed = time_solution(problem, solution)
    by_id = {item.order.order_id: item for item in orders}
    written: dict[int, tuple[tuple[Trip, ...], tuple[Rest, ...]]] = {}
    for kind in sorted({problem.vehicles[index].kind for index in timed}):
        own = {
            index: route for index, route in timed.items() if problem.vehicles[index].kind == kind
        }
        hops = [
            hop
            for route in own.values()
            for trip in route.trips
            for hop in hops_of(trip.stops, trip.depart_s)
        ]
        street = streets_of(problem.sites, hops, city, kind)
        for index, route in own.items():
            vehicle = problem.vehicles[index]
            writer = TripWriter(problem, vehicle, street, by_id)
            trips = tuple(
                writer.trip(trip, f"{vehicle.vehicle_id}-{number}")
                for number, trip in enumerate(route.trips, start=1)
            )
            rest = route.rest
            written[index] = trips, (Rest(start_s=rest[0], end_s=rest[1]),) if rest else ()
    return written
