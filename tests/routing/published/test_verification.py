"""Routes are gone through from the file's own numbers, and each broken rule is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.published.best_known import read_best_known
from routing.published.conventions import DIMACS, MULTI_TRIP, ORTEC, SINTEF
from routing.published.instances import Instance, read_instance
from routing.published.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

    from routing.published.conventions import Convention

Tiny = dict[str, Instance]
GOOD = [[1, 2], [3], [4]]


def rules(instance: Instance, convention: Convention, routes: list[list[int]]) -> list[str]:
    return [fault.rule for fault in verify(instance, convention, routes).faults]


def test_good_routes_break_nothing(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, GOOD) == []
    assert rules(tiny["classic"], SINTEF, GOOD) == []
    assert rules(tiny["ortec"], ORTEC, GOOD) == []


def test_a_cut_cost_is_the_sum_of_cut_legs_in_the_files_unit(tiny: Tiny) -> None:
    """40 for the first route, 60 for the second, twice 14.1 for the third."""
    assert verify(tiny["classic"], DIMACS, GOOD).cost == 128.2


def test_a_cost_in_double_precision_is_not_cut(tiny: Tiny) -> None:
    assert verify(tiny["classic"], SINTEF, GOOD).cost == pytest.approx(100 + 2 * 200**0.5, abs=1e-4)


def test_an_ortec_cost_is_the_matrix_in_its_direction(tiny: Tiny) -> None:
    """11 + 11 + 20 for the first, 31 + 30 for the second, 15 + 14 for the third."""
    assert verify(tiny["ortec"], ORTEC, GOOD).cost == 132
    assert verify(tiny["ortec"], ORTEC, [[2, 1], [3], [4]]).cost == 131


def test_a_multi_trip_cost_counts_the_way_to_the_reload_in_tenths(tiny: Tiny) -> None:
    verdict = verify(tiny["multi-trip"], MULTI_TRIP, [[3, 2, 0, 1, 4]])
    assert verdict.faults == ()
    assert verdict.vehicles == 1
    assert verdict.cost == 300 + 100 + 200 + 100 + 100 + 141


def test_a_route_without_customers_is_no_vehicle(tiny: Tiny) -> None:
    assert verify(tiny["classic"], DIMACS, [*GOOD, [], [0]]).vehicles == 3


def test_a_customer_left_out_is_missing(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, [[1, 2], [3]]) == ["missing"]
    assert rules(tiny["classic"], DIMACS, []) == ["missing"]


def test_a_customer_served_twice_is_named(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, [[1, 2], [3], [4, 1]]) == ["twice"]


@pytest.mark.parametrize("stranger", [5, -1])
def test_a_customer_that_does_not_exist_is_named(tiny: Tiny, stranger: int) -> None:
    assert rules(tiny["classic"], DIMACS, [[1, 2], [3], [4, stranger]]) == ["customer"]


def test_a_load_over_capacity_is_named(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, [[4, 1, 2], [3]]) == ["capacity"]


def test_a_reload_frees_the_vehicle(tiny: Tiny) -> None:
    assert rules(tiny["multi-trip"], MULTI_TRIP, [[3, 2, 1, 0, 4]]) == ["capacity"]
    assert rules(tiny["multi-trip"], MULTI_TRIP, [[3, 2, 0, 1, 4]]) == []


def test_a_reload_where_there_is_none_is_named(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, [[3, 0, 4], [1, 2]]) == ["reload"]


def test_more_vehicles_than_there_are_is_named(tiny: Tiny) -> None:
    assert rules(tiny["classic"], DIMACS, [[1], [2], [3], [4]]) == ["fleet"]
    assert rules(tiny["multi-trip"], MULTI_TRIP, [[3, 2, 0, 1], [4]]) == ["fleet"]


def test_a_free_fleet_is_bounded_by_nothing(tiny: Tiny) -> None:
    assert rules(tiny["ortec"], ORTEC, [[1], [2], [3], [4]]) == []


def closing(instance: Instance, place: int, closes: int) -> Instance:
    """The instance with another end of one window."""
    changed = instance.closes.copy()
    changed[place] = closes
    return replace(instance, closes=changed)


def test_a_start_of_service_after_the_window_is_named_and_one_at_its_end_is_not(tiny: Tiny) -> None:
    """Customer 2 is reached at 10 + 5 + 10 = 25."""
    assert rules(closing(tiny["classic"], 2, 25), DIMACS, GOOD) == []
    assert rules(closing(tiny["classic"], 2, 24), DIMACS, GOOD) == ["window"]


def test_service_may_end_after_the_window(tiny: Tiny) -> None:
    assert rules(closing(tiny["classic"], 1, 10), DIMACS, GOOD) == []


def test_who_comes_early_waits(tiny: Tiny) -> None:
    """Customer 1 opens at 40, so customer 2 is reached at 55."""
    opens = tiny["classic"].opens.copy()
    opens[1] = 40
    late = replace(closing(tiny["classic"], 2, 54), opens=opens)
    assert rules(late, DIMACS, GOOD) == ["window"]
    assert rules(replace(late, closes=tiny["classic"].closes), DIMACS, GOOD) == []


def test_a_return_after_the_depot_closes_is_named(tiny: Tiny) -> None:
    """The way to customer 3 and back, with service, is 65."""
    assert rules(closing(tiny["classic"], 0, 65), DIMACS, GOOD) == []
    assert rules(closing(tiny["classic"], 0, 64), DIMACS, GOOD) == ["return"]


def test_a_time_a_tenth_too_late_is_late(tiny: Tiny) -> None:
    """Customer 4 is 14.1 away when tenths are cut, and 14.14 in double precision."""
    instance = closing(tiny["classic"], 4, 14)
    assert rules(instance, DIMACS, GOOD) == ["window"]
    assert rules(instance, SINTEF, GOOD) == ["window"]


def test_what_cutting_allows_may_be_late_in_double_precision(tiny: Tiny) -> None:
    """Out to (5, 1) and back is 5.0 + 5 + 5.0 in tenths that are cut, and 15.198 exactly."""
    instance = replace(
        closing(tiny["classic"], 0, 15),
        places=np.array([[0.0, 0], [1, 0], [2, 0], [3, 0], [5, 1]]),
        opens=0 * tiny["classic"].opens,
    )
    assert rules(instance, DIMACS, GOOD) == []
    assert rules(instance, SINTEF, GOOD) == ["return"]


def test_a_trip_leaves_no_earlier_than_the_last_release_on_it(tiny: Tiny) -> None:
    """Customer 4 is ready at 50: with it on the trip, customer 3 is reached at 80, after 60."""
    patient = replace(tiny["multi-trip"], closes=np.array([400, 400, 400, 60, 400]))
    (fault,) = verify(patient, MULTI_TRIP, [[3, 4, 0, 1, 2]]).faults
    assert (fault.rule, fault.text) == ("window", "customer 3 on route 1 is begun at 80 after 60")
    ready = replace(patient, release=0 * patient.release)
    assert rules(ready, MULTI_TRIP, [[3, 4, 0, 1, 2]]) == []


def test_a_second_trip_begins_when_the_first_is_back(tiny: Tiny) -> None:
    """Back from 1 and 2 at 50, customer 3 is reached at 80, after 60."""
    assert rules(tiny["multi-trip"], MULTI_TRIP, [[1, 2, 0, 3, 4]]) == ["window"]


def test_the_published_multi_trip_routes_cost_what_is_published(published: Path) -> None:
    """All 24, feasible, with the published number of vehicles."""
    best = read_best_known(published / "best_known.csv")
    paths = sorted((published / "mtvrptwr").glob("*.vrp"))
    assert len(paths) == 24
    for path in paths:
        lines = path.with_suffix(".sol").read_text(encoding="utf-8").splitlines()
        routes = [
            list(map(int, line.partition(":")[2].split()))
            for line in lines
            if line.startswith("Route")
        ]
        instance = read_instance(path)
        verdict = verify(instance, MULTI_TRIP, routes)
        known = best[instance.name, MULTI_TRIP.name]
        found = (verdict.cost, verdict.vehicles, verdict.faults)
        assert found == (known.cost, known.vehicles, ())
