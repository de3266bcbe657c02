"""Rows of the order table, checked: each becomes one order or one rejection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.day.names import suggestion
from routing.fleet.identity import Identities
from routing.fleet.positions import PositionCodes, read_position
from routing.orders.hours import Hours, check_window
from routing.orders.model import Channel, Order, Rejection, key_of_address
from routing.tables.fields import Codes, Fields

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.fleet.model import CollectionPoint, Hub, Vehicle
    from routing.tables.model import Row

COLUMNS = (
    "order_id",
    "channel",
    "hub_id",
    "collect_at",
    "name",
    "address",
    "postcode",
    "city",
    "lat",
    "lon",
    "placed_at",
    "window_start",
    "window_end",
    "ready_at",
    "lines",
    "weight_kg",
    "volume_l",
    "service_s",
    "parcels",
    "value_eur",
    "priority",
    "requires",
    "status",
    "phone",
    "email",
    "note",
)
REQUIRED = ("order_id", "channel")

_RESERVED_CHANNEL = "return"
_OPEN, _CANCELLED = "open", "cancelled"
_CODES = Codes(text="ORDER-TEXT", number="ORDER-NUMBER", range="ORDER-RANGE", time="ORDER-TIME")
_POSITION_CODES = PositionCodes(half="ORDER-POSITION-HALF", swapped="ORDER-POSITION-SWAPPED")


def check_orders(
    rows: Sequence[Row],
    day: Day,
    hubs: Sequence[Hub],
    points: Sequence[CollectionPoint],
    vehicles: Sequence[Vehicle],
    *,
    places_set_aside: Collection[str] = (),
) -> tuple[tuple[Order, ...], tuple[Rejection, ...], tuple[Diagnostic, ...]]:
    """Check every row; names, phones, mails and notes are not read.

    Parameters
    ----------
    hubs, points, vehicles
        Those that can be used: what orders may refer to.
    places_set_aside
        Ids of hubs and collection points whose own row was set aside; messages then say so.

    Returns
    -------
    tuple
        Orders and rejections, together as many as rows; and all that was found, in the order of
        the rows. What is wrong with an order that is called off does not matter any more, except
        that it has no id.
    """
    checker = _Checker(day, hubs, points, vehicles, places_set_aside)
    orders: list[Order] = []
    rejected: list[Rejection] = []
    diagnostics: list[Diagnostic] = []
    for row in rows:
        fields = Fields(row, codes=_CODES, key="order_id", clock=day.clock)
        order = checker.order(fields, row)
        diagnostics += fields.diagnostics
        if order is not None:
            orders.append(order)
        else:
            rejected.append(rejection(fields.diagnostics, row.file, row.line))
    return tuple(orders), tuple(rejected), tuple(diagnostics)


def rejection(diagnostics: Sequence[Diagnostic], file: str, line: int) -> Rejection:
    """Sum up why a row is rejected: the first error's code, and every error's message."""
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
    return Rejection(
        order_id=errors[0].id,
        file=file,
        line=line,
        code=errors[0].code,
        message=" ".join(f"{error.message} {error.remedy}" for error in errors),
    )


class _Checker:
    """What orders may refer to, and the ids that were seen so far."""

    def __init__(
        self,
        day: Day,
        hubs: Sequence[Hub],
        points: Sequence[CollectionPoint],
        vehicles: Sequence[Vehicle],
        places_set_aside: Collection[str],
    ) -> None:
        self._day = day
        self._hubs = {hub.hub_id: Hours(hub.opens_s, hub.closes_s) for hub in hubs}
        self._points = {point.point_id: Hours(point.opens_s, point.closes_s) for point in points}
        self._positions = [(hub.lat, hub.lon) for hub in hubs]
        self._skills = frozenset().union(*(vehicle.skills for vehicle in vehicles))
        self._set_aside = places_set_aside
        self._identities = Identities(missing="ORDER-ID-MISSING", duplicate="ORDER-ID-DUPLICATE")

    def order(self, fields: Fields, row: Row) -> Order | None:
        """Check one row; ``None`` leaves at least one error in the fields."""
        order_id = self._identities.claim(fields, "order_id", row.line)
        if _is_cancelled(fields):
            return None if order_id is None else self._cancelled(order_id, row)
        return self._open(fields, row, order_id)

    def _cancelled(self, order_id: str, row: Row) -> Order:
        """Read an order that is called off, as far as it can be understood."""
        fields = Fields(row, codes=_CODES, key="order_id", clock=self._day.clock)
        order = self._open(fields, row, order_id)
        if order is not None:
            return replace(order, is_cancelled=True)
        defaults = self._day.defaults
        return Order(
            order_id=order_id,
            file=row.file,
            line=row.line,
            channel=Channel.SAME_DAY,
            weight_g=defaults.weight_g,
            volume_ml=defaults.volume_ml,
            service_s=defaults.service_s,
            is_cancelled=True,
        )

    def _open(self, fields: Fields, row: Row, order_id: str | None) -> Order | None:
        channel = _channel(fields)
        hub_id = self._hub_id(fields)
        collect_at = self._collect_at(fields, channel)
        position = read_position(fields, codes=_POSITION_CODES, hubs=self._positions)
        address = fields.text("address")
        if channel is Channel.SAME_DAY and not any(
            fields.given(column) for column in ("lat", "lon", "address")
        ):
            fields.report(
                "ORDER-PLACE-MISSING",
                "It has neither a position nor an address.",
                "Fill in lat and lon, or address, postcode and city.",
            )
        postcode, city = fields.text("postcode"), fields.text("city")
        placed_s, ready_s = fields.time("placed_at"), fields.time("ready_at")
        window_start_s, window_end_s = fields.time("window_start"), fields.time("window_end")
        lines = fields.whole("lines", 0, 10_000)
        weight_g = fields.thousandths("weight_kg", 0, 10_000)
        volume_ml = fields.thousandths("volume_l", 0, 100_000)
        service_s = fields.whole("service_s", 0, 86_400)
        parcels = fields.whole("parcels", 1, 1_000)
        value_cents = fields.cents("value_eur", 0, 1_000_000)
        priority = fields.whole("priority", 0, 9)
        requires = fields.words("requires")
        check_window(
            fields,
            window_start_s,
            window_end_s,
            self._hours(hub_id, collect_at),
            self._day.clock,
        )
        self._check_skills(fields, requires)
        if fields.failed or order_id is None or channel is None:
            return None
        defaults = self._day.defaults
        return Order(
            order_id=order_id,
            file=row.file,
            line=row.line,
            channel=channel,
            hub_id=hub_id,
            collect_at=collect_at,
            address=address,
            postcode=postcode,
            city=city,
            lat=position[0] if position else None,
            lon=position[1] if position else None,
            placed_s=placed_s,
            window_start_s=window_start_s,
            window_end_s=window_end_s,
            ready_s=ready_s,
            lines=lines,
            weight_g=defaults.weight_g if weight_g is None else weight_g,
            volume_ml=defaults.volume_ml if volume_ml is None else volume_ml,
            service_s=defaults.service_s if service_s is None else service_s,
            priority=5 if priority is None else priority,
            requires=requires,
            parcels=1 if parcels is None else parcels,
            value_cents=value_cents,
            address_key=key_of_address(address, postcode, city),
        )

    def _hub_id(self, fields: Fields) -> str | None:
        hub_id = fields.text("hub_id")
        if hub_id is None or hub_id in self._hubs:
            return hub_id
        aside = hub_id in self._set_aside
        fields.report(
            "ORDER-HUB-UNKNOWN",
            f'The row of its hub "{hub_id}" was set aside.'
            if aside
            else f'There is no hub "{hub_id}".',
            "Mend the hub's row." if aside else suggestion(hub_id, self._hubs.keys()),
            column="hub_id",
        )
        return None

    def _collect_at(self, fields: Fields, channel: Channel | None) -> str | None:
        place = fields.text("collect_at")
        if place is None:
            return None
        if channel is Channel.SAME_DAY:
            fields.report(
                "ORDER-COLLECT-CHANNEL",
                f'It is to be delivered (same_day) and to be collected at "{place}".',
                "Empty collect_at, or make the channel click_and_collect.",
                column="collect_at",
            )
        elif place in self._set_aside and place not in self._hubs | self._points:
            fields.report(
                "ORDER-COLLECT-UNKNOWN",
                f'The row of "{place}", where it is to be collected, was set aside.',
                "Mend that row.",
                column="collect_at",
            )
        elif place not in self._hubs | self._points:
            fields.report(
                "ORDER-COLLECT-UNKNOWN",
                f'There is no hub and no collection point "{place}".',
                suggestion(place, [*self._hubs, *self._points]),
                column="collect_at",
            )
        return place

    def _hours(self, hub_id: str | None, collect_at: str | None) -> Hours:
        """Give the hours that a window should meet: of its place, or of any hub."""
        place = collect_at or hub_id
        for places in (self._hubs, self._points):
            if place in places:
                return places[place]
        return Hours(
            min(hours.opens_s for hours in self._hubs.values()),
            max(hours.closes_s for hours in self._hubs.values()),
        )

    def _check_skills(self, fields: Fields, requires: frozenset[str]) -> None:
        for skill in sorted(requires - self._skills):
            fields.report(
                "ORDER-SKILL-UNKNOWN",
                f'No vehicle of the day has the skill "{skill}".',
                suggestion(skill, self._skills),
                column="requires",
                severity="warning",
            )


def _is_cancelled(fields: Fields) -> bool:
    """Read whether an order is called off; what cannot be understood is not."""
    text = fields.text("status")
    status = (text or _OPEN).casefold()
    if fields.understood("status") and status not in {_OPEN, _CANCELLED}:
        fields.report(
            "ORDER-STATUS",
            f'There is no status "{text}"; the order is taken to be open.',
            suggestion(status, (_OPEN, _CANCELLED)),
            column="status",
            severity="warning",
        )
    return status == _CANCELLED


def _channel(fields: Fields) -> Channel | None:
    text = fields.text("channel")
    name = (text or "").casefold().replace("-", "_").replace(" ", "_")
    known = [channel.value for channel in Channel]
    if name in known:
        return Channel(name)
    if name == _RESERVED_CHANNEL:
        fields.report(
            "ORDER-CHANNEL-RESERVED",
            "Returns are not planned by this version.",
            "Leave returns out of the order table.",
            column="channel",
        )
    elif text is not None:
        fields.report(
            "ORDER-CHANNEL-UNKNOWN",
            f'There is no channel "{text}".',
            suggestion(name, known),
            column="channel",
        )
    elif not fields.given("channel"):
        fields.report(
            "ORDER-CHANNEL-UNKNOWN", "It has no channel.", f"Write {known[0]} or {known[1]}."
        )
    return None
