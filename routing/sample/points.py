"""Lockers and partner shops where customers collect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.fleet.model import CollectionPoint
from routing.sample.customers import REACH_M, nearest_hub, on_streets
from routing.sample.hubs import STREET_LIMIT_M, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.city import City
    from routing.clock import Clock
    from routing.fleet.model import Hub
    from routing.sample.customers import Addresses

_PARTNERS = ("convenience", "kiosk", "newsagent", "bakery", "stationery", "tobacco", "books")
_HUBS_A_POINT = 1.5
_OPENS, _CLOSES = "08:00", "20:00"
_SERVICE_S = 240
_CAPACITY_PARCELS = 40


def partner_shops(
    city: City, hubs: Sequence[Hub], addresses: Addresses, clock: Clock
) -> tuple[CollectionPoint, ...]:
    """Make collection points of small shops with a name, in reach of a hub, near people.

    Two for every three hubs, at least two; fewer, or none, where the map has no such shops.
    """
    shops = city.shops
    candidates = shops.of_kind(*_PARTNERS)
    candidates = candidates[[bool(shops.name[index]) for index in candidates]]
    lat, lon = shops.lat[candidates], shops.lon[candidates]
    candidates = candidates[on_streets(city, lat, lon, STREET_LIMIT_M)]
    if len(candidates):
        _, metres = nearest_hub(city, shops.lat[candidates], shops.lon[candidates], hubs)
        candidates = candidates[metres <= REACH_M]
    count = min(len(candidates), max(2, round(len(hubs) / _HUBS_A_POINT)))
    chosen = candidates[
        spread(shops.lat[candidates], shops.lon[candidates], count, around=addresses)
    ]
    return tuple(
        CollectionPoint(
            point_id=f"P{number:02d}",
            name=shops.name[index],
            lat=float(shops.lat[index]),
            lon=float(shops.lon[index]),
            opens_s=clock.seconds(_OPENS),
            closes_s=clock.seconds(_CLOSES),
            service_s=_SERVICE_S,
            capacity_parcels=_CAPACITY_PARCELS,
        )
        for number, index in enumerate(chosen, start=1)
    )
