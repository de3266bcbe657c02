"""Events from files, row by row."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.clock import Clock
from routing.day.problems import InputError
from routing.events.model import Event, EventType
from routing.events.reading import COLUMNS, read_events

if TYPE_CHECKING:
    from routing.diagnostics import Diagnostic

CLOCK = Clock(date(2026, 11, 21), "Europe/Brussels")
HEADER = "event_id,at,type,order_id,vehicle_id,lat,lon,reason,delay_s\n"


def read(
    folder: Path, text: str, name: str = "events.csv"
) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_events(path, CLOCK)


FAILED = Event(
    event_id="7",
    at_s=9 * 3600 + 90,
    type=EventType.FAILED,
    order_id="O1",
    vehicle_id="V1",
    reason="Nobody there.",
)


def test_a_row_of_csv_is_an_event(tmp_path: Path) -> None:
    text = HEADER + "7,2026-11-21T09:01:30+01:00,failed,O1,V1,,,Nobody there.,\n"
    assert read(tmp_path, text) == ((FAILED,), ())


@pytest.mark.parametrize("name", ["events.jsonl", "events.ndjson"])
def test_a_line_of_json_is_an_event(tmp_path: Path, name: str) -> None:
    line = {"event_id": "7", "at": "09:01:30", "type": "failed", "order_id": "O1",
            "vehicle_id": "V1", "reason": "Nobody there."}  # fmt: skip
    assert read(tmp_path, json.dumps(line) + "\r\n\n", name) == ((FAILED,), ())


def test_a_list_of_objects_holds_events(tmp_path: Path) -> None:
    line = {"event_id": 7, "at": "09:01:30", "type": "Failed", "order_id": "O1",
            "vehicle_id": "V1", "reason": "Nobody there."}  # fmt: skip
    assert read(tmp_path, json.dumps([line]), "events.json") == ((FAILED,), ())


def test_types_are_known_in_any_case_and_spacing(tmp_path: Path) -> None:
    events, _ = read(tmp_path, HEADER + "1,09:00,Not picked,O1,,,,,\n2,09:00,VEHICLE-OUT,,V1,,,,\n")
    assert [event.type for event in events] == [EventType.NOT_PICKED, EventType.VEHICLE_OUT]


def test_an_event_after_midnight_is_on_the_day(tmp_path: Path) -> None:
    events, _ = read(tmp_path, HEADER + "1,24:30,returned,,V1,,,,\n")
    assert events[0].at_s == 24 * 3600 + 1800


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",09:00,delivered,O1,,,,,", "EVENT-ID-MISSING"),
        ("1,,delivered,O1,,,,,", "EVENT-AT-MISSING"),
        ("1,noon,delivered,O1,,,,,", "EVENT-TIME"),
        ("1,2020-01-01,delivered,O1,,,,,", "EVENT-RANGE"),
        ("1,09:00,delivred,O1,,,,,", "EVENT-TYPE"),
        ("1,09:00,,O1,,,,,", "EVENT-TYPE"),
        ("1,09:00,delivered,,V1,,,,", "EVENT-ORDER-MISSING"),
        ("1,09:00,arrived,,V1,,,,", "EVENT-ORDER-MISSING"),
        ("1,09:00,loading,,,,,,", "EVENT-VEHICLE-MISSING"),
        ("1,09:00,returned,O1,,,,,", "EVENT-VEHICLE-MISSING"),
        ("1,09:00,position,,V1,,,,", "EVENT-POSITION"),
        ("1,09:00,position,,V1,50.8,,,", "EVENT-POSITION"),
        ("1,09:00,position,,V1,505,4.3,,", "EVENT-RANGE"),
        ("1,09:00,delay,,V1,,,,", "EVENT-DELAY-MISSING"),
        ("1,09:00,delay,,V1,,,,10 min", "EVENT-NUMBER"),
        ("1,09:00,delivered,O\u200b1,,,,,", "EVENT-TEXT"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_and_the_others_are_read(
    tmp_path: Path, row: str, code: str
) -> None:
    events, diagnostics = read(tmp_path, HEADER + row + "\n9,10:00,delivered,O9,,,,,\n")
    assert [event.event_id for event in events] == ["9"]
    assert [(found.code, found.line, found.severity) for found in diagnostics] == [
        (code, 2, "error")
    ]


def test_a_trip_may_be_known_by_one_of_its_orders(tmp_path: Path) -> None:
    events, diagnostics = read(tmp_path, HEADER + "1,09:00,departed,O1,,,,,\n")
    assert [event.order_id for event in events] == ["O1"]
    assert not diagnostics


def test_an_unknown_type_names_the_nearest(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, HEADER + "1,09:00,delivred,O1,,,,,\n")
    assert diagnostics[0].remedy == 'Did you mean "delivered"?'


def test_of_an_unknown_type_that_is_like_none_all_are_named(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, HEADER + "1,09:00,exploded,,V1,,,,\n")
    assert diagnostics[0].remedy.startswith("Write one of vehicle_back, picked,")


def test_the_same_event_twice_is_one(tmp_path: Path) -> None:
    row = "1,09:00,delivered,O1,,,,,\n"
    events, diagnostics = read(tmp_path, HEADER + row + row)
    assert len(events) == 1
    assert not diagnostics


def test_of_two_events_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    events, diagnostics = read(
        tmp_path, HEADER + "1,09:00,delivered,O1,,,,,\n1,09:00,failed,O1,,,,,\n"
    )
    assert [event.type for event in events] == [EventType.DELIVERED]
    assert [(found.code, found.id, found.value) for found in diagnostics] == [
        ("EVENT-ID-TWICE", "1", "failed O1")
    ]


def test_a_line_that_is_no_json_is_set_aside_alone(tmp_path: Path) -> None:
    good = '{"event_id": "1", "at": "09:00", "type": "delivered", "order_id": "O1"}'
    text = f'{good}\n[1]\n{{"event_id": "2", "at": "09:'
    events, diagnostics = read(tmp_path, text, "events.jsonl")
    assert [event.event_id for event in events] == ["1"]
    assert [(found.code, found.line) for found in diagnostics] == [
        ("DAY-ROW-JSON", 3),
        ("DAY-ROW-OBJECT", 2),
    ]


def test_a_header_without_a_type_says_so_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "event_id,at\n1,09:00\n2,09:00\n")
    assert [found.code for found in caught.value.diagnostics] == ["DAY-COLUMN-MISSING"]


def test_an_object_without_a_time_is_set_aside_alone(tmp_path: Path) -> None:
    text = '{"event_id": "1", "type": "delivered", "order_id": "O1"}\n'
    events, diagnostics = read(tmp_path, text, "events.jsonl")
    assert events == ()
    assert [found.code for found in diagnostics] == ["EVENT-AT-MISSING"]


DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "events.md"


@pytest.mark.parametrize(("block", "name"), [("csv", "events.csv"), ("json", "events.jsonl")])
def test_the_documented_examples_are_read(tmp_path: Path, block: str, name: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8").split(f"```{block}\n")[1].split("```")[0]
    events, diagnostics = read(tmp_path, text, name)
    assert len(events) >= 2
    assert not diagnostics


def test_every_type_and_column_is_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [kind for kind in EventType if f"| `{kind.value}` |" not in text] == []
    assert f"`{', '.join(COLUMNS)}`" in text


CELLS = (
    st.none()
    | st.text(max_size=12)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.lists(st.integers(), max_size=2)
    | st.sampled_from(["09:00", *EventType])
)


@given(rows=st.lists(st.dictionaries(st.sampled_from(COLUMNS[1:]), CELLS), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_row_holds_is_an_event_or_set_aside(
    tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    lines = [{"event_id": f"E{number}", **row} for number, row in enumerate(rows, start=1)]
    text = "".join(json.dumps(line) + "\n" for line in lines) or "[]"
    events, diagnostics = read(tmp_path, text, "events.jsonl")
    taken = {event.event_id for event in events}
    aside = {found.id for found in diagnostics if found.id and found.severity == "error"}
    assert taken | aside == {line["event_id"] for line in lines}
    assert taken & aside == set()
