"""The policies there are, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.engines.registry import engine_named
from routing.published.sameday.day import draw, epochs_of
from routing.published.sameday.greedy import Greedy
from routing.published.sameday.policy import Effort, View
from routing.published.sameday.prizes import Prizes

if TYPE_CHECKING:
    from routing.published.instances import Instance
    from routing.published.sameday.policy import Policy

_FEW = 5
_WARMING_S = 0.2

_POLICIES: dict[str, type[Policy]] = {"prizes": Prizes, "greedy": Greedy}
POLICY_NAMES = tuple(_POLICIES)


def warm_up(instance: Instance, cores: int) -> None:
    """Compile, or load, what the first epochs would wait for, by sending a few orders."""
    engine_named("pyvrp").warm_up()
    first = epochs_of(instance)[0]
    few = draw(instance, first, np.random.default_rng(0), 1).where(np.arange(_FEW))
    view = View(instance=instance, epoch=first, orders=few, must_go=np.ones(_FEW, np.bool_))
    Greedy().routes(view, Effort(seconds=_WARMING_S, cores=cores))


def policy_named(name: str) -> Policy:
    """The policy of that name."""
    return _POLICIES[name]()
