"""A published instance as one hub's problem, and a solution as the routes that are published.

The depot is the hub, a customer is an order of its own place, and one unit of distance is one metre
that costs a hundred-thousandth of a euro: the engines' own unit of money, so nothing is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.travel import Table
from routing.fleet.model import Hub, Rates, Vehicle
from routing.problem.model import HubProblem, Task, Window
from routing.problem.travel import Travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem.model import Solution
    from routing.published.conventions import Convention
    from routing.published.instances import Instance

Routes = tuple[tuple[int, ...], ...]
"""By vehicle, customers in driving order as their file numbers them; 0 is a reload."""

_KIND = "van"
_EUR_PER_KM = 0.01
"""A metre costs 1/100,000 of a euro."""
_UNITS_PER_EURO = 100_000


def as_problem(instance: Instance, convention: Convention) -> HubProblem:
    """The instance for engines: whole units, as the convention rounds them.

    Of a convention in double precision times are rounded up and distances to the nearest, a
    thousandth of the file's unit: what keeps these times keeps the exact ones.
    """
    scale = convention.scale
    durations, distances = _tables(instance, convention)
    opens, closes, service, release = (
        (column * scale).tolist()
        for column in (instance.opens, instance.closes, instance.service, instance.release)
    )
    rates = Rates(
        eur_per_h=0.0,
        eur_per_km=_EUR_PER_KM,
        eur_per_vehicle=_dearer_than_any_distance(distances) if convention.vehicles_first else 0.0,
    )
    vehicles = tuple(
        Vehicle(
            vehicle_id=f"V{number}",
            hub_id=instance.name,
            kind=_KIND,
            shift_start_s=opens[0],
            shift_end_s=closes[0],
            rates=rates,
            weight_g=instance.capacity,
            max_trips=None if instance.reloads else 1,
        )
        for number in range(1, _fleet(instance, convention) + 1)
    )
    tasks = tuple(
        Task(
            order_id=str(customer),
            site=customer,
            windows={_KIND: (Window(opens[customer], closes[customer]),)},
            ready_s=release[customer],
            weight_g=int(instance.demand[customer]),
            volume_ml=0,
            service_s=service[customer],
            priority=5,
        )
        for customer in range(1, instance.customers + 1)
    )
    lat, lon = instance.places[0].tolist()
    return HubProblem(
        hub=Hub(
            hub_id=instance.name,
            name=instance.name,
            lat=lat,
            lon=lon,
            opens_s=opens[0],
            closes_s=closes[0],
        ),
        sites=tuple((float(x), float(y)) for x, y in instance.places),
        travel={_KIND: Travel.constant(Table(duration_s=durations, distance_m=distances))},
        tasks=tasks,
        vehicles=vehicles,
    )


def as_routes(solution: Solution) -> Routes:
    """Customers by vehicle in driving order, with a 0 wherever a vehicle comes back for more."""
    routes = []
    for _, trips in sorted(solution.routes.items()):
        visits: list[int] = []
        for trip in trips:
            visits += [0] if visits else []
            visits += [task + 1 for task in trip]
        if visits:
            routes.append(tuple(visits))
    return tuple(routes)


def _tables(
    instance: Instance, convention: Convention
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Durations and distances in whole units, shape (n + 1, n + 1)."""
    if instance.matrix is not None:
        given = (instance.matrix * convention.scale).astype(np.int32)
        return given, given
    apart = instance.places[:, None, :] - instance.places[None, :, :]
    exact = convention.scale * np.sqrt((apart**2).sum(axis=-1))
    if convention.rounding == "truncated":
        cut = np.floor(exact).astype(np.int32)
        return cut, cut
    return np.ceil(exact).astype(np.int32), np.round(exact).astype(np.int32)


def _fleet(instance: Instance, convention: Convention) -> int:
    """The file's vehicles; where any number may be used, half as many again, and enough at least.

    As many vehicles as customers would be as right, and make every engine slower; nobody needs
    more.
    """
    needed = -(-int(instance.demand.sum()) // instance.capacity)
    free = max(instance.vehicles or 0, needed) * 3 // 2 + 1
    bound = free if convention.fleet_free else instance.vehicles
    return min(instance.customers, free if bound is None else bound)


def _dearer_than_any_distance(distances: NDArray[np.int32]) -> float:
    """What one vehicle costs, in euros, so that no distance saved is worth another one.

    By the triangle inequality no solution is longer than a trip of its own for every customer.
    """
    longest = int(distances[0].astype(np.int64).sum() + distances[:, 0].astype(np.int64).sum())
    return (longest + 1) / _UNITS_PER_EURO
