"""The `closures` file of a day: where streets are blocked or slowed, drawn as GeoJSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from maps.closure_texts import LEAST_KPH, MOST_KPH
from maps.closures import Closure
from maps.geojson import read_features

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from maps.conditional import Calendar, Spells
    from maps.geojson import Feature

    Seconds = Callable[[str], int]

_KNOWN = ("kind", "kph", "street", "vehicles", "hours", "from", "until", "reason", "name")
_SHAPES = (
    shapely.Point, shapely.LineString, shapely.MultiLineString, shapely.Polygon,
    shapely.MultiPolygon,
)  # fmt: skip
_LONG_AGO_S, _NEVER_S = -(10**9), 10**9


def read_closures(
    path: Path, calendar: Calendar, seconds: Seconds, kinds: Collection[str]
) -> tuple[Closure, ...]:
    """Read the closures of a file; docs/traffic.md has the format.

    Parameters
    ----------
    path
        A GeoJSON FeatureCollection.
    calendar
        The day: opening hours are evaluated for its date.
    seconds
        Gives the seconds from the day's local midnight of a time as people write it, HH:MM or
        ISO 8601, and raises a ValueError that says what is expected.
    kinds
        The kinds of vehicles that there are.

    Raises
    ------
    MapError
        CLOSURE-FILE where the file cannot be read; CLOSURE-FEATURE with all that is wrong in it.
    """

    def make(feature: Feature) -> Closure | None:
        closure = _place(feature)
        spells = _spells(feature, calendar, seconds)
        vehicles = frozenset(feature.choices("vehicles", kinds))
        return closure and replace(closure, spells=spells, kinds=vehicles)

    return read_features(
        path, make, known=_KNOWN, file_code="CLOSURE-FILE", feature_code="CLOSURE-FEATURE"
    )


def _place(feature: Feature) -> Closure | None:
    """Give where it is and what it does there."""
    shape, street = feature.shape, feature.text("street")
    if shape is not None and not isinstance(shape, _SHAPES):
        feature.wrong(
            f"it is drawn as a {type(shape).__name__}.", "Draw a point, a line or a polygon."
        )
    if (shape is None) == (not street) and not feature.problems:
        feature.wrong(
            "it has both a geometry and a street's name." if street else "it has no geometry.",
            "Draw it, or give the name of the street that it closes, one of the two.",
        )
    kind, kph = feature.text("kind"), feature.number_of("kph", LEAST_KPH, MOST_KPH)
    if kind not in {"block", "slow"}:
        feature.wrong(f"kind is {kind!r}.", 'It is "block" or "slow".')
    elif (kind == "slow") != (kph is not None) and not feature.problems:
        feature.wrong(
            "it slows, and has no kph." if kind == "slow" else "it blocks, and has a kph.",
            'What has the kind "slow" has the km/h that are possible as kph, and nothing else has.',
        )
    reason = feature.text("reason") or feature.text("name")
    return Closure(shape=shape, street=street, kph=kph, reason=reason)


def _spells(feature: Feature, calendar: Calendar, seconds: Seconds) -> Spells | None:
    """Give when it holds, None for always."""
    begin, end = feature.text("from"), feature.text("until")
    hours = feature.hours("hours", calendar)
    if not begin and not end:
        return hours
    if feature.text("hours"):
        feature.wrong("it has hours, and from or until.", "Keep the hours, or the other two.")
        return None
    start_s = _time_s(feature, "from", begin, seconds) if begin else _LONG_AGO_S
    end_s = _time_s(feature, "until", end, seconds) if end else _NEVER_S
    if start_s is None or end_s is None:
        return None
    if end_s <= start_s:
        feature.wrong(
            f"until ({end}) is not after from ({begin}).",
            "After midnight, hours go on: 05:00 of the next day is 29:00.",
        )
    return ((start_s, end_s),)


def _time_s(feature: Feature, name: str, text: str, seconds: Seconds) -> int | None:
    """Give the seconds of a time; a mere date is its first moment, or as `until` its last."""
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        pass
    else:
        text = (date + dt.timedelta(days=name == "until")).isoformat()
    try:
        return seconds(text)
    except ValueError as error:
        feature.wrong(f"{name} is {text!r}: {error}.", "Write it like 14:30 or 2026-11-21T14:30.")
        return None
