"""Where hubs deliver to, as their GeoJSON file draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from maps.errors import MapError
from maps.geojson import UnusableShapeError, check_shape, misspelt, read_records, read_shape
from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.fleet.identity import Identities
from routing.fleet.model import Hub, Zone
from routing.fleet.naming import named_hub
from routing.fleet.positions import is_swapped
from routing.tables.fields import Codes, Fields
from routing.tables.model import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from routing.day.model import Day

PROPERTIES = (
    "zone_id",
    "name",
    "hub_id",
    "opens",
    "closes",
    "min_order_eur",
    "surcharge_eur",
)

_CODES = Codes(text="ZONE-TEXT", number="ZONE-NUMBER", range="ZONE-RANGE", time="ZONE-TIME")


def read_zones(
    day: Day, hubs: Sequence[Hub], *, hubs_set_aside: Collection[str] = ()
) -> tuple[tuple[Zone, ...], tuple[Diagnostic, ...]]:
    """Read and check where the day's hubs deliver; a day need not say.

    A feature that cannot be used is set aside. A hub that is left without any zone by that
    delivers everywhere, as if none had been drawn for it, and is warned of.

    Parameters
    ----------
    hubs
        The hubs that can be used.
    hubs_set_aside
        Ids of hubs whose own row was set aside; a zone's message then says so.

    Returns
    -------
    tuple
        The zones that can be used, and what is wrong with the others. Lines are features, from 1.

    Raises
    ------
    InputError
        ZONE-FILE, when the file is no GeoJSON FeatureCollection.
    """
    path = day.store.zones
    if path is None:
        return (), ()
    name = _name(path, day)
    try:
        records = read_records(path, code="ZONE-FILE")
    except MapError as error:
        raise InputError(
            (Diagnostic(code=error.code, message=error.message, remedy=error.remedy, file=name),)
        ) from error
    drawing = _Drawing(day, hubs, hubs_set_aside)
    diagnostics: list[Diagnostic] = []
    for number, record in enumerate(records, start=1):
        diagnostics += drawing.add(record, name, number)
    if not drawing.hubs:
        diagnostics.append(_nothing(name))
    served = {zone.hub_id for zone in drawing.zones}
    diagnostics += (
        _none_left(hub_id, name, count)
        for hub_id, count in drawing.hubs.items()
        if hub_id not in served
    )
    return tuple(drawing.zones), tuple(diagnostics)


class _Drawing:
    """The zones so far, and how many were drawn for which hub."""

    def __init__(self, day: Day, hubs: Sequence[Hub], hubs_set_aside: Collection[str]) -> None:
        self._day = day
        self._by_id = {hub.hub_id: hub for hub in hubs}
        self._positions = [(hub.lat, hub.lon) for hub in hubs]
        self._set_aside = hubs_set_aside
        self._identities = Identities(missing="ZONE-TEXT", duplicate="ZONE-ID-DUPLICATE")
        self.zones: list[Zone] = []
        self.hubs: dict[str, int] = {}

    def add(self, record: object, file: str, number: int) -> list[Diagnostic]:
        """Read one feature, and give what is wrong with it."""
        feature = record if isinstance(record, dict) else {}
        given = feature.get("properties")
        properties: Mapping[str, Any] = given if isinstance(given, dict) else {}
        cells = {name: _content(properties.get(name)) for name in PROPERTIES}
        called = (cells["zone_id"], cells["name"], f"zone {number}")
        cells["zone_id"] = next(one for one in called if one is not None)
        fields = Fields(
            Row(file, number, cells), codes=_CODES, key="zone_id", clock=self._day.clock
        )
        zone_id = self._identities.claim(fields, "zone_id", number)
        hub = named_hub(
            fields,
            self._by_id,
            set_aside=self._set_aside,
            code="ZONE-HUB-UNKNOWN",
            remedy="Give it the property hub_id: the hub that delivers there.",
        )
        if hub is not None:
            self.hubs[hub.hub_id] = self.hubs.get(hub.hub_id, 0) + 1
        area = self._area(fields, feature)
        opens_s, closes_s = self._hours(fields, hub)
        min_order_cents = fields.cents("min_order_eur", 0, 1_000_000)
        surcharge_cents = fields.cents("surcharge_eur", 0, 10_000)
        for name, meant in misspelt(properties, PROPERTIES):
            fields.report(
                "ZONE-PROPERTY",
                f'The property "{name}" is not known and is ignored.',
                f'Did you mean "{meant}"?',
                severity="warning",
            )
        if not fields.failed and zone_id is not None and hub is not None and area is not None:
            self.zones.append(
                Zone(
                    zone_id=zone_id,
                    hub_id=hub.hub_id,
                    area=area,
                    opens_s=opens_s,
                    closes_s=closes_s,
                    min_order_cents=min_order_cents or 0,
                    surcharge_cents=surcharge_cents or 0,
                )
            )
        return fields.diagnostics

    def _area(
        self, fields: Fields, feature: Mapping[str, Any]
    ) -> shapely.Polygon | shapely.MultiPolygon | None:
        """Give the outline; ``None`` with an error in the fields where it cannot be used."""
        try:
            shape = read_shape(feature.get("geometry"))
            if shape is not None and not self._is_swapped(fields, shape):
                check_shape(shape)
        except UnusableShapeError as error:
            fields.report("ZONE-AREA", _sentence(error.what), error.remedy)
            return None
        if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
            drawn = "It has no geometry." if shape is None else f"It is a {type(shape).__name__}."
            fields.report(
                "ZONE-AREA", drawn, "Draw a polygon around the streets where the hub delivers."
            )
            return None
        shapely.prepare(shape)
        return shape

    def _is_swapped(self, fields: Fields, shape: BaseGeometry) -> bool:
        """Whether latitude stands before longitude, as the hubs show; an error then says so."""
        west, south, east, north = shape.bounds
        lat, lon = (south + north) / 2, (west + east) / 2
        if not is_swapped((lat, lon), self._positions):
            return False
        fields.report(
            "ZONE-SWAPPED",
            f"Its coordinates are exchanged: around lat {lat:.6g}, lon {lon:.6g} there is no hub,"
            f" and there is one near lat {lon:.6g}, lon {lat:.6g}.",
            "In GeoJSON longitude comes first: exchange the two, or export it again.",
        )
        return True

    def _hours(self, fields: Fields, hub: Hub | None) -> tuple[int | None, int | None]:
        """Read from when to when deliveries begin there, and look whether the hub is open then."""
        clock = self._day.clock
        opens_s, closes_s = fields.time("opens"), fields.time("closes")
        if opens_s is not None and closes_s is not None and closes_s <= opens_s:
            fields.report(
                "ZONE-HOURS-REVERSED",
                f"It closes at {clock.wall(closes_s)}, and opens at {clock.wall(opens_s)}.",
                "After midnight, hours go on: 02:00 of the next day is 26:00.",
                column="closes",
            )
        elif hub is not None and (
            (opens_s is not None and opens_s >= hub.closes_s)
            or (closes_s is not None and closes_s <= hub.opens_s)
        ):
            fields.report(
                "ZONE-HOURS-CLOSED",
                "Its hours lie outside those of its hub,"
                f" {clock.wall(hub.opens_s)} to {clock.wall(hub.closes_s)}.",
                "Nothing can be delivered there: look at its hours, and at the hub's.",
                column="opens" if opens_s is not None else "closes",
                severity="warning",
            )
        return opens_s, closes_s


def _name(path: Path, day: Day) -> str:
    """How messages call the file: as `day.toml` does."""
    return str(path.relative_to(day.folder)) if path.is_relative_to(day.folder) else str(path)


def _content(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


def _sentence(what: str) -> str:
    return what[:1].upper() + what[1:]


def _nothing(name: str) -> Diagnostic:
    return Diagnostic(
        code="ZONE-NONE",
        message="It has no zone of any of the day's hubs, so they deliver everywhere.",
        remedy="Draw some, or take zones out of day.toml.",
        file=name,
        severity="warning",
    )


def _none_left(hub_id: str, name: str, count: int) -> Diagnostic:
    zones = "Its zone was set aside" if count == 1 else f"All its {count} zones were set aside"
    return Diagnostic(
        code="ZONE-NONE-LEFT",
        message=f"{zones}: today it delivers everywhere, as if it had none.",
        remedy="Mend them, as their own messages say.",
        file=name,
        id=hub_id,
        severity="warning",
    )
