"""The policies there are, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.published.sameday.greedy import Greedy
from routing.published.sameday.prizes import Prizes

if TYPE_CHECKING:
    from routing.published.sameday.policy import Policy

_POLICIES: dict[str, type[Policy]] = {"prizes": Prizes, "greedy": Greedy}
POLICY_NAMES = tuple(_POLICIES)


def policy_named(name: str) -> Policy:
    """The policy of that name."""
    return _POLICIES[name]()
