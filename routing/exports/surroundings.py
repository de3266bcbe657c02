"""What a plan does not hold and its day knows: which language drivers read, where streets run."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from maps.errors import CodedError
from routing.diagnostics import Diagnostic
from routing.texts.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from maps.network import RoadNetwork
    from routing.day.model import Day
    from routing.texts.languages import Language


class Surroundings:
    """A plan's day, read only as far as a format asks.

    A format that prints no words and no map costs nothing, and whatever cannot be had is done
    without: a plan can be exported far from its day.

    Parameters
    ----------
    find_day
        Gives the plan's day, or raises why there is none; without it nothing is known.
    language
        What everything is to be written in, whatever drivers read.
    """

    def __init__(
        self, find_day: Callable[[], Day] | None = None, *, language: Language | None = None
    ) -> None:
        self._find_day = find_day
        self._language = language
        self.findings: list[Diagnostic] = []
        """What could not be had, as warnings."""

    def language_of(self, vehicle_id: str) -> Language:
        """What a vehicle's driver reads: as demanded, as the table of vehicles says, as the day's.

        Where neither is known it is English.
        """
        if self._language is not None:
            return self._language
        if self._day is None:
            return ENGLISH
        return self._drivers_languages.get(vehicle_id, self._day.exports.language)

    @cached_property
    def network(self) -> RoadNetwork | None:
        """The city's streets; ``None`` where they cannot be had."""
        if self._day is None:
            return None
        from maps.build import open_city  # noqa: PLC0415  # most formats draw no streets

        try:
            return open_city(self._day.map).network
        except CodedError as error:
            self._miss("EXPORT-NO-STREETS", "Maps are drawn without streets", error)
            return None

    @cached_property
    def _day(self) -> Day | None:
        if self._find_day is None:
            return None
        try:
            return self._find_day()
        except CodedError as error:
            self._miss("EXPORT-NO-DAY", "Neither drivers' languages nor streets are known", error)
            return None

    @cached_property
    def _drivers_languages(self) -> Mapping[str, Language]:
        from routing.fleet.hubs import read_hubs  # noqa: PLC0415  # as above
        from routing.fleet.vehicles import read_vehicles  # noqa: PLC0415

        if self._day is None:
            return {}
        try:
            hubs, _ = read_hubs(self._day)
            vehicles, _ = read_vehicles(self._day, hubs)
        except CodedError as error:
            self._miss("EXPORT-NO-LANGUAGE", "Drivers' languages are not known", error)
            return {}
        return {one.vehicle_id: one.language for one in vehicles if one.language is not None}

    def _miss(self, code: str, what: str, error: CodedError) -> None:
        self.findings.append(
            Diagnostic(
                code=code,
                message=f"{what}: {error.message}",
                remedy=error.remedy,
                file="day.toml",
                severity="warning",
            )
        )
