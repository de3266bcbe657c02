"""A played day in figures: promises, what was driven, what drivers were told, how long it took."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from routing.simulation.log import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.clock import Clock
    from routing.simulation.play import Played, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of a played day.

    Attributes
    ----------
    orders
        Those that came in and were understood; the five after it are disjoint and sum to it.
    kept, late
        Handed over or collected as promised, and later than that.
    failed, called_off, left
        Tried in vain; called off by their customers; what nobody had by the end.
    late_s
        By how much they were late, all together.
    metres, cents
        What was driven, and what that costs.
    runs
        How often the planner ran; `median_s`, `p95_s` and `most_s` are how long that took.
    changed_stops
        Of orders that drivers were told of and had not reached, how often one was moved to
        another driver, place or time.
    drivers
        How many drove; `changes_a_driver` is what they were told anew: orders that came or went,
        or were moved.
    set_aside
        Events that were not believed.
    """

    orders: int
    kept: int
    late: int
    failed: int
    called_off: int
    left: int
    late_s: int
    metres: int
    cents: int
    runs: int
    median_s: float
    p95_s: float
    most_s: float
    changed_stops: int
    drivers: int
    changes_a_driver: float
    set_aside: int
    faults: int


def figures(played: Played) -> Figures:
    """Count a played day."""
    log = played.world.log
    fates = Counter(ending.fate for ending in log.endings.values())
    late = [ending.late_s for ending in log.endings.values() if ending.late_s]
    drove = [one for one in played.world.drivers.values() if one.began_s is not None]
    orders = len(played.arrivals.orders)
    seconds = [run.seconds for run in played.runs]
    told = sum(sum(changes_by_vehicle(run).values()) for run in played.runs)
    called_off = len(log.called_off.keys() - log.endings.keys())
    return Figures(
        orders=orders,
        kept=fates[Fate.HANDED_OVER] - len(late),
        late=len(late),
        failed=fates[Fate.FAILED],
        called_off=called_off,
        left=orders - fates.total() - called_off,
        late_s=sum(late),
        metres=sum(driver.metres for driver in drove),
        cents=_cents(played),
        runs=len(played.runs),
        median_s=median(seconds),
        p95_s=_p95(seconds),
        most_s=max(seconds),
        changed_stops=sum(run.change.changed_stops for run in played.runs),
        drivers=len(drove),
        changes_a_driver=told / len(drove) if drove else 0.0,
        set_aside=len({text for run in played.runs for text in run.set_aside}),
        faults=len(played.faults),
    )


def changes_by_vehicle(run: Run) -> dict[str, int]:
    """How many of its orders came, went or were moved at a run, for each vehicle."""
    return {
        route.vehicle_id: sum(
            len(part)
            for part in (route.added, route.removed, route.moved, route.later, route.earlier)
        )
        for route in run.change.routes
    }


def _cents(played: Played) -> int:
    """What vehicles cost that drove, from their first loading until they were back."""
    total = 0.0
    vehicles = {own.vehicle_id: own for own in played.intake.vehicles}
    for vehicle_id, driver in played.world.drivers.items():
        if driver.began_s is None:
            continue
        rates = vehicles[vehicle_id].rates
        ended_s = max(driver.ended_s or 0, driver.began_s)
        total += rates.eur_per_vehicle
        total += rates.eur_per_km * driver.metres / 1000
        total += rates.eur_per_h * (ended_s - driver.began_s) / 3600
    return round(100 * total)


def _p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def document(played: Played) -> dict[str, Any]:
    """A played day as JSON values; docs/simulate.md says what they are."""
    clock = played.day.clock
    found = asdict(figures(played))
    cents = found.pop("cents")
    return {
        **found,
        "cost_eur": cents / 100,
        "breakdown": _breakdown(played, clock),
        "changes": _all_changes(played.runs),
        "each_run": [_run(run, clock) for run in played.runs],
        "each_fault": played.faults,
    }


def _breakdown(played: Played, clock: Clock) -> dict[str, Any] | None:
    broken = played.world.breakdown
    if broken is None:
        return None
    return {
        "vehicle_id": broken.vehicle_id,
        "out_at": clock.iso(broken.out_s),
        "back_at": None if broken.back_s is None else clock.iso(broken.back_s),
    }


def _all_changes(runs: Sequence[Run]) -> dict[str, int]:
    """What each driver was told anew through the day."""
    changes: Counter[str] = Counter()
    for run in runs:
        changes.update(changes_by_vehicle(run))
    return dict(sorted(changes.items()))


def _run(run: Run, clock: Clock) -> dict[str, Any]:
    return {
        "at": clock.iso(run.at_s),
        "version": run.version,
        "seconds": round(run.seconds, 3),
        "planned": list(run.planned),
        "new_orders": run.new_orders,
        "new_events": run.new_events,
        "set_aside": list(run.set_aside),
        "unassigned": run.unassigned,
        "late": run.late,
        "changed_stops": run.change.changed_stops,
        "faults": list(run.faults),
    }
