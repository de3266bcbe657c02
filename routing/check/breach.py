"""A broken rule: where it is broken, what was found there, and what should stand there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One rule that a plan breaks at one place.

    Attributes
    ----------
    rule
        The rule's name, a key of `routing.check.rules.RULES`.
    message
        Where it is broken, the value found, and the value that should stand there, with local
        times.
    hub_id, vehicle_id, trip_id, order_id
        The same place, for programs; of a stop with several orders, the first.
    """

    rule: str
    message: str
    hub_id: str | None = None
    vehicle_id: str | None = None
    trip_id: str | None = None
    order_id: str | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a plan; ``None`` and empty where the place is wider."""

    hub_id: str | None = None
    vehicle_id: str | None = None
    trip_id: str | None = None
    order_ids: tuple[str, ...] = ()

    def breach(self, rule: str, message: str) -> Breach:
        """Give the breach of a rule at this place; its message begins with the place."""
        named = (("hub", self.hub_id), ("vehicle", self.vehicle_id), ("trip", self.trip_id))
        words = [f"{what} {name}" for what, name in named if name is not None]
        if self.order_ids:
            noun = "order" if len(self.order_ids) == 1 else "orders"
            words.append(f"{noun} {', '.join(self.order_ids)}")
        place = ", ".join(words) or "plan"
        return Breach(
            rule=rule,
            message=f"{place}: {message}",
            hub_id=self.hub_id,
            vehicle_id=self.vehicle_id,
            trip_id=self.trip_id,
            order_id=self.order_ids[0] if self.order_ids else None,
        )
