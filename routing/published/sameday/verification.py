"""Whether what was sent through a same-day keeps its rules, and what it costs.

It draws the day anew and drives every route from the file's own numbers, one order at a time. It
shares no code with the day as it is played, with policies, or with the engines, so that a mistake
in one of those cannot hide here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.published.instances import Instance

Rule = Literal["order", "twice", "capacity", "window", "return", "must-go", "missing", "epoch"]

_HOUR_S = 3600
_ORDERS_AN_EPOCH = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule, and where."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found.

    Attributes
    ----------
    costs
        Seconds of driving by epoch.
    faults
        Every broken rule, in the order in which it was met.
    """

    costs: tuple[int, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One order, and after which departure it is too late for it."""

    number: int
    epoch: int
    place: int
    opens: int
    closes: int
    service: int
    demand: int


def verify(instance: Instance, seed: int, sent: Sequence[Sequence[Sequence[int]]]) -> Verdict:
    """Go through a day up to its last sent epoch.

    Parameters
    ----------
    seed
        Of the day.
    sent
        By epoch, from the first one on, the routes that left: numbers of orders in driving order.
        Orders are numbered from 1 as they come.
    """
    opens = [int(one) for one in instance.opens[1:]]
    first = max(0, min(opens) // _HOUR_S - 1)
    last = max(0, max(opens) // _HOUR_S - 1)
    orders = {order.number: order for order in _drawn(instance, seed, first, last)}
    faults: list[Fault] = []
    costs: list[int] = []
    if len(sent) > last - first + 1:
        text = f"{len(sent)} epochs were played, and the day has {last - first + 1}"
        faults.append(Fault("epoch", text))
    gone: set[int] = set()
    for epoch, routes in enumerate(sent[: last - first + 1], start=first):
        where = f"in epoch {epoch}"
        cost = 0
        for route in routes:
            for number in route:
                if number not in orders or orders[number].epoch > epoch:
                    faults.append(Fault("order", f"there is no order {number} {where}"))
                elif number in gone:
                    faults.append(Fault("twice", f"order {number} is sent again {where}"))
                gone.add(number)
            known = [orders[number] for number in route if number in orders]
            cost += _drive(instance, known, epoch, where, faults)
        costs.append(cost)
        for order in orders.values():
            waits = order.epoch <= epoch and order.number not in gone
            if waits and epoch == last:
                faults.append(Fault("missing", f"order {order.number} was never sent"))
            elif waits and not _in_time(instance, order, epoch + 1):
                text = f"order {order.number} had to go {where}, and was kept"
                faults.append(Fault("must-go", text))
                gone.add(order.number)  # told once
    return Verdict(costs=tuple(costs), faults=tuple(faults))


def _drawn(instance: Instance, seed: int, first: int, last: int) -> Iterator[_Order]:
    random = np.random.default_rng(seed)
    number = 1
    for epoch in range(first, last + 1):
        draws = [
            [int(one) + 1 for one in random.integers(instance.customers, size=_ORDERS_AN_EPOCH)]
            for _ in range(4)
        ]
        for place, window, demand, service in zip(*draws, strict=True):
            order = _Order(
                number=number,
                epoch=epoch,
                place=place,
                opens=int(instance.opens[window]),
                closes=int(instance.closes[window]),
                service=int(instance.service[service]),
                demand=int(instance.demand[demand]),
            )
            if _in_time(instance, order, epoch):
                yield order
                number += 1


def _in_time(instance: Instance, order: _Order, epoch: int) -> bool:
    """Whether a vehicle for this order alone, sent in that epoch, comes in time and back."""
    start = (epoch + 1) * _HOUR_S + _leg(instance, 0, order.place)
    start = max(start, order.opens)
    back = start + order.service + _leg(instance, order.place, 0)
    return start <= order.closes and back <= int(instance.closes[0])


def _drive(
    instance: Instance, route: Sequence[_Order], epoch: int, where: str, faults: list[Fault]
) -> int:
    """Seconds of driving; a vehicle leaves as early as it may and waits where it is too early."""
    load = sum(order.demand for order in route)
    if load > instance.capacity:
        text = f"a route carries {load} of at most {instance.capacity} {where}"
        faults.append(Fault("capacity", text))
    now, place, driven = (epoch + 1) * _HOUR_S, 0, 0
    for order in route:
        leg = _leg(instance, place, order.place)
        now, place, driven = max(now + leg, order.opens), order.place, driven + leg
        if now > order.closes:
            text = f"order {order.number} is begun at {now} after {order.closes} {where}"
            faults.append(Fault("window", text))
        now += order.service
    leg = _leg(instance, place, 0)
    if now + leg > int(instance.closes[0]):
        text = f"a route is back at {now + leg} after {int(instance.closes[0])} {where}"
        faults.append(Fault("return", text))
    return driven + leg


def _leg(instance: Instance, start: int, goal: int) -> int:
    if instance.matrix is None:
        raise ValueError(f"{instance.name} has no matrix of travel times")
    return int(instance.matrix[start, goal])
