"""Reaching a Dask cluster, with bounded patience, and seeing that it can do this run's work."""

from __future__ import annotations

import asyncio
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from distributed import Client
from distributed.core import rpc
from distributed.security import Security

from routing.errors import TourneeError

CONNECT_S = 10.0
WORKERS_S = 30.0
"""For workers that are only starting, or that are started again after one ended."""
LOST_REMEDY = (
    "Look whether the scheduler and its workers run, and plan the missing hubs again with --hub; or"
    " without --scheduler, on this machine."
)


def connect(address: str) -> Client:
    """A client of the cluster, which has a worker at least.

    Raises
    ------
    TourneeError
        SCHEDULER-UNREACHABLE after `CONNECT_S`, SCHEDULER-WORKERS after `WORKERS_S`.
    """
    try:
        asyncio.run(_ask(address))
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except Exception as error:  # whatever an address or who answers there can do
        raise TourneeError(
            "SCHEDULER-UNREACHABLE",
            f"There is no Dask scheduler at '{address}': {_why(error)}.",
            "Give the address that 'dask scheduler' says when it starts, like"
            " tcp://10.0.0.5:8786, and look whether a firewall is between.",
        ) from error
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError as error:
        client.close()
        raise TourneeError(
            "SCHEDULER-WORKERS",
            f"The Dask scheduler at {address} has had no worker for {WORKERS_S:.0f} s.",
            f"Start some: dask worker {address} --nworkers auto --nthreads 1",
        ) from error
    return client


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {CONNECT_S:.0f} s"
    if isinstance(error, OSError | ValueError):
        return str(error)
    return "what answers there speaks another language"


async def _ask(address: str) -> None:
    """Ask who is there: a client that gets no sensible answer is hard to be rid of again."""
    security = Security().get_connection_args("client")
    async with asyncio.timeout(CONNECT_S):
        async with rpc(address, connection_args=security, timeout=CONNECT_S) as there:
            kind = (await there.identity(n_workers=0))["type"]
    if kind != "Scheduler":
        raise ValueError(f"it is a {kind}")


def check_versions(client: Client, own: str) -> None:
    """See that scheduler and workers have this tournee.

    Raises
    ------
    TourneeError
        SCHEDULER-VERSION.
    """
    found: dict[str, str | Exception] = {"the scheduler": _on_scheduler(client)}
    found |= client.run(version_of, "tournee", on_error="return")
    others = {place: version for place, version in found.items() if version != own}
    if others:
        place, version = next(iter(others.items()))
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        raise TourneeError(
            "SCHEDULER-VERSION",
            f"This is tournee {own}; {place}{more} has {_told(version)}.",
            f"Install tournee {own} for the scheduler and every worker, and start them again.",
        )


def _on_scheduler(client: Client) -> str | Exception:
    try:
        version: str = client.run_on_scheduler(version_of, "tournee")
    except PackageNotFoundError as error:
        return error
    return version


def _told(version: str | Exception) -> str:
    if isinstance(version, PackageNotFoundError):
        return "none"
    return str(version)
