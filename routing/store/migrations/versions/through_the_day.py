"""Who made a version and why, events, locks, states and known orders, what was announced."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "through_the_day"
down_revision = "plans"


def upgrade() -> None:
    """Add what runs through the day keep, and fill in the key figures of the plans there are."""
    for name in ("who", "why"):
        op.add_column("plan_version", _words(name))
    op.add_column("plan_version", sa.Column("now", sa.String(32)))
    for name in ("delivered", "late", "unassigned", "distance_m", "cost_cents"):
        op.add_column("plan_version", _count(name))
    _fill_in_figures()
    op.create_table(
        "event",
        _id(),
        _day(),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("order_id", sa.Text),
        sa.Column("vehicle_id", sa.Text),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        _words("reason"),
        sa.Column("delay_s", sa.Integer),
        sa.Column("received_at", sa.String(32), nullable=False, server_default=""),
        _words("file"),
        sa.Column("line", sa.Integer),
        sa.UniqueConstraint("day", "event_id"),
    )
    op.create_table(
        "event_verdict",
        _id(),
        _day(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        _words("code"),
        _words("message"),
        _words("remedy"),
    )
    op.create_index("ix_event_verdict_day_event_id", "event_verdict", ["day", "event_id"])
    op.create_table(
        "lock",
        _id(),
        sa.Column("day", sa.String(10), nullable=False, index=True),
        sa.Column("at", sa.String(32), nullable=False),
        _words("who"),
        _words("why"),
        sa.Column("action", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("order_id", sa.Text),
        sa.Column("vehicle_id", sa.Text),
    )
    op.create_table(
        "order_state",
        _id(),
        _day(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("hub_id", sa.Text),
        sa.Column("vehicle_id", sa.Text),
        sa.Column("trip_id", sa.Text),
        sa.Column("start_at", sa.String(32)),
        _count("late_s"),
    )
    op.create_index("ix_order_state_day_order_id", "order_state", ["day", "order_id"])
    op.create_table(
        "known_order",
        _id(),
        _day(),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("ix_known_order_day_order_id", "known_order", ["day", "order_id"])
    op.create_table(
        "announcement",
        _id(),
        _day(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.UniqueConstraint("day", "version", "kind"),
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _day() -> sa.Column[str]:
    return sa.Column("day", sa.String(10), nullable=False)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _fill_in_figures() -> None:
    plans = sa.table(
        "plan_version",
        *map(
            sa.column,
            (
                "id",
                "document",
                "now",
                "delivered",
                "late",
                "unassigned",
                "distance_m",
                "cost_cents",
            ),
        ),
    )
    connection = op.get_bind()
    for number in connection.scalars(sa.select(plans.c.id)).all():
        text = connection.scalar(sa.select(plans.c.document).where(plans.c.id == number))
        figures = _figures(text)
        connection.execute(sa.update(plans).where(plans.c.id == number).values(figures))


def _figures(text: str | None) -> dict[str, Any]:
    """What a plan's document says of itself; a document that is none keeps zeros."""
    try:
        document = json.loads(text or "")
        totals = document["totals"]
        return {
            "now": document.get("now"),
            "delivered": int(totals["delivered"]),
            "late": int(totals["late"]),
            "unassigned": int(totals["unassigned"]),
            "distance_m": int(totals["distance_m"]),
            "cost_cents": round(totals["cost_eur"] * 100),
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"delivered": 0}
