"""Everything that the day brings, read and checked."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.day.problems import InputError
from routing.diagnostics import Diagnostic
from routing.fleet.hubs import read_hubs
from routing.fleet.known import KnownStreet, read_known_streets
from routing.fleet.model import Fleet
from routing.fleet.pickers import read_pickers
from routing.fleet.points import read_points
from routing.fleet.stock import read_stock
from routing.fleet.vanished import HUB_VANISHED, POINT_VANISHED, kept_as_it_was
from routing.fleet.vehicles import read_vehicles
from routing.fleet.zones import read_zones
from routing.orders.checking import COLUMNS, REQUIRED, check_orders, rejection
from routing.orders.lines import OrderLines, fill_orders, read_lines
from routing.orders.model import Channel, Order, Rejection
from routing.tables.source import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from routing.day.model import Day
    from routing.fleet.model import CollectionPoint, Hub, PickerShift, Vehicle, Zone
    from routing.tables.model import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What can be planned with, and what is wrong with the rest.

    `input_rows` is the number of orders that came in: `orders`, those that are `cancelled`, and
    those that are `rejected`.
    `diagnostics` begins with the day's own warnings, and goes on table by table. `picking_hubs` are
    the hubs where picking is planned, by the `pickers` that are there, who may be none; elsewhere
    orders are ready by themselves. A hub without `zones` delivers everywhere. `stock` is how many
    of which article each hub has, none of what it does not name; of a hub that it does not name
    nothing is known.
    """

    hubs: tuple[Hub, ...]
    vehicles: tuple[Vehicle, ...]
    points: tuple[CollectionPoint, ...]
    orders: tuple[Order, ...]
    rejected: tuple[Rejection, ...]
    diagnostics: tuple[Diagnostic, ...]
    input_rows: int
    cancelled: tuple[Order, ...] = ()
    known_streets: tuple[KnownStreet, ...] = ()
    pickers: tuple[PickerShift, ...] = ()
    picking_hubs: frozenset[str] = frozenset()
    zones: tuple[Zone, ...] = ()
    stock: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def fleet(self) -> Fleet:
        """Its hubs, vehicles and collection points."""
        return Fleet(hubs=self.hubs, vehicles=self.vehicles, points=self.points)


NOTHING_KEPT = Fleet()


def read_day(day: Day, *, now_s: int | None = None, keeping: Fleet = NOTHING_KEPT) -> Intake:
    """Read and check all that a day's tables hold.

    Parameters
    ----------
    now_s
        The time of a run through the day, in seconds from its midnight; a query is given it.
    keeping
        Hubs and collection points that are kept as they were where their rows are gone, or cannot
        be understood any more.

    Raises
    ------
    InputError
        When a table cannot be read, or no hub can be used.
    """
    tables = _read_tables(day, now_s, keeping)
    understood, rejected, order_findings = check_orders(
        tables.rows,
        day,
        tables.hubs,
        tables.points,
        tables.vehicles,
        places_set_aside=_set_aside(tables.place_findings),
    )
    unreadable = [
        rejection([finding], finding.file, finding.line)
        for finding in _errors(tables.row_findings)
        if finding.line is not None
    ]
    cancelled = tuple(order for order in understood if order.is_cancelled)
    orders, halves, line_findings = fill_orders(
        [order for order in understood if not order.is_cancelled],
        [*rejected, *cancelled],
        tables.lines,
    )
    rejected = tuple(sorted((*rejected, *unreadable, *halves), key=lambda item: item.line))
    return Intake(
        hubs=tables.hubs,
        vehicles=tables.vehicles,
        points=tables.points,
        orders=orders,
        rejected=rejected,
        diagnostics=(
            *day.warnings,
            *tables.place_findings,
            *tables.vehicle_findings,
            *tables.known_findings,
            *tables.picker_findings,
            *tables.zone_findings,
            *tables.stock_findings,
            *tables.row_findings,
            *order_findings,
            *tables.lines.diagnostics,
            *line_findings,
            *([] if understood or rejected else [_no_orders(day)]),
            *_without_vehicles(day, tables, orders),
        ),
        input_rows=len(orders) + len(cancelled) + len(rejected),
        cancelled=cancelled,
        known_streets=tables.known,
        pickers=tables.pickers,
        picking_hubs=tables.picking_hubs,
        zones=tables.zones,
        stock=tables.stock,
    )


@dataclass(slots=True)
class _Tables:
    """What the tables give, with the orders' rows not checked yet."""

    hubs: tuple[Hub, ...] = ()
    points: tuple[CollectionPoint, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    rows: list[Row] = field(default_factory=list)
    place_findings: tuple[Diagnostic, ...] = ()
    vehicle_findings: tuple[Diagnostic, ...] = ()
    known: tuple[KnownStreet, ...] = ()
    known_findings: tuple[Diagnostic, ...] = ()
    pickers: tuple[PickerShift, ...] = ()
    picking_hubs: frozenset[str] = frozenset()
    picker_findings: tuple[Diagnostic, ...] = ()
    zones: tuple[Zone, ...] = ()
    zone_findings: tuple[Diagnostic, ...] = ()
    stock: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stock_findings: tuple[Diagnostic, ...] = ()
    lines: OrderLines = field(default_factory=OrderLines)
    row_findings: list[Diagnostic] = field(default_factory=list)


def _read_tables(day: Day, now_s: int | None, keeping: Fleet) -> _Tables:
    tables = _Tables()
    problems: list[Diagnostic] = []
    with _gathered(problems):
        tables.hubs, findings = read_hubs(day, now_s=now_s)
        there = {hub.hub_id for hub in tables.hubs}
        gone = tuple(hub for hub in keeping.hubs if hub.hub_id not in there)
        tables.hubs += gone
        tables.place_findings += (
            *findings,
            *_kept(HUB_VANISHED, day.hubs.name, [hub.hub_id for hub in gone], findings),
        )
        if not tables.hubs:
            raise InputError((_no_hub(day), *_errors(findings)))
    hubs_set_aside = _set_aside(tables.place_findings)
    with _gathered(problems):
        tables.points, findings = read_points(day, tables.hubs, now_s=now_s)
        there = {point.point_id for point in tables.points} | {hub.hub_id for hub in tables.hubs}
        lost = tuple(point for point in keeping.points if point.point_id not in there)
        tables.points += lost
        points_name = day.collection_points.name if day.collection_points else day.hubs.name
        tables.place_findings += (
            *findings,
            *_kept(POINT_VANISHED, points_name, [point.point_id for point in lost], findings),
        )
    with _gathered(problems):
        tables.vehicles, findings = read_vehicles(
            day, tables.hubs, hubs_set_aside=hubs_set_aside, now_s=now_s
        )
        tables.vehicle_findings = findings
    drivers = {own.driver_id for own in tables.vehicles if own.driver_id is not None}
    with _gathered(problems):
        tables.known, tables.known_findings = read_known_streets(day, drivers, now_s=now_s)
    with _gathered(problems):
        tables.pickers, tables.picking_hubs, tables.picker_findings = read_pickers(
            day, tables.hubs, hubs_set_aside=hubs_set_aside, now_s=now_s
        )
    with _gathered(problems):
        tables.zones, tables.zone_findings = read_zones(
            day, tables.hubs, hubs_set_aside=hubs_set_aside
        )
    with _gathered(problems):
        tables.stock, tables.stock_findings = read_stock(
            day, tables.hubs, hubs_set_aside=hubs_set_aside, now_s=now_s
        )
    with _gathered(problems):
        tables.rows, tables.row_findings = read_table(
            day.orders, columns=COLUMNS, required=REQUIRED, clock=day.clock, now=now_s
        )
    with _gathered(problems):
        tables.lines = read_lines(day, now_s=now_s)
    if problems:
        raise InputError(tuple(problems))
    return tables


def _kept(
    code: str, file: str, place_ids: Iterable[str], findings: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Warn of hubs or collection points that are kept as they were."""
    unreadable = _set_aside(findings)
    return (
        kept_as_it_was(code, file, place_id, is_unreadable=place_id in unreadable)
        for place_id in place_ids
    )


@contextmanager
def _gathered(problems: list[Diagnostic]) -> Iterator[None]:
    """Go on after a table that cannot be read, so that the others' problems are told as well."""
    try:
        yield
    except InputError as error:
        problems += error.diagnostics


def _errors(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    return (finding for finding in findings if finding.severity == "error")


def _set_aside(findings: Iterable[Diagnostic]) -> frozenset[str]:
    return frozenset(finding.id for finding in _errors(findings) if finding.id)


def _no_hub(day: Day) -> Diagnostic:
    return Diagnostic(
        code="DAY-NO-HUB",
        message="No hub can be used, so nothing can be planned.",
        remedy="Give at least one hub an id and a position.",
        file=day.hubs.name,
    )


def _no_orders(day: Day) -> Diagnostic:
    return Diagnostic(
        code="DAY-NO-ORDERS",
        message="There are no orders.",
        remedy="If the day should have some, look at the export or the query.",
        file=day.orders.name,
        severity="warning",
    )


def _without_vehicles(day: Day, tables: _Tables, orders: Sequence[Order]) -> Iterator[Diagnostic]:
    """Warn of hubs that orders name which must be driven, and that have no vehicle."""
    waiting = Counter(order.hub_id for order in orders if _is_driven(order))
    equipped = {vehicle.hub_id for vehicle in tables.vehicles}
    for hub in tables.hubs:
        if waiting[hub.hub_id] and hub.hub_id not in equipped:
            yield Diagnostic(
                code="HUB-NO-VEHICLES",
                message="It has no vehicle, and orders that name it must be driven:"
                f" {waiting[hub.hub_id]}.",
                remedy="Give it a vehicle, or empty the orders' hub_id to have one chosen.",
                file=day.vehicles.name,
                id=hub.hub_id,
                severity="warning",
            )


def _is_driven(order: Order) -> bool:
    """Whether an order that names its hub leaves it on a vehicle."""
    return order.channel is Channel.SAME_DAY or order.collect_at not in {None, order.hub_id}
