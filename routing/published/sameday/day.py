"""The rules of the published same-day: which orders come when, and which cannot wait.

They are those of the dynamic problem of the EURO Meets NeurIPS 2022 competition: an epoch is an
hour, what is decided in it leaves one hour after its beginning, and each brings a hundred orders
whose place, window, demand and service time are each drawn from the instance's customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.errors import TourneeError
from routing.published.instances import read_instance
from routing.published.sameday.orders import Orders

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from routing.published.instances import Instance
    from routing.published.sameday.orders import Integers

_EPOCH_S = 3600
_LEAVE_AFTER_S = 3600
"""From the beginning of an epoch until what is sent in it leaves."""
_DRAWN = 100
"""Orders that are drawn in an epoch, before the impossible ones are dropped."""


def read_playable(path: Path) -> Instance:
    """Read an instance that can be played as a same-day.

    Raises
    ------
    TourneeError
        SAMEDAY-INSTANCE if it has no matrix of travel times; see also `read_instance`.
    """
    instance = read_instance(path)
    if instance.form != "ortec":
        raise TourneeError(
            "SAMEDAY-INSTANCE",
            f"{path} has no matrix of travel times, and is not played as a same-day.",
            "Name an instance of ORTEC's.",
        )
    return instance


def epochs_of(instance: Instance) -> range:
    """The day's epochs: from the hour before the first window opens to that of the last one."""
    opens = instance.opens[1:]
    first = max(0, (int(opens.min()) - _EPOCH_S) // _EPOCH_S)
    last = max(0, (int(opens.max()) - _EPOCH_S) // _EPOCH_S)
    return range(first, last + 1)


def departure_s(epoch: int) -> int:
    """When what is sent in an epoch leaves at the earliest."""
    return epoch * _EPOCH_S + _LEAVE_AFTER_S


def draw(instance: Instance, epoch: int, random: np.random.Generator, first_number: int) -> Orders:
    """The orders that come in an epoch, numbered from `first_number`, without impossible ones."""
    place, window, demand, service = (
        random.integers(instance.customers, size=_DRAWN) + 1 for _ in range(4)
    )
    drawn = Orders(
        number=np.zeros(_DRAWN, np.int64),
        customer=place,
        opens=instance.opens[window],
        closes=instance.closes[window],
        service_s=instance.service[service],
        demand=instance.demand[demand],
    )
    kept = drawn.where(served_if_left_at(instance, drawn, departure_s(epoch)))
    kept.number[:] = np.arange(first_number, first_number + len(kept))
    return kept


def served_if_left_at(instance: Instance, orders: Orders, leave_s: int) -> NDArray[np.bool_]:
    """By order, whether a vehicle for it alone that leaves then comes in time, there and back."""
    matrix = matrix_of(instance)
    start_s = np.maximum(leave_s + matrix[0, orders.customer], orders.opens)
    back_s = start_s + orders.service_s + matrix[orders.customer, 0]
    in_time: NDArray[np.bool_] = (start_s <= orders.closes) & (back_s <= instance.closes[0])
    return in_time


def must_go(instance: Instance, orders: Orders, epoch: int) -> NDArray[np.bool_]:
    """By order, whether the next epoch would be too late; in the last one every order has to go."""
    if epoch >= epochs_of(instance)[-1]:
        return np.ones(len(orders), np.bool_)
    return ~served_if_left_at(instance, orders, departure_s(epoch + 1))


def matrix_of(instance: Instance) -> Integers:
    """Seconds from every place to every other."""
    if instance.matrix is None:
        raise ValueError(f"{instance.name} has no matrix of travel times")
    return instance.matrix
