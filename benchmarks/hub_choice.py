"""The choice of hubs beside the plain assignment by driving, through whole plans.

    python -m benchmarks.hub_choice MAP [--seeds 1 2 3 4 5] [--orders 400] [--hubs 5]
        [--iterations 20000] [--keep FOLDER]

MAP is a built map. For each seed an uneven day is made up (`benchmarks.uneven_days`) and planned
three times, with the same search:

- plain: each order goes to the nearest hub whose fleet has room in the whole day, and names it;
  what that hub cannot have is unassigned.
- plain, told: the same, but only among hubs that have all articles.
- chosen: as `tournee plan` does it.

Printed is what comes of it, as a table in Markdown: orders unassigned, orders late, and the cost of
all routes; what choosing took; and the mean difference.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.hubs import Clock
from benchmarks.uneven_days import make_uneven, write_uneven
from maps.build import open_city
from routing.day.settings import load_day
from routing.engines.hub_choice import choose_by_driving, choose_hubs
from routing.engines.protocol import Limit
from routing.morning import Request, plan_day
from routing.orders.assignment import assign_hubs
from routing.reading import Morning, read_morning
from routing.sample.day import Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.orders.choice import Choose
    from routing.orders.intake import Intake

_DATE = dt.date(2026, 11, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one way to choose."""

    unassigned: int
    late: int
    cents: int
    breaches: int

    def __str__(self) -> str:
        broken = f", {self.breaches} rules broken" if self.breaches else ""
        return f"{self.unassigned} / {self.late} / {self.cents / 100:.2f}{broken}"


def main() -> None:
    """Make the days, plan them, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--orders", type=int, default=400)
    parser.add_argument("--hubs", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=20_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    print("Unassigned / late / euros of all routes.\n")
    print("| seed | short of vehicles, pickers, stock | plain | plain, told | chosen | choosing |")
    print("| --- | --- | --- | --- | --- | --- |")
    results = []
    with TemporaryDirectory() as name:
        for seed in asked.seeds:
            folder = (asked.keep or Path(name)) / f"uneven-{seed}"
            wishes = Wishes(orders=asked.orders, hubs=asked.hubs, seed=seed, date=_DATE)
            made, uneven = make_uneven(open_city(asked.map), wishes)
            write_uneven(made, uneven, folder, asked.map, seed=seed)
            plain, told, chosen, took_s = planned(folder, asked.iterations)
            results.append((plain, told, chosen))
            short = f"{uneven.of_vehicles}, {uneven.of_pickers}, {uneven.of_stock}"
            print(
                f"| {seed} | {short} | {plain} | {told} | {chosen} | {took_s:.1f} s |", flush=True
            )
    for number, whose in enumerate(("plain", "plain, told")):
        pairs = [(one[number], one[2]) for one in results]
        print(
            f"\nChosen against {whose}: {fmean(b.unassigned - a.unassigned for a, b in pairs):+.1f}"
            f" unassigned, {fmean(b.late - a.late for a, b in pairs):+.1f} late,"
            f" {100 * fmean(b.cents / a.cents - 1 for a, b in pairs):+.1f} % euros a day."
        )


def planned(folder: Path, iterations: int) -> tuple[Result, Result, Result, float]:
    """The day planned with hubs chosen plainly, told of stock, and as they are chosen."""
    morning = read_morning(load_day(folder), Clock())
    usable = morning.where.usable
    blind = replace(usable, stock={}, zones=(), pickers=(), picking_hubs=frozenset[str]())
    aware = replace(usable, pickers=(), picking_hubs=frozenset[str]())
    begun_s = time.perf_counter()
    _homes(morning, usable, choose_hubs)
    took_s = time.perf_counter() - begun_s
    plain = _plan(_naming(folder, _homes(morning, blind, choose_by_driving), "plain"), iterations)
    told = _plan(_naming(folder, _homes(morning, aware, choose_by_driving), "told"), iterations)
    return plain, told, _plan(folder, iterations), took_s


def _homes(morning: Morning, usable: Intake, choose: Choose) -> dict[str, str]:
    """The hub of each order that gets one."""
    found = assign_hubs(morning.day, morning.where.located, usable, morning.city, choose)
    return {item.order.order_id: item.hub_id for item in found.orders}


def _naming(folder: Path, homes: Mapping[str, str], what: str) -> Path:
    """The same day with orders that name these hubs."""
    copy = folder.with_name(f"{folder.name}-{what}")
    copy.mkdir()
    for file in folder.iterdir():
        if file.is_file() and file.suffix in {".csv", ".toml"}:
            (copy / file.name).write_bytes(file.read_bytes())
    with (folder / "orders.csv").open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    with (copy / "orders.csv").open("w", newline="", encoding="utf-8") as goal:
        writer = csv.DictWriter(goal, list(rows[0]))
        writer.writeheader()
        writer.writerows(
            row | {"hub_id": homes.get(row["order_id"], row["hub_id"])} for row in rows
        )
    return copy


def _plan(folder: Path, iterations: int) -> Result:
    outcome = plan_day(load_day(folder), Request(limit=Limit(iterations=iterations)), Clock())
    totals = outcome.plan.totals
    return Result(
        unassigned=totals.unassigned,
        late=totals.late,
        cents=totals.cost_cents,
        breaches=len(outcome.breaches),
    )


if __name__ == "__main__":
    main()
