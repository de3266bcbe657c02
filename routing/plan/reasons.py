"""Why an order has no stop, and what would help.

An order is *impossible* when no vehicle of its hub could serve it even alone; otherwise today's
room went to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.orders.model import Unassigned
from routing.problem.timing import served_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from routing.clock import Clock
    from routing.fleet.model import Vehicle
    from routing.problem.model import HubProblem, Task

NO_VEHICLE = "NO-VEHICLE"
SKILL_MISSING = "SKILL-MISSING"
TOO_HEAVY = "TOO-HEAVY"
TOO_LARGE = "TOO-LARGE"
NO_ACCESS = "NO-ACCESS"
WINDOW_UNREACHABLE = "WINDOW-UNREACHABLE"
TOO_FAR_TO_DRIVE = "TOO-FAR-TO-DRIVE"
NO_ROOM = "NO-ROOM"

UNASSIGNED_CODES = {
    NO_VEHICLE: "the hub that prepares the order has no vehicle today",
    SKILL_MISSING: "no vehicle of the hub has every skill that the order requires",
    TOO_HEAVY: "the order is heavier than any vehicle that may take it can load",
    TOO_LARGE: "the order is larger than any vehicle that may take it can load",
    NO_ACCESS: "no vehicle that could load the order may come to its place, or at its hours",
    WINDOW_UNREACHABLE: "no vehicle could be there in the window and back in its shift, even alone",
    TOO_FAR_TO_DRIVE: "no vehicle that could be there in time may drive so far",
    NO_ROOM: "a vehicle could serve it alone, but no route has room for it today",
}


def explain(problem: HubProblem, task_index: int, clock: Clock) -> Unassigned:
    """The reason why a task is on no route, and a way out."""
    task = problem.tasks[task_index]
    code, reason, suggestion = next(_reasons(problem, task_index, task, clock))
    return Unassigned(
        order_id=task.order_id,
        hub_id=problem.hub.hub_id,
        code=code,
        reason=reason,
        suggestion=suggestion,
    )


def _reasons(
    problem: HubProblem, task_index: int, task: Task, clock: Clock
) -> Iterator[tuple[str, str, str]]:
    """Code, reason and suggestion, the most fundamental first."""
    hub_id, fleet = problem.hub.hub_id, problem.vehicles
    if not fleet:
        yield (
            NO_VEHICLE,
            f"Hub {hub_id} has no vehicle today.",
            f"Add a vehicle for {hub_id}, or let another hub prepare the order.",
        )
    able = [vehicle for vehicle in fleet if task.requires <= vehicle.skills]
    if not able:
        skills = ", ".join(sorted(task.requires))
        yield (
            SKILL_MISSING,
            f"It requires {skills}, which no vehicle of {hub_id} has.",
            f"Send a vehicle with {skills}, or drop the requirement.",
        )
    yield from _size(task, able)
    fitting = [v for v in able if v.could_carry(task.weight_g, task.volume_ml, task.requires)]
    if not any(task.windows_if_late(vehicle.kind) for vehicle in fitting):
        kinds = sorted({vehicle.kind for vehicle in fitting})
        when = _street_hours(task, kinds, clock)
        closed = f" {_promise(task, clock)}.{when}" if when else " today."
        yield (
            NO_ACCESS,
            f"What could load it ({', '.join(kinds)}) cannot come to its place{closed}",
            "Deliver it with another kind of vehicle, or agree on another place or time.",
        )
    in_time = list(served_alone(problem, task_index, may_be_late=True))
    # Of the limits that timing does not know, one order alone can break the distance only.
    near = (number for number, figures in in_time if not figures.excess)
    alone = next((fleet[number] for number in near), None)
    if in_time and alone is None:
        yield (
            TOO_FAR_TO_DRIVE,
            f"The way there and back is longer than any vehicle of {hub_id} may drive in a day.",
            "Raise max_distance_km, or let a nearer hub prepare the order.",
        )
    elif alone is None:
        yield (
            WINDOW_UNREACHABLE,
            f"Ready at {clock.wall(task.ready_s)}, no vehicle of {hub_id} could serve it alone"
            f" {_promise(task, clock)} and be back in its shift."
            f"{_street_hours(task, sorted({vehicle.kind for vehicle in fitting}), clock)}",
            "Agree on another window, have it ready earlier, or lengthen a shift.",
        )
    else:
        yield (
            NO_ROOM,
            f"Alone, {alone.vehicle_id} could serve it {_promise(task, clock)}; no route has room:"
            " time, load, stops, trips, kilometres or bays are used up.",
            f"One more {alone.kind} like {alone.vehicle_id}"
            f"{', with a bay to load at,' if problem.hub.bays else ''} can take it; or agree on"
            " another time.",
        )


def _size(task: Task, able: Sequence[Vehicle]) -> Iterator[tuple[str, str, str]]:
    loads = [vehicle.weight_g for vehicle in able]
    if all(load is not None and load < task.weight_g for load in loads):
        most = max((load for load in loads if load is not None), default=0)
        yield (
            TOO_HEAVY,
            f"It weighs {task.weight_g / 1000:g} kg; the strongest vehicle for it loads"
            f" {most / 1000:g} kg.",
            "Split the order, or send a larger vehicle.",
        )
    if not any(v.could_carry(task.weight_g, task.volume_ml, task.requires) for v in able):
        strong = [v for v in able if v.weight_g is None or v.weight_g >= task.weight_g]
        rooms = [v.volume_ml for v in strong if v.volume_ml is not None]
        yield (
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


def _promise(task: Task, clock: Clock) -> str:
    if task.drop:
        return f"before its place closes at {clock.wall(task.drop.closes_s)}"
    windows = sorted({window for kind in task.windows.values() for window in kind})
    if task.promise is not None:
        windows = [task.promise]
    return "in its window " + " or ".join(
        f"{clock.wall(window.start_s)}-{clock.wall(window.end_s)}" for window in windows
    )
