"""The engines there are, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.errors import TourneeError

if TYPE_CHECKING:
    from routing.engines.protocol import Engine

ENGINE_NAMES = ("pyvrp", "ortools")


def engine_named(name: str) -> Engine:
    """The engine of that name; its solver is imported only now.

    Raises
    ------
    TourneeError
        ENGINE-UNKNOWN, if there is none.
    """
    if name == "pyvrp":
        from routing.engines.pyvrp import PyvrpEngine  # noqa: PLC0415 - only what is used is loaded

        return PyvrpEngine()
    if name == "ortools":
        from routing.engines.ortools.engine import OrtoolsEngine  # noqa: PLC0415 - as above

        return OrtoolsEngine()
    raise TourneeError(
        "ENGINE-UNKNOWN",
        f"There is no engine '{name}'.",
        f"Choose one of: {', '.join(ENGINE_NAMES)}.",
    )
