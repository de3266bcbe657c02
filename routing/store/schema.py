"""The tables of a day's database: rows are added, and never changed or taken away.

Moments are ISO 8601 texts with their offset, durations whole seconds. Nothing in it is personal:
no names, phones, mails, notes or addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

REVISIONS = ("plans", "through_the_day", "lock_versions", "known_rows")
"""The migrations' names, oldest first; each is a module of `routing.store.migrations.versions`."""

VERSION_TABLE = "tournee_version"
"""Not Alembic's own name: a shop's database may be under Alembic itself."""


class Words(TypeDecorator[str]):
    """Text of any origin: what no database takes (NUL, half a character) becomes a mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What is written for `value`."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text as a database gives it back."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


METADATA = MetaData()


def _day() -> Column[str]:
    return Column("day", String(10), nullable=False)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _words(name: str) -> Column[Any]:
    return Column(name, Words, nullable=False, server_default="")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


plan_version = Table(
    "plan_version",
    METADATA,
    _id(),
    Column("day", String(10), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("plan_id", String(64), nullable=False, unique=True),
    Column("based_on", String(64)),
    Column("status", String(16), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("command", String(32), nullable=False),
    Column("document", Text, nullable=False),
    Column("now", String(32)),
    _words("who"),
    _words("why"),
    _count("delivered"),
    _count("late"),
    _count("unassigned"),
    _count("distance_m"),
    _count("cost_cents"),
    UniqueConstraint("day", "version"),
)
"""One version of one day's plan, `document` the whole plan as plan.json has it."""

event = Table(
    "event",
    METADATA,
    _id(),
    _day(),
    Column("event_id", Words, nullable=False),
    Column("at", String(40), nullable=False),
    Column("type", String(32), nullable=False),
    Column("order_id", Words),
    Column("vehicle_id", Words),
    Column("lat", Double),
    Column("lon", Double),
    _words("reason"),
    Column("delay_s", Integer),
    Column("received_at", String(32), nullable=False, server_default=""),
    _words("file"),
    Column("line", Integer),
    UniqueConstraint("day", "event_id"),
)
"""What happened, as it came in; others may add rows of their own."""

event_verdict = Table(
    "event_verdict",
    METADATA,
    _id(),
    _day(),
    Column("version", Integer, nullable=False),
    Column("event_id", Words, nullable=False),
    _words("code"),
    _words("message"),
    _words("remedy"),
    Index("ix_event_verdict_day_event_id", "day", "event_id"),
)
"""What a version made of an event where that changed; an empty code: it is believed again."""

lock = Table(
    "lock",
    METADATA,
    _id(),
    Column("day", String(10), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    _words("who"),
    _words("why"),
    Column("action", String(8), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("order_id", Words),
    Column("vehicle_id", Words),
    _count("version"),
)
"""What a dispatcher fixed (`action` is ``lock``) or let go of again (``unlock``), and with which
version."""

order_state = Table(
    "order_state",
    METADATA,
    _id(),
    _day(),
    Column("version", Integer, nullable=False),
    Column("order_id", Words, nullable=False),
    Column("state", String(16), nullable=False),
    Column("hub_id", Words),
    Column("vehicle_id", Words),
    Column("trip_id", Words),
    Column("start_at", String(32)),
    _count("late_s"),
    Index("ix_order_state_day_order_id", "day", "order_id"),
)
"""How far an order is and where it is planned, where that is not what its row before says."""

known_order = Table(
    "known_order",
    METADATA,
    _id(),
    _day(),
    Column("order_id", Words, nullable=False),
    Column("document", Words, nullable=False),
    _count("version"),
    Index("ix_known_order_day_order_id", "day", "order_id"),
)
"""What an order's row said when a version was made, where that is not what its row before says."""

known_row = Table(
    "known_row",
    METADATA,
    _id(),
    _day(),
    _count("version"),
    Column("kind", String(16), nullable=False),
    Column("row_id", Words, nullable=False),
    Column("document", Words, nullable=False),
    Index("ix_known_row_day_kind_row_id", "day", "kind", "row_id"),
)
"""The same of a hub, a vehicle or a collection point; an empty `document`: it had no row."""

announcement = Table(
    "announcement",
    METADATA,
    _id(),
    _day(),
    Column("version", Integer, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    UniqueConstraint("day", "version", "kind"),
)
"""What was done to tell others of a version."""
