"""What the rows of hubs, vehicles and collection points said, and for which version it was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "known_rows"
down_revision = "lock_versions"


def upgrade() -> None:
    """Add the table, and the versions of what is known of orders."""
    op.add_column(
        "known_order", sa.Column("version", sa.Integer, nullable=False, server_default="0")
    )
    op.create_table(
        "known_row",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("ix_known_row_day_kind_row_id", "known_row", ["day", "kind", "row_id"])
