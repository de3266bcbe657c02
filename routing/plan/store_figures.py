"""Key figures to run a store by: promises to spare, picking by the hour, what an order costs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from routing.plan.promises import promises_of, whole_minutes
from routing.plan.waves import picks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.clock import Clock
    from routing.plan.model import HubPlan, PickerDay, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingHour:
    """What pickers do in one hour of the local clock, all together.

    An hour in which the clocks change may be longer or shorter than others, and one that the autumn
    gives twice is there twice. `idle_s` is what is paid and not worked.
    """

    start_s: int
    end_s: int
    paid_s: int
    picking_s: int
    idle_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingFigures:
    """A picking day.

    Attributes
    ----------
    orders, lines
        What is picked.
    hours
        From the first hour in which somebody is paid to the last.
    due, ready_in_time
        Of the picked orders, those that are on a stop or collected; and of these, those that are
        ready by their promise, or on a stop that is not late and when their trip is loaded.
    late_by_arrival, late_at_least
        As `routing.plan.model.HubPicking`.
    """

    orders: int
    lines: int
    hours: tuple[PickingHour, ...]
    due: int
    ready_in_time: int
    late_by_arrival: int
    late_at_least: int

    @property
    def paid_s(self) -> int:
        """Seconds of all shifts."""
        return sum(hour.paid_s for hour in self.hours)

    @property
    def picking_s(self) -> int:
        """Seconds in which somebody picks."""
        return sum(hour.picking_s for hour in self.hours)

    @property
    def idle_s(self) -> int:
        """Seconds paid in which nobody picks."""
        return sum(hour.idle_s for hour in self.hours)

    @property
    def share_in_time(self) -> float | None:
        """Of the orders that are due, the share that is ready in time; ``None`` without any."""
        return self.ready_in_time / self.due if self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a day costs, in its parts; cents.

    `picking` is ``None`` where picking is not planned. `driving` is drivers' time and kilometres,
    `vehicle` what vehicles cost that drive at all; ``None`` where the plan does not part them, and
    `driving` is then both.
    """

    picking: int | None
    driving: int
    vehicle: int | None

    @property
    def total(self) -> int:
        """All together."""
        return sum(self._known())

    def each(self, orders: int) -> Costs:
        """For each of so many orders, rounded to cents so that the parts sum to the whole."""
        if not orders:
            return Costs(
                picking=None if self.picking is None else 0,
                driving=0,
                vehicle=None if self.vehicle is None else 0,
            )
        parts = self._known()
        shares = [part // orders for part in parts]
        left = round(self.total / orders) - sum(shares)
        for number in sorted(range(len(parts)), key=lambda n: -(parts[n] % orders))[:left]:
            shares[number] += 1
        rest = iter(shares)
        return Costs(
            driving=next(rest),
            picking=None if self.picking is None else next(rest),
            vehicle=None if self.vehicle is None else next(rest),
        )

    def _known(self) -> list[int]:
        return [part for part in (self.driving, self.picking, self.vehicle) if part is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFigures:
    """One hub's key figures, or those of all hubs together, where `hub_id` is ``None``.

    Attributes
    ----------
    orders
        Orders on stops and among the collections.
    least_spare_s, median_spare_s
        How much later they could be, below 0 where they are late; ``None`` without orders.
    costs
        What they cost together.
    picking
        ``None`` where picking is not planned.
    """

    hub_id: str | None
    orders: int
    least_spare_s: int | None
    median_spare_s: float | None
    costs: Costs
    picking: PickingFigures | None


def store_figures(plan: Plan) -> tuple[StoreFigures, ...]:
    """The figures of each hub, in the plan's order, and then those of all together."""
    clock = plan.clock
    return (*(hub_figures(hub, clock) for hub in plan.hubs), all_hubs(plan))


def all_hubs(plan: Plan) -> StoreFigures:
    """The figures of all hubs together."""
    return _figures(None, plan.hubs, plan.clock)


def hub_figures(hub: HubPlan, clock: Clock) -> StoreFigures:
    """The figures of one hub."""
    return _figures(hub.hub_id, [hub], clock)


def _figures(hub_id: str | None, hubs: Sequence[HubPlan], clock: Clock) -> StoreFigures:
    spare_s = [promise.spare_s for hub in hubs for promise in promises_of(hub)]
    return StoreFigures(
        hub_id=hub_id,
        orders=len(spare_s),
        least_spare_s=min(spare_s, default=None),
        median_spare_s=median(spare_s) if spare_s else None,
        costs=_costs(hubs),
        picking=_picking(hubs, clock),
    )


def _costs(hubs: Sequence[HubPlan]) -> Costs:
    routes = [route for hub in hubs for route in hub.routes]
    total = sum(route.cost_cents for route in routes)
    parts = [0 if not route.trips else route.vehicle_cents for route in routes]
    vehicle = sum(part for part in parts if part is not None)
    shifts = _shifts(hubs)
    return Costs(
        picking=None if shifts is None else sum(shift.cost_cents for shift in shifts),
        driving=total if None in parts else total - vehicle,
        vehicle=None if None in parts else vehicle,
    )


def _shifts(hubs: Sequence[HubPlan]) -> list[PickerDay] | None:
    planned = [hub.picking for hub in hubs if hub.picking is not None]
    return [shift for picking in planned for shift in picking.pickers] if planned else None


def _picking(hubs: Sequence[HubPlan], clock: Clock) -> PickingFigures | None:
    shifts = _shifts(hubs)
    if shifts is None:
        return None
    picks = [pick for shift in shifts for pick in shift.picks]
    due = [in_time for hub in hubs for in_time in _in_time(hub)]
    planned = [hub.picking for hub in hubs if hub.picking is not None]
    return PickingFigures(
        orders=len(picks),
        lines=sum(pick.lines for pick in picks),
        hours=tuple(_hours(shifts, clock)),
        due=len(due),
        ready_in_time=sum(due),
        late_by_arrival=sum(picking.late_by_arrival for picking in planned),
        late_at_least=sum(picking.late_at_least for picking in planned),
    )


def _in_time(hub: HubPlan) -> Iterator[bool]:
    """Of each picked order that has a place at the hub, whether it is ready in time for it."""
    picks = picks_of(hub)
    for item in hub.collections:
        if item.order_id in picks:
            yield picks[item.order_id].pick.ready_s <= item.window_end_s
    for route in hub.routes:
        for trip in route.trips:
            for stop in trip.stops:
                for order_id in stop.order_ids if stop.status != "failed" else ():
                    if order_id in picks:
                        loaded = picks[order_id].pick.ready_s <= trip.loading_s
                        yield loaded and not stop.late_s


_Span = tuple[int, int]


def _hours(shifts: Sequence[PickerDay], clock: Clock) -> Iterator[PickingHour]:
    """Every hour from the first in which somebody is paid or picks to the last."""
    paid = _spans((shift.shift_start_s, shift.shift_end_s) for shift in shifts)
    picking = _spans((pick.start_s, pick.ready_s) for shift in shifts for pick in shift.picks)
    both = [*paid, *picking]
    if not both:
        return
    moment = clock.moment(min(start_s for start_s, _ in both))
    start_s = clock.elapsed(moment.replace(minute=0, second=0))
    last_s = max(end_s for _, end_s in both)
    while start_s < last_s:
        end_s = _next_hour_s(start_s, clock)
        paid_s, picking_s = _within(paid, start_s, end_s), _within(picking, start_s, end_s)
        yield PickingHour(
            start_s=start_s,
            end_s=end_s,
            paid_s=paid_s,
            picking_s=picking_s,
            idle_s=max(0, paid_s - picking_s),
        )
        start_s = end_s


def _spans(spans: Iterator[_Span]) -> list[_Span]:
    return [(start_s, end_s) for start_s, end_s in spans if start_s < end_s]


def _next_hour_s(second: int, clock: Clock) -> int:
    """When the local clock next shows a full hour."""
    moment = clock.moment(second)
    return second + 3600 - 60 * moment.minute - moment.second


def _within(spans: Sequence[_Span], start_s: int, end_s: int) -> int:
    return sum(max(0, min(end, end_s) - max(start, start_s)) for start, end in spans)


def figures_document(plan: Plan) -> list[dict[str, Any]]:
    """The figures as a program reads them; those of all hubs have the id ``null``."""
    clock = plan.clock
    return [_document(figures, clock) for figures in store_figures(plan)]


def _document(figures: StoreFigures, clock: Clock) -> dict[str, Any]:
    least_s, median_s = figures.least_spare_s, figures.median_spare_s
    picking = figures.picking
    return {
        "hub_id": figures.hub_id,
        "orders": figures.orders,
        "least_spare_min": None if least_s is None else whole_minutes(least_s),
        "median_spare_min": None if median_s is None else int(median_s // 60),
        "cost": _euros(figures.costs),
        "cost_per_order": _euros(figures.costs.each(figures.orders)),
        "picking": None if picking is None else _picking_document(picking, clock),
    }


def _picking_document(picking: PickingFigures, clock: Clock) -> dict[str, Any]:
    hours = [
        {"from": clock.iso(hour.start_s), "to": clock.iso(hour.end_s)}
        | {key: value for key, value in asdict(hour).items() if key not in {"start_s", "end_s"}}
        for hour in picking.hours
    ]
    own = asdict(picking) | {"share_ready_in_time": picking.share_in_time}
    totals = {"paid_s": picking.paid_s, "picking_s": picking.picking_s, "idle_s": picking.idle_s}
    return own | totals | {"hours": hours}


def _euros(costs: Costs) -> dict[str, float | None]:
    parts = {"picking": costs.picking, "driving": costs.driving, "vehicle": costs.vehicle}
    return {
        **{f"{name}_eur": None if cents is None else cents / 100 for name, cents in parts.items()},
        "total_eur": costs.total / 100,
    }
