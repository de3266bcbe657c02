"""The page of a plan, written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.sketch import streets_around
from routing.errors import DayError
from routing.files import whole_file
from routing.page.render import render_page
from routing.plan.totals import stops_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from maps.network import RoadNetwork
    from routing.orders.contacts import Contact
    from routing.plan.model import Plan


_SIGN = b'<meta name="generator" content="tournee">'
_SIGN_WITHIN = 2_000


def write_page(
    plan: Plan, network: RoadNetwork | None, contacts: Mapping[str, Contact], path: Path
) -> None:
    """Write a plan's page, whole or not at all.

    Parameters
    ----------
    network
        Whose streets are drawn; ``None`` for a blank ground.
    contacts
        By order id; empty for a page without personal data.

    Raises
    ------
    DayError
        DAY-UNWRITABLE; PAGE-TAKEN, if what stands there is no page of a plan.
    TourneeError
        EXPORT-SHAPE, if a leg's shape is no line on the globe.
    """
    streets = streets_around(network, _places(plan)) if network else None
    page = render_page(plan, streets, contacts)
    try:
        _check_free(path)
        with whole_file(path) as part:
            # What no text file can hold is shown as a question mark.
            part.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise DayError(
            "DAY-UNWRITABLE",
            f"{path} cannot be written: {error}.",
            "Give yourself the right to write there, make room, or name another file with --out.",
        ) from error


def _check_free(path: Path) -> None:
    """Refuse to replace anything but a page: a slip of the pen must not cost the day's orders."""
    if not (path.exists() or path.is_symlink()) or path.is_dir():
        return
    if path.is_file() and not path.is_symlink():
        with path.open("rb") as there:
            if _SIGN in there.read(_SIGN_WITHIN):
                return
    raise DayError(
        "PAGE-TAKEN",
        f"{path} is no page of a plan, and is not overwritten.",
        "Move it away, or name another file with --out.",
    )


def _places(plan: Plan) -> Iterator[tuple[float, float]]:
    """Everything that has to be seen: hubs, stops and collection points."""
    for hub in plan.hubs:
        yield hub.lat, hub.lon
        for stop in stops_of(hub):
            yield stop.lat, stop.lon
    for point in plan.points:
        yield point.lat, point.lon
