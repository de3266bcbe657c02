"""Where each hub delivers, when, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from maps.geodesy import flat_m
from routing.orders.amounts import euros
from routing.orders.refusal import BELOW_MINIMUM, OUT_OF_ZONE, ZONE_HOURS, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from routing.clock import Clock
    from routing.fleet.model import Zone
    from routing.orders.model import Place

Span = tuple[int, int]
"""From when to when a delivery may begin, both included."""


class Zones:
    """The zones of a day's hubs; a hub that has none delivers anywhere and at all its hours."""

    def __init__(self, zones: Iterable[Zone], clock: Clock) -> None:
        self._clock = clock
        self._of: dict[str, list[Zone]] = {}
        for zone in zones:
            self._of.setdefault(zone.hub_id, []).append(zone)

    def of(self, hub_id: str) -> Sequence[Zone]:
        """A hub's zones, in the order of their file."""
        return self._of.get(hub_id, ())

    def taking(
        self, hub_id: str, place: Place, window: Span, value_cents: int | None
    ) -> Zone | Refusal:
        """The zone in which a hub delivers an order, or why there is none.

        Of several that would take it the one with most time in the window, then the least
        surcharge, then the first.

        Parameters
        ----------
        hub_id
            A hub that has zones.
        place
            The door.
        window
            What was promised.
        value_cents
            What the order is worth; no minimum holds where that is not known.
        """
        around = [zone for zone in self.of(hub_id) if holds(zone, place)]
        if not around:
            return Refusal(
                code=OUT_OF_ZONE,
                clause="outside its zones",
                reason=f"Its door lies outside every zone of {hub_id}.",
            )
        served = [(span, zone) for zone in around if (span := common(zone, window))]
        if not served:
            hours = ", ".join(f"{zone.zone_id} {self.hours(zone)}" for zone in around)
            return Refusal(
                code=ZONE_HOURS,
                clause=f"its zone is not served then ({hours})",
                reason=f"{hub_id} does not serve its zone in its window"
                f" {self._clock.wall(window[0])}-{self._clock.wall(window[1])}: {hours}.",
                way_out=f"agree on a time when its zone is served: {hours}",
            )
        paid = [
            (span, zone)
            for span, zone in served
            if value_cents is None or value_cents >= zone.min_order_cents
        ]
        if not paid:
            least = min((zone for _, zone in served), key=lambda zone: zone.min_order_cents)
            amounts = f"{euros(value_cents or 0)} of {euros(least.min_order_cents)}"
            return Refusal(
                code=BELOW_MINIMUM,
                clause=f"below the minimum of its zone {least.zone_id} ({amounts})",
                reason=f"It is worth {euros(value_cents or 0)}; zone {least.zone_id} of {hub_id}"
                f" asks for {euros(least.min_order_cents)}.",
                way_out=f"{euros(least.min_order_cents - (value_cents or 0))} more would do; or let"
                " it be collected",
            )
        return min(paid, key=lambda one: (one[0][0] - one[0][1], one[1].surcharge_cents))[1]

    def hours(self, zone: Zone) -> str:
        """When a zone is served, as people write it."""
        opens = "opening" if zone.opens_s is None else self._clock.wall(zone.opens_s)
        closes = "closing" if zone.closes_s is None else self._clock.wall(zone.closes_s)
        return f"{opens}-{closes}"

    def nearest(self, hub_ids: Iterable[str], place: Place) -> tuple[float, Zone] | None:
        """Of these hubs' zones the nearest to a place, and how many metres away it is."""
        ways = [(distance_m(zone, place), zone) for one in hub_ids for zone in self.of(one)]
        return min(ways, key=lambda way: way[0], default=None)


def holds(zone: Zone, place: Place) -> bool:
    """Whether a place lies in a zone, or on its edge."""
    return bool(shapely.intersects_xy(zone.area, place.lon, place.lat))


def common(zone: Zone, window: Span) -> Span | None:
    """What a window and a zone's hours have in common; one moment is enough."""
    start_s = window[0] if zone.opens_s is None else max(window[0], zone.opens_s)
    end_s = window[1] if zone.closes_s is None else min(window[1], zone.closes_s)
    return (start_s, end_s) if start_s <= end_s else None


def distance_m(zone: Zone, place: Place) -> float:
    """Metres from a place to a zone's edge, as the crow flies; 0 within it."""

    def flat(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        east, north = flat_m(lon_lat[:, 1], lon_lat[:, 0], at_lat=place.lat)
        return shapely.get_coordinates(shapely.points(east, north))

    door = shapely.Point(place.lon, place.lat)
    return float(shapely.distance(*(shapely.transform(one, flat) for one in (zone.area, door))))
