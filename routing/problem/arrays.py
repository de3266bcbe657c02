"""A hub's problem as flat arrays of integers, for compiled code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from routing.problem.model import NEVER_S, HubProblem, Task, Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    from routing.fleet.model import Vehicle
    from routing.problem.travel import Travel

    Integers: TypeAlias = NDArray[np.int64]


class ProblemArrays(NamedTuple):
    """The arrays, with K kinds, V vehicles, T tasks and W windows.

    Attributes
    ----------
    hub
        Opening, closing, seconds to load a trip.
    sites
        Number of sites.
    legs
        Seconds and metres of every leg, kind after kind from `legs_from`: by start, goal, seconds
        or metres, period.
    starts
        When each period begins, kind after kind from `starts_from`; `periods` is how many.
    kind, shift, setup, capacity, most, rest, rates
        Of vehicles: (V,); start and end (V, 2); seconds (V,); grams and millilitres (V, 2); stops
        a trip, trips, metres (V, 3); length, earliest, latest, longest work of the break (V, 4),
        of length 0 without one; euros a second, a metre, a vehicle (V, 3).
    site, ready, load, service
        Of tasks; load in grams and millilitres (T, 2).
    point, handover, leave_by, closes
        Of drops: the number of its point (-1: no drop), seconds, promise, closing.
    windows_from, windows
        Rows of `windows`, (W, 4) as `Window`, of a task for a kind: (2, K, T + 1), first on time
        and then as late as it may be.
    promise
        First and last second of the promised window, (K, T, 2).
    lacking
        Skills that a vehicle lacks for a task, (V, T).
    late_eur_per_s
        As `Lateness`.
    begun
        When vehicles that are at work already began; `NEVER_S` of others, (V,).
    """

    hub: Integers
    sites: int
    legs: NDArray[np.int32]
    legs_from: Integers
    starts: Integers
    starts_from: Integers
    periods: Integers
    kind: Integers
    shift: Integers
    setup: Integers
    capacity: Integers
    most: Integers
    rest: Integers
    rates: NDArray[np.float64]
    site: Integers
    ready: Integers
    load: Integers
    service: Integers
    point: Integers
    handover: Integers
    leave_by: Integers
    closes: Integers
    windows_from: Integers
    windows: Integers
    promise: Integers
    lacking: Integers
    late_eur_per_s: float
    begun: Integers


_KNOWN: WeakKeyDictionary[HubProblem, ProblemArrays] = WeakKeyDictionary()


def arrays_of(problem: HubProblem) -> ProblemArrays:
    """The problem's arrays, made once for as long as the problem lives."""
    if problem not in _KNOWN:
        _KNOWN[problem] = _arrays(problem)
    return _KNOWN[problem]


def _arrays(problem: HubProblem) -> ProblemArrays:
    hub, fleet, tasks = problem.hub, problem.vehicles, problem.tasks
    kinds = sorted({vehicle.kind for vehicle in fleet})
    travels = [problem.travel[kind] for kind in kinds]
    periods = [len(travel.starts_s) for travel in travels]
    points = sorted({task.drop.point_id for task in tasks if task.drop})
    windows_from, windows = _windows(problem, kinds)
    return ProblemArrays(
        hub=_integers([hub.opens_s, hub.closes_s, hub.loading_s]),
        sites=len(problem.sites),
        legs=_legs(travels),
        legs_from=starts_of([2 * len(problem.sites) ** 2 * count for count in periods]),
        starts=_integers([start_s for travel in travels for start_s in travel.starts_s]),
        starts_from=starts_of(periods),
        periods=_integers(periods),
        kind=_integers([kinds.index(own.kind) for own in fleet]),
        shift=_table([(own.shift_start_s, own.shift_end_s) for own in fleet], 2),
        setup=_integers([own.setup_s for own in fleet]),
        capacity=_table([(_bound(own.weight_g), _bound(own.volume_ml)) for own in fleet], 2),
        most=_table(
            [
                (_bound(own.max_stops), _bound(own.max_trips), _bound(own.max_distance_m))
                for own in fleet
            ],
            3,
        ),
        rest=_table([_rest(own) for own in fleet], 4),
        rates=np.array(
            [
                (own.rates.eur_per_h / 3600, own.rates.eur_per_km / 1000, own.rates.eur_per_vehicle)
                for own in fleet
            ],
            np.float64,
        ).reshape(-1, 3),
        site=_integers([task.site for task in tasks]),
        ready=_integers([task.ready_s for task in tasks]),
        load=_table([(task.weight_g, task.volume_ml) for task in tasks], 2),
        service=_integers([task.service_s for task in tasks]),
        point=_integers([points.index(t.drop.point_id) if t.drop else -1 for t in tasks]),
        handover=_integers([t.drop.handover_s if t.drop else 0 for t in tasks]),
        leave_by=_integers([t.drop.leave_by_s if t.drop else NEVER_S for t in tasks]),
        closes=_integers([t.drop.closes_s if t.drop else NEVER_S for t in tasks]),
        windows_from=windows_from,
        windows=windows,
        promise=_integers([[_promise(task, kind) for task in tasks] for kind in kinds]).reshape(
            len(kinds), len(tasks), 2
        ),
        lacking=_integers([[len(t.requires - own.skills) for t in tasks] for own in fleet]).reshape(
            len(fleet), len(tasks)
        ),
        late_eur_per_s=problem.lateness.eur_per_min / 60,
        begun=_integers([problem.begun.get(number, NEVER_S) for number in range(len(fleet))]),
    )


_LEGS: WeakKeyDictionary[Travel, tuple[tuple[Travel, ...], NDArray[np.int32]]] = WeakKeyDictionary()


def _legs(travels: Sequence[Travel]) -> NDArray[np.int32]:
    """All kinds' legs in one row; problems that differ in other things only share it."""
    if not travels:
        return np.empty(0, np.int32)
    first, *others = travels
    known = _LEGS.get(first)
    if known is None or [id(one) for one in known[0]] != [id(one) for one in others]:
        joined = np.concatenate([travel.by_leg().ravel() for travel in travels])
        known = _LEGS[first] = tuple(others), joined
    return known[1]


def _integers(values: Sequence[object]) -> Integers:
    return np.array(values, np.int64)


def _table(rows: Sequence[tuple[int, ...]], columns: int) -> Integers:
    return _integers(rows).reshape(-1, columns)


def starts_of(lengths: Sequence[int]) -> Integers:
    """Where each of several arrays begins in the one that holds them all."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(_integers(lengths))])[: len(lengths)]


def _bound(limit: int | None) -> int:
    return NEVER_S if limit is None else limit


def _rest(vehicle: Vehicle) -> tuple[int, int, int, int]:
    rest = vehicle.rest
    if rest is None:
        return 0, 0, 0, NEVER_S
    return rest.duration_s, rest.earliest_s, rest.latest_s, _bound(rest.longest_work_s)


def _windows(problem: HubProblem, kinds: Sequence[str]) -> tuple[Integers, Integers]:
    rows: list[tuple[int, int, int, int]] = []
    starts = np.zeros((2, len(kinds), len(problem.tasks) + 1), np.int64)
    for late in (0, 1):
        for number, kind in enumerate(kinds):
            starts[late, number, 0] = len(rows)
            for index, task in enumerate(problem.tasks, start=1):
                windows = task.windows_if_late(kind) if late else task.windows.get(kind, ())
                rows += [
                    (one.start_s, one.end_s, one.open_from_s, one.leave_by_s) for one in windows
                ]
                starts[late, number, index] = len(rows)
    return starts, _table(rows, 4)


def _promise(task: Task, kind: str) -> tuple[int, int]:
    """When the customer, or the place of collection, expects the order."""
    windows: Sequence[Window] = task.windows.get(kind, ())
    if task.promise is not None:
        start_s, end_s = task.promise.start_s, task.promise.end_s
    elif windows:
        start_s, end_s = windows[0].start_s, windows[-1].end_s
    else:
        return NEVER_S, -NEVER_S
    return start_s, end_s if task.drop is None else task.drop.leave_by_s
