"""The story of one order in plain words, and as a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from routing.exports.wording import how_located, minutes_up
from routing.orders.model import Channel, Rejection, Unassigned
from routing.plan.loadings import loadings_of
from routing.plan.model import STRANDED, Cancelled
from routing.plan.promises import (
    AT_RISK_S,
    Promise,
    collection_promise,
    stop_promise,
    whole_minutes,
)
from routing.plan.waves import picks_of
from routing.why.causes import Cause, picking_cause
from routing.why.driving import driving_cause, leaving_cause
from routing.why.finding import Collected, Found, OnStop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.orders.model import HubChoice
    from routing.plan.model import HubPlan, Plan, Stop
    from routing.why.background import Background


@dataclass(frozen=True, slots=True)
class Part:
    """What the story says about one matter."""

    about: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One order's story.

    Attributes
    ----------
    state
        Where it is: ``stop``, ``collection``, ``unassigned``, ``rejected``, ``cancelled``, or
        ``failed`` where there is nothing but a failed attempt.
    hub_id
        The hub that prepares it, or was to; ``None`` where there is none.
    parts
        The story, in the order that things happen.
    promise
        ``None`` where it has no place.
    cause
        What keeps it from being earlier; ``None`` where it has no place.
    """

    order_id: str
    state: str
    hub_id: str | None
    parts: tuple[Part, ...]
    promise: Promise | None = None
    cause: Cause | None = None


def story_of(plan: Plan, found: Found, known: Background) -> Story:
    """Tell an order's story.

    Parameters
    ----------
    plan
        Any plan that can be read, whether or not the checker likes it.
    found
        Where the order is in it.
    known
        What the day says besides; may be empty.
    """
    teller = _Teller(plan, found, known)
    match found.current:
        case OnStop() as place:
            return teller.driven(place)
        case Collected() as place:
            return teller.collected(place)
        case Unassigned() as item:
            return teller.unassigned(item)
        case Cancelled() as item:
            return teller.cancelled(item)
        case row:
            return teller.rejected(row)


class _Teller:
    """Puts what is known of one order into words."""

    def __init__(self, plan: Plan, found: Found, known: Background) -> None:
        self._plan = plan
        self._found = found
        self._known = known
        self._wall = plan.clock.wall
        self._order = known.orders.get(found.order_id)
        self._places = plan.place_names

    def driven(self, place: OnStop) -> Story:
        own_id, hub, stop = self._found.order_id, place.hub, place.visit.stop
        failed = stop.status == "failed"
        promise = None if failed else stop_promise(own_id, stop, place.route, hub)
        cause = None if failed else driving_cause(place, self._known, self._plan.clock)
        return Story(
            order_id=own_id,
            state="failed" if failed else "stop",
            hub_id=hub.hub_id,
            parts=(
                Part("where", self._stop(place)),
                *self._row(),
                Part("located", self._located(place)),
                *_surcharge(place.visit.stop),
                *self._prepared(hub),
                *self._loaded(place),
                *self._served(place),
                *(self._kept(promise, cause) if promise and cause else ()),
                *self._history(),
            ),
            promise=promise,
            cause=cause,
        )

    def _stop(self, place: OnStop) -> str:
        stop, visit = place.visit.stop, place.visit
        said = "An attempt failed: it was" if stop.status == "failed" else "It is"
        goal = "" if stop.point_id is None else f", left at {self._place(stop.point_id)}"
        others = [one for one in stop.order_ids if one != self._found.order_id]
        beside = f", with {', '.join(others)}" if others else ""
        return (
            f"{said} stop {visit.number} of {place.route.vehicle_id}, trip {visit.trip.trip_id}"
            f"{goal}{beside}{_status(stop.status)}."
        )

    def collected(self, place: Collected) -> Story:
        hub, item = place.hub, place.item
        promise = collection_promise(item, hub)
        picked = picks_of(hub).get(item.order_id)
        cause = (
            Cause(
                kind="ready",
                words=f"it is ready by itself at {self._wall(item.ready_s)}",
                help=self._ready_earlier(item.order_id),
            )
            if picked is None
            else picking_cause(
                picked,
                item.order_id,
                self._known,
                self._plan.clock,
                promise_s=item.window_end_s,
            )
        )
        state = f"It is collected at {self._place(hub.hub_id)}, which prepares it"
        return Story(
            order_id=item.order_id,
            state="collection",
            hub_id=hub.hub_id,
            parts=(
                Part("where", f"{state}{_status(item.status)}."),
                *self._row(),
                Part("located", "Nobody drives it anywhere, so its address does not matter."),
                *self._prepared(hub),
                Part("ready", f"At {self._wall(item.ready_s)}."),
                *self._kept(promise, cause),
                *self._history(),
            ),
            promise=promise,
            cause=cause,
        )

    def unassigned(self, item: Unassigned) -> Story:
        at = self._known.place
        where = (
            "Its place is known: otherwise it would have been rejected."
            if at is None
            else f"At {at.lat:.5f}, {at.lon:.5f}: {how_located(at.located, at.accuracy_m)}."
        )
        hub = next((hub for hub in self._plan.hubs if hub.hub_id == item.hub_id), None)
        choice = [] if hub is None else [Part("hub", self._hub(hub))]
        return Story(
            order_id=self._found.order_id,
            state="unassigned",
            hub_id=item.hub_id,
            parts=(
                Part("where", self._without_place()),
                *self._row(),
                Part("located", where),
                *choice,
                *self._alternatives(),
                Part("why", f"{item.code}: {item.reason}"),
                Part("possible if", item.suggestion),
                *self._history(),
            ),
        )

    def _without_place(self) -> str:
        for one in self._found.failed:
            if one.visit.stop.reason == STRANDED:
                on = f"{one.route.vehicle_id}, trip {one.visit.trip.trip_id}"
                return f"It is unassigned: on board of {on}, which cannot drive any more."
        return "It is unassigned: understood, and without a place today."

    def cancelled(self, item: Cancelled) -> Story:
        return Story(
            order_id=self._found.order_id,
            state="cancelled",
            hub_id=None,
            parts=(
                Part("where", f"It was cancelled at {self._wall(item.at_s)}."),
                *self._row(),
                Part("why", item.reason),
                *self._history(),
            ),
        )

    def rejected(self, row: Rejection) -> Story:
        return Story(
            order_id=self._found.order_id,
            state="rejected",
            hub_id=None,
            parts=(
                Part("where", f"It is rejected: line {row.line} of {row.file} has to be mended."),
                Part("why", f"{row.code}: {row.message}"),
                *self._history(),
            ),
        )

    def _place(self, place_id: str) -> str:
        name = self._places.get(place_id, place_id)
        return name if name == place_id else f"{name} ({place_id})"

    def _row(self) -> Iterator[Part]:
        """What its row says, and whose it is where that is asked for."""
        order = self._order
        if order is not None:
            placed = (
                "; when it was placed is not said"
                if order.placed_s is None
                else f"; placed at {self._wall(order.placed_s)}"
            )
            kind = "Same day" if order.channel is Channel.SAME_DAY else "Click and collect"
            row = f"{kind}, line {order.line} of {order.file}{placed}, priority {order.priority}."
            yield Part("ordered", row)
        if contact := self._known.contact:
            texts = (contact.name, contact.address, contact.phone, contact.note)
            if words := " · ".join(text for text in texts if text):
                yield Part("customer", words)

    def _located(self, place: OnStop) -> str:
        stop = place.visit.stop
        if stop.point_id is not None:
            return f"It goes to {self._place(stop.point_id)}, whose position the day gives."
        return f"At {stop.lat:.5f}, {stop.lon:.5f}: {how_located(stop.located, stop.accuracy_m)}."

    def _ready_earlier(self, order_id: str) -> str:
        order = self._known.orders.get(order_id)
        if order is not None and order.ready_s is not None:
            return "its row would have to name an earlier ready_at"
        return "its hub would have to open earlier, or the order be placed earlier"

    def _prepared(self, hub: HubPlan) -> Iterator[Part]:
        """Which hub prepares it and why, and when it is picked there."""
        yield Part("hub", self._hub(hub))
        yield from self._alternatives()
        picked = picks_of(hub).get(self._found.order_id)
        if picked is not None:
            pick, wall = picked.pick, self._wall
            cause = picking_cause(picked, self._found.order_id, self._known, self._plan.clock)
            lines = f"{pick.lines} lines" if pick.lines != 1 else "1 line"
            yield Part(
                "picked",
                f"By {picked.shift.picker_id}, {wall(pick.start_s)}-{wall(pick.ready_s)}, {lines}:"
                f" {cause.words}.",
            )
        elif hub.picking is not None:
            yield Part("picked", "Nobody has to pick it: it is ready by itself.")

    def _hub(self, hub: HubPlan) -> str:
        own = self._place(hub.hub_id)
        order = self._order
        if choice := self._choice():
            cost = "" if choice.cost_cents is None else f" (€{choice.cost_cents / 100:.2f})"
            return f"{own}{cost}: {choice.reason}"
        if order is not None and order.hub_id == hub.hub_id:
            return f"{own}: its row names it."
        if order is not None and order.collect_at == hub.hub_id:
            return f"{own}: it is collected there."
        if len(self._plan.hubs) == 1:
            return f"{own}: it is the only hub."
        return f"{own}: this plan does not say why."

    def _choice(self) -> HubChoice | None:
        own = (one for one in self._plan.choices if one.order_id == self._found.order_id)
        return next(own, None)

    def _alternatives(self) -> Iterator[Part]:
        choice = self._choice()
        for other in choice.alternatives if choice else ():
            cost = "" if other.cost_cents is None else f" (€{other.cost_cents / 100:.2f})"
            yield Part("not", f"{self._place(other.hub_id)}{cost}: {other.reason}")

    def _loaded(self, place: OnStop) -> Iterator[Part]:
        trip, wall = place.visit.trip, self._wall
        cause = leaving_cause(trip, place.route, place.hub, self._known, self._plan.clock)
        bay = next((one.bay for one in loadings_of(place.hub) if one.trip is trip), 1)
        yield Part(
            "loaded",
            f"From {wall(trip.loading_s)} at bay {bay}, leaving at {wall(trip.depart_s)}:"
            f" {cause.words}.",
        )

    def _served(self, place: OnStop) -> Iterator[Part]:
        stop, wall = place.visit.stop, self._wall
        before = place.visit.trip.stops.index(stop)
        after = f", after {before} other stop{'' if before == 1 else 's'}" if before else ""
        minutes = minutes_up(stop.leg_s)
        yield Part("driven", f"{minutes} min and {stop.leg_m / 1000:.1f} km{after}.")
        wait = stop.start_s - stop.arrive_s
        waits = f" waits {minutes_up(wait)} min," if wait > 0 else ""
        yield Part(
            "served",
            f"Arrives at {wall(stop.arrive_s)},{waits} begins at {wall(stop.start_s)}, leaves at"
            f" {wall(stop.leave_s)}.",
        )

    def _kept(self, promise: Promise, cause: Cause) -> Iterator[Part]:
        """The promise, what is to spare, and what would have made it earlier."""
        wall = self._wall
        minutes = whole_minutes(promise.spare_s)
        if promise.spare_s < 0:
            words = f"missed by {-minutes} min"
        elif promise.spare_s < AT_RISK_S:
            words = f"kept with {minutes} min to spare: at risk"
        else:
            words = f"kept with {minutes} min to spare"
        yield Part(
            "promise", f"By {wall(promise.due_s)}, planned for {wall(promise.kept_s)}: {words}."
        )
        lead = "In time" if promise.spare_s < 0 else "Earlier"
        yield Part(f"{lead.lower()} if", f"{_capital(cause.words)}. {_capital(cause.help)}.")

    def _history(self) -> Iterator[Part]:
        for one in self._found.failed:
            stop = one.visit.stop
            if stop.reason == STRANDED:  # nobody has been there
                continue
            why = f": {stop.reason.rstrip('.')}" if stop.reason else ""
            at = self._wall(stop.start_s)
            yield Part("before", f"An attempt by {one.route.vehicle_id} at {at} failed{why}.")
        for row in self._found.other_rows:
            where = f"Line {row.line} of {row.file} has the same id and is rejected"
            yield Part("besides", f"{where}: {row.code}: {row.message}")


def _status(status: str) -> str:
    return "" if status in {"planned", "failed"} else f" ({status})"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def story_document(plan: Plan, story: Story) -> dict[str, Any]:
    """What `tournee why --json` prints."""
    iso, promise = plan.clock.iso, story.promise
    return {
        "order_id": story.order_id,
        "plan_id": plan.plan_id,
        "version": plan.version,
        "state": story.state,
        "hub_id": story.hub_id,
        "promise": None
        if promise is None
        else {
            "due_at": iso(promise.due_s),
            "kept_at": iso(promise.kept_s),
            "spare_min": whole_minutes(promise.spare_s),
            "vehicle_id": promise.vehicle_id,
            "point_id": promise.point_id,
        },
        "cause": None if story.cause is None else asdict(story.cause),
        "story": [asdict(part) for part in story.parts],
    }


def _surcharge(stop: Stop) -> Iterator[Part]:
    """What the customers of a stop pay for their zone."""
    if stop.surcharge_cents:
        each = "" if len(stop.order_ids) == 1 else ", all orders of the stop together"
        yield Part("zone", f"€{stop.surcharge_cents / 100:.2f} more for the delivery there{each}.")
