"""Chance that the same seed repeats."""

from __future__ import annotations

import math
from statistics import fmean, stdev

from routing.simulation.luck import Chances, Luck

IDS = [f"O{number}" for number in range(2_000)]


def test_luck_is_the_same_whatever_was_asked_before() -> None:
    first, second = Luck(7, Chances()), Luck(7, Chances())
    first.travel("O1")
    first.fails("O2")
    assert first.travel("O3") == second.travel("O3")


def test_another_seed_is_other_luck() -> None:
    assert Luck(1, Chances()).travel("O1") != Luck(2, Chances()).travel("O1")


def test_drives_take_as_long_as_planned_on_average_with_the_spread_that_is_asked() -> None:
    luck = Luck(1, Chances(travel=0.2))
    factors = [luck.travel(one) for one in IDS]
    assert abs(fmean(factors) - 1) < 0.02
    assert abs(stdev(math.log(factor) for factor in factors) - 0.2) < 0.02


def test_without_spread_everything_takes_as_long_as_planned() -> None:
    luck = Luck(1, Chances(travel=0, service=0))
    assert luck.travel("O1") == luck.way_home("O1") == luck.service("O1") == 1


def test_as_many_orders_fail_as_is_asked() -> None:
    luck = Luck(1, Chances(failures=0.1))
    assert 150 < sum(luck.fails(one) for one in IDS) < 250
    assert not any(Luck(1, Chances(failures=0)).fails(one) for one in IDS)
