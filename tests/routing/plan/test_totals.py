"""Key figures of a plan: sums over its hubs, every order in one of them."""

from __future__ import annotations

from dataclasses import replace

from routing.orders.model import Channel, HubOrder, Order, Rejection, Unassigned
from routing.plan import model
from routing.plan.totals import late_orders, stops_of, total
from tests.support.plans import hub, picker, route, stop


def ordered(order_id: str, *, point_id: str | None, window_end_s: int) -> HubOrder:
    order = Order(
        order_id=order_id, file="orders.csv", line=2, channel=Channel.CLICK_AND_COLLECT,
        weight_g=1, volume_ml=1, service_s=1,
    )  # fmt: skip
    return HubOrder(
        order=order, hub_id="H", place=None, point_id=point_id, window_start_s=0,
        window_end_s=window_end_s, ready_s=0,
    )  # fmt: skip


def test_orders_are_counted_where_they_are() -> None:
    """Two orders on one stop, one on another, two collected of which one late, one of each else."""
    collections = tuple(
        model.Collection(order_id=order_id, ready_s=10, window_end_s=10, late_s=late_s)
        for order_id, late_s in (("O4", 0), ("O5", 60))
    )
    figures = total(
        [
            hub(
                route(stop(order_ids=("O1", "O2")), stop(order_ids=("O3",))),
                collections=collections,
            )
        ],
        [Unassigned(order_id="O6", hub_id=None, code="X", reason="", suggestion="")],
        [Rejection(order_id=None, file="orders.csv", line=9, code="X", message="")],
        [model.Cancelled(order_id="O8", at_s=0, reason="")],
        late_orders=2,
    )
    assert (figures.delivered, figures.collected) == (3, 2)
    assert (figures.unassigned, figures.rejected, figures.cancelled) == (1, 1, 1)
    assert figures.orders == 8
    assert figures.late == 3


def test_figures_of_all_routes_are_summed_and_unused_vehicles_do_not_drive() -> None:
    used = route(stop(), distance_m=2000, driving_s=120, cost_cents=1500, co2_g=40)
    idle = route(trips=())
    figures = total([hub(used, idle), hub(used)], [], [], [], 0)
    assert (figures.vehicles, figures.distance_m, figures.driving_s) == (2, 4000, 240)
    assert (figures.cost_cents, figures.co2_g) == (3000, 80)


def test_pickers_cost_their_shifts_whatever_they_pick() -> None:
    picking = model.HubPicking(
        pickers=(picker("P1", 0, 9, cost_cents=800), picker("P2", 0, 9, cost_cents=250))
    )
    figures = total([hub(picking=picking), hub(), hub(picking=picking)], [], [], [], 0)
    assert figures.picking_cents == 2_100


def test_stops_come_vehicle_by_vehicle_in_driving_order() -> None:
    visits = [stop(order_ids=(str(number),)) for number in range(4)]
    twice = replace(route(visits[0]), trips=(route(visits[0]).trips[0], route(visits[1]).trips[0]))
    assert list(stops_of(hub(twice, route(visits[2], visits[3])))) == visits


def test_each_order_of_a_stop_is_late_by_its_own_promise() -> None:
    """It begins at 50 and is over at 100: drops of 99 and 100, deliveries of 49 and 50."""
    orders = [
        ordered("O1", point_id="P", window_end_s=99),
        ordered("O2", point_id="P", window_end_s=100),
        ordered("O3", point_id=None, window_end_s=50),
        ordered("O4", point_id=None, window_end_s=49),
    ]
    for ids, late in (("O1", 1), ("O2", 0), ("O3", 0), ("O4", 1), ("O1 O2 O3 O4", 2)):
        plan = [hub(route(stop(order_ids=tuple(ids.split()), start_s=50, leave_s=100)))]
        assert late_orders(plan, orders) == late


def test_a_failed_attempt_is_history() -> None:
    failed = stop(order_ids=("O1",), leave_s=100, status="failed")
    orders = [ordered("O1", point_id="P", window_end_s=99)]
    plan = [hub(route(failed))]
    assert total(plan, [], [], [], late_orders(plan, orders)).delivered == 0
    assert late_orders(plan, orders) == 0
