"""What it would cost to have an order delivered from each hub, before any route is known.

Loading, the way there and the way back are shared evenly by the stops of a full trip, and from each
stop to the next it is as far as to the nearest order of the same hub that may be served at the same
time. That is the usual estimate for trips of many stops (Daganzo, 1984), with the neighbours that
there are in place of a density.

Nobody is paid for the way of a customer who collects; what it is worth is counted all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from maps.geodesy import flat_m, great_circle_m
from routing.orders.fleets import NO_LIMIT, MeanOrder, Terms, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.orders.drives import Drives
    from routing.orders.intake import Intake
    from routing.orders.options import Options

    Floats = NDArray[np.float64]

_NEIGHBOURS = 32
_FAR_ENOUGH_M = 100.0
"""Ways at least so long tell how fast the streets are."""
_ONE_PLACE_M = 1.0
_CUSTOMER_EUR_PER_H = 10.0
"""What an hour of a customer's way to the hub is worth."""
_NO_FLEET = Terms(eur_per_h=0.0, eur_per_km=0.0, setup_s=0.0, stops_a_trip=NO_LIMIT)
_USUAL_PACE = 0.2
_USUAL_DETOUR = 1.3
"""Seconds and metres of street for a metre as the crow flies, where no way tells."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """Of shape (orders, hubs) each.

    Attributes
    ----------
    cents
        What one more order costs; 0 where nothing tells one hub from another.
    work_s
        How long it keeps a vehicle busy, its share of the trip included; 0 without a drive.
    hop_s
        From the stop before it, a part of that.
    """

    cents: NDArray[np.int64]
    work_s: NDArray[np.int64]
    hop_s: Floats


class Estimator:
    """Estimates for the orders of a day, each with those around it."""

    def __init__(self, options: Sequence[Options], drives: Drives, intake: Intake) -> None:
        self._drives = drives
        self._rows = np.array([row for row, one in enumerate(options) if one.is_driven], np.int64)
        driven = [options[row] for row in self._rows]
        places = [one.item.place for one in driven]
        lat = np.array([place.lat for place in places if place])
        lon = np.array([place.lon for place in places if place])
        hub_lat, hub_lon = np.array([(hub.lat, hub.lon) for hub in intake.hubs]).T
        self._to_hub_m = great_circle_m(lat[:, None], lon[:, None], hub_lat, hub_lon)
        self._near, self._near_m = _neighbours(lat, lon)
        self._together = _may_share(driven, self._near)
        self._pace, self._detour = self._streets()
        self._loading_s = np.array([hub.loading_s for hub in intake.hubs], np.float64)
        self._service_s = np.array([one.order.service_s for one in driven], np.float64)
        self._is_drop = np.array([one.order.collect_at is not None for one in driven], np.bool_)
        self._terms = _terms(driven, intake, drives.kinds, drives.kind[self._rows])

    def given(self, homes: NDArray[np.int64]) -> Estimates:
        """The estimates if each order was prepared at that hub, by its place in the intake.

        Orders of one hub share trips with one another; -1 is at none.
        """
        shape = self._drives.duration_s.shape
        cents = 100 * _CUSTOMER_EUR_PER_H * self._drives.duration_s / 3600
        work_s, hop_s = np.zeros(shape), np.zeros(shape)
        rows, near_homes = self._rows, homes[self._rows][self._near]
        for column in range(shape[1]):
            mates = (near_homes == column) & self._together
            eur_per_h, eur_per_km, setup_s, a_trip = self._terms[:, column].T
            there_s = self._drives.duration_s[rows, column].astype(np.float64)
            there_m = self._drives.distance_m[rows, column].astype(np.float64)
            hop_m = self._hop_m(mates, self._to_hub_m[:, column])
            hop = np.minimum(hop_m * self._pace, there_s)
            at_door = 1 + (mates & (self._near_m < _ONE_PLACE_M)).sum(axis=1)
            # What is handed over at one place of collection is handed over at once.
            door_s = setup_s / at_door + self._service_s / np.where(self._is_drop, at_door, 1)
            way_s = (2 * there_s + self._loading_s[column]) / a_trip + hop
            way_m = 2 * there_m / a_trip + np.minimum(hop_m * self._detour, there_m)
            money = eur_per_h * (door_s + way_s) / 3600 + eur_per_km * way_m / 1000
            cents[rows, column] = 100 * money
            work_s[rows, column] = door_s + way_s
            hop_s[rows, column] = hop
        return Estimates(
            cents=np.rint(cents).astype(np.int64),
            work_s=np.rint(work_s).astype(np.int64),
            hop_s=hop_s,
        )

    def _hop_m(self, mates: NDArray[np.bool_], to_hub_m: Floats) -> Floats:
        """To the nearest of an order's mates, or to the hub."""
        nearest_m = np.where(mates, self._near_m, np.inf).min(axis=1, initial=np.inf)
        hop_m: Floats = np.minimum(nearest_m, to_hub_m)
        return hop_m

    def _streets(self) -> tuple[float, float]:
        """Seconds and metres of street for a metre as the crow flies."""
        far = self._to_hub_m >= _FAR_ENOUGH_M
        if not far.any():
            return _USUAL_PACE, _USUAL_DETOUR
        crow_m = self._to_hub_m[far]
        return (
            float(np.median(self._drives.duration_s[self._rows][far] / crow_m)),
            float(np.median(self._drives.distance_m[self._rows][far] / crow_m)),
        )


def _neighbours(lat: Floats, lon: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The nearest places of each, itself among them, and how many metres away they are."""
    if not len(lat):
        return np.zeros((0, 1), np.int64), np.zeros((0, 1))
    flat = np.column_stack(flat_m(lat, lon, at_lat=float(lat.mean())))
    count = min(_NEIGHBOURS, len(flat))
    metres, near = cKDTree(flat).query(flat, k=list(range(1, count + 1)))
    return np.asarray(near, np.int64), np.asarray(metres, np.float64)


def _may_share(driven: Sequence[Options], near: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether windows of neighbours overlap; nobody is a neighbour of its own."""
    windows = [
        (
            min(option.window_start_s for option in one.at.values()),
            max(option.window_end_s for option in one.at.values()),
        )
        for one in driven
    ]
    start_s, end_s = np.array(windows, np.int64).reshape(-1, 2).T
    apart = (start_s[near] > end_s[:, None]) | (end_s[near] < start_s[:, None])
    together: NDArray[np.bool_] = ~apart & (near != np.arange(len(driven))[:, None])
    return together


def _terms(
    driven: Sequence[Options], intake: Intake, kinds: Sequence[str], kind: NDArray[np.int64]
) -> Floats:
    """What the vehicles cost and do that would be sent, (orders, hubs, 4), as `Terms` has it.

    Where none could be, those of the whole day stand for them.
    """
    order = MeanOrder.of(driven)
    usual = terms_of(intake.vehicles, order) if intake.vehicles else _NO_FLEET
    fleets = [
        [
            [own for own in intake.vehicles if own.hub_id == hub.hub_id and own.kind == one]
            for one in kinds
        ]
        for hub in intake.hubs
    ]
    known = np.array(
        [
            [_row(terms_of(fleet, order) if fleet else usual) for fleet in (*of_hub, ())]
            for of_hub in fleets
        ]
    )
    terms: Floats = known[np.arange(len(intake.hubs)), kind]
    return terms


def _row(terms: Terms) -> tuple[float, float, float, float]:
    return terms.eur_per_h, terms.eur_per_km, terms.setup_s, terms.stops_a_trip
