"""A day played: a run at each of cron's moments, and what happens in between."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.morning import Request, plan_day
from routing.orders.intake import read_day
from routing.plan.difference import difference
from routing.replan.renewal import Scope
from routing.replan.request import ReplanRequest
from routing.replan.run import replan_day
from routing.simulation.arrivals import arrivals
from routing.simulation.folder import orders_file, working_copy
from routing.simulation.watch import faults
from routing.simulation.world import new_world
from routing.store.model import Deed, Report
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.crew.work import Search
    from routing.day.model import Day
    from routing.orders.intake import Intake
    from routing.plan.difference import Difference
    from routing.plan.model import Plan
    from routing.reading import Progress
    from routing.simulation.arrivals import Arrivals
    from routing.simulation.luck import Luck
    from routing.simulation.world import World

_PATIENCE_S = 12 * 3600
"""So long after the last run drivers may still be on the road."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a day is played.

    Attributes
    ----------
    every_s
        Between two runs.
    from_s, to_s
        When runs begin and end; ``None``: with the first hub to open and the last to close.
    search
        How each hub is searched at a run; ``None``: plans are repaired only.
    afresh, allow
        As `routing.replan.renewal.Scope`.
    """

    every_s: int = 900
    from_s: int | None = None
    to_s: int | None = None
    search: Search | None
    allow: str | None = None
    afresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the planner, and what it changed for drivers."""

    at_s: int
    version: int
    seconds: float
    planned: tuple[str, ...]
    new_orders: int
    new_events: int
    set_aside: tuple[str, ...]
    unassigned: int
    late: int
    change: Difference
    faults: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Played:
    """A day that was played, to its end: what happened, and every run."""

    day: Day
    intake: Intake
    world: World
    arrivals: Arrivals
    plan: Plan
    runs: list[Run] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """What no run must ever do, and one did."""
        wall = self.day.clock.wall
        return [f"{wall(run.at_s)}: {fault}" for run in self.runs for fault in run.faults]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A day that is ready to be played: its working copy, with what is planned in the morning."""

    day: Day
    intake: Intake
    arrivals: Arrivals
    luck: Luck
    from_s: int
    to_s: int


def set_stage(
    day: Day,
    folder: Path,
    *,
    luck: Luck,
    manner: Manner,
    morning: Request,
    progress: Progress,
) -> Stage:
    """Copy a day into a folder, and plan what is known of it in the morning.

    Raises
    ------
    DayError, MapError, TourneeError
        As `working_copy` and `routing.morning.plan_day`.
    """
    intake = read_day(day)
    from_s = min(hub.opens_s for hub in intake.hubs) if manner.from_s is None else manner.from_s
    to_s = max(hub.closes_s for hub in intake.hubs) if manner.to_s is None else manner.to_s
    coming = arrivals(day, intake, luck, from_s, to_s)
    copied = working_copy(day, folder)
    coming.write(orders_file(copied), from_s, day)
    plan_day(copied, morning, progress)
    return Stage(day=copied, intake=intake, arrivals=coming, luck=luck, from_s=from_s, to_s=to_s)


class _Unwatched:
    """Progress of a run, of which nobody sees more than that it was."""

    def phase(self, text: str) -> None:
        """Nobody asks."""

    def hubs(self, total: int, seconds: float | None) -> None:
        """Nobody asks."""

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """Nobody asks."""

    def hub_retried(self, hub_id: str, code: str) -> None:
        """Nobody asks."""

    def hub_failed(self, hub_id: str, code: str) -> None:
        """Nobody asks."""


def play(stage: Stage, manner: Manner, tell: Callable[[Run], None]) -> Played:
    """Play a day to its end.

    What a run must never do and does is written down with the run; a plan that the checker does
    not believe is not what drivers get, as on any day.

    Raises
    ------
    DayError, MapError, EngineError
        As `routing.replan.run.replan_day`.
    """
    world = new_world(
        stage.intake.hubs,
        stage.intake.vehicles,
        stage.luck,
        promises=_promises(stage),
        calls=_calls(stage),
    )
    world.now_s = stage.from_s
    runs: list[Run] = []
    plan: Plan | None = None
    for at_s in range(stage.from_s, stage.to_s + 1, manner.every_s):
        world.advance(at_s)
        plan, run = _run(stage, manner, world, plan, at_s)
        runs.append(run)
        tell(run)
        world.follow(plan)
    while not world.is_over and world.now_s < stage.to_s + _PATIENCE_S:
        world.advance(world.now_s + manner.every_s)
    with open_store(stage.day) as store:
        store.add_events([Report(event=event) for event in world.log.sent()])
    if plan is None:
        raise ValueError("the day ends before it begins")
    return Played(
        day=stage.day,
        intake=stage.intake,
        world=world,
        arrivals=stage.arrivals,
        plan=plan,
        runs=runs,
    )


def _run(
    stage: Stage, manner: Manner, world: World, before: Plan | None, at_s: int
) -> tuple[Plan, Run]:
    """What cron would do now, and what drivers have after it."""
    day = stage.day
    came = stage.arrivals.known(at_s)
    stage.arrivals.write(orders_file(day), at_s, day)
    events = world.log.sent()
    started_s = time.monotonic()
    with open_store(day) as store:
        store.add_events([Report(event=event) for event in events])
    outcome = replan_day(
        day,
        ReplanRequest(
            now_s=at_s,
            deed=Deed(command="simulate"),
            search=manner.search,
            started_s=started_s,
            scope=Scope(allow=manner.allow or day.replan.allow, afresh=manner.afresh),
            releases=True,
        ),
        _Unwatched(),
    )
    found = [f"the checker found {breach}" for breach in outcome.breaches]
    ids = {str(row.cells.get("order_id")) for row in came}
    found += faults(before, outcome.plan, world, ids)
    found += [f"{one.code}: {one.message}" for one in outcome.failures]
    plan = before if outcome.breaches and before is not None else outcome.plan
    run = Run(
        at_s=at_s,
        version=plan.version,
        seconds=time.monotonic() - started_s,
        planned=outcome.planned,
        new_orders=sum(
            at_s - manner.every_s < stage.arrivals.at_s.get(row.line, -1) for row in came
        ),
        new_events=len(events),
        set_aside=tuple(str(one) for one in outcome.set_aside),
        unassigned=plan.totals.unassigned,
        late=plan.totals.late,
        change=difference(
            plan if before is None else before,
            plan,
            unchanged_within_s=day.replan.unchanged_within_s,
        ),
        faults=tuple(found),
    )
    return plan, run


def _promises(stage: Stage) -> dict[str, int]:
    orders = stage.arrivals.orders.values()
    return {
        order.order_id: order.window_end_s for order in orders if order.window_end_s is not None
    }


def _calls(stage: Stage) -> dict[str, int]:
    """When orders are called off: at any moment between coming in and the end of the promise."""
    calls = {}
    for order in stage.arrivals.orders.values():
        if stage.luck.is_called_off(order.order_id):
            came_s = stage.arrivals.came_s(order.order_id, stage.from_s)
            end_s = min(order.window_end_s or stage.to_s, stage.to_s)
            share = stage.luck.share("calls at", order.order_id)
            calls[order.order_id] = came_s + round(max(0, end_s - came_s) * share)
    return calls
