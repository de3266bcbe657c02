"""A search by ruin and recreate on a hub's exact rules; `routing.engines.ruin_kernel` does it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routing.engines import ruin_kernel as kernel
from routing.engines import ruin_state as state
from routing.engines.partition import Column, Fleet, Pool, partition
from routing.engines.prizes import prizes_eur
from routing.problem.arrays import arrays_of, starts_of
from routing.problem.model import NEVER_S, HubProblem, Solution, Trips
from routing.problem.timesheet import sheet_for
from routing.problem.timing import Timing
from routing.problem.wishes import wish_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from routing.fleet.model import Vehicle
    from routing.problem.arrays import Integers, ProblemArrays
    from routing.problem.model import Task

_NEIGHBOURS = 200


class RuinSearch:
    """The routes of a hub while they are searched; one for each thread.

    Loading bays are left out of account, as other vehicles' loadings would have to be timed with
    every route.

    Parameters
    ----------
    late
        Tasks that may miss their promise.
    prizes_eur
        By task, what leaving it out costs; by priority, and more than any way of serving it, where
        it is not given.
    """

    def __init__(
        self,
        problem: HubProblem,
        seed: int,
        late: frozenset[int] = frozenset(),
        prizes_eur: NDArray[np.float64] | None = None,
    ) -> None:
        self.problem = problem
        self._late = late
        self._arrays = arrays_of(problem)
        self._setting = _setting(problem, self._arrays, late)
        if prizes_eur is not None:
            self._setting = self._setting._replace(prizes=prizes_eur)
        self._routes = _routes(problem, seed, remembers=True)
        self._desk = _desk(problem)
        self._groups = _groups(problem, self._setting)

    def load(self, solution: Solution) -> bool:
        """Begin with these routes; a route that breaks a bound is left out, and that is said."""
        routes, held = self._routes, True
        routes.eur[state.OVER_EUR_PER_G] = -1.0
        routes.where[:] = state.ABSENT
        for vehicle in range(len(self.problem.vehicles)):
            row = _row(solution.routes.get(vehicle, ()))
            routes.lengths[vehicle] = len(row)
            routes.rows[vehicle, : len(row)] = row
            if not kernel.refresh(self._arrays, self._setting, routes, self._desk, vehicle):
                held = False
                routes.lengths[vehicle] = 0
                kernel.refresh(self._arrays, self._setting, routes, self._desk, vehicle)
        absent = routes.where[:, 0] == state.ABSENT
        uneven_eur = state.uneven_eur(self._setting, routes, -1, 0)
        prizes_eur = self._setting.prizes[absent].sum()
        routes.eur[state.TOTAL] = routes.costs.sum() + prizes_eur + uneven_eur
        kernel.keep_if_best(routes)
        return held

    def price_eur(self, solution: Solution) -> float:
        """What routes cost, with wishes and the prizes of what is left out; they are loaded."""
        return float("inf") if not self.load(solution) else float(self._routes.eur[state.TOTAL])

    @property
    def best_eur(self) -> float:
        """What the best routes so far cost, with the prizes of what they leave out."""
        return float(self._routes.eur[state.BEST])

    @property
    def leg_eur(self) -> float:
        """What a leg costs on the average of the present routes, without what vehicles cost."""
        routes = self._routes
        driven = routes.lengths > 0
        fixed_eur = self._arrays.rates[driven, 2].sum()
        legs = int((routes.lengths[driven] + 1).sum())
        return float((routes.costs.sum() - fixed_eur) / max(1, legs))

    @property
    def is_overloaded(self) -> bool:
        """Whether a trip of the present routes has too much on board."""
        return bool(self._routes.over.any())

    def price_overload(self, eur: float) -> None:
        """Price the load of an average order too much from here on; below 0 it is forbidden.

        Only vehicles of which all estimates are exact may have too much on board; what is found
        best never has.
        """
        grams = max(1.0, float(self._arrays.load.max(axis=1).mean()))
        kernel.price_overload(self._routes, eur / grams)

    def gather(self, pool: Pool, within: float) -> None:
        """Put the present routes into the pool, if they cost at most so much more than the best."""
        routes = self._routes
        if self.is_overloaded or routes.eur[state.TOTAL] > routes.eur[state.BEST] * (1 + within):
            return
        pool.add(
            (
                Column(group, tuple(row[:length].tolist()), float(eur))
                for group, row, length, eur in zip(
                    self._groups.tolist(), routes.rows, routes.lengths, routes.costs, strict=True
                )
                if length
            ),
            float(routes.eur[state.TOTAL]),
        )

    def recombine(self, pool: Pool, within: float, seconds: float | None) -> Solution | None:
        """Better routes than the best so far, out of those in the pool; ``None`` without any.

        The present routes are others then.
        """
        columns = pool.columns(self.best_eur * (1 + within))
        groups = self._groups
        must = np.zeros(groups.max() + 1, np.bool_)
        must[groups[self._setting.locked > 0]] = True
        fleet = Fleet(count=np.bincount(groups), must=must)
        chosen = partition(columns, fleet, self._setting.prizes, self.best_eur, seconds)
        if not chosen:
            return None
        free = {group: np.flatnonzero(groups == group).tolist() for group in set(groups.tolist())}
        rows = {free[column.likeness].pop(0): list(column.row) for column in chosen}
        self._serve_once(rows)
        routes = {vehicle: _trips(row) for vehicle, row in sorted(rows.items()) if row}
        found, known_eur = self._solution(routes), self.best_eur
        # Who is served once only may cost more on the way, where hours and breaks have a say.
        return found if self.price_eur(found) < known_eur else None

    def _serve_once(self, rows: dict[int, list[int]]) -> None:
        """Leave an order that is on several routes on the one where that costs least."""
        timing = Timing(self.problem)

        def saved_eur(vehicle: int, task: int) -> float:
            row = _without(rows[vehicle], task)
            less = timing.figures(vehicle, _trips(row) if row else (), self._late, strict=True)
            whole = timing.figures(vehicle, _trips(rows[vehicle]), self._late, strict=True)
            return whole.cost_eur - less.cost_eur if whole and less else -np.inf

        for task in range(len(self.problem.tasks)):
            on = [vehicle for vehicle, row in sorted(rows.items()) if task in row]
            while len(on) > 1:
                vehicle = max(on, key=lambda own: saved_eur(own, task))
                rows[vehicle] = _without(rows[vehicle], task)
                on.remove(vehicle)

    def anneal(self, iterations: int, hot_eur: float, cold_eur: float) -> None:
        """Ruin and recreate so often, while the temperature falls from one to the other."""
        kernel.anneal(
            self._arrays, self._setting, self._routes, self._desk, iterations, hot_eur, cold_eur
        )

    def best(self) -> Solution:
        """The best routes so far."""
        rows, lengths = self._routes.best_rows, self._routes.best_lengths
        routes = {
            vehicle: _trips(rows[vehicle, : lengths[vehicle]].tolist())
            for vehicle in range(len(lengths))
            if lengths[vehicle]
        }
        return self._solution(routes)

    def _solution(self, routes: dict[int, Trips]) -> Solution:
        served = {task for trips in routes.values() for trip in trips for task in trip}
        unserved = (task for task in range(len(self.problem.tasks)) if task not in served)
        return Solution(routes=routes, unserved=tuple(unserved), late=self._late & served)


def _row(trips: Trips) -> list[int]:
    """Trips as the kernel has them."""
    row = list(trips[0]) if trips else []
    for _, trip in pairwise(trips):
        row += [state.HUB, *trip]
    return row


def _trips(row: Iterable[int]) -> Trips:
    trips: list[list[int]] = [[]]
    for entry in row:
        if entry == state.HUB:
            trips.append([])
        else:
            trips[-1].append(entry)
    return tuple(map(tuple, trips))


def _without(row: list[int], task: int) -> list[int]:
    """A row without a task, and without the trip if that was all of it."""
    kept: list[int] = []
    for entry in row:
        if entry != task and (entry != state.HUB or (kept and kept[-1] != state.HUB)):
            kept.append(entry)
    return kept[:-1] if kept and kept[-1] == state.HUB else kept


def _groups(problem: HubProblem, setting: state.Setting) -> Integers:
    """By vehicle, the number of those that can do the same; each one with locked trips is alone."""
    numbers: dict[object, int] = {}
    keys = (
        (number,) if setting.locked[number] else _likeness(problem, number)
        for number in range(len(problem.vehicles))
    )
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _setting(problem: HubProblem, arrays: ProblemArrays, late: frozenset[int]) -> state.Setting:
    flags = np.zeros(len(problem.tasks), np.uint8)
    flags[list(late)] = 1
    kinds = sorted({own.kind for own in problem.vehicles})
    plain = {kind: _is_plain(problem, kind) for kind in kinds}
    likenesses: dict[object, int] = {}
    return state.Setting(
        late=flags,
        locked=np.array(
            [len(_row(problem.locked.get(v, ()))) for v in range(len(problem.vehicles))], np.int64
        ),
        likeness=np.array(
            [
                likenesses.setdefault(_likeness(problem, number), len(likenesses))
                for number in range(len(problem.vehicles))
            ],
            np.int64,
        ),
        plain=np.array(
            [
                plain[own.kind]
                and not late
                and not problem.wishes
                and own.rest is None
                and own.max_stops is None
                and own.max_distance_m is None
                and own.rates.eur_per_h == 0
                for own in problem.vehicles
            ],
            np.uint8,
        ),
        barred=_barred(problem, arrays, late),
        windows=np.array(
            [[_window(task, kind) for task in problem.tasks] for kind in kinds], np.int64
        ),
        into=np.concatenate(
            [_into(problem, kind) if plain[kind] else np.empty(0, np.int32) for kind in kinds]
        ),
        into_from=starts_of([_into(problem, kind).size if plain[kind] else 0 for kind in kinds]),
        prizes=np.array(prizes_eur(problem), np.float64),
        near=_near(problem, arrays),
        wishes=wish_arrays(problem),
    )


def _is_plain(problem: HubProblem, kind: str) -> bool:
    """Whether roads are the same all day, and each order has a place and one window."""
    sites = {task.site for task in problem.tasks}
    return (
        len(problem.travel[kind].tables) == 1
        and len(sites) == len(problem.tasks)
        and all(
            not task.drop
            and len(task.windows.get(kind, ())) <= 1
            and all(window.leave_by_s >= NEVER_S for window in task.windows.get(kind, ()))
            for task in problem.tasks
        )
    )


def _window(task: Task, kind: str) -> tuple[int, int]:
    windows = task.windows.get(kind, ())
    return (windows[0].start_s, windows[-1].end_s) if windows else (NEVER_S, -NEVER_S)


def _into(problem: HubProblem, kind: str) -> NDArray[np.int32]:
    """The legs of a kind by goal and start: seconds and metres."""
    (table,) = problem.travel[kind].tables
    return np.stack([table.duration_s.T, table.distance_m.T], axis=-1).ravel()


def _barred(problem: HubProblem, arrays: ProblemArrays, late: frozenset[int]) -> NDArray[np.uint8]:
    """By vehicle and task, whether it can never serve it."""
    barred = arrays.lacking > 0
    for number, own in enumerate(problem.vehicles):
        shut = [
            not (task.windows_if_late(own.kind) if index in late else task.windows.get(own.kind))
            for index, task in enumerate(problem.tasks)
        ]
        barred[number] |= shut | (arrays.load > arrays.capacity[number]).any(axis=1)
    return barred.astype(np.uint8)


def _likeness(problem: HubProblem, number: int) -> tuple[object, ...]:
    """Vehicles of the same likeness can do the same at the same cost."""
    vehicle, wishes = problem.vehicles[number], problem.wishes
    own: tuple[object, ...] = (problem.begun.get(number),)
    if wishes.told and any(had == number for had, _ in wishes.told.stops.values()):
        own = (*own, number)
    if wishes:
        # Who has another shift is not like one who has none, for even hours.
        driver = vehicle.driver_id if _shifts(problem, vehicle) > 1 else None
        own = (*own, driver, wishes.unknown.get(number))
    return (
        *own,
        vehicle.kind, vehicle.shift_start_s, vehicle.shift_end_s, vehicle.rates, vehicle.weight_g,
        vehicle.volume_ml, vehicle.max_trips, vehicle.max_stops, vehicle.max_distance_m,
        vehicle.setup_s, vehicle.rest, vehicle.skills,
    )  # fmt: skip


def _shifts(problem: HubProblem, vehicle: Vehicle) -> int:
    """How many shifts the driver of a vehicle has."""
    if vehicle.driver_id is None:
        return 1
    return sum(other.driver_id == vehicle.driver_id for other in problem.vehicles)


def _near(problem: HubProblem, arrays: ProblemArrays) -> Integers:
    """By task, the others by the way there and back, the nearest first."""
    kind = problem.vehicles[0].kind
    there_s = problem.travel[kind].least_s.astype(np.int64)
    apart_s = (there_s + there_s.T)[np.ix_(arrays.site, arrays.site)]
    np.fill_diagonal(apart_s, np.iinfo(np.int64).max)
    count = min(_NEIGHBOURS, max(0, len(problem.tasks) - 1))
    return np.argsort(apart_s, axis=1, kind="stable")[:, :count].astype(np.int64)


def _routes(problem: HubProblem, seed: int, *, remembers: bool) -> state.Routes:
    vehicles, tasks = len(problem.vehicles), len(problem.tasks)
    known = tasks if remembers else 0
    paid = known if problem.wishes.eur_per_uneven_h > 0 else 0
    trips = max(min(tasks, own.max_trips or tasks) for own in problem.vehicles) + 1
    entries = tasks + trips + 2
    return state.Routes(
        rows=np.zeros((vehicles, entries), np.int64),
        lengths=np.zeros(vehicles, np.int64),
        costs=np.zeros(vehicles),
        paid_s=np.zeros(vehicles, np.int64),
        versions=np.zeros(vehicles, np.int64),
        over=np.zeros(vehicles, np.int64),
        trips=np.zeros((vehicles, trips, state.TRIP_COLUMNS), np.int64),
        counts=np.zeros(vehicles, np.int64),
        reach=np.zeros((vehicles, entries, state.REACH_COLUMNS), np.int64),
        where=np.full((tasks, 2), state.ABSENT, np.int64),
        memo=np.full((2, known, vehicles, state.MEMO_COLUMNS), -1, np.int64),
        prices=np.full((2, known, vehicles, state.KEPT), state.DEAR),
        memo_paid_s=np.zeros((2, paid, vehicles, state.KEPT), np.int64),
        eur=np.array([state.DEAR, state.DEAR, -1.0]),
        best_rows=np.zeros((vehicles, entries), np.int64),
        best_lengths=np.zeros(vehicles, np.int64),
        random=np.array([(seed + 1) * 0x9E3779B97F4A7C15 % 2**64 or 1, 0], np.uint64),
    )


def _desk(problem: HubProblem) -> state.Desk:
    vehicles, tasks = len(problem.vehicles), len(problem.tasks)
    old = _routes(problem, 0, remembers=False)
    return state.Desk(
        old=old,
        sheet=sheet_for(tasks),
        row=np.zeros(old.rows.shape[1] + 2, np.int64),
        floors_s=np.zeros(0, np.int64),
        touched=np.zeros(vehicles, np.int64),
        is_touched=np.zeros(vehicles, np.uint8),
        tasks=np.zeros(2 * tasks + 2, np.int64),
        keys=np.zeros(2 * tasks + 2),
        absent=np.zeros(tasks + 1, np.int64),
        found=np.zeros(state.KEPT),
        codes=np.zeros(state.KEPT, np.int64),
        candidates=np.zeros(vehicles, np.int64),
        slots=np.zeros(vehicles, np.int64),
        passed=np.zeros(vehicles, np.int64),
        stamps=np.zeros(1 + 2 * vehicles, np.int64),
    )
