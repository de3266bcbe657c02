"""The morning run: from a day folder to a plan that the checker has gone through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from routing.crew.choice import crew_for
from routing.crew.solving import solve_hubs
from routing.crew.work import Search
from routing.engines.hub_choice import choose_hubs
from routing.engines.registry import engine_named
from routing.errors import DayError, EngineError
from routing.left_out import check_kept_whole, check_still_true
from routing.orders.assignment import assign_hubs, by_hub
from routing.orders.model import Unassigned
from routing.plan.agreement import nothing_driven
from routing.plan.assembly import assemble
from routing.plan.called_off import called_off
from routing.plan.keeping import kept_choices, kept_hubs, orders_of, pin_to_hubs
from routing.plan.model import EngineStamp
from routing.plan.reasons import explain
from routing.plan.second_look import HubDay, look_again
from routing.plan.wishes import WishFigures, all_figures
from routing.problem.model import HubProblem, Solution
from routing.reading import Morning, hub_problem, hub_problems, read_morning
from routing.recording import BROKEN_FILE, PLAN_FILE, Contents, stamped, try_to_write, write_plan
from routing.store.holding import hold_day
from routing.store.left_over import check_not_left_over
from routing.store.model import Deed
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from routing.check.breach import Breach
    from routing.crew.protocol import Crew
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.engines.protocol import Limit
    from routing.orders.assignment import Assignment
    from routing.plan.keeping import Kept
    from routing.plan.model import Plan
    from routing.reading import Progress
    from routing.store.store import PlanStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a dispatcher asks for.

    `jobs` and `scheduler` say who solves the hubs, as `routing.crew.choice.crew_for` takes them.
    `hub_ids` empty is every hub; `out` ``None`` is the folder `out` of the day. `changes` are
    streets blocked or slowed, as `routing.roads.on_day` takes them.
    """

    limit: Limit
    engine: str = "pyvrp"
    seed: int = 1
    jobs: int | None = 1
    scheduler: str | None = None
    hub_ids: tuple[str, ...] = ()
    out: Path | None = None
    changes: tuple[str, ...] = ()

    @property
    def search(self) -> Search:
        """How each hub is searched."""
        return Search(engine=self.engine, limit=self.limit, seed=self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run gave.

    `path` is where the plan was written: `plan.json`, or `plan.broken.json` where `breaches` says
    what the checker found; such a plan is not recorded as a version. `wishes` says, hub by hub,
    what became of the day's wishes, where it has any.
    """

    plan: Plan
    path: Path
    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[EngineError, ...]
    breaches: tuple[Breach, ...]
    wishes: tuple[WishFigures, ...] = ()


def plan_day(day: Day, request: Request, progress: Progress) -> Outcome:
    """Plan the day, check the plan, record it and write it.

    Raises
    ------
    DayError
        If nothing can be planned or written; nothing is written then.
    MapError
        If the map or travel times cannot be had.
    TourneeError
        If there is no such engine, or the cluster cannot be used. What fails for one hub is in
        `Outcome.failures`.
    BusyError
        If another run holds the day.
    """
    out = request.out or day.folder / "out"
    with hold_day(day), open_store(day) as store:
        last = store.ready_to_record()
        try_to_write(out)
        check_not_left_over(day, store, out / PLAN_FILE)
        if request.scheduler:
            progress.phase(f"Reaching the cluster of {request.scheduler}")
        elif (engine := engine_named(request.search.engine)).compiles_first:
            # Here, and not by several processes at a time; and so that somebody says it.
            progress.phase("Compiling the search, once on this machine: a minute or so")
            engine.warm_up()
        with crew_for(request.search, jobs=request.jobs, scheduler=request.scheduler) as crew:
            morning = read_morning(day, progress, request.changes)
            plan, failures, wishes = _make_plan(morning, request, crew, store, progress)
        progress.phase("Checking the plan")
        breaches = morning.check(plan)
        progress.phase("Writing the plan")
        path = out / (BROKEN_FILE if breaches else PLAN_FILE)
        deed = Deed(command="plan")
        record = partial(
            store.record,
            by=deed,
            after=last,
            orders_read=morning.where.located,
            fleet_read=morning.where.usable.fleet,
        )
        plan = replace(plan, version=last + 1)
        plan = write_plan(plan, path, None if breaches else record)
    return Outcome(
        plan=plan,
        path=path,
        diagnostics=morning.diagnostics,
        failures=failures,
        breaches=breaches,
        wishes=wishes,
    )


def _make_plan(
    morning: Morning, request: Request, crew: Crew, store: PlanStore, progress: Progress
) -> tuple[Plan, tuple[EngineError, ...], tuple[WishFigures, ...]]:
    engine = engine_named(request.engine)
    chosen = _chosen_hubs(request, [hub.hub_id for hub in morning.where.usable.hubs])
    crew.expect(len(chosen))
    progress.phase("Choosing hubs and measuring travel times")
    last, assignment, kept = _assigned(morning, chosen, store)
    grouped = by_hub(assignment.orders)
    problems = hub_problems(morning, grouped)
    solutions, failures = _solve(problems, chosen, request, crew, progress)
    days = {
        hub_id: HubDay(orders=grouped.get(hub_id, ()), problem=problem, solution=solutions[hub_id])
        for hub_id, problem in problems.items()
    }
    progress.phase("Looking for places at other hubs")
    solved = {hub_id: days[hub_id] for hub_id in days if hub_id in chosen - failures.keys()}
    looked_at, assignment = look_again(solved, assignment, partial(hub_problem, morning))
    days |= looked_at
    progress.phase("Drawing the routes")
    hubs = tuple(
        kept[hub_id][0]
        if hub_id in kept
        else assemble(day.problem, day.solution, day.orders, morning.city)
        for hub_id, day in days.items()
    )
    progress.phase("Working out what would help")
    in_place = {order_id for hub in hubs for order_id in orders_of(hub)}
    unassigned = [*assignment.refused]
    for hub_id, day in days.items():
        told = kept[hub_id][1] if hub_id in kept else ()
        known = in_place | {item.order_id for item in told}
        found = _unassigned(day.problem, day.solution, chosen, failures, morning.day)
        unassigned += [*told, *(item for item in found if item.order_id not in known)]
    plan = stamped(
        morning,
        Contents(
            hubs=hubs,
            orders=assignment.orders,
            unassigned=tuple(unassigned),
            choices=(*kept_choices(last, assignment.orders), *assignment.choices),
            cancelled=called_off(morning.where.usable),
        ),
        out=request.out or morning.day.folder / "out",
        engine=EngineStamp(
            name=request.engine,
            version=engine.version,
            seed=request.seed,
            time_limit_s=request.limit.seconds,
            max_iterations=request.limit.iterations,
        ),
        based_on=last,
        changes=request.changes,
    )
    figures = all_figures({hub_id: day.problem for hub_id, day in days.items()}, hubs)
    return plan, tuple(failures.values()), figures


def _assigned(
    morning: Morning, chosen: frozenset[str], store: PlanStore
) -> tuple[Plan | None, Assignment, Mapping[str, Kept]]:
    """Which hub prepares what, and what the hubs that are left out keep of the last plan."""
    usable = morning.where.usable
    left_out = {hub.hub_id for hub in usable.hubs} - chosen
    last = store.latest() if left_out else None
    located, holding = morning.where.located, frozenset[str]()
    if last:
        check_still_true(morning, last, left_out)
        located = pin_to_hubs(located, last, left_out)
        kept_places = (orders_of(hub) for hub in last.hubs if hub.hub_id in left_out)
        holding = holding.union(*kept_places)
    assignment = assign_hubs(
        morning.day, located, usable, morning.city, choose_hubs, holding=holding
    )
    kept = kept_hubs(last, left_out, by_hub(assignment.orders)) if last else {}
    if last:
        check_kept_whole(last, left_out - kept.keys(), assignment)
    return last, assignment, kept


def _chosen_hubs(request: Request, known: Sequence[str]) -> frozenset[str]:
    unknown = [hub_id for hub_id in request.hub_ids if hub_id not in known]
    if unknown:
        raise DayError(
            "HUB-UNKNOWN",
            f"There is no usable hub {', '.join(unknown)} today.",
            f"The day's hubs are: {', '.join(known)}.",
        )
    return frozenset(request.hub_ids or known)


def _solve(
    problems: Mapping[str, HubProblem],
    chosen: frozenset[str],
    request: Request,
    crew: Crew,
    progress: Progress,
) -> tuple[dict[str, Solution], dict[str, EngineError]]:
    """Solutions of all hubs, and what failed; a hub that failed or was left out serves nobody."""
    to_solve = {
        hub_id: problem
        for hub_id, problem in problems.items()
        if hub_id in chosen and (problem.picking or (problem.tasks and problem.vehicles))
    }
    rounds = -(-len(to_solve) // crew.hands)
    seconds = None if request.limit.seconds is None else rounds * request.limit.seconds
    progress.hubs(len(to_solve), seconds)
    outcomes = solve_hubs(to_solve, request.search, crew, progress)
    solutions, failures = {}, {}
    for hub_id, problem in problems.items():
        outcome = outcomes.get(hub_id)
        if isinstance(outcome, EngineError):
            failures[hub_id] = outcome
        if isinstance(outcome, Solution):
            solutions[hub_id] = outcome
        else:
            solutions[hub_id] = nothing_driven(problem)
    return solutions, failures


def _unassigned(
    problem: HubProblem,
    solution: Solution,
    chosen: frozenset[str],
    failures: Mapping[str, EngineError],
    day: Day,
) -> list[Unassigned]:
    hub_id = problem.hub.hub_id
    if hub_id not in chosen:
        reason = f"Hub {hub_id} was left out of this run by --hub."
        return _all_unassigned(problem, "HUB-LEFT-OUT", reason, "Plan the whole day.")
    if failure := failures.get(hub_id):
        return _all_unassigned(problem, failure.code, failure.message, failure.remedy)
    return explain(problem, solution, day.clock)


def _all_unassigned(
    problem: HubProblem, code: str, reason: str, suggestion: str
) -> list[Unassigned]:
    return [
        Unassigned(
            order_id=task.order_id,
            hub_id=problem.hub.hub_id,
            code=code,
            reason=reason,
            suggestion=suggestion,
        )
        for task in problem.tasks
    ]
