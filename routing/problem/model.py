"""One hub's problem, without any solver's words: small, picklable, integers only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.day.model import Lateness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.fleet.model import Hub, Vehicle
    from routing.picking.model import PickingProblem, Schedule
    from routing.problem.travel import Travel


NEVER_S = 1 << 40
"""Later than any time of a day."""

_PROMISED = 100
"""An order that was promised is worth so many others."""

Trips = tuple[tuple[int, ...], ...]
"""One vehicle's trips, each the indices of its tasks in driving order."""


def being(vehicle_id: str) -> str:
    """The skill of being this vehicle, which no other has."""
    return f"to be vehicle {vehicle_id}"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The earliest and the latest start of service, both included.

    Where a street is open at hours only, it is from `open_from_s`, and whoever came then has left
    by `leave_by_s`.
    """

    start_s: int
    end_s: int
    open_from_s: int = -NEVER_S
    leave_by_s: int = NEVER_S

    def meet(self, other: Window) -> Window | None:
        """What both allow, or ``None``."""
        start_s, end_s = max(self.start_s, other.start_s), min(self.end_s, other.end_s)
        open_from_s = max(self.open_from_s, other.open_from_s)
        leave_by_s = min(self.leave_by_s, other.leave_by_s)
        return Window(start_s, end_s, open_from_s, leave_by_s) if start_s <= end_s else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Handing over at a hub or collection point, once for all orders of the stop.

    Attributes
    ----------
    point_id
        Where.
    handover_s
        What the place takes for it.
    leave_by_s
        The promise: the drop is over by then.
    closes_s
        A drop that misses its promise may still be made until then.
    """

    point_id: str
    handover_s: int
    leave_by_s: int
    closes_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One order that has to be driven.

    Attributes
    ----------
    site
        Where it goes: the row and column of every table.
    windows
        Windows by vehicle kind, in order of time; a kind that is not named may not serve it.
    promise
        The window that was promised, whatever the hours of the street; of a drop, its place's
        hours. None where the windows are the promise.
    street_hours
        When the street is open, in seconds from midnight, to the kinds to which it is not always.
    late_windows
        As `windows`, with all the lateness that the day allows; the same where it is not named.
    promised
        Whether its customer was told before now that it comes.
    held_to
        The vehicle that it is locked to; `being` that is then among what it requires.
    service_s
        The order's own time at the door; 0 for a drop, whose place takes `drop.handover_s`.
    drop
        Set when the order is left for collection.
    """

    order_id: str
    site: int
    windows: Mapping[str, tuple[Window, ...]]
    ready_s: int
    weight_g: int
    volume_ml: int
    service_s: int
    priority: int
    requires: frozenset[str] = frozenset()
    drop: Drop | None = None
    promise: Window | None = None
    street_hours: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    late_windows: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    promised: bool = False
    held_to: str | None = None

    @property
    def worth(self) -> float:
        """What serving it is worth, where the least important order is worth 1.

        The most important is worth 4; what was promised goes before anything that was not.
        """
        return (1 + self.priority / 3) * (_PROMISED if self.promised else 1)

    def windows_if_late(self, kind: str) -> tuple[Window, ...]:
        """The windows for a kind if the promise may be missed; a drop's are its place's hours."""
        return self.late_windows.get(kind) or self.windows.get(kind, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What drivers were told before now, and the prices of telling them something else.

    Attributes
    ----------
    stops
        By task, the vehicle that had it, -1 for one that cannot drive any more, and when it was to
        begin, in seconds.
    unchanged_within_s
        An order whose time moves by no more is not moved.
    eur_per_moved_order, eur_per_changed_hour
        Price of an order that is moved, by its vehicle or another one, and of each hour that it is
        moved by.
    eur_per_driver_change
        Price of an order that another driver has.
    """

    stops: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    unchanged_within_s: int = 0
    eur_per_moved_order: float = 0.0
    eur_per_changed_hour: float = 0.0
    eur_per_driver_change: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything was told that has a price."""
        return bool(self.stops) and (
            self.eur_per_moved_order + self.eur_per_changed_hour + self.eur_per_driver_change > 0
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What routes should look like besides what they cost, each wish at its price.

    A wish is no promise: a plan may go against it, and then it is that much dearer to a search. It
    is not in what a route costs.

    Attributes
    ----------
    eur_per_uneven_h
        Price of an hour that a driver's paid time lies away from the mean of those drivers of the
        hub who drive at all. Shifts of one driver count together.
    eur_per_km_apart
        Price of a kilometre, as the crow flies, that a stop lies from the centre of its trip's
        stops: the mean of their positions, without the hub.
    eur_per_unknown_street
        Price of a stop whose street the driver does not know.
    unknown
        By vehicle, the sites whose street its driver does not know.
    told
        What drivers were told before now.
    """

    eur_per_uneven_h: float = 0.0
    eur_per_km_apart: float = 0.0
    eur_per_unknown_street: float = 0.0
    unknown: Mapping[int, frozenset[int]] = field(default_factory=dict)
    told: Told = Told()

    def __bool__(self) -> bool:
        """Whether there is any at a price."""
        prices = (self.eur_per_uneven_h, self.eur_per_km_apart, self.eur_per_unknown_street)
        return any(price > 0 for price in prices) or bool(self.told)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class HubProblem:
    """Everything that decides one hub's routes; equal to itself only.

    Attributes
    ----------
    sites
        (latitude, longitude) to 5 decimals, each place once; site 0 is the hub.
    travel
        Durations (s) and distances (m) between sites through the day, by vehicle kind.
    tasks, vehicles
        What is to be driven, and who can. Solutions refer to both by index.
    lateness
        What an order that finds no place on time may be late.
    wishes
        What routes should look like.
    locked
        By vehicle, the trips that its route begins with, whatever else it does: other tasks may
        only be added after the last task of these.
    begun
        By vehicle, when its work began, where it is at work already: it is paid on from the start
        of its shift, which is when it is free, whether it drives then or not.
    loading
        From when to when vehicles take a bay that are not in this problem.
    picking
        What the hub's pickers have to do; ``None`` where orders are ready by themselves. Of a task
        that is yet to be picked, `Task.ready_s` is when it could be if it was the only one;
        `routing.problem.picked` puts in when it is.
    """

    hub: Hub
    sites: tuple[tuple[float, float], ...]
    travel: Mapping[str, Travel]
    tasks: tuple[Task, ...]
    vehicles: tuple[Vehicle, ...]
    lateness: Lateness = field(default_factory=Lateness)
    wishes: Wishes = Wishes()
    locked: Mapping[int, Trips] = field(default_factory=dict)
    begun: Mapping[int, int] = field(default_factory=dict)
    loading: tuple[tuple[int, int], ...] = ()
    picking: PickingProblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Who drives what, in which order; times are `routing.problem.timing`'s.

    Attributes
    ----------
    routes
        Trips by vehicle index; a vehicle without trips is absent.
    unserved
        Tasks on no route.
    late
        Tasks that may miss their promise, because they found no place on time: same-day orders by
        `HubProblem.lateness`, drops until their place closes.
    not_before_s
        By vehicle, the earliest start of each trip's loading, where the hub's bays bound it.
    picking
        Who picks what; ``None`` where orders are ready by themselves.
    """

    routes: Mapping[int, Trips]
    unserved: tuple[int, ...]
    late: frozenset[int] = frozenset()
    not_before_s: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    picking: Schedule | None = None
