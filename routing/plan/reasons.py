"""Why an order has no stop, and what would help.

An order is *impossible* when no vehicle of its hub could serve it even alone; otherwise today's
room went to others. What helps is worked out on the final routes (`routing.plan.ways_out`). What no
hub could have in the first place is told in `routing.orders.refusal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.orders.refusal import REFUSAL_CODES
from routing.plan.insertions import Loads, insertions
from routing.plan.room import Room
from routing.plan.timer import Timer
from routing.plan.unpicked import PICKERS_FULL, FreePickers, unpicked
from routing.plan.ways_out import (
    WaysOut,
    at_any_time,
    shift_alone,
    ways_out,
    with_free_shifts,
)
from routing.problem.model import being
from routing.problem.picked import as_offered, with_ready_times
from routing.problem.timing import served_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Solution, Task

NO_VEHICLE = "NO-VEHICLE"
SKILL_MISSING = "SKILL-MISSING"
TOO_HEAVY = "TOO-HEAVY"
TOO_LARGE = "TOO-LARGE"
NO_ACCESS = "NO-ACCESS"
WINDOW_UNREACHABLE = "WINDOW-UNREACHABLE"
TOO_FAR_TO_DRIVE = "TOO-FAR-TO-DRIVE"
NO_ROOM = "NO-ROOM"
LOCK_VEHICLE_OUT = "LOCK-VEHICLE-OUT"

UNASSIGNED_CODES = {
    NO_VEHICLE: "the hub that prepares the order has no vehicle today",
    SKILL_MISSING: "no vehicle of the hub has every skill that the order requires",
    TOO_HEAVY: "the order is heavier than any vehicle that may take it can load",
    TOO_LARGE: "the order is larger than any vehicle that may take it can load",
    NO_ACCESS: "no vehicle that could load the order may come to its place, or at its hours",
    WINDOW_UNREACHABLE: "no vehicle could be there in the window and back in its shift, even alone",
    TOO_FAR_TO_DRIVE: "no vehicle that could be there in time may drive so far",
    NO_ROOM: "a vehicle could serve it alone, but no route has room for it today",
    LOCK_VEHICLE_OUT: "it is locked to a vehicle that can take nothing more",
    PICKERS_FULL: "the pickers have no time for it, or none before it would have to leave",
    **REFUSAL_CODES,
}


@dataclass(frozen=True, slots=True)
class _Told:
    code: str
    reason: str
    suggestion: str


def explain(problem: HubProblem, solution: Solution, clock: Clock) -> list[Unassigned]:
    """The reason of each order without a place in the final solution, and a way out."""
    unready = list(unpicked(problem, solution.picking, clock))
    if not solution.unserved:
        return unready
    why = _Why(problem, solution, clock)
    told = {task: why.impossible(task) for task in solution.unserved}
    lost = [task for task, reason in told.items() if reason is None]
    ways = ways_out(why.problem, solution, lost)
    return unready + [
        Unassigned(
            order_id=problem.tasks[task].order_id,
            hub_id=problem.hub.hub_id,
            code=reason.code,
            reason=reason.reason,
            suggestion=reason.suggestion,
        )
        for task, known in told.items()
        for reason in [known or why.lost(task, ways.get(task))]
    ]


class _Why:
    """One hub's final routes, and the clock that people read.

    `problem` has what is left over ready when pickers have time for it, `_alone` as early as if it
    was the only order: what is impossible is impossible even then.
    """

    def __init__(self, problem: HubProblem, solution: Solution, clock: Clock) -> None:
        self.problem = as_offered(problem, solution.picking)
        self.solution = solution
        self.clock = clock
        self._alone = problem
        self._pickers = FreePickers.of(problem, solution.picking)
        self._timer = Timer(self.problem)
        self._if_ready = Room.of(_all_ready(self.problem, problem, solution), solution)
        self._free_shifts = Timer(with_free_shifts(problem))
        self._any_time = Timer(at_any_time(problem, frozenset(solution.unserved)))

    def impossible(self, task_index: int) -> _Told | None:
        """Why nobody could serve a task even alone; ``None`` if somebody could."""
        return next(self._reasons(task_index, self._alone.tasks[task_index]), None)

    def _reasons(self, task_index: int, task: Task) -> Iterator[_Told]:
        """The most fundamental first."""
        hub_id, fleet = self.problem.hub.hub_id, self.problem.vehicles
        held = task.held_to
        if held is not None:
            fleet = tuple(vehicle for vehicle in fleet if vehicle.vehicle_id == held)
            if not fleet:
                yield _Told(
                    LOCK_VEHICLE_OUT,
                    f"It is locked to {held}, which can take nothing more today.",
                    f"Let go of it: 'tournee unlock DAY {task.order_id}'.",
                )
                return
        if not fleet:
            yield _Told(
                NO_VEHICLE,
                f"Hub {hub_id} has no vehicle today.",
                f"Add a vehicle for {hub_id}, or let another hub prepare the order.",
            )
            return
        able = [vehicle for vehicle in fleet if task.requires <= vehicle.skills]
        if not able:
            asked = task.requires - {being(held)} if held else task.requires
            skills = ", ".join(sorted(asked))
            nobody = f"{held} does not have" if held else f"no vehicle of {hub_id} has"
            yield _Told(
                SKILL_MISSING,
                f"It requires {skills}, which {nobody}.",
                f"Send a vehicle with {skills}, or drop the requirement.",
            )
        yield from _size(task, able)
        fitting = [v for v in able if v.could_carry(task.weight_g, task.volume_ml, task.requires)]
        kinds = sorted({vehicle.kind for vehicle in fitting})
        if not any(task.windows_if_late(kind) for kind in kinds):
            yield self._no_access(task, kinds)
        in_time = list(served_alone(self._alone, task_index, may_be_late=True))
        if not in_time:
            yield _Told(
                WINDOW_UNREACHABLE,
                f"Ready at {self.clock.wall(task.ready_s)},"
                f" {f'{held} could not' if held else f'no vehicle of {hub_id} could'} serve it"
                f" alone {_promise(task, self.clock)} and be back in its shift."
                f"{_street_hours(task, kinds, self.clock)}",
                self._in_reach(task_index),
            )
        elif all(figures.excess for _, figures in in_time):
            least_m = min(figures.distance_m for _, figures in in_time)
            yield _Told(
                TOO_FAR_TO_DRIVE,
                "The way there and back is longer than"
                f" {held or f'any vehicle of {hub_id}'} may drive in a day.",
                f"Allow {-(-least_m // 1000)} km (max_distance_km), or let a nearer hub prepare"
                " the order.",
            )

    def _no_access(self, task: Task, kinds: Sequence[str]) -> _Told:
        when = _street_hours(task, kinds, self.clock)
        closed = f" {_promise(task, self.clock)}.{when}" if when else " today."
        others = sorted(
            {own.kind for own in self.problem.vehicles if task.windows_if_late(own.kind)}
        )
        suggestion = "Deliver it with another kind of vehicle, or agree on another place or time."
        if others:
            suggestion = (
                f"{' or '.join(others)} may come there: send one that can load it, or agree on"
                " another place or time."
            )
        return _Told(
            NO_ACCESS,
            f"What could load it ({', '.join(kinds)}) cannot come to its place{closed}",
            suggestion,
        )

    def _in_reach(self, task_index: int) -> str:
        """What would bring an order into reach that nobody can serve in time: tried, each."""
        problem, clock = self.problem, self.clock
        ways = []
        for number, own in self._may_have(task_index):
            shift_s = shift_alone(self._free_shifts, number, task_index)
            if shift_s is not None:
                ways.append(
                    f"on time if {own.vehicle_id} worked from {clock.wall(shift_s[0])} to"
                    f" {clock.wall(shift_s[1])}"
                )
                break
        start = self._soonest_alone(task_index)
        if start is not None:
            ways.append(
                f"{problem.vehicles[start[0]].vehicle_id} alone could be there at"
                f" {clock.wall(_whole_minute(start[1]))}"
            )
        if not ways:
            return "Agree on another place, have it ready earlier, or lengthen a shift."
        said = "; or ".join(ways)
        return f"{said[0].upper()}{said[1:]}."

    def _may_have(self, task_index: int) -> Iterator[tuple[int, Vehicle]]:
        """The vehicles, with their numbers; of an order that is locked to one only that."""
        held = self.problem.tasks[task_index].held_to
        for number, own in enumerate(self.problem.vehicles):
            if held in {None, own.vehicle_id}:
                yield number, own

    def _soonest_alone(self, task_index: int) -> tuple[int, int] | None:
        """Which vehicle could begin there soonest with nothing else to do, and at which second."""
        starts = [
            (route.trips[0].stops[0].start_s, number)
            for number, _ in self._may_have(task_index)
            if self._any_time.figures(number, ((task_index,),), strict=True)
            and (route := self._any_time.route(number, ((task_index,),)))
        ]
        return (min(starts)[1], min(starts)[0]) if starts else None

    def lost(self, task_index: int, ways: WaysOut | None) -> _Told:
        """What somebody could serve alone, and today's routes have no room for."""
        problem, clock, task = self.problem, self.clock, self.problem.tasks[task_index]
        number, figures = next(
            (number, figures)
            for may_be_late in (False, True)
            for number, figures in served_alone(self._alone, task_index, may_be_late=may_be_late)
            if not figures.excess
        )
        pickers = self._pickers
        if pickers and pickers.has(task.order_id) and self._if_ready.has_room(task_index):
            return self._picked_too_late(task, pickers, ways)
        alone, promise = problem.vehicles[number], _promise(task, clock)
        if figures.late_s and not task.drop:
            promise += f", {-(-figures.late_s // 60)} min late"
        if task.held_to is not None:
            return _Told(
                NO_ROOM,
                f"Alone, {alone.vehicle_id}, which it is locked to, could serve it {promise}; its"
                " route has no room.",
                f"Let go of it, 'tournee unlock DAY {task.order_id}', or make room there.",
            )
        reason = f"Alone, {alone.vehicle_id} could serve it {promise}; no route has room"
        if ways is None:
            advice = f"Many orders have no room: more vehicles like {alone.vehicle_id} do help."
            return _Told(NO_ROOM, f"{reason}.", advice)
        reason += f": {self._used_up(task_index)} used up."
        return _Told(NO_ROOM, reason, self._wording(ways, alone))

    def _picked_too_late(self, task: Task, pickers: FreePickers, ways: WaysOut | None) -> _Told:
        said = [f"on time {pickers.way_out(task.order_id, self.clock)}"]
        if ways is not None:
            said += self._ways(ways)
        text = "; or ".join(said)
        return _Told(
            PICKERS_FULL,
            f"A route has room for it, but not so late."
            f" {pickers.reason(task.order_id, self.clock)}.",
            f"{text[0].upper()}{text[1:]}.",
        )

    def _used_up(self, task_index: int) -> str:
        """What keeps it from every route, as far as trying each place tells."""
        problem, solution = self.problem, self.solution
        in_time = False
        for vehicle in range(len(problem.vehicles)):
            for way in insertions(problem, vehicle, Loads.of(solution, vehicle), task_index):
                figures = self._timer.figures(vehicle, way.trips, solution.late, way.not_before_s)
                if figures is not None and figures.violation_s == 0:
                    in_time = True
                    if not figures.excess:
                        return "the loading bays are"
        return "load, stops, trips or kilometres are" if in_time else "the time is"

    def _wording(self, ways: WaysOut, alone: Vehicle) -> str:
        said = self._ways(ways)
        if not said:
            bays = ", with a bay to load at," if self.problem.hub.bays else ""
            return f"One more {_spoken(alone.kind)} like {alone.vehicle_id}{bays} can take it."
        text = "; or ".join(said)
        return f"{text[0].upper()}{text[1:]}."

    def _ways(self, ways: WaysOut) -> list[str]:
        problem, clock = self.problem, self.clock
        said = []
        if more := ways.one_more:
            others = f", which would serve {more.orders} of these orders" if more.orders > 1 else ""
            said.append(
                f"on time with one more {_spoken(problem.vehicles[more.like].kind)}"
                f" {clock.wall(more.from_s)}-{clock.wall(more.to_s)}{others}"
            )
        if time := ways.another_time:
            said.append(
                f"at {clock.wall(time.start_s)} with {problem.vehicles[time.vehicle].vehicle_id}"
            )
        if instead := ways.instead:
            other = problem.tasks[instead.task]
            said.append(f"if {other.order_id} (priority {other.priority}) waits until another day")
        return said


def _all_ready(offered: HubProblem, alone: HubProblem, solution: Solution) -> HubProblem:
    """What is left over ready as if it was the only order, beside what routes have."""
    times_s = {task: alone.tasks[task].ready_s for task in solution.unserved}
    return with_ready_times(offered, times_s)


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def _size(task: Task, able: Sequence[Vehicle]) -> Iterator[_Told]:
    loads = [vehicle.weight_g for vehicle in able]
    if all(load is not None and load < task.weight_g for load in loads):
        most = max((load for load in loads if load is not None), default=0)
        yield _Told(
            TOO_HEAVY,
            f"It weighs {task.weight_g / 1000:g} kg; the strongest vehicle for it loads"
            f" {most / 1000:g} kg.",
            "Split the order, or send a larger vehicle.",
        )
    if not any(v.could_carry(task.weight_g, task.volume_ml, task.requires) for v in able):
        strong = [v for v in able if v.weight_g is None or v.weight_g >= task.weight_g]
        rooms = [v.volume_ml for v in strong if v.volume_ml is not None]
        yield _Told(
            TOO_LARGE,
            f"It takes {task.volume_ml / 1000:g} l; of the vehicles that can load its"
            f" {task.weight_g / 1000:g} kg, the roomiest holds {max(rooms, default=0) / 1000:g} l.",
            "Split the order, or send a larger vehicle.",
        )


def _street_hours(task: Task, kinds: Iterable[str], clock: Clock) -> str:
    """When its street is open to these kinds, as a sentence; nothing where that is always."""
    hours = [
        f"to {kind} " + " and ".join(f"{clock.wall(a)}-{clock.wall(b)}" for a, b in spells)
        for kind in kinds
        if (spells := task.street_hours.get(kind))
    ]
    return f" Its street is open {', '.join(hours)}." if hours else ""


def _whole_minute(second: int) -> int:
    """The first minute by which it has come: who is there seconds after ten is not there at ten."""
    return -(-second // 60) * 60


def _promise(task: Task, clock: Clock) -> str:
    if task.drop:
        return f"before its place closes at {clock.wall(task.drop.closes_s)}"
    windows = sorted({window for kind in task.windows.values() for window in kind})
    if task.promise is not None:
        windows = [task.promise]
    return "in its window " + " or ".join(
        f"{clock.wall(window.start_s)}-{clock.wall(window.end_s)}" for window in windows
    )
