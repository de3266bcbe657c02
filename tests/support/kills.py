"""A day that is replanned while runs are killed, and what must hold whenever one was.

Orders are due in the afternoon and runs are in the morning, a few seconds apart: nothing is on its
way yet. Before each run an order came in, and the one before it was cancelled.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from routing.clock import Clock
from routing.day.settings import load_day
from routing.plan.difference import difference
from routing.plan.document import read_plan
from routing.store.address import DATABASE
from routing.store.store import open_store
from tests.support.days import collect, hub, order, van, write_day
from tests.support.replans import add_row, released
from tests.support.runs import Ended, Runs, any_instant

if TYPE_CHECKING:
    from pathlib import Path

    from routing.plan.model import Plan

DUE: dict[str, Any] = {"hub_id": "H1", "window_start": "14:00", "window_end": "18:00"}
SETTINGS = """
[replan]
release = "auto"
events = "in"
exports = ["csv", "gpx"]
[hooks]
on_change = "sh hook.sh"
"""
# What it was given appears whole under the version that it was given for, however often.
HOOK = 'cat > "told-$$.part" && mv "told-$$.part" "told-$TOURNEE_VERSION.json"\n'
BEGUN_S = 9 * 3600


@dataclass
class TroubledDay:
    """A released day, and how often something happened on it."""

    folder: Path
    times: int = 0
    rows: list[str] = field(default_factory=list)

    def happen(self) -> None:
        """Another order comes in, and the one before it is cancelled."""
        self.times += 1
        east_m, north_m = 10 + 97 * self.times % 780, 5 + 190 * (self.times % 4)
        self.rows.append(f"N{self.times}")
        add_row(self.folder, order(self.rows[-1], east_m, north_m, **DUE))
        if self.times == 1:
            return
        event = {
            "event_id": f"E{self.times}",
            "at": self.now,
            "type": "cancelled",
            "order_id": self.rows[-2],
        }
        part = self.folder / "in" / f"{self.times}.part"
        part.write_text(json.dumps(event), encoding="utf-8")
        part.rename(part.with_suffix(".jsonl"))

    @property
    def now(self) -> str:
        """The time of the next run."""
        return Clock(load_day(self.folder).clock.date, "Europe/Brussels").iso(
            BEGUN_S + 5 * self.times
        )

    def arguments(self) -> tuple[object, ...]:
        """How the next run is called."""
        return "replan", self.folder, "--now", self.now, "--max-iterations", 20, "--wait"

    def run_and_kill(self, runs: Runs, within_s: float) -> Ended:
        """A run that is killed at any instant, or was quicker."""
        return runs.run(*self.arguments(), kill_after_s=any_instant(within_s))

    def run(self, runs: Runs) -> Ended:
        """A run to its end."""
        return runs.run(*self.arguments())


def troubled_day(folder: Path, grid_map: Path, database: str | None) -> TroubledDay:
    """A day with two vans, its plan released."""
    rows = [order("A1", **DUE), order("A2", 700, 395, **DUE), collect("C1", window_end="17:00")]
    write_day(folder, grid_map, hubs=[hub()], vehicles=[van("V1"), van("V2")], orders=rows)
    settings = f'\nstore = "{database}"\n' if database else "\n"
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(settings + SETTINGS)
    (folder / "hook.sh").write_text(HOOK, encoding="utf-8")
    (folder / "in").mkdir()
    released(folder)
    return TroubledDay(folder, rows=[row["order_id"] for row in rows])


def nothing_is_half_done(day: TroubledDay) -> int:
    """Every file is whole, the history has no gap; gives the number of the last version."""
    out = day.folder / "out"
    with open_store(load_day(day.folder)) as store:
        versions = [one.version for one in store.history()]
        assert versions == list(range(1, len(versions) + 1))
        plan = read_plan(out / "plan.json")
        assert plan == store.version(plan.version)
        assert plan.version in versions[-2:]
        reported = [event.event_id for event in store.events().events]
    assert len(reported) == len(set(reported))
    assert reported == [f"E{number}" for number in range(2, len(reported) + 2)]
    if (out / "heartbeat.json").exists():
        assert set(whole(out / "heartbeat.json")) == {"at", "status", "version", "seconds", "says"}
    for name in ("csv", "gpx"):
        listed = whole(out / name / f"export-{name}.json")["files"]
        for one in listed:
            path = out / name / one["file"]
            if path.exists():  # it is listed before it is written
                assert opened(path)
    for path in day.folder.glob("told-*.json"):
        whole(path)
    return len(versions)


def carried_on(day: TroubledDay, ended: Ended) -> None:
    """After a run to its end everything is there once: orders, events, files, what was told."""
    assert ended.status == 0, ended
    out = day.folder / "out"
    plan = read_plan(out / "plan.json")
    assert nothing_is_half_done(day) == plan.version
    assert held(plan) == sorted(day.rows)
    assert plan.totals.orders == len(day.rows)
    cancelled = {item.order_id for item in plan.cancelled}
    assert cancelled == {f"N{number}" for number in range(1, day.times)}
    with open_store(load_day(day.folder)) as store:
        assert len(store.events().events) == max(0, day.times - 1)
    assert [path for path in (day.folder / "in").iterdir() if path.is_file()] == []
    assert not (day.folder / f"{DATABASE}-journal").exists()
    beat = whole(out / "heartbeat.json")
    assert (beat["status"], beat["version"]) == (0, plan.version)
    for name in ("csv", "gpx"):
        manifest = whole(out / name / f"export-{name}.json")
        assert manifest["version"] == plan.version
        carried = {
            route.vehicle_id: on_stops(route) for one in plan.hubs for route in one.routes
            if route.trips
        }  # fmt: skip
        assert {one["vehicle_id"] for one in manifest["files"]} == carried.keys()
        for one in manifest["files"]:
            text = (out / name / one["file"]).read_text(encoding="utf-8")
            known = {order_id for order_id in day.rows if mentioned(order_id, text)}
            assert known == carried[one["vehicle_id"]]
    told = sorted((whole(path) for path in day.folder.glob("told-*.json")), key=_newer)
    with open_store(load_day(day.folder)) as store:
        last = store.version(_newer(told[-1]))
    assert last is not None
    assert difference(last, plan, unchanged_within_s=900).is_empty
    for earlier, later in pairwise(told):
        assert later["older"]["version"] <= _newer(earlier)


def held(plan: Plan) -> list[str]:
    """Every order's id, as often as it has a place."""
    stops = (one for hub in plan.hubs for route in hub.routes for one in on_stops(route))
    collected = (item.order_id for hub in plan.hubs for item in hub.collections)
    left = (item.order_id for item in plan.unassigned)
    cancelled = (item.order_id for item in plan.cancelled)
    rejected = (str(item.order_id) for item in plan.rejected)
    return sorted([*stops, *collected, *left, *cancelled, *rejected])


def on_stops(route: Any) -> set[str]:
    """The orders that a vehicle has; each once."""
    found = [one for trip in route.trips for stop in trip.stops for one in stop.order_ids]
    assert len(found) == len(set(found))
    return set(found)


def mentioned(order_id: str, text: str) -> bool:
    """Whether a file has an order's id, by itself."""
    return re.search(rf"\b{order_id}\b", text) is not None


def whole(path: Path) -> Any:
    """A file of JSON."""
    return json.loads(path.read_bytes())


def opened(path: Path) -> bool:
    """Whether a driver's file can be read to its end."""
    if path.suffix == ".gpx":
        return ET.parse(path).getroot() is not None  # noqa: S314 - written here
    with path.open(newline="", encoding="utf-8") as file:
        lengths = {len(row) for row in csv.reader(file)}
    return len(lengths) == 1


def _newer(document: Any) -> int:
    version: int = document["newer"]["version"]
    return version
