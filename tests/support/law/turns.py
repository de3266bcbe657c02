"""Steps along streets, and the turns between them that a rule forbids or demands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.support.law.osm_file import Way


class Step(NamedTuple):
    """From one node of a way to the next."""

    way: int
    tail: int
    head: int

    def is_back_from(self, last: Step) -> bool:
        """Say whether it undoes the step before."""
        return self == Step(last.way, last.head, last.tail)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRule:
    """Who comes from `from_way` to `node` may not go into `to_way`, or into no other.

    Where there is a `via`, it speaks to those who come along all of it, up to `node`. `relation`
    and `kind` (``no_left_turn``, …) say where it is written.
    """

    relation: int
    kind: str
    from_way: int
    via: tuple[Step, ...]
    node: int
    to_way: int

    @property
    def demands(self) -> bool:
        """Whether it is an ``only_…``."""
        return self.kind.startswith("only_")

    def applies(self, trail: Sequence[Step]) -> bool:
        """Say whether a drive that has come to `node` along the trail is under this rule now."""
        before = len(trail) - len(self.via)
        if before < 1 or tuple(trail[before:]) != self.via:
            return False
        return trail[before - 1].way == self.from_way

    def is_taken(self, trail: Sequence[Step], step: Step) -> bool:
        """Say whether a step goes where the rule speaks of."""
        if step.way != self.to_way:
            return False
        # A ring that begins and ends at the node can be driven anew without turning back.
        is_turning_back_meant = self.to_way == self.from_way and not self.via
        return not is_turning_back_meant or step.is_back_from(trail[-1])


class TurnRules:
    """Rules of turning, found by where they apply."""

    def __init__(self, rules: Iterable[TurnRule]) -> None:
        self._rules: defaultdict[tuple[int, int], list[TurnRule]] = defaultdict(list)
        for rule in rules:
            arriving_on = rule.via[-1].way if rule.via else rule.from_way
            self._rules[arriving_on, rule.node].append(rule)

    def __len__(self) -> int:
        return sum(map(len, self._rules.values()))

    def broken_by(self, trail: Sequence[Step], step: Step) -> TurnRule | None:
        """Give a rule that a step breaks after a trail, if there is one.

        Where several ``only_…`` hold (straight on, or to the right), one of them must be obeyed.
        """
        rules = self._rules.get((trail[-1].way, step.tail), ())
        active = [rule for rule in rules if rule.applies(trail)]
        demands = [rule for rule in active if rule.demands]
        if demands and not any(rule.is_taken(trail, step) for rule in demands):
            return demands[0]
        forbidden = (rule for rule in active if not rule.demands and rule.is_taken(trail, step))
        return next(forbidden, None)


def steps_of(way: Way, *, forward: bool) -> tuple[Step, ...]:
    """Give the steps along a way, or against it."""
    nodes = way.nodes if forward else way.nodes[::-1]
    return tuple(Step(way.id, tail, head) for tail, head in pairwise(nodes))
