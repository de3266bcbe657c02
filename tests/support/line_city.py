"""A hub on a straight street, for problems that can be worked out by hand.

::

    hub ---- 1 km ---- A ---- 1 km ---- B ---- 1 km ---- C      (60 km/h: a minute a kilometre)
    site 0           site 1           site 2           site 3
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from maps.travel import Table
from routing.fleet.model import Hub, Rates, Vehicle
from routing.problem.model import HubProblem, Solution, Task, Window
from routing.problem.travel import Travel

MINUTE = 60
HOUR = 3600
DAY_LONG = Window(8 * HOUR, 20 * HOUR)


def hub(**changes: Any) -> Hub:
    """A hub that is open from 8 to 20 and loads a trip in ten minutes."""
    own: dict[str, Any] = {
        "hub_id": "H",
        "name": "Hub",
        "lat": 50.0,
        "lon": 4.0,
        "opens_s": 8 * HOUR,
        "closes_s": 20 * HOUR,
        "loading_s": 10 * MINUTE,
        "service_s": 5 * MINUTE,
    }
    return Hub(**(own | changes))


def vehicle(vehicle_id: str = "V", **changes: Any) -> Vehicle:
    """A van on shift from 8 to 20, at 36 euros an hour, 1 a kilometre and 10 for itself."""
    own: dict[str, Any] = {
        "vehicle_id": vehicle_id,
        "hub_id": "H",
        "kind": "van",
        "shift_start_s": 8 * HOUR,
        "shift_end_s": 20 * HOUR,
        "rates": Rates(eur_per_h=36.0, eur_per_km=1.0, eur_per_vehicle=10.0),
    }
    return Vehicle(**(own | changes))


def task(order_id: str, site: int, window: Window = DAY_LONG, **changes: Any) -> Task:
    """An order of 1 kg and 1 l that takes two minutes at the door."""
    own: dict[str, Any] = {
        "order_id": order_id,
        "site": site,
        "windows": {"van": (window,), "cargo_bike": (window,)},
        "ready_s": 8 * HOUR,
        "weight_g": 1_000,
        "volume_ml": 1_000,
        "service_s": 2 * MINUTE,
        "priority": 5,
    }
    return Task(**(own | changes))


def problem(
    tasks: list[Task], vehicles: list[Vehicle] | None = None, **hub_changes: Any
) -> HubProblem:
    """The line with these tasks; bikes need two minutes a kilometre."""
    sites = max((one.site for one in tasks), default=0) + 1
    km = np.abs(np.arange(sites)[:, None] - np.arange(sites)[None, :])
    metres = (km * 1000).astype(np.int32)
    fleet = tuple(vehicles if vehicles is not None else [vehicle()])
    return HubProblem(
        hub=hub(**hub_changes),
        sites=tuple((50.0, 4.0 + 0.014 * site) for site in range(sites)),
        travel={
            "van": Travel.constant(Table(duration_s=(km * 60).astype(np.int32), distance_m=metres)),
            "cargo_bike": Travel.constant(
                Table(duration_s=(km * 120).astype(np.int32), distance_m=metres)
            ),
        },
        tasks=tuple(tasks),
        vehicles=fleet,
    )


def paced(day: HubProblem, *paces: tuple[int, int]) -> HubProblem:
    """The line with other speeds through the day: from each hour on, a van's minutes a kilometre.

    The first holds for the hours before it too. The way is as long at all hours.
    """
    (table,) = day.travel["van"].tables
    travel = Travel(
        starts_s=tuple(hour * HOUR for hour, _ in paces),
        tables=tuple(replace(table, duration_s=table.duration_s * pace) for _, pace in paces),
    )
    return replace(day, travel={**day.travel, "van": travel})


def served(solution: Solution) -> dict[int, set[int]]:
    """The tasks that each vehicle serves."""
    return {v: {task for trip in trips for task in trip} for v, trips in solution.routes.items()}
