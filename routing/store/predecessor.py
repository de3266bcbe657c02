"""The plan that drivers had when another was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.plan.model import Plan
    from routing.store.store import PlanStore


def plan_before(plan: Plan, store: PlanStore) -> Plan | None:
    """The last version that was released when a plan was made through the day.

    ``None`` for a plan of the morning, for one that was made from no version of this store, and
    before the first release.
    """
    if plan.now_s is None or plan.based_on is None:
        return None
    history = store.history()
    based_on = next((one.version for one in history if one.plan_id == plan.based_on), 0)
    released = [one.version for one in history if one.status == "released"]
    known = [version for version in released if version <= based_on]
    return store.version(known[-1]) if known else None
