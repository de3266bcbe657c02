"""A map as a picture: where one kind of vehicle can go, and where it cannot."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from maps.profiles.reading import profile_for
from maps.standing import Street, standings
from maps.street_drawing import (
    BARRIER,
    FAINT,
    INK,
    LOOKS,
    PAPER,
    PATHS,
    TURN,
    draw_streets,
    looks_of,
    mark_style,
)
from maps.tags import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from maps.city import City
    from maps.network import RoadNetwork
    from maps.standing import Standing
    from maps.street_drawing import Look, Mark

_PAGE_IN = (11.69, 8.27)  # A4, so that it prints as it is
_DPI = 160
_MAP_BOX = (0.02, 0.03, 0.705, 0.87)
_PANEL_BOX = (0.745, 0.03, 0.235, 0.87)
_ORDER = (
    Street.WITHIN_REACH, Street.ENDS_ONLY, Street.AT_TIMES, Street.CUT_OFF, Street.CLOSED, PATHS,
)  # fmt: skip


def map_picture(
    city: City, kind: str = "van", found: Mapping[str, Standing] | None = None
) -> bytes:
    """Draw where a kind of vehicle can go on any day: a PNG, an A4 page of 1870 by 1323 pixels.

    Streets are coloured by what they are to it (`maps.standing.Street`); marks show barriers that
    it does not get past and turns that are forbidden to it. Beside the map stand the lengths, and
    those of the other kinds of vehicles. `found` are all kinds' standings, where they are known.

    Raises
    ------
    MapError
        MAP-PROFILE for an unknown kind.
    """
    profile_for(kind, city.profiles)
    found = found or standings(city)
    picture = BytesIO()
    # A user's own style would change what colours and widths are chosen for.
    with matplotlib.style.context("default"):
        figure = Figure(figsize=_PAGE_IN, dpi=_DPI, facecolor=PAPER)
        is_whole = draw_streets(figure.add_axes(_MAP_BOX), city.network, found[kind])
        _heading(figure, city, kind)
        _panel(figure.add_axes(_PANEL_BOX), city.network, kind, found, is_whole=is_whole)
        figure.savefig(
            picture,
            format="png",
            metadata={"Title": f"{city.name}: {kind}", "Copyright": "© OpenStreetMap contributors"},
        )
    return picture.getvalue()


def _heading(figure: Figure, city: City, kind: str) -> None:
    title = city.meta.place or city.name
    said = f"Where vehicles of the kind {kind} can go, and where not"
    date = f"OpenStreetMap data of {city.meta.date or 'an unknown date'}"
    # A dollar sign in a name begins no formula.
    plain: dict[str, Any] = {"parse_math": False, "color": INK}
    figure.text(0.02, 0.955, title, fontsize=17, fontweight="bold", va="center", **plain)
    figure.text(0.02, 0.921, f"{said} · {date}", fontsize=10, va="center", **plain)
    figure.text(
        0.98, 0.012, "© OpenStreetMap contributors, ODbL · drawn by tournee", fontsize=6.5,
        ha="right", color=FAINT,
    )  # fmt: skip


class _Column:
    """Axes that are written into from top to bottom, measured in points."""

    def __init__(self, axes: Axes) -> None:
        pt_per_px = 72 / axes.figure.dpi
        self.width_pt = axes.bbox.width * pt_per_px
        self._line_pt = axes.bbox.height * pt_per_px
        self._axes = axes
        axes.set(xlim=(0, self.width_pt), ylim=(0, self._line_pt))
        axes.set_axis_off()

    def down(self, points: float) -> None:
        """Go on that much lower."""
        self._line_pt -= points

    def title(self, left_pt: float, text: str) -> None:
        """Begin a part with its name."""
        self._write(left_pt, text, 10.0, INK, "left", "bold")

    def text(self, left_pt: float, text: str, size_pt: float = 8.0, color: str = INK) -> None:
        """Write on the line."""
        self._write(left_pt, text, size_pt, color, "left")

    def end(self, text: str, size_pt: float = 8.0, color: str = INK) -> None:
        """Write at the end of the line."""
        self._write(self.width_pt, text, size_pt, color, "right")

    def box(self, left_pt: float, width_pt: float, height_pt: float, color: str) -> None:
        """Fill a box around the middle of the line."""
        corner = (left_pt, self._line_pt - height_pt / 2)
        self._axes.add_patch(Rectangle(corner, width_pt, height_pt, color=color, linewidth=0))

    def mark(self, left_pt: float, mark: Mark) -> None:
        """Put a mark on the line."""
        self._axes.plot([left_pt], [self._line_pt], **mark_style(mark, 1.6))

    def _write(  # noqa: PLR0917  # in the order of the methods that call it
        self,
        left_pt: float,
        text: str,
        size_pt: float,
        color: str,
        side: Literal["left", "right"],
        weight: Literal["normal", "bold"] = "normal",
    ) -> None:
        self._axes.text(
            left_pt,
            self._line_pt,
            text,
            fontsize=size_pt,
            fontweight=weight,
            color=color,
            horizontalalignment=side,
            verticalalignment="center",
        )


_SWATCH_PT = 26.0


def _panel(
    axes: Axes, network: RoadNetwork, kind: str, found: Mapping[str, Standing], *, is_whole: bool
) -> None:
    column = _Column(axes)
    column.down(8)
    length_km = network.segment_length_dm / 10_000
    looks = {other: looks_of(network, one) for other, one in found.items()}
    for key in _ORDER:
        chosen = looks[kind] == key
        if chosen.any():
            _legend_entry(column, LOOKS[key], length_km[chosen], network.segment_class[chosen])
    for mark, count, what in (
        (BARRIER, len(found[kind].barriers), "Barriers that stop it"),
        (TURN, len(found[kind].turn_nodes), "Places where a turn is forbidden"),
    ):
        if count:
            column.mark(_SWATCH_PT / 2 - 4, mark)
            column.text(_SWATCH_PT, what)
            column.end(f"{count:,}")
            column.down(15)
    column.down(12)
    column.title(0, "Each kind of vehicle")
    column.end("has within reach", color=FAINT)
    column.down(18)
    for kinds, one in _alike(looks):
        _bar(column, ", ".join(kinds), _by(one, length_km, len(LOOKS)))
    column.down(4)
    if (looks[kind] == Street.CUT_OFF).any():
        _note(column, "Cut off: at the map's edge, most such roads just", "lead out of it.")
    if not is_whole:
        _note(column, "Some streets lie outside the frame.", "The lengths count them.")


def _note(column: _Column, *lines: str) -> None:
    for line in lines:
        column.text(0, line, 7, FAINT)
        column.down(10)
    column.down(5)


def _legend_entry(
    column: _Column, look: Look, length_km: NDArray[np.float64], classes: NDArray[np.uint8]
) -> None:
    column.box(0, _SWATCH_PT - 8, max(2.0, 2 * look.least_pt + 1.5), look.color)
    column.title(_SWATCH_PT, look.title)
    column.end(f"{length_km.sum():,.0f} km", 10)
    column.down(12)
    column.text(_SWATCH_PT, look.meaning)
    column.down(10.5)
    by_class = _by(classes, length_km, len(CLASSES))
    longest = [code for code in np.argsort(-by_class, kind="stable")[:3] if by_class[code] >= 0.5]
    named = [f"{CLASSES[code].replace('_', ' ')} {by_class[code]:,.0f}" for code in longest]
    column.text(_SWATCH_PT, ", ".join(named), 6.6, FAINT)
    column.down(19)


def _alike(looks: Mapping[str, NDArray[np.uint8]]) -> list[tuple[list[str], NDArray[np.uint8]]]:
    """Put kinds together to which all streets are the same."""
    groups: list[tuple[list[str], NDArray[np.uint8]]] = []
    for kind, one in looks.items():
        for kinds, same in groups:
            if np.array_equal(one, same):
                kinds.append(kind)
                break
        else:
            groups.append(([kind], one))
    return groups


def _bar(column: _Column, name: str, km: NDArray[np.float64]) -> None:
    reached = km[Street.WITHIN_REACH] + km[Street.ENDS_ONLY]
    column.text(0, name)
    column.end(f"{reached:,.0f} km")
    column.down(11)
    left = 0.0
    for key in _ORDER:
        width = column.width_pt * km[key] / km.sum()
        column.box(left, width, 8, LOOKS[key].color)
        left += width
    column.down(17)


def _by(key: NDArray[np.uint8], length_km: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sum lengths by key, of which there are so many."""
    return np.bincount(key, weights=length_km, minlength=count).astype(np.float64)
