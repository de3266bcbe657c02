"""Keeping to the plan beside solving anew, on simulated days: `python -m benchmarks.stability MAP`.

Each day is made up, planned once in the morning, and played twice with the same luck: once as
`tournee replan` does it, and once solving everything that can still change anew at each run. The
two are compared in changed stops, euros and late promises. What was played is in the file of
results, a line a day and policy, and is not played again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from maps.build import open_city
from routing.crew.work import Search
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.morning import Request
from routing.sample.day import Wishes, make_day, write_day
from routing.simulation.figures import document
from routing.simulation.folder import played_day
from routing.simulation.luck import Chances, Luck
from routing.simulation.play import Manner, Stage, play, set_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICIES = {"keep": False, "afresh": True}
FIGURES = ("changed_stops", "cost_eur", "late", "failed", "left", "kept", "median_s", "faults")
DATE = dt.date(2026, 11, 24)
_CHANCES = Chances(breakdown=True)


class _Silence:
    """Progress that nobody watches."""

    def phase(self, text: str) -> None: ...
    def hubs(self, total: int, seconds: float | None) -> None: ...
    def hub_done(self, hub_id: str, search_s: float) -> None: ...
    def hub_retried(self, hub_id: str, code: str) -> None: ...
    def hub_failed(self, hub_id: str, code: str) -> None: ...


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--first", type=int, default=1, help="the first day's number, its seed")
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--hubs", type=int, default=4)
    parser.add_argument("--every-min", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=1.0, help="of search a hub and run")
    parser.add_argument("--max-iterations", type=int, help="instead, the same on any machine")
    parser.add_argument("--out", type=Path, default=Path("stability.jsonl"))
    return parser.parse_args()


def main() -> None:
    """Play what was not played yet, and print the table."""
    asked = arguments()
    engine_named("pyvrp").warm_up()
    known = {(line["seed"], line["policy"]) for line in _lines(asked.out, asked)}
    for seed in range(asked.first, asked.first + asked.days):
        to_play = [policy for policy in POLICIES if (seed, policy) not in known]
        if to_play:
            for line in _play(seed, to_play, asked):
                with asked.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
                print(_short(line), flush=True)
    _print_table(list(_lines(asked.out, asked)))


def _size(asked: argparse.Namespace) -> dict[str, Any]:
    names = ("orders", "hubs", "every_min", "seconds", "max_iterations")
    return {name: getattr(asked, name) for name in names}


def _lines(path: Path, asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What was played in this size; a line that was cut off by a crash is none."""
    for text in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            continue
        if line["size"] == _size(asked):
            yield line


def _play(seed: int, policies: list[str], asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    limit, in_the_morning = _limits(asked)
    manner = Manner(
        every_s=60 * asked.every_min, search=Search(engine="pyvrp", limit=limit, seed=seed)
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        city = open_city(asked.map, progress=lambda _: None)
        wishes = Wishes(orders=asked.orders, hubs=asked.hubs, seed=seed, date=DATE)
        write_day(make_day(city, wishes, lambda _: None), folder / "day", asked.map)
        stage = set_stage(
            load_day(folder / "day"),
            folder / "morning",
            luck=Luck(seed, _CHANCES),
            manner=manner,
            morning=Request(limit=in_the_morning, seed=seed),
            progress=_Silence(),
        )
        for policy in policies:
            own = _copied(stage, folder / policy)
            played = play(own, replace(manner, afresh=POLICIES[policy]), lambda _: None)
            yield {"seed": seed, "policy": policy, "size": _size(asked), **document(played)}


def _limits(asked: argparse.Namespace) -> tuple[Limit, Limit]:
    """How long a run searches a hub, and how long the morning does: ten times as long."""
    if asked.max_iterations:
        few = asked.max_iterations
        return Limit(iterations=few), Limit(iterations=10 * few)
    return Limit(seconds=asked.seconds), Limit(seconds=10 * asked.seconds)


def _copied(stage: Stage, folder: Path) -> Stage:
    """The same morning in a folder of its own."""
    shutil.copytree(stage.day.folder, folder)
    return replace(stage, day=played_day(folder, DATE))


def _short(line: dict[str, Any]) -> str:
    told = ", ".join(f"{name} {line[name]}" for name in FIGURES)
    return f"day {line['seed']} {line['policy']}: {told}"


def _print_table(lines: list[dict[str, Any]]) -> None:
    """Both policies day by day, and their means."""
    seeds = sorted({line["seed"] for line in lines})
    by_key = {(line["seed"], line["policy"]): line for line in lines}
    both = [seed for seed in seeds if all((seed, policy) in by_key for policy in POLICIES)]
    print("| day | " + " | ".join(f"{name}: keep, afresh" for name in FIGURES) + " |")
    print("|" + " --- |" * (len(FIGURES) + 1))
    for seed in both:
        row = [by_key[seed, policy] for policy in POLICIES]
        cells = (f"{row[0][name]:g}, {row[1][name]:g}" for name in FIGURES)
        print(f"| {seed} | " + " | ".join(cells) + " |")
    if both:
        means = {
            policy: {name: fmean(by_key[seed, policy][name] for seed in both) for name in FIGURES}
            for policy in POLICIES
        }
        keep, afresh = means["keep"], means["afresh"]
        cells = (f"{keep[name]:.1f}, {afresh[name]:.1f}" for name in FIGURES)
        print("| mean | " + " | ".join(cells) + " |")
        fewer = 1 - keep["changed_stops"] / max(1, afresh["changed_stops"])
        dearer = keep["cost_eur"] / afresh["cost_eur"] - 1
        print(
            f"{fewer:.0%} fewer changed stops, {dearer:+.1%} cost,"
            f" {keep['late'] - afresh['late']:+.1f} late a day"
        )


if __name__ == "__main__":
    main()
