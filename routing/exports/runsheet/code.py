"""A stop's link as a QR code, which the camera of a phone opens."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import segno

from routing.exports.links import links_to

if TYPE_CHECKING:
    from routing.exports.runsheet.paper import Paper
    from routing.plan.model import Stop

_QUIET = 4
"""Modules around the code that stay white, as ISO/IEC 18004 asks."""


def link_of(stop: Stop, kind: str) -> str:
    """What a stop's code says: Google Maps' link to it.

    A camera opens any ``https:`` link, with or without the app, and this one leads there by the
    vehicle's means of travel. A ``geo:`` link would make a smaller code. Yet it names a place and
    no journey, and whether a camera knows it depends on the phone.
    """
    return links_to(stop.lat, stop.lon, kind).google_maps


def draw_code(paper: Paper, link: str, x_mm: float, y_mm: float, side_mm: float) -> None:
    """Draw a link's code, with its quiet zone, into a square."""
    rows = [bytes(row) for row in segno.make_qr(link, error="m").matrix]
    module_mm = side_mm / (len(rows) + 2 * _QUIET)
    paper.pdf.set_fill_color(0)
    for down, row in enumerate(rows, start=_QUIET):
        across = _QUIET
        for dark, group in groupby(row):
            run = len(list(group))
            if dark:
                paper.pdf.rect(
                    x_mm + across * module_mm,
                    y_mm + down * module_mm,
                    run * module_mm,
                    module_mm,
                    style="F",
                )
            across += run
