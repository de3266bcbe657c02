"""A dispatch that breaks a rule is told by its name; one that keeps all costs its driving."""

from __future__ import annotations

import numpy as np
import pytest

from routing.published.sameday.verification import verify
from tests.support.sameday import EARLY, LATE, day_alone, street

SEED = 4
Sent = list[list[list[int]]]


@pytest.fixture
def sent() -> Sent:
    return day_alone(street(), SEED)[0]


def rules(sent: Sent, *, capacity: int = 10) -> set[str]:
    return {fault.rule for fault in verify(street(capacity=capacity), SEED, sent).faults}


def late_ones(sent: Sent) -> list[int]:
    """The orders of the first epoch that can wait for the last."""
    orders = day_alone(street(), SEED)[1]
    first = {route[0] for route in sent[0]}
    late = orders.where(orders.opens == LATE[0])
    return [number for number in late.number.tolist() if number in first]


def test_orders_on_routes_of_their_own_keep_every_rule(sent: Sent) -> None:
    assert verify(street(), SEED, sent).faults == ()


def test_a_route_costs_its_driving_there_and_back(sent: Sent) -> None:
    orders = day_alone(street(), SEED)[1]
    there_and_back = np.where(orders.customer == 1, 1200, 2400)
    assert sum(verify(street(), SEED, sent).costs) == int(there_and_back.sum())


def test_two_orders_on_one_route_share_the_way(sent: Sent) -> None:
    first, second, *_ = late_ones(sent)
    sent[0].remove([first])
    sent[0].remove([second])
    sent[0].append([first, second])
    verdict = verify(street(), SEED, sent)
    farthest = max(day_alone(street(), SEED)[1].customer[[first - 1, second - 1]])
    alone = sum(1200 * int(day_alone(street(), SEED)[1].customer[n - 1]) for n in (first, second))
    whole = sum(verify(street(), SEED, day_alone(street(), SEED)[0]).costs)
    assert verdict.faults == ()
    assert sum(verdict.costs) == whole - alone + 1200 * int(farthest)


def test_a_day_is_verified_as_far_as_it_was_played(sent: Sent) -> None:
    assert len(verify(street(), SEED, sent[:1]).costs) == 1
    assert rules(sent[:1]) == set()


def test_what_can_wait_may_be_kept_until_the_last_epoch(sent: Sent) -> None:
    one = late_ones(sent)[0]
    sent[0].remove([one])
    assert rules(sent[:2]) == set()
    assert rules(sent) == {"missing"}
    sent[2].append([one])
    assert rules(sent) == set()


def test_an_order_that_had_to_go_and_was_kept(sent: Sent) -> None:
    orders = day_alone(street(), SEED)[1]
    urgent = int(orders.number[orders.opens == EARLY[0]][0])
    sent[0].remove([urgent])
    assert rules(sent[:1]) == {"must-go"}


def test_an_order_that_is_sent_twice(sent: Sent) -> None:
    sent[1].append(sent[0][0])
    assert "twice" in rules(sent)


def test_an_order_that_nobody_gave(sent: Sent) -> None:
    sent[0].append([9999])
    assert rules(sent) == {"order"}


def test_an_order_that_is_sent_before_it_comes(sent: Sent) -> None:
    early = sent[1].pop()
    sent[0].append(early)
    assert rules(sent) == {"order"}


def test_more_on_board_than_a_vehicle_carries(sent: Sent) -> None:
    two = late_ones(sent)[:2]
    sent[0] = [route for route in sent[0] if route[0] not in two] + [two]
    assert rules(sent, capacity=2) == set()
    assert rules(sent, capacity=1) == {"capacity"}


def test_an_order_that_is_begun_after_its_window(sent: Sent) -> None:
    orders = day_alone(street(), SEED)[1]
    urgent = int(orders.number[orders.opens == EARLY[0]][0])
    late = late_ones(sent)[0]
    sent[0] = [route for route in sent[0] if route[0] not in (urgent, late)] + [[late, urgent]]
    assert rules(sent) == {"window"}


def test_a_vehicle_that_is_not_back_in_time(sent: Sent) -> None:
    """Service begins just in time; the way back does not fit any more."""
    instance = street()
    instance.closes[0] = LATE[0] + 60 + 1200
    # The ten or so of one route wait until the window opens, and take a minute each.
    many = late_ones(sent)[:5]
    routes = [[number] for number in (route[0] for route in sent[0]) if number not in many]
    faults = verify(instance, SEED, [[*routes, many]]).faults
    assert {fault.rule for fault in faults} == {"return"}


def test_more_epochs_than_the_day_has(sent: Sent) -> None:
    assert rules([*sent, []]) == {"epoch"}
