"""A map of one trip: its line, its stops and its hub, on our own map's streets."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np
import polyline

from maps.geodesy import flat_m
from maps.sketch import streets_in
from routing.exports.runsheet.paper import BOLD, LEFT_MM, RIGHT_MM, SMALL, Style
from routing.exports.track import trip_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maps.network import RoadNetwork
    from maps.sketch import Box
    from routing.exports.runsheet.paper import Paper
    from routing.exports.sheet import Sheet
    from routing.plan.timeline import Visit
    from routing.texts.words import Words

    Places = Sequence[tuple[float, float]]
    """Latitudes and longitudes."""

HEIGHT_MM = 96.0

_PADDING_MM = 9.0
_LEAST_SPAN_M = 300.0
_POINTS_AT_MOST = 12_000
_STREETS = ((170, 0.55), (180, 0.45), (185, 0.4), (195, 0.3), (205, 0.18), (215, 0.1), (222, 0.1))
"""Shade and width in millimetres of each rank of `maps.sketch`."""
_MARK = Style(size_pt=6.5, bold=True, shade=255)
_HUB = Style(size_pt=12, bold=True, shade=255)
_HOUSE = "\N{HOUSE}"
_SCALE_BAR_MM = 35.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle of paper, and the part of the globe that it shows, north up.

    The globe's part is flat and true to scale at its middle, `lat`; `east_m, north_m` is the
    middle, as `maps.geodesy.flat_m` gives it.
    """

    top_mm: float
    lat: float
    east_m: float
    north_m: float
    mm_per_m: float

    def on_paper(self, places: Places) -> list[tuple[float, float]]:
        """Places as points on the paper."""
        lat, lon = np.array(places, np.float64).reshape(-1, 2).T
        east_m, north_m = flat_m(lat, lon, at_lat=self.lat)
        x_mm = (LEFT_MM + RIGHT_MM) / 2 + (east_m - self.east_m) * self.mm_per_m
        y_mm = self.top_mm + HEIGHT_MM / 2 - (north_m - self.north_m) * self.mm_per_m
        return list(zip(x_mm.tolist(), y_mm.tolist(), strict=True))

    @property
    def box(self) -> Box:
        """What it shows, in degrees, and a tenth around: streets have points outside as well."""
        metre_deg = 1 / float(flat_m(1.0, 0.0, at_lat=0.0)[1])
        up = 0.6 * HEIGHT_MM / self.mm_per_m * metre_deg
        shrink = float(np.cos(np.radians(self.lat)))
        aside = 0.6 * (RIGHT_MM - LEFT_MM) / self.mm_per_m * metre_deg / shrink
        lat, lon = self.north_m * metre_deg, self.east_m * metre_deg / shrink
        return lat - up, lon - aside, lat + up, lon + aside


def frame_around(places: Places, top_mm: float) -> Frame:
    """The frame that shows all places as large as it can, with room for their marks."""
    lat, lon = np.array(places, np.float64).T
    middle = float(lat.min() + lat.max()) / 2
    east_m, north_m = flat_m(lat, lon, at_lat=middle)
    across_m = max(_LEAST_SPAN_M, float(np.ptp(east_m)))
    up_m = max(_LEAST_SPAN_M, float(np.ptp(north_m)))
    return Frame(
        top_mm=top_mm,
        lat=middle,
        east_m=float(east_m.min() + east_m.max()) / 2,
        north_m=float(north_m.min() + north_m.max()) / 2,
        mm_per_m=min(
            (RIGHT_MM - LEFT_MM - 2 * _PADDING_MM) / across_m, (HEIGHT_MM - 2 * _PADDING_MM) / up_m
        ),
    )


def draw_overview(paper: Paper, sheet: Sheet, words: Words, visits: Sequence[Visit]) -> None:
    """Draw a trip's map; where the city's streets cannot be had, the trip's own line alone."""
    paper.make_room(HEIGHT_MM)
    hub = (sheet.hub.lat, sheet.hub.lon)
    stops = [(visit.stop.lat, visit.stop.lon) for visit in visits]
    line = trip_line(visits[0].trip)
    frame = frame_around([hub, *stops, *line], paper.y_mm)
    with (
        paper.pdf.rect_clip(LEFT_MM, frame.top_mm, RIGHT_MM - LEFT_MM, HEIGHT_MM),
        paper.pdf.local_context(stroke_join_style="round", stroke_cap_style="round"),
    ):
        if sheet.network is not None:
            _draw_streets(paper, frame, sheet.network)
        _draw_line(paper, frame.on_paper(line))
        _draw_hub(paper, frame.on_paper([hub])[0])
        _draw_stops(paper, frame.on_paper(stops), visits)
    _draw_margins(paper, frame, words)
    paper.y_mm += HEIGHT_MM + 3.0


def _draw_streets(paper: Paper, frame: Frame, network: RoadNetwork) -> None:
    lines = streets_in(network, frame.box, _POINTS_AT_MOST).lines
    for rank, (shade, width_mm) in reversed([*enumerate(_STREETS)]):
        paper.pdf.set_draw_color(shade)
        paper.pdf.set_line_width(width_mm)
        for street in lines:
            if street.rank == rank:
                points = frame.on_paper(polyline.decode(street.shape, 5))
                paper.pdf.polyline(_distinct(points))


def _distinct(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line without points that nobody could tell apart on paper."""
    kept: list[tuple[float, float]] = []
    *inner, last = points
    for x_mm, y_mm in inner:
        if not kept or abs(x_mm - kept[-1][0]) + abs(y_mm - kept[-1][1]) > 0.15:
            kept.append((x_mm, y_mm))
    return [*kept, last]


def _draw_line(paper: Paper, points: Sequence[tuple[float, float]]) -> None:
    if not points:
        return
    for color, width_mm in (((255, 255, 255), 1.5), ((23, 105, 192), 0.8)):
        paper.pdf.set_draw_color(*color)
        paper.pdf.set_line_width(width_mm)
        paper.pdf.polyline(_distinct(points))


def _draw_hub(paper: Paper, point: tuple[float, float]) -> None:
    """Draw a house, which needs no translation; the sheet's head has the hub's name."""
    x_mm, y_mm = point
    paper.pdf.set_draw_color(255)
    paper.pdf.set_line_width(0.4)
    paper.pdf.set_fill_color(0)
    paper.pdf.rect(x_mm - 2.8, y_mm - 2.8, 5.6, 5.6, style="DF")
    paper.text_around(x_mm, y_mm + 1.6, _HOUSE, _HUB)


def _draw_stops(
    paper: Paper, points: Sequence[tuple[float, float]], visits: Sequence[Visit]
) -> None:
    """Draw numbered marks, of those that lie upon each other the first on top."""
    for (x_mm, y_mm), visit in reversed([*zip(points, visits, strict=True)]):
        paper.pdf.set_draw_color(255)
        paper.pdf.set_line_width(0.4)
        paper.pdf.set_fill_color(0)
        paper.pdf.circle(x_mm, y_mm, 2.2, style="DF")
        paper.text_around(x_mm, y_mm + 0.85, str(visit.number), _MARK)


def _draw_margins(paper: Paper, frame: Frame, words: Words) -> None:
    """Draw the frame, whose map it is, where north is, and how long a kilometre is."""
    bottom_mm = frame.top_mm + HEIGHT_MM
    paper.pdf.set_draw_color(120)
    paper.pdf.set_line_width(0.2)
    paper.pdf.rect(LEFT_MM, frame.top_mm, RIGHT_MM - LEFT_MM, HEIGHT_MM)
    rights = words.gettext("© OpenStreetMap contributors")
    width_mm = paper.width_mm(rights, SMALL)
    paper.band(RIGHT_MM - width_mm - 2.2, bottom_mm - 4.0, width_mm + 2.0, 3.8, shade=255)
    paper.text_left_of(RIGHT_MM - 1.2, bottom_mm - 1.3, rights, SMALL)
    _draw_scale(paper, frame, words, bottom_mm)
    x_mm, y_mm = RIGHT_MM - 6.0, frame.top_mm + 3.0
    paper.band(x_mm - 3.0, y_mm - 1.5, 6.0, 11.0, shade=255)
    paper.pdf.set_fill_color(0)
    paper.pdf.polygon([(x_mm, y_mm), (x_mm + 1.8, y_mm + 5), (x_mm - 1.8, y_mm + 5)], style="F")
    paper.text_around(x_mm, y_mm + 8.6, "N", BOLD)


def _draw_scale(paper: Paper, frame: Frame, words: Words, bottom_mm: float) -> None:
    metres = round_length_m(_SCALE_BAR_MM / frame.mm_per_m)
    length_mm = metres * frame.mm_per_m
    paper.band(LEFT_MM + 0.3, bottom_mm - 6.7, length_mm + 4.0, 6.4, shade=255)
    paper.pdf.set_draw_color(0)
    paper.pdf.set_line_width(0.5)
    paper.pdf.line(LEFT_MM + 2.0, bottom_mm - 1.6, LEFT_MM + 2.0 + length_mm, bottom_mm - 1.6)
    long = f"{words.number(metres / 1000)} km" if metres >= 1000 else f"{words.number(metres)} m"
    paper.text(LEFT_MM + 2.0, bottom_mm - 3.0, long, SMALL)


def round_length_m(longest_m: float) -> int:
    """The longest of 1, 2, 5, 10, 20, … metres that is no longer than that; 1 at the least."""
    power = int(10 ** floor(log10(max(longest_m, 1.0))))
    return max(factor * power for factor in (1, 2, 5) if factor == 1 or factor * power <= longest_m)
