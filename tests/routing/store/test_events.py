"""Events as they came in, and what runs made of them."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.events.model import Event, EventType, SetAside
from routing.store.address import DATABASE
from routing.store.model import Deed, Received, Report
from routing.store.store import open_store
from tests.support.databases import ask, bare_day
from tests.support.plans import plan

if TYPE_CHECKING:
    from pathlib import Path

    from routing.day.model import Day

DEED = Deed(command="replan", who="cron")


def event(event_id: str = "E1", **changes: Any) -> Event:
    own: dict[str, Any] = {"at_s": 36_000, "type": EventType.DELIVERED, "order_id": "O1"}
    return Event(event_id=event_id, **(own | changes))


def add(day: Day, *events: Event) -> Received:
    with open_store(day) as store:
        return store.add_events(
            [Report(event=one, file="van.csv", line=line) for line, one in enumerate(events, 2)]
        )


def stored(day: Day) -> tuple[Event, ...]:
    with open_store(day) as store:
        return store.events().events


def test_events_come_back_as_they_came_in_and_in_that_order(any_day: Day) -> None:
    first = event("E2", vehicle_id="V1", lat=50.123456789, lon=4.0, reason="Böse 🚲", delay_s=-5)
    second = event("E1", at_s=-60, order_id=None, type=EventType.POSITION)
    assert add(any_day, first, second) == Received(new=(first, second))
    assert stored(any_day) == (first, second)


def test_where_an_event_was_read_and_when_is_kept(tmp_path: Path) -> None:
    add(bare_day(tmp_path), event())
    address = f"sqlite:///{tmp_path / DATABASE}"
    ((at, file, line, received),) = ask(address, "select at, file, line, received_at from event")
    assert (at, file, line) == ("2026-11-21T10:00:00+01:00", "van.csv", 2)
    assert received.startswith("20")


def test_no_events_are_no_matter(any_day: Day) -> None:
    assert add(any_day) == Received()
    assert stored(any_day) == ()


def test_twice_the_same_id_is_once(any_day: Day) -> None:
    assert add(any_day, event(), event()) == Received(new=(event(),))
    assert add(any_day, event(), event("E2")) == Received(new=(event("E2"),))
    assert stored(any_day) == (event(), event("E2"))


def test_the_same_id_with_something_else_keeps_the_first_and_is_told(any_day: Day) -> None:
    first, other = event(), event(type=EventType.FAILED)
    received = add(any_day, first, other)
    assert received.new == (first,)
    assert received.differing == (Report(event=other, file="van.csv", line=3),)
    assert [report.event for report in add(any_day, other).differing] == [other]
    assert stored(any_day) == (first,)


def test_other_dates_have_events_of_their_own(any_day: Day) -> None:
    tomorrow = bare_day(any_day.folder, any_day.database, "2026-11-22")
    add(any_day, event())
    assert add(tomorrow, event(at_s=40_000)).new == (event(at_s=40_000),)
    assert stored(any_day) == (event(),)


def test_what_no_database_takes_is_kept_as_a_mark(any_day: Day) -> None:
    odd = event("E\0", reason="half \ud83d of it")
    assert add(any_day, odd).new == (odd,)
    assert add(any_day, odd) == Received()
    assert stored(any_day) == (event("E\ufffd", reason="half ? of it"),)


def test_thousands_at_once_are_no_matter(any_day: Day) -> None:
    many = [event(f"E{number}", at_s=number) for number in range(5_000)]
    assert len(add(any_day, *many).new) == 5_000
    assert add(any_day, *many) == Received()


def test_the_same_events_from_two_at_once_are_there_once(any_day: Day) -> None:
    many = [event(f"E{number}") for number in range(200)]
    together = Barrier(3)
    new: list[Event] = []

    def work() -> None:
        together.wait()
        new.extend(add(any_day, *many).new)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.event_id for one in new) == sorted(one.event_id for one in many)
    assert len(stored(any_day)) == 200


def test_events_are_recorded_with_a_version_or_not_at_all(
    any_day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_here(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with open_store(any_day) as store:
        with monkeypatch.context() as patch:
            patch.setattr("routing.store.orders.add_records", stop_here)
            with pytest.raises(KeyboardInterrupt):
                store.record(plan(), DEED, reports=[Report(event=event())])
        assert store.events().events == ()
        store.record(plan(), DEED, reports=[Report(event=event())])
        assert store.events().events == (event(),)


def write_row(day: Day, **cells: object) -> None:
    """A row as another program writes it."""
    own = {"day": "2026-11-21", "event_id": "E1", "at": "10:00", "type": "delivered"} | cells
    address = day.database or f"sqlite:///{day.folder / DATABASE}"
    places = ", ".join(f":{name}" for name in own)
    ask(address, f"insert into event ({', '.join(own)}) values ({places})", **own)  # noqa: S608


def test_rows_that_others_write_are_events(any_day: Day) -> None:
    add(any_day)
    write_row(any_day, order_id="O1")
    write_row(any_day, event_id="E2", order_id="O1", at="2026-11-21T09:00:00Z")
    assert stored(any_day) == (event(), event("E2"))


@pytest.mark.parametrize("cells", [{"type": "deliverd"}, {"at": "noon"}, {"lat": 50.1}])
def test_rows_that_are_no_events_are_set_aside(any_day: Day, cells: dict[str, object]) -> None:
    add(any_day, event("E2"))
    write_row(any_day, **cells)
    with open_store(any_day) as store:
        log = store.events()
        assert log.events == (event("E2"),)
        (found,) = log.unreadable
        assert (found.event_id, found.code) == ("E1", "EVENT-ROW")
        assert [one.event.event_id for one in add(any_day, event()).differing] == ["E1"]


def aside(event_id: str, message: str = "It is not on board.") -> SetAside:
    return SetAside(event_id=event_id, code="EVENT-ORDER", message=message, remedy="Look.")


def test_verdicts_are_the_last_versions_and_written_where_they_change(tmp_path: Path) -> None:
    day = bare_day(tmp_path)
    with open_store(day) as store:
        for number, verdicts in enumerate(
            [[aside("E1"), aside("E2")], [aside("E1"), aside("E2")], None, [aside("E2", "Else.")]]
        ):
            store.record(plan(plan_id=str(number)), DEED, verdicts=verdicts)
        assert store.verdicts() == (aside("E2", "Else."),)
        store.record(plan(plan_id="last"), DEED, verdicts=[aside("E1"), aside("E2", "Else.")])
        assert set(store.verdicts()) == {aside("E1"), aside("E2", "Else.")}
    rows = ask(
        f"sqlite:///{tmp_path / DATABASE}",
        "select version, event_id, code from event_verdict order by id",
    )
    assert rows == [
        (1, "E1", "EVENT-ORDER"),
        (1, "E2", "EVENT-ORDER"),
        (4, "E2", "EVENT-ORDER"),
        (4, "E1", ""),
        (5, "E1", "EVENT-ORDER"),
    ]


def test_verdicts_are_the_same_in_any_database(any_day: Day) -> None:
    with open_store(any_day) as store:
        store.record(plan(plan_id="A"), DEED, verdicts=[aside("E1"), aside("E2")])
        store.record(plan(plan_id="B"), DEED, verdicts=[aside("E2")])
        assert store.verdicts() == (aside("E2"),)


TEXTS = st.text(max_size=5)


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            Event,
            event_id=st.text(min_size=1, max_size=2),
            at_s=st.integers(-86_400, 200_000),
            type=st.sampled_from(EventType),
            order_id=st.none() | TEXTS,
            reason=TEXTS,
            lat=st.just(50.0),
            lon=st.floats(-180, 180),
            delay_s=st.none() | st.integers(-86_400, 86_400),
        ),
        max_size=6,
    )
)
def test_whatever_comes_is_kept_once_and_the_first_stands(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event]
) -> None:
    day = bare_day(tmp_path_factory.mktemp("day"))
    received = add(day, *events)
    first = {one.event_id.replace("\0", "\ufffd"): one for one in reversed(events)}
    assert len(received.new) == len(first)
    assert set(received.new) == set(first.values())
    assert len(stored(day)) == len(first)
    assert add(day, *events).new == ()
