"""The morning's reading: from a day folder to what a plan is made from and checked against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from maps.build import open_city
from routing.check.checker import check_plan
from routing.orders.intake import NOTHING_KEPT, read_day
from routing.orders.locating import NOTHING_KNOWN, Whereabouts, locate
from routing.problem.build import build_problem
from routing.roads import on_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.city import City
    from routing.check.breach import Breach
    from routing.day.model import Day
    from routing.diagnostics import Diagnostic
    from routing.fleet.model import Fleet
    from routing.orders.model import HubOrder, Place, Rejection
    from routing.plan.model import Plan
    from routing.problem.model import HubProblem


class Progress(Protocol):
    """Told how far a run is."""

    def phase(self, text: str) -> None:
        """A new part of the run begins."""

    def hubs(self, total: int, seconds: float | None) -> None:
        """So many hubs are about to be solved, about so long in all where that is known."""

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """One of them is solved, after so many seconds of searching."""

    def hub_retried(self, hub_id: str, code: str) -> None:
        """One of them failed, and is tried once more."""

    def hub_failed(self, hub_id: str, code: str) -> None:
        """One of them failed for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlaces:
    """Places of addresses, by their keys, and the hash of the map that they were found on."""

    sha256: str
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """A day that is read and located: all that a plan is made from, and checked against.

    `finishing` are vehicles that go through with what they have begun, and do nothing else.
    """

    day: Day
    city: City
    where: Whereabouts
    diagnostics: tuple[Diagnostic, ...]
    rejected: tuple[Rejection, ...]
    finishing: frozenset[str] = frozenset()

    def check(self, plan: Plan, *before: Plan) -> tuple[Breach, ...]:
        """Every rule that the plan breaks.

        `before` is the plan that drivers had, if any, and the same as it stands.
        """
        return check_plan(
            plan,
            day=self.day,
            intake=self.where.usable,
            located=self.where.located,
            rejected=self.rejected,
            city=self.city,
            before=before,
        )


def read_morning(
    day: Day,
    progress: Progress,
    changes: Sequence[str] = (),
    *,
    now_s: int | None = None,
    known: KnownPlaces | None = None,
    keeping: Fleet = NOTHING_KEPT,
) -> Morning:
    """Read the day's files and its map, and find every place on it.

    `changes` are streets blocked or slowed besides the day's own, as `routing.roads.on_day` takes
    them; `now_s` is the time of a run through the day, in seconds from its midnight, `known` what
    was looked up before, and `keeping` as `routing.orders.intake.read_day` takes it.

    Raises
    ------
    DayError
        If there is nothing to plan with.
    MapError
        If the map cannot be had.
    """
    progress.phase("Reading the day")
    intake = read_day(day, now_s=now_s, keeping=keeping)
    progress.phase("Opening the map")
    city = open_city(day.map, progress=progress.phase)
    progress.phase("Weighing the streets")
    city = on_day(city, day, intake.vehicles, changes)
    progress.phase("Locating orders")
    looked_up = known is not None and known.sha256 == city.meta.sha256
    places = known.places if known and looked_up else NOTHING_KNOWN
    where = locate(day, intake, city, places, keeping=keeping.hubs)
    return Morning(
        day=day,
        city=city,
        where=where,
        diagnostics=(*day.warnings, *intake.diagnostics, *where.diagnostics),
        rejected=tuple(sorted((*intake.rejected, *where.rejected), key=lambda row: row.line)),
    )


def hub_problems(
    morning: Morning, grouped: Mapping[str, Sequence[HubOrder]]
) -> dict[str, HubProblem]:
    """Each hub's problem, with the orders that it prepares."""
    return {
        hub.hub_id: hub_problem(morning, hub.hub_id, grouped.get(hub.hub_id, ()))
        for hub in morning.where.usable.hubs
    }


def hub_problem(morning: Morning, hub_id: str, orders: Sequence[HubOrder]) -> HubProblem:
    """One hub's problem, if it prepared these orders."""
    usable, day = morning.where.usable, morning.day
    return build_problem(
        next(hub for hub in usable.hubs if hub.hub_id == hub_id),
        orders,
        usable,
        morning.city,
        lateness=day.lateness,
        wishes=day.wishes,
        picking=day.picking,
    )
