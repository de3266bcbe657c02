"""Runs on published instances as a table for people, and as lines for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from routing.published.summary import standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.published.runs import Run

_NONE = "-"
_WORDS = {"feasible": "yes", "infeasible": "NO", "failed": "FAILED", "unsuited": "not suited"}


def document(run: Run) -> dict[str, Any]:
    """What `tournee benchmark solve --json` prints of a run."""
    return {
        "instance": run.instance,
        "solver": run.solver,
        "cost": run.cost,
        "vehicles": run.vehicles,
        "feasible": run.feasible,
        "seconds": run.seconds,
        "gap": None if run.gap is None else round(run.gap, 6),
        "routes": [list(route) for route in run.routes],
        "convention": run.convention,
        "status": run.status,
        "note": run.note,
    }


def table(runs: Sequence[Run]) -> RenderableType:
    """Every run, what is to be said of some, and each solver's mean gap."""
    made = Table(title="Runs", title_justify="left")
    for heading in ("instance", "solver", "cost", "vehicles", "feasible", "seconds", "gap"):
        is_word = heading in {"instance", "solver", "feasible"}
        made.add_column(heading, justify="left" if is_word else "right")
    for number, run in enumerate(runs):
        if number and run.instance != runs[number - 1].instance:
            made.add_section()
        made.add_row(
            escape(run.instance),
            run.solver,
            _NONE if run.cost is None else f"{run.cost:,}",
            _NONE if run.vehicles is None else str(run.vehicles),
            _WORDS[run.status],
            _NONE if run.seconds is None else f"{run.seconds:.1f}",
            _percent(run.gap),
        )
    notes = [f"{run.instance}, {run.solver}: {run.note}" for run in runs if run.note]
    return Group(made, *map(escape, notes), _summary(runs))


def _summary(runs: Sequence[Run]) -> Table:
    made = Table(title="Solvers", title_justify="left")
    for heading in ("solver", "runs", "feasible", "not suited", "mean gap", "over"):
        made.add_column(heading, justify="left" if heading == "solver" else "right")
    for one in standings(runs):
        figures = (one.runs, one.feasible, one.unsuited)
        made.add_row(one.solver, *map(str, figures), _percent(one.mean_gap), str(one.gaps))
    return made


def _percent(gap: float | None) -> str:
    return _NONE if gap is None else f"{gap:.2%}"
