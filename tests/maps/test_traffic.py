"""How much longer driving takes than in free flow."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.conditional import Calendar
from maps.errors import MapError
from maps.tags import CLASSES
from maps.traffic import StreetTraffic, Traffic, TrafficZone, hour_of_week
from maps.traffic_file import read_traffic

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MONDAY = dt.date(2026, 11, 23)
PRIMARY, RESIDENTIAL, FOOTWAY = map(CLASSES.index, ("primary", "residential", "footway"))
WEST = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
"""From 0° to 1° east, where the first of `factors`' two streets is."""

# Of the road transport profile of TNO (Denier van der Gon et al. 2011), by hour and by day.
WEEKDAY = (
    0.19, 0.09, 0.06, 0.05, 0.09, 0.22, 0.86, 1.84, 1.86, 1.41, 1.24, 1.20,
    1.32, 1.44, 1.45, 1.59, 2.03, 2.08, 1.51, 1.06, 0.74, 0.62, 0.61, 0.44,
)  # fmt: skip
DAYS = (1.02, 1.06, 1.08, 1.10, 1.14, 0.81, 0.79)
# Shares of a day of light traffic, of emiproc's profiles.
SATURDAY = (
    0.0300, 0.0268, 0.0212, 0.0176, 0.0140, 0.0119, 0.0163, 0.0240, 0.0361, 0.0467, 0.0536, 0.0579,
    0.0610, 0.0643, 0.0677, 0.0667, 0.0686, 0.0668, 0.0578, 0.0431, 0.0350, 0.0345, 0.0391, 0.0395,
)  # fmt: skip
SUNDAY = (
    0.0418, 0.0375, 0.0318, 0.0277, 0.0226, 0.0156, 0.0135, 0.0153, 0.0222, 0.0338, 0.0432, 0.0500,
    0.0525, 0.0592, 0.0662, 0.0725, 0.0769, 0.0781, 0.0677, 0.0522, 0.0414, 0.0339, 0.0267, 0.0178,
)  # fmt: skip


def volumes() -> NDArray[np.float64]:
    """The traffic of each hour of the week, as a part of the busiest one's."""
    shapes = [np.array(WEEKDAY)] * 5 + [24 * np.array(SATURDAY), 24 * np.array(SUNDAY)]
    volume = np.concatenate([share * shape for share, shape in zip(DAYS, shapes, strict=True)])
    return np.asarray(volume / volume.max())


def city_percent() -> NDArray[np.float64]:
    """What the shipped table says for a class with a share of 1."""
    factor = Traffic.default().factor[:, CLASSES.index("secondary")]
    return np.asarray((factor - 1) * 100)


# The shipped table


def test_the_shipped_table_is_what_its_derivation_gives() -> None:
    expected = np.floor(100 * 0.667 * volumes() ** 1.4 + 0.5)
    assert city_percent() == pytest.approx(expected)


def test_the_shipped_table_has_the_levels_of_its_source() -> None:
    """Brussels 2021: 34 % over all driving of the week, 57 % at the peaks, 7-9 h and 16-18 h."""
    percent, volume = city_percent(), volumes()
    assert np.average(percent, weights=volume) == pytest.approx(34, abs=0.5)
    peaks = np.array([24 * day + hour for day in range(5) for hour in (7, 8, 16, 17)])
    assert np.average(percent[peaks], weights=volume[peaks]) == pytest.approx(57, abs=0.5)


def test_every_class_in_the_shipped_file_is_one() -> None:
    text = resources.files("maps").joinpath("data/traffic.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)["share"]) <= set(CLASSES)


def test_a_monday_at_eight_is_slow_on_main_roads_less_so_at_home_and_not_for_paths() -> None:
    """49 % for the city, of which a primary road takes 1.2 and a residential street 0.4."""
    factor = Traffic.default().factor[hour_of_week(MONDAY, 8)]
    assert factor[PRIMARY] == pytest.approx(1.588)
    assert factor[RESIDENTIAL] == pytest.approx(1.196)
    assert factor[FOOTWAY] == 1


def test_without_traffic_nothing_takes_longer() -> None:
    assert (Traffic.none().factor == 1).all()


def test_the_shipped_table_cannot_be_changed_for_everybody_else() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Traffic.default().factor[0, 0] = 2


@pytest.mark.parametrize("wrong", [np.ones((24, len(CLASSES))), np.full((168, len(CLASSES)), 11.0)])
def test_a_table_of_another_shape_or_beyond_reason_is_refused(wrong: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="expected factors"):
        Traffic(factor=wrong)


# Hours


@pytest.mark.parametrize(
    ("date", "wall_hour", "hour"),
    [
        (MONDAY, 0, 0),
        (MONDAY, 25, 25),
        (dt.date(2026, 11, 29), 23, 167),
        (dt.date(2026, 11, 29), 24, 0),
    ],
)
def test_hours_of_the_week_begin_on_monday_and_go_round(
    date: dt.date, wall_hour: int, hour: int
) -> None:
    assert hour_of_week(date, wall_hour) == hour


# Zones


def zone(
    area: shapely.Geometry | None, factor: float, hours: tuple[int, ...] = tuple(range(168))
) -> TrafficZone:
    return TrafficZone(
        area=area,
        hours=np.isin(np.arange(168), hours),
        classes=np.isin(CLASSES, ["primary"]),
        factor=factor,
    )


def factors(traffic: Traffic, hour: int) -> list[float]:
    """Of two primary roads, at 0.5° and at 1.5° east, and a residential street at 0.5° east."""
    streets = StreetTraffic(
        traffic,
        np.array([PRIMARY, PRIMARY, RESIDENTIAL], dtype=np.uint8),
        np.array([0.5, 0.5, 0.5]),
        np.array([0.5, 1.5, 0.5]),
    )
    return list(streets.factors(hour))


def test_a_zone_replaces_the_factor_in_its_hours_inside_and_for_its_classes() -> None:
    traffic = Traffic(
        factor=Traffic.none().factor, zones=(zone(shapely.box(0, 0, 1, 1), 3, hours=(8,)),)
    )
    assert factors(traffic, 8) == [3, 1, 1]
    assert factors(traffic, 9) == [1, 1, 1]


def test_later_zones_win_over_earlier_ones_also_those_for_everywhere() -> None:
    west, everywhere = zone(shapely.box(0, 0, 1, 1), 3), zone(None, 2)
    free = Traffic.none().factor
    assert factors(Traffic(factor=free, zones=(west, everywhere)), 0) == [2, 2, 1]
    assert factors(Traffic(factor=free, zones=(everywhere, west)), 0) == [3, 2, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from([None, 0, 1]), st.floats(0.5, 10), st.integers(0, 167)),
        max_size=6,
    ),
    st.integers(0, 167),
)
def test_of_any_zones_the_last_that_holds_counts(
    drawn: list[tuple[int | None, float, int]], hour: int
) -> None:
    zones = tuple(
        zone(None if west is None else shapely.box(west, 0, west + 1, 1), factor, (of_hour,))
        for west, factor, of_hour in drawn
    )
    expected = [1.0, 1.0]
    for west, factor, of_hour in drawn:
        for place in (0, 1):
            if of_hour == hour and west in {None, place}:
                expected[place] = factor
    assert factors(Traffic(factor=Traffic.none().factor, zones=zones), hour) == [*expected, 1.0]


# The file


def write(folder: Path, *features: tuple[object, dict[str, object]]) -> Path:
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": geometry, "properties": properties}
            for geometry, properties in features
        ],
    }
    path = folder / "traffic.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def read(path: Path, date: dt.date = MONDAY) -> Traffic:
    return read_traffic(path, Traffic.none(), Calendar(date, "Europe/Brussels", "BE"))


def test_a_file_says_where_when_and_for_which_streets(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        (None, {"factor": 1.5, "hours": "Mo-Fr 07:00-09:00", "classes": ["primary"]}),
        (WEST, {"factor": "2.5", "hours": "Mo 08:00-09:00", "classes": "primary; residential"}),
    )
    traffic = read(path)
    assert factors(traffic, 7) == [1.5, 1.5, 1]
    assert factors(traffic, 8) == [2.5, 1.5, 2.5]
    assert factors(traffic, 9) == [1, 1, 1]
    assert factors(traffic, 24 * 4 + 8) == [1.5, 1.5, 1]
    assert factors(traffic, 24 * 5 + 8) == [1, 1, 1]


def test_a_file_leaves_the_table_as_it_is_where_it_says_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, (WEST, {"factor": 2, "hours": "Mo 08:00-09:00"}))
    base = Traffic.default()
    traffic = read_traffic(path, base, Calendar(MONDAY, "Europe/Brussels", "BE"))
    assert factors(traffic, 8) == [2, base.factor[8, PRIMARY], 2]
    assert factors(traffic, 17) == factors(base, 17)


def hours_of(folder: Path, text: str, date: dt.date = MONDAY) -> list[int]:
    traffic = read(write(folder, (None, {"factor": 2, "hours": text})), date)
    return list(np.flatnonzero(traffic.zones[0].hours))


def test_hours_across_midnight_go_on_in_the_next_day(tmp_path: Path) -> None:
    """Monday 22:00 to Tuesday 05:00; and Sunday's, on the Monday that this week begins with."""
    assert hours_of(tmp_path, "Mo 22:00-05:00") == [22, 23, 24, 25, 26, 27, 28]
    assert hours_of(tmp_path, "Su 22:00-02:00") == [0, 1, 166, 167]


def test_an_hour_counts_when_half_of_it_is_covered(tmp_path: Path) -> None:
    assert hours_of(tmp_path, "Mo 07:30-09:29") == [7, 8]
    assert hours_of(tmp_path, "Mo 07:31-09:30") == [8, 9]
    assert hours_of(tmp_path, "Mo 07:00-07:15,07:45-08:00") == [7]


def test_in_the_weeks_of_the_clock_changes_hours_are_still_the_clocks(tmp_path: Path) -> None:
    for sunday in (dt.date(2026, 3, 29), dt.date(2026, 10, 25)):
        assert hours_of(tmp_path, "Su 08:00-10:00", sunday) == [152, 153]


def test_public_holidays_and_seasons_are_those_of_the_days_own_week(tmp_path: Path) -> None:
    """Friday 2026-12-25 is Christmas."""
    text = "Mo-Fr 08:00-09:00; PH off"
    assert hours_of(tmp_path, text) == [8, 32, 56, 80, 104]
    assert hours_of(tmp_path, text, dt.date(2026, 12, 23)) == [8, 32, 56, 80]
    assert hours_of(tmp_path, "Jul-Aug 08:00-09:00") == []


@pytest.mark.parametrize(
    ("geometry", "properties", "what"),
    [
        (None, {}, "no factor"),
        (None, {"factor": 0.4}, "factor is 0.4"),
        (None, {"factor": 11}, "factor is 11"),
        (None, {"factor": [2]}, "factor is [2]"),
        (None, {"factor": 2, "hours": "rush hour"}, "hours is 'rush hour'"),
        (None, {"factor": 2, "hours": "sunrise-sunset"}, "hours is 'sunrise-sunset'"),
        (None, {"factor": 2, "classes": ["primry"]}, "Did you mean 'primary'"),
        (None, {"factor": 2, "class": "primary"}, "Did you mean 'classes'"),
        ({"type": "Point", "coordinates": [0, 0]}, {"factor": 2}, "drawn as a Point"),
    ],
)
def test_a_feature_that_cannot_be_used_says_why(
    tmp_path: Path, geometry: object, properties: dict[str, object], what: str
) -> None:
    with pytest.raises(MapError) as caught:
        read(write(tmp_path, (geometry, properties)))
    assert caught.value.code == "TRAFFIC-FEATURE"
    assert what in caught.value.message
    assert caught.value.message.count("feature 1") == 1


def test_a_traffic_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="No such file") as caught:
        read(tmp_path / "traffic.geojson")
    assert caught.value.code == "TRAFFIC-FILE"
