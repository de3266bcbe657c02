"""Orders that lost their place by what happened."""

from __future__ import annotations

from routing.replan.outcomes import undone_by_events
from routing.standing.model import OrderState, Standing, VehicleStanding
from tests.support.plans import hub, plan, route, stop

PLAN = plan(hubs=(hub(route(stop(order_ids=("S",)), vehicle_id="V1")),))


def test_each_is_told_why_and_what_to_report() -> None:
    standing = Standing(
        now_s=11 * 3600,
        plan=PLAN,
        vehicles={"V1": VehicleStanding(out_since_s=10 * 3600, out_reason="engine")},
        orders={
            "F": OrderState.FAILED,
            "M": OrderState.MISSING,
            "S": OrderState.STRANDED,
            "D": OrderState.DONE,
            "X": OrderState.FREE,
        },
        failed={"F": "Nobody there."},
        missing={"M": ""},
    )
    found = list(undone_by_events(standing, {"F": "H", "S": "H"}, PLAN.clock))
    assert [(one.order_id, one.hub_id, one.code, one.reason) for one in found] == [
        ("F", "H", "ATTEMPT-FAILED", "Handing it over failed: Nobody there."),
        ("M", None, "NOT-FOUND", "It could not be picked."),
        (
            "S", "H", "VEHICLE-OUT",
            "It is on board of V1, which cannot drive since 10:00: engine.",
        ),
    ]  # fmt: skip
    assert ["changed" in found[0].suggestion, "picked" in found[1].suggestion] == [True, True]
    assert "as back" in found[2].suggestion
