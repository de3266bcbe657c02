"""A map as a picture: what is drawn, where, and in which colour."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread

from maps.build import build_city
from maps.errors import MapError
from maps.picture import map_picture
from maps.standing import Street, standing
from maps.street_drawing import LOOKS, PAPER, PATHS, draw_streets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.city import City

Drawing = Callable[..., Path]
STREET = {"highway": "residential"}
MAP = np.s_[140:1200, 200:1300]
"""The pixels of the map itself, without the margin, the scale bar and the panel."""


def pixels(png: bytes) -> NDArray[np.float64]:
    """Colours from 0 to 1, [row, column, 3]."""
    image: NDArray[np.float64] = imread(BytesIO(png), format="png")[:, :, :3]
    return image


def drawn(png: bytes, key: int) -> NDArray[np.intp]:
    """Rows and columns of the map's pixels that a line of one colour covers mostly: [n, 2]."""
    paper, ink = np.array(to_rgb(PAPER)), np.array(to_rgb(LOOKS[key].color))
    shade = pixels(png)[MAP] - paper
    covered = shade @ (ink - paper) / ((ink - paper) @ (ink - paper))
    rest = np.abs(shade - covered[:, :, None] * (ink - paper)).max(axis=2)
    return np.argwhere((covered > 0.6) & (covered < 1.05) & (rest < 0.02))


@pytest.fixture
def cross(draw: Drawing) -> City:
    """A street from west to east, a private one up north, a footway down south.

    ::

                   F
                   |  private
        A----B-----C-----D----E
                   |  footway
                   G
    """
    nodes = {letter: (250 * place, 0) for place, letter in enumerate("ABCDE")}
    nodes |= {"F": (500, 400), "G": (500, -400)}
    ways = {
        1: ("ABCDE", STREET),
        2: ("CF", STREET | {"access": "private"}),
        3: ("CG", {"highway": "footway"}),
    }
    return build_city(draw(nodes, ways))


def test_it_is_an_a4_page(cross: City) -> None:
    height, width, _ = pixels(map_picture(cross)).shape
    assert width == 1870
    assert width / height == pytest.approx(297 / 210, rel=0.01)


def test_north_is_up_and_east_is_right(cross: City) -> None:
    """The private street runs north of the street, the footway south of it, both at its middle."""
    png = map_picture(cross)
    street, private, path = (drawn(png, key) for key in (Street.WITHIN_REACH, Street.CLOSED, PATHS))
    assert private[:, 0].max() <= street[:, 0].max()
    assert path[:, 0].min() >= street[:, 0].min()
    assert np.median(private[:, 1]) == pytest.approx(np.median(path[:, 1]), abs=2)
    assert np.ptp(street[:, 1]) > 5 * np.ptp(private[:, 1])


def test_each_kind_of_vehicle_has_its_own_picture(cross: City) -> None:
    """The footway is closed to vans and bikes, and open on foot; what is private is so to all."""
    on_foot = map_picture(cross, "walk")
    assert len(drawn(on_foot, PATHS)) == 0
    assert np.ptp(drawn(on_foot, Street.WITHIN_REACH)[:, 0]) > 100
    assert len(drawn(on_foot, Street.CLOSED)) > 0


@pytest.mark.parametrize(
    ("key", "tags"),
    [
        (Street.ENDS_ONLY, STREET | {"access": "destination"}),
        (Street.AT_TIMES, STREET | {"motor_vehicle:conditional": "no @ (11:00-18:00)"}),
        (Street.CUT_OFF, STREET | {"oneway": "yes"}),
        (Street.CLOSED, {"highway": "pedestrian"}),
        (PATHS, {"highway": "cycleway"}),
    ],
)
def test_every_standing_has_a_colour_that_no_other_street_has(
    draw: Drawing, key: int, tags: dict[str, str]
) -> None:
    nodes = {"A": (0, 0), "B": (500, 0), "C": (1000, 0), "D": (500, 300)}
    ways = {1: ("ABC", STREET), 2: ("BD", tags)}
    png = map_picture(build_city(draw(nodes, ways)))
    found = {other for other in LOOKS if len(drawn(png, other))}
    assert found == {Street.WITHIN_REACH, key}


def test_a_road_far_from_all_others_is_left_outside_the_frame(draw: Drawing) -> None:
    """A hundred streets within 1 km, and a road of 100 km to the east."""
    first, far = 0x1000, "z"
    letters = [chr(first + place) for place in range(101)]
    nodes: dict[str, tuple[float, float]] = {
        letter: (10 * place, 1000 * (place % 2)) for place, letter in enumerate(letters)
    }
    nodes[far] = (100_000, 500)
    streets = {place + 1: (letters[place] + letters[place + 1], STREET) for place in range(100)}
    compact = build_city(draw({**nodes, far: (1000, 500)}, streets, name="compact.osm"))
    long = build_city(
        draw(nodes, streets | {999: (letters[-1] + far, {"highway": "primary"})}, name="long.osm")
    )
    shown = {}
    for city in (compact, long):
        axes = Figure(figsize=(8, 8)).add_axes((0, 0, 1, 1))
        is_whole = draw_streets(axes, city.network, standing(city, "van"))
        west_m, east_m = axes.get_xlim()
        shown[city.name] = is_whole, (east_m - west_m) / 1000 < 3
    assert shown == {"compact": (True, True), "long": (False, True)}


def test_barriers_and_forbidden_turns_are_marked_where_they_are(draw: Drawing) -> None:
    """A bollard at B, and no left turn at C."""
    nodes = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0), "E": (200, 100)}
    ways = {1: ("ABC", STREET), 2: ("CD", STREET), 3: ("CE", STREET)}
    members = [("way", 1, "from"), ("node", ord("C"), "via"), ("way", 3, "to")]
    rule = {"type": "restriction", "restriction": "no_left_turn"}
    path = draw(
        nodes, ways, node_tags={"B": {"barrier": "bollard"}}, relations={9: (members, rule)}
    )
    city = build_city(path)
    axes = Figure().add_axes((0, 0, 1, 1))
    draw_streets(axes, city.network, standing(city, "van"))
    marks = [line.get_xdata() for line in axes.lines[:2]]
    assert marks == [pytest.approx([100], abs=0.1), pytest.approx([200], abs=0.1)]


def test_a_city_without_any_street_for_it_is_drawn_all_the_same(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (500, 0)}
    png = map_picture(build_city(draw(nodes, {1: ("AB", {"highway": "footway"})})))
    assert len(drawn(png, PATHS)) > 0


def test_a_name_may_have_any_characters(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (500, 0)}
    path = draw(nodes, {1: ("AB", STREET)}, name="$x_{2 Αθήνα $.osm")
    assert map_picture(build_city(path))


def test_a_users_own_style_changes_nothing(cross: City) -> None:
    usual = map_picture(cross)
    with mpl.rc_context({"axes.facecolor": "black", "lines.linewidth": 9.0, "savefig.dpi": 20}):
        assert map_picture(cross) == usual


def test_an_unknown_kind_is_named(cross: City) -> None:
    with pytest.raises(MapError, match="'vna'") as caught:
        map_picture(cross, "vna")
    assert caught.value.code == "MAP-PROFILE"
