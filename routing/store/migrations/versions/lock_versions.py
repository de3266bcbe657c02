"""With which version something was fixed or let go of: of one second there may be several."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "lock_versions"
down_revision = "through_the_day"


def upgrade() -> None:
    """Add the version to locks, and fill it in as far as the times of those there are tell it."""
    op.add_column("lock", sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    columns = ("day", "version", "created_at")
    plans = sa.table("plan_version", *(sa.column(name) for name in columns))
    locks = sa.table("lock", *(sa.column(name) for name in ("id", "day", "version", "at")))
    connection = op.get_bind()
    query = sa.select(plans.c.day, plans.c.version, plans.c.created_at).order_by(plans.c.version)
    made = connection.execute(query).all()
    for number, day, at in connection.execute(sa.select(locks.c.id, locks.c.day, locks.c.at)).all():
        versions = [one.version for one in made if one.day == day and _by(one.created_at, at)]
        if versions:
            filled = sa.update(locks).where(locks.c.id == number).values(version=versions[-1])
            connection.execute(filled)


def _by(made_at: str, at: str) -> bool:
    """Whether a version was made by a moment; never, where one of the two is none."""
    try:
        return datetime.fromisoformat(made_at) <= datetime.fromisoformat(at)
    except (ValueError, TypeError):
        return False
