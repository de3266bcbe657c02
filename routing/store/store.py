"""The day's plans, version by version, in a database; the truth that files are made from."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from routing.plan.document import from_json
from routing.store import announcements, events, fleet, locks, orders, versions
from routing.store import closing as closing_of_days
from routing.store.address import WRITES, address_of, engine_of, is_there
from routing.store.failure import failures_told, shown
from routing.store.migration import is_current, migrate
from routing.store.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from routing.day.model import Day
    from routing.events.model import SetAside
    from routing.fleet.model import Fleet
    from routing.orders.model import LocatedOrder
    from routing.plan.model import Plan
    from routing.store.model import (
        Deed,
        EventLog,
        Lock,
        LockInForce,
        OrderRecord,
        Received,
        Report,
        Version,
    )


@contextmanager
def open_store(day: Day) -> Iterator[PlanStore]:
    """The store of a day, closed when the block is left.

    Nothing is connected to before it is used. A SQLite file that is not there is made by the first
    who writes, and reads as an empty one until then; a database of an earlier version is brought up
    to date, losing nothing.

    Raises
    ------
    DayError
        STORE-ADDRESS, if the day names a database of a kind that cannot be one, or whose driver is
        not installed. Whatever is done with it: STORE-FAILED, if the database cannot be used;
        STORE-NEWER, if a later version of tournee wrote it.
    """
    with closing(PlanStore(day)) as store:
        yield store


class PlanStore:
    """What was recorded of one date's day: whatever is written is written whole or not at all."""

    def __init__(self, day: Day) -> None:
        self._address = address_of(day)
        self._engine = engine_of(self._address)
        self._clock = day.clock
        self._day = day.clock.date.isoformat()
        self._plans: dict[int, Plan] = {}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def record(
        self,
        plan: Plan,
        by: Deed,
        *,
        after: int | None = None,
        reports: Iterable[Report] = (),
        verdicts: Iterable[SetAside] | None = None,
        states: Mapping[str, str] | None = None,
        orders_read: Sequence[LocatedOrder] = (),
        fleet_read: Fleet | None = None,
        locked: Iterable[Lock] = (),
        unlocked: Iterable[Lock] = (),
    ) -> Plan:
        """Write a plan as its day's next version with all that belongs to it, in one transaction.

        Parameters
        ----------
        plan
            Of the store's date; its number is given to it here.
        by
            Who made it, with which command, and why.
        after
            The number of the version that it goes on from, 0 for none: if that is no longer the
            last, nothing is written. ``None``: whichever is.
        reports
            Events that came in.
        verdicts
            Events that the plan does not believe; ``None``: it did not look at events.
        states
            How far orders are, as `routing.store.orders.records_of` takes them.
        orders_read
            What the order table said.
        fleet_read
            What the tables of hubs, vehicles and collection points said; ``None``: nobody looked.
        locked, unlocked
            What was fixed with it, and let go of.

        Raises
        ------
        BusyError
            DAY-BUSY, if another run has recorded a version in the meantime.
        DayError
            STORE-OTHER, if the version that it goes on from is not there any more.
        """
        if after and not is_there(self._address):  # or a new file would be made
            raise versions.another_database(plan.day, after)
        with self._writing() as connection:
            numbered = versions.add_version(connection, plan, by, after=after)
            events.add_events(connection, self._day, self._clock, reports)
            if verdicts is not None:
                events.add_verdicts(connection, self._day, numbered.version, verdicts)
            records = orders.records_of(numbered, states or {})
            orders.add_records(connection, numbered, self._clock, records)
            orders.add_known(connection, self._day, numbered.version, orders_read)
            if fleet_read is not None:
                fleet.add_known(connection, self._day, numbered.version, fleet_read)
            locks.add_locks(
                connection,
                self._day,
                self._clock,
                by,
                version=numbered.version,
                locked=locked,
                unlocked=unlocked,
            )
        return numbered

    def ready_to_record(self) -> int:
        """Find out whether a version could be written, and give the number of the last one."""
        if not is_there(self._address):
            return 0
        with self._writing() as connection:
            versions.add_none(connection)
            return versions.last_version(connection, self._day)

    def last_version(self) -> int:
        """The number of the last version, 0 before the first; no plan is read."""
        with self._reading() as connection:
            return versions.last_version(connection, self._day)

    def holds(self, plan_id: str) -> bool:
        """Whether a plan was recorded here, for whichever date."""
        with self._reading() as connection:
            return versions.holds(connection, plan_id)

    def latest(self) -> Plan | None:
        """The last version, or ``None`` before the first."""
        return self._last()

    def latest_released(self) -> Plan | None:
        """The last version that is released, or ``None`` before the first."""
        return self._last(status="released")

    def version(self, number: int) -> Plan | None:
        """One version, or ``None`` if there is none with that number."""
        with self._reading() as connection:
            return self._plan(connection, number)

    def _last(self, *, status: str | None = None) -> Plan | None:
        with self._reading() as connection:
            number = versions.last_version(connection, self._day, status=status)
            return self._plan(connection, number)

    def _plan(self, connection: Connection, number: int) -> Plan | None:
        """A version, which is read once: nothing in it ever changes."""
        if number not in self._plans:
            document = versions.version_text(connection, self._day, number)
            if document is None:
                return None
            self._plans[number] = from_json(document, shown(self._address))
        return self._plans[number]

    def history(self) -> tuple[Version, ...]:
        """Every version, the first first."""
        with self._reading() as connection:
            return versions.history(connection, self._day, self._clock)

    def add_events(self, reports: Iterable[Report]) -> Received:
        """Write events that are not known yet, all of them or none, and tell which were new."""
        with self._writing() as connection:
            return events.add_events(connection, self._day, self._clock, reports)

    def events(self) -> EventLog:
        """Every event, in the order in which they came in."""
        with self._reading() as connection:
            return events.read_events(connection, self._day, self._clock)

    def verdicts(self) -> tuple[SetAside, ...]:
        """The events that the last version that looked at them did not believe."""
        with self._reading() as connection:
            return events.read_verdicts(connection, self._day)

    def set_locks(
        self, by: Deed, *, locked: Iterable[Lock] = (), unlocked: Iterable[Lock] = ()
    ) -> None:
        """Write what a dispatcher let go of, then what they fixed, with the last version."""
        with self._writing() as connection:
            locks.add_locks(
                connection,
                self._day,
                self._clock,
                by,
                version=versions.last_version(connection, self._day),
                locked=locked,
                unlocked=unlocked,
            )

    def locks(self) -> tuple[LockInForce, ...]:
        """What is fixed now."""
        with self._reading() as connection:
            return locks.locks_in_force(connection, self._day, self._clock)

    def locks_of(self, number: int) -> tuple[Lock, ...]:
        """What was fixed when a version was the last."""
        with self._reading() as connection:
            found = locks.locks_in_force(connection, self._day, self._clock, version=number)
        return tuple(one.lock for one in found)

    def order_records(self) -> tuple[OrderRecord, ...]:
        """How far each order is and where it is planned, by the last version."""
        with self._reading() as connection:
            return orders.read_records(connection, self._day, self._clock)

    def known_orders(self, version: int | None = None) -> tuple[LocatedOrder, ...]:
        """Every order that the order table ever had, as it was read last; without addresses.

        With a `version`: that it had by then, as it was read then.
        """
        with self._reading() as connection:
            return orders.read_known(connection, self._day, version)

    def known_fleet(self, version: int | None = None) -> Fleet | None:
        """The hubs, vehicles and collection points of the last version, or of this one.

        ``None`` where it was not yet kept when that was made.
        """
        with self._reading() as connection:
            return fleet.read_known(connection, self._day, version)

    def mark(self, version: int, kind: str) -> None:
        """Write that something was done to tell others of a version: ``exported``, ``hook``."""
        with self._writing() as connection:
            announcements.mark(connection, self._day, self._clock, version, kind)

    def last_marked(self, kind: str) -> int:
        """The last version that this was done for, 0 before the first."""
        with self._reading() as connection:
            return announcements.last_marked(connection, self._day, kind)

    def close_day(self, version: int) -> None:
        """Write that nothing is planned for the day any more, after this version."""
        with self._writing() as connection:
            closing_of_days.close(connection, self._day, self._clock, version)

    def reopen_day(self) -> None:
        """Write that the day is planned again."""
        with self._writing() as connection:
            closing_of_days.reopen(connection, self._day, self._clock)

    def closed_at(self) -> str | None:
        """When the day was closed, an ISO time; ``None`` where it is not."""
        with self._reading() as connection:
            return closing_of_days.closed_at(connection, self._day)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if not is_there(self._address):
            nothing = create_engine("sqlite://")
            try:
                with nothing.begin() as connection:
                    METADATA.create_all(connection)
                    yield connection
            finally:
                nothing.dispose()
            return
        with failures_told(self._address):
            self._bring_up_to_date()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with failures_told(self._address):
            self._bring_up_to_date()
            with self._transaction() as connection:
                yield connection

    def _bring_up_to_date(self) -> None:
        with self._engine.connect() as connection:
            if is_current(connection):
                return
        with self._transaction() as connection:
            migrate(connection)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with (
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("set local lock_timeout = '20s'"))
            yield connection
