"""A day in the city of `grid_city`: hubs, vehicles, lockers and orders, placed in metres."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import shapely

from routing.clock import Clock
from routing.day.model import CostDefaults, Day, FileSource, OrderDefaults
from routing.fleet.model import CollectionPoint, Hub, PickerShift, Rates, Vehicle, Zone
from routing.orders.intake import Intake
from routing.orders.model import Channel, HubOrder, Located, LocatedOrder, Order, Place
from tests.support.grid_city import position, write_grid_city

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR = 3600
MINUTE = 60


def at(east_m: float, north_m: float) -> tuple[float, float]:
    """Latitude and longitude, as tables are read: to five decimals."""
    lat, lon = position(east_m, north_m)
    return round(lat, 5), round(lon, 5)


def write_city_with_park(path: Path) -> Path:
    """The city with a park in the east, which a cycle path of 400 m crosses to nowhere."""
    return write_city_with_spur(path, 400, highway="cycleway")


def write_city_with_spur(path: Path, length_m: float, **tags: str) -> Path:
    """The city with a dead end that goes on eastwards where the middle street ends.

    It begins at 800 m east and 400 m north; it is a residential street unless tagged otherwise.
    """
    tree = ET.parse(write_grid_city(path))  # noqa: S314 - written here
    root = tree.getroot()
    lat, lon = position(800 + length_m, 400)
    node = ET.Element("node", id="900", lat=f"{lat:.7f}", lon=f"{lon:.7f}")
    root.insert(0, node)
    way = ET.SubElement(root, "way", id="900")
    for ref in ("114", "900"):
        ET.SubElement(way, "nd", ref=ref)
    for key, value in {"highway": "residential", **tags}.items():
        ET.SubElement(way, "tag", k=key, v=value)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return path


def write_city_with_hours(path: Path) -> Path:
    """The city in which some streets are closed at some hours.

    North street 3 and, in the east, the dead end of `write_city_with_spur` are closed to motors,
    West street 3 is to everybody; nobody has to pass any of them.
    """
    closed = {
        "North street 3": ("motor_vehicle", "no @ (11:00-15:00)"),
        "West street 3": ("access", "no @ (Mo-Sa 10:00-12:00,16:00-17:00; PH,Su 09:00-18:00)"),
    }
    dead_end = {"motor_vehicle:conditional": "no @ (09:00-10:00,13:00-14:00,18:00-07:00)"}
    tree = ET.parse(write_city_with_spur(path, 200, **dead_end))  # noqa: S314 - written here
    for way in tree.getroot().iter("way"):
        for name in (tag.get("v", "") for tag in way.findall("tag")):
            if name in closed:
                key, condition = closed[name]
                ET.SubElement(way, "tag", k=f"{key}:conditional", v=condition)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return path


def hub(hub_id: str = "H", east_m: float = 50, north_m: float = 10, **changes: Any) -> Hub:
    """A hub that is open from 8 to 20, at the corner of the grid."""
    lat, lon = at(east_m, north_m)
    own: dict[str, Any] = {
        "hub_id": hub_id, "name": hub_id, "lat": lat, "lon": lon,
        "opens_s": 8 * HOUR, "closes_s": 20 * HOUR, "loading_s": 600, "service_s": 300,
    }  # fmt: skip
    return Hub(**(own | changes))


def point(
    point_id: str = "P", east_m: float = 450, north_m: float = 410, **changes: Any
) -> CollectionPoint:
    """A locker that is open from 10 to 18, in the middle of the grid."""
    lat, lon = at(east_m, north_m)
    own: dict[str, Any] = {
        "point_id": point_id, "name": point_id, "lat": lat, "lon": lon,
        "opens_s": 10 * HOUR, "closes_s": 18 * HOUR, "service_s": 120,
    }  # fmt: skip
    return CollectionPoint(**(own | changes))


def vehicle(vehicle_id: str = "V", hub_id: str = "H", **changes: Any) -> Vehicle:
    """A van on shift from 8 to 20, at 36 euros an hour, 1 a kilometre and 10 for itself."""
    own: dict[str, Any] = {
        "vehicle_id": vehicle_id, "hub_id": hub_id, "kind": "van",
        "shift_start_s": 8 * HOUR, "shift_end_s": 20 * HOUR,
        "rates": Rates(eur_per_h=36, eur_per_km=1, eur_per_vehicle=10, co2_g_per_km=200),
    }  # fmt: skip
    return Vehicle(**(own | changes))


def order(order_id: str = "O", **known: Any) -> Order:
    """A same-day order of 1 kg and 1 l, two minutes at the door, that names no hub and no place."""
    own: dict[str, Any] = {
        "order_id": order_id, "file": "orders.csv", "line": 2, "channel": Channel.SAME_DAY,
        "weight_g": 1_000, "volume_ml": 1_000, "service_s": 120,
    }  # fmt: skip
    return Order(**(own | known))


def placed(
    order_id: str, east_m: float, north_m: float, *, accuracy_m: int = 0, **known: Any
) -> HubOrder:
    """A same-day order at hub H, ready at 8, that is delivered to a place from 8 to 20."""
    lat, lon = at(east_m, north_m)
    settled: dict[str, Any] = {
        "hub_id": "H", "point_id": None, "ready_s": 8 * HOUR,
        "window_start_s": 8 * HOUR, "window_end_s": 20 * HOUR,
        "place": Place(
            lat=lat, lon=lon, accuracy_m=accuracy_m,
            located=Located.STREET if accuracy_m else Located.GIVEN,
        ),
    }  # fmt: skip
    times = {name: known.pop(name) for name in settled.keys() & known.keys()}
    return HubOrder(order=order(order_id, **known), **(settled | times))


def located(
    order_id: str = "O", place: tuple[float, float] | None = (210, 50), **known: Any
) -> LocatedOrder:
    """An order for a place in the south-west, same-day unless said otherwise."""
    where = None
    if place is not None:
        lat, lon = at(*place)
        where = Place(lat=lat, lon=lon, located=Located.GIVEN, accuracy_m=0)
    return LocatedOrder(order=order(order_id, **known), place=where)


def picker(picker_id: str = "K", hub_id: str = "H", **changes: Any) -> PickerShift:
    """A picker on shift from 8 to 20, who picks a line a minute."""
    own: dict[str, Any] = {
        "picker_id": picker_id, "hub_id": hub_id, "start_s": 8 * HOUR, "end_s": 20 * HOUR,
        "lines_per_hour": 60.0, "eur_per_h": 20.0,
    }  # fmt: skip
    return PickerShift(**(own | changes))


def zone(
    zone_id: str = "Z",
    hub_id: str = "H",
    box_m: tuple[float, float, float, float] = (0, 0, 400, 400),
    **terms: Any,
) -> Zone:
    """A rectangle from west, south to east, north, in metres."""
    (south, west), (north, east) = position(*box_m[:2]), position(*box_m[2:])
    area = shapely.box(west, south, east, north)
    shapely.prepare(area)
    return Zone(zone_id=zone_id, hub_id=hub_id, area=area, **terms)


def day(**settings: Any) -> Day:
    """The settings of a Saturday in Brussels."""
    table = FileSource(path=Path("orders.csv"), name="orders.csv")
    own: dict[str, Any] = {
        "folder": Path(), "map": Path("grid.tmap"), "hubs": table, "vehicles": table,
        "orders": table, "collection_points": None, "costs": CostDefaults(),
        "defaults": OrderDefaults(), "clock": Clock(dt.date(2026, 11, 21), "Europe/Brussels"),
    }  # fmt: skip
    return Day(**(own | settings))


def intake(
    *,
    hubs: Sequence[Hub] = (),
    vehicles: Sequence[Vehicle] = (),
    points: Sequence[CollectionPoint] = (),
    orders: Sequence[Order] = (),
    **more: Any,
) -> Intake:
    """A day's intake with nothing wrong in it; hub H where none are named."""
    return Intake(
        hubs=tuple(hubs) or (hub(),), vehicles=tuple(vehicles), points=tuple(points),
        orders=tuple(orders), rejected=(), diagnostics=(), input_rows=len(orders), **more,
    )  # fmt: skip
