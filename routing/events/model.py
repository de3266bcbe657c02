"""What happened, as a driver or a shop reported it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventType(StrEnum):
    """What can happen, in the order in which it happens where two things have the same time.

    Of a vehicle: `LOADING` and `LOADED`, a trip; `DEPARTED` from the hub; `ARRIVED` at a stop;
    `RETURNED` to the hub; `POSITION`, where it is; `DELAY`, it will be so much later than expected;
    `VEHICLE_OUT` and `VEHICLE_BACK`, it can no longer drive, and can again. Of an order:
    `DELIVERED`, also to a customer who collects it; `FAILED`, tried and not handed over;
    `CANCELLED`; `CHANGED`, its row is another, and it is to be planned anew even if it failed;
    `PICKED`; `NOT_PICKED`, there is something missing.
    """

    VEHICLE_BACK = "vehicle_back"
    PICKED = "picked"
    NOT_PICKED = "not_picked"
    LOADING = "loading"
    LOADED = "loaded"
    DEPARTED = "departed"
    POSITION = "position"
    ARRIVED = "arrived"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    DELAY = "delay"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    VEHICLE_OUT = "vehicle_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; its id is its own, and twice the same id is one event.

    `at_s` is in seconds from the day's midnight. `lat` and `lon` are both given or both ``None``.
    What a type needs is there: an order, a vehicle, a position, a delay.
    """

    event_id: str
    at_s: int
    type: EventType
    order_id: str | None = None
    vehicle_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    reason: str = ""
    delay_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An event that cannot be believed, with what is wrong and what to do.

    That may change: what is missing between may still come in.
    """

    event_id: str
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.code} event {self.event_id}: {self.message} {self.remedy}"
