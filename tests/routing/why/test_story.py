"""One order's story."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.orders.contacts import Contact
from routing.orders.model import Channel, Located, Place
from routing.plan.totals import stops_of
from routing.why.background import Background
from routing.why.finding import find
from routing.why.story import Story, story_document, story_of
from tests.support.plans import hub, plan, plans, route, stop
from tests.support.stores import at, order, store_hub, store_plan

if TYPE_CHECKING:
    from routing.plan import model

NOTHING = Background()


def told(
    order_id: str, own: model.Plan | None = None, known: Background = NOTHING
) -> dict[str, str]:
    """What a story says by what it is about; of several of one kind the last."""
    own = own or store_plan()
    return {part.about: part.words for part in story(order_id, own, known).parts}


def story(order_id: str, own: model.Plan, known: Background = NOTHING) -> Story:
    return story_of(own, find(own, order_id), known)


def test_the_whole_story_of_a_delivery() -> None:
    row = order("O1", placed_s=at("07:12"), line=7)
    own = store_plan()
    known = Background(orders={"O1": row})
    assert [(part.about, part.words) for part in story("O1", own, known).parts] == [
        ("where", "It is stop 1 of V1, trip V1-1."),
        ("ordered", "Same day, line 7 of orders.csv; placed at 07:12, priority 5."),
        ("located", "At 50.00000, 4.00000: as the order gives it."),
        ("hub", "Store (H) (€5.12): It costs least there."),
        ("not", "H2 (€7.00): It is further away."),
        ("not", "H3: It has no milk."),
        ("picked", "By P1, 08:00-08:10, 9 lines: P1's shift begins at 08:00."),
        (
            "loaded",
            "From 08:20 at bay 1, leaving at 08:30: O2, the last of the trip, is ready at 08:20,"
            " picked by P1.",
        ),
        ("driven", "1 min and 1.0 km."),
        ("served", "Arrives at 08:40, begins at 08:40, leaves at 08:42."),
        ("promise", "By 09:40, planned for 08:40: kept with 60 min to spare."),
        (
            "earlier if",
            "O2, the last of the trip, is ready at 08:20, picked by P1. O2 would have to be ready"
            " earlier (until 08:10 P1 picks O1), or go with another trip.",
        ),
        (
            "besides",
            "Line 19 of orders.csv has the same id and is rejected: ORDER-ID-DUPLICATE: There is"
            " one already. Give it another id.",
        ),
    ]


def test_an_order_at_a_stop_of_several_names_the_others() -> None:
    own = told("O3")
    assert own["where"] == "It is stop 2 of V1, trip V1-1, with O2."
    assert own["picked"] == "Nobody has to pick it: it is ready by itself."
    assert own["driven"] == "1 min and 1.0 km, after 1 other stop."


def test_a_drop_says_where_it_is_left_and_that_it_is_at_risk() -> None:
    own = told("D1")
    assert own["where"].endswith("left at Locker (L).")
    assert own["located"] == "It goes to Locker (L), whose position the day gives."
    assert own["promise"] == "By 09:30, planned for 09:20: kept with 10 min to spare: at risk."


def test_a_stop_where_the_vehicle_waits_says_so() -> None:
    own = told("O4")
    assert "Arrives at 10:25, waits 5 min, begins at 10:30" in own["served"]
    assert own["earlier if"] == (
        "There the window opens at 10:30. An earlier window would be needed."
    )


def test_a_late_collection_says_by_how_much_and_why() -> None:
    own = told("C2")
    assert own["where"] == "It is collected at Store (H), which prepares it."
    assert own["promise"] == "By 09:45, planned for 09:50: missed by 5 min."
    assert own["in time if"] == (
        "Until 09:30 P2 picks C1. One picker more would have to have it from 09:00 on."
    )


def test_a_collection_that_nobody_picks_is_ready_by_itself() -> None:
    own = told("C3", store_plan(hubs=(store_hub(picking=None),)))
    assert "picked" not in own
    assert own["ready"] == "At 08:00."
    assert "ready by itself at 08:00" in own["earlier if"]


def test_the_unassigned_the_rejected_and_the_cancelled_say_why() -> None:
    left, thrown, off = told("U1"), told("R1"), told("X1")
    assert left["why"] == "TOO-HEAVY: It weighs 900 kg."
    assert left["possible if"] == "Send a lorry."
    assert thrown["where"] == "It is rejected: line 18 of orders.csv has to be mended."
    assert thrown["why"] == "ORDER-NUMBER: lines is 'ten'. Write a number."
    assert off == {"where": "It was cancelled at 07:10.", "why": "Rang."}


def test_the_place_of_an_order_without_a_stop_is_the_map_s() -> None:
    place = Place(lat=50.1, lon=4.1, located=Located.STREET, accuracy_m=300)
    own = told("U1", known=Background(place=place))
    assert own["located"] == "At 50.10000, 4.10000: somewhere along the street, within 300 m."
    assert "otherwise it would have been rejected" in told("U1")["located"]


@pytest.mark.parametrize(
    ("row", "hubs", "words"),
    [
        ({"hub_id": "H"}, 2, "Store (H): its row names it."),
        ({"channel": Channel.CLICK_AND_COLLECT, "collect_at": "H"}, 2, "it is collected there."),
        ({}, 1, "Store (H): it is the only hub."),
        ({}, 2, "Store (H): this plan does not say why."),
    ],
)
def test_without_a_recorded_choice_the_hub_is_explained_from_the_row(
    row: dict[str, str], hubs: int, words: str
) -> None:
    two = (store_hub(), hub(hub_id="H2"))
    own = store_plan(choices=(), hubs=two[:hubs])
    known = Background(orders={"O2": order("O2", **row)})
    assert told("O2", own, known)["hub"].endswith(words)


def test_a_failed_attempt_is_told_as_what_was_before() -> None:
    tried = route(stop(status="failed"), stop(), vehicle_id="V1")
    own = told("O1", plan(hubs=(hub(tried),)))
    assert own["before"] == "An attempt by V1 at 09:00 failed."
    only = story("O1", plan(hubs=(hub(route(stop(status="failed"))),)))
    assert (only.state, only.promise) == ("failed", None)
    assert only.parts[0].words.startswith("An attempt failed")


def test_a_customer_is_named_only_where_the_story_is_given_one() -> None:
    client = Contact(name="Client 1", phone="+32 2 1", address=None, note="No bag")
    assert "customer" not in told("O1")
    assert told("O1", known=Background(contact=client))["customer"] == "Client 1 · +32 2 1 · No bag"
    assert "customer" not in told("O1", known=Background(contact=Contact()))


def test_the_document_says_the_same_to_programs() -> None:
    own = store_plan()
    document = story_document(own, story("D1", own))
    assert document["state"] == "stop"
    assert document["promise"] == {
        "due_at": "2026-11-21T09:30:00+01:00", "kept_at": "2026-11-21T09:20:00+01:00",
        "spare_min": 10, "vehicle_id": "V2", "point_id": "L",
    }  # fmt: skip
    assert document["cause"]["kind"] == "ready"
    assert {"about": "where", "words": told("D1")["where"]} in document["story"]
    assert story_document(own, story("U1", own))["promise"] is None


def places(own: model.Plan) -> list[tuple[str, str, str | None]]:
    """Every order's id, current place and hub, counted from the plan's own lists."""
    found: list[tuple[str, str, str | None]] = []
    for one in own.hubs:
        stops = [stop for stop in stops_of(one) if stop.status != "failed"]
        ids = [order_id for stop in stops for order_id in stop.order_ids]
        found += [(order_id, "stop", one.hub_id) for order_id in ids]
        found += [(item.order_id, "collection", one.hub_id) for item in one.collections]
    found += [(item.order_id, "unassigned", item.hub_id) for item in own.unassigned]
    found += [(item.order_id, "cancelled", None) for item in own.cancelled]
    return found + [(row.order_id, "rejected", None) for row in own.rejected if row.order_id]


@settings(deadline=None, max_examples=200)
@given(plans(), st.data())
def test_every_order_of_any_plan_has_a_story_that_names_its_one_place(
    own: model.Plan, data: st.DataObject
) -> None:
    """Odd ids, broken times, orders that are in two places: a story is told of them all."""
    all_places = places(own)
    assume(all_places)
    order_id, state, hub_id = data.draw(st.sampled_from(all_places))
    known = Background(orders={order_id: order(order_id, placed_s=at("07:00"))})
    for background in (NOTHING, known):
        made = story(order_id, own, background)
        json.dumps(story_document(own, made))
        assert all(part.about for part in made.parts)
        if Counter(one for one, _, _ in all_places)[order_id] == 1:
            assert (made.state, made.hub_id) == (state, hub_id)
            assert made.parts[0].about == "where"


def test_an_order_in_one_place_is_told_of_once() -> None:
    """Every order of the store's day, whichever state it is in."""
    own = replace(store_plan(), rejected=store_plan().rejected[:1])
    for order_id, state, hub_id in places(own):
        made = story(order_id, own)
        assert (made.state, made.hub_id) == (state, hub_id)


def test_what_a_zone_costs_is_told() -> None:
    dear = plan(hubs=(hub(route(stop(order_ids=("A", "B"), surcharge_cents=500))),))
    assert told("A", dear)["zone"] == (
        "€5.00 more for the delivery there, all orders of the stop together."
    )
    alone = plan(hubs=(hub(route(stop(order_ids=("A",), surcharge_cents=250))),))
    assert told("A", alone)["zone"] == "€2.50 more for the delivery there."
    free = plan(hubs=(hub(route(stop(order_ids=("A",)))),))
    assert "zone" not in told("A", free)
