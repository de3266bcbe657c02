"""What chance does to a day: the same seed gives every order and every leg the same luck."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How much of a day is left to chance.

    Attributes
    ----------
    during
        The share of orders that nobody knows of in the morning.
    travel, service
        The spread of the factors by which driving and handing over take longer or shorter than is
        planned: the standard deviation of their logarithm. Their mean is 1.
    failures, cancellations
        The shares of orders that cannot be handed over, and that are called off.
    breakdown
        Whether a vehicle breaks down.
    silent
        The share of vehicles that report nothing.
    """

    during: float = 0.3
    travel: float = 0.15
    service: float = 0.3
    failures: float = 0.02
    cancellations: float = 0.01
    breakdown: bool = False
    silent: float = 0.0


class Luck:
    """Draws, each from a generator of its own that the seed and what it is about begin.

    So what is planned, and in which order things are asked, changes nobody's luck.
    """

    def __init__(self, seed: int, chances: Chances) -> None:
        self._seed = seed
        self.chances = chances

    def share(self, *about: str) -> float:
        """A number from 0 to 1, each as likely."""
        return float(self._generator(about).random())

    def rank(self, *about: str) -> float:
        """What to sort by, where some of many are to be chosen."""
        return self.share("rank", *about)

    def travel(self, order_id: str) -> float:
        """By what the drive to an order takes longer than is planned."""
        return self._factor(self.chances.travel, "travel", order_id)

    def way_home(self, order_id: str) -> float:
        """By what the drive home takes longer, from the order that was the last on a trip."""
        return self._factor(self.chances.travel, "home", order_id)

    def service(self, order_id: str) -> float:
        """By what handing an order over takes longer."""
        return self._factor(self.chances.service, "service", order_id)

    def fails(self, order_id: str) -> bool:
        """Whether an order cannot be handed over."""
        return self.share("fails", order_id) < self.chances.failures

    def is_called_off(self, order_id: str) -> bool:
        """Whether an order is called off, if its customer does not have it before."""
        return self.share("called off", order_id) < self.chances.cancellations

    def is_silent(self, vehicle_id: str) -> bool:
        """Whether nobody reports anything of a vehicle."""
        return self.share("silent", vehicle_id) < self.chances.silent

    def _factor(self, spread: float, *about: str) -> float:
        return float(np.exp(spread * self._generator(about).standard_normal() - spread**2 / 2))

    def _generator(self, about: tuple[str, ...]) -> np.random.Generator:
        digest = hashlib.sha256("\0".join(about).encode()).digest()
        return np.random.default_rng([self._seed, *digest])
