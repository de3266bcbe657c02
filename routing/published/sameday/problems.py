"""Orders of a same-day as a published instance of their own, and so as a problem for engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.published.conventions import ORTEC
from routing.published.instances import Instance
from routing.published.problems import as_problem, as_routes
from routing.published.sameday.day import departure_s, matrix_of

if TYPE_CHECKING:
    from routing.problem.model import HubProblem, Solution
    from routing.published.sameday.policy import View

_SPARE_VEHICLES = 30
"""More than the loads need: orders that must go at once, far from one another, take many."""


def view_problem(view: View) -> HubProblem:
    """All orders of a view as tasks, in its order, none left earlier than its departure."""
    orders, whole = view.orders, view.instance
    leave_s = departure_s(view.epoch)
    # An order has a place of its own, also where two go to one customer.
    places = np.concatenate([[0], orders.customer])
    needed = -(-int(orders.demand.sum()) // whole.capacity)
    instance = Instance(
        name=whole.name,
        form=whole.form,
        capacity=whole.capacity,
        vehicles=needed + _SPARE_VEHICLES,
        places=whole.places[places],
        matrix=matrix_of(whole)[np.ix_(places, places)],
        demand=np.concatenate([[0], orders.demand]),
        opens=np.concatenate([[leave_s], orders.opens]),
        closes=np.concatenate([whole.closes[:1], orders.closes]),
        service=np.concatenate([[0], orders.service_s]),
        release=np.full(len(places), leave_s),
    )
    return as_problem(instance, ORTEC)


def view_routes(solution: Solution) -> list[tuple[int, ...]]:
    """A solution's routes as indices of the view's orders."""
    return [tuple(place - 1 for place in route) for route in as_routes(solution)]
