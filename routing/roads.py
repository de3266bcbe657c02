"""The roads of a day: the city under the day's hours, traffic and closures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.circumstances import Circumstances
from maps.closure_texts import parse_block, parse_slow
from maps.closures_file import read_closures
from maps.conditional import Calendar
from maps.countries import country_of
from maps.errors import MapError
from maps.profiles.reading import read_profiles, shipped_profiles
from maps.traffic import Traffic
from maps.traffic_file import read_traffic
from routing.errors import DayError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from maps.city import City
    from maps.closures import Closure
    from maps.profiles.model import Profile
    from routing.day.model import Day
    from routing.fleet.model import Vehicle

BLOCK, SLOW = "block", "slow"
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
    calendar = Calendar(
        date=day.clock.date,
        timezone=day.clock.timezone,
        country=day.roads.country or country_of(day.clock.timezone),
        coordinates=_middle(city),
    )
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
    return (*drawn, *map(_said, changes))


def _said(change: str) -> Closure:
    what, _, text = change.partition(" ")
    return parse_slow(text) if what == SLOW else parse_block(text)


def _middle(city: City) -> tuple[float, float]:
    south, west, north, east = city.meta.bbox
    return (south + north) / 2, (west + east) / 2
