"""What the page says of a plan."""

from __future__ import annotations

from hypothesis import given

from routing.orders.contacts import Contact
from routing.orders.model import Rejection, Unassigned
from routing.page.content import Content, LoadLine, StopLine, content_of
from routing.page.render import render_page
from routing.plan import model
from tests.support import plans
from tests.support.plans import hub, plan, route, stop

NINE = 9 * 3600


def shown(*routes: model.Route, **changes: object) -> Content:
    return content_of(plan(hubs=(hub(*routes),), **changes), {})


def stops_of(content: Content) -> list[StopLine]:
    return content.hubs[0].vehicles[0].stops


def totals(**changes: int) -> model.Totals:
    own = dict.fromkeys(model.Totals.__slots__, 0)
    return model.Totals(**(own | changes))


def test_stops_are_numbered_through_the_vehicle_s_day() -> None:
    first, second = route(stop(), stop(order_ids=("O2",))), route(stop(order_ids=("O3",)))
    both = route(trips=(*first.trips, *second.trips))
    assert [(one.number, one.orders) for one in stops_of(shown(both))] == [
        (1, ("O1",)),
        (2, ("O2",)),
        (3, ("O3",)),
    ]


def test_times_are_local_and_the_window_is_told() -> None:
    late = stop(arrive_s=NINE, start_s=NINE + 600, leave_s=NINE + 720, late_s=61)
    (line,) = stops_of(shown(route(late)))
    assert (line.arrive, line.start, line.leave) == ("09:00", "09:10", "09:12")
    assert line.window == "08:00-20:00"
    assert line.wait_min == 10


def test_a_minute_and_a_second_late_is_two_minutes_late_and_listed_first() -> None:
    content = shown(route(stop(late_s=61)))
    assert stops_of(content)[0].late_min == 2
    assert [line.orders for _, line in content.late_stops] == [("O1",)]


def test_orders_that_wait_late_for_their_customers_are_listed_too() -> None:
    late = model.Collection(order_id="C1", ready_s=NINE + 60, window_end_s=NINE, late_s=60)
    good = model.Collection(order_id="C2", ready_s=NINE, window_end_s=NINE)
    content = content_of(plan(hubs=(hub(collections=(late, good)),)), {})
    assert [line.order_id for _, line in content.late_collections] == ["C1"]


def test_a_break_stands_between_the_trips_that_it_parts() -> None:
    trips = (*route(stop()).trips, *route(stop()).trips)
    later = model.Rest(start_s=36_000, end_s=37_800)
    second = model.Trip(
        trip_id="V-2", loading_s=37_800, depart_s=38_000, return_s=40_000, weight_g=0, volume_ml=0,
        stops=(stop(),), return_leg_s=60, return_leg_m=1, return_shape="",
    )  # fmt: skip
    content = shown(route(trips=(trips[0], second), breaks=(later,)))
    kinds = [line.kind for line in content.hubs[0].vehicles[0].lines]
    assert kinds == ["load", "stop", "back", "break", "load", "stop", "back"]


def test_a_trip_begins_with_its_loading_and_its_load() -> None:
    first = shown(route(stop())).hubs[0].vehicles[0].lines[0]
    assert first == LoadLine(trip_id="V-1", loading="08:00", departs="08:10", load="1 kg, 1 l")


def test_a_drop_names_its_place() -> None:
    point = model.Point(point_id="P", name="Locker", lat=50.0, lon=4.0)
    assert stops_of(shown(route(stop(point_id="P")), points=(point,)))[0].place == "Locker"
    assert stops_of(shown(route(stop(point_id="gone"))))[0].place == "gone"


def test_vehicles_that_stay_are_named_and_have_no_row() -> None:
    content = shown(route(stop()), model.Route(vehicle_id="W", driver_id=None, kind="van"))
    assert [vehicle.vehicle_id for vehicle in content.hubs[0].vehicles] == ["V"]
    assert content.hubs[0].idle == ("W",)


def test_promises_are_kept_but_for_those_late_unassigned_and_rejected() -> None:
    """Of 10 orders one is cancelled, 6 are on stops, 1 collected, 1 unassigned, 1 rejected."""
    figures = content_of(
        plan(totals=totals(
            orders=10, delivered=6, collected=1, unassigned=1, rejected=1, cancelled=1, late=2
        )), {},
    ).figures  # fmt: skip
    assert (figures[0].value, figures[0].label, figures[0].note) == (
        "5",
        "promises kept",
        "of 9 orders",
    )
    assert [figure.label for figure in figures if figure.alarming] == [
        "promises kept",
        "late",
        "unassigned",
        "rejected",
    ]


def test_on_a_good_day_nothing_is_alarming() -> None:
    figures = content_of(plan(totals=totals(orders=3, delivered=2, collected=1)), {}).figures
    assert not [figure for figure in figures if figure.alarming]


def test_customers_are_shown_with_contacts_only() -> None:
    contact = Contact(name="Client 1", address="Rue Neuve 12", phone="+44 7700 900001", note=None)
    own = plan(hubs=(hub(route(stop())),))
    assert "Client 1" not in render_page(own, None, {})
    page = render_page(own, None, {"O1": contact})
    assert "Client 1" in page
    assert 'href="tel:+447700900001"' in page


def test_reasons_codes_and_suggestions_are_on_the_page() -> None:
    page = render_page(
        plan(
            unassigned=(
                Unassigned(order_id="U1", hub_id="H", code="TOO-HEAVY", reason="It weighs a ton.",
                           suggestion="Send a lorry."),
            ),
            rejected=(
                Rejection(order_id=None, file="orders.csv", line=7, code="ORDER-ID-MISSING",
                          message="It has no id."),
            ),
        ), None, {},
    )  # fmt: skip
    for words in ("TOO-HEAVY", "It weighs a ton.", "Send a lorry.", "orders.csv line&nbsp;7",
                  "ORDER-ID-MISSING", "It has no id."):  # fmt: skip
        assert words in page


def test_what_is_written_in_the_data_stays_text() -> None:
    evil = "</script><script>alert(1)</script>"
    page = render_page(plan(hubs=(hub(route(stop(order_ids=(evil,)))),)), None, {})
    assert "alert(1)" in page
    assert "<script>alert" not in page
    # The two scripts, and the data.
    assert page.count("</script>") == 3


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    page = render_page(plan(hubs=(hub(route(stop())),)), None, {})
    assert "default-src 'none'" in page
    assert "sourceMappingURL" not in page


@given(plan=plans.plans())
def test_every_plan_has_a_page(plan: model.Plan) -> None:
    page = render_page(plan, None, {})
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


def test_a_vehicle_s_figures_are_its_route_s() -> None:
    """Loading at 08:00, back at 10:00."""
    own = route(stop(), driver_id="D7", distance_m=12_340, cost_cents=5_678, co2_g=1_500)
    (vehicle,) = shown(own).hubs[0].vehicles
    assert (vehicle.vehicle_id, vehicle.driver_id, vehicle.kind) == ("V", "D7", "van")
    assert (vehicle.km, vehicle.cost, vehicle.co2) == ("12.3", "56.78", "1.5")
    assert (vehicle.hours, vehicle.span) == ("2.0", "08:00-10:00")


def test_a_hub_s_figures_are_the_sums_of_its_vehicles() -> None:
    own = route(stop(), stop(), distance_m=12_340, cost_cents=5_678, co2_g=1_500)
    (store,) = shown(own, own).hubs
    assert (store.km, store.cost, store.co2, store.hours) == ("24.7", "113.56", "3.0", "4.0")
    assert (store.trips, store.stops) == (2, 4)


def test_collections_stand_by_their_promise_with_how_late_they_are() -> None:
    late = model.Collection(order_id="C1", ready_s=NINE + 90, window_end_s=NINE, late_s=90)
    first = model.Collection(order_id="C2", ready_s=NINE - 3600, window_end_s=NINE - 600)
    content = content_of(plan(hubs=(hub(collections=(late, first)),)), {})
    lines = content.hubs[0].collections
    assert [(line.order_id, line.ready, line.promised, line.late_min) for line in lines] == [
        ("C2", "08:00", "08:50", 0),
        ("C1", "09:01", "09:00", 2),
    ]
    assert [line.spare_min for line in lines] == [50, -2]


def test_places_known_by_their_street_alone_are_counted_and_marked() -> None:
    vague = stop(located="street", accuracy_m=355)
    content = shown(route(vague, stop()))
    assert [line.vague_m for line in stops_of(content)] == [355, 0]
    assert [f.value for f in content.figures if f.label == "vague places"] == ["1"]


def test_everything_that_a_dispatcher_must_know_is_written_out() -> None:
    called_off = model.Cancelled(order_id="X1", at_s=NINE, reason="Rang to say no.")
    points = (model.Point(point_id="P", name="Locker at the station", lat=50.0, lon=4.0),)
    idle = model.Route(vehicle_id="Spare", driver_id=None, kind="van")
    own = route(stop(point_id="P", requires=("age_check",)), driver_id="D7")
    page = render_page(
        plan(hubs=(hub(own, idle),), points=points, cancelled=(called_off,)), None, {}
    )
    for words in (
        "→ Locker at the station", "age_check", "Not used: Spare", "D7", "X1", "Rang to say no.",
        "08:00-20:00", "Europe/Brussels", "version 1 (draft)",
    ):  # fmt: skip
        assert words in page


def test_those_without_a_place_can_be_called() -> None:
    left = Unassigned(order_id="U1", hub_id=None, code="NO-ROOM", reason="Full.", suggestion="-")
    client = Contact(name="Client 9", address=None, phone="+32 2 9", note=None)
    page = render_page(plan(unassigned=(left,)), None, {"U1": client})
    assert "Client 9" in page
    assert "+32 2 9" in page
