"""What is still to be done, as an app is told of it that plans for itself."""

from __future__ import annotations

import pytest

from routing.exports.errands import errands, not_after, not_before
from routing.orders.contacts import Contact
from tests.routing.exports.samples import HOUR, sheet
from tests.support.plans import route, stop


def test_what_a_driver_has_reached_or_failed_at_is_left_out_and_numbers_stay() -> None:
    statuses = ("done", "failed", "arrived", "next", "planned")
    own = sheet(route(*(stop(order_ids=(status,), status=status) for status in statuses)))
    assert [(errand.visit.number, errand.stop.status) for errand in errands(own)] == [
        (4, "next"),
        (5, "planned"),
    ]


def test_labels_in_alphabetical_order_are_in_driving_order() -> None:
    own = sheet(route(*(stop(order_ids=(f"O{n}",)) for n in range(120))))
    labels = [errand.label for errand in errands(own)]
    assert labels[0] == "001 · 09:00 · O0"
    assert labels == sorted(labels)


def test_an_errand_begins_as_planned_and_ends_as_promised() -> None:
    """Stop 3 is planned at noon; its customer was told eight to eight."""
    errand = errands(sheet())[2]
    assert (errand.earliest_s, errand.latest_s) == (12 * HOUR, 20 * HOUR)
    assert errand.done_by_s == 20 * HOUR + 120
    assert errand.notes[:2] == ("Stop 3 of 3, trip V-2", "Window 08:00-20:00")


def test_a_drop_is_promised_to_be_done_by_the_end_of_its_window() -> None:
    own = sheet(route(stop(point_id="L", setup_s=30, service_s=100, window_end_s=10 * HOUR)))
    (errand,) = errands(own)
    assert errand.stay_min == 3
    assert errand.latest_s == 10 * HOUR - 180
    assert errand.done_by_s == 10 * HOUR


def test_a_late_errand_can_still_be_done_and_says_so() -> None:
    own = sheet(route(stop(start_s=9 * HOUR, window_end_s=8 * HOUR, late_s=HOUR)))
    (errand,) = errands(own)
    assert (errand.earliest_s, errand.latest_s) == (9 * HOUR, 9 * HOUR)
    assert "LATE by 60 min" in errand.notes


def test_the_customer_is_the_first_with_a_phone_and_the_others_are_in_the_notes() -> None:
    contacts = {
        "O1": Contact(name="A", note="Ring"),
        "O2": Contact(name="B", phone="+32 2"),
        "O3": Contact(name="C", address="Rue 3", note="Wait"),
    }
    (errand,) = errands(sheet(route(stop(order_ids=("O1", "O2", "O3"))), contacts=contacts))
    assert errand.customer == contacts["O2"]
    assert errand.notes[-4:] == ("A", "C, Rue 3", "Note: Ring", "Note: Wait")
    assert errand.name == "01 · 09:00 · O1, O2, O3 · B"


def test_a_drop_has_no_customer() -> None:
    own = sheet(route(stop(point_id="L")), contacts={"O1": Contact(name="A", note="Ring")})
    (errand,) = errands(own)
    assert errand.customer == Contact()
    assert errand.label == "01 · 09:00 · Locker"
    assert not [line for line in errand.notes if "Ring" in line]


@pytest.mark.parametrize(
    ("day", "seconds", "earliest", "latest"),
    [
        ("2026-11-21", 9 * HOUR + 59, "09:00", "09:00"),
        ("2026-11-21", 24 * HOUR, "23:59", ""),
        ("2026-11-21", 49 * HOUR, "23:59", ""),
        ("2026-11-21", -1, "00:00", "00:00"),
        # On the day of 25 hours the 25th is still today; on that of 23 the 24th is not.
        ("2026-10-25", 24 * HOUR + 1800, "23:30", "23:30"),
        ("2026-03-29", 23 * HOUR, "23:59", ""),
        ("2026-03-29", 10 * HOUR, "11:00", "11:00"),
    ],
)
def test_times_are_those_of_the_wall_clock_and_within_the_day(
    day: str, seconds: int, earliest: str, latest: str
) -> None:
    clock = sheet(day=day).clock
    assert (not_before(clock, seconds), not_after(clock, seconds)) == (earliest, latest)
