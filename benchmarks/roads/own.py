"""The project itself.

Its imports are timed with the rest: a command pays for them, too.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.roads.engine import PLACES, Answer, Question, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.city import City
    from maps.snapping import Snaps
    from maps.travel import Table, TravelTimes

PROFILE, OTHER_PROFILE = "van", "e_van"
CLOSED = 100


class Tournee:
    """From the file, on all cores."""

    origins = PLACES
    city: City
    times: TravelTimes
    places: Snaps
    answered: Table

    def __init__(self, question: Question) -> None:
        self.question = question

    def build(self) -> dict[str, float]:
        """Read the streets, as the peers do, and make a van's travel times."""
        steps = Steps()
        with steps.step("import"):
            from maps.junctions import join_roads  # noqa: PLC0415
            from maps.profiles.reading import profile_for  # noqa: PLC0415
            from maps.roads import read_roads  # noqa: PLC0415
            from maps.travel import TravelTimes  # noqa: PLC0415
        with steps.step("reading streets"):
            network, _ = join_roads(read_roads(self.question.source))
        with steps.step("travel times"):
            self.times = TravelTimes(network, profile_for(PROFILE))
        return steps.seconds

    def locate(self) -> None:
        """Snap the places."""
        self.places = self.times.snap(self.question.lat, self.question.lon)

    def table(self) -> None:
        """Give the table between snapped places."""
        self.answered = self.times.table(self.places, self.places)

    def answer(self) -> Answer:
        """Give what the last table said: on any day, without traffic."""
        from maps.travel import NO_WAY  # noqa: PLC0415

        duration_s, distance_m = (
            np.where(found == NO_WAY, np.nan, found.astype(np.float64))
            for found in (self.answered.duration_s, self.answered.distance_m)
        )
        return Answer(duration_s=duration_s, distance_m=distance_m, off_m=self.places.distance_m)

    def extras(self) -> dict[str, float]:
        """Give the seconds of building a whole map, addresses and shops with it, and its size."""
        from maps.build import build_city  # noqa: PLC0415
        from maps.tmap import save_city  # noqa: PLC0415

        path = self.question.folder / "saved.tmap"
        steps = Steps()
        with steps.step("whole_map_s"):
            city = build_city(self.question.source)
        with steps.step("save_s"):
            save_city(city, path)
        return {**steps.seconds, "kept_map_mb": path.stat().st_size / 1e6}


class KeptTournee(Tournee):
    """From a map that was kept, on one core."""

    def build(self) -> dict[str, float]:
        """Load the map and make a van's travel times."""
        # Before the first import, so that threads started by a library stay on it as well.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        steps = Steps()
        with steps.step("import"):
            from maps.tmap import load_city  # noqa: PLC0415
        with steps.step("load"):
            self.city = load_city(self.question.kept_map)
        with steps.step("travel times"):
            self.times = self.city.travel_times(PROFILE)
        return steps.seconds

    def extras(self) -> dict[str, float]:
        """Give the seconds until a first question is answered under other rules.

        For another kind of vehicle, and on a day with 100 streets closed.
        """
        from shapely import Point  # noqa: PLC0415

        from maps.circumstances import Circumstances  # noqa: PLC0415
        from maps.closures import Closure  # noqa: PLC0415
        from maps.conditional import Calendar  # noqa: PLC0415

        where = zip(self.question.lon[:CLOSED], self.question.lat[:CLOSED], strict=True)
        day = Circumstances(
            calendar=Calendar(date=dt.date(2026, 11, 23), timezone="UTC", country=""),
            closures=tuple(Closure(shape=Point(position)) for position in where),
        )
        one = self.places.take([PLACES - 1])
        # Each time with a city that has not made any travel times yet.
        return {
            "reweighting_s": _least_s(
                lambda: replace(self.city).travel_times(OTHER_PROFILE).table(one, one)
            ),
            "closing_s": _least_s(
                lambda: self.city.under(day).travel_times(PROFILE).table(one, one)
            ),
        }


def _least_s(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
