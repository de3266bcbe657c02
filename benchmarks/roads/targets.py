"""What the figures have to be, and whether they are."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from benchmarks.roads.contestants import KEPT, OSRM_CH, OURS, SCIPY

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.roads.contestants import Contestant
    from benchmarks.roads.results import CityResult

_COMPARED = ("brussels", "dortmund", "heidelberg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure of a city that has to lie within bounds; for all cities where none are named."""

    text: str
    figure: Callable[[CityResult], float | None]
    least: float = 0.0
    most: float = inf
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A target on a city: its figure, and whether it is met; both None where not measured."""

    city: str
    target: str
    figure: float | None
    met: bool | None


def verdicts(result: CityResult) -> list[Verdict]:
    """Judge a city by the targets that hold for it."""
    return [
        Verdict(
            city=result.city,
            target=target.text,
            figure=(figure := target.figure(result)),
            met=None if figure is None else target.least <= figure <= target.most,
        )
        for target in TARGETS
        if not target.cities or result.city in target.cities
    ]


def first_table_ratio(result: CityResult) -> float | None:
    """File to first table: ours over OSRM CH's."""
    ours, theirs = (result.row(one).build for one in (OURS, OSRM_CH))
    return ours.total_s / theirs.total_s if ours and theirs else None


def table_ratio(result: CityResult, other: Contestant) -> float | None:
    """A table on one core: ours over another's."""
    ours, theirs = (result.row(one).table_s for one in (KEPT, other))
    return ours / theirs if ours and theirs else None


def _loading_s(result: CityResult) -> float | None:
    build = result.row(KEPT).build
    return build.ready_s - build.steps_s["import"] if build else None


def _agreement(part: str) -> Callable[[CityResult], float | None]:
    def figure(result: CityResult) -> float | None:
        return getattr(result.agreement.duration, part) if result.agreement else None

    return figure


TARGETS = (
    Target(
        text="file to first table, ours / OSRM CH, at most 1/10",
        figure=first_table_ratio,
        most=1 / 10,
        cities=("porto",),
    ),
    Target(
        text="file to first table, ours / OSRM CH, at most 1/6",
        figure=first_table_ratio,
        most=1 / 6,
        cities=("brussels", "heidelberg"),
    ),
    Target(
        text="table on one core, ours / OSRM CH, at most 1/3",
        figure=lambda result: table_ratio(result, OSRM_CH),
        most=1 / 3,
    ),
    Target(
        text="table on one core, ours / scipy, at most 1/20",
        figure=lambda result: table_ratio(result, SCIPY),
        most=1 / 20,
    ),
    Target(text="loading the kept map, at most 0.5 s", figure=_loading_s, most=0.5),
    Target(
        text="memory from file to tables, at most 1000 MB",
        figure=lambda result: result.row(OURS).peak_mb,
        most=1000.0,
    ),
    Target(
        text="weighting another profile, at most 0.1 s",
        figure=lambda result: result.row(KEPT).extras.get("reweighting_s"),
        most=0.1,
        cities=("porto",),
    ),
    Target(
        text="closing 100 streets, at most 0.1 s",
        figure=lambda result: result.row(KEPT).extras.get("closing_s"),
        most=0.1,
        cities=("porto",),
    ),
    Target(
        text="duration, ours / OSRM car: median from 0.9 to 1.1",
        figure=_agreement("median"),
        least=0.9,
        most=1.1,
        cities=_COMPARED,
    ),
    Target(
        text="duration, ours / OSRM car: 5 % at least 0.7",
        figure=_agreement("low"),
        least=0.7,
        cities=_COMPARED,
    ),
    Target(
        text="duration, ours / OSRM car: 95 % at most 1.4",
        figure=_agreement("high"),
        most=1.4,
        cities=_COMPARED,
    ),
)
