"""The run sheet: a PDF to print, for a driver without an app, or whose phone is empty."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from itertools import takewhile
from typing import TYPE_CHECKING

from routing.exports.runsheet.head import draw_head
from routing.exports.runsheet.loading import draw_loading
from routing.exports.runsheet.overview import HEIGHT_MM, draw_overview
from routing.exports.runsheet.paper import LEFT_MM, RIGHT_MM, TOP_MM, Paper, Style
from routing.exports.runsheet.stops import draw_break, draw_return, draw_stop
from routing.exports.runsheet.told import short_id
from routing.plan.model import Rest, Trip
from routing.plan.timeline import Return, course, visits
from routing.texts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.exports.sheet import Sheet
    from routing.plan.timeline import Step

_TRIP = Style(size_pt=12, bold=True)
_TRIP_MM = 8.0


class RunSheetExport:
    """One document a vehicle: its head, and of each trip the map, the loading and the stops."""

    suffix = ".pdf"

    def render(self, sheet: Sheet) -> bytes:
        """A vehicle's run sheet, in its driver's language."""
        words = Words(sheet.language)
        with closing(_paper(sheet, words)) as paper:
            draw_head(paper, sheet, words)
            _draw_course(paper, sheet, words)
            return paper.bytes()


def _draw_course(paper: Paper, sheet: Sheet, words: Words) -> None:
    """Draw the whole day step by step."""
    steps = tuple(course(sheet.route))
    first = sheet.route.trips[0]
    for place, step in enumerate(steps, start=1):
        match step:
            case Trip():
                _draw_trip(paper, sheet, words, step, on_new_page=step is not first)
            case Return(trip=trip):
                draw_return(paper, sheet, words, trip)
            case Rest():
                draw_break(paper, sheet, words, step)
            case visit:
                draw_stop(paper, sheet, words, visit, bands_after=_bands(steps[place:]))


def _bands(steps: Sequence[Step]) -> int:
    """How many breaks and returns there are before the next stop or trip."""
    return sum(1 for _ in takewhile(lambda step: isinstance(step, Rest | Return), steps))


def _paper(sheet: Sheet, words: Words) -> Paper:
    def foot(page: str, pages: str) -> str:
        return words.gettext(
            "{vehicle} · page {page} of {pages}", vehicle=vehicle, page=page, pages=pages
        )

    vehicle = short_id(sheet.route.vehicle_id)
    title = " · ".join((words.gettext("Run sheet"), vehicle, words.date(sheet.clock.date)))
    return Paper(
        title=title, language=words.language, made=dt.datetime.fromisoformat(sheet.created_at),
        foot=foot,
    )  # fmt: skip


def _draw_trip(paper: Paper, sheet: Sheet, words: Words, trip: Trip, *, on_new_page: bool) -> None:
    """Draw a trip's beginning; each but the first has a page of its own."""
    if on_new_page and paper.y_mm > TOP_MM:
        paper.new_page()
    wall = {
        name: words.wall(sheet.clock, time_s)
        for name, time_s in (
            ("loading", trip.loading_s), ("departure", trip.depart_s), ("back", trip.return_s),
        )
    }  # fmt: skip
    hours = words.gettext("Load {loading}, leave {departure}, back {back}", **wall)
    title = words.gettext("Trip {trip}", trip=trip.trip_id)
    heading = paper.on_one_line(f"{title} · {hours}", _TRIP, RIGHT_MM - LEFT_MM)
    paper.make_room(_TRIP_MM + HEIGHT_MM)
    paper.text(LEFT_MM, paper.y_mm + 5.0, heading, _TRIP)
    paper.y_mm += _TRIP_MM
    own = [visit for visit in visits(sheet.route) if visit.trip is trip]
    draw_overview(paper, sheet, words, own)
    draw_loading(paper, sheet, words, own)
