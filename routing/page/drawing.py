"""What the page's script draws on the map, as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.sketch import Streets
    from routing.orders.contacts import Contact
    from routing.page.content import Content, HubDay, StopLine, VehicleDay


def drawing(content: Content, streets: Streets | None) -> dict[str, Any]:
    """Streets, hubs, collection points and vehicles; static/map.js says how they are drawn."""
    return {
        "streets": [[line.rank, line.name, line.shape] for line in streets.lines]
        if streets
        else [],
        "hubs": [_hub(hub) for hub in content.hubs],
        "points": [
            {"lat": point.lat, "lon": point.lon, "title": point.name, "facts": []}
            for point in content.plan.points
        ],
        "vehicles": [
            _vehicle(vehicle, place)
            for place, hub in enumerate(content.hubs)
            for vehicle in hub.vehicles
        ],
    }


def _hub(hub: HubDay) -> dict[str, Any]:
    facts = [
        ["Hub", hub.hub_id],
        ["Vehicles", f"{len(hub.vehicles)} of {len(hub.vehicles) + len(hub.idle)}"],
        ["Trips", str(hub.trips)],
        ["Stops", str(hub.stops)],
        ["Collected here", str(len(hub.collections))],
    ]
    return {"lat": hub.lat, "lon": hub.lon, "title": hub.name, "facts": facts}


def _vehicle(vehicle: VehicleDay, hub: int) -> dict[str, Any]:
    return {
        "key": vehicle.key,
        "hub": hub,
        "colour": vehicle.colour,
        "shapes": vehicle.shapes,
        "stops": [
            {
                "key": stop.key,
                "number": stop.number,
                "lat": stop.lat,
                "lon": stop.lon,
                "late": stop.late_min > 0,
                "drop": bool(stop.place),
                "title": ", ".join(stop.orders),
                "facts": list(_stop_facts(stop, vehicle)),
            }
            for stop in vehicle.stops
        ],
    }


def _stop_facts(stop: StopLine, vehicle: VehicleDay) -> Iterator[list[str]]:
    yield ["Planned", f"{stop.start}-{stop.leave}"]
    yield ["Window", stop.window]
    if stop.street_hours:
        yield ["Street open", stop.street_hours]
    if stop.late_min:
        yield ["Late", f"{stop.late_min} min"]
    waits = f", waits {stop.wait_min} min" if stop.wait_min else ""
    yield ["Arrives", f"{stop.arrive}{waits}"]
    yield ["Drive there", f"{stop.drive_min} min, {stop.km} km"]
    if stop.place:
        yield ["Left at", stop.place]
    if stop.lines:
        yield ["Order lines", str(stop.lines)]
    if stop.requires:
        yield ["Requires", stop.requires]
    yield ["Vehicle", f"{vehicle.vehicle_id}, stop {stop.number}, trip {stop.trip_id}"]
    yield ["Place", stop.located]
    for contact in stop.contacts:
        yield from _contact_facts(contact)


def _contact_facts(contact: Contact) -> Iterator[list[str]]:
    for label, value in (
        ("Customer", contact.name),
        ("Address", contact.address),
        ("Phone", contact.phone),
        ("Note", contact.note),
    ):
        if value:
            yield [label, value]
