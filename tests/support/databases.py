"""Databases to keep a day's store in: a file, or a PostgreSQL schema of its own."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from datetime import date
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from routing.clock import Clock
from routing.day.model import CostDefaults, Day, FileSource, OrderDefaults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


def bare_day(folder: Path, database: str | None = None, day: str = "2026-11-21") -> Day:
    """A day in Brussels that has a store, and whose tables nobody reads."""
    table = FileSource(path=folder / "none.csv", name="none.csv")
    return Day(
        folder=folder, clock=Clock(date.fromisoformat(day), "Europe/Brussels"),
        map=folder / "none.tmap", hubs=table, vehicles=table, orders=table, collection_points=None,
        costs=CostDefaults(), defaults=OrderDefaults(), database=database,
    )  # fmt: skip


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The address of an empty PostgreSQL schema, gone afterwards; skips without a server."""
    server = os.environ.get("TOURNEE_TEST_POSTGRES")
    if not server:
        pytest.skip("needs the address of a PostgreSQL database in TOURNEE_TEST_POSTGRES")
    name = f"tournee_{uuid4().hex}"
    address = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    ask(server, f"create schema {name}")
    try:
        yield address.render_as_string(hide_password=False)
    finally:
        ask(server, f"drop schema {name} cascade")


class Wire:
    """The way to a server, which can be cut: in the middle of what is said, or for good."""

    def __init__(self, host: str, port: int) -> None:
        self._server = host, port
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._is_cut = False
        Thread(target=self._accept, daemon=True).start()

    def hang_up(self) -> None:
        """End every session that there is now; others may follow."""
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def cut(self) -> None:
        """Nobody reaches the server any more, until it is mended."""
        self._is_cut = True
        self.hang_up()

    def mend(self) -> None:
        """Everybody reaches the server again."""
        self._is_cut = False

    def close(self) -> None:
        """Be no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self._server)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(near: socket.socket, far: socket.socket) -> None:
    with suppress(OSError):
        while said := near.recv(65536):
            far.sendall(said)
    for end in (near, far):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire_to(address: str) -> Iterator[tuple[str, Wire]]:
    """The same database by a way that can be cut; skips a server that is not reached by TCP."""
    url = make_url(address)
    if url.host is None or url.host.startswith("/"):
        pytest.skip("needs a PostgreSQL server that is reached by TCP")
    wire = Wire(url.host, url.port or 5432)
    try:
        near = url.set(host="127.0.0.1", port=wire.port)
        yield near.render_as_string(hide_password=False), wire
    finally:
        wire.close()


def engine_to(address: str, **options: Any) -> Engine:
    """What connects there; a server may have been set up in no encoding at all."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        url = url.update_query_dict({"client_encoding": "utf8"})
    return create_engine(url, **options)


def ask(address: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run one statement by itself, and give its rows."""
    engine = engine_to(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
