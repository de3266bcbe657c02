"""Whole days as anybody may have them, on the city of `grid_city`: good, tight and hopeless.

Hubs with few bays and odd hours; fleets that are mixed, tiny, late, or not there at all; orders
that nobody can carry or reach, and rows that somebody has to mend. Everything is drawn so that
hypothesis can take it away again: the simplest day has one hub that is open all day, no vehicle and
no order.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from routing.plan.totals import stops_of
from tests.support.days import Rows, hub, order, van, write_day
from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan

Row = dict[str, Any]

# A Saturday, a Tuesday, and the two days on which Brussels changes its clocks.
DATES = ("2026-11-21", "2026-11-24", "2026-03-29", "2026-10-25")

_HOURS = (("08:00", "20:00"), ("", ""), ("09:00", "13:00"), ("12:00", "26:00"), ("05:00", "07:30"))
_CORNERS_M = ((0, 0), (800, 800), (400, 395))
_BUILDINGS_M = ((305, 5), (700, 395), (190, 610))
# Of the orders at one door, some share a window and some do not.
_TURNS = (("09:00", "10:00"), ("09:30", "12:00"), ("13:00", "13:00"), ("15:00", "17:00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomDay:
    """A day's tables, and what is known of them from how they were made.

    Attributes
    ----------
    tables
        Rows as `tests.support.days.write_day` takes them.
    lateness_min
        What `[lateness]` says; ``None`` where there is no such table.
    settings
        More tables of `day.toml`, as text.
    zones
        Rectangles in which hubs deliver, as GeoJSON features; empty where there is no such file.
    unreadable
        The orders' rows, from 0, that cannot be understood or located. All others can.
    """

    date: str
    tables: dict[str, Rows]
    lateness_min: int | None
    settings: str
    zones: list[Row]
    unreadable: frozenset[int]

    def write(self, folder: Path, grid_map: Path) -> Path:
        """Write the day folder."""
        write_day(folder, grid_map, self.date, **self.tables)
        with (folder / "day.toml").open("a", encoding="utf-8") as file:
            if self.zones:
                collection = {"type": "FeatureCollection", "features": self.zones}
                (folder / "zones.geojson").write_text(json.dumps(collection), encoding="utf-8")
                file.write('\nzones = "zones.geojson"\n')
            file.write(f"\n{self.settings}")
            if self.lateness_min is not None:
                file.write(f"\n[lateness]\nmax_min = {self.lateness_min}\n")
        return folder


def _one(*values: Any) -> st.SearchStrategy[Any]:
    """One of these; the first is the simplest."""
    return st.sampled_from(values)


def _mostly(usual: tuple[Any, ...], unusual: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """One of the usual values, and in a twelfth of the cases one that makes trouble."""
    # Hypothesis is fond of the ends of a range.
    return st.integers(1, 12).flatmap(lambda number: _one(*(unusual if number == 7 else usual)))


def _clocks(first: int = 6, last: int = 22) -> st.SearchStrategy[str]:
    """A quarter of an hour between two hours."""
    return st.integers(first * 4, last * 4).map(lambda n: f"{n // 4:02d}:{n % 4 * 15:02d}")


def _rarely(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(1, one_in)) == one_in // 2 + 1


@st.composite
def _hubs(draw: st.DrawFn, number: int) -> Row:
    opens, closes = draw(_mostly(_HOURS[:2], _HOURS[2:]))
    return hub(
        f"H{number}",
        *_CORNERS_M[number],
        opens=opens,
        closes=closes,
        loading_s=draw(_mostly((600, "", 0, 900), (3600,))),
        service_s=draw(_one("", 180)),
        bays=draw(_one("", 1, 2)),
        setup_s=draw(_mostly(("", 90), (600,))),
    )


@st.composite
def _breaks(draw: st.DrawFn) -> Row:
    """No word of a break, none, one without bounds, or one with either or both."""
    break_s = draw(_one("", "", 0, 900, 1800, 3600))
    if not break_s:
        return {"break_s": break_s}
    bounds = (("", ""), ("12:00", "14:00"), ("11:30", "12:30"), ("11:00", ""), ("", "15:00"))
    earliest, latest = draw(_one(*bounds))
    return {"break_s": break_s, "break_earliest": earliest, "break_latest": latest}


@st.composite
def _shifts(draw: st.DrawFn) -> Row:
    """As wide as the hub is open, the day's larger part, any, or when the hub is closed."""
    usual = (("", ""), ("", ""), ("09:00", "17:00"), ("", "16:00"), ("11:00", ""))
    unusual = (sorted((draw(_clocks()), draw(_clocks()))), ("02:00", "04:00"))
    start, end = draw(_mostly(usual, unusual))
    return {"shift_start": start, "shift_end": end}


@st.composite
def _vehicles(draw: st.DrawFn, number: int, hubs: int) -> Row:
    return van(
        f"V{0 if _rarely(draw, 20) else number}",
        f"H{number % hubs}",
        kind=draw(_one("van", "cargo_bike")),
        asset_id=draw(_mostly(("",), ("A1",))),
        weight_kg=draw(_mostly(("", 500, 60), (30, "much"))),
        volume_l=draw(_mostly(("", 1000, 150), (0.5, 60))),
        max_trips=draw(_mostly(("", "", 2), (1,))),
        max_stops=draw(_mostly(("", "", 3), (1,))),
        max_distance_km=draw(_mostly(("", "", 20), (3, 0.3))),
        setup_s=draw(_one("", 0, 120)),
        skills=draw(_one("cool;heavy", "cool", "")),
        eur_per_h=draw(_mostly(("",), (0,))),
        **draw(_shifts()),
        **draw(_breaks()),
    )


@st.composite
def _windows(draw: st.DrawFn) -> Row:
    """As wide as can be, wide, tight, early, late, a single second, or when nobody is up."""
    start, end = sorted((draw(_clocks(8, 20)), draw(_clocks(8, 20))))
    hour = draw(st.integers(9, 18))
    usual = (("", ""), (start, end), (start, ""), ("", end), (f"{hour:02d}:00", f"{hour:02d}:20"),
             ("08:45", "09:30"), ("18:00", "18:40"))  # fmt: skip
    window_start, window_end = draw(_mostly(usual, ((end, end), ("03:00", "04:00"))))
    return {"window_start": window_start, "window_end": window_end}


@st.composite
def _places(draw: st.DrawFn, *, rush: bool) -> Row:
    """Anywhere in the city, or one of a few doors at their own hours; all at once in a rush."""
    if not rush and draw(_one(False, False, True)):
        east_m, north_m = draw(_one(*_BUILDINGS_M))
        start, end = draw(_one(*_TURNS))
        windows = {"window_start": start, "window_end": end}
    else:
        east_m, north_m = draw(st.integers(5, 795)), draw(st.integers(5, 795))
        windows = RUSH if rush else draw(_windows())
    lat, lon = position(east_m, north_m)
    return {"lat": lat, "lon": lon, **windows}


RUSH = {"window_start": "11:00", "window_end": "11:25"}
"""When everybody wants to be served, on a day on which everybody does."""

_FAR_LAT, _FAR_LON = position(9_000, 9_000)
# What makes a row one that somebody has to mend.
FLAWS: tuple[Row, ...] = (
    {"order_id": ""},
    {"weight_kg": "heavy"},
    {"channel": "teleport"},
    {"channel": "return"},
    {"hub_id": "H99"},
    {"channel": "same_day", "collect_at": "H0"},
    {"channel": "click_and_collect", "collect_at": "P99"},
    {"window_start": "15:00", "window_end": "14:00"},
    {"window_end": "soon"},
    {"channel": "same_day", "collect_at": "", "lat": ""},
    {"channel": "same_day", "collect_at": "", "lat": "", "lon": ""},
    {"channel": "same_day", "collect_at": "", "lat": _FAR_LAT, "lon": _FAR_LON},
    {"priority": 10},
)


@st.composite
def _orders(draw: st.DrawFn, number: int, hubs: int, *, rush: bool) -> Row:
    """An order that is understood, whether or not anybody can serve it."""
    long_or_short = _mostly(("", 0, 300), (1800, 5400, 20_000))
    cells = {
        **draw(_places(rush=rush)),
        "hub_id": draw(_one("", *(f"H{one}" for one in range(hubs)))),
        "placed_at": draw(_mostly(("",), ("10:00",))),
        "ready_at": draw(_mostly(("", "", "10:00", draw(_clocks(8, 14))), ("23:00",))),
        "weight_kg": draw(_mostly(("", 1, 25), (400, 9_999))),
        "volume_l": draw(_mostly(("", 10, 80), (90_000,))),
        "service_s": draw(_one("", 300, 600) if rush else long_or_short),
        "priority": draw(_one("", 0, 5, 9)),
        "requires": draw(_mostly(("",), ("cool", "cool;heavy", "magic"))),
        "lines": draw(_one("", 1, 40)),
        "parcels": draw(_one("", "", 1, 2)),
        "value_eur": draw(_one("", "", 10, 80)),
    }
    row = order(f"O{number}") | cells
    if draw(_one(True, True, False)):
        return row
    goal = draw(_one("", *(f"H{one}" for one in range(hubs)), "P0", "P1"))
    return row | {"channel": "click_and_collect", "collect_at": goal}


@st.composite
def _pickers(draw: st.DrawFn, hubs: int) -> Rows:
    """Shifts of a few people, who may be at two hubs, be too few, or come when nobody needs them.

    Shifts of one picker do not overlap: a picker who comes twice has a pause at noon.
    """
    rows: Rows = []
    for number in range(draw(st.integers(1, 4))):
        spans = draw(
            _one([("07:00", "15:00")], [("08:00", "12:00"), ("13:00", "17:00")], [("", "")],
                 [("10:00", "10:30")], [("12:00", "20:00")])
        )  # fmt: skip
        for start, end in spans:
            rows.append(
                {
                    "picker_id": f"K{number}",
                    "hub_id": f"H{draw(st.integers(0, hubs - 1))}",
                    "shift_start": start,
                    "shift_end": end,
                    "lines_per_hour": draw(_one("", 30, 200, 10)),
                    "eur_per_h": draw(_one("", 15.5)),
                }
            )
    return rows


@st.composite
def _shelves(draw: st.DrawFn, orders: Rows, hubs: int) -> tuple[Rows, Rows]:
    """What some orders hold, and what some hubs have of it: often too little."""
    lines = [
        {"order_id": row["order_id"], "sku": draw(_one("bread", "milk", "tea")),
         "quantity": draw(st.integers(1, 3))}
        for row in orders
        if row["order_id"] and draw(st.booleans())
    ]  # fmt: skip
    stock = [
        {"hub_id": f"H{hub}", "sku": sku, "quantity": draw(st.integers(0, 6))}
        for hub in range(hubs)
        if draw(_one(True, False))
        for sku in draw(_one(("bread", "milk", "tea"), ("bread",)))
    ]
    return lines, stock


def _zone(draw: st.DrawFn, number: int, hubs: int) -> Row:
    """A rectangle of a hub, which others may overlap."""
    west_m, south_m = draw(st.integers(-100, 400)), draw(st.integers(-100, 400))
    size_m = draw(_one(1_000, 500, 200))
    (south, west), (north, east) = (
        position(west_m, south_m), position(west_m + size_m, south_m + size_m)
    )  # fmt: skip
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    terms = draw(
        _one({}, {"opens": "10:00", "closes": "14:00"}, {"min_order_eur": 25},
             {"surcharge_eur": 2.5})
    )  # fmt: skip
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"hub_id": f"H{draw(st.integers(0, hubs - 1))}", "zone_id": f"Z{number}"}
        | terms,
    }


@st.composite
def random_days(draw: st.DrawFn) -> RandomDay:
    """Any day."""
    hubs = draw(st.integers(1, len(_CORNERS_M)))
    hub_rows = [draw(_hubs(number)) for number in range(hubs)]
    if _rarely(draw, 12):
        hub_rows.append(hub("H99", lat="north"))
    lat, lon = position(600, 600)
    locker = {"point_id": "P0", "lat": lat, "lon": lon, "opens": "10:00", "closes": "16:00"}
    shop = {"point_id": "P1", "lat": lat, "lon": lon, "opens": "12:00", "closes": "12:20"}
    rows: Rows = []
    unreadable = set()
    rush = draw(_one(False, False, True))
    for number in range(draw(_mostly((3, 8, 12, 20), (0, 1)))):
        row = draw(_orders(number, hubs, rush=rush))
        if _rarely(draw, 12):
            row["order_id"] = "O0"
        if any(other["order_id"] == row["order_id"] for other in rows):
            unreadable.add(number)
        if _rarely(draw, 12):
            row |= draw(_one(*FLAWS))
            unreadable.add(number)
        rows.append(row)
    fleet = draw(_mostly((hubs, hubs + 1, hubs + 2), (0, 1, 6)))
    locker |= {"service_s": draw(_one("", 240)), "capacity_parcels": draw(_one("", 1, 3, 0))}
    tables = {
        "hubs": hub_rows,
        "vehicles": [draw(_vehicles(number, hubs)) for number in range(fleet)],
        "orders": rows,
        "collection_points": [locker, shop],
    }
    if draw(st.booleans()):
        tables["pickers"] = draw(_pickers(hubs))
    elif draw(st.booleans()):
        hub_rows[0] |= {"pickers": draw(st.integers(0, 2))}
    if draw(_one(False, False, True)):
        lines, stock = draw(_shelves(rows, hubs))
        tables |= {"order_lines": lines, "stock": stock}
    zones = draw(_one(0, 0, 0, 1, 2))
    return RandomDay(
        date=draw(_one(*DATES[:1] * 3, *DATES[1:])),
        tables=tables,
        lateness_min=draw(_one(None, None, 0, 15, 120)),
        settings=draw(_one("", '[promise]\ncollect = "2h"\n', '[picking]\norder = "arrival"\n')),
        zones=[_zone(draw, number, hubs) for number in range(zones)],
        unreadable=frozenset(unreadable),
    )


def every_row_has_one_place(made: RandomDay, plan: Plan) -> None:
    """Counted from the rows as they were written: those to be mended are rejected, no others."""
    rows = made.tables["orders"]
    # The header is the file's first line.
    assert sorted(row.line - 2 for row in plan.rejected) == sorted(made.unreadable)
    assert {row.file for row in plan.rejected} <= {"orders.csv"}
    placed = Counter(
        [
            *(
                order_id
                for hub in plan.hubs
                for stop in stops_of(hub)
                for order_id in stop.order_ids
            ),
            *(item.order_id for hub in plan.hubs for item in hub.collections),
            *(item.order_id for item in plan.unassigned),
        ]
    )
    kept = [row["order_id"] for number, row in enumerate(rows) if number not in made.unreadable]
    assert placed == Counter(kept)
    assert max(placed.values(), default=1) == 1
    totals = plan.totals
    sums = totals.delivered + totals.collected + totals.unassigned + totals.rejected
    assert totals.orders == sums == len(rows)
