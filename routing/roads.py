"""The roads of a day: the city under the day's hours, traffic and closures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.circumstances import Circumstances
from maps.closure_texts import parse_block, parse_slow
from maps.closures_file import read_closures
from maps.conditional import Calendar
from maps.errors import MapError
from maps.profiles.reading import read_profiles, shipped_profiles
from maps.timezones import country_of
from maps.traffic import Traffic
from maps.traffic_file import read_traffic
from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from maps.city import City
    from maps.closures import Closure
    from maps.profiles.model import Profile
    from routing.clock import Clock
    from routing.day.model import Day
    from routing.fleet.model import Vehicle

_PARSERS = {"block": parse_block, "slow": parse_slow}
"""What may be said of a place for one run; a plan keeps it as ``block Rue Neuve``."""


def on_day(city: City, day: Day, vehicles: Iterable[Vehicle], changes: Sequence[str] = ()) -> City:
    """Give the city as it is on a day, while its vehicles are out.

    Parameters
    ----------
    city
        The map.
    day
        Its date, traffic, closures and profiles.
    vehicles
        Those of the day: from the first shift's begin to the last one's end they are out.
    changes
        What the dispatcher blocked or slowed besides, ``block PLACE`` or ``slow KPH @ PLACE``.

    Raises
    ------
    DayError
        TRAFFIC-… and CLOSURE-… for files and texts that cannot be used, MAP-PROFILE-FILE.
    """
    shifts = list(vehicles)
    calendar = calendar_of(city, day.clock, day.roads.country)
    try:
        profiles = profiles_of(day)
        circumstances = Circumstances(
            calendar=calendar,
            working_s=(
                min((one.shift_start_s for one in shifts), default=0),
                max((one.shift_end_s for one in shifts), default=24 * 3600),
            ),
            traffic=_traffic(day, calendar),
            closures=_closures(day, calendar, profiles, changes),
        )
        roads = city.under(circumstances, profiles)
        for kind in sorted({one.kind for one in shifts}):
            roads.travel_times(kind)
    except MapError as error:
        if error.code.startswith(("TRAFFIC-", "CLOSURE-", "MAP-PROFILE-FILE")):
            raise DayError(error.code, error.message, error.remedy) from error
        raise
    return roads


def calendar_of(city: City, clock: Clock, country: str = "") -> Calendar:
    """Give a day's calendar in a city; the country is the time zone's unless one is named."""
    south, west, north, east = city.meta.bbox
    return Calendar(
        date=clock.date,
        timezone=clock.timezone,
        country=country or country_of(clock.timezone),
        coordinates=((south + north) / 2, (west + east) / 2),
    )


def changes_of(blocked: Iterable[str], slowed: Iterable[str]) -> tuple[str, ...]:
    """Say of places what is done to them, as a plan keeps it and `said` reads it."""
    return (*(f"block {place}" for place in blocked), *(f"slow {place}" for place in slowed))


def said(change: str) -> Closure:
    """Give the closure that a change stands for.

    Raises
    ------
    MapError
        CLOSURE-TEXT.
    """
    what, _, text = change.partition(" ")
    if what not in _PARSERS:
        raise MapError(
            "CLOSURE-TEXT",
            f"{change!r} says neither what is blocked nor what is slowed.",
            "Write 'block PLACE' or 'slow KPH @ PLACE'.",
        )
    return _PARSERS[what](text)


def profiles_of(day: Day) -> Mapping[str, Profile]:
    """Give the kinds of vehicles that a day knows.

    Raises
    ------
    MapError
        MAP-PROFILE-FILE.
    """
    folder = day.roads.profiles
    return shipped_profiles() if folder is None else read_profiles(folder)


def _traffic(day: Day, calendar: Calendar) -> Traffic:
    if day.roads.free_flow:
        return Traffic.none()
    base = Traffic.default()
    return base if day.roads.traffic is None else read_traffic(day.roads.traffic, base, calendar)


def _closures(
    day: Day, calendar: Calendar, kinds: Iterable[str], changes: Sequence[str]
) -> tuple[Closure, ...]:
    path = day.roads.closures
    drawn = () if path is None else read_closures(path, calendar, day.clock.seconds, set(kinds))
    return (*drawn, *map(said, changes))
