"""Orders of a same-day as a published instance of their own, and so as a problem for engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.published.conventions import ORTEC
from routing.published.instances import Instance
from routing.published.problems import as_problem, as_routes
from routing.published.sameday.day import matrix_of

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution
    from routing.published.sameday.orders import Integers, Orders

_SPARE_VEHICLES = 30
"""More than the loads need: orders that must go at once, far from one another, take many."""


def orders_problem(instance: Instance, orders: Orders, ready_s: Integers) -> HubProblem:
    """Orders as tasks, in the same order, each left no earlier than it is ready."""
    # An order has a place of its own, also where two go to one customer.
    places = np.concatenate([[0], orders.customer])
    needed = -(-int(orders.demand.sum()) // instance.capacity)
    first_s = ready_s.min(keepdims=True)
    own = Instance(
        name=instance.name,
        form=instance.form,
        capacity=instance.capacity,
        vehicles=needed + _SPARE_VEHICLES,
        places=instance.places[places],
        matrix=matrix_of(instance)[np.ix_(places, places)],
        demand=np.concatenate([[0], orders.demand]),
        opens=np.concatenate([first_s, orders.opens]),
        closes=np.concatenate([instance.closes[:1], orders.closes]),
        service=np.concatenate([[0], orders.service_s]),
        release=np.concatenate([first_s, ready_s]),
    )
    return as_problem(own, ORTEC)


def trips_of(solution: Solution) -> list[tuple[int, ...]]:
    """A solution's routes as indices of the orders."""
    return [tuple(place - 1 for place in route) for route in as_routes(solution)]


def can_leave_at(instance: Instance, orders: Orders, trip: tuple[int, ...], leave_s: int) -> bool:
    """Whether a route that leaves then keeps every window, and is back in time."""
    matrix = matrix_of(instance)
    now_s, place = leave_s, 0
    for index in trip:
        customer = int(orders.customer[index])
        now_s = max(now_s + int(matrix[place, customer]), int(orders.opens[index]))
        if now_s > int(orders.closes[index]):
            return False
        now_s, place = now_s + int(orders.service_s[index]), customer
    return now_s + int(matrix[place, 0]) <= int(instance.closes[0])
