"""A run through the day: what happened is taken in, and what can still change is planned anew."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from routing.diagnostics import Diagnostic
from routing.plan.difference import difference
from routing.recording import BROKEN_FILE, PLAN_FILE, try_to_write, write_plan
from routing.replan.announcing import announce
from routing.replan.by_hand import back_to, holding_of, hubs_of, in_force, marked
from routing.replan.checked import plan_checked
from routing.replan.refusals import (
    check_hubs,
    check_kept,
    check_locks,
    check_move,
    check_moved,
    check_unlocks,
)
from routing.replan.renewal import Renewal
from routing.replan.request import Replanned
from routing.replan.situation import (
    check_clock,
    check_open,
    is_later,
    last_version,
    released_by,
    situation,
    version_of,
)
from routing.replan.taking_in import take_in
from routing.store.holding import hold_day
from routing.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from routing.day.model import Day
    from routing.plan.model import Plan
    from routing.reading import Progress
    from routing.replan.checked import Checked
    from routing.replan.renewal import Scope
    from routing.replan.request import ReplanRequest
    from routing.replan.situation import Situation
    from routing.store.model import Lock
    from routing.store.store import PlanStore

_SEARCHING = frozenset({"plan", "replan"})
"""The commands that search; what is done by hand is only repaired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Versions:
    """What a run goes on from.

    Attributes
    ----------
    newest
        The last version that there is.
    last
        What the new one is held against: the last, but for one that a wrong clock has for later.
    wanted
        What can still change is taken from there.
    released
        What drivers have; ``None`` as long as nothing was released.
    """

    newest: Plan
    last: Plan
    wanted: Plan
    released: Plan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A new plan, not recorded yet.

    `without` is the plan without what was asked for by hand; `locked` and `unlocked` are what is
    fixed with it, and let go of.
    """

    checked: Checked
    plan: Plan
    without: Plan
    locked: tuple[Lock, ...]
    unlocked: tuple[Lock, ...]


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
        check_open(day, store)
        progress.phase("Taking in what happened")
        intake = take_in(day, store, request.events)
        versions = _versions(day, store, request, out)
        now = situation(
            day,
            store,
            versions.released or versions.last,
            request.now_s,
            progress,
            is_released=versions.released is not None,
            changes=versions.last.changes,
        )
        told = {(one.event_id, one.code) for one in store.verdicts()}
        made = _make(store, request, versions, now, progress)
        progress.phase("Writing the plan")
        plan, path = _write(store, request, made, now, out)
        overdue = _overdue(request)
        announced = announce(day, store, out) if request.records else None
    checked, set_aside = made.checked, now.set_aside
    return Replanned(
        plan=plan,
        before=now.base,
        last=versions.last,
        without=made.without,
        path=path,
        diagnostics=(
            *intake.findings,
            *now.morning.diagnostics,
            *overdue,
            *(announced.findings if announced else ()),
        ),
        failures=checked.renewed.failures,
        breaches=checked.breaches,
        set_aside=set_aside,
        set_aside_now=tuple(one for one in set_aside if (one.event_id, one.code) not in told),
        planned=checked.renewed.planned,
        new_events=intake.new,
        unusable_rows=intake.unusable,
        seconds=time.monotonic() - request.started_s,
        changes=difference(versions.last, plan, unchanged_within_s=day.replan.unchanged_within_s),
        recorded=request.records and checked.is_sound,
        kept=checked.kept,
    )


def _versions(day: Day, store: PlanStore, request: ReplanRequest, out: Path) -> _Versions:
    newest = last_version(day, store, out)
    wanted = newest if request.back_to is None else version_of(store, request.back_to)
    check_clock(wanted, request.now_s)
    return _Versions(
        newest=newest,
        # Going back is the way out of what a wrong clock has planned for later.
        last=wanted if is_later(newest, request.now_s) else newest,
        wanted=wanted,
        released=released_by(store, request.now_s),
    )


def _make(
    store: PlanStore,
    request: ReplanRequest,
    versions: _Versions,
    now: Situation,
    progress: Progress,
) -> _Made:
    """Plan and check; what is asked for by hand is gone through before and after."""
    last = versions.last
    held = [one.lock for one in store.locks()]
    _check(request, now, last, held)
    locked, unlocked = _changed_locks(request, store, held, now)
    scope = _scope(request, store, last, in_force(held, locked, unlocked))
    progress.phase("Working out what can still change")
    released = now.is_released
    renewal = Renewal(
        now.morning, now.standing, versions.wanted, scope, now.changed, released=released
    )
    checked = plan_checked(renewal, now, last, request, progress)
    # Until it is recorded it has the number that it would have; a hub that keeps its last plan is
    # marked anew.
    hubs = marked(checked.plan.hubs, scope.holding)
    plan = replace(checked.plan, version=versions.newest.version + 1, hubs=hubs)
    without = last
    if checked.is_sound:
        check_kept(request.locked, plan)
        check_moved(request.scope.move, plan)
        if request.is_by_hand:
            progress.phase("Working out how it would go on without that")
            plain = _without_it(scope, held, checked.renewed.planned)
            renewal = Renewal(now.morning, now.standing, last, plain, released=released)
            without = plan_checked(renewal, now, last, request, progress).plan
        if request.agree is not None:
            request.agree(without, plan)
    return _Made(checked=checked, plan=plan, without=without, locked=locked, unlocked=unlocked)


def _write(
    store: PlanStore, request: ReplanRequest, made: _Made, now: Situation, out: Path
) -> tuple[Plan, Path]:
    """Record the plan with all that belongs to it and write its file, as far as that is asked."""
    is_sound = made.checked.is_sound
    path = out / (PLAN_FILE if is_sound else BROKEN_FILE)
    if is_sound and not request.records:
        return made.plan, path
    record = partial(
        store.record,
        by=request.deed,
        after=made.plan.version - 1,
        verdicts=now.set_aside,
        states={order_id: str(state) for order_id, state in now.standing.orders.items()},
        orders_read=now.read,
        fleet_read=now.morning.where.usable.fleet,
        locked=made.locked,
        unlocked=made.unlocked,
    )
    return write_plan(made.plan, path, record if is_sound else None), path


def _check(request: ReplanRequest, now: Situation, last: Plan, held: Sequence[Lock]) -> None:
    """Go through what is asked for before anything is planned."""
    check_hubs(request.scope.hub_ids, [hub.hub_id for hub in now.morning.where.usable.hubs])
    check_locks(request.locked, held, now.standing, last)
    check_unlocks(request.unlocked, held, last)
    check_move(request.scope.move, held, now.standing, last)


def _without_it(scope: Scope, held: Sequence[Lock], planned: Sequence[str]) -> Scope:
    """The scope of the same run without what is asked for by hand, at the same hubs."""
    return replace(scope, move=None, holding=holding_of(held), hub_ids=scope.hub_ids | set(planned))


def _overdue(request: ReplanRequest) -> tuple[Diagnostic, ...]:
    """A warning where the plan was written after its deadline."""
    seconds = time.monotonic() - request.started_s
    if request.deadline_s is None or seconds <= request.deadline_s:
        return ()
    return (
        Diagnostic(
            code="REPLAN-OVERDUE",
            message=f"The plan was written after {seconds:.1f} s, and was to be after"
            f" {request.deadline_s:g}.",
            remedy="Give it more time, or a machine that has more of it: nothing was left out but"
            " the search.",
            file="--deadline",
            severity="warning",
        ),
    )


def _changed_locks(
    request: ReplanRequest, store: PlanStore, held: Sequence[Lock], now: Situation
) -> tuple[tuple[Lock, ...], tuple[Lock, ...]]:
    """What is locked with the new version, and what is let go of."""
    if request.back_to is None:
        return request.locked, request.unlocked
    return back_to(store.locks_of(request.back_to), held, now.standing)


def _scope(request: ReplanRequest, store: PlanStore, last: Plan, locks: Sequence[Lock]) -> Scope:
    """What may change, with what a dispatcher holds fast and with hubs that are owed a search."""
    hub_ids = request.scope.hub_ids | hubs_of(request.locked, last)
    if request.search is not None:
        hub_ids |= _not_searched(store, last)
    return replace(request.scope, holding=holding_of(locks), hub_ids=hub_ids)


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
