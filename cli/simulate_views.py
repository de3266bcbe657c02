"""Played same-days as a table for people, and as lines for programs."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from routing.published.sameday.published import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.published.sameday.days import Day
    from routing.published.sameday.play import Played
    from routing.published.sameday.published import Published

_NONE = "-"


def sentence(played: Played) -> str:
    """What was decided in an epoch."""
    return (
        f"{played.instance}, seed {played.seed}, epoch {played.epoch}: {played.sent} of"
        f" {played.known} orders sent, {played.cost:,} s of driving"
    )


def document(day: Day, published: Published) -> dict[str, Any]:
    """What `tournee simulate --json` prints of a day."""
    return {
        "instance": day.instance,
        "seed": day.seed,
        "cost": day.cost,
        "orders": day.orders,
        "longest_epoch_s": day.longest_s,
        "epochs": [
            {
                "epoch": one.epoch,
                "known": one.known,
                "must_go": one.must_go,
                "sent": one.sent,
                "routes": len(one.routes),
                "cost": one.cost,
                "seconds": one.seconds,
            }
            for one in day.epochs
        ],
        "faults": list(day.faults),
        "published": published.get((day.instance, day.seed)),
    }


def table(days: Sequence[Day], published: Published) -> RenderableType:
    """Mean costs by instance beside the published ones, and over all days that have those."""
    made = Table(title="Mean cost of a day, seconds of driving", title_justify="left")
    for heading in ("instance", "days", "ours", *POLICIES, "of rollout", "of oracle", "longest s"):
        made.add_column(heading, justify="left" if heading == "instance" else "right")
    for name in dict.fromkeys(day.instance for day in days):
        _row(made, escape(name), [day for day in days if day.instance == name], published)
    made.add_section()
    both = [day for day in days if (day.instance, day.seed) in published] or days
    _row(made, "all" if len(both) == len(days) else "all with published costs", both, published)
    faults = [f"{day.instance}, seed {day.seed}: {fault}" for day in days for fault in day.faults]
    return Group(made, *map(escape, faults))


def _row(made: Table, name: str, days: Sequence[Day], published: Published) -> None:
    ours = fmean(day.cost for day in days)
    theirs = _means([published.get((day.instance, day.seed)) for day in days])
    ratios = (
        _NONE if theirs is None else f"{ours / theirs[policy]:.3f}"
        for policy in ("rollout", "oracle")
    )
    made.add_row(
        name,
        str(len(days)),
        f"{ours:,.0f}",
        *(_NONE if theirs is None else f"{theirs[policy]:,.0f}" for policy in POLICIES),
        *ratios,
        f"{max(day.longest_s for day in days):.1f}",
    )


def _means(costs: Iterable[Mapping[str, float] | None]) -> dict[str, float] | None:
    """Mean published costs, if every day has some."""
    found = list(costs)
    if any(one is None for one in found):
        return None
    return {policy: fmean(one[policy] for one in found if one) for policy in POLICIES}
