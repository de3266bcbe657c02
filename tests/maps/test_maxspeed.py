"""Speed limits as people write them, and as the law gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.maxspeed import limit_kph, maxspeed_kph, region_of


@pytest.mark.parametrize(
    ("value", "kph"),
    [
        ("50", 50), ("50 km/h", 50), ("50kph", 50), ("30 mph", 48), ("30mph", 48), ("30 MPH", 48),
        ("10 knots", 19), ("27.5", 28),
        ("BE:urban", 50), ("be:urban", 50), ("RO:urban", 50), ("XX:urban", 50),
        ("DE:rural", 100), ("GB:nsl_single", 97), ("UK:nsl_single", 97),
        ("BE-VLG:rural", 70), ("BE-WAL:rural", 90), ("BE-BRU:rural", 70), ("BE-BRU:urban", 30),
        ("BE:motorway", 120), ("BE-WAL:motorway", 120), ("BE:living_street", 20),
        ("DE:living_street", 7), ("BE:school", 30), ("DE:bicycle_road", 30),
        ("DE:zone:30", 30), ("BE:zone30", 30), ("DE:zone30", 30), ("BE:30", 30), ("zone30", 30),
        ("BE-VLG:zone30", 30), ("GB:zone20", 32),
        ("walk", 7), ("none", 130),
        ("50;30", 30), ("50; 70", 50), ("100|80", 80), ("30 mph;50", 48), ("signals;70", 70),
        ("BE-VLG:rural;BE:urban", 50),
    ],
)  # fmt: skip
def test_a_limit_is_understood(value: str, kph: int) -> None:
    assert maxspeed_kph(value) == kph


@pytest.mark.parametrize(
    "value",
    [
        None, "", " ", "signals", "variable", "fast", "0", "-30", "5000", "50 leagues", ":", "DE:",
        "3O", "sign", "DE:zone", "local_knowledge:50", "DE:zone5000", "https://example.org/:50",
    ],
)  # fmt: skip
def test_what_says_nothing_usable_is_unknown(value: str | None) -> None:
    assert maxspeed_kph(value) == 0
    assert maxspeed_kph(value, "BE-BRU") == 0


@given(st.text(), st.sampled_from(["", "BE", "BE-BRU", "DE"]))
def test_no_text_crashes_it_or_gives_an_absurd_limit(value: str, region: str) -> None:
    assert 0 <= maxspeed_kph(value, region) <= 200


@pytest.mark.parametrize(
    ("value", "region", "kph"),
    [
        ("BE:urban", "BE-BRU", 30),
        ("BE:urban", "BE-VLG", 50),
        ("BE:rural", "BE-VLG", 70),
        ("BE:rural", "BE-WAL", 90),
        ("BE:rural", "BE", 70),
        ("urban", "BE-BRU", 30),
        # What is tagged names a region of its own; the map lies in another.
        ("BE-VLG:rural", "BE-WAL", 70),
        ("DE:rural", "BE-WAL", 100),
        ("BE-BRU:urban", "BE", 30),
        # A number is a number everywhere.
        ("50", "BE-BRU", 50),
    ],
)
def test_the_law_of_the_region_counts(value: str, region: str, kph: int) -> None:
    assert maxspeed_kph(value, region) == kph


@pytest.mark.parametrize(
    ("tags", "kph"),
    [
        ({"maxspeed": "50", "maxspeed:forward": "30"}, 30),
        ({"maxspeed": "50", "maxspeed:backward": "30"}, 50),
        ({"maxspeed": "50", "maxspeed:forward": "signals"}, 50),
        ({"maxspeed": "70", "zone:maxspeed": "BE:30"}, 70),
        ({"maxspeed": "signals", "zone:maxspeed": "BE:30"}, 30),
        ({"zone:maxspeed": "BE:30", "source:maxspeed": "BE:urban"}, 30),
        ({"maxspeed:type": "BE:zone30", "source:maxspeed": "survey"}, 30),
        ({"source:maxspeed": "BE-VLG:rural"}, 70),
        ({"source:maxspeed": "sign", "zone:traffic": "BE:urban"}, 50),
        ({"source:maxspeed:forward": "BE:zone30", "source:maxspeed": "BE:urban"}, 30),
        ({"source:maxspeed": "BE:rural", "zone:traffic": "BE:urban"}, 70),
        ({"zone:traffic": "BE:urban"}, 50),
        ({"zone:traffic": "BE:rural;BE:urban"}, 50),
        ({"zone:traffic": "signals"}, 0),
        ({}, 0),
    ],
)
def test_what_says_most_about_the_way_counts(tags: dict[str, str], kph: int) -> None:
    assert limit_kph({"highway": "tertiary"} | tags, "forward", "BE-VLG") == kph


def test_each_direction_has_its_own_limit() -> None:
    tags = {"highway": "primary", "maxspeed": "50", "maxspeed:backward": "30"}
    assert [limit_kph(tags, way, "BE") for way in ("forward", "backward")] == [50, 30]


@pytest.mark.parametrize(
    ("tags", "region", "kph"),
    [
        ({"highway": "living_street"}, "BE-BRU", 20),
        ({"highway": "living_street", "zone:traffic": "BE:urban"}, "BE-VLG", 20),
        ({"highway": "living_street", "maxspeed": "10"}, "BE", 10),
        ({"highway": "living_street"}, "DE", 7),
        ({"highway": "living_street"}, "NL", 15),
        ({"highway": "living_street"}, "", 20),
        ({"highway": "service", "living_street": "yes"}, "BE", 20),
        ({"highway": "residential", "cyclestreet": "yes", "zone:traffic": "BE:urban"}, "BE", 30),
        ({"highway": "residential", "bicycle_road": "yes"}, "DE", 30),
        ({"highway": "residential", "bicycle_road": "yes"}, "FR", 0),
        ({"highway": "residential", "zone:traffic": "BE:urban"}, "BE-BRU", 30),
        ({"highway": "residential", "zone:traffic": "BE-VLG:rural"}, "", 70),
        ({"highway": "motorway_link", "zone:traffic": "DE:rural"}, "DE", 0),
        ({"highway": "residential"}, "BE-BRU", 0),
    ],
)
def test_where_no_limit_is_tagged_the_law_may_say_it(
    tags: dict[str, str], region: str, kph: int
) -> None:
    assert limit_kph(tags, "forward", region) == kph


def test_the_region_is_the_one_that_most_values_name() -> None:
    values = [
        "BE:urban",
        "BE-VLG:rural",
        "BE-VLG:urban",
        "50",
        "zone:30",
        "DE:zone:30",
        "BE-VLG:70",
    ]
    assert region_of(values) == "BE-VLG"
    assert region_of(["50", "walk", "signals"]) == ""
