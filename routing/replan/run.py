"""A run through the day: what happened is taken in, and what can still change is planned anew."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from routing.crew.in_time import InTime
from routing.crew.local import machine_cores
from routing.engines.protocol import Limit
from routing.engines.registry import engine_named
from routing.errors import DayError
from routing.plan.difference import difference
from routing.plan.model import EngineStamp
from routing.recording import BROKEN_FILE, PLAN_FILE, Contents, stamped, try_to_write, write_plan
from routing.replan.announcing import announce
from routing.replan.by_hand import (
    back_to,
    check_kept,
    check_locks,
    holding_of,
    hubs_of,
    in_force,
    marked,
)
from routing.replan.falling_back import faulty_hubs, with_last
from routing.replan.renewal import Renewal, Scope
from routing.replan.situation import (
    check_clock,
    is_later,
    last_version,
    released_by,
    situation,
)
from routing.replan.taking_in import take_in
from routing.store.holding import hold_day
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from routing.check.breach import Breach
    from routing.crew.work import Search
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.errors import EngineError
    from routing.events.model import SetAside
    from routing.plan.difference import Difference
    from routing.plan.model import Plan
    from routing.reading import Progress
    from routing.replan.renewal import Renewed
    from routing.replan.situation import Situation
    from routing.store.model import Deed, Lock
    from routing.store.store import PlanStore

_ROUNDS_OF_REPAIR = 2
"""A hub whose plan the checker does not believe is planned anew as often."""

_SEARCHING = frozenset({"plan", "replan"})
"""The commands that search; what is done by hand is only repaired."""

_RESERVE_S = 2.0
"""Of the time until a deadline, for checking and writing."""

_PART_OF_SHARE = 0.5
"""Of a hub's share of what is left: the rest is for mending what the search found, and for searches
that do not stop at once. Who takes longer than the share is given up."""

_LEAST_SHARE_S = 0.4
"""With less for a hub, none is searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRequest:
    """What a run is asked for.

    Attributes
    ----------
    now_s
        The moment, in seconds from the day's midnight.
    by_clock
        Whether that is this very moment: a run that had to wait for its turn then looks again.
    search
        How hubs are searched; ``None``: they are repaired only.
    deadline_s
        The plan is to be written so many seconds after `started_s`, by `time.monotonic`.
    events
        Files of events to be taken in first, besides those of `[replan] events`.
    releases
        Whether the new version is released; ``None``: as the day says.
    back_to
        The number of the version that what can still change is taken from; by default the last.
    locked, unlocked
        What is fixed with it, and let go of.
    agree
        Given the last version and the new one before it is recorded; raises what is against it.
    records
        Whether the new version is recorded and written at all.
    """

    now_s: int
    deed: Deed
    search: Search | None
    by_clock: bool = False
    deadline_s: float | None = None
    started_s: float = field(default_factory=time.monotonic)
    scope: Scope = field(default_factory=Scope)
    out: Path | None = None
    events: tuple[Path, ...] = ()
    releases: bool | None = None
    back_to: int | None = None
    locked: tuple[Lock, ...] = ()
    unlocked: tuple[Lock, ...] = ()
    agree: Callable[[Plan, Plan], None] | None = None
    records: bool = True
    wait: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What a run gave.

    `before` is the plan that drivers had, `last` the last version, `changes` what is another than
    there, `planned` the hubs that were
    planned anew, `set_aside` what was reported and not believed, `kept` the hubs that keep their
    last plan because their new one broke a rule.
    """

    plan: Plan
    before: Plan
    last: Plan
    path: Path
    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[EngineError, ...]
    breaches: tuple[Breach, ...]
    set_aside: tuple[SetAside, ...]
    planned: tuple[str, ...]
    new_events: int
    seconds: float
    changes: Difference
    recorded: bool
    kept: tuple[str, ...] = ()


def replan_day(day: Day, request: ReplanRequest, progress: Progress) -> Replanned:
    """Take in what happened, plan what can still change, check, record and write it.

    Raises
    ------
    DayError
        DAY-CLOSED; REPLAN-NO-PLAN, if there is no plan yet; or whatever else keeps it from being
        planned or written: nothing is recorded then but the events that came in.
    MapError
        If the map cannot be had.
    BusyError
        DAY-BUSY, if another run holds the day and nobody waits.
    """
    out = request.out or day.folder / "out"
    with hold_day(day, wait=request.wait), open_store(day) as store:
        if request.by_clock:
            now_s = day.clock.elapsed(datetime.now(day.clock.zone))
            request = replace(request, now_s=max(now_s, request.now_s))
        try_to_write(out)
        store.ready_to_record()
        _check_open(day, store)
        progress.phase("Taking in what happened")
        intake = take_in(day, store, request.events)
        newest = last_version(day, store)
        wanted = newest if request.back_to is None else _version(store, request.back_to)
        check_clock(wanted, request.now_s)
        # Going back is the way out of what a wrong clock has planned for later.
        last = wanted if is_later(newest, request.now_s) else newest
        released = released_by(store, request.now_s)
        now = situation(
            day,
            store,
            released or last,
            request.now_s,
            progress,
            is_released=released is not None,
            changes=last.changes,
        )
        check_locks(request.locked, now.standing, last)
        held = [one.lock for one in store.locks()]
        locked, unlocked = request.locked, request.unlocked
        if request.back_to is not None:
            locked, unlocked = back_to(store.locks_of(request.back_to), held, now.standing)
        locks = in_force(held, locked, unlocked)
        scope = replace(
            request.scope,
            holding=holding_of(locks),
            hub_ids=request.scope.hub_ids | hubs_of(request.locked, last),
        )
        if request.search is not None:
            scope = replace(scope, hub_ids=scope.hub_ids | _not_searched(store, last))
        progress.phase("Working out what can still change")
        renewal = Renewal(now.morning, now.standing, wanted, scope, released=now.is_released)
        plan, renewed, breaches, kept = _checked(renewal, now, last, request, progress)
        # Until it is recorded it has the number that it would have.
        plan = replace(plan, version=newest.version + 1, hubs=marked(plan.hubs, scope.holding))
        is_sound = not breaches or bool(kept)
        if is_sound:
            check_kept(request.locked, plan)
            if request.agree is not None:
                request.agree(last, plan)
        progress.phase("Writing the plan")
        path = out / (PLAN_FILE if is_sound else BROKEN_FILE)
        record = partial(
            store.record,
            by=request.deed,
            after=newest.version,
            verdicts=now.standing.set_aside,
            states={order_id: str(state) for order_id, state in now.standing.orders.items()},
            orders_read=now.read,
            locked=locked,
            unlocked=unlocked,
        )
        if request.records or not is_sound:
            plan = write_plan(plan, path, record if is_sound else None)
        announced = announce(day, store, out) if request.records else None
    return Replanned(
        plan=plan,
        before=now.base,
        last=last,
        path=path,
        diagnostics=(
            *intake.findings,
            *now.morning.diagnostics,
            *(announced.findings if announced else ()),
        ),
        failures=renewed.failures,
        breaches=breaches,
        set_aside=now.standing.set_aside,
        planned=renewed.planned,
        new_events=intake.new,
        seconds=time.monotonic() - request.started_s,
        changes=difference(last, plan, unchanged_within_s=day.replan.unchanged_within_s),
        recorded=request.records and is_sound,
        kept=kept,
    )


def _check_open(day: Day, store: PlanStore) -> None:
    closed_at = store.closed_at()
    if closed_at is not None:
        raise DayError(
            "DAY-CLOSED",
            f"{day.folder} was closed for {day.clock.date} at {closed_at}: nothing is planned for"
            " it any more.",
            "If the day goes on all the same, open it with 'tournee close --reopen' first.",
        )


def _version(store: PlanStore, number: int) -> Plan:
    plan = store.version(number)
    if plan is None:
        raise DayError(
            "VERSION-UNKNOWN",
            f"There is no version {number} of this day.",
            "'tournee history' lists those that there are.",
        )
    return plan


def _not_searched(store: PlanStore, last: Plan) -> frozenset[str]:
    """The hubs of orders that have no place since a version for which nobody searched one."""
    versions = [one for one in store.history() if one.version <= last.version]
    searched = [one.version for one in versions if one.command in _SEARCHING]
    if not searched or searched[-1] == last.version:
        return frozenset()
    before = store.version(searched[-1])
    tried = {item.order_id for item in before.unassigned} if before else set()
    return frozenset(
        item.hub_id for item in last.unassigned if item.hub_id and item.order_id not in tried
    )


def _checked(
    renewal: Renewal,
    now: Situation,
    last: Plan,
    request: ReplanRequest,
    progress: Progress,
) -> tuple[Plan, Renewed, tuple[Breach, ...], tuple[str, ...]]:
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
        breaches = now.morning.check(plan, now.before)
        broken |= {one.hub_id for one in breaches if one.hub_id} - set(renewed.planned)
        if not breaches or not broken:
            break
    faulty = faulty_hubs(breaches)
    if faulty and len(faulty) < len(plan.hubs):
        kept = with_last(plan, last, faulty, renewed.orders)
        if kept is not None:
            others = now.morning.check(kept, now.before)
            if all(breach.hub_id in faulty for breach in others):
                return kept, renewed, breaches, tuple(sorted(faulty))
    return plan, renewed, breaches, ()


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
    )
