"""The versions of a day's plan, as they were before there were migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "plans"
down_revision = None


def upgrade() -> None:
    """Make the table of plans."""
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("plan_id", sa.String(64), nullable=False, unique=True),
        sa.Column("based_on", sa.String(64)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("command", sa.String(32), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.UniqueConstraint("day", "version"),
    )
