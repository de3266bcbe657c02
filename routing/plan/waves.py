"""What a hub's pickers bring together, in the order in which it must be ready."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from routing.plan.loadings import Loading, loadings_of
from routing.plan.timeline import visits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.plan.model import Collection, HubPlan, Pick, PickerDay, Stop


@dataclass(frozen=True, slots=True)
class Picked:
    """An order's picking, and the shift that it falls in."""

    pick: Pick
    shift: PickerDay


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveOrder:
    """One order of a wave.

    Attributes
    ----------
    ready_by_s
        When it must be ready: when its trip is loaded, or by its promise where it is collected.
    picked
        Who picks it and when; ``None`` where it is ready by itself.
    stop, number
        Where it goes, and the number of that stop in the vehicle's day.
    collection
        Its collection, where it is collected where it is prepared.
    """

    order_id: str
    ready_by_s: int
    picked: Picked | None
    stop: Stop | None = None
    number: int | None = None
    collection: Collection | None = None

    @property
    def spare_s(self) -> int | None:
        """How long before it must be ready it is; below 0 it is too late; ``None``: not known."""
        if self.picked is not None:
            return self.ready_by_s - self.picked.pick.ready_s
        return None if self.collection is None else self.ready_by_s - self.collection.ready_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Orders that belong together: one trip's, or collections that follow one another.

    A trip's are in the order of loading, those of its last stop first, so that the first stop's
    are at the door; collections are in the order of their promises. `loading` is the trip's.
    """

    number: int
    ready_by_s: int
    orders: tuple[WaveOrder, ...]
    loading: Loading | None = None


def picks_of(hub: HubPlan) -> dict[str, Picked]:
    """Every picking of a hub by its order."""
    shifts = hub.picking.pickers if hub.picking else ()
    return {pick.order_id: Picked(pick, shift) for shift in shifts for pick in shift.picks}


def waves_of(hub: HubPlan) -> tuple[Wave, ...]:
    """A hub's waves by when they must be ready: its trips, and what is collected between them.

    Failed attempts are history and not in them.
    """
    picks = picks_of(hub)
    driven = [(loading, tuple(_loaded(loading, picks))) for loading in loadings_of(hub)]
    collected = [(None, (_collected(item, picks),)) for item in hub.collections]
    parts: list[tuple[Loading | None, tuple[WaveOrder, ...]]] = [*driven, *collected]
    parts = [(loading, orders) for loading, orders in parts if orders]
    parts.sort(key=lambda part: (part[1][0].ready_by_s, part[0] is not None, part[1][0].order_id))
    waves: list[Wave] = []
    for loading, group in groupby(parts, key=lambda part: part[0]):
        orders = tuple(order for _, own in group for order in own)
        waves.append(
            Wave(
                number=len(waves) + 1,
                ready_by_s=orders[0].ready_by_s,
                orders=orders,
                loading=loading,
            )
        )
    return tuple(waves)


def _loaded(loading: Loading, picks: Mapping[str, Picked]) -> Iterator[WaveOrder]:
    """The orders of a trip, those of its last stop first."""
    stops = [visit for visit in visits(loading.route) if visit.trip is loading.trip]
    for visit in reversed(stops):
        if visit.stop.status != "failed":
            for order_id in visit.stop.order_ids:
                yield WaveOrder(
                    order_id=order_id,
                    ready_by_s=loading.start_s,
                    picked=picks.get(order_id),
                    stop=visit.stop,
                    number=visit.number,
                )


def _collected(item: Collection, picks: Mapping[str, Picked]) -> WaveOrder:
    return WaveOrder(
        order_id=item.order_id,
        ready_by_s=item.window_end_s,
        picked=picks.get(item.order_id),
        collection=item,
    )
