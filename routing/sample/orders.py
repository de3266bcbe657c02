"""The orders of a made-up day, as rows of its table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from maps.addresses.locating import LocatingError
from maps.geodesy import great_circle_m
from routing.fleet.model import CollectionPoint
from routing.orders.model import Channel
from routing.sample.demand import draw_goods, draw_promise, draw_slot, is_drivable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.addresses.gazetteer import Address
    from maps.city import City
    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.sample.customers import Customers
    from routing.sample.demand import Goods, Slot

_COLLECTED_ELSEWHERE = 0.18
_NAMES_HUB = 0.5
_WITHOUT_POSITION = 0.2
_WITH_NOTE = 0.1
_FOUND_WITHIN_M = 150.0
_PRIORITIES, _PRIORITY_SHARES = (5, 7, 3, 9), (0.9, 0.05, 0.03, 0.02)

_NAMES = ("Client", "Klant", "Musterkunde", "Sample Customer")
_NOTES = (
    "Sonner deux fois, s'il vous plaît", "Laisser chez le concierge",
    "Bel werkt niet, gelieve te kloppen", "Achterdeur, langs de tuin",
    "Bitte beim Nachbarn klingeln", "Im zweiten Hof links",
    "Please call on arrival", "Leave with the reception",
)  # fmt: skip


class _Kind(Enum):
    DELIVERED = auto()
    COLLECTED = auto()
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOrder:
    """One order: its row, and what the fleet has to be large enough for.

    `driven` is whether a vehicle of `hub_id`, the nearest hub, carries it; it is due at `due_s`.
    """

    row: Mapping[str, object]
    hub_id: str
    driven: bool
    due_s: int


class OrderBook:
    """Makes orders for the customers of a day.

    Parameters
    ----------
    city
        The map, which must find an address before an order may come without a position.
    hubs, points
        Where orders are prepared and collected.
    clock
        The day.
    """

    def __init__(
        self, city: City, hubs: Sequence[Hub], points: Sequence[CollectionPoint], clock: Clock
    ) -> None:
        self._city = city
        self._hubs = hubs
        self._points = points
        self._clock = clock

    def orders(
        self, customers: Customers, rng: np.random.Generator, *, collected: float
    ) -> list[SampleOrder]:
        """One order a customer, in the order that they were placed in.

        Parameters
        ----------
        collected
            The share that customers collect, at the hub or elsewhere.
        """
        # Placed from 17:00 of the evening before to 05:55.
        count = len(customers)
        placed_s = np.sort(-7 * 3600 + 60 * rng.integers(0, 13 * 60 - 4, count))
        # The shares are exact, so that small days have some of everything.
        lot = rng.permutation(count)
        to_collect = round(collected * count)
        elsewhere = round(_COLLECTED_ELSEWHERE * to_collect)
        kinds = [
            _Kind.ELSEWHERE if drawn < elsewhere
            else _Kind.COLLECTED if drawn < to_collect
            else _Kind.DELIVERED
            for drawn in lot
        ]  # fmt: skip
        return [
            self._order(number, kinds[number], customers, int(placed_s[number]), rng)
            for number in range(count)
        ]

    def _order(
        self,
        number: int,
        kind: _Kind,
        customers: Customers,
        placed_s: int,
        rng: np.random.Generator,
    ) -> SampleOrder:
        hub = self._hubs[customers.home[number]]
        goods = draw_goods(rng)
        named = bool(rng.random() < _NAMES_HUB)
        common = {
            "order_id": f"O{number + 1:05d}",
            **self._place(customers.addresses[number], rng),
            **_contact(number + 1, rng),
            **_goods(goods),
            "placed_at": self._clock.iso(placed_s),
            "priority": int(rng.choice(_PRIORITIES, p=_PRIORITY_SHARES)),
        }
        if kind is _Kind.DELIVERED:
            slot = draw_slot(rng, hub, self._clock)
            row = common | {
                "channel": Channel.SAME_DAY.value,
                "hub_id": hub.hub_id if named else "",
                "window_start": self._clock.wall(slot.start_s),
                **self._due(slot),
            }
            return SampleOrder(row=row, hub_id=hub.hub_id, driven=True, due_s=slot.end_s)
        goals = self._elsewhere(hub) if kind is _Kind.ELSEWHERE else []
        goal = goals[rng.integers(len(goals))] if goals else hub
        slot = draw_promise(rng, hub, goal, self._clock)
        driven = goal is not hub
        row = common | {
            "channel": Channel.CLICK_AND_COLLECT.value,
            "hub_id": hub.hub_id if named or driven else "",
            "collect_at": _id(goal) if driven or not named else "",
            "requires": "",  # the shop sees to it where the customer collects
            **self._due(slot),
        }
        return SampleOrder(row=row, hub_id=hub.hub_id, driven=driven, due_s=slot.end_s)

    def _due(self, slot: Slot) -> dict[str, object]:
        return {
            "window_end": self._clock.wall(slot.end_s),
            "ready_at": self._clock.wall(slot.ready_s),
        }

    def _elsewhere(self, hub: Hub) -> list[Hub | CollectionPoint]:
        """The three nearest places to collect besides the hub itself."""
        places: list[Hub | CollectionPoint] = [*self._hubs, *self._points]
        others = [
            place for place in places if place is not hub and is_drivable(hub, place, self._clock)
        ]
        if not others:
            return []
        lat, lon = np.array([(place.lat, place.lon) for place in others]).T
        nearest = np.argsort(great_circle_m(hub.lat, hub.lon, lat, lon), kind="stable")
        return [others[index] for index in nearest[:3]]

    def _place(self, address: Address, rng: np.random.Generator) -> dict[str, object]:
        """The customer's address and position; some have none, where the map finds the address."""
        words = {
            "address": f"{address.street} {address.number}".strip(),
            "postcode": address.postcode,
            "city": address.city,
        }
        if rng.random() < _WITHOUT_POSITION and self._is_found(address, **words):
            return {**words}
        return {**words, "lat": f"{address.lat:.6f}", "lon": f"{address.lon:.6f}"}

    def _is_found(self, place: Address, address: str, postcode: str, city: str) -> bool:
        if not (place.street and place.number):
            return False
        try:
            found = self._city.locate(address, postcode or None, city or None)
        except LocatingError:
            return False
        metres = great_circle_m(place.lat, place.lon, found.lat, found.lon)
        return bool(metres <= _FOUND_WITHIN_M) and found.accuracy_m <= _FOUND_WITHIN_M


def _id(place: Hub | CollectionPoint) -> str:
    return place.point_id if isinstance(place, CollectionPoint) else place.hub_id


def _goods(goods: Goods) -> dict[str, object]:
    return {
        "lines": goods.lines,
        "weight_kg": goods.weight_kg,
        "volume_l": goods.volume_l,
        "service_s": goods.service_s,
        "requires": ";".join(goods.requires),
    }


def _contact(number: int, rng: np.random.Generator) -> dict[str, object]:
    """Somebody who is plainly made up.

    Phone numbers are of the range that Ofcom keeps for drama (07700 900000 to 900999), mail goes
    to example.com (RFC 2606): neither ever reaches anybody.
    """
    language = int(rng.integers(len(_NAMES)))
    noted = rng.random() < _WITH_NOTE
    return {
        "name": f"{_NAMES[language]} {number}",
        "phone": f"+44 7700 900{number % 1000:03d}",
        "email": f"customer{number}@example.com",
        "note": _NOTES[2 * language + int(rng.integers(2))] if noted else "",
    }
