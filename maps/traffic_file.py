"""The `traffic` file of a day: factors for hours and areas, in place of the shipped ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.geojson import read_features
from maps.tags import CLASSES
from maps.traffic import HOURS, LEAST, MOST, Traffic, TrafficZone

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.conditional import Calendar
    from maps.geojson import Feature

_KNOWN = ("factor", "hours", "classes", "name", "reason")
_HALF_AN_HOUR_S = 1800


def read_traffic(path: Path, base: Traffic, calendar: Calendar) -> Traffic:
    """Give a traffic with a file's features on top of it; docs/traffic.md has the format.

    Parameters
    ----------
    path
        A GeoJSON FeatureCollection.
    base
        What holds where and when the file says nothing.
    calendar
        Hours are those of the week, Monday to Sunday, of its date: so far seasons and public
        holidays in them count.

    Raises
    ------
    MapError
        TRAFFIC-FILE where the file cannot be read; TRAFFIC-FEATURE with all that is wrong in it.
    """
    zones = read_features(
        path,
        lambda feature: _zone(feature, calendar),
        known=_KNOWN,
        file_code="TRAFFIC-FILE",
        feature_code="TRAFFIC-FEATURE",
    )
    return replace(base, zones=base.zones + zones)


def _zone(feature: Feature, calendar: Calendar) -> TrafficZone | None:
    shape = feature.shape
    if shape is not None and not isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        feature.wrong(
            f"it is drawn as a {type(shape).__name__}.",
            "Draw a polygon around the streets; without a geometry it holds everywhere.",
        )
    factor = feature.number_of("factor", LEAST, MOST)
    if factor is None and not feature.problems:
        feature.wrong(
            "it has no factor.",
            'Say how many times as long as in free flow driving takes: "factor": 1.5.',
        )
    chosen = feature.choices("classes", CLASSES)
    hours = _hours_of_week(feature, calendar)
    if factor is None:
        return None
    classes = np.isin(CLASSES, chosen) if chosen else np.ones(len(CLASSES), dtype=np.bool_)
    return TrafficZone(area=shape, hours=hours, classes=classes, factor=factor)


def _hours_of_week(feature: Feature, calendar: Calendar) -> NDArray[np.bool_]:
    """Hours of which the opening hours cover half or more."""
    monday = calendar.date - dt.timedelta(days=calendar.date.weekday())
    covered_s = np.zeros(HOURS)
    for day in range(7):
        # A clock that never changes: these are hours as the clock on the wall shows them. The
        # sun would be wrong by it, so hours by the sun are refused.
        date = replace(
            calendar, date=monday + dt.timedelta(days=day), timezone="UTC", coordinates=None
        )
        spells = feature.hours("hours", date)
        if spells is None:
            return np.ones(HOURS, dtype=np.bool_)
        start_s = np.arange(24) * 3600
        for begin, end in spells:
            within = np.minimum(end, start_s + 3600) - np.maximum(begin, start_s)
            covered_s[24 * day : 24 * (day + 1)] += np.maximum(within, 0)
    return covered_s >= _HALF_AN_HOUR_S
