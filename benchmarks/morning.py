"""What a morning takes beside the search: start, map, locating, matrices, checking, writing.

    python benchmarks/morning.py MAP --orders 1200 --hubs 12 [--time-limit 10] [--addresses FILE]
        [--hubs-file FILE]

MAP is an OpenStreetMap file. The map is built, a day is made up (seed 1) and planned, each as the
command line does it, in a process of its own; printed are the plan's phases with their seconds and
the peak memory of the largest process. `--time-limit` is per hub.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

_PHASE = re.compile(r"^\s*([\d.]+) s  (.*)$")


def _tournee(*arguments: object) -> tuple[float, str, str, int]:
    """Seconds, what it printed on both streams, and the exit status of one command."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return time.perf_counter() - started, done.stdout, done.stderr, done.returncode


def _phases(log: str, total_s: float) -> list[tuple[str, float]]:
    """Each phase with its seconds; lines of single hubs belong to the search."""
    starts = [
        (float(match[1]), match[2])
        for line in log.splitlines()
        if (match := _PHASE.match(line)) and not match[2].endswith(" done")
    ]
    ends = [start for start, _ in starts[1:]]
    last = max((float(m[1]) for line in log.splitlines() if (m := _PHASE.match(line))), default=0)
    spans = [(name, end - start) for (start, name), end in zip(starts, [*ends, last], strict=True)]
    known = sum(seconds for _, seconds in spans)
    return [*spans, ("start, last phase and end", total_s - known)]


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--orders", default=1200, show_default=True)
@click.option("--hubs", default=12, show_default=True)
@click.option("--time-limit", default=10.0, show_default=True)
@click.option("--addresses", type=click.Path(exists=True, path_type=Path))
@click.option("--hubs-file", type=click.Path(exists=True, path_type=Path))
def main(
    *,
    source: Path,
    orders: int,
    hubs: int,
    time_limit: float,
    addresses: Path | None,
    hubs_file: Path | None,
) -> None:
    """Measure one morning."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        city, day = folder / "city.tmap", folder / "day"
        seconds, _, said, status = _tournee("map", "build", source, "-o", city)
        print(f"{'map build':45} {seconds:7.1f} s   exit {status} {said.strip()}")
        more = [*(("--addresses", addresses) if addresses else ())]
        more += [*(("--hubs-file", hubs_file) if hubs_file else ())]
        wanted = ("--orders", orders, "--hubs", hubs, "--seed", 1, *more)
        seconds, printed, said, status = _tournee("sample-day", "--map", city, *wanted, "-o", day)
        print(f"{'sample-day':45} {seconds:7.1f} s   exit {status} {printed.splitlines()[0]}")
        seconds, printed, said, status = _tournee("plan", day, "--time-limit", time_limit, "-v")
        search_s = 0.0
        for phase, took_s in _phases(said, seconds):
            print(f"  {phase:43} {took_s:7.1f} s")
            search_s += took_s if phase.startswith("Searching") else 0.0
        print(f"{'plan':45} {seconds:7.1f} s   exit {status}")
        print(f"{'plan, all but the search':45} {seconds - search_s:7.1f} s")
        print(next((line for line in printed.splitlines() if "orders:" in line), "no summary"))
        seconds, printed, _, status = _tournee("check", day)
        print(f"{'check':45} {seconds:7.1f} s   exit {status} {printed.strip()}")
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory of the largest process':45} {peak_mb:7.0f} MB")


if __name__ == "__main__":
    main()
