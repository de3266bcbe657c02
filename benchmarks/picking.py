"""Picking by promise beside picking in order of arrival, and beside a bound: whole plans.

    python -m benchmarks.picking MAP [--orders 1200] [--hubs 12] [--seeds 1 2 3 4 5]
        [--time-limit 4] [--short] [-o REPORT.md]

MAP is a .tmap. A day a seed is made up whose stores pick, half of its orders collected, with just
as many pickers as that takes. It is planned three times: picked by what is promised, picked as
orders come in, and without pickers, so that what picking adds in seconds can be told from the
rest. Late are orders collected late or delivered late, and those that had no place. The bound is
how many of the orders collected at their hub are late whatever is picked first; CP-SAT proves it.
With `--short` every hub with more than two shifts of pickers has one less than it takes.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
import time
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.hubs import Clock
from benchmarks.roads.machine import describe_machine
from maps.build import open_city
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.morning import Request, plan_day
from routing.orders.intake import read_day
from routing.orders.model import Channel
from routing.sample.day import Wishes, make_day, write_day
from routing.tables.writing import table_text

if TYPE_CHECKING:
    from routing.day.model import Day
    from routing.morning import Outcome
    from routing.plan.model import Plan

_DATE = dt.date(2026, 11, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of a day.

    Attributes
    ----------
    missed
        Orders collected where they are prepared that are late or not picked.
    at_least
        How many of them have to be, as has been proved; 0 where nobody asked.
    late
        All late orders, and all without a place.
    """

    collected: int
    missed: int
    at_least: int
    late: int
    cost_eur: float
    seconds: float


def main() -> None:
    """Plan the days, and print a table."""
    options = _options()
    engine_named("pyvrp").warm_up()
    city = open_city(options.map, progress=lambda _: None)
    lines = [_head(options), *_HEADINGS]
    with TemporaryDirectory() as name:
        for seed in options.seeds:
            folder = Path(name) / str(seed)
            wishes = Wishes(
                orders=options.orders,
                hubs=options.hubs,
                seed=seed,
                date=_DATE,
                collected=0.5,
                pickers=True,
            )
            write_day(make_day(city, wishes, lambda _: None), folder, options.map)
            if options.short:
                _send_one_home(folder / "pickers.csv")
            lines.append(_row(seed, load_day(folder), options.time_limit))
            print(lines[-1], file=sys.stderr)
    text = "\n".join(lines) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def _send_one_home(table: Path) -> None:
    """Take the middle shift away from each hub that has more than two."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = []
    for _, group in groupby(rows, lambda row: row["hub_id"]):
        own = list(group)
        if len(own) > 2:
            del own[len(own) // 2]
        kept += own
    table.write_text(table_text(tuple(rows[0]), kept), encoding="utf-8")


_HEADINGS = (
    "| seed | collected | late by promise | bound | late by arrival | all late by promise |"
    " all late by arrival | fewer | euros | euros by arrival | seconds more |",
    "| --- " * 11 + "|",
)


def _row(seed: int, day: Day, limit_s: float) -> str:
    promise = _planned(day, limit_s)
    arrival = _planned(replace(day, picking=replace(day.picking, by_promise=False)), limit_s)
    ready = _planned(replace(day, picking=replace(day.picking, shifts=None)), limit_s)
    fewer = 1 - promise.late / arrival.late if arrival.late else 0.0
    return (
        f"| {seed} | {promise.collected} | {promise.missed} | {promise.at_least} |"
        f" {arrival.missed} | {promise.late} | {arrival.late} | {fewer:.0%} |"
        f" {promise.cost_eur:,.0f} | {arrival.cost_eur:,.0f} |"
        f" {promise.seconds - ready.seconds:.1f} |"
    )


def _planned(day: Day, limit_s: float) -> Figures:
    begun_s = time.perf_counter()
    request = Request(limit=Limit(seconds=limit_s), jobs=None)
    outcome = plan_day(day, request, Clock())
    _verify(outcome)
    return _figures(outcome.plan, _not_driven(day), time.perf_counter() - begun_s)


def _verify(outcome: Outcome) -> None:
    if outcome.breaches or outcome.failures:
        broken = [*map(str, outcome.breaches), *map(str, outcome.failures)]
        sys.exit("The plan is broken: " + "; ".join(broken[:3]))


def _not_driven(day: Day) -> frozenset[str]:
    """The orders that are collected where they are prepared: a hub that one is for prepares it."""
    intake = read_day(day)
    hubs = {hub.hub_id for hub in intake.hubs}
    return frozenset(
        order.order_id
        for order in intake.orders
        if order.channel is Channel.CLICK_AND_COLLECT
        and (
            order.collect_at in {None, order.hub_id}
            or (order.hub_id is None and order.collect_at in hubs)
        )
    )


def _figures(plan: Plan, not_driven: frozenset[str], seconds: float) -> Figures:
    collections = [item for hub in plan.hubs for item in hub.collections]
    unpicked = sum(item.order_id in not_driven for item in plan.unassigned)
    return Figures(
        collected=len(collections),
        missed=sum(item.late_s > 0 for item in collections) + unpicked,
        at_least=sum(hub.picking.late_at_least for hub in plan.hubs if hub.picking),
        late=plan.totals.late + plan.totals.unassigned,
        cost_eur=plan.totals.cost_cents / 100,
        seconds=seconds,
    )


def _head(options: argparse.Namespace) -> str:
    machine = describe_machine()
    return (
        f"{dt.datetime.now(tz=dt.UTC).date()}, {machine['processor']}, {machine['cores']} cores;"
        f" {options.orders} orders, {options.hubs} hubs, {options.time_limit:g} s a hub"
        f"{', one picker short' if options.short else ''}.\n"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Picking by promise and by arrival.")
    parser.add_argument("map", type=Path)
    parser.add_argument("--orders", type=int, default=1200)
    parser.add_argument("--hubs", type=int, default=12)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--time-limit", type=float, default=4.0)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
