"""`tournee benchmark`: published instances, side by side with peers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.exits import Exit
from cli.options import talks

if TYPE_CHECKING:
    from cli.screen import Screen
    from routing.published.runs import Run


@click.group("benchmark")
def command() -> None:
    """Solve published instances, side by side with other solvers.

    \b
    Example:
      tournee benchmark solve C101.txt R101.txt --best-known best_known.csv
    """


@command.command("solve", short_help="Solve instances with each solver, and compare.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0.1),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="What every solver gets for every instance.",
)
@click.option(
    "--solver",
    "solvers",
    multiple=True,
    metavar="NAME",
    help="tournee, pyvrp, ortools or vroom; may be repeated. Default: tournee and pyvrp.",
)
@click.option(
    "--best-known",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Best-known costs: instance, cost, vehicles, convention, source.",
)
@click.option(
    "--convention",
    type=click.Choice(["dimacs", "sintef"]),
    default="dimacs",
    show_default=True,
    help="Of Solomon's and Homberger's: distances cut to one decimal, or vehicles first.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--cores", type=click.IntRange(min=1), metavar="N", help="For every solver; default: all."
)
@talks
def solve(
    *,
    files: tuple[Path, ...],
    time_limit: float,
    solvers: tuple[str, ...],
    best_known: Path | None,
    convention: str,
    seed: int,
    cores: int | None,
    screen: Screen,
) -> int:
    """Solve each FILE with each solver, go through the routes independently, and compare.

    FILE is an instance of ORTEC's, Solomon's, Homberger's, or a multi-trip one with release
    times. Solvers get the same wall time and cores. With --json each run is one line on stdout.

    \b
    Exit status: 0 all routes are feasible · 4 a solver failed, or its routes are not ·
    2 the call or a file is wrong.

    \b
    Example:
      tournee benchmark solve ORTEC-*.txt.xz --time-limit 20 --solver tournee
        --solver pyvrp --best-known best_known.csv --json
    """
    from cli import benchmark_views
    from cli.instances import read_all
    from routing.published.best_known import read_best_known
    from routing.published.conventions import convention_of
    from routing.published.instances import read_instance
    from routing.published.runs import Effort, run_all
    from routing.published.solvers import search_of

    names = tuple(dict.fromkeys(solvers or ("tournee", "pyvrp")))
    for name in names:
        search_of(name)
    known = read_best_known(best_known) if best_known else {}
    instances = read_all(files, read_instance, screen)
    if instances is None:
        return Exit.WRONG_CALL
    cases = [(instance, convention_of(instance, convention)) for instance in instances]
    effort = Effort(seconds=time_limit, cores=cores or os.cpu_count() or 1, seed=seed)
    runs: list[Run] = []
    try:
        with screen.progress() as progress:
            total = len(cases) * len(names)

            def begin(instance: str, solver: str) -> None:
                progress.phase(f"{instance}, {solver} ({len(runs) + 1} of {total})")

            for run in run_all(cases, names, effort, known, begin):
                runs.append(run)
                screen.line(benchmark_views.document(run))
    finally:
        # Whoever has had enough after an hour still wants what is there.
        if runs:
            screen.render(benchmark_views.table(runs))
    bad = any(run.status in {"failed", "infeasible"} for run in runs)
    return Exit.FAILED if bad else Exit.DONE
