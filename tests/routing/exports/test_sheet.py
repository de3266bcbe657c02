"""A sheet for each driver, and nothing in it that the driver has no use for."""

from __future__ import annotations

from routing.exports.sheet import sheets_of
from routing.orders.contacts import Contact
from routing.plan.model import Point
from tests.routing.exports.samples import sheet
from tests.support.plans import hub, plan, route, stop


def test_each_vehicle_that_drives_has_a_sheet_and_no_other() -> None:
    own = hub(route(stop(), vehicle_id="A"), route(vehicle_id="B", trips=()), route(vehicle_id="C"))
    sheets = sheets_of(plan(hubs=(own,)), {})
    assert [one.route.vehicle_id for one in sheets] == ["A", "C"]


def test_a_drop_has_the_name_of_its_hub_or_locker() -> None:
    locker = Point(point_id="L", name="Locker North", lat=50.0, lon=4.0)
    (own,) = sheets_of(plan(hubs=(hub(route(stop())),), points=(locker,)), {})
    assert own.place(stop(point_id="L")) == "Locker North"
    assert own.place(stop(point_id="H")) == "Store"
    assert own.place(stop(point_id="gone")) == "gone"
    assert own.place(stop()) is None


def test_a_driver_meets_the_customers_of_a_stop_and_none_of_a_drop() -> None:
    own = sheet(contacts={"O1": Contact(name="Client 1"), "O9": Contact(name="Client 9")})
    assert own.people(stop(order_ids=("O1", "O2"))) == {"O1": Contact(name="Client 1")}
    assert own.people(stop(order_ids=("O1",), point_id="L")) == {}
