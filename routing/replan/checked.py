"""Planning within the time that there is, until the checker believes the plan."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.crew.in_time import InTime
from routing.crew.local import machine_cores
from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.plan.model import EngineStamp
from routing.recording import Contents, stamped
from routing.replan.falling_back import faulty_hubs, with_last

if TYPE_CHECKING:
    from routing.check.breach import Breach
    from routing.crew.work import Search
    from routing.plan.model import Plan
    from routing.reading import Progress
    from routing.replan.renewal import Renewal, Renewed
    from routing.replan.request import ReplanRequest
    from routing.replan.situation import Situation

_ROUNDS_OF_REPAIR = 2
"""A hub whose plan the checker does not believe is planned anew as often."""

_RESERVE_S = 2.0
"""Of the time until a deadline, for checking and writing."""

_PART_OF_SHARE = 0.5
"""Of a hub's share of what is left: the rest is for mending what the search found, and for searches
that do not stop at once. Who takes longer than the share is given up."""

_LEAST_SHARE_S = 0.4
"""With less for a hub, none is searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A plan that the checker went through, not yet numbered.

    `kept` are the hubs that keep their last plan because their new one broke a rule; the breaches
    are theirs.
    """

    plan: Plan
    renewed: Renewed
    breaches: tuple[Breach, ...]
    kept: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether drivers may have it."""
        return not self.breaches or bool(self.kept)


def plan_checked(
    renewal: Renewal, now: Situation, last: Plan, request: ReplanRequest, progress: Progress
) -> Checked:
    """Plan, and check; hubs that stayed as they were and do not hold any more are planned, too.

    Hubs that break a rule all the same keep their last plan, and are told.
    """
    broken: frozenset[str] = frozenset()
    for _ in range(_ROUNDS_OF_REPAIR):
        concerned = renewal.concerned(broken)
        search, crew = _search(request, len(concerned), progress)
        progress.hubs(len(concerned), None)
        renewed = renewal.run(concerned, search, crew, progress)
        plan = _stamped(renewed, now, last, request)
        progress.phase("Checking the plan")
        breaches = now.check(plan)
        broken |= {one.hub_id for one in breaches if one.hub_id} - set(renewed.planned)
        if not breaches or not broken:
            break
    faulty = faulty_hubs(breaches)
    if faulty and len(faulty) < len(plan.hubs):
        kept = with_last(plan, last, faulty, renewed.orders)
        if kept is not None:
            others = now.check(kept)
            if all(breach.hub_id in faulty for breach in others):
                hubs = tuple(sorted(faulty))
                return Checked(plan=kept, renewed=renewed, breaches=breaches, kept=hubs)
    return Checked(plan=plan, renewed=renewed, breaches=breaches)


def _search(request: ReplanRequest, hubs: int, progress: Progress) -> tuple[Search | None, InTime]:
    """The search within what is left of the time, and who does it: this process, on all cores."""
    search, cores = request.search, machine_cores()
    if search is None or not hubs:
        return None, InTime(cores)
    if (engine := engine_named(search.engine)).compiles_first:
        # No run would ever come to it within its deadline.
        progress.phase("Compiling the search, once on this machine: a minute or so")
        engine.warm_up()
    if request.deadline_s is None:
        return search, InTime(cores)
    until_s = request.started_s + request.deadline_s - _RESERVE_S
    share_s = (until_s - time.monotonic()) / hubs
    if share_s < _LEAST_SHARE_S:
        return None, InTime(cores)
    if search.limit.seconds is not None:
        seconds = min(search.limit.seconds, _PART_OF_SHARE * share_s)
        search = replace(search, limit=Limit(seconds=seconds))
    return search, InTime(cores, until_s)


def _stamped(renewed: Renewed, now: Situation, last: Plan, request: ReplanRequest) -> Plan:
    """The new version, not yet numbered."""
    day = now.morning.day
    releases = day.replan.releases if request.releases is None else request.releases
    search = request.search
    engine = last.engine
    if search is not None:
        engine = EngineStamp(
            name=search.engine,
            version=engine_named(search.engine).version,
            seed=search.seed,
            time_limit_s=search.limit.seconds,
            max_iterations=search.limit.iterations,
        )
    return stamped(
        now.morning,
        Contents(
            hubs=renewed.hubs,
            orders=renewed.orders,
            unassigned=renewed.unassigned,
            choices=renewed.choices,
            cancelled=now.standing.cancelled,
        ),
        out=request.out or day.folder / "out",
        engine=engine,
        based_on=last,
        changes=last.changes,
        status="released" if releases else "draft",
        now_s=request.now_s,
        events=now.events,
    )
