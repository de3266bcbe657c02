"""GeoJSON, for maps and programs: the hub and the stops as points, trips as lines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point

from routing.exports.links import links_to
from routing.exports.track import trip_line
from routing.exports.wording import title, trip_m
from routing.plan.model import Rest, Trip
from routing.plan.timeline import Return, Visit, course

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from routing.exports.sheet import Sheet

Feature = dict[str, Any]


class GeoJsonExport:
    """One FeatureCollection: the hub, then trips, stops and breaks in driving order."""

    suffix = ".geojson"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's GeoJSON file."""
        steps = [step for step in course(sheet.route) if not isinstance(step, Return)]
        features = [_hub(sheet), *(_feature(sheet, step) for step in steps)]
        geometry = [feature.pop("geometry") for feature in features]
        # As objects, or a column of whole numbers that a feature lacks would become decimals.
        frame = gpd.GeoDataFrame(pd.DataFrame(features, dtype=object), geometry=geometry)
        text = frame.to_json(na="drop", drop_id=True, ensure_ascii=False)
        return f"{text}\n".encode(errors="replace")


def _hub(sheet: Sheet) -> Feature:
    return {
        "geometry": Point(sheet.hub.lon, sheet.hub.lat),
        "role": "hub",
        "hub_id": sheet.hub.hub_id,
        "name": sheet.hub.name,
        "vehicle_id": sheet.route.vehicle_id,
        "kind": sheet.route.kind,
        "day": sheet.clock.date.isoformat(),
        "plan_id": sheet.plan_id,
        "version": sheet.version,
    }


def _feature(sheet: Sheet, step: Trip | Visit | Rest) -> Feature:
    match step:
        case Trip():
            own = _trip(sheet, step)
        case Rest():
            own = _break(sheet, step)
        case visit:
            own = _stop(sheet, visit)
    return {"title": title(sheet, step), **own}


def _trip(sheet: Sheet, trip: Trip) -> Feature:
    iso = sheet.clock.iso
    return {
        "geometry": _line(trip),
        "role": "trip",
        "trip_id": trip.trip_id,
        "loading_at": iso(trip.loading_s),
        "depart_at": iso(trip.depart_s),
        "return_at": iso(trip.return_s),
        "distance_m": trip_m(trip),
        "duration_s": trip.return_s - trip.depart_s,
        "weight_kg": trip.weight_g / 1000,
        "volume_l": trip.volume_ml / 1000,
        "stops": len(trip.stops),
    }


def _line(trip: Trip) -> BaseGeometry | None:
    """A trip that never leaves its place has no line: GeoJSON's have two points at least."""
    line = trip_line(trip)
    return LineString([(lon, lat) for lat, lon in line]) if len(line) > 1 else None


def _break(sheet: Sheet, rest: Rest) -> Feature:
    return {
        "geometry": Point(sheet.hub.lon, sheet.hub.lat),
        "role": "break",
        "start_at": sheet.clock.iso(rest.start_s),
        "end_at": sheet.clock.iso(rest.end_s),
    }


def _stop(sheet: Sheet, visit: Visit) -> Feature:
    stop, iso = visit.stop, sheet.clock.iso
    return {
        "geometry": Point(stop.lon, stop.lat),
        "role": "stop",
        "trip_id": visit.trip.trip_id,
        "sequence": visit.number,
        "order_ids": list(stop.order_ids),
        "status": stop.status,
        "point_id": stop.point_id,
        "place": sheet.place(stop),
        "arrive_at": iso(stop.arrive_s),
        "start_at": iso(stop.start_s),
        "leave_at": iso(stop.leave_s),
        "window_start": iso(stop.window_start_s),
        "window_end": iso(stop.window_end_s),
        "street_opens_at": None if stop.street_opens_s is None else iso(stop.street_opens_s),
        "street_closes_at": None if stop.street_closes_s is None else iso(stop.street_closes_s),
        "late_s": stop.late_s,
        "lines": stop.lines or None,
        "requires": list(stop.requires) or None,
        "leg_s": stop.leg_s,
        "leg_m": stop.leg_m,
        "located": stop.located,
        "accuracy_m": stop.accuracy_m,
        "contacts": _contacts(sheet, visit),
        "links": links_to(stop.lat, stop.lon, sheet.route.kind).known(),
    }


def _contacts(sheet: Sheet, visit: Visit) -> list[dict[str, str]] | None:
    """One object an order, without what its row left empty."""
    people = sheet.people(visit.stop)
    return [
        {"order_id": order_id} | {key: text for key, text in asdict(contact).items() if text}
        for order_id, contact in people.items()
    ] or None
