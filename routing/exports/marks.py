"""What a map shows of a vehicle's day at one point each: loadings, stops and breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.links import links_to
from routing.exports.wording import facts, title
from routing.plan.model import Rest, Trip
from routing.plan.timeline import Return, Visit, course

if TYPE_CHECKING:
    from routing.exports.links import Links
    from routing.exports.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point with its words.

    `role` is ``hub`` for a loading, ``stop`` or ``break``; `begins_s` is when loading, service or
    break begin. A stop has `links`: it is where the driver has to be led.
    """

    role: str
    lat: float
    lon: float
    begins_s: int
    title: str
    facts: tuple[str, ...]
    links: Links | None = None


def marks(sheet: Sheet) -> tuple[Mark, ...]:
    """Every mark of the day, in driving order."""
    steps = [step for step in course(sheet.route) if not isinstance(step, Return)]
    return tuple(_mark(sheet, step) for step in steps)


def _mark(sheet: Sheet, step: Trip | Visit | Rest) -> Mark:
    lat, lon, links = sheet.hub.lat, sheet.hub.lon, None
    match step:
        case Trip():
            role, begins_s = "hub", step.loading_s
        case Rest():
            role, begins_s = "break", step.start_s
        case Visit(stop=stop):
            role, begins_s, lat, lon = "stop", stop.start_s, stop.lat, stop.lon
            links = links_to(lat, lon, sheet.route.kind)
    return Mark(
        role=role,
        lat=lat,
        lon=lon,
        begins_s=begins_s,
        title=title(sheet, step),
        facts=facts(sheet, step),
        links=links,
    )
