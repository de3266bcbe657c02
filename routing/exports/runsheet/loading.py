"""The order in which a trip is loaded: what is delivered last goes in first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.exports.runsheet.paper import BOLD, BOTTOM_MM, LEFT_MM, PLAIN, RIGHT_MM, Style
from routing.exports.wording import goal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.exports.runsheet.paper import Paper
    from routing.exports.sheet import Sheet
    from routing.plan.timeline import Visit
    from routing.texts.words import Words

_HEADING = Style(size_pt=9.5, bold=True)
_HEADING_MM = 6.0
_ROW_MM = 5.0
_COLUMNS = 3
_COLUMN_MM = (RIGHT_MM - LEFT_MM) / _COLUMNS
_BOX_MM = 3.2


def draw_loading(paper: Paper, sheet: Sheet, words: Words, visits: Sequence[Visit]) -> None:
    """Draw a trip's stops to be ticked when they are loaded, in columns from top to bottom."""
    left = list(reversed(visits))
    paper.make_room(_HEADING_MM + min(len(left), 3) * _ROW_MM)
    heading = words.gettext("Loading order: last stop first")
    paper.text(LEFT_MM, paper.y_mm + 3.6, heading, _HEADING)
    paper.y_mm += _HEADING_MM
    while left:
        room = max(1, int((BOTTOM_MM - paper.y_mm) / _ROW_MM))
        rows = min(room, -(-len(left) // _COLUMNS))
        here, left = left[: rows * _COLUMNS], left[rows * _COLUMNS :]
        for place, visit in enumerate(here):
            column, row = divmod(place, rows)
            x_mm = LEFT_MM + column * _COLUMN_MM
            _draw_entry(paper, sheet, visit, x_mm, paper.y_mm + row * _ROW_MM)
        paper.y_mm += rows * _ROW_MM
        if left:
            paper.new_page()
    paper.y_mm += 2.0
    paper.rule(paper.y_mm, shade=0, width_mm=0.4)


def _draw_entry(paper: Paper, sheet: Sheet, visit: Visit, x_mm: float, y_mm: float) -> None:
    paper.box(x_mm, y_mm + 0.4, _BOX_MM)
    number = str(visit.number)
    paper.text_left_of(x_mm + _BOX_MM + 7.5, y_mm + 3.2, number, BOLD)
    begin_mm = x_mm + _BOX_MM + 9.5
    room_mm = x_mm + _COLUMN_MM - 2.0 - begin_mm
    paper.text(
        begin_mm, y_mm + 3.2, paper.on_one_line(goal(sheet, visit.stop), PLAIN, room_mm), PLAIN
    )
