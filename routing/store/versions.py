"""The day's plans, version by version, in a database; the truth that files are made from."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import URL, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from routing.errors import BusyError, DayError
from routing.plan.document import from_json, to_json
from routing.store.schema import Base, PlanVersion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routing.plan.model import Plan

DATABASE = "tournee.db"
LOCK = ".tournee.lock"


@contextmanager
def hold_day(folder: Path) -> Iterator[None]:
    """Hold the day for one run; the operating system lets go of it however the run ends.

    Raises
    ------
    BusyError
        DAY-BUSY, at once, if another run holds it.
    DayError
        DAY-UNWRITABLE, if the folder cannot be written to.
    """
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(
            "DAY-BUSY",
            f"Another run is working on {folder}.",
            "Wait until it has finished, and try again.",
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(path: Path, error: Exception) -> DayError:
    return DayError(
        "DAY-UNWRITABLE",
        f"{path} cannot be written to: {error}.",
        "Give yourself the right to write there, or make room on the disk.",
    )


class PlanStore:
    """The versions of the plans in one day folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        # Not as text: a folder's name may hold what means something in an address.
        self._engine = create_engine(URL.create("sqlite", database=str(self._path)))

    def record(self, plan: Plan, command: str) -> Plan:
        """Write the plan as the day's next version, and give it back with that number.

        Raises
        ------
        DayError
            STORE-FAILED, if the database cannot be written; nothing is recorded then.
        """
        with self._session() as session:
            numbered = replace(plan, version=_last_version(session, plan.day) + 1)
            session.add(
                PlanVersion(
                    day=numbered.day,
                    version=numbered.version,
                    plan_id=numbered.plan_id,
                    based_on=numbered.based_on,
                    status=numbered.status,
                    created_at=numbered.created_at,
                    command=command,
                    document=to_json(numbered),
                )
            )
            session.commit()
        return numbered

    def last_version(self, day: str) -> int:
        """The number of a day's last version, 0 before the first; no plan is read.

        Raises
        ------
        DayError
            STORE-FAILED, if the database cannot be used.
        """
        if not self._path.exists():
            return 0
        with self._session() as session:
            return _last_version(session, day)

    def holds(self, plan_id: str) -> bool:
        """Whether a plan was recorded here.

        Raises
        ------
        DayError
            STORE-FAILED, if the database cannot be used.
        """
        if not self._path.exists():
            return False
        with self._session() as session:
            query = select(PlanVersion.id).where(PlanVersion.plan_id == plan_id)
            return session.scalar(query) is not None

    def latest(self, day: str) -> Plan | None:
        """The last version of a day's plan, or ``None`` before the first."""
        if not self._path.exists():
            return None
        with self._session() as session:
            text = session.scalar(
                select(PlanVersion.document)
                .where(PlanVersion.day == day)
                .order_by(PlanVersion.version.desc())
                .limit(1)
            )
        return None if text is None else from_json(text, str(self._path))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        try:
            Base.metadata.create_all(self._engine)
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            raise DayError(
                "STORE-FAILED",
                f"The day's database {self._path} cannot be used: {error.__cause__ or error}.",
                "Make room on the disk if it is full. If the file is damaged, put a copy aside"
                " before anything else; without it the next plan starts a new one.",
            ) from error
        finally:
            self._engine.dispose()


def _last_version(session: Session, day: str) -> int:
    query = select(func.max(PlanVersion.version)).where(PlanVersion.day == day)
    return session.scalar(query) or 0
