"""What people buy and when they want it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from routing.clock import Clock
    from routing.fleet.model import CollectionPoint, Hub

_SLOTS = (
    ("08:00", "10:00", 9), ("09:00", "12:00", 7), ("10:00", "12:00", 7),
    ("11:00", "13:00", 8), ("12:00", "14:00", 8),
    ("14:00", "16:00", 9), ("14:00", "17:00", 6), ("16:00", "18:00", 10),
    ("17:00", "19:00", 12), ("18:00", "20:00", 12), ("18:00", "21:00", 8), ("19:00", "20:00", 4),
)  # fmt: skip
"""Windows that shops offer, and how many of a hundred customers take each: evenings first."""

_COLLECT_BY = ("12:00", "16:00", "18:00", "19:30")
"""What is promised to those who collect."""

_HOUR_S = 3600
_DRIVEN_S = 2 * _HOUR_S
"""Picked so long before a promise, an order gets to its collection point in time."""

_LAST_DRIVE = "21:00"
"""Nothing is brought to a place that opens for the night only."""

_FIRST_TRIP_S = 45 * 60
"""From opening to the first door: loading, and the way there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What one customer bought, as the order table says it."""

    lines: int
    weight_kg: float
    volume_l: float
    service_s: int
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A promise, and when picking is done; seconds from the day's midnight."""

    start_s: int
    end_s: int
    ready_s: int


def draw_goods(rng: np.random.Generator) -> Goods:
    """Draw one order: a parcel, groceries in crates, or crates of drinks."""
    kind = rng.choice(["parcel", "groceries", "drinks"], p=[0.45, 0.48, 0.07])
    floors = int(rng.choice([0, 1, 2, 3, 4], p=[0.45, 0.2, 0.15, 0.12, 0.08]))
    if kind == "parcel":
        weight_kg = min(25.0, max(0.2, float(rng.lognormal(1.0, 0.7))))
        return Goods(
            lines=int(rng.integers(1, 5)),
            weight_kg=round(weight_kg, 1),
            volume_l=round(weight_kg * float(rng.uniform(3, 7)), 1),
            service_s=90 + 15 * floors,
        )
    crates = int(rng.choice([1, 2, 3, 4, 5], p=[0.33, 0.3, 0.19, 0.11, 0.07]))
    if kind == "drinks":
        return Goods(
            lines=crates + int(rng.integers(0, 3)),
            weight_kg=round(float(crates * rng.uniform(14, 18)), 1),
            volume_l=crates * 35.0,
            service_s=120 + 40 * crates + 30 * floors,
            requires=("age_check",) if rng.random() < 0.5 else (),
        )
    return Goods(
        lines=min(60, int(crates * rng.integers(6, 15))),
        weight_kg=round(float(rng.uniform(8, 15, crates).sum()), 1),
        volume_l=round(float(rng.uniform(30, 60, crates).sum()), 1),
        service_s=120 + 30 * crates + 20 * floors,
        requires=("cooled",) if rng.random() < 0.12 else (),
    )


def draw_slot(rng: np.random.Generator, hub: Hub, clock: Clock) -> Slot:
    """Draw a delivery window within the hub's hours; the hours themselves where none fits."""
    fitting = [
        (clock.seconds(start), clock.seconds(end), weight)
        for start, end, weight in _SLOTS
        if clock.seconds(start) >= hub.opens_s + _FIRST_TRIP_S
        and clock.seconds(end) <= hub.closes_s
    ]
    if not fitting:
        return Slot(start_s=hub.opens_s, end_s=hub.closes_s, ready_s=hub.opens_s)
    total = sum(weight for _, _, weight in fitting)
    start_s, end_s, _ = fitting[rng.choice(len(fitting), p=[w / total for _, _, w in fitting])]
    return Slot(start_s=start_s, end_s=end_s, ready_s=_ready_s(rng, hub, start_s - _FIRST_TRIP_S))


def is_drivable(hub: Hub, place: Hub | CollectionPoint, clock: Clock) -> bool:
    """Whether a hub's vehicles can bring orders to a place while both are open."""
    last_s = min(hub.closes_s, clock.seconds(_LAST_DRIVE))
    return place.opens_s + _DRIVEN_S <= last_s and hub.opens_s + _DRIVEN_S <= place.closes_s


def draw_promise(
    rng: np.random.Generator, hub: Hub, place: Hub | CollectionPoint, clock: Clock
) -> Slot:
    """Draw until when an order must wait at `place`, time enough for a drive from its hub.

    The place's closing is promised where nothing earlier can be kept.
    """
    first_s = max(hub.opens_s + _DRIVEN_S, place.opens_s + _HOUR_S)
    fitting = [clock.seconds(text) for text in _COLLECT_BY]
    fitting = [end_s for end_s in fitting if first_s <= end_s <= place.closes_s]
    end_s = int(rng.choice(fitting)) if fitting else place.closes_s
    return Slot(start_s=place.opens_s, end_s=end_s, ready_s=_ready_s(rng, hub, end_s - _DRIVEN_S))


def _ready_s(rng: np.random.Generator, hub: Hub, latest_s: int) -> int:
    """When picking is done: up to an hour and a half before it must be, in steps of 5 minutes."""
    return max(hub.opens_s, latest_s - 300 * int(rng.integers(0, 19)))
