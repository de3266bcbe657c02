"""A plan's search beside PyVRP as it comes, OR-Tools and VROOM, on published instances.

    python -m benchmarks.solvers [FOLDER] [--set NAME …] [--solver NAME …] [--instances N]
        [--cores N] [--seed N] [-o REPORT.md]

FOLDER holds `best_known.csv` and the instances in `ortec`, `mtvrptwr` and `homberger/1000`; by
default it is `../shared/data/vrp` beside the project. Everything is run and gone through as
`tournee benchmark solve` does it, all solvers on one instance in a row. All sets with all solvers
take some three and a half hours. The report goes to standard output, or to REPORT.md after every
set, with a JSON line a run in REPORT.jsonl as soon as it is made.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.roads.machine import describe_machine
from cli.benchmark_views import document
from routing.errors import TourneeError
from routing.published.best_known import read_best_known
from routing.published.conventions import convention_of
from routing.published.instances import read_instance
from routing.published.runs import Effort, run_all
from routing.published.solvers import SOLVER_NAMES, search_of
from routing.published.summary import gap_ratio, mean_cost_ratio, standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.published.runs import Run

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "vrp"
_PACKAGES = ("tournee", "pyvrp", "ortools", "pyvroom", "vrplib", "numpy", "numba")


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Instances that are solved with the same limit."""

    name: str
    pattern: str
    seconds: float


SETS = (
    Set(name="ortec-20", pattern="ortec/*.txt.xz", seconds=20.0),
    Set(name="ortec-60", pattern="ortec/*.txt.xz", seconds=60.0),
    Set(name="mtvrptwr-60", pattern="mtvrptwr/*.vrp", seconds=60.0),
    Set(name="homberger-1000-60", pattern="homberger/1000/*.txt", seconds=60.0),
)


def main() -> None:
    """Run the sets, and report after each."""
    options = _options()
    chosen = [one for one in SETS if not options.set or one.name in options.set]
    sections = [head(options.cores, options.seed)]
    try:
        for name in options.solver:
            search_of(name)
        for one in chosen:
            sections.append(section(one, _run_set(one, options)))
            if options.output:
                options.output.write_text("\n".join(sections), encoding="utf-8")
    except TourneeError as error:
        sys.exit(f"{error.code}: {error.message}\n  {error.remedy}")
    if not options.output:
        print("\n".join(sections), end="")


def _run_set(one: Set, options: argparse.Namespace) -> list[Run]:
    best_known = read_best_known(options.folder / "best_known.csv")
    paths = sorted(options.folder.glob(one.pattern))[: options.instances]
    if not paths:
        sys.exit(f"{options.folder} has no {one.pattern}")
    instances = [read_instance(path) for path in paths]
    cases = [(instance, convention_of(instance, "dimacs")) for instance in instances]
    effort = Effort(seconds=one.seconds, cores=options.cores, seed=options.seed)
    runs = []
    for run in run_all(cases, options.solver, effort, best_known, lambda *_: None):
        runs.append(run)
        gap = "" if run.gap is None else f" {run.gap:.2%}"
        _tell(f"{one.name} {run.instance} {run.solver}: {run.status} {run.cost}{gap} {run.note}")
        if options.output:
            with options.output.with_suffix(".jsonl").open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"set": one.name, **document(run)}) + "\n")
    return runs


def head(cores: int, seed: int) -> str:
    """What the figures were measured on, in a sentence or two."""
    machine = describe_machine()
    date = dt.datetime.now(tz=dt.UTC).date().isoformat()
    versions = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    return (
        f"{date}, {machine['processor']}, {machine['cores']} cores of which each solver had"
        f" {cores}, {machine['memory_gb']} GB, load before {machine['load_before']}, seed {seed};"
        f" {versions}.\n"
    )


def section(one: Set, runs: Sequence[Run]) -> str:
    """One set's table, how we stand beside each peer, and every run without feasible routes."""
    count = len({run.instance for run in runs})
    lines = [
        f"### {one.name}: {count} instances, {one.seconds:g} s each",
        "",
        "| solver | feasible | mean gap | mean seconds |",
        "| --- | --- | --- | --- |",
    ]
    for standing in standings(runs):
        seconds = [r.seconds for r in runs if r.solver == standing.solver and r.seconds is not None]
        asked = standing.runs - standing.unsuited
        feasible = f"{standing.feasible} of {asked}" if asked else "not suited"
        over = "" if standing.gaps == count else f" (over {standing.gaps})"
        gap = "-" if standing.mean_gap is None else f"{standing.mean_gap:.2%}{over}"
        mean_s = f"{fmean(seconds):.1f}" if seconds else "-"
        lines.append(f"| {standing.solver} | {feasible} | {gap} | {mean_s} |")
    lines += ["", *_ratios(runs), ""]
    bad = [run for run in runs if run.status in {"failed", "infeasible"}]
    lines += [f"- {run.instance}, {run.solver}: {run.status}: {run.note}" for run in bad]
    return "\n".join([*lines, ""] if bad else lines) + "\n"


def _ratios(runs: Sequence[Run]) -> list[str]:
    """Our figures over each peer's, on the instances that both solved."""
    if "tournee" not in {run.solver for run in runs}:
        return []
    found = []
    for peer in dict.fromkeys(run.solver for run in runs if run.solver != "tournee"):
        gaps, with_gaps = gap_ratio(runs, "tournee", peer)
        costs, with_costs = mean_cost_ratio(runs, "tournee", peer)
        if gaps is not None:
            found.append(f"our mean gap / {peer}'s: {gaps:.2f} ({with_gaps} instances)")
        if costs is not None:
            found.append(f"our mean cost / {peer}'s: {costs:.4f} ({with_costs} instances)")
    return ["; ".join(found) + "."] if found else []


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.solvers", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DATA, metavar="FOLDER",
        help="where the instances are (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--set", nargs="+", choices=[one.name for one in SETS], metavar="NAME",
        help=f"these only: {', '.join(one.name for one in SETS)}",
    )  # fmt: skip
    parser.add_argument(
        "--solver", nargs="+", choices=SOLVER_NAMES, default=SOLVER_NAMES, metavar="NAME",
        help=f"these only: {', '.join(SOLVER_NAMES)}",
    )  # fmt: skip
    parser.add_argument(
        "--instances", type=_positive, metavar="N", help="the first N of each set (default: all)"
    )
    parser.add_argument("--cores", type=_positive, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("-o", "--output", type=Path, metavar="REPORT.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
