"""Streets drawn on a page: what is shown of a city, its lines, its marks, and the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from maps.geodesy import flat_m
from maps.standing import Street
from maps.tags import CLASSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from maps.network import RoadNetwork
    from maps.standing import Standing

PAPER, INK, FAINT = "#fdfcf9", "#1d2733", "#66707b"

PATHS = len(Street)
"""Closed ways that are not made for vehicles: drawn apart from closed streets, and fainter."""


class Mark(NamedTuple):
    """How a place is marked; lengths are in points."""

    shape: str
    size_pt: float
    color: str
    edge: str
    edge_pt: float


BARRIER = Mark("X", 4.0, INK, PAPER, 0.4)
TURN = Mark("v", 2.8, "#ffffff", INK, 0.5)


class Look(NamedTuple):
    """How streets of one kind are drawn, and what that means; `least_pt` is the thinnest line."""

    color: str
    least_pt: float
    title: str
    meaning: str


LOOKS = {
    PATHS: Look("#d3d1ca", 0.25, "Paths, tracks, steps", "closed to it"),
    Street.CLOSED: Look("#dd3f2e", 1.0, "Closed", "private, pedestrian, forbidden"),
    Street.WITHIN_REACH: Look("#5f7f9f", 0.0, "Within reach", "there, through and back"),
    Street.ENDS_ONLY: Look("#efa31d", 1.1, "No way through", "only to a door in such a street"),
    Street.CUT_OFF: Look("#8f3f97", 1.0, "Cut off", "no way there, or none back, on this map"),
    Street.AT_TIMES: Look("#12a086", 1.3, "At times", "hours or other conditions on the signs"),
}  # fmt: skip
"""In the order in which they are drawn, the last on top."""

_PATH_CLASSES = np.isin(CLASSES, ["track", "cycleway", "path", "footway", "bridleway", "steps"])
_WIDTHS_PT = {
    "motorway": 1.7, "trunk": 1.7, "primary": 1.4, "secondary": 1.1, "tertiary": 0.85,
    "motorway_link": 0.8, "trunk_link": 0.8, "primary_link": 0.8, "secondary_link": 0.8,
    "tertiary_link": 0.7, "service": 0.4,
}  # fmt: skip
_WIDTH_PT = np.where(_PATH_CLASSES, 0.3, [_WIDTHS_PT.get(name, 0.6) for name in CLASSES])
_USUAL_M_PER_PT = 30.0  # a city of 18 km on a page; where less is shown, lines are wider
_MARGIN = 0.02
_OUTSKIRTS = 0.2  # how far a city goes on beyond 96 % of its streets, as a share of their spread


class _Frame(NamedTuple):
    """What is shown, in metres of a flat map, and whether that is all that is usable."""

    west_m: float
    south_m: float
    east_m: float
    north_m: float
    is_whole: bool


def looks_of(network: RoadNetwork, found: Standing) -> NDArray[np.uint8]:
    """Give each segment's key in `LOOKS`."""
    path = (found.street == Street.CLOSED) & _PATH_CLASSES[network.segment_class]
    return np.where(path, PATHS, found.street).astype(np.uint8)


def draw_streets(axes: Axes, network: RoadNetwork, found: Standing) -> bool:
    """Draw streets, barriers and forbidden turns; says whether all that is usable is shown.

    Where some streets lie far from the others, as where an extract's border cuts a long road, they
    are left outside the frame. The axes keep their place on the page.
    """
    south, _, north, _ = network.bbox
    at_lat = (south + north) / 2
    point_m = np.column_stack(flat_m(network.point_lat, network.point_lon, at_lat=at_lat))
    node_m = np.column_stack(flat_m(network.node_lat, network.node_lon, at_lat=at_lat))
    looks = looks_of(network, found)
    frame = _frame(network, looks, point_m, axes.bbox.height / axes.bbox.width)
    axes.set(xlim=(frame.west_m, frame.east_m), ylim=(frame.south_m, frame.north_m))
    axes.set_axis_off()
    m_per_pt = (frame.east_m - frame.west_m) / (axes.bbox.width * 72 / axes.figure.dpi)
    scale = float(np.clip(_USUAL_M_PER_PT / m_per_pt, 0.3, 6.0) ** 0.5)
    _draw_lines(axes, network, looks, np.split(point_m, network.point_offset[1:-1]), scale)
    for mark, nodes in ((BARRIER, found.barriers), (TURN, found.turn_nodes)):
        axes.plot(*node_m[nodes].T, **mark_style(mark, scale), zorder=len(LOOKS))
    _scale_bar(axes, frame)
    return frame.is_whole


def _draw_lines(
    axes: Axes,
    network: RoadNetwork,
    looks: NDArray[np.uint8],
    lines: list[NDArray[np.float64]],
    scale: float,
) -> None:
    for order, (key, look) in enumerate(LOOKS.items()):
        chosen = np.flatnonzero(looks == key)
        width_pt = np.maximum(_WIDTH_PT[network.segment_class[chosen]], look.least_pt) * scale
        axes.add_collection(
            LineCollection(
                [lines[segment] for segment in chosen],
                linewidths=width_pt,
                colors=look.color,
                capstyle="round",
                zorder=order,
            ),
            autolim=False,
        )


def mark_style(mark: Mark, scale: float = 1.0) -> dict[str, Any]:
    """Give how matplotlib is to draw a mark."""
    return {
        "linestyle": "none",
        "marker": mark.shape,
        "markersize": mark.size_pt * scale,
        "markerfacecolor": mark.color,
        "markeredgecolor": mark.edge,
        "markeredgewidth": mark.edge_pt * scale,
    }


def _frame(
    network: RoadNetwork,
    looks: NDArray[np.uint8],
    point_m: NDArray[np.float64],
    height_to_width: float,
) -> _Frame:
    """Show every street that matters, and none that lies by itself beyond a city's outskirts."""
    usable = ~np.isin(looks, [Street.CLOSED, PATHS])
    if not usable.any():
        usable = np.ones_like(usable)
    reached = usable & (looks != Street.CUT_OFF)
    counted = reached if reached.any() else usable
    middle_m = point_m[(network.point_offset[:-1] + network.point_offset[1:])[counted] // 2]
    shown_m = point_m[np.repeat(usable, np.diff(network.point_offset))]
    low_m, high_m = _span(middle_m, shown_m)
    width_m, height_m = high_m - low_m
    half_width_m = max(width_m, height_m / height_to_width, 1.0) / 2
    half_m = np.array([half_width_m, half_width_m * height_to_width])
    west_m, south_m = ((low_m + high_m) / 2 - half_m).tolist()
    east_m, north_m = ((low_m + high_m) / 2 + half_m).tolist()
    inside = (shown_m >= [west_m, south_m]) & (shown_m <= [east_m, north_m])
    return _Frame(west_m, south_m, east_m, north_m, is_whole=bool(inside.all()))


def _span(
    middle_m: NDArray[np.float64], point_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the corners of what to show of streets, by their middles and all of their points."""
    low_m, high_m = np.quantile(middle_m, [0.02, 0.98], axis=0)
    beyond_m = _OUTSKIRTS * (high_m - low_m)
    first_m = np.maximum(point_m.min(axis=0), low_m - beyond_m)
    last_m = np.minimum(point_m.max(axis=0), high_m + beyond_m)
    margin_m = _MARGIN * (last_m - first_m)
    return first_m - margin_m, last_m + margin_m


def _scale_bar(axes: Axes, frame: _Frame) -> None:
    """A bar of a round length, at most a fifth of the width, and an arrow to the north."""
    width_m, height_m = frame.east_m - frame.west_m, frame.north_m - frame.south_m
    power = 10.0 ** np.floor(np.log10(width_m / 5))
    length_m = float(max(step for step in (1, 2, 5) if step * power <= width_m / 5) * power)
    left, low = frame.west_m + 0.02 * width_m, frame.south_m + 0.025 * height_m
    tick = 0.006 * height_m
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    axes.plot(
        [left, left, left + length_m, left + length_m],
        [low + tick, low, low, low + tick],
        color=INK, linewidth=1.3, solid_capstyle="butt", path_effects=halo, zorder=9,
    )  # fmt: skip
    style: dict[str, Any] = {"ha": "center", "va": "bottom", "color": INK, "path_effects": halo}
    middle, unit = left + length_m / 2, f"{length_m:g} m"
    if length_m >= 1000:
        unit = f"{length_m / 1000:g} km"
    axes.text(middle, low + tick, unit, fontsize=8, zorder=9, **style)
    axes.annotate(
        "N",
        xy=(middle, low + 0.095 * height_m),
        xytext=(middle, low + 0.04 * height_m),
        fontsize=8,
        fontweight="bold",
        arrowprops={"arrowstyle": "-|>", "color": INK},
        zorder=9,
        **style,
    )
