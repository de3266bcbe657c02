"""Where a run through the day begins: the plan that drivers have, and how the day stands by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.errors import DayError
from routing.reading import KnownPlaces, read_morning
from routing.recording import PLAN_FILE
from routing.replan.begun_pickers import with_begun_pickers
from routing.replan.fleet import changed_hubs, fleet_of, to_keep, with_begun_vehicles
from routing.replan.known import as_reported, changed_orders, with_known
from routing.replan.late_changes import with_begun_orders
from routing.replan.taking_in import called_off_by_rows, called_off_since, picked_by_rows
from routing.standing.fold import stand
from routing.store.left_over import left_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from routing.check.breach import Breach
    from routing.day.model import Day
    from routing.events.model import Event, SetAside
    from routing.orders.model import LocatedOrder, Order
    from routing.plan.model import Plan
    from routing.reading import Morning, Progress
    from routing.standing.model import Standing
    from routing.store.store import PlanStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What rows say now that they did not say when the last version was made.

    `hub_ids` are hubs whose own row, or a vehicle's, is another.
    """

    order_ids: frozenset[str] = frozenset()
    hub_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A day at a moment.

    Attributes
    ----------
    base
        The plan that drivers have: the last that was released; the last of all where none was.
    is_released
        Whether it was: before that nobody drives by the clock of a plan.
    standing
        How the day stands by that plan and by what was reported.
    morning
        The day as its tables have it now, with every order that they ever had, and with what was
        reported of them.
    read
        Every order as its row has it, or as it was when it was begun, without what was reported.
    events
        How many reports have come in.
    set_aside
        Those that cannot be believed, and rows of others that are none.
    changed
        What is another than the last version knew: orders, and hubs with their vehicles.
    """

    base: Plan
    is_released: bool
    standing: Standing
    morning: Morning
    read: tuple[LocatedOrder, ...]
    events: int
    set_aside: tuple[SetAside, ...]
    changed: Changed

    def check(self, plan: Plan) -> tuple[Breach, ...]:
        """Every rule that a new plan breaks; the one that drivers have is held against it.

        So is that plan as it stands: much happens by the clock that no version says yet.
        """
        before = (self.base, self.standing.plan) if self.is_released else ()
        return self.morning.check(plan, *before)


def last_version(day: Day, store: PlanStore, out: Path) -> Plan:
    """The day's last version.

    Parameters
    ----------
    out
        Where its file would be.

    Raises
    ------
    DayError
        REPLAN-NO-PLAN, if there is none yet.
    """
    last = store.latest()
    if last is None:
        left = left_over(day, store, out / PLAN_FILE)
        raise DayError(
            "REPLAN-NO-PLAN",
            f"{day.folder} has no plan for {day.clock.date} yet: there is nothing to go on from.",
            left.remedy if left else "Make one with 'tournee plan' first.",
        )
    return last


def check_open(day: Day, store: PlanStore) -> None:
    """See to it that nothing is planned for a day that is over.

    Raises
    ------
    DayError
        DAY-CLOSED.
    """
    closed_at = store.closed_at()
    if closed_at is not None:
        raise DayError(
            "DAY-CLOSED",
            f"{day.folder} was closed for {day.clock.date} at {closed_at}: nothing is planned for"
            " it any more.",
            "If the day goes on all the same, open it with 'tournee close --reopen' first.",
        )


def version_of(store: PlanStore, number: int) -> Plan:
    """A version of the day by its number.

    Raises
    ------
    DayError
        VERSION-UNKNOWN.
    """
    plan = store.version(number)
    if plan is None:
        raise DayError(
            "VERSION-UNKNOWN",
            f"There is no version {number} of this day.",
            "'tournee history' lists those that there are.",
        )
    return plan


def is_later(plan: Plan, now_s: int) -> bool:
    """Whether a plan is for a later moment."""
    return plan.now_s is not None and now_s < plan.now_s


def check_clock(plan: Plan, now_s: int) -> None:
    """See to it that a day does not go backwards.

    Raises
    ------
    DayError
        REPLAN-EARLIER, if a plan that is to be gone on from is for a later moment.
    """
    if plan.now_s is not None and is_later(plan, now_s):
        raise DayError(
            "REPLAN-EARLIER",
            f"Version {plan.version} was planned for {plan.clock.wall(plan.now_s)}, and now it is"
            f" {plan.clock.wall(now_s)}: a day does not go backwards.",
            "Look at the clock of this machine. If it was that version's that was wrong, go back to"
            " an earlier one: tournee undo --to N.",
        )


def released_by(store: PlanStore, now_s: int) -> Plan | None:
    """The last version that was released, and not for later, as a wrong clock would have it."""
    numbers = [
        one.version
        for one in store.history()
        if one.status == "released" and (one.now_s is None or one.now_s <= now_s)
    ]
    return store.version(numbers[-1]) if numbers else None


def situation(
    day: Day,
    store: PlanStore,
    base: Plan,
    now_s: int,
    progress: Progress,
    *,
    is_released: bool,
    changes: Sequence[str],
) -> Situation:
    """Read the day anew, and see how it stands.

    What rows call off is taken into the store as if it had been reported.

    Parameters
    ----------
    base
        The plan that drivers have, or the last draft.
    changes
        Streets that are blocked or slowed besides the day's own.

    Raises
    ------
    DayError
        If the day cannot be read, or the store not be used.
    MapError
        If the map cannot be had.
    """
    known, last_fleet = store.known_orders(), store.known_fleet()
    began = store.known_orders(base.version)
    rows = store.known_fleet(base.version)
    fleet = fleet_of(base, rows, day)
    keeping = to_keep(fleet, [base, store.latest() or base])
    looked_up = {
        str(item.order.address_key): item.place
        for item in known
        if item.order.is_looked_up and item.place is not None
    }
    places = KnownPlaces(sha256=base.map.sha256, places=looked_up)
    morning = read_morning(day, progress, changes, now_s=now_s, known=places, keeping=keeping)
    store.add_events(
        (*called_off_by_rows(morning, now_s), *picked_by_rows(morning, base, known, began, now_s))
    )
    usable = morning.where.usable
    orders = (*(item.order for item in (*morning.where.located, *known)), *usable.cancelled)
    log = store.events()
    standing = _standing(day, base, log.events, now_s, orders, is_released=is_released)
    if since := called_off_since(morning, standing):
        store.add_events(since)
        log = store.events()
        standing = _standing(day, base, log.events, now_s, orders, is_released=is_released)
    morning = with_begun_vehicles(morning, standing, fleet, is_known=rows is not None)
    morning = with_begun_pickers(morning, standing)
    whole = with_known(morning, known, {item.order_id for item in standing.cancelled})
    whole = with_begun_orders(whole, standing, {item.order.order_id: item for item in began})
    read = whole.where.located
    return Situation(
        base=base,
        is_released=is_released,
        standing=standing,
        morning=as_reported(whole, standing.picked_s),
        read=read,
        events=len(log.events),
        set_aside=(*standing.set_aside, *log.unreadable),
        changed=Changed(
            order_ids=changed_orders(known, read),
            hub_ids=changed_hubs(last_fleet, whole.where.usable.fleet),
        ),
    )


def _standing(
    day: Day,
    base: Plan,
    events: Sequence[Event],
    now_s: int,
    orders: Sequence[Order],
    *,
    is_released: bool,
) -> Standing:
    return stand(
        base,
        events,
        now_s,
        moves_by_itself=is_released,
        freeze_s=day.replan.freeze_s,
        waiting={order.order_id for order in orders},
    )
