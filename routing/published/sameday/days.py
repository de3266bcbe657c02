"""Many days, one after the other, each gone on with where it was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.errors import TourneeError
from routing.published.sameday.play import play
from routing.published.sameday.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from routing.published.instances import Instance
    from routing.published.sameday.play import Played
    from routing.published.sameday.policy import Effort, Policy
    from routing.published.sameday.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that was played.

    Attributes
    ----------
    instance, seed
        Which.
    epochs
        In order; the last one has faults if the day ended with a broken rule.
    """

    instance: str
    seed: int
    epochs: tuple[Played, ...]

    @property
    def cost(self) -> int:
        """Seconds of driving."""
        return sum(one.cost for one in self.epochs)

    @property
    def orders(self) -> int:
        """How many were sent."""
        return sum(one.sent for one in self.epochs)

    @property
    def longest_s(self) -> float:
        """Wall seconds of the epoch that took longest."""
        return max(one.seconds for one in self.epochs)

    @property
    def faults(self) -> tuple[str, ...]:
        """Broken rules."""
        return tuple(fault for one in self.epochs for fault in one.faults)


def play_days(
    days: Sequence[tuple[Instance, int]],
    policy: Policy,
    effort: Effort,
    records: Records,
    on_epoch: Callable[[Played], None],
) -> Iterator[Day]:
    """Every instance with its seed; what the records hold of it is only verified again.

    Raises
    ------
    TourneeError
        SAMEDAY-OUT-WRONG if what the records hold of a day cannot have been played so.
    """
    for instance, seed in days:
        before = _verified(instance, seed, records)
        epochs = list(before)
        for played in play(instance, seed, policy, effort, before):
            records.epoch(played)
            on_epoch(played)
            epochs.append(played)
        yield Day(instance=instance.name, seed=seed, epochs=tuple(epochs))


def _verified(instance: Instance, seed: int, records: Records) -> list[Played]:
    before = records.of(instance.name, seed)
    verdict = verify(instance, seed, [one.routes for one in before])
    costs = tuple(one.cost for one in before)
    if verdict.faults or verdict.costs != costs:
        what = verdict.faults[0].text if verdict.faults else "its costs are others"
        raise TourneeError(
            "SAMEDAY-OUT-WRONG",
            f"What --out holds of {instance.name}, seed {seed}, was not played so: {what}.",
            "The instance may be another than then. Name another file with --out.",
        )
    return before
