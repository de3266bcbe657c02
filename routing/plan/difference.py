"""What is another in a later plan than in an earlier one: for each driver, and for each order."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routing.plan.spots import spots
from routing.plan.statuses import REACHED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from routing.clock import Clock
    from routing.plan.model import Plan, Route
    from routing.plan.spots import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one order; `old` and `new` are where it was and is, ``None`` for nowhere."""

    order_id: str
    old: Spot | None
    new: Spot | None

    @property
    def leaves(self) -> str | None:
        """The vehicle on whose way it still lay; a failed attempt is no such way."""
        return self.old.vehicle_id if self.old and self.old.status not in REACHED else None

    @property
    def comes_to(self) -> str | None:
        """The vehicle that has it now."""
        return self.new.vehicle_id if self.new else None

    @property
    def shift_s(self) -> int:
        """How much later it begins."""
        return self.new.start_s - self.old.start_s if self.old and self.new else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDifference:
    """What is another for one vehicle's driver, in the order in which it is, or was, driven.

    Attributes
    ----------
    added, removed
        Orders that came to the vehicle, and that left it: from and to another, or nowhere.
    moved
        Orders that it kept, at another place in the sequence or on another trip. What only makes
        room for others is not moved.
    later, earlier
        Orders that it kept where they were, and that begin at another time.
    """

    hub_id: str
    vehicle_id: str
    driver_id: str | None
    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    later: tuple[Change, ...] = ()
    earlier: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is another."""
        return not (self.added or self.removed or self.moved or self.later or self.earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is another in a later plan than in an earlier one.

    Attributes
    ----------
    routes
        Of each vehicle for which anything is another.
    unassigned, placed_again
        Orders that have lost their place or come without one, and that have found one.
    cancelled, done, failed
        Orders that are so now, and were not.
    hub_ids
        The hubs for which anything is another, in the later plan's order; orders that are newly
        collected there, or no longer, among it.
    changed_stops
        How many orders that were on a stop, and not reached, are on a stop with another vehicle, at
        another place in the sequence or at another time.
    """

    routes: tuple[RouteDifference, ...] = ()
    unassigned: tuple[str, ...] = ()
    placed_again: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    hub_ids: tuple[str, ...] = ()
    changed_stops: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is another."""
        return self == Difference()


def difference(older: Plan, newer: Plan, *, unchanged_within_s: int) -> Difference:
    """What is another in `newer` than in `older`, both of one day.

    An order that begins at most `unchanged_within_s` earlier or later begins when it did. What was
    reached in the older plan is history, and no change; nor is what has been reached since by the
    vehicle that had it: its time is what happened, and nobody's plan.
    """
    was, now = spots(older), spots(newer)
    changes = tuple(_changes(was, now))
    routes = tuple(_routes(older, newer, changes, unchanged_within_s))
    to_others = {
        change.order_id
        for change in changes
        if change.leaves and change.comes_to and change.leaves != change.comes_to
        if change.new and change.new.status not in REACHED
    }
    stayed = sum(len(route.moved) + len(route.later) + len(route.earlier) for route in routes)
    collected = _collected(was) ^ _collected(now)
    hubs = {route.hub_id for route in routes} | {hub_id for hub_id, _ in collected}
    without_place = {item.order_id for item in older.unassigned}
    called_off = {item.order_id for item in older.cancelled}
    return Difference(
        routes=routes,
        unassigned=tuple(
            item.order_id for item in newer.unassigned if item.order_id not in without_place
        ),
        placed_again=tuple(
            order_id
            for order_id, spot in now.items()
            if order_id in without_place and spot.status != "failed"
        ),
        cancelled=tuple(
            item.order_id for item in newer.cancelled if item.order_id not in called_off
        ),
        done=_become("done", was, now),
        failed=_become("failed", was, now),
        hub_ids=tuple(
            dict.fromkeys(hub.hub_id for hub in (*newer.hubs, *older.hubs) if hub.hub_id in hubs)
        ),
        changed_stops=len(to_others) + stayed,
    )


def _changes(was: Mapping[str, Spot], now: Mapping[str, Spot]) -> Iterator[Change]:
    """Orders and where they were and are, without what is history."""
    for order_id in {**was, **now}:
        old, new = was.get(order_id), now.get(order_id)
        reached = new is not None and new.status in REACHED
        if old is not None and old.status in REACHED:
            # Only a failed attempt is followed by another.
            if old.status == "failed" and new is not None and not reached:
                yield Change(order_id=order_id, old=old, new=new)
        elif not (reached and old and new and old.vehicle_id == new.vehicle_id):
            yield Change(order_id=order_id, old=old, new=new)


def _routes(
    older: Plan, newer: Plan, changes: Collection[Change], unchanged_within_s: int
) -> Iterator[RouteDifference]:
    added, removed, kept = (defaultdict[str, list[Change]](list) for _ in range(3))
    for change in changes:
        if change.leaves and change.leaves == change.comes_to:
            kept[change.leaves].append(change)
            continue
        if change.leaves:
            removed[change.leaves].append(change)
        if change.comes_to:
            added[change.comes_to].append(change)
    for hub_id, route in _vehicles(older, newer):
        mine = kept[route.vehicle_id]
        moved = _moved(mine)
        in_place = [change for change in mine if change.order_id not in moved]
        found = RouteDifference(
            hub_id=hub_id,
            vehicle_id=route.vehicle_id,
            driver_id=route.driver_id,
            added=_along(added[route.vehicle_id]),
            removed=_along(removed[route.vehicle_id], old=True),
            moved=_along(change for change in mine if change.order_id in moved),
            later=_along(change for change in in_place if change.shift_s > unchanged_within_s),
            earlier=_along(change for change in in_place if change.shift_s < -unchanged_within_s),
        )
        if not found.is_empty:
            yield found


def _vehicles(older: Plan, newer: Plan) -> Iterator[tuple[str, Route]]:
    """Every vehicle of both plans once, with its hub."""
    seen = set()
    for plan in (newer, older):
        for hub in plan.hubs:
            for route in hub.routes:
                if route.vehicle_id not in seen:
                    seen.add(route.vehicle_id)
                    yield hub.hub_id, route


def _moved(kept: Collection[Change]) -> frozenset[str]:
    """Those that are on another trip, or at another place among the others.

    A trip is the one that has most of its orders; its number may be another. Of the rest, as many
    as possible are taken to have stayed: the longest part that is driven in the order of before.
    """
    places = [
        (change.old.place, change.new.place, change.order_id)
        for change in kept
        if change.old and change.new
    ]
    pairs = Counter((old[0], new[0]) for old, new, _ in places)
    same: dict[int, int] = {}
    for (old, new), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if old not in same and new not in same.values():
            same[old] = new
    on_their_trip = sorted(place for place in places if same.get(place[0][0]) == place[1][0])
    stayed = _longest_in_order([new for _, new, _ in on_their_trip])
    return frozenset(order_id for _, _, order_id in places) - {
        on_their_trip[index][2] for index in stayed
    }


def _longest_in_order(places: list[tuple[int, int]]) -> list[int]:
    """The indices of a longest part that never goes back (patience sorting)."""
    ends: list[tuple[int, int]] = []
    at: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_right(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [index]
    found = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def _along(changes: Iterable[Change], *, old: bool = False) -> tuple[Change, ...]:
    """In the order in which they are driven, or were."""

    def place(change: Change) -> tuple[tuple[int, int], str]:
        spot = change.old if old else change.new
        return (spot.place if spot else (0, 0)), change.order_id

    return tuple(sorted(changes, key=place))


def _collected(placed: Mapping[str, Spot]) -> set[tuple[str, str]]:
    return {(spot.hub_id, key) for key, spot in placed.items() if spot.vehicle_id is None}


def _become(status: str, was: Mapping[str, Spot], now: Mapping[str, Spot]) -> tuple[str, ...]:
    return tuple(
        order_id
        for order_id, spot in now.items()
        if spot.status == status and (order_id not in was or was[order_id].status != status)
    )


def difference_document(older: Plan, newer: Plan, found: Difference) -> dict[str, Any]:
    """What `difference` found, as JSON values; docs/store.md says what they are."""
    clock = newer.clock
    return {
        "older": _heading(older),
        "newer": _heading(newer),
        "changed_stops": found.changed_stops,
        "hubs": list(found.hub_ids),
        "vehicles": [
            {
                "hub_id": route.hub_id,
                "vehicle_id": route.vehicle_id,
                "driver_id": route.driver_id,
                **{
                    name: [_change(change, clock) for change in getattr(route, name)]
                    for name in ("added", "removed", "moved", "later", "earlier")
                },
            }
            for route in found.routes
        ],
        "unassigned": list(found.unassigned),
        "placed_again": list(found.placed_again),
        "cancelled": list(found.cancelled),
        "done": list(found.done),
        "failed": list(found.failed),
    }


def _heading(plan: Plan) -> dict[str, Any]:
    return {
        "plan_id": plan.plan_id,
        "day": plan.day,
        "version": plan.version,
        "status": plan.status,
        "created_at": plan.created_at,
    }


def _change(change: Change, clock: Clock) -> dict[str, Any]:
    return {
        "order_id": change.order_id,
        "old": None if change.old is None else _spot(change.old, clock),
        "new": None if change.new is None else _spot(change.new, clock),
    }


def _spot(spot: Spot, clock: Clock) -> dict[str, Any]:
    return {
        "hub_id": spot.hub_id,
        "vehicle_id": spot.vehicle_id,
        "trip_id": spot.trip_id,
        "start_at": clock.iso(spot.start_s),
        "late_s": spot.late_s,
    }
