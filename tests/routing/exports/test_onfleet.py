"""Onfleet's tasks, against the fields that its reference documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from routing.exports.onfleet import OnfleetExport
from routing.orders.contacts import Contact
from tests.routing.exports.samples import HOUR, sheet
from tests.support.plans import route, stop

if TYPE_CHECKING:
    from routing.exports.sheet import Sheet

MIDNIGHT_S = 1_795_215_600
"""That of 21 November 2026 in Brussels."""
CLIENT = Contact(name="Zoé", address="Rue 1, 1000 City", phone="+32 475/12.34.56", note="Ring")


def tasks(own: Sheet) -> list[dict[str, Any]]:
    document = json.loads(OnfleetExport().render(own))
    assert set(document) == {"tasks"}
    found: list[dict[str, Any]] = document["tasks"]
    return found


def test_a_task_is_a_stop() -> None:
    own = sheet(route(stop(order_ids=("O1", "O2"), setup_s=90)), contacts={"O1": CLIENT})
    (task,) = tasks(own)
    notes = task.pop("notes").splitlines()
    assert notes[:2] == ["Stop 1 of 1, trip V-1", "Window 08:00-20:00"]
    assert notes[-1] == "Note: Ring"
    assert task == {
        "destination": {
            "location": [4.0, 50.0],
            "address": {
                "name": "01 · 09:00 · O1, O2",
                "number": "-",
                "street": "Rue 1, 1000 City",
                "city": "-",
                "country": "-",
            },
        },
        "recipients": [{"name": "Zoé", "phone": "+32475123456"}],
        "completeAfter": 1000 * (MIDNIGHT_S + 9 * HOUR),
        # Completed is at the end of the stay: four minutes after the latest start.
        "completeBefore": 1000 * (MIDNIGHT_S + 20 * HOUR + 240),
        "pickupTask": False,
        "quantity": 2,
        "serviceTime": 4,
        "metadata": [
            {"name": "order_ids", "type": "array", "subtype": "string", "value": ["O1", "O2"]},
            {"name": "sequence", "type": "number", "value": 1},
            {"name": "trip_id", "type": "string", "value": "V-1"},
            {"name": "vehicle_id", "type": "string", "value": "V"},
            {"name": "plan_id", "type": "string", "value": "P"},
        ],
    }


def test_without_contacts_there_is_no_recipient() -> None:
    assert [task["recipients"] for task in tasks(sheet())] == [[], [], []]


@pytest.mark.parametrize(
    "person",
    [Contact(name="Zoé"), Contact(name="Zoé", phone="ask reception"), Contact(name="Zoé, 12")],
)
def test_who_cannot_be_called_is_no_recipient_and_is_in_the_notes(person: Contact) -> None:
    (task,) = tasks(sheet(route(stop()), contacts={"O1": person}))
    assert task["recipients"] == []
    assert task["notes"].startswith("Zoé")


def test_a_number_without_a_name_is_no_recipient() -> None:
    (task,) = tasks(sheet(route(stop()), contacts={"O1": Contact(phone="+32475123456")}))
    assert task["recipients"] == []
    assert task["notes"].startswith("+32475123456")


def test_of_several_customers_one_is_the_recipient_and_the_others_are_in_the_notes() -> None:
    contacts = {"O1": CLIENT, "O2": Contact(name="B", phone="+32 2 511 11 11")}
    (task,) = tasks(sheet(route(stop(order_ids=("O1", "O2"))), contacts=contacts))
    assert [recipient["name"] for recipient in task["recipients"]] == ["Zoé"]
    assert "B, +32 2 511 11 11" in task["notes"].splitlines()


def test_a_drop_has_no_recipient() -> None:
    drop = tasks(sheet(contacts={"D1": CLIENT}))[1]
    assert drop["recipients"] == []
    assert drop["destination"]["address"]["name"] == "02 · 09:10 · Locker"


def test_what_is_done_is_no_task_and_the_others_keep_their_numbers() -> None:
    own = sheet(route(stop(status="done"), stop(order_ids=("O2",), status="next")))
    (task,) = tasks(own)
    assert task["metadata"][1]["value"] == 2


@pytest.mark.parametrize(
    ("day", "start_s"), [("2026-10-25", 12_600), ("2026-03-29", 36_000), ("2026-11-21", 90_000)]
)
def test_times_are_the_plans_instants_when_clocks_change_and_after_midnight(
    day: str, start_s: int
) -> None:
    own = sheet(route(stop(start_s=start_s, window_end_s=start_s)), day=day)
    (task,) = tasks(own)
    begins_ms = 1000 * (int(own.clock.midnight.timestamp()) + start_s)
    assert task["completeAfter"] == begins_ms
    assert task["completeBefore"] == begins_ms + 120_000


def test_notes_are_no_longer_than_onfleet_allows_and_keep_the_promise() -> None:
    own = sheet(route(stop()), contacts={"O1": Contact(name="Zoé", note="x" * 20_000)})
    (task,) = tasks(own)
    assert len(task["notes"]) == 10_000
    assert task["notes"].endswith("x…")
    assert "Window 08:00-20:00" in task["notes"]
