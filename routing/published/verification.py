"""Whether routes keep an instance's rules, and what they cost: from the file's own numbers.

It shares no code with the engines, with what times our own routes, or with what puts an instance
into their words, so that a mistake in one of those cannot hide here. Where the convention counts in
whole units, so does this; where it is double precision, a millionth is forgiven.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from routing.published.conventions import Convention
    from routing.published.instances import Instance

    Leg = Callable[[int, int], float]

Rule = Literal["customer", "missing", "twice", "capacity", "window", "return", "reload", "fleet"]

_FORGIVEN = 1e-6
_SHOWN_DECIMALS = 4


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
    cost
        In the unit of the convention's best-known costs.
    vehicles
        Routes with a customer on them.
    faults
        Every broken rule; none means feasible. A trip that leaves as its last release allows and
        then comes too late breaks `window`, or `return` at the depot.
    """

    cost: float
    vehicles: int
    faults: tuple[Fault, ...]

    @property
    def feasible(self) -> bool:
        """Whether every rule is kept."""
        return not self.faults


def verify(instance: Instance, convention: Convention, routes: Sequence[Sequence[int]]) -> Verdict:
    """Go through routes: customers as the file numbers them, 0 for a reload within a route.

    A vehicle leaves as early as it may, waits where it comes too early, and need not be early for
    anything else: if any times keep the rules, these do.
    """
    used = [route for route in routes if any(route)]
    faults = _who_is_served(instance, used)
    known = [[one for one in route if 0 <= one <= instance.customers] for route in used]
    leg = _legs(instance, convention)
    cost: float = 0
    for number, route in enumerate(known, start=1):
        trips = _trips(route)
        if len(trips) > 1 and not instance.reloads:
            faults.append(Fault("reload", f"route {number} comes back for more"))
        for trip in trips:
            load = sum(int(instance.demand[one]) for one in trip)
            if load > instance.capacity:
                text = f"route {number} carries {load} of at most {instance.capacity}"
                faults.append(Fault("capacity", text))
            cost += sum(leg(a, b) for a, b in zip([0, *trip], [*trip, 0], strict=True))
        faults += _drive(instance, convention, leg, trips, number)
    if instance.vehicles is not None and not convention.fleet_free:
        over = len(used) - instance.vehicles
        if over > 0:
            faults.append(Fault("fleet", f"{len(used)} vehicles of {instance.vehicles} are used"))
    return Verdict(cost=_shown(cost, convention), vehicles=len(used), faults=tuple(faults))


def _who_is_served(instance: Instance, routes: Sequence[Sequence[int]]) -> list[Fault]:
    """Every customer exactly once, and nobody else."""
    served = Counter(one for route in routes for one in route if one != 0)
    everybody = range(1, instance.customers + 1)
    faults = [
        Fault("customer", f"there is no customer {one}")
        for one in sorted(served)
        if one not in everybody
    ]
    faults += [
        Fault("twice", f"customer {one} is served {times} times")
        for one, times in sorted(served.items())
        if times > 1
    ]
    missing = [one for one in everybody if one not in served]
    if missing:
        first = ", ".join(map(str, missing[:5])) + (", …" if len(missing) > 5 else "")
        faults.append(
            Fault("missing", f"not served: {len(missing)} of {len(everybody)} customers ({first})")
        )
    return faults


def _trips(route: Sequence[int]) -> list[list[int]]:
    """A route's trips; a reload with nothing after it is none."""
    trips: list[list[int]] = [[]]
    for one in route:
        if one == 0:
            trips.append([])
        else:
            trips[-1].append(one)
    return [trip for trip in trips if trip]


def _drive(
    instance: Instance,
    convention: Convention,
    leg: Leg,
    trips: Sequence[Sequence[int]],
    number: int,
) -> list[Fault]:
    """Follow one vehicle through its day, in the convention's units."""
    late_by = _FORGIVEN if convention.rounding == "none" else 0
    unit = 1 if convention.rounding == "none" else convention.scale
    faults = []
    now: float = int(instance.opens[0]) * unit
    for trip in trips:
        now = max(now, max(int(instance.release[one]) for one in trip) * unit)
        for before, one in zip([0, *trip], trip, strict=False):
            now = max(now + leg(before, one), int(instance.opens[one]) * unit)
            if now > int(instance.closes[one]) * unit + late_by:
                end = int(instance.closes[one])
                text = f"customer {one} on route {number} is begun at {now / unit:g} after {end}"
                faults.append(Fault("window", text))
            now += int(instance.service[one]) * unit
        now += leg(trip[-1], 0)
    if now > int(instance.closes[0]) * unit + late_by:
        end = int(instance.closes[0])
        faults.append(Fault("return", f"route {number} is back at {now / unit:g} after {end}"))
    return faults


def _legs(instance: Instance, convention: Convention) -> Leg:
    """Distance and duration from one place to another; whole units, but for double precision."""
    if convention.rounding == "given":
        matrix = instance.matrix
        if matrix is None:
            raise ValueError(f"{instance.name} has no matrix, and {convention.name} goes by one")
        return lambda start, goal: int(matrix[start, goal]) * convention.scale
    places = [(float(x), float(y)) for x, y in instance.places]

    def exact(start: int, goal: int) -> float:
        (x, y), (to_x, to_y) = places[start], places[goal]
        return math.sqrt((x - to_x) ** 2 + (y - to_y) ** 2)

    if convention.rounding == "none":
        return exact
    return lambda start, goal: math.floor(convention.scale * exact(start, goal))


def _shown(cost: float, convention: Convention) -> float:
    """The cost in the unit of best-known costs; whole where those are."""
    if convention.rounding == "none":
        return round(cost, _SHOWN_DECIMALS)
    return cost if convention.shown_scale == 1 else cost / convention.shown_scale
