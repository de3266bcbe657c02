"""The choice of hubs: against every assignment there is, on small days."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engines.hub_choice import choose_hubs
from routing.orders.choice import CANNOT, NOWHERE, ChoiceProblem, Work
from routing.orders.workload import Slots

HUBS, SLOTS = 2, 3


def work(orders: int, **changes: Any) -> Work:
    """Nothing to do, and nobody to do it."""
    own: dict[str, Any] = {
        "work_s": np.zeros((orders, HUBS), np.int64),
        "first": np.zeros((orders, HUBS), np.int64),
        "last": np.full((orders, HUBS), SLOTS, np.int64),
        "room_s": np.zeros((HUBS, SLOTS), np.int64),
        "cents_per_h": 0.0,
    }
    return Work(**(own | changes))


def problem(costs: list[list[int]], **changes: Any) -> ChoiceProblem:
    """Orders that are driven, to hubs that have room for all."""
    orders = len(costs)
    own: dict[str, Any] = {
        "cost_cents": np.array(costs, np.int64).reshape(orders, HUBS),
        "drive_s": np.array(costs, np.int64).reshape(orders, HUBS),
        "is_driven": np.ones(orders, np.bool_),
        "capacities": np.full(HUBS, 99),
        "fixed": np.full(orders, NOWHERE),
        "most_stops": np.full(HUBS, 99),
        "over_stop_cents": 1000.0,
        "vehicles": work(orders),
        "pickers": work(orders),
        "wants": [{} for _ in range(orders)],
        "there": np.zeros((HUBS, 1), np.int64),
        "refusal_cents": np.full(orders, 50_000),
        "slots": Slots(0, SLOTS),
    }
    return ChoiceProblem(**(own | changes))


def busy(hours: list[float], room_h: list[list[float]], **changes: Any) -> Work:
    """Work of so many hours at either hub."""
    return work(
        len(hours),
        work_s=np.repeat(np.array(hours)[:, None] * 3600, HUBS, axis=1).astype(np.int64),
        room_s=(np.array(room_h) * 3600).astype(np.int64),
        **{"cents_per_h": 1000.0, **changes},
    )


def test_each_order_goes_where_it_costs_least() -> None:
    assert choose_hubs(problem([[5, 9], [9, 5]])).tolist() == [0, 1]


def test_nobody_goes_where_it_cannot_be() -> None:
    assert choose_hubs(problem([[CANNOT, 90], [5, CANNOT]])).tolist() == [1, 0]


def test_a_day_without_orders_has_no_homes() -> None:
    assert choose_hubs(problem([])).size == 0


def test_who_has_no_choice_stays_and_takes_room() -> None:
    crowded = problem(
        [[5, CANNOT], [5, 9]], fixed=np.array([0, NOWHERE]), most_stops=np.array([1, 9])
    )
    assert choose_hubs(crowded).tolist() == [0, 1]


def test_of_those_who_do_not_fit_the_one_goes_for_whom_it_is_least_dear() -> None:
    """Hub 0 has an hour, and each takes one."""
    vehicles = busy([1, 1], [[1, 0, 0], [9, 9, 9]])
    assert choose_hubs(problem([[100, 500], [100, 200]], vehicles=vehicles)).tolist() == [0, 1]


def test_a_hub_that_is_full_in_the_evening_has_room_in_the_morning() -> None:
    """The whole day would have room for both at hub 0."""
    spans = {
        "first": np.array([[2, 2], [2, 2], [0, 0]]),
        "last": np.array([[3, 3], [3, 3], [1, 1]]),
    }
    vehicles = busy([1, 1, 1], [[1, 1, 1], [9, 9, 9]], **spans)
    homes = choose_hubs(problem([[100, 500], [100, 200], [100, 300]], vehicles=vehicles))
    assert homes.tolist() == [0, 1, 0]


def test_pickers_are_asked_as_vehicles_are() -> None:
    pickers = busy([1, 1], [[1, 0, 0], [9, 9, 9]])
    collected = problem([[100, 500], [100, 200]], pickers=pickers, is_driven=np.zeros(2, np.bool_))
    assert choose_hubs(collected).tolist() == [0, 1]


def test_too_little_room_everywhere_leaves_everybody_at_a_hub() -> None:
    vehicles = busy([1, 1, 1], [[0, 0, 0], [1, 0, 0]])
    assert NOWHERE not in choose_hubs(problem([[5, 5]] * 3, vehicles=vehicles)).tolist()


def test_no_more_of_an_article_is_given_away_than_there_is() -> None:
    scarce = problem(
        [[5, 900], [50, 700], [50, 600]], wants=[{0: 1}, {0: 1}, {0: 1}], there=np.array([[1], [1]])
    )
    assert choose_hubs(scarce).tolist() == [0, NOWHERE, 1]


def test_the_more_important_order_has_the_article() -> None:
    scarce = problem(
        [[5, 9], [5, 9]], wants=[{0: 1}, {0: 1}], there=np.array([[1], [0]]),
        refusal_cents=np.array([100, 400]),
    )  # fmt: skip
    assert choose_hubs(scarce).tolist() == [NOWHERE, 0]


@st.composite
def problems(draw: st.DrawFn) -> ChoiceProblem:
    orders = draw(st.integers(1, 5))
    numbers = st.integers(1, 400)
    costs = draw(st.lists(st.tuples(numbers, numbers), min_size=orders, max_size=orders))
    starts = np.array([draw(st.integers(0, SLOTS - 1)) for _ in range(orders)])
    ends = np.array([draw(st.integers(int(start) + 1, SLOTS)) for start in starts])
    rooms = draw(
        st.lists(
            st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=SLOTS, max_size=SLOTS),
            min_size=HUBS,
            max_size=HUBS,
        )
    )
    hours = [draw(st.sampled_from([0.25, 0.5, 1.0])) for _ in range(orders)]
    spans = {
        "first": np.repeat(starts[:, None], HUBS, axis=1),
        "last": np.repeat(ends[:, None], HUBS, axis=1),
    }
    stocked = draw(st.booleans())
    return problem(
        [list(row) for row in costs],
        vehicles=busy(hours, rooms, **spans),
        wants=[{0: draw(st.integers(0, 2))} if stocked else {} for _ in range(orders)],
        there=np.array([[draw(st.integers(0, 3))] for _ in range(HUBS)]),
        most_stops=np.array([draw(st.integers(0, 5)) for _ in range(HUBS)]),
    )


def keeps_shelves(one: ChoiceProblem, homes: tuple[int, ...]) -> bool:
    for column in range(HUBS):
        taken = sum(
            wants.get(0, 0) for wants, home in zip(one.wants, homes, strict=True) if home == column
        )
        if taken > one.there[column, 0] and any(one.wants):
            return False
    return True


@settings(deadline=None, max_examples=80)
@given(problems())
def test_hardly_any_choice_is_cheaper(one: ChoiceProblem) -> None:
    """Against every assignment there is; so small a share of the cost may be given away."""
    orders = len(one.cost_cents)
    every = (
        homes for homes in product(range(-1, HUBS), repeat=orders) if keeps_shelves(one, homes)
    )
    least = min(
        one.total_cents(np.array(homes))
        for homes in every
        if all(home != NOWHERE or wants for home, wants in zip(homes, one.wants, strict=True))
    )
    homes = choose_hubs(one)
    assert keeps_shelves(one, tuple(homes.tolist()))
    assert one.total_cents(homes) <= 1.005 * least + 1


@settings(deadline=None, max_examples=40)
@given(problems())
def test_one_problem_has_one_answer(one: ChoiceProblem) -> None:
    assert choose_hubs(one).tolist() == choose_hubs(one).tolist()


@settings(deadline=None, max_examples=60)
@given(problems())
def test_no_order_would_be_better_off_alone_at_a_hub_that_is_cheaper_for_it(
    one: ChoiceProblem,
) -> None:
    homes = choose_hubs(one)
    total = one.total_cents(homes)
    for row, home in enumerate(homes.tolist()):
        for column in range(HUBS):
            moved = homes.copy()
            moved[row] = column
            cheaper = home == NOWHERE or one.cost_cents[row, column] < one.cost_cents[row, home]
            if cheaper and keeps_shelves(one, tuple(moved.tolist())):
                assert one.total_cents(moved) >= total - 0.5 - 1e-6


def test_an_order_too_many_costs_what_its_work_does() -> None:
    vehicles = busy([1, 1], [[1, 0, 0], [0, 0, 0]])
    one = problem([[7, 9], [7, 9]], vehicles=vehicles)
    assert one.total_cents(np.array([0, 0])) == pytest.approx(7 + 7 + 1000)
    assert one.total_cents(np.array([0, NOWHERE])) == pytest.approx(7 + 50_000)
