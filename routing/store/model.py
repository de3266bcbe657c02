"""What the store keeps besides plans: who did what, what was fixed, how far orders are."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.events.model import Event, SetAside


def current_user() -> str:
    """Who runs this: `TOURNEE_USER` from the environment, or else the operating system's user."""
    if name := os.environ.get("TOURNEE_USER"):
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What made a version, why, and by whose hand."""

    command: str
    why: str = ""
    who: str = field(default_factory=current_user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a day's plan, without the plan; `now_s` is the moment it was planned for."""

    version: int
    plan_id: str
    based_on: str | None
    status: str
    created_at: str
    now_s: int | None
    command: str
    who: str
    why: str
    delivered: int
    late: int
    unassigned: int
    distance_m: int
    cost_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An event, and where it was read: the file's name and the line, as far as there are any."""

    event: Event
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of reports.

    `new` were not known; `differing` have the id of an event that says something else, which is
    kept as it was. All others were known already.
    """

    new: tuple[Event, ...] = ()
    differing: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """A day's events in the order in which they came in, and rows by others that are none."""

    events: tuple[Event, ...]
    unreadable: tuple[SetAside, ...] = ()


class LockKind(StrEnum):
    """What a dispatcher fixes: an order's `VEHICLE`, its `PLACE` in the sequence, or a `ROUTE`."""

    VEHICLE = "vehicle"
    PLACE = "place"
    ROUTE = "route"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One thing that runs leave as it is.

    `VEHICLE` has an order and its vehicle, `PLACE` an order, `ROUTE` a vehicle.
    """

    kind: LockKind
    order_id: str | None = None
    vehicle_id: str | None = None

    @property
    def subject(self) -> tuple[LockKind, str | None]:
        """What it is about: of two locks with the same subject the later holds."""
        return self.kind, self.vehicle_id if self.kind is LockKind.ROUTE else self.order_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LockInForce:
    """A lock, who set it, why and when."""

    lock: Lock
    who: str
    why: str
    at_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """How far an order is, and where it is planned.

    Without a `vehicle_id` it is collected at its hub from `start_s` on, or has no place, and then
    no `start_s` either.
    """

    order_id: str
    state: str
    hub_id: str | None = None
    vehicle_id: str | None = None
    trip_id: str | None = None
    start_s: int | None = None
    late_s: int = 0
