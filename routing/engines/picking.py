"""Who picks what when, by OR-Tools' CP-SAT: promises first, then what the routes need.

CP-SAT works for a counted effort, not for a time, so that the same day gives the same schedule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.engines.picking_model import PickingModel
from routing.picking.due import by_need, cost, weight
from routing.picking.roster import in_turn, without_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.picking.model import Need, Pick, PickingProblem

    Picks = Sequence[Pick]

_FREE_JOBS = 40
"""So many orders are picked anew at a time, those next to one that is late; the others stay."""
_WINDOWS = 20
"""So often that is done at the most."""
_SOON_S = 60
"""A trip that is held up for less is none to worry about."""


def schedule(
    problem: PickingProblem, needs: Sequence[Need], effort: float, seed: int = 1
) -> tuple[Pick, ...]:
    """Who picks what: as few promises missed as can be, then as little as can be of the rest.

    All is picked by need first. Where promises are missed so, what is collected at the hub is
    picked as if nothing else was, and the rest beside it. Then, around each order that is late or
    holds up a trip, the orders next to it are picked anew.

    Parameters
    ----------
    problem
        The hub's jobs and pickers.
    needs
        Until when each job should be done; of one that is collected, its promise.
    effort
        How long CP-SAT may work in all, in its own measure, of which a tenth is about a second.
    """
    found = by_need(problem, needs)
    late, *others = cost(problem, needs, found)[:5]
    if not problem.shifts or not (late or any(others)):
        return found
    if late:
        kept = _collections_first(problem, needs, found, effort / 3, seed)
        found = _better(problem, needs, found, kept)
    return _improved(problem, needs, found, effort * 2 / 3, seed)


def fewest_late(
    problem: PickingProblem, needs: Sequence[Need], effort: float, seed: int = 1
) -> int:
    """How many collections are late at least, even if nothing else had to be picked: proved."""
    if not problem.shifts:
        return len(_collected(problem))
    counting = [1] * len(problem.jobs)
    model = PickingModel(problem, needs, _collected(problem), counting=counting)
    model.solve((), effort, seed)
    return model.bound


def _collected(problem: PickingProblem) -> list[int]:
    return [job for job, own in enumerate(problem.jobs) if own.promise_s is not None]


def _collections_first(
    problem: PickingProblem, needs: Sequence[Need], found: Picks, effort: float, seed: int
) -> tuple[Pick, ...]:
    """As many collections on time as can be, and everything else beside them by need."""
    collected = _collected(problem)
    counting = [weight(problem, job) for job in range(len(problem.jobs))]
    model = PickingModel(problem, needs, collected, counting=counting)
    known = [pick for pick in found if problem.jobs[pick.job].promise_s is not None]
    picks = model.solve(known, effort, seed)
    on_time = [pick for pick in picks if pick.ready_s <= needs[pick.job].due_s]
    there = {pick.job for pick in on_time}
    rest = (job for job in range(len(problem.jobs)) if job not in there)
    return in_turn(problem, sorted(rest, key=lambda job: (needs[job].due_s, job)), on_time)


def _improved(
    problem: PickingProblem, needs: Sequence[Need], found: Picks, effort: float, seed: int
) -> tuple[Pick, ...]:
    """The schedule with the orders around each of its troubles picked anew, the gravest first."""
    tried: set[int] = set()
    for _ in range(_WINDOWS):
        trouble = next((job for job in _troubles(problem, needs, found) if job not in tried), None)
        if trouble is None:
            break
        tried.add(trouble)
        free = _next_to(problem, needs, found, trouble)
        stay = [pick for pick in found if pick.job not in free]
        model = PickingModel(problem, needs, sorted(free), stay=stay)
        known = [pick for pick in found if pick.job in free]
        again = without_gaps(problem, model.solve(known, effort / _WINDOWS, seed))
        found = _better(problem, needs, found, again)
    return tuple(found)


def _better(
    problem: PickingProblem, needs: Sequence[Need], one: Picks, other: Picks
) -> tuple[Pick, ...]:
    if cost(problem, needs, other) < cost(problem, needs, one):
        return tuple(other)
    return tuple(one)


def _troubles(problem: PickingProblem, needs: Sequence[Need], picks: Picks) -> Iterator[int]:
    """Jobs that are late, customers' first, and then those that hold up trips, the worst first."""
    ready_s = {pick.job: pick.ready_s for pick in picks}
    late_s = {job: ready_s.get(job, 1 << 40) - need.due_s for job, need in enumerate(needs)}
    yield from sorted(
        (job for job, seconds in late_s.items() if seconds > 0),
        key=lambda job: (problem.jobs[job].promise_s is None, -weight(problem, job), job),
    )
    held_s = {job: ready_s.get(job, 0) - need.wish_s for job, need in enumerate(needs)}
    yield from sorted(
        (job for job, seconds in held_s.items() if seconds > _SOON_S and late_s[job] <= 0),
        key=lambda job: (-held_s[job], job),
    )


def _next_to(
    problem: PickingProblem, needs: Sequence[Need], picks: Picks, trouble: int
) -> frozenset[int]:
    """A job and those that are picked nearest to the time in which it could be on time.

    Whatever nobody picks is among them, as far as there is room.
    """
    own = problem.jobs[trouble]
    from_s, to_s = own.release_s, max(own.release_s, needs[trouble].due_s)
    apart_s = dict.fromkeys(range(len(problem.jobs)), 0)
    apart_s |= {
        pick.job: max(0, pick.start_s - to_s, from_s - pick.ready_s, to_s - pick.ready_s)
        for pick in picks
    }
    apart_s[trouble] = -1
    return frozenset(sorted(apart_s, key=lambda job: (apart_s[job], job))[:_FREE_JOBS])
