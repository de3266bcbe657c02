"""The head of a run sheet: whose it is, and its trips at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.runsheet.paper import BOLD, LEFT_MM, PLAIN, RIGHT_MM, SMALL, Style
from routing.exports.wording import trip_m
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.exports.runsheet.paper import Paper
    from routing.exports.sheet import Sheet
    from routing.plan.model import Trip
    from routing.texts.words import Words

_TITLE = Style(size_pt=16, bold=True)
_LINE_MM = 4.6
_LABEL_MM = 26.0
_COLUMNS_MM = (LEFT_MM, 66.0, 84.0, 102.0, 120.0, 138.0, 160.0)
"""Where the table's columns begin."""


def draw_head(paper: Paper, sheet: Sheet, words: Words) -> None:
    """Draw the title, whose sheet it is, and the table of trips."""
    date = words.date(sheet.clock.date)
    paper.text_left_of(RIGHT_MM, paper.y_mm + 5.5, date, BOLD)
    room_mm = RIGHT_MM - LEFT_MM - paper.width_mm(date, BOLD) - 6.0
    title = " · ".join((words.gettext("Run sheet"), sheet.route.vehicle_id))
    paper.text(LEFT_MM, paper.y_mm + 5.5, paper.on_one_line(title, _TITLE, room_mm), _TITLE)
    paper.y_mm += 9.5
    for label, value in _facts(sheet, words):
        paper.text(LEFT_MM, paper.y_mm + 3.2, label, SMALL)
        line = paper.on_one_line(value, PLAIN, RIGHT_MM - LEFT_MM - _LABEL_MM)
        paper.text(LEFT_MM + _LABEL_MM, paper.y_mm + 3.2, line, PLAIN)
        paper.y_mm += _LINE_MM
    paper.y_mm += 2.0
    _draw_table(paper, sheet, words)
    if sheet.contacts:
        warning = words.gettext("Personal data: hand this in after the day")
        paper.text(LEFT_MM, paper.y_mm + 3.6, warning, BOLD)
        paper.y_mm += _LINE_MM
    paper.y_mm += 3.0


def _facts(sheet: Sheet, words: Words) -> Iterator[tuple[str, str]]:
    route = sheet.route
    yield words.gettext("Vehicle"), f"{route.vehicle_id} · {_kind(words, route.kind)}"
    if route.driver_id:
        yield words.gettext("Driver"), route.driver_id
    yield words.gettext("Hub"), f"{sheet.hub.name} ({sheet.hub.hub_id})"
    version = words.number(sheet.version)
    plan = words.gettext("{plan}, version {version}", plan=sheet.plan_id, version=version)
    yield words.gettext("Plan"), plan


def _kind(words: Words, kind: str) -> str:
    """The name of one of the shipped kinds; a chain's own goes by its own name."""
    match kind:
        case "van":
            return words.gettext("van")
        case "e_van":
            return words.gettext("electric van")
        case "cargo_bike":
            return words.gettext("cargo bike")
        case "bike_trailer":
            return words.gettext("bike with trailer")
        case "walk":
            return words.gettext("on foot")
        case _:
            return kind


def _draw_table(paper: Paper, sheet: Sheet, words: Words) -> None:
    trips = sheet.route.trips
    headings = (
        words.gettext("Trip"),
        words.gettext("Loading"),
        words.gettext("Departure"),
        words.gettext("Return"),
        words.gettext("Stops"),
        words.gettext("Distance"),
        words.gettext("Load"),
    )
    _draw_row(paper, headings, SMALL)
    paper.rule(paper.y_mm, shade=0)
    for trip in trips:
        paper.make_room(_LINE_MM)
        _draw_row(paper, _row(sheet, words, trip), PLAIN)
    paper.rule(paper.y_mm)
    if len(trips) > 1:
        stops = words.number(len(visits(sheet.route)))
        metres = words.distance(sum(map(trip_m, trips)))
        _draw_row(paper, (words.gettext("Whole day"), "", "", "", stops, metres, ""), BOLD)


def _row(sheet: Sheet, words: Words, trip: Trip) -> tuple[str, ...]:
    load = f"{words.number(trip.weight_g / 1000, 1)} kg, {words.number(trip.volume_ml / 1000)} l"
    times = (trip.loading_s, trip.depart_s, trip.return_s)
    return (
        trip.trip_id,
        *(words.wall(sheet.clock, time_s) for time_s in times),
        words.number(len(trip.stops)),
        words.distance(trip_m(trip)),
        load,
    )


def _draw_row(paper: Paper, cells: Sequence[str], style: Style) -> None:
    ends_mm = (*_COLUMNS_MM[1:], RIGHT_MM)
    for x_mm, end_mm, cell in zip(_COLUMNS_MM, ends_mm, cells, strict=True):
        text = paper.on_one_line(cell, style, end_mm - x_mm - 1.5)
        paper.text(x_mm, paper.y_mm + 3.4, text, style)
    paper.y_mm += _LINE_MM
