"""How much work fits into the hours of a hub's people, by half-hours.

Each piece of work may be done at any time of its span, and by several people at once. That is less
than is asked of a real schedule, so what does not fit here fits into none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOT_S = 1800

Span = tuple[int, int]
"""The slots in which a piece of work may be done: the first, and the first after the last."""


@dataclass(frozen=True, slots=True)
class Slots:
    """The day in half-hours: when the first begins, and how many there are."""

    start_s: int
    count: int

    @classmethod
    def covering(cls, start_s: int, end_s: int) -> Slots:
        """Those that hold a span of the day."""
        first = start_s // SLOT_S
        return cls(first * SLOT_S, max(1, -(-end_s // SLOT_S) - first))

    def span(self, start_s: int, end_s: int) -> Span:
        """The slots of work that may be done between two times; one at the least."""
        first = min(max(0, (start_s - self.start_s) // SLOT_S), self.count - 1)
        last = min(max(0, (end_s - self.start_s) // SLOT_S), self.count)
        return first, max(first + 1, last)

    def begins_s(self, slot: int) -> int:
        """When a slot begins."""
        return self.start_s + slot * SLOT_S

    def overlap_s(self, start_s: int, end_s: int) -> list[int]:
        """How much of each slot lies between two times."""
        edges = [self.begins_s(slot) for slot in range(self.count)]
        return [max(0, min(end_s, edge + SLOT_S) - max(start_s, edge)) for edge in edges]


@dataclass(frozen=True, slots=True)
class Filled:
    """Work in its slots: how much of each span's is done in which slot, and what does not fit."""

    room_s: Sequence[int]
    done_s: Mapping[Span, Mapping[int, int]]
    over_s: int

    def full_around(self, span: Span) -> Span:
        """The slots that would have to have room so that more work of a span fitted.

        If some work of the span is left over, all of them are full: what is done in them cannot be
        put off out of them.
        """
        first, last = span
        while True:
            in_it = [
                other
                for other, done in self.done_s.items()
                if any(first <= slot < last for slot in done)
            ]
            wider = (
                min([first, *(a for a, _ in in_it)]),
                max([last, *(b for _, b in in_it)]),
            )
            if wider == (first, last):
                return wider
            first, last = wider


def fill(work_s: Mapping[Span, int], room_s: Sequence[int]) -> Filled:
    """As much work as can be done, of what may be done in a slot the most urgent first.

    That leaves least over (Glover, 1967, on matching in convex bipartite graphs).

    Parameters
    ----------
    work_s
        Seconds of work by span.
    room_s
        Seconds that people have in each slot.
    """
    urgent = sorted(work_s, key=lambda span: (span[1], span[0]))
    left = {span: work_s[span] for span in urgent}
    done: dict[Span, dict[int, int]] = {}
    for slot, here_s in enumerate(room_s):
        free_s = here_s
        for span in urgent:
            if not free_s:
                break
            if span[0] <= slot < span[1] and left[span]:
                some_s = min(free_s, left[span])
                left[span] -= some_s
                free_s -= some_s
                done.setdefault(span, {})[slot] = some_s
    return Filled(room_s, done, sum(left.values()))
