"""Compiling the search, which a machine does once, before the first hub waits for it."""

from __future__ import annotations

import numpy as np

from maps.compiled import is_kept
from maps.travel import Table
from routing.engines import ruin_kernel
from routing.engines.ruin import RuinSearch
from routing.fleet.model import Hub, Rates, Vehicle
from routing.problem.model import HubProblem, Solution, Task, Window
from routing.problem.travel import Travel


def is_compiled() -> bool:
    """Whether the search was compiled on this machine before."""
    return is_kept(ruin_kernel.anneal)


def warm_up() -> None:
    """Compile the search, or load what was compiled."""
    kind, day = "van", Window(0, 1_000)
    table = Table(duration_s=np.ones((2, 2), np.int32), distance_m=np.ones((2, 2), np.int32))
    order = Task(
        order_id="A", site=1, windows={kind: (day,)}, ready_s=0, weight_g=0, volume_ml=0,
        service_s=1, priority=5,
    )  # fmt: skip
    problem = HubProblem(
        hub=Hub(hub_id="H", name="", lat=0.0, lon=0.0, opens_s=0, closes_s=1_000),
        sites=((0.0, 0.0), (0.0, 0.0)),
        travel={kind: Travel.constant(table)},
        tasks=(order, order),
        vehicles=(
            Vehicle(
                vehicle_id="V", hub_id="H", kind=kind, shift_start_s=0, shift_end_s=1_000,
                rates=Rates(eur_per_h=1.0, eur_per_km=1.0, eur_per_vehicle=1.0),
            ),
        ),
    )  # fmt: skip
    search = RuinSearch(problem, seed=1)
    search.load(Solution(routes={}, unserved=(0, 1)))
    search.anneal(1, 1.0, 1.0)
