"""What telling drivers something else costs a search, on the line of `line_city`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.fleet.model import Break
from routing.problem.model import HubProblem, Told, Window, Wishes
from routing.problem.price import price_eur
from routing.problem.timing import TimedRoute, time_route
from tests.support.line_city import HOUR, MINUTE, problem, task, vehicle

TEN, NOON = Window(10 * HOUR, 10 * HOUR), Window(12 * HOUR, 12 * HOUR)
PRICES = Told(
    unchanged_within_s=15 * MINUTE,
    eur_per_moved_order=0.5,
    eur_per_changed_hour=1.0,
    eur_per_driver_change=1.5,
)


def day(told: tuple[int, int] | None) -> HubProblem:
    """An order for ten sharp; who was to have it before, and when. V and W are one driver's."""
    fleet = [
        vehicle("V", driver_id="D1"),
        vehicle("W", driver_id="D1"),
        vehicle("X", driver_id="D2"),
    ]
    stops = {} if told is None else {0: told}
    own = problem([task("A", 1, TEN)], fleet)
    return replace(own, wishes=Wishes(told=replace(PRICES, stops=stops)))


def changes_eur(told: tuple[int, int]) -> float:
    """What it costs that V has the order, besides what it costs anyway."""
    own, plain = day(told), day(None)
    return price_eur(own, {0: timed(own).figures}) - price_eur(plain, {0: timed(plain).figures})


def timed(own: HubProblem) -> TimedRoute:
    route = time_route(own, 0, ((0,),))
    assert route is not None
    return route


@pytest.mark.parametrize(
    ("told", "eur"),
    [
        ((0, 10 * HOUR), 0.0),
        ((0, 10 * HOUR - 15 * MINUTE), 0.0),
        ((0, 10 * HOUR - 30 * MINUTE), 0.5 + 0.5),
        ((0, 13 * HOUR), 0.5 + 3.0),
        ((1, 10 * HOUR), 0.0),
        ((2, 10 * HOUR), 1.5 + 0.5),
        ((2, 8 * HOUR), 1.5 + 0.5 + 2.0),
        ((-1, 10 * HOUR), 1.5 + 0.5),
    ],
    ids=[
        "as it was", "a quarter of an hour later", "half an hour later", "three hours earlier",
        "from the driver's other shift", "from another driver",
        "from another driver and two hours later", "from one who drives no more",
    ],
)  # fmt: skip
def test_what_a_change_costs(told: tuple[int, int], eur: float) -> None:
    assert changes_eur(told) == pytest.approx(eur)


def test_nobody_pays_for_changes() -> None:
    assert timed(day((2, 8 * HOUR))).figures.cost_eur == timed(day(None)).figures.cost_eur


def at_noon(*, begun: bool, rest: Break | None = None) -> TimedRoute:
    """A van that is free from ten; whether it has worked since eight. Its order is for noon."""
    own = problem([task("A", 1, NOON)], [vehicle(shift_start_s=10 * HOUR, rest=rest)])
    return timed(replace(own, begun={0: 8 * HOUR} if begun else {}))


def test_who_has_not_begun_comes_to_work_when_it_is_time() -> None:
    assert at_noon(begun=False).paid_s == (10 + 1 + 2 + 1) * MINUTE


def test_who_is_at_work_is_paid_for_waiting_at_the_hub() -> None:
    assert at_noon(begun=True).paid_s == 2 * HOUR + (2 + 1) * MINUTE


def test_a_break_is_due_by_the_work_since_it_was_begun() -> None:
    """Back at 12:03: four hours of work since eight, and a quarter of an hour by itself."""
    rest = Break(
        duration_s=15 * MINUTE,
        earliest_s=8 * HOUR,
        latest_s=20 * HOUR,
        longest_work_s=3 * HOUR,
    )
    assert at_noon(begun=False, rest=rest).rest is None
    assert at_noon(begun=True, rest=rest).rest is not None
