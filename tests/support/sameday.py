"""A same-day that can be worked out by hand.

Two customers on a straight street, ten minutes from the depot and from each other::

    depot 0 ---- 600 s ---- 1 ---- 600 s ---- 2

A vehicle carries 10; demands are 1, service takes 60 s. Customer 1's window is from 2:00 to 2:30,
customer 2's from 4:00 to 4:30. So the first epoch is 1, which leaves at 2:00, and the last one 3,
which leaves at 4:00. Whatever has the early window can only be served in epoch 1, and is impossible
after it; the late one can wait for epoch 3.
"""

from __future__ import annotations

import numpy as np

from routing.published.instances import Instance
from routing.published.sameday.day import draw, epochs_of
from routing.published.sameday.orders import Orders

EARLY, LATE = (7200, 9000), (14400, 16200)


def street(*, capacity: int = 10) -> Instance:
    """The instance."""
    return Instance(
        name="STREET",
        form="ortec",
        capacity=capacity,
        vehicles=5,
        places=np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]),
        matrix=np.array([[0, 600, 1200], [600, 0, 600], [1200, 600, 0]]),
        demand=np.array([0, 1, 1]),
        opens=np.array([0, EARLY[0], LATE[0]]),
        closes=np.array([36000, EARLY[1], LATE[1]]),
        service=np.array([0, 60, 60]),
        release=np.zeros(3, np.int64),
    )


def orders(*rows: tuple[int, int, int]) -> Orders:
    """Orders of a customer and a window, numbered from 1."""
    customer, opens, closes = np.array(rows, np.int64).T
    return Orders(
        number=np.arange(1, len(rows) + 1),
        customer=customer,
        opens=opens,
        closes=closes,
        service_s=np.full(len(rows), 60),
        demand=np.ones(len(rows), np.int64),
    )


def day_alone(instance: Instance, seed: int) -> tuple[list[list[list[int]]], Orders]:
    """A day on which each order is sent at once on a route of its own, and all its orders."""
    random, everything, sent = np.random.default_rng(seed), Orders.none(), []
    for epoch in epochs_of(instance):
        came = draw(instance, epoch, random, len(everything) + 1)
        everything = everything.also(came)
        sent.append([[number] for number in came.number.tolist()])
    return sent, everything
