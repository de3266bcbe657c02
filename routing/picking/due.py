"""Picking in the order in which things are needed: quick, and a beginning for a better search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.picking.roster import in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.picking.model import Need, Pick, PickingProblem

_MOST_PUT_BACK = 60
"""So many times a day that cannot be kept is tried with one more order behind another."""
_LAST_S = 1 << 40
"""When what makes itself late has its turn."""


def by_need(problem: PickingProblem, needs: Sequence[Need]) -> tuple[Pick, ...]:
    """What is due first is picked first; what makes others late waits until they are done.

    After Moore and Hodgson's rule for one machine (Moore, 1968): as long as something is late, of
    what was picked up to then the longest order that counts least goes behind it.
    """
    turns = [(need.due_s, 0, need.wish_s, job) for job, need in enumerate(needs)]
    best: tuple[Pick, ...] = ()
    least: tuple[int, ...] | None = None
    put_back: set[int] = set()
    for _ in range(min(_MOST_PUT_BACK, len(problem.jobs)) + 1):
        picks = in_turn(problem, sorted(range(len(needs)), key=turns.__getitem__))
        now = cost(problem, needs, picks)
        if least is None or now < least:
            best, least = picks, now
        found = _in_the_way(problem, needs, picks, put_back)
        if found is None:
            break
        late, longest = found
        put_back.add(longest)
        behind_s, turn = (_LAST_S, 0) if late == longest else turns[late][:2]
        turns[longest] = (behind_s, turn + 1, needs[longest].wish_s, longest)
    return best


def weight(problem: PickingProblem, job: int) -> int:
    """How much it counts when a job is late: the most important four times the least important."""
    return 3 + problem.jobs[job].priority


def cost(problem: PickingProblem, needs: Sequence[Need], picks: Sequence[Pick]) -> tuple[int, ...]:
    """What is wrong with a schedule, the gravest first; the less, the better.

    Collections that miss their promise, by what they count; what else is late; by how many seconds
    all this is late; by how many seconds trips are held up; the seconds until orders are ready.
    """
    ready_s = {pick.job: pick.ready_s for pick in picks}
    late = [0, 0]
    tardy_s = held_up_s = 0
    for job, need in enumerate(needs):
        done_s = ready_s.get(job)
        if done_s is None or done_s > need.due_s:
            late[problem.jobs[job].promise_s is None] += weight(problem, job)
        if done_s is not None:
            tardy_s += max(0, done_s - need.due_s)
            held_up_s += max(0, done_s - need.wish_s)
    missing = len(needs) - len(ready_s)
    return (late[0], late[1], missing, tardy_s, held_up_s, sum(ready_s.values()))


def _in_the_way(
    problem: PickingProblem, needs: Sequence[Need], picks: Sequence[Pick], put_back: set[int]
) -> tuple[int, int] | None:
    """The first job that is late, customers' before trips', and the one whose waiting helps it."""
    late = [
        pick for pick in picks if pick.ready_s > needs[pick.job].due_s and pick.job not in put_back
    ]
    if not late:
        return None
    jobs = problem.jobs
    first = min(
        late, key=lambda pick: (jobs[pick.job].promise_s is None, needs[pick.job].due_s, pick.job)
    )
    before = [pick.job for pick in picks if pick.start_s <= first.start_s]
    longest = min(
        before,
        key=lambda job: (
            jobs[job].promise_s is not None,
            weight(problem, job) / max(1, problem.picking_s(job, 0)),
            job,
        ),
    )
    return first.job, longest
