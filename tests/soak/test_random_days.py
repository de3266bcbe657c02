"""Any day becomes a plan that keeps every rule, counts every row once, and gives no false reason.

`make test` plans a sample of days, the same each time; `make soak`, by the environment variable
TOURNEE_SOAK, as many others as it says.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from cli.exits import Exit
from cli.outcome import status_of
from routing.day.settings import load_day
from routing.engines.protocol import Limit
from routing.morning import Outcome, Request, plan_day
from routing.plan.document import read_plan
from routing.plan.totals import stops_of
from routing.reading import read_morning
from tests.support.alone import no_reason_is_false
from tests.support.days import Silence
from tests.support.random_days import RandomDay, every_row_has_one_place, random_days
from tests.support.store_side import the_store_can_do_it

_SAMPLE = 35
DAYS = int(os.environ.get("TOURNEE_SOAK", _SAMPLE))


@settings(
    max_examples=DAYS,
    derandomize="TOURNEE_SOAK" not in os.environ,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(made=random_days())
def test_any_day_is_planned_counted_and_explained(grid_map: Path, made: RandomDay) -> None:
    with TemporaryDirectory() as folder:
        day = load_day(made.write(Path(folder), grid_map))
        outcome = plan_day(day, Request(limit=Limit(iterations=15)), Silence())
        assert [str(breach) for breach in outcome.breaches] == []
        assert outcome.failures == ()
        assert read_plan(outcome.path) == outcome.plan
        every_row_has_one_place(made, outcome.plan)
        the_store_can_do_it(made, outcome.plan)
        the_exit_status_says_what_is_left(outcome)
        no_reason_is_false(read_morning(day, Silence()), outcome.plan)


def the_exit_status_says_what_is_left(outcome: Outcome) -> None:
    """3 where an order is unassigned, rejected or late, and 0 where none is."""
    plan = outcome.plan
    late = [stop for hub in plan.hubs for stop in stops_of(hub) if stop.late_s]
    late_collections = [item for hub in plan.hubs for item in hub.collections if item.late_s]
    left = plan.unassigned or plan.rejected or late or late_collections
    assert status_of(outcome) is (Exit.INCOMPLETE if left else Exit.DONE)
    assert (plan.totals.late > 0) == bool(late or late_collections)
