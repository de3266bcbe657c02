"""One drive as lines for people, and as a document for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polyline
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from maps.maneuvers import Maneuver
from maps.travel import NO_WAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.steps import Step
    from maps.travel import Leg
    from routing.drive import Drive, Stand, Wish

_WINDS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip
_WORDS = {
    Maneuver.CONTINUE: "Continue",
    Maneuver.SLIGHT_RIGHT: "Bear right",
    Maneuver.RIGHT: "Turn right",
    Maneuver.SHARP_RIGHT: "Turn sharp right",
    Maneuver.SLIGHT_LEFT: "Bear left",
    Maneuver.LEFT: "Turn left",
    Maneuver.SHARP_LEFT: "Turn sharp left",
    Maneuver.U_TURN: "Turn back",
    Maneuver.RAMP: "Take the ramp",
    Maneuver.ROUNDABOUT: "Enter the roundabout",
    Maneuver.ARRIVE: "Arrive",
}


def drive(wish: Wish, found: Drive) -> RenderableType:
    """Where from and to, how long and how far, and the steps, one a line."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for justify in ("right", "left", "right", "right"):
        table.add_column(justify=justify)
    for number, step in enumerate(found.steps, start=1):
        row = (str(number), sentence(step))
        figures = (f"{step.distance_m:,} m", _minutes(step.duration_s))
        table.add_row(*map(escape, row), *(figures if step.duration_s or step.distance_m else ()))
    return Group(*(Text(line) for line in _head(wish, found)), Text(), table)


def document(wish: Wish, found: Drive) -> dict[str, Any]:
    """What `tournee map drive --json` prints; `shape` is an encoded polyline, precision 5."""
    hour = wish.hour
    points = list(zip(found.leg.lat.tolist(), found.leg.lon.tolist(), strict=True))
    return {
        "kind": wish.kind,
        "depart_at": hour.clock.iso(hour.at_s) if hour else None,
        "timezone": hour.clock.timezone if hour else None,
        "traffic": bool(hour and hour.traffic),
        "blocked": list(wish.blocked),
        "slowed": list(wish.slowed),
        "origin": _stand(wish, found.origin),
        "destination": _stand(wish, found.destination),
        "duration_s": found.leg.duration_s,
        "distance_m": found.leg.distance_m,
        "unchanged": _figures(found.unchanged),
        "shape": polyline.encode(points, 5),
        "steps": [asdict(step) for step in found.steps],
    }


def sentence(step: Step) -> str:
    """A step in the words that a driver is told."""
    words = _words(step)
    if not step.street or step.maneuver is Maneuver.ARRIVE:
        return words
    if step.maneuver is Maneuver.DEPART or (step.stays and step.maneuver is Maneuver.CONTINUE):
        return f"{words} on {step.street}"
    return f"{words}{', staying on' if step.stays else ' onto'} {step.street}"


def _words(step: Step) -> str:
    match step.maneuver:
        case Maneuver.DEPART:
            return f"Head {_WINDS[round(step.heading_deg / 45) % 8]}"
        case Maneuver.RAMP if step.side:
            return f"Take the ramp on the {step.side}"
        case Maneuver.ROUNDABOUT if step.exit_number:
            return f"At the roundabout take exit {step.exit_number}"
        case Maneuver.ARRIVE if step.side:
            return f"Arrive, the place is on the {step.side}"
        case maneuver:
            return _WORDS[maneuver]


def _head(wish: Wish, found: Drive) -> Iterator[str]:
    hour = wish.hour
    when = "any day, streets flow freely"
    if hour:
        traffic = "usual traffic" if hour.traffic else "streets flow freely"
        when = f"{hour.clock.date} {hour.clock.wall(hour.at_s)} ({hour.clock.timezone}), {traffic}"
    yield f"{wish.kind}, {when}"
    yield from (f"blocked: {place}" for place in wish.blocked)
    yield from (f"slowed: {place}" for place in wish.slowed)
    yield f"start  {_at(wish, found.origin)}"
    yield f"end    {_at(wish, found.destination)}"
    leg, before = found.leg, found.unchanged
    yield f"{_minutes(leg.duration_s)} min ({leg.duration_s:,} s), {leg.distance_m / 1000:.2f} km"
    if before is None:
        return
    if before.duration_s == NO_WAY:
        yield "without what is blocked and slowed there is no way at all"
    else:
        more_s = leg.duration_s - before.duration_s
        change = (
            f"{'+' if more_s >= 0 else '-'}{_minutes(abs(more_s))} min" if more_s else "no change"
        )
        yield (
            f"{_minutes(before.duration_s)} min, {before.distance_m / 1000:.2f} km without what is"
            f" blocked and slowed: {change}"
        )


def _at(wish: Wish, stand: Stand) -> str:
    place = stand.place
    where = place.matched or place.asked
    known = f" (to within {place.accuracy_m} m)" if place.matched else ""
    street = stand.street or "an unnamed street"
    return f"{where}{known}, {stand.distance_m:.0f} m from {street}{_hours(wish, stand)}"


def _hours(wish: Wish, stand: Stand) -> str:
    if stand.open is None or wish.hour is None:
        return ""
    wall = wish.hour.clock.wall
    spells = ", ".join(f"{wall(start)}-{wall(end)}" for start, end in stand.open)
    return f", open to a {wish.kind} {spells} only"


def _stand(wish: Wish, stand: Stand) -> dict[str, Any]:
    place, hour = stand.place, wish.hour
    spells = stand.open if hour else None
    return {
        "asked": place.asked,
        "matched": place.matched,
        "accuracy_m": place.accuracy_m,
        "lat": place.lat,
        "lon": place.lon,
        "street": stand.street,
        "road_lat": stand.lat,
        "road_lon": stand.lon,
        "distance_m": round(stand.distance_m, 1),
        "open": (
            [[hour.clock.iso(start), hour.clock.iso(end)] for start, end in spells]
            if hour and spells is not None
            else None
        ),
    }


def _figures(leg: Leg | None) -> dict[str, int | None] | None:
    if leg is None:
        return None
    there = leg.duration_s < NO_WAY
    return {
        "duration_s": leg.duration_s if there else None,
        "distance_m": leg.distance_m if there else None,
    }


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
