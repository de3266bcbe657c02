"""What statuses of trips and stops say: how far the plan has become history."""

from __future__ import annotations

REACHED = frozenset({"arrived", "done", "failed"})
"""Of stops that a driver has come to: what is there has happened."""

BEGUN = frozenset({"loading", "loaded", "departed", "returned"})
"""Of trips whose loading has begun: what is on them stays on them."""

LEFT = frozenset({"departed", "returned"})
"""Of trips that have left the hub."""
