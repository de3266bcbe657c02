"""Solvers on instances, one after the other, each for the same time on the same cores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from routing.engines.plainly import UnsuitedError
from routing.engines.protocol import Limit
from routing.errors import TourneeError
from routing.published.apart import run_apart
from routing.published.best_known import gap
from routing.published.problems import as_problem, as_routes
from routing.published.solvers import timed_search
from routing.published.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from routing.problem.model import HubProblem
    from routing.published.best_known import BestKnown
    from routing.published.conventions import Convention
    from routing.published.instances import Instance
    from routing.published.problems import Routes
    from routing.published.verification import Fault, Verdict

Status = Literal["feasible", "infeasible", "failed", "unsuited"]

_GRACE_S = 60.0
"""For starting a process, mending, and a machine with other things to do."""
_FAULTS_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What every solver gets: wall seconds, cores, and the seed of what is drawn."""

    seconds: float
    cores: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One solver on one instance.

    Attributes
    ----------
    instance, solver, convention
        Their names.
    status
        `feasible` and `infeasible` are what verification says of the routes; `failed` gave none;
        an instance that is `unsuited` to the solver was not put to it.
    cost, vehicles, routes
        As verified; ``None`` and empty without routes.
    seconds
        Wall seconds of the search; ``None`` without routes.
    gap
        See `routing.published.best_known.gap`.
    note
        Why there are no routes, or what is wrong with them; else empty.
    """

    instance: str
    solver: str
    convention: str
    status: Status
    cost: float | None = None
    vehicles: int | None = None
    seconds: float | None = None
    gap: float | None = None
    routes: Routes = ()
    note: str = ""

    @property
    def feasible(self) -> bool:
        """Whether there are routes that keep every rule."""
        return self.status == "feasible"


Case = tuple["Instance", "Convention"]
"""An instance and the rules that it is solved under."""


def run_all(
    cases: Sequence[Case],
    solvers: Sequence[str],
    effort: Effort,
    best_known: Mapping[tuple[str, str], BestKnown],
    on_start: Callable[[str, str], None],
) -> Iterator[Run]:
    """Run each solver on each instance; all of one instance come in a row.

    Parameters
    ----------
    cases, solvers
        What is put to whom.
    effort
        The same for all.
    best_known
        By instance and convention; may be empty.
    on_start
        Told instance and solver before each run.
    """
    for instance, convention in cases:
        problem = as_problem(instance, convention)
        for solver in solvers:
            on_start(instance.name, solver)
            best = best_known.get((instance.name, convention.name))
            yield _run((instance, convention), problem, solver, effort, best)


def _run(
    case: Case, problem: HubProblem, solver: str, effort: Effort, best: BestKnown | None
) -> Run:
    instance, convention = case
    none = Run(instance=instance.name, solver=solver, convention=convention.name, status="failed")
    try:
        seconds, solution = run_apart(
            2 * effort.seconds + _GRACE_S,
            timed_search,
            solver,
            problem,
            Limit(seconds=effort.seconds),
            effort.seed,
            effort.cores,
        )
    except UnsuitedError as error:
        return replace(none, status="unsuited", note=error.message)
    except TourneeError as error:
        return replace(none, note=f"{error.code}: {error.message}")
    except Exception as error:  # noqa: BLE001 - whatever happens to one run, the others are made
        return replace(none, note=f"{type(error).__name__}: {error}")
    routes = as_routes(solution)
    verdict = verify(instance, convention, routes)
    return replace(
        none,
        status="feasible" if verdict.feasible else "infeasible",
        cost=verdict.cost,
        vehicles=verdict.vehicles,
        seconds=round(seconds, 2),
        gap=gap(best, verdict, vehicles_first=convention.vehicles_first),
        routes=routes,
        note=_told(verdict.faults, _beside(best, verdict, convention)),
    )


def _beside(best: BestKnown | None, verdict: Verdict, convention: Convention) -> str:
    """Why routes that are feasible have no gap though a best-known cost is there."""
    if not (verdict.feasible and best and convention.vehicles_first and best.vehicles):
        return ""
    more = verdict.vehicles - best.vehicles
    if not more:
        return ""
    beside = f"{'more' if more > 0 else 'fewer'} than the best known {best.vehicles}"
    return f"{abs(more)} vehicle{'' if abs(more) == 1 else 's'} {beside}, so there is no gap"


def _told(faults: Sequence[Fault], otherwise: str) -> str:
    """The first faults in a sentence."""
    told = [fault.text for fault in faults[:_FAULTS_TOLD]]
    more = len(faults) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])]) or otherwise
