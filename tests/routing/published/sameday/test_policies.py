"""Policies on the street: short searches, whose routes are verified."""

from __future__ import annotations

import math

import numpy as np
import pytest

from routing.published.sameday.day import draw, must_go
from routing.published.sameday.futures import imagination, imagine, shares_now
from routing.published.sameday.play import play
from routing.published.sameday.policies import POLICY_NAMES, policy_named
from routing.published.sameday.policy import Effort, View
from routing.published.sameday.worth import Worth, departures_left, places
from tests.support.sameday import EARLY, LATE, day_alone, orders, street

QUICK = Effort(seconds=0.3, cores=2)


def view(epoch: int, *rows: tuple[int, int, int]) -> View:
    known = orders(*rows)
    return View(
        instance=street(), epoch=epoch, orders=known, must_go=must_go(street(), known, epoch)
    )


@pytest.mark.parametrize("name", POLICY_NAMES)
def test_a_policy_keeps_the_rules_all_day(name: str) -> None:
    played = list(play(street(), 4, policy_named(name), QUICK))
    assert [fault for one in played for fault in one.faults] == []
    assert sum(one.sent for one in played) == len(day_alone(street(), 4)[1])


def test_greedy_sends_everything_on_as_few_ways_as_there_are() -> None:
    routes = policy_named("greedy").routes(view(1, (1, *LATE), (2, *LATE)), QUICK)
    assert sorted(number for route in routes for number in route) == [1, 2]
    assert len(routes) == 1


def test_an_order_that_can_wait_is_kept_if_a_way_of_its_own_is_needed() -> None:
    routes = policy_named("prizes").routes(view(1, (1, *EARLY), (2, *LATE)), QUICK)
    assert routes == ((1,),)


def test_an_order_that_can_wait_rides_along_where_it_costs_nothing() -> None:
    """It goes where one that must go goes, who waits for its window to open."""
    routes = policy_named("prizes").routes(view(1, (1, *EARLY), (1, 7200, 16200)), QUICK)
    assert sorted(number for route in routes for number in route) == [1, 2]
    assert len(routes) == 1


def test_nothing_is_sent_where_there_is_nothing() -> None:
    assert policy_named("greedy").routes(view_of_nothing(), QUICK) == ()


def view_of_nothing() -> View:
    none = orders((1, *EARLY)).where(np.array([False]))
    return View(instance=street(), epoch=1, orders=none, must_go=np.zeros(0, np.bool_))


def test_departures_that_are_left_are_those_in_time() -> None:
    known = orders((1, *EARLY), (1, *LATE), (1, 0, 36000))
    assert departures_left(street(), known, 1).tolist() == [0, 2, 2]


def test_the_way_to_the_depot_and_to_the_nearest() -> None:
    way_s, near_s = places(street())
    assert way_s.tolist() == [0, 1200, 2400]
    assert near_s[1:].tolist() == [600, 600]


def test_an_order_is_worth_less_the_longer_it_can_wait() -> None:
    """All go to one place; the first must go, the others can wait for one and for two more."""
    seen = view(1, (1, *EARLY), (1, 7200, 10800 + 600), (1, *LATE))
    worth = Worth(by_waits=(0.5, 0.25), depot=0.1, own_s=80.0, at_last=3.0, by_futures=0.0)
    prizes_s = worth.prizes_s(seen, np.zeros(3))
    assert prizes_s[0] > 1e6
    cost_s = 0.1 * 1200 + 600 + 80
    assert prizes_s[1:].tolist() == pytest.approx([0.5 * cost_s, 0.25 * cost_s])


def test_an_order_is_worth_more_that_leaves_now_in_more_futures() -> None:
    worth, shares = Worth(by_futures=1.0, by_last_futures=2.0), np.array([0.0, 1.0])
    never, always = worth.prizes_s(view(1, (1, *LATE), (1, *LATE)), shares)
    assert always / never == pytest.approx(math.e)
    never, always = worth.prizes_s(view(2, (1, *LATE), (1, *LATE)), shares)
    assert always / never == pytest.approx(math.e**2)


def test_what_is_kept_in_the_last_epoch_but_one_is_worth_more() -> None:
    worth, shares = Worth(at_last=3.0), np.full(1, 0.5)
    whole_day = (1, 0, 36000)
    soon = Worth(at_last=1.0).prizes_s(view(2, whole_day), shares)
    assert worth.prizes_s(view(2, whole_day), shares) == pytest.approx(3 * soon)
    assert worth.prizes_s(view(1, whole_day), shares) != pytest.approx(3 * soon)


def test_in_every_future_what_must_go_leaves_now_and_what_should_wait_waits() -> None:
    shares = shares_now(view(1, (1, *EARLY), (2, *LATE)), QUICK, 1)
    assert shares.tolist() == [1.0, 0.0]


def test_what_is_imagined_can_only_come_later() -> None:
    coming, ready_s = imagine(street(), 1, imagination(1, 1))
    assert set(ready_s.tolist()) == {10800, 14400}
    assert set(coming.opens.tolist()) == {LATE[0]}


@pytest.mark.parametrize("seed", range(8))
def test_no_policy_imagines_what_the_day_draws(seed: int) -> None:
    """Also not where policy and day have the same seed, and in the first epoch, number 0."""
    ours = draw(street(), 1, imagination(seed, 0), 1)
    theirs = draw(street(), 1, np.random.default_rng(seed), 1)
    assert ours.customer.tolist() != theirs.customer.tolist()
