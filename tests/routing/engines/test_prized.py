"""Where every order has its own prize, those are served that are worth their way."""

from __future__ import annotations

import numpy as np
import pytest

from routing.engines.prized import prized_search
from routing.engines.prizes import UNITS_PER_EURO
from routing.engines.protocol import Limit
from routing.engines.quick import quick_search
from routing.published.sameday.problems import orders_problem, trips_of
from tests.support.sameday import LATE, orders, street

READY_S = np.array([7200, 7200])
LIMIT = Limit(iterations=300)
ONE_THERE_AND_BACK_S = 1200
"""To customer 1; customer 2 lies as far again behind it."""


def served(*prizes_s: float, cores: int = 1) -> list[tuple[int, ...]]:
    problem = orders_problem(street(), orders((1, *LATE), (2, *LATE)), READY_S)
    prizes_eur = np.array(prizes_s) / UNITS_PER_EURO
    return trips_of(prized_search(problem, prizes_eur, LIMIT, 1, cores=cores))


@pytest.mark.parametrize("cores", [1, 2])
def test_an_order_is_served_whose_prize_is_more_than_its_way(cores: int) -> None:
    assert served(ONE_THERE_AND_BACK_S + 1, 1, cores=cores) == [(0,)]


def test_an_order_is_left_out_whose_prize_is_less_than_its_way() -> None:
    assert served(ONE_THERE_AND_BACK_S - 1, 1) == []


def test_an_order_rides_along_whose_prize_is_more_than_the_way_on() -> None:
    """To customer 2 it is 1,200 s more there and back."""
    assert sorted(*served(ONE_THERE_AND_BACK_S + 1, 1201)) == [0, 1]
    assert served(ONE_THERE_AND_BACK_S + 1, 1199) == [(0,)]


def test_a_route_that_orders_pay_for_together_is_kept_if_it_is_there() -> None:
    """Neither pays for its own way alone: 1,199 of 1,200 s, and 1,202 of 2,400."""
    problem = orders_problem(street(), orders((1, *LATE), (2, *LATE)), READY_S)
    start = quick_search(problem, 100, 1)
    prizes_eur = np.array([1199, 1202]) / UNITS_PER_EURO
    (trip,) = trips_of(prized_search(problem, prizes_eur, LIMIT, 1, start=start))
    assert sorted(trip) == [0, 1]


def test_a_quick_search_serves_everybody_on_one_way() -> None:
    problem = orders_problem(street(), orders((1, *LATE), (2, *LATE)), READY_S)
    (trip,) = trips_of(quick_search(problem, 100, 1))
    assert sorted(trip) == [0, 1]


def test_a_quick_search_waits_for_what_comes_later() -> None:
    """One route serves both, which leaves when the second order is ready."""
    ready_s = np.array([7200, 10800])
    problem = orders_problem(street(), orders((1, *LATE), (2, *LATE)), ready_s)
    assert len(trips_of(quick_search(problem, 100, 1))) == 1
