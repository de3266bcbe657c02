"""What a vehicle has begun: how it goes on from where it is, and when it is back.

What is on board stays on board and is driven in the sequence that it has. Times that are not known
yet are what they would be from now on: who should long have been at the next stop is taken to
arrive now, and to have left that much later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.plan.model import Rest
from routing.plan.statuses import REACHED
from routing.problem.model import NEVER_S, Window
from routing.problem.timing import TimedStop
from routing.standing.visits import late_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.fleet.model import Break, Vehicle
    from routing.plan.model import Stop, Trip
    from routing.problem.model import HubProblem, Task
    from routing.standing.model import VehicleStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A trip that has begun, or is closed: what it has done, and how it goes on.

    Attributes
    ----------
    trip
        As it stands, with the stops that were reached and no others.
    start
        The site that the first stop ahead is driven to from.
    stops
        The stops ahead; tasks and sites are those of the problem it was reckoned with.
    rest
        The break that is had at one of them.
    held_up_s
        By how much the drive that is under way takes longer than the streets do.
    """

    trip: Trip
    start: int
    stops: tuple[TimedStop, ...]
    return_s: int
    return_leg_s: int
    return_leg_m: int
    rest: Rest | None = None
    held_up_s: int = 0

    @property
    def left_s(self) -> int:
        """When the place is left that the first stop ahead is driven to from."""
        return self.trip.stops[-1].leave_s if self.trip.stops else self.trip.depart_s


@dataclass(frozen=True, slots=True)
class Pause:
    """A break that is due on the way, and the task at whose stop it is to be had."""

    rest: Break
    task: int


@dataclass(frozen=True, slots=True)
class Course:
    """How one vehicle goes on: its kind's legs from any site at any second, its stops' times."""

    problem: HubProblem
    vehicle: Vehicle
    now_s: int

    def leg(self, start: int, goal: int, depart_s: int) -> tuple[int, int]:
        """Seconds and metres of a leg."""
        table = self.problem.travel[self.vehicle.kind].at(depart_s)
        return int(table.duration_s[start, goal]), int(table.distance_m[start, goal])

    def drive(
        self,
        stops: Sequence[Sequence[int]],
        start: int,
        left_s: int,
        pause: Pause | None = None,
        *,
        held_up_s: int = 0,
    ) -> tuple[tuple[TimedStop, ...], tuple[int, int] | None]:
        """The times of stops, one after the other, and of a break at one of them.

        Parameters
        ----------
        stops
            The tasks of each.
        start, left_s
            The site that is left first, and when.
        pause
            The break.
        held_up_s
            How much longer the first drive takes.
        """
        timed: list[TimedStop] = []
        had: tuple[int, int] | None = None
        for tasks in stops:
            site = self.problem.tasks[tasks[0]].site
            leg_s, leg_m = self.leg(start, site, left_s)
            leg_s, held_up_s = leg_s + held_up_s, 0
            at_s = arrive_s = left_s + leg_s
            if pause is not None and pause.task in tasks:
                from_s = max(at_s, pause.rest.earliest_s)
                had = (from_s, from_s + pause.rest.duration_s)
                at_s = had[1]
            stop = self.stop(tasks, arrive_s, at_s, leg_s, leg_m)
            timed.append(stop)
            start, left_s = site, stop.leave_s
        return tuple(timed), had

    def stop(
        self, numbers: Sequence[int], arrive_s: int, at_s: int, leg_s: int, leg_m: int
    ) -> TimedStop:
        """A stop that is reached at a time, and could be begun at another."""
        tasks = [self.problem.tasks[number] for number in numbers]
        drops = {task.drop.point_id: task.drop for task in tasks if task.drop}
        service_s = sum(task.service_s for task in tasks) + sum(
            drop.handover_s for drop in drops.values()
        )
        busy_s = self.vehicle.setup_s + service_s
        start_s, window = self._start(tasks, at_s, busy_s)
        leave_s = start_s + busy_s
        late_s = max(
            (leave_s - task.drop.leave_by_s) if task.drop else (start_s - self._promise(task).end_s)
            for task in tasks
        )
        return TimedStop(
            tasks=tuple(numbers),
            site=tasks[0].site,
            window=window,
            service_s=service_s,
            arrive_s=arrive_s,
            start_s=start_s,
            leave_s=leave_s,
            leg_s=leg_s,
            leg_m=leg_m,
            late_s=max(0, late_s),
        )

    def _start(self, tasks: Sequence[Task], at_s: int, busy_s: int) -> tuple[int, Window]:
        """When a stop is begun: when every window is open, or as soon as it can be if too late."""
        for window in self._common(tasks):
            start_s = max(at_s, window.start_s)
            if start_s <= window.end_s and start_s + busy_s <= window.leave_by_s:
                return start_s, window
        promised_s = max(self._promise(task).start_s for task in tasks)
        end_s = min(self._promise(task).end_s for task in tasks)
        return max(at_s, promised_s), Window(promised_s, max(promised_s, end_s))

    def _common(self, tasks: Sequence[Task]) -> Iterator[Window]:
        """The windows in which all of some tasks may be begun, late as they may be."""
        kind = self.vehicle.kind
        first, *others = tasks
        for window in first.windows_if_late(kind):
            common: list[Window] = [window]
            for other in others:
                common = [
                    met
                    for one in common
                    for two in other.windows_if_late(kind)
                    if (met := one.meet(two)) is not None
                ]
            yield from common

    def _promise(self, task: Task) -> Window:
        if task.promise is not None:
            return task.promise
        windows = task.windows_if_late(self.vehicle.kind)
        return Window(windows[0].start_s, windows[-1].end_s) if windows else Window(0, NEVER_S)


def go_on(
    course: Course,
    trip: Trip,
    tasks: Sequence[Sequence[int]],
    *,
    standing: VehicleStanding,
    free_s: int,
    pause: Pause | None,
) -> Ahead:
    """How a trip goes on that has begun, or may not be changed any more.

    Parameters
    ----------
    trip
        As it stands.
    tasks
        Of each stop that was not reached, in the sequence in which they are to be driven.
    free_s
        When the vehicle is at the hub for it.
    pause
        A break that was planned at one of these stops.
    """
    reached = tuple(stop for stop in trip.stops if stop.status in REACHED)
    problem = course.problem
    if not tasks:
        return _homeward(course, replace(trip, stops=reached))
    first = problem.tasks[tasks[0][0]]
    goal, held_up_s = first.site, 0
    expected_s = _expected_s(trip, first.order_id, standing)
    if reached:
        last = reached[-1]
        start, left_s = site_of(problem, last), last.leave_s
        if last.status == "arrived":
            # By the clock a delay is in the time at which it leaves.
            left_s = max(left_s, course.now_s) + (standing.delay_s if standing.reports else 0)
            reached = (*reached[:-1], _left_at(last, left_s))
        else:
            held_up_s = _held_up_s(course, (start, goal), left_s, standing, expected_s)
        trip = replace(trip, stops=reached)
    else:
        start = 0
        ready_s = max(problem.tasks[number].ready_s for stop in tasks for number in stop)
        trip = _leaving(course, replace(trip, stops=()), standing, max(free_s, ready_s))
        left_s = trip.depart_s
        if trip.status == "departed":
            held_up_s = _held_up_s(course, (start, goal), left_s, standing, expected_s)
    stops, had = course.drive(tasks, start, left_s, pause, held_up_s=held_up_s)
    last_stop = stops[-1]
    leg_s, leg_m = course.leg(last_stop.site, 0, last_stop.leave_s)
    return Ahead(
        trip=trip,
        start=start,
        stops=stops,
        return_s=last_stop.leave_s + leg_s,
        return_leg_s=leg_s,
        return_leg_m=leg_m,
        rest=None if had is None else Rest(start_s=had[0], end_s=had[1]),
        held_up_s=held_up_s,
    )


def _left_at(stop: Stop, left_s: int) -> Stop:
    """A stop that was reached, and is left at another time: a drop is over only then."""
    if left_s == stop.leave_s:
        return stop
    return replace(stop, leave_s=left_s, late_s=late_s(stop, stop.start_s, left_s))


def site_of(problem: HubProblem, stop: Stop) -> int:
    """The site of a stop that is history."""
    return problem.sites.index((stop.lat, stop.lon))


def _leaving(course: Course, trip: Trip, standing: VehicleStanding, may_load_s: int) -> Trip:
    """A trip that has stops ahead only, with its loading and departure as they were, or will be."""
    if trip.status == "departed":
        return trip
    hub = course.problem.hub
    loading_s = trip.loading_s
    if trip.status in {"planned", "closed"}:
        loading_s = max(loading_s, may_load_s)
    depart_s = max(trip.depart_s + standing.new_delay_s, loading_s + hub.loading_s, course.now_s)
    return replace(trip, loading_s=loading_s, depart_s=depart_s)


def _expected_s(trip: Trip, order_id: str, standing: VehicleStanding) -> int | None:
    """When a vehicle that goes by the plan's clock comes to its next stop; else ``None``."""
    ahead = next((stop for stop in trip.stops if stop.status not in REACHED), None)
    if standing.reports or ahead is None or order_id not in ahead.order_ids:
        return None
    return ahead.arrive_s + standing.new_delay_s


def _held_up_s(
    course: Course,
    leg: tuple[int, int],
    left_s: int,
    standing: VehicleStanding,
    expected_s: int | None,
) -> int:
    """By how much a drive from site to site takes longer than the streets do, if it is not over.

    Where the vehicle was seen, or what was said of its delay, tells more than its times.
    """
    start, site = leg
    leg_s, _ = course.leg(start, site, left_s)
    arrive_s = left_s + leg_s + standing.delay_s if expected_s is None else expected_s
    if standing.seen is not None and standing.seen[0] >= left_s:
        seen_s, lat, lon = standing.seen
        place = (lat, lon)
        if place in course.problem.sites:
            on_s, _ = course.leg(course.problem.sites.index(place), site, seen_s)
            arrive_s = max(left_s + leg_s, seen_s + on_s + standing.delay_s)
    return max(0, max(arrive_s, course.now_s) - left_s - leg_s)


def _homeward(course: Course, trip: Trip) -> Ahead:
    """A trip with no stop ahead: it is back, or on its way back."""
    if trip.status == "returned" or not trip.stops:
        is_back = trip.status == "returned"
        return Ahead(
            trip=trip, start=0, stops=(),
            return_s=trip.return_s if is_back else max(trip.return_s, course.now_s),
            return_leg_s=trip.return_leg_s, return_leg_m=trip.return_leg_m,
        )  # fmt: skip
    last = trip.stops[-1]
    start = site_of(course.problem, last)
    left_s = max(last.leave_s, course.now_s) if last.status == "arrived" else last.leave_s
    leg_s, leg_m = course.leg(start, 0, left_s)
    leg_s = max(leg_s, course.now_s - left_s)
    return Ahead(
        trip=replace(trip, stops=(*trip.stops[:-1], _left_at(last, left_s))),
        start=start,
        stops=(),
        return_s=left_s + leg_s,
        return_leg_s=leg_s,
        return_leg_m=leg_m,
    )
