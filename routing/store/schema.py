"""The tables of a day's database."""

from __future__ import annotations

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""


class PlanVersion(Base):
    """One version of one day's plan; never changed once it is written."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("day", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[str] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(Integer)
    plan_id: Mapped[str] = mapped_column(String(64), unique=True)
    based_on: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[str] = mapped_column(String(32))
    command: Mapped[str] = mapped_column(String(32))
    document: Mapped[str] = mapped_column(Text)
