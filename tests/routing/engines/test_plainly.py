"""Peers are given a problem's own numbers, or told that there is more to it than numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.engines.plainly import UnsuitedError, plainly
from routing.fleet.model import Break, Rates
from routing.problem.model import Window
from tests.support.line_city import problem, task, vehicle

if TYPE_CHECKING:
    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Task

RATES = Rates(eur_per_h=0.0, eur_per_km=0.01, eur_per_vehicle=0.5)


def plain_task(site: int) -> Task:
    return task(f"O{site}", site, volume_ml=0)


def plain_van(name: str = "V") -> Vehicle:
    return vehicle(name, rates=RATES, weight_g=5_000, max_trips=1)


def plain_problem(*vans: Vehicle) -> HubProblem:
    fleet = list(vans) or [plain_van(), plain_van("W")]
    return problem([plain_task(2), plain_task(1)], fleet, loading_s=0)


def test_rows_are_the_depot_and_the_tasks_in_their_order() -> None:
    plain = plainly(plain_problem(), "X")
    assert plain.distances.tolist() == [[0, 2000, 1000], [2000, 0, 1000], [1000, 1000, 0]]
    assert plain.durations[0].tolist() == [0, 120, 60]


def test_a_metre_and_a_vehicle_cost_whole_units() -> None:
    plain = plainly(plain_problem(), "X")
    assert (plain.metre_cost, plain.fixed_cost) == (1, 50_000)
    assert (plain.capacity, plain.vehicles, plain.max_trips) == (5_000, 2, 1)


@pytest.mark.parametrize(
    "van",
    [
        replace(plain_van(), setup_s=60),
        replace(plain_van(), max_stops=3),
        replace(plain_van(), max_distance_m=3_000),
        replace(plain_van(), rates=Rates(eur_per_h=1.0, eur_per_km=0.01, eur_per_vehicle=0.0)),
        replace(plain_van(), rest=Break(duration_s=1, earliest_s=0, latest_s=9)),
    ],
)
def test_a_vehicle_with_more_rules_is_not_put_to_peers(van: Vehicle) -> None:
    with pytest.raises(UnsuitedError, match="ENGINE-UNSUITED"):
        plainly(plain_problem(van), "X")


def test_vehicles_that_differ_are_not_put_to_peers() -> None:
    with pytest.raises(UnsuitedError):
        plainly(plain_problem(plain_van(), replace(plain_van("W"), weight_g=1)), "X")


def test_orders_with_more_rules_are_not_put_to_peers() -> None:
    two = {"van": (Window(0, 1), Window(5, 6))}
    for changes in ({"volume_ml": 1}, {"requires": frozenset({"cold"})}, {"windows": two}):
        day = plain_problem()
        odd = replace(day.tasks[0], **changes)
        with pytest.raises(UnsuitedError):
            plainly(replace(day, tasks=(odd, day.tasks[1])), "X")


def test_a_hub_that_takes_time_to_load_is_not_put_to_peers() -> None:
    with pytest.raises(UnsuitedError):
        plainly(problem([plain_task(1)], [plain_van()]), "X")
