"""How a day stands at a moment: what is done, what is on its way, what may still change."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.events.model import SetAside
    from routing.plan.model import Cancelled, Plan


class OrderState(StrEnum):
    """How far an order is.

    `DONE`: delivered, or collected. `FAILED`: it was tried, and comes back. `ON_BOARD` of a vehicle
    that has left; `LOADING`, or loaded; `CLOSED`: its trip may not be changed any more; `READY`:
    picked, or ready by itself; `PICKING`: being picked; `FREE`: nothing has been done yet;
    `MISSING`: a picker did not find it; `STRANDED`: on board of a vehicle that can no longer drive.
    """

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ON_BOARD = "on_board"
    LOADING = "loading"
    CLOSED = "closed"
    READY = "ready"
    PICKING = "picking"
    FREE = "free"
    MISSING = "missing"
    STRANDED = "stranded"


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleStanding:
    """What is known of a vehicle besides its trips.

    Attributes
    ----------
    reports
        Whether anything has been reported of its trips; else it is where the plan has it.
    out_since_s, out_reason
        When it could no longer drive, and why; ``None`` while it can.
    back_from_s
        When it could drive again after it could not.
    delay_s
        How much later it will be than what it did last lets expect, as was reported last and is not
        overtaken by what it did since.
    new_delay_s
        How much later that is than the plan has it, which may know of the delay.
    seen
        When and where it was seen last, in seconds, latitude and longitude.
    """

    reports: bool = False
    out_since_s: int | None = None
    out_reason: str = ""
    back_from_s: int | None = None
    delay_s: int = 0
    new_delay_s: int = 0
    seen: tuple[int, float, float] | None = None


_AT_ITS_HUB = VehicleStanding()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The day at `now_s`.

    Attributes
    ----------
    plan
        The plan that drivers have, as it stands: statuses of trips, stops, picks and collections
        are those of now; what was reached has the times at which it was, in the order in which it
        was; what was cancelled is gone from stops not reached yet and from collections, and a stop
        or trip that has nothing left is gone, too. Times of what was not reached are the plan's
        own.
    vehicles
        By id; of every vehicle of the plan.
    orders
        How far each order is that the plan has, those that were called off included.
    cancelled
        What was called off, those of before included.
    failed
        Why handing over failed, of orders that are `OrderState.FAILED`.
    missing
        What a picker said, of orders that are `OrderState.MISSING`.
    picked_s
        When orders were picked, as was reported.
    set_aside
        Events that cannot be believed as things stand.
    redrawn
        Trips, by their ids, whose stops are others than the plan had or in another order: their
        legs, and what is summed over their orders, are not true any more.
    """

    now_s: int
    plan: Plan
    vehicles: Mapping[str, VehicleStanding]
    orders: Mapping[str, OrderState]
    cancelled: tuple[Cancelled, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    picked_s: Mapping[str, int] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    redrawn: frozenset[str] = frozenset()

    def vehicle(self, vehicle_id: str) -> VehicleStanding:
        """How a vehicle stands; one that the plan did not have is where it always is."""
        return self.vehicles.get(vehicle_id, _AT_ITS_HUB)
