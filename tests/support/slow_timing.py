"""A route's times as docs/words.md says them, one minute of beginning after the other.

Written apart from `routing.problem.timing`, for problems whose times are whole minutes. A route's
day is played through from each minute at which it could begin, with the break at each place where
it could be had; the best of these days counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Task, Trips

MINUTE = 60


@dataclass(frozen=True)
class SlowDay:
    """What a vehicle's day comes to."""

    begin_s: int
    end_s: int
    late_s: int
    cost_eur: float


@dataclass(frozen=True)
class _Route:
    """What is played through, with the break at a place: ``("hub", 1)``, ``("stop", 3)``."""

    problem: HubProblem
    vehicle: int
    trips: Trips
    late: frozenset[int]
    place: tuple[str, int] = ("none", 0)

    @property
    def shift(self) -> Vehicle:
        return self.problem.vehicles[self.vehicle]

    def rested(self, now_s: int, here: tuple[str, int]) -> int:
        """When the break is over, if it is had here."""
        rest = self.shift.rest
        if rest is None or here != self.place:
            return now_s
        return max(now_s, rest.earliest_s) + rest.duration_s


def best_day(
    problem: HubProblem, vehicle: int, trips: Trips, late: frozenset[int] = frozenset()
) -> SlowDay | None:
    """The cheapest day that keeps every bound in time; ``None`` if there is none."""
    shift = problem.vehicles[vehicle]
    days = [
        day
        for place in _places_for_the_break(problem, vehicle, trips)
        for begin_s in range(shift.shift_start_s, shift.shift_end_s, MINUTE)
        if (day := _played(_Route(problem, vehicle, trips, late, place), begin_s))
    ]
    return min(days, key=lambda day: day.cost_eur, default=None)


def _places_for_the_break(
    problem: HubProblem, vehicle: int, trips: Trips
) -> Iterator[tuple[str, int]]:
    yield "none", 0
    if problem.vehicles[vehicle].rest:
        yield from (("hub", number) for number in range(1, len(trips)))
        stops = sum(len(_stops(problem, vehicle, trip)) for trip in trips)
        yield from (("stop", number) for number in range(stops))


def _stops(problem: HubProblem, vehicle: int, trip: Sequence[int]) -> list[tuple[int, ...]]:
    """Consecutive tasks at one place whose promises overlap are one stop."""
    kind = problem.vehicles[vehicle].kind
    stops: list[list[int]] = []
    shared = (0, 0)
    for index in trip:
        task = problem.tasks[index]
        promised = _promise(task, kind)
        both = max(shared[0], promised[0]), min(shared[1], promised[1])
        moments = shared[0] == shared[1] or promised[0] == promised[1]
        overlap = both[0] < both[1] or (both[0] == both[1] and moments)
        if stops and problem.tasks[stops[-1][0]].site == task.site and overlap:
            stops[-1].append(index)
            shared = both
        else:
            stops.append([index])
            shared = promised
    return [tuple(stop) for stop in stops]


def _promise(task: Task, kind: str) -> tuple[int, int]:
    (window,) = task.windows[kind]
    return window.start_s, task.drop.leave_by_s if task.drop else window.end_s


def _played(route: _Route, begin_s: int) -> SlowDay | None:
    """The day if work may begin at a second; ``None`` if it fails."""
    problem, shift, hub = route.problem, route.shift, route.problem.hub
    (table,) = problem.travel[shift.kind].tables
    now_s, metres, late_s, number = max(begin_s, hub.opens_s), 0, 0, 0
    loadings_s, break_s = [], None
    for trip_number, trip in enumerate(route.trips):
        rested_s = route.rested(now_s, ("hub", trip_number))
        break_s = (rested_s, rested_s) if rested_s > now_s else break_s
        loadings_s.append(max(rested_s, *(problem.tasks[index].ready_s for index in trip)))
        now_s, site = loadings_s[-1] + hub.loading_s, 0
        if now_s > hub.closes_s:
            return None
        for stop in _stops(problem, route.vehicle, trip):
            goal = problem.tasks[stop[0]].site
            now_s += int(table.duration_s[site, goal])
            metres += int(table.distance_m[site, goal])
            rested_s = route.rested(now_s, ("stop", number))
            served = _served(route, stop, rested_s)
            if served is None:
                return None
            break_s = (rested_s, served[0]) if rested_s > now_s else break_s
            now_s, late_s = served[1], late_s + served[2]
            site, number = goal, number + 1
        now_s += int(table.duration_s[site, 0])
        metres += int(table.distance_m[site, 0])
    if now_s > shift.shift_end_s or not _is_rested(shift, (loadings_s[0], now_s), break_s):
        return None
    cost_eur = (
        shift.rates.eur_per_vehicle
        + shift.rates.eur_per_h * (now_s - loadings_s[0]) / 3600
        + shift.rates.eur_per_km * metres / 1000
        + problem.lateness.eur_per_min * late_s / 60
    )
    return SlowDay(loadings_s[0], now_s, late_s, cost_eur)


def _served(route: _Route, stop: tuple[int, ...], arrive_s: int) -> tuple[int, int, int] | None:
    """Begin, end and lateness of a stop; ``None`` if it is begun or left too late."""
    problem, shift = route.problem, route.shift
    tasks = [problem.tasks[index] for index in stop]
    windows = [task.windows[shift.kind][0] for task in tasks]
    start_s = max(arrive_s, *(window.start_s for window in windows))
    handovers = {task.drop.point_id: task.drop.handover_s for task in tasks if task.drop}
    leave_s = start_s + shift.setup_s + sum(t.service_s for t in tasks) + sum(handovers.values())
    late_s = 0
    for index, task, window in zip(stop, tasks, windows, strict=True):
        may_be_late = index in route.late
        if task.drop:
            bound_s = task.drop.closes_s if may_be_late else task.drop.leave_by_s
            if leave_s > bound_s or start_s > window.end_s:
                return None
            late_s = max(late_s, leave_s - task.drop.leave_by_s)
        else:
            if start_s > window.end_s + (problem.lateness.most_s if may_be_late else 0):
                return None
            late_s = max(late_s, start_s - window.end_s)
    return start_s, leave_s, late_s


def _is_rested(shift: Vehicle, work_s: tuple[int, int], ends_s: tuple[int, int] | None) -> bool:
    """Whether a break that ends between two seconds is had where and when it is due."""
    rest, (begin_s, end_s) = shift.rest, work_s
    if rest is None:
        return True
    if ends_s is None:
        if rest.longest_work_s is not None:
            return end_s - begin_s <= rest.longest_work_s
        early_s, late_s = rest.earliest_s + rest.duration_s, rest.latest_s - rest.duration_s
        return begin_s >= early_s or end_s <= late_s
    longest_s = rest.longest_work_s or 24 * 3600
    # Whoever stands anyway may rest later.
    return any(
        over_s - rest.duration_s - begin_s <= longest_s and end_s - over_s <= longest_s
        for over_s in range(ends_s[0], min(ends_s[1], rest.latest_s) + 1, MINUTE)
    )
