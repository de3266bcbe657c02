"""Stops, breaks and returns on paper, each whole on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exports.runsheet.code import draw_code, link_of
from routing.exports.runsheet.paper import (
    BOLD,
    BOTTOM_MM,
    LEFT_MM,
    PLAIN,
    RIGHT_MM,
    SMALL,
    TOP_MM,
    Style,
)
from routing.exports.runsheet.script import ELLIPSIS
from routing.exports.runsheet.told import pressing, promised, told_of
from routing.exports.wording import minutes_up

if TYPE_CHECKING:
    from routing.exports.runsheet.paper import Paper
    from routing.exports.sheet import Sheet
    from routing.plan.model import Rest, Stop, Trip
    from routing.plan.timeline import Visit
    from routing.texts.words import Words

_TIME = Style(size_pt=13, bold=True)
_NUMBER = Style(size_pt=11, bold=True, shade=255)
_CAPTION = Style(size_pt=5.5, shade=80)
_BADGE = Style(size_pt=8.5, bold=True, shade=255)

_LINE_MM = 3.9
_GAP_MM = 4.0
_HEAD_MM = 7.0
_SIGN_MM = 8.0
_PADDING_MM = 1.5
_CODE_MM = 23.0
_CAPTION_MM = 2.5
_TEXT_MM = LEFT_MM + 14.0
_CODE_LEFT_MM = RIGHT_MM - _CODE_MM
_TEXT_WIDTH_MM = _CODE_LEFT_MM - 3.0 - _TEXT_MM
_LEAST_MM = _CODE_MM + _CAPTION_MM
_BAND_MM = 7.0

_BANDS_AT_MOST = 4
LINES_AT_MOST = int(
    (BOTTOM_MM - TOP_MM - _HEAD_MM - _SIGN_MM - 2 * _PADDING_MM - _BANDS_AT_MOST * _BAND_MM)
    / _LINE_MM
)
"""More do not fit on a page, and a stop is never on two."""


def draw_stop(paper: Paper, sheet: Sheet, words: Words, visit: Visit, *, bands_after: int) -> None:
    """Draw a stop: what is known of it, its code, and where to tick and sign.

    So many breaks and returns come after it; a page that they alone are on is nobody's.
    """
    head = _head(paper, sheet, words, visit.stop)
    below = [] if head.has_window else [(head.window, BOLD)]
    lines = below + _lines(paper, sheet, words, visit.stop, LINES_AT_MOST - len(below))
    height_mm = max(_LEAST_MM, _HEAD_MM + len(lines) * _LINE_MM + _SIGN_MM) + 2 * _PADDING_MM
    paper.make_room(height_mm + bands_after * _BAND_MM)
    top_mm = paper.y_mm + _PADDING_MM
    _draw_number(paper, visit.number, top_mm)
    _draw_head(paper, head, top_mm)
    baseline_mm = top_mm + _HEAD_MM + 2.4
    for text, style in lines:
        paper.text(_TEXT_MM, baseline_mm, text, style)
        baseline_mm += _LINE_MM
    draw_code(paper, link_of(visit.stop, sheet.route.kind), _CODE_LEFT_MM, top_mm, _CODE_MM)
    caption = paper.on_one_line(words.gettext("Scan to navigate"), _CAPTION, _CODE_MM)
    paper.text_around(_CODE_LEFT_MM + _CODE_MM / 2, top_mm + _LEAST_MM - 1.2, caption, _CAPTION)
    paper.y_mm += height_mm
    _draw_fields(paper, words, paper.y_mm - _PADDING_MM - 2.0)
    paper.rule(paper.y_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first line of a stop; a window that it has no room for stands below it."""

    time: str
    window: str
    pressing: tuple[str, ...]
    has_window: bool


def _head(paper: Paper, sheet: Sheet, words: Words, stop: Stop) -> Head:
    time = words.wall(sheet.clock, stop.start_s)
    window = paper.on_one_line(promised(sheet, words, stop), BOLD, _TEXT_WIDTH_MM)
    badges = pressing(words, stop)
    width_mm = (
        paper.width_mm(time, _TIME)
        + paper.width_mm(window, BOLD)
        + sum(paper.width_mm(text, _BADGE) + 3.0 for text in badges)
        + _GAP_MM * (1 + len(badges))
    )
    return Head(time=time, window=window, pressing=badges, has_window=width_mm <= _TEXT_WIDTH_MM)


def _lines(
    paper: Paper, sheet: Sheet, words: Words, stop: Stop, at_most: int
) -> list[tuple[str, Style]]:
    """All that is told of a stop, line by line; what no page has room for is told to be missing."""
    lines = [
        (line, style)
        for told in told_of(sheet, words, stop)
        for style in (BOLD if told.bold else PLAIN,)
        for line in paper.wrapped(told.text, style, _TEXT_WIDTH_MM)
    ]
    missing = len(lines) - at_most
    if missing <= 0:
        return lines
    mark = words.ngettext(
        "{count} line missing here: ask the dispatcher",
        "{count} lines missing here: ask the dispatcher",
        missing + 1,
    )
    return [*lines[: at_most - 1], (f"{ELLIPSIS} [{mark}]", BOLD)]


def _draw_number(paper: Paper, number: int, top_mm: float) -> None:
    paper.pdf.set_fill_color(0)
    paper.pdf.circle(LEFT_MM + 5.0, top_mm + 4.6, 4.2, style="F")
    style = _NUMBER if number < 100 else Style(size_pt=8, bold=True, shade=255)
    paper.text_around(LEFT_MM + 5.0, top_mm + 6.0, str(number), style)
    paper.box(LEFT_MM + 1.5, top_mm + 12.0, 7.0)


def _draw_head(paper: Paper, head: Head, top_mm: float) -> None:
    """Draw the planned start, the window, and what is pressing in white on black."""
    baseline_mm = top_mm + 5.2
    paper.text(_TEXT_MM, baseline_mm, head.time, _TIME)
    x_mm = _TEXT_MM + paper.width_mm(head.time, _TIME) + _GAP_MM
    if head.has_window:
        paper.text(x_mm, baseline_mm, head.window, BOLD)
        x_mm += paper.width_mm(head.window, BOLD) + _GAP_MM
    for text in head.pressing:
        width_mm = paper.width_mm(text, _BADGE) + 3.0
        paper.band(x_mm, baseline_mm - 3.9, width_mm, 5.2, shade=0)
        paper.text(x_mm + 1.5, baseline_mm, text, _BADGE)
        x_mm += width_mm + _GAP_MM


def _draw_fields(paper: Paper, words: Words, baseline_mm: float) -> None:
    """Where the driver writes the time and the customer signs."""
    paper.pdf.set_draw_color(90)
    paper.pdf.set_line_width(0.2)
    x_mm = _TEXT_MM
    for label, width_mm in ((words.gettext("Time"), 24.0), (words.gettext("Signature"), 62.0)):
        paper.text(x_mm, baseline_mm, label, SMALL)
        x_mm += paper.width_mm(label, SMALL) + 1.5
        paper.pdf.line(x_mm, baseline_mm + 0.6, x_mm + width_mm, baseline_mm + 0.6)
        x_mm += width_mm + 4.0


def draw_break(paper: Paper, sheet: Sheet, words: Words, rest: Rest) -> None:
    """Draw a break in its place."""
    span = words.span(sheet.clock, rest.start_s, rest.end_s)
    _draw_band(paper, words.gettext("Break {span}", span=span))


def draw_return(paper: Paper, sheet: Sheet, words: Words, trip: Trip) -> None:
    """Draw the end of a trip, with the drive that leads there."""
    back = words.gettext(
        "Back at {hub}: {back}",
        hub=paper.on_one_line(sheet.hub.name, BOLD, 80),
        back=words.wall(sheet.clock, trip.return_s),
    )
    drive = words.gettext(
        "Drive {minutes} min, {distance}",
        minutes=words.number(minutes_up(trip.return_leg_s)),
        distance=words.distance(trip.return_leg_m),
    )
    _draw_band(paper, f"{back} · {drive}")


def _draw_band(paper: Paper, text: str) -> None:
    paper.make_room(_BAND_MM)
    paper.band(LEFT_MM, paper.y_mm + 0.5, RIGHT_MM - LEFT_MM, _BAND_MM - 1.0, shade=228)
    paper.text(_TEXT_MM, paper.y_mm + 4.6, paper.readable(text), BOLD)
    paper.y_mm += _BAND_MM
