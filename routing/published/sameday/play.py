"""A same-day played epoch after epoch, gone on with where it was left."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.published.sameday.day import draw, epochs_of, must_go
from routing.published.sameday.orders import Orders
from routing.published.sameday.policy import Effort, View
from routing.published.sameday.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.published.instances import Instance
    from routing.published.sameday.policy import Policy, Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One epoch.

    Attributes
    ----------
    instance, seed, epoch
        Which.
    known, must_go, sent
        How many orders there were to decide on, how many of those could not wait, and how many
        left.
    cost
        Seconds of driving, as verified.
    seconds
        Wall seconds that the policy took.
    routes
        What left.
    faults
        Broken rules, as verified; empty if it is right.
    """

    instance: str
    seed: int
    epoch: int
    known: int
    must_go: int
    sent: int
    cost: int
    seconds: float
    routes: Routes
    faults: tuple[str, ...] = ()


def play(
    instance: Instance, seed: int, policy: Policy, effort: Effort, before: Sequence[Played] = ()
) -> Iterator[Played]:
    """Play the epochs after those that were played before, and verify each.

    It ends early after an epoch with a fault: what comes after means nothing.
    """
    random = np.random.default_rng(seed)
    waiting, came = Orders.none(), 0
    sent = [one.routes for one in before]
    for number, epoch in enumerate(epochs_of(instance)):
        new = draw(instance, epoch, random, came + 1)
        came += len(new)
        waiting = waiting.also(new)
        if number == len(sent):
            held = must_go(instance, waiting, epoch)
            view = View(instance=instance, epoch=epoch, orders=waiting, must_go=held)
            played = _play_epoch(view, seed, policy, effort, sent)
            yield played
            if played.faults:
                return
            sent.append(played.routes)
        gone = [order for route in sent[number] for order in route]
        waiting = waiting.where(~np.isin(waiting.number, gone))


def _play_epoch(
    view: View, seed: int, policy: Policy, effort: Effort, sent: Sequence[Routes]
) -> Played:
    begun_s = time.perf_counter()
    routes = policy.routes(view, effort)
    seconds = time.perf_counter() - begun_s
    verdict = verify(view.instance, seed, [*sent, routes])
    return Played(
        instance=view.instance.name,
        seed=seed,
        epoch=view.epoch,
        known=len(view.orders),
        must_go=int(view.must_go.sum()),
        sent=sum(map(len, routes)),
        cost=verdict.costs[-1],
        seconds=round(seconds, 2),
        routes=routes,
        faults=tuple(fault.text for fault in verdict.faults),
    )
