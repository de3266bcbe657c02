"""How commands are told to search: how long, with what, and from which seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.engines.protocol import Limit

C = TypeVar("C", bound="Callable[..., Any]")

MAX_ITERATIONS = click.option(
    "--max-iterations",
    type=click.IntRange(min=1),
    metavar="N",
    help="Search so many iterations a hub: the same seed then gives the same plan.",
)
ENGINE = click.option(
    "--engine", default="pyvrp", show_default=True, help="What searches: pyvrp or ortools."
)
SEED = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
ALLOWED = click.Choice(["all", "unstarted", "additions"])
"""What a run through the day may change; see `routing.day.model.ReplanSettings`."""


def time_limit(said: str) -> Callable[[C], C]:
    """The option ``--time-limit`` of a command whose default is in `said`."""
    return click.option(
        "--time-limit", type=click.FloatRange(min=0.1), metavar="SECONDS", help=said
    )


def limit_of(seconds: float | None, iterations: int | None, *, usual_s: float) -> Limit:
    """The limit that was asked for, or the usual one.

    Raises
    ------
    click.UsageError
        If both were.
    """
    if seconds is not None and iterations is not None:
        raise click.UsageError("Give --time-limit or --max-iterations, not both.")

    from routing.engines.protocol import Limit

    return Limit(seconds=seconds or usual_s) if iterations is None else Limit(iterations=iterations)
