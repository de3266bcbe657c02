"""Made-up days on which hubs are not alike, for the choice of hubs.

No order names a hub, but for what is brought from one to another. The first hub has half the
vehicles that its customers ask for, the second half the pickers, the third lacks a third of the
articles. Those who collect have no hours of their own: they order through the day, and the day
promises them two hours.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.orders.model import Channel
from routing.sample.day import MadeDay, Wishes, day_files, make_day
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from maps.city import City
    from routing.sample.orders import SampleOrder

_LINES_PER_HOUR = 80
_ORDER_S = 60
_SHIFT = ("07:00", "15:00"), ("13:00", "21:00")
_SHIFT_H = 8
_BUSY = 0.75
"""The share of their time that pickers would be busy if every order stayed near its customer."""
_ARTICLES = 60
_PLENTY = 500
_ORDERING_S = (8 * 3600, 17 * 3600)
"""When those who collect place their orders."""

_SETTINGS = """pickers = "pickers.csv"
order_lines = "order_lines.csv"
stock = "stock.csv"

[promise]
collect = "2h"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uneven:
    """Which hub is short of what."""

    of_vehicles: str
    of_pickers: str
    of_stock: str


def make_uneven(city: City, wishes: Wishes) -> tuple[MadeDay, Uneven]:
    """A made-up day whose hubs are uneven, and how: the busiest three are."""
    made = make_day(city, wishes, lambda _: None)
    near = Counter(order.hub_id for order in made.orders)
    first, second, third = [hub_id for hub_id, _ in near.most_common(3)]
    uneven = Uneven(of_vehicles=first, of_pickers=second, of_stock=third)
    rng = np.random.default_rng(wishes.seed)
    orders = [replace(order, row=_row(order, made, rng)) for order in made.orders]
    return replace(made, orders=orders, vehicles=_half(made.vehicles, first)), uneven


def _row(order: SampleOrder, made: MadeDay, rng: np.random.Generator) -> Mapping[str, object]:
    """The order's row, without a hub where any could prepare it."""
    hubs = {hub.hub_id for hub in made.stores.hubs}
    row = dict(order.row)
    if row["channel"] == Channel.SAME_DAY.value:
        return row | {"hub_id": "", "ready_at": ""}
    if order.driven and row["collect_at"] in hubs:
        return row | {"ready_at": ""}
    if order.driven:
        return row | {"hub_id": "", "ready_at": ""}
    placed_s = int(rng.integers(*_ORDERING_S))
    return row | {
        "hub_id": "", "collect_at": "", "ready_at": "", "window_end": "",
        "placed_at": made.clock.iso(placed_s),
    }  # fmt: skip


def _half(vehicles: Sequence[dict[str, object]], hub_id: str) -> list[dict[str, object]]:
    """The fleet without every second vehicle of a hub."""
    own = [row["vehicle_id"] for row in vehicles if row["hub_id"] == hub_id]
    gone = set(own[1::2])
    return [row for row in vehicles if row["vehicle_id"] not in gone]


def write_uneven(made: MadeDay, uneven: Uneven, folder: Path, map_path: Path, *, seed: int) -> None:
    """Write the day's folder, with its pickers, articles and stock."""
    rng = np.random.default_rng(seed + 1_000)
    files = day_files(made, folder, map_path)
    files["day.toml"] += _SETTINGS
    files |= {
        "pickers.csv": _pickers(made, uneven),
        "order_lines.csv": _order_lines(made, rng),
        "stock.csv": _stock(made, uneven, rng),
    }
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _pickers(made: MadeDay, uneven: Uneven) -> str:
    """As many shifts as the orders near a hub ask for, half of them at the hub that is short."""
    work_h: Counter[str] = Counter()
    for order in made.orders:
        lines = int(str(order.row["lines"]))
        work_h[order.hub_id] += lines / _LINES_PER_HOUR + _ORDER_S / 3600  # type: ignore[assignment]
    rows = []
    for hub in made.stores.hubs:
        share = 0.5 if hub.hub_id == uneven.of_pickers else 1.0
        shifts = max(2, math.ceil(share * work_h[hub.hub_id] / (_BUSY * _SHIFT_H)))
        for number in range(shifts):
            start, end = _SHIFT[number % len(_SHIFT)]
            rows.append(
                {
                    "picker_id": f"{hub.hub_id}-P{number + 1}", "hub_id": hub.hub_id,
                    "shift_start": start, "shift_end": end, "lines_per_hour": _LINES_PER_HOUR,
                }
            )  # fmt: skip
    columns = ("picker_id", "hub_id", "shift_start", "shift_end", "lines_per_hour")
    return table_text(columns, rows)


def _order_lines(made: MadeDay, rng: np.random.Generator) -> str:
    """One to four articles an order; the popular ones more often."""
    weights = 1 / np.arange(1, _ARTICLES + 1)
    rows = [
        {"order_id": order.row["order_id"], "sku": f"A{article:02d}", "quantity": 1}
        for order in made.orders
        for article in rng.choice(
            _ARTICLES, int(rng.integers(1, 5)), replace=False, p=weights / weights.sum()
        )
    ]
    return table_text(("order_id", "sku", "quantity"), rows)


def _stock(made: MadeDay, uneven: Uneven, rng: np.random.Generator) -> str:
    """Plenty of everything, but for a third of the articles at the hub that is short."""
    missing = set(rng.choice(_ARTICLES, _ARTICLES // 3, replace=False).tolist())
    rows = [
        {
            "hub_id": hub.hub_id, "sku": f"A{article:02d}",
            "quantity": 0 if hub.hub_id == uneven.of_stock and article in missing else _PLENTY,
        }
        for hub in made.stores.hubs
        for article in range(_ARTICLES)
    ]  # fmt: skip
    return table_text(("hub_id", "sku", "quantity"), rows)
