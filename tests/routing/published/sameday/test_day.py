"""What comes when, and what cannot wait, on a street that can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.errors import TourneeError
from routing.published.sameday.day import (
    departure_s,
    draw,
    epochs_of,
    must_go,
    read_playable,
    served_if_left_at,
)
from routing.published.sameday.orders import Orders
from tests.support.published import write_instances
from tests.support.sameday import EARLY, LATE, orders, street

if TYPE_CHECKING:
    from pathlib import Path


def test_epochs_begin_the_hour_before_the_first_window_opens() -> None:
    assert list(epochs_of(street())) == [1, 2, 3]


def test_what_is_sent_leaves_an_hour_after_the_epoch_begins() -> None:
    assert departure_s(1) == 7200


def test_an_order_is_in_time_up_to_its_last_second() -> None:
    one = orders((1, *EARLY))
    assert served_if_left_at(street(), one, 9000 - 600).tolist() == [True]
    assert served_if_left_at(street(), one, 9000 - 600 + 1).tolist() == [False]


def test_an_order_whose_vehicle_is_not_back_in_time_is_not_in_time() -> None:
    whole_day = orders((2, 0, 40000))
    back_at_the_last_second = 36000 - 1200 - 60 - 1200
    assert served_if_left_at(street(), whole_day, back_at_the_last_second).tolist() == [True]
    assert served_if_left_at(street(), whole_day, back_at_the_last_second + 1).tolist() == [False]


def test_only_what_is_too_late_an_hour_later_must_go() -> None:
    both = orders((1, *EARLY), (1, *LATE))
    assert must_go(street(), both, 1).tolist() == [True, False]


def test_in_the_last_epoch_every_order_must_go() -> None:
    whole_day = orders((1, 0, 36000))
    assert must_go(street(), whole_day, 2).tolist() == [False]
    assert must_go(street(), whole_day, 3).tolist() == [True]


def test_an_order_is_put_together_from_four_draws() -> None:
    """Place, window, demand and service, in that order, a hundred of each."""
    drawn = draw(street(), 1, np.random.default_rng(3), 1)
    again = np.random.default_rng(3)
    place, window, demand, service = (again.integers(2, size=100) + 1 for _ in range(4))
    assert drawn.customer.tolist() == place.tolist()
    assert drawn.opens.tolist() == [(EARLY, LATE)[one - 1][0] for one in window]
    assert drawn.demand.tolist() == street().demand[demand].tolist()
    assert drawn.service_s.tolist() == street().service[service].tolist()


def test_impossible_orders_are_dropped_and_the_others_numbered_on() -> None:
    drawn = draw(street(), 2, np.random.default_rng(3), 51)
    assert set(drawn.opens.tolist()) == {LATE[0]}
    assert 0 < len(drawn) < 100
    assert drawn.number.tolist() == list(range(51, 51 + len(drawn)))


def test_orders_join_and_part() -> None:
    both = orders((1, *EARLY)).also(orders((2, *LATE)))
    assert both.customer.tolist() == [1, 2]
    assert both.where(np.array([False, True])).customer.tolist() == [2]
    assert len(Orders.none().also(both)) == 2


def test_an_instance_without_travel_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TourneeError) as caught:
        read_playable(write_instances(tmp_path)["classic"])
    assert caught.value.code == "SAMEDAY-INSTANCE"
