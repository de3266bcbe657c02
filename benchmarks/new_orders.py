"""New orders on a day under way, as whole processes: `python -m benchmarks.new_orders MAP`.

A made-up day of 1,200 orders at 12 hubs is planned and released without its last orders; then they
come in, one in one case and 500 in the other, and `tournee replan` is timed from its start to the
written plan.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_CASES = {"one order": 1, "a flash sale": 500}


def main() -> None:
    """Play both cases, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--orders", type=int, default=1200)
    parser.add_argument("--hubs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    print(
        "| case | new orders | written after | ended after | hubs | changed | unassigned | late |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as scratch:
        day = Path(scratch) / "day"
        size = ("--orders", asked.orders, "--hubs", asked.hubs, "--seed", asked.seed)
        _run("sample-day", "--map", asked.map.resolve(), *size, "-o", day)
        for name, count in _CASES.items():
            _play(name, day, count, asked.times)


def _play(name: str, day: Path, count: int, times: int) -> None:
    morning = day.parent / f"morning-{count}"
    shutil.copytree(day, morning)
    table = morning / "orders.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(rows[:-count]) + "\n", encoding="utf-8")
    _run("plan", morning, "--time-limit", 3)
    _run("release", morning, "--now", "06:00")
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    for number in range(times):
        folder = day.parent / f"{morning.name}-{number}"
        shutil.copytree(morning, folder)
        begun_s = time.time()
        told = json.loads(_run("replan", folder, "--now", "06:30", "--deadline", 60, "--json"))
        ended_s = time.time()
        file = folder / "out" / "plan.json"
        seconds = file.stat().st_mtime - begun_s
        plan = json.loads(file.read_text(encoding="utf-8"))
        print(
            f"| {name} | {count} | {seconds:.2f} | {ended_s - begun_s:.2f} |"
            f" {len(told['planned_hubs'])} |"
            f" {told['changes']['changed_stops']} | {plan['totals']['unassigned']} |"
            f" {plan['totals']['late']} |",
            flush=True,
        )


def _run(*arguments: object) -> str:
    """What a command prints; it may leave orders without a place.

    Python keeps its compiled modules, as an installed package has them, whatever is set here.
    """
    command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)]
    usual = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=usual)
    if done.returncode not in {0, 3}:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
