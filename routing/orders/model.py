"""An order on its way through the morning: checked, located, assigned to a hub."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_KEY_LENGTH = 32


class Channel(StrEnum):
    """How an order reaches its customer."""

    SAME_DAY = "same_day"
    CLICK_AND_COLLECT = "click_and_collect"


class Located(StrEnum):
    """How a place was found, best first."""

    GIVEN = "given"
    EXACT = "exact"
    INTERPOLATED = "interpolated"
    STREET = "street"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as checked: everything understood, nothing looked up.

    Times are seconds from the day's midnight; ``None`` is what the row left empty. `lat` and `lon`
    are both given or both ``None``. `parcels` is what it takes of a collection point's capacity,
    `value_cents` what it is worth, `articles` how many of which article it holds, where that is
    known. `address_key` stands for its address where that itself is not kept. Of one that is called
    off, `is_cancelled`, nothing but its id is sure.
    """

    order_id: str
    file: str
    line: int
    channel: Channel
    hub_id: str | None = None
    collect_at: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    placed_s: int | None = None
    window_start_s: int | None = None
    window_end_s: int | None = None
    ready_s: int | None = None
    lines: int | None = None
    weight_g: int
    volume_ml: int
    service_s: int
    priority: int = 5
    requires: frozenset[str] = frozenset()
    parcels: int = 1
    value_cents: int | None = None
    address_key: str | None = None
    is_cancelled: bool = False
    articles: Mapping[str, int] = field(default_factory=dict)

    def ready_by_itself_s(self, opens_s: int) -> int:
        """When it is ready at a hub that opens then, where nobody has to pick it."""
        if self.ready_s is not None:
            return self.ready_s
        return opens_s if self.placed_s is None else max(opens_s, self.placed_s)

    @property
    def is_looked_up(self) -> bool:
        """Whether its place is that of its address: it names no other, and no position."""
        names_a_place = self.hub_id is not None or self.collect_at is not None
        is_at_the_door = self.channel is Channel.SAME_DAY or not names_a_place
        return self.address_key is not None and self.lat is None and is_at_the_door


def key_of_address(address: str | None, postcode: str | None, city: str | None) -> str | None:
    """What stands for an address, and does not say it; the same for the same words."""
    if address is None:
        return None
    words = "\n".join(part or "" for part in (address, postcode, city))
    return sha256(words.encode()).hexdigest()[:_KEY_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an order goes, and how well that is known."""

    lat: float
    lon: float
    located: Located
    accuracy_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedOrder:
    """An order whose goal is known: the customer's door, or the place of collection.

    `place` is ``None`` only for a click-and-collect order that is collected where it is prepared
    and names no hub and no position: any hub can have it.
    """

    order: Order
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOrder:
    """An order at the hub that prepares it, with its times settled.

    Attributes
    ----------
    hub_id
        The hub that prepares it.
    place
        Where it is driven to; ``None`` when it is collected at the hub that prepares it.
    point_id
        The hub or collection point where it is dropped for collection, if it is driven to one.
    window_start_s, window_end_s
        A same-day window bounds the start of service. For an order that is dropped for
        collection, `window_end_s` is the promise: the latest time that the drop is over.
    ready_s
        When picking is done; no trip that carries the order starts loading earlier. Of an order
        that the hub's pickers have yet to pick, when it could be done if it was the only one.
    is_picked
        Whether the hub's pickers have yet to pick it.
    zone_id, surcharge_cents
        The zone of the hub that it is delivered in, where the hub has any, and what its customer
        pays for that.
    told_end_s
        The end of the window that its customer was told, where the hours of its zone end before;
        else ``None``.
    """

    order: Order
    hub_id: str
    place: Place | None
    point_id: str | None
    window_start_s: int
    window_end_s: int
    ready_s: int
    is_picked: bool = False
    zone_id: str | None = None
    surcharge_cents: int = 0
    told_end_s: int | None = None

    @property
    def promised_by_s(self) -> int:
        """Later, its customer waits in vain."""
        return self.window_end_s if self.told_end_s is None else self.told_end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A row that cannot be understood or located; somebody must mend the data."""

    order_id: str | None
    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """An order that is understood, and that today's hubs and fleet cannot serve."""

    order_id: str
    hub_id: str | None
    code: str
    reason: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A hub that did not get an order: what it would have cost there, or why it could not be.

    `cost_cents` is ``None`` where it could not.
    """

    hub_id: str
    cost_cents: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubChoice:
    """Why an order is prepared where it is; `alternatives` are the next best hubs."""

    order_id: str
    hub_id: str
    reason: str
    cost_cents: int | None = None
    alternatives: tuple[Alternative, ...] = ()
