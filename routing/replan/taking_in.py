"""Events on their way into the store: files that are named, and a folder that is emptied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.events.folder import Gathered, gather, put_away
from routing.events.model import Event, EventType
from routing.events.reading import read_events
from routing.plan.called_off import REASON
from routing.plan.keeping import orders_of
from routing.standing.model import OrderState
from routing.store.model import Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from routing.day.model import Day
    from routing.orders.model import LocatedOrder, Order
    from routing.plan.model import Plan
    from routing.reading import Morning
    from routing.standing.model import Standing
    from routing.store.model import Received
    from routing.store.store import PlanStore


_ANYWHERE = frozenset({OrderState.FREE, OrderState.PICKING, OrderState.READY, OrderState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What is wrong with what came in, how many events were new, and how many rows were no use."""

    findings: tuple[Diagnostic, ...]
    new: int
    unusable: int


def take_in(day: Day, store: PlanStore, files: Sequence[Path]) -> TakenIn:
    """Take events into the store, and only then put the folder's files away.

    Raises
    ------
    InputError
        When a file that is named cannot be read; nothing is taken in then.
    DayError
        If the store cannot be written.
    """
    reports: list[Report] = []
    findings: list[Diagnostic] = []
    for path in files:
        events, found = read_events(path, day.clock)
        reports += (Report(event=event, file=path.name) for event in events)
        findings += found
    gathered, missing = _gathered(day)
    reports += (Report(event=event) for event in gathered.events)
    received = store.add_events(reports)
    findings += (*gathered.diagnostics, *_differing(received))
    return TakenIn(
        findings=(*findings, *missing, *put_away(gathered)),
        new=len(received.new),
        unusable=_unusable_rows(findings),
    )


def _unusable_rows(findings: Sequence[Diagnostic]) -> int:
    """How many rows something is wrong with that keeps them from being used."""
    return len(
        {
            (one.file, one.line, None if one.line is not None else one.id)
            for one in findings
            if one.severity == "error" and (one.line is not None or one.id is not None)
        }
    )


def called_off_by_rows(morning: Morning, now_s: int) -> list[Report]:
    """Orders that their own rows call off, as if that had been reported when it was seen first."""
    return [
        _called_off(order, now_s, f"row of {order.order_id}")
        for order in morning.where.usable.cancelled
    ]


def called_off_since(morning: Morning, standing: Standing) -> list[Report]:
    """Orders whose rows call them off that can go anywhere all the same: as if reported again.

    When it was seen first they had failed, and have been reported as changed since.
    """
    now_s, clock = standing.now_s, morning.day.clock
    return [
        _called_off(order, now_s, f"row of {order.order_id} at {clock.iso(now_s)}")
        for order in morning.where.usable.cancelled
        if standing.orders.get(order.order_id) in _ANYWHERE
    ]


def _called_off(order: Order, now_s: int, event_id: str) -> Report:
    return Report(
        event=Event(
            event_id=event_id,
            at_s=now_s,
            type=EventType.CANCELLED,
            order_id=order.order_id,
            reason=REASON,
        ),
        file=order.file,
        line=order.line,
    )


def picked_by_rows(
    morning: Morning,
    base: Plan,
    known: Sequence[LocatedOrder],
    began: Sequence[LocatedOrder],
    now_s: int,
) -> list[Report]:
    """Orders that their rows say to be ready by now, and that pickers were planned for.

    That is what a shop's own system writes when somebody has picked them: it counts as if it had
    been reported.

    Parameters
    ----------
    base
        The plan that drivers have.
    known, began
        What was known of orders when the last version was made, and when `base` was.
    """
    homes = {order_id: hub.hub_id for hub in base.hubs for order_id in orders_of(hub)}
    homes |= {item.order_id: item.hub_id for item in base.unassigned if item.hub_id}
    was = {item.order.order_id: item.order for item in (*known, *began)}
    usable, clock = morning.where.usable, morning.day.clock
    return [
        Report(
            event=Event(
                event_id=f"row of {order.order_id}, ready at {clock.iso(order.ready_s)}",
                at_s=order.ready_s,
                type=EventType.PICKED,
                order_id=order.order_id,
            ),
            file=order.file,
            line=order.line,
        )
        for order in (item.order for item in morning.where.located)
        if order.order_id in was
        and was[order.order_id].ready_s is None
        and homes.get(order.order_id) in usable.picking_hubs
        and order.ready_s is not None
        and order.ready_s <= now_s
    ]


def _gathered(day: Day) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    """What waits in the day's folder of events; that it cannot be read stops nobody."""
    if day.replan.events is None:
        return Gathered(), ()
    try:
        return gather(day.replan.events, day.clock), ()
    except InputError as error:
        return Gathered(), error.diagnostics


def _differing(received: Received) -> list[Diagnostic]:
    """Events whose id another one has that says something else."""
    return [
        Diagnostic(
            code="EVENT-ID-TWICE",
            message="An event with this id came in before, and says something else; that is kept.",
            remedy="Give every event an id of its own.",
            file=report.file or "events",
            line=report.line,
            id=report.event.event_id,
        )
        for report in received.differing
    ]
