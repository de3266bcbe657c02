"""Vehicles and their drivers, as many as a hub's orders ask for, as rows of their table."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.sample.orders import SampleOrder

_STOPS_A_SHIFT = 26
_STOPS_ALONE = 10
"""A van that has more to do has a cargo bike beside it."""

_LONG_SHIFT_S = 6 * 3600
_BREAK_S = 1800
_SHORTEST_SHIFT_S = 3600
_LANGUAGES = ("fr", "nl", "en", "de")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """Half a day at a hub: what is due until `until_s` is its work, in each kind's shift."""

    name: str
    until_s: int
    shifts: Mapping[str, tuple[int, int]]


_HALVES = (
    ("early", "14:00", {"van": ("07:00", "14:15"), "cargo_bike": ("08:00", "14:00")}),
    ("late", "24:00", {"van": ("14:15", "21:45"), "cargo_bike": ("15:45", "21:45")}),
)
"""Until when what is due is whose work, and when they work; bikes rest by being off at noon."""

_COMMON: Mapping[str, Mapping[str, object]] = {
    "van": {
        "weight_kg": 800, "volume_l": 5000, "setup_s": 90,
        "eur_per_h": 28.0, "eur_per_km": 0.30, "eur_per_vehicle": 15.0, "co2_g_per_km": 180,
        "skills": "age_check;cooled",
    },
    "cargo_bike": {
        "weight_kg": 150, "volume_l": 1000, "setup_s": 45, "max_distance_km": 60,
        "eur_per_h": 25.0, "eur_per_km": 0.05, "eur_per_vehicle": 4.0, "co2_g_per_km": 0,
        "skills": "age_check",
    },
}  # fmt: skip
"""A 3.5 t van with room for 5 m3, and a cargo bike with a 1 m3 box or trailer."""


def make_fleet(
    hubs: Sequence[Hub], orders: Sequence[SampleOrder], clock: Clock
) -> list[dict[str, object]]:
    """Give every hub the shifts that its orders fill, vans and cargo bikes by turns.

    A hub with anything to drive has a van in each half of the day, so that whatever it is given
    can be carried; a vehicle's early and late shift are two rows that share an asset. A hub with
    nothing to drive has no vehicle.
    """
    drivers = count(1)
    rows: list[dict[str, object]] = []
    for hub in hubs:
        due_s = [order.due_s for order in orders if order.driven and order.hub_id == hub.hub_id]
        if due_s:
            rows += _hub_fleet(hub, due_s, clock, drivers)
    return rows


def _hub_fleet(
    hub: Hub, due_s: Sequence[int], clock: Clock, drivers: Iterator[int]
) -> Iterator[dict[str, object]]:
    due_s = sorted(due_s)
    halves = _halves(hub, clock)
    cared_for = 0
    for half in halves:
        # What is due later than the last vehicles come is theirs all the same.
        until = len(due_s) if half is halves[-1] else bisect_right(due_s, half.until_s)
        stops = until - cared_for
        at_least = 1 if stops <= _STOPS_ALONE else 2
        for number in range(max(at_least, -(-stops // _STOPS_A_SHIFT))):
            kind = ("van", "cargo_bike")[number % 2]
            asset = f"{hub.hub_id}-{'van' if kind == 'van' else 'bike'}{number // 2 + 1}"
            yield _row(
                vehicle_id=f"{asset}-{half.name}",
                asset_id=asset,
                hub=hub,
                kind=kind,
                shift=half.shifts[kind],
                clock=clock,
                driver=next(drivers),
            )
        cared_for = until


def _halves(hub: Hub, clock: Clock) -> list[_Half]:
    """The halves of the day in which it is worth coming; else all of the hub's hours at once."""
    halves = []
    for name, until, hours in _HALVES:
        van, bike = (_open_part(hub, *hours[kind], clock) for kind in ("van", "cargo_bike"))
        if _is_worth_it(van):
            shifts = {"van": van, "cargo_bike": bike if _is_worth_it(bike) else van}
            halves.append(_Half(name=name, until_s=clock.seconds(until), shifts=shifts))
    whole = (hub.opens_s, hub.closes_s)
    return halves or [
        _Half(name="all", until_s=hub.closes_s, shifts={"van": whole, "cargo_bike": whole})
    ]


def _open_part(hub: Hub, start: str, end: str, clock: Clock) -> tuple[int, int]:
    """The part of a shift in which the hub is open; without any it ends before it starts."""
    return max(hub.opens_s, clock.seconds(start)), min(hub.closes_s, clock.seconds(end))


def _is_worth_it(shift: tuple[int, int]) -> bool:
    return shift[1] - shift[0] >= _SHORTEST_SHIFT_S


def _row(
    *,
    vehicle_id: str,
    asset_id: str,
    hub: Hub,
    kind: str,
    shift: tuple[int, int],
    clock: Clock,
    driver: int,
) -> dict[str, object]:
    start_s, end_s = shift
    return {
        "vehicle_id": vehicle_id,
        "hub_id": hub.hub_id,
        "kind": kind,
        "asset_id": asset_id,
        "driver_id": f"D{driver:03d}",
        "driver_name": f"Sample Driver {driver}",
        "driver_phone": f"+44 7700 900{driver % 1000:03d}",
        "language": _LANGUAGES[driver % len(_LANGUAGES)],
        "shift_start": clock.wall(start_s),
        "shift_end": clock.wall(end_s),
        "break_s": _BREAK_S if end_s - start_s > _LONG_SHIFT_S else "",
        **_COMMON[kind],
    }
