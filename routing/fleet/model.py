"""Hubs, points, zones, vehicles and pickers, as checked: whole seconds, grams, millilitres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    from routing.texts.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A store that prepares orders and from which vehicles leave.

    `setup_s` is how long its vehicles set up at a stop, for those that do not say themselves.
    `pickers` is how many people pick while it is open, where no table of shifts says who they are;
    ``None`` where picking is not planned.
    """

    hub_id: str
    name: str
    lat: float
    lon: float
    opens_s: int
    closes_s: int
    loading_s: int = 0
    service_s: int = 0
    bays: int | None = None
    setup_s: int = 0
    pickers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPoint:
    """A locker or partner shop where customers collect. Hubs are collection points as well."""

    point_id: str
    name: str
    lat: float
    lon: float
    opens_s: int
    closes_s: int
    service_s: int = 0
    capacity_parcels: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A rest of `duration_s` that lies wholly between `earliest_s` and `latest_s`.

    Without `longest_work_s` it is due when the work, from the first loading to the last return,
    begins before it could have been had and ends after it could still be had. With it, it is due
    when the work is longer than that, and neither the work before it nor that after it is longer.
    """

    duration_s: int
    earliest_s: int
    latest_s: int
    longest_work_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a vehicle costs, and what it emits.

    Rates are as people state them, in euros; what they amount to is counted in whole euro-cents.
    Paid time runs from the start of the first loading to the last return.
    """

    eur_per_h: float
    eur_per_km: float
    eur_per_vehicle: float
    co2_g_per_km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One shift of one vehicle with one driver. ``None`` is without limit, or not stated.

    `language` is the driver's, for papers.
    """

    vehicle_id: str
    hub_id: str
    kind: str
    shift_start_s: int
    shift_end_s: int
    rates: Rates
    asset_id: str | None = None
    driver_id: str | None = None
    language: Language | None = None
    weight_g: int | None = None
    volume_ml: int | None = None
    max_trips: int | None = None
    max_stops: int | None = None
    max_distance_m: int | None = None
    setup_s: int = 0
    rest: Break | None = None
    skills: frozenset[str] = frozenset()

    def could_carry(self, weight_g: int, volume_ml: int, requires: frozenset[str]) -> bool:
        """Whether the vehicle, empty, has the room and the skills for an order."""
        return (
            requires <= self.skills
            and (self.weight_g is None or weight_g <= self.weight_g)
            and (self.volume_ml is None or volume_ml <= self.volume_ml)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """The hubs, vehicles and collection points of a day."""

    hubs: tuple[Hub, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    points: tuple[CollectionPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerShift:
    """One picker at one hub for one span of the day, paid from its start to its end.

    A picker who rests at noon has two shifts, with one `picker_id`.
    """

    picker_id: str
    hub_id: str
    start_s: int
    end_s: int
    lines_per_hour: float
    eur_per_h: float

    def picking_s(self, lines: int, order_s: int) -> int:
        """How long an order takes: so much for any, and its lines; a second at the least."""
        return max(1, order_s + math.ceil(3600 * lines / self.lines_per_hour))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zone:
    """Where a hub delivers to, and on what terms; ``None`` and 0 where nothing is said.

    Attributes
    ----------
    area
        Its outline in degrees, x being the longitude; made ready for many questions.
    opens_s, closes_s
        A delivery there begins between these.
    min_order_cents
        What an order there is worth at least.
    surcharge_cents
        What a customer there pays for the delivery besides.
    """

    zone_id: str
    hub_id: str
    area: Polygon | MultiPolygon
    opens_s: int | None = None
    closes_s: int | None = None
    min_order_cents: int = 0
    surcharge_cents: int = 0
