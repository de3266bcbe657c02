"""Each row of the order table becomes one order, or one rejection that says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.day.model import Day
from routing.diagnostics import Diagnostic
from routing.fleet.model import CollectionPoint, Hub, Rates, Vehicle
from routing.orders.checking import check_orders
from routing.orders.model import Channel, Order, Rejection, key_of_address
from routing.tables.model import Row

MakeDay = Callable[..., Day]
Checked = tuple[tuple[Order, ...], tuple[Rejection, ...], tuple[Diagnostic, ...]]

HUBS = (
    Hub(hub_id="H1", name="H1", lat=50.85, lon=4.35, opens_s=8 * 3600, closes_s=20 * 3600),
    Hub(hub_id="H2", name="H2", lat=50.83, lon=4.30, opens_s=9 * 3600, closes_s=19 * 3600),
)
POINTS = (
    CollectionPoint(
        point_id="P1", name="P1", lat=50.84, lon=4.33, opens_s=10 * 3600, closes_s=18 * 3600
    ),
)
VEHICLES = (
    Vehicle(
        vehicle_id="V1",
        hub_id="H1",
        kind="van",
        shift_start_s=8 * 3600,
        shift_end_s=20 * 3600,
        rates=Rates(eur_per_h=28, eur_per_km=0.3, eur_per_vehicle=15),
        skills=frozenset({"cool"}),
    ),
)
SAME_DAY = {"order_id": "O1", "channel": "same_day", "lat": "50.84", "lon": "4.36"}
COLLECT = {"order_id": "O1", "channel": "click_and_collect"}


@pytest.fixture
def check(make_day: MakeDay) -> Callable[..., Checked]:
    """Check rows, each given as the cells that are not empty."""
    day = make_day()

    def checked(
        *rows: dict[str, object], places_set_aside: frozenset[str] = frozenset()
    ) -> Checked:
        return check_orders(
            [Row("orders.csv", line, cells) for line, cells in enumerate(rows, start=2)],
            day,
            HUBS,
            POINTS,
            VEHICLES,
            places_set_aside=places_set_aside,
        )

    return checked


Check = Callable[..., Checked]


def test_every_column_is_read(check: Check) -> None:
    (order,), rejected, diagnostics = check(
        {
            **SAME_DAY,
            "hub_id": "H1",
            "address": "Rue Neuve 1",
            "postcode": 1000,
            "city": "Bruxelles",
            "placed_at": "2026-11-20T18:00:00+01:00",
            "window_start": "10:00",
            "window_end": "12:00",
            "ready_at": "09:30",
            "lines": "12",
            "weight_kg": "4,5",
            "volume_l": "33.25",
            "service_s": "180",
            "parcels": "3",
            "value_eur": "79,90",
            "priority": "9",
            "requires": "Cool",
        }
    )
    assert order == Order(
        order_id="O1",
        file="orders.csv",
        line=2,
        channel=Channel.SAME_DAY,
        hub_id="H1",
        address="Rue Neuve 1",
        postcode="1000",
        city="Bruxelles",
        lat=50.84,
        lon=4.36,
        placed_s=-6 * 3600,
        window_start_s=10 * 3600,
        window_end_s=12 * 3600,
        ready_s=9 * 3600 + 1800,
        lines=12,
        weight_g=4_500,
        volume_ml=33_250,
        service_s=180,
        priority=9,
        requires=frozenset({"cool"}),
        parcels=3,
        value_cents=7_990,
        address_key=key_of_address("Rue Neuve 1", "1000", "Bruxelles"),
    )
    assert not rejected
    assert not diagnostics


def test_an_order_that_names_nothing_takes_the_days_defaults(check: Check) -> None:
    (order,), _, _ = check(SAME_DAY)
    assert (order.weight_g, order.volume_ml, order.service_s) == (5_000, 20_000, 120)
    assert order.priority == 5
    assert (order.parcels, order.value_cents, order.articles) == (1, None, {})
    assert order.hub_id is None
    assert (order.window_start_s, order.window_end_s, order.ready_s) == (None, None, None)


def test_a_weight_of_zero_is_not_an_empty_one(check: Check) -> None:
    assert check({**SAME_DAY, "weight_kg": "0"})[0][0].weight_g == 0


def test_names_phones_mails_and_notes_reach_nothing(check: Check) -> None:
    personal = {"name": "ANN", "phone": "0470", "email": "a@b.be", "note": "ring twice"}
    found = repr(check({**SAME_DAY, **personal}, {**SAME_DAY, **personal, "weight_kg": "x"}))
    assert not any(text in found for text in personal.values())


@pytest.mark.parametrize(
    ("cells", "code", "message"),
    [
        ({"order_id": None}, "ORDER-ID-MISSING", "order_id is empty."),
        ({"channel": None}, "ORDER-CHANNEL-UNKNOWN", "It has no channel."),
        ({"channel": "sameday"}, "ORDER-CHANNEL-UNKNOWN", 'Did you mean "same_day"?'),
        ({"channel": "return"}, "ORDER-CHANNEL-RESERVED", "Returns are not planned"),
        ({"hub_id": "H22"}, "ORDER-HUB-UNKNOWN", 'There is no hub "H22". Did you mean "H2"?'),
        ({"collect_at": "P1"}, "ORDER-COLLECT-CHANNEL", "Empty collect_at"),
        ({"lon": None}, "ORDER-POSITION-HALF", "It has a lat and no lon."),
        ({"lat": None}, "ORDER-POSITION-HALF", "It has a lon and no lat."),
        ({"lat": None, "lon": None}, "ORDER-PLACE-MISSING", "neither a position nor an address"),
        ({"lat": "4.36", "lon": "50.84"}, "ORDER-POSITION-SWAPPED", "Exchange the two."),
        ({"lat": "north"}, "ORDER-NUMBER", "lat: expected a number, found 'north'."),
        ({"lat": "NaN"}, "ORDER-NUMBER", "lat: expected a number, found 'NaN'."),
        ({"lat": "-91"}, "ORDER-RANGE", "lat: expected -90 to 90, found -91."),
        ({"lat": "508400"}, "ORDER-RANGE", "found 508400."),
        ({"weight_kg": "heavy"}, "ORDER-NUMBER", "weight_kg: expected a number, found 'heavy'."),
        ({"weight_kg": "nan"}, "ORDER-NUMBER", "found 'nan'."),
        ({"weight_kg": "-1"}, "ORDER-RANGE", "weight_kg: expected 0 to 10,000, found -1."),
        ({"weight_kg": "10001"}, "ORDER-RANGE", "expected 0 to 10,000, found 10001."),
        ({"weight_kg": "1,500"}, "ORDER-NUMBER", "1,500 may be 1.5 or 1500."),
        ({"volume_l": "inf"}, "ORDER-NUMBER", "found 'inf'."),
        ({"service_s": "1.5"}, "ORDER-NUMBER", "expected a whole number, found 1.5."),
        ({"priority": "10"}, "ORDER-RANGE", "priority: expected 0 to 9, found 10."),
        ({"lines": "-2"}, "ORDER-RANGE", "found -2."),
        ({"parcels": "0"}, "ORDER-RANGE", "parcels: expected 1 to 1,000, found 0."),
        ({"parcels": "1.5"}, "ORDER-NUMBER", "parcels: expected a whole number, found 1.5."),
        ({"value_eur": "-1"}, "ORDER-RANGE", "value_eur: expected 0 to 1,000,000, found -1."),
        ({"value_eur": "12 €"}, "ORDER-NUMBER", "value_eur: expected a number, found '12 €'."),
        ({"value_eur": "1,250"}, "ORDER-NUMBER", "1,250 may be 1.25 or 1250."),
        ({"window_start": "noon"}, "ORDER-TIME", "Write it like 14:30"),
        ({"ready_at": "8"}, "ORDER-TIME", "expected HH:MM or an ISO 8601 time, found '8'."),
        (
            {"window_start": "12:00", "window_end": "10:00"},
            "ORDER-WINDOW-REVERSED",
            "The window ends at 10:00, before it starts at 12:00.",
        ),
        ({"address": ["Rue Neuve"]}, "ORDER-TEXT", "expected text"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason(
    check: Check, cells: dict[str, object], code: str, message: str
) -> None:
    orders, (rejected,), diagnostics = check({**SAME_DAY, **cells})
    assert not orders
    assert (rejected.code, rejected.file, rejected.line) == (code, "orders.csv", 2)
    assert message in rejected.message
    assert [found.code for found in diagnostics] == [code]


def test_all_that_is_wrong_with_a_row_is_told(check: Check) -> None:
    _, (rejected,), diagnostics = check({**SAME_DAY, "weight_kg": "x", "priority": "11"})
    assert [found.code for found in diagnostics] == ["ORDER-NUMBER", "ORDER-RANGE"]
    assert "weight_kg" in rejected.message
    assert "priority" in rejected.message


def test_of_two_rows_with_one_id_the_first_is_kept(check: Check) -> None:
    orders, (rejected,), _ = check(SAME_DAY, {**SAME_DAY, "weight_kg": "7"})
    assert orders[0].weight_g == 5_000
    assert (rejected.code, rejected.line, rejected.order_id) == ("ORDER-ID-DUPLICATE", 3, "O1")
    assert rejected.message.startswith("Line 2 has the same order_id; that one is kept.")


def test_an_id_stays_taken_by_a_rejected_row(check: Check) -> None:
    orders, rejected, _ = check({**SAME_DAY, "weight_kg": "x"}, SAME_DAY)
    assert not orders
    assert [found.code for found in rejected] == ["ORDER-NUMBER", "ORDER-ID-DUPLICATE"]


def test_a_hub_whose_row_was_set_aside_is_told_as_such(check: Check) -> None:
    _, (rejected,), _ = check({**SAME_DAY, "hub_id": "H3"}, places_set_aside=frozenset({"H3"}))
    assert rejected.code == "ORDER-HUB-UNKNOWN"
    assert rejected.message.startswith('The row of its hub "H3" was set aside.')


def test_near_the_equator_small_values_are_not_taken_for_exchanged(make_day: MakeDay) -> None:
    """Where latitude and longitude are alike, both ways round lie near the hub."""
    hub = Hub(hub_id="H", name="H", lat=10.0, lon=10.2, opens_s=0, closes_s=86_400)
    row = Row("o.csv", 2, {**SAME_DAY, "lat": "10.2", "lon": "10.0"})
    orders, _, _ = check_orders([row], make_day(), [hub], (), ())
    assert len(orders) == 1


def test_a_longitude_beyond_90_is_recognised_as_exchanged(make_day: MakeDay) -> None:
    """In Beijing the exchanged latitude would be 116.4, which no latitude can be."""
    hub = Hub(hub_id="H", name="H", lat=39.9, lon=116.4, opens_s=0, closes_s=86_400)
    row = Row("o.csv", 2, {**SAME_DAY, "lat": "116.4", "lon": "39.9"})
    _, (rejected,), _ = check_orders([row], make_day(), [hub], (), ())
    assert rejected.code == "ORDER-POSITION-SWAPPED"


def test_a_place_far_from_every_hub_is_left_to_the_map(check: Check) -> None:
    assert len(check({**SAME_DAY, "lat": "0", "lon": "0"})[0]) == 1


def test_positions_are_kept_to_five_decimals(check: Check) -> None:
    (order,), _, _ = check({**SAME_DAY, "lat": "50.8400049", "lon": 4.359999999})
    assert (order.lat, order.lon) == (50.84, 4.36)


@pytest.mark.parametrize("collect_at", [None, "H1", "P1"])
def test_a_collected_order_needs_no_place_of_its_own(check: Check, collect_at: str | None) -> None:
    (order,), _, _ = check({**COLLECT, "collect_at": collect_at})
    assert (order.collect_at, order.hub_id, order.lat) == (collect_at, None, None)


def test_an_unknown_place_of_collection_names_the_nearest(check: Check) -> None:
    _, (rejected,), _ = check({**COLLECT, "collect_at": "P11"})
    assert rejected.code == "ORDER-COLLECT-UNKNOWN"
    assert rejected.message == ('There is no hub and no collection point "P11". Did you mean "P1"?')


def test_a_place_of_collection_whose_row_was_set_aside_is_told_as_such(check: Check) -> None:
    _, (rejected,), _ = check({**COLLECT, "collect_at": "P2"}, places_set_aside=frozenset({"P2"}))
    assert rejected.message.startswith('The row of "P2", where it is to be collected, was set')


@pytest.mark.parametrize("channel", ["Same-Day", "SAME DAY", "same_day"])
def test_a_channel_is_known_in_any_case_and_spacing(check: Check, channel: str) -> None:
    assert check({**SAME_DAY, "channel": channel})[0][0].channel is Channel.SAME_DAY


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        ({"hub_id": "H2", "window_start": "19:00"}, "09:00 to 19:00"),
        ({"hub_id": "H2", "window_end": "09:00"}, "09:00 to 19:00"),
        ({"window_start": "21:00", "window_end": "22:00"}, "08:00 to 20:00"),
        ({"window_start": "2026-11-22T10:00"}, "08:00 to 20:00"),
    ],
)
def test_a_window_outside_opening_hours_is_a_warning(
    check: Check, cells: dict[str, object], hours: str
) -> None:
    (_,), _, (warning,) = check({**SAME_DAY, **cells})
    assert (warning.code, warning.severity) == ("ORDER-WINDOW-CLOSED", "warning")
    assert f"lies outside the opening hours, {hours}." in warning.message


def test_a_window_of_another_date_shows_the_date(check: Check) -> None:
    _, _, (warning,) = check({**SAME_DAY, "window_end": "2026-11-19T10:00"})
    assert "opening to 2026-11-19 10:00" in warning.message


def test_a_collected_orders_window_is_held_against_its_points_hours(check: Check) -> None:
    _, _, (warning,) = check({**COLLECT, "collect_at": "P1", "window_end": "09:30"})
    assert "10:00 to 18:00" in warning.message


def test_a_window_that_meets_opening_hours_in_part_is_fine(check: Check) -> None:
    assert not check({**SAME_DAY, "window_start": "06:00", "window_end": "09:00"})[2]


def test_a_skill_that_nobody_has_is_a_warning_that_names_the_nearest(check: Check) -> None:
    (_,), _, (warning,) = check({**SAME_DAY, "requires": "cool;coool"})
    assert (warning.code, warning.severity) == ("ORDER-SKILL-UNKNOWN", "warning")
    assert str(warning).endswith(
        'No vehicle of the day has the skill "coool". Did you mean "cool"?'
    )


CELL = st.one_of(
    st.none(),
    st.sampled_from(["O1", "O2", "same_day", "click_and_collect", "H1", "P1", "10:00", "4,5", "x"]),
    st.text(max_size=5),
    st.floats(),
)
COLUMN = st.sampled_from(
    [
        "order_id",
        "channel",
        "hub_id",
        "collect_at",
        "lat",
        "lon",
        "address",
        "window_start",
        "window_end",
        "weight_kg",
        "priority",
        "requires",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(st.dictionaries(COLUMN, CELL), max_size=8))
def test_every_row_is_one_order_or_one_rejection(
    check: Check, rows: list[dict[str, object]]
) -> None:
    """Whatever the cells hold, each line comes out exactly once, and no id twice."""
    orders, rejected, diagnostics = check(*rows)
    lines = [order.line for order in orders] + [item.line for item in rejected]
    assert sorted(lines) == list(range(2, 2 + len(rows)))
    ids = [order.order_id for order in orders]
    assert len(ids) == len(set(ids))
    assert {item.line for item in rejected} == {
        found.line for found in diagnostics if found.severity == "error"
    }


@pytest.mark.parametrize("status", ["cancelled", "Cancelled"])
def test_an_order_can_be_called_off_in_its_row(check: Check, status: str) -> None:
    (order,), rejected, diagnostics = check({**SAME_DAY, "status": status})
    assert order.is_cancelled
    assert (rejected, diagnostics) == ((), ())


def test_what_is_wrong_with_an_order_that_is_called_off_does_not_matter(check: Check) -> None:
    (order,), rejected, diagnostics = check(
        {"order_id": "O1", "weight_kg": "lots", "status": "cancelled"}
    )
    assert (order.order_id, order.is_cancelled) == ("O1", True)
    assert (rejected, diagnostics) == ((), ())


def test_an_order_without_an_id_cannot_be_called_off(check: Check) -> None:
    orders, (rejected,), _ = check({"channel": "same_day", "status": "cancelled"})
    assert orders == ()
    assert rejected.code == "ORDER-ID-MISSING"


def test_the_first_row_of_an_id_is_kept_even_if_it_is_called_off(check: Check) -> None:
    (order,), (rejected,), _ = check({**SAME_DAY, "status": "cancelled"}, SAME_DAY)
    assert order.is_cancelled
    assert rejected.code == "ORDER-ID-DUPLICATE"


def test_an_unknown_status_is_open_and_names_the_nearest(check: Check) -> None:
    (order,), _, (warning,) = check({**SAME_DAY, "status": "canceled"})
    assert not order.is_cancelled
    assert (warning.code, warning.severity, warning.remedy) == (
        "ORDER-STATUS",
        "warning",
        'Did you mean "cancelled"?',
    )


@pytest.mark.parametrize("status", ["", "open", "OPEN"])
def test_an_order_may_say_that_it_is_open(check: Check, status: str) -> None:
    (order,), _, diagnostics = check({**SAME_DAY, "status": status or None})
    assert not order.is_cancelled
    assert not diagnostics
