"""Money and ways as people write them."""

from __future__ import annotations


def euros(cents: int) -> str:
    """Cents as ``€2.10``."""
    return f"€{cents / 100:.2f}"


def metres(distance_m: float) -> str:
    """A distance as ``340 m`` or ``1.2 km``."""
    return f"{distance_m:.0f} m" if distance_m < 1000 else f"{distance_m / 1000:.1f} km"
