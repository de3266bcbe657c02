"""The figures as tables to read, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from benchmarks.roads.contestants import CONTESTANTS, KEPT, OURS
from benchmarks.roads.engine import PLACES
from benchmarks.roads.targets import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.roads.agreement import Agreement, Pair, Spread
    from benchmarks.roads.contestants import Contestant
    from benchmarks.roads.results import Build, CityResult, Row

_ABSENT = "-"
_NOTES = f"""\
Seconds are the least of several, all engines taking turns in one run; ≈ is scaled up from fewer
origins. The places, {PLACES:,} random ones beside streets, are the same for all. *ready* is from
the OpenStreetMap file (from the kept map in the rows that say so) to an engine that can be asked,
imports included; *first table* finds the places' streets as well, *table* does not where the
engine can remember them. Tables hold durations and distances; scipy's and networkx's durations
only. OSRM, Valhalla, scipy and networkx use one core for a table. *memory* is the largest process's
peak."""


def to_markdown(about: Mapping[str, Any], results: Sequence[CityResult]) -> str:
    """Give the report."""
    parts = [f"Measured on {about['date']}: {_machine(about)}.", _NOTES, _targets(results)]
    parts += [part for result in results for part in _city(result)]
    return "\n\n".join(parts) + "\n"


def to_json(about: Mapping[str, Any], results: Sequence[CityResult]) -> dict[str, Any]:
    """Give everything that was measured, as plain data."""
    return {
        **about,
        "cities": [
            {**asdict(result), "targets": [asdict(verdict) for verdict in verdicts(result)]}
            for result in results
        ],
    }


def _machine(about: Mapping[str, Any]) -> str:
    machine = about["machine"]
    peers = about["peers"]
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB,"
        f" load {machine['load_before']} before; ours with {_versions(machine['versions'])};"
        f" peers with {peers if isinstance(peers, str) else _versions(peers)}"
    )


def _versions(of: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in of.items())


def _targets(results: Sequence[CityResult]) -> str:
    rows = [
        (verdict.city, verdict.target, _number(verdict.figure), _met(verdict.met))
        for result in results
        for verdict in verdicts(result)
    ]
    return _table(("city", "target", "measured", ""), rows)


def _met(met: bool | None) -> str:  # noqa: FBT001
    return "not measured" if met is None else "met" if met else "**not met**"


def _city(result: CityResult) -> list[str]:
    heading = f"### {result.city} ({result.source})"
    if result.failure:
        return [heading, f"failed: {result.failure}"]
    rows = [
        _engine(contestant, result.rows[contestant.key], result)
        for contestant in CONTESTANTS
        if contestant.key in result.rows
    ]
    columns = (
        "engine", "ready s", "of it", "first table s", "together s", "table s",
        "table, ours = 1", "memory MB", "",
    )  # fmt: skip
    parts = [heading, _table(columns, rows), _keeping(result)]
    if result.agreement:
        parts += _agreement(result.agreement)
    return [part for part in parts if part]


def _engine(contestant: Contestant, row: Row, result: CityResult) -> tuple[str, ...]:
    ours_s = result.row(KEPT).table_s
    about = "≈ " if row.origins < PLACES else ""
    return (
        contestant.name,
        *(_build(row.build, about) if row.build else [_ABSENT] * 4),
        _number(row.table_s, about),
        _number(row.table_s / ours_s if row.table_s and ours_s else None, about),
        _ABSENT if row.peak_mb is None else f"{row.peak_mb:.0f}",
        f"failed: {row.failure}".replace("|", "/") if row.failure else "",
    )


def _build(build: Build, about: str) -> tuple[str, ...]:
    return (
        _number(build.ready_s),
        ", ".join(f"{step} {seconds:.2f}" for step, seconds in build.steps_s.items()),
        _number(build.first_table_s, about),
        _number(build.total_s, about),
    )


def _keeping(result: CityResult) -> str:
    ours, kept = result.row(OURS).extras, result.row(KEPT)
    known = []
    if ours:
        known.append(f"written in {ours['save_s']:.3f} s, {ours['kept_map_mb']:.1f} MB")
    if kept.build:
        known.append(f"loaded in {kept.build.steps_s['load']:.3f} s")
    if kept.extras:
        known.append(f"another profile weighted in {kept.extras['reweighting_s']:.3f} s")
        known.append(f"100 streets closed in {kept.extras['closing_s']:.3f} s")
    return f"The kept map: {', '.join(known)}." if known else ""


def _agreement(found: Agreement) -> list[str]:
    reasons = [f"{count} ({why})" for why, count in found.left_out.items() if count]
    summary = (
        f"Ours / OSRM's car on {found.pairs:,} random pairs, median [5 to 95 %]: duration"
        f" {_spread(found.duration)}, distance {_spread(found.distance)}."
        f" Left out: {', '.join(reasons) or 'none'}."
    )
    worst = [_drive(pair) for pair in found.worst_durations]
    columns = ("from", "to", "ours s", "OSRM s", "ratio", "ours m", "OSRM m")
    return [summary, "The durations farthest apart:", _table(columns, worst)]


def _spread(of: Spread) -> str:
    return f"{of.median:.3f} [{of.low:.2f} to {of.high:.2f}]"


def _drive(pair: Pair) -> tuple[str, ...]:
    return (
        "{:.6f}, {:.6f}".format(*pair.origin),
        "{:.6f}, {:.6f}".format(*pair.destination),
        f"{pair.our_duration_s:.0f}",
        f"{pair.their_duration_s:.0f}",
        f"{pair.our_duration_s / pair.their_duration_s:.2f}",
        f"{pair.our_distance_m:.0f}",
        f"{pair.their_distance_m:.0f}",
    )


def _number(value: float | None, about: str = "") -> str:
    """Three digits, and all those before the point."""
    if value is None:
        return _ABSENT
    if abs(value) >= 100:
        return f"{about}{value:,.0f}"
    return f"{about}{value:#.3g}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
