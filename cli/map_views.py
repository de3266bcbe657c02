"""A map's figures as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.info import MapInfo


def map_figures(info: MapInfo) -> RenderableType:
    """What a map holds, what each kind of vehicle has of it, and what was left out."""
    table = Table(title=f"{info.name} ({info.source}, {info.date or 'date unknown'})", box=None)
    table.title_justify = "left"
    table.show_header = False
    south, west, north, east = info.bbox
    unread = info.conditional_tags_unread
    rows = [
        *([("place", f"{info.place}, fetched from OpenStreetMap by name")] if info.place else []),
        ("extent", f"{info.width_km:g} x {info.height_km:g} km, {south:.4f} {west:.4f} to"),
        ("", f"{north:.4f} {east:.4f}"),
        ("file", f"{info.size_bytes / 1e6:.1f} MB, sha256 {info.sha256[:16]}…"),
        ("streets", f"{info.km:,.1f} km in {info.segments:,} segments"),
        ("", ", ".join(f"{name} {km:g}" for name, km in _largest(info.km_by_class))),
        ("with maxspeed", f"{info.maxspeed_share:.0%} of what motors may use"),
        ("one-way", f"{info.oneway_share:.0%}"),
        ("turn restrictions", f"{info.turn_restrictions:,} honoured"),
        ("conditional tags", f"{info.conditional_tags:,} read, {unread:,} unreadable"),
        ("traffic signals", f"{info.traffic_signals:,}"),
        ("addresses", f"{info.addresses:,} on {info.streets:,} named streets"),
        ("shops", f"{info.shops:,}, of them {info.supermarkets:,} supermarkets"),
    ]
    for word, reasons in (
        ("left out", info.dropped),
        ("skipped", info.turn_restrictions_skipped),
        ("skipped", info.skipped),
    ):
        rows.extend((word, f"{why}: {count:,}") for why, count in reasons.items())
    for name, value in rows:
        table.add_row(name, escape(value))
    return Group(table, Text(), _profile_figures(info))


def _profile_figures(info: MapInfo) -> Table:
    table = Table(title="What each kind of vehicle may use, in km", title_justify="left", box=None)
    for heading in (
        "kind", "usable", "largest connected part", "of it for ends only", "at times",
        "its junctions", "turn restrictions",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for kind, part in info.profiles.items():
        lengths_km = (part.usable_km, part.largest_part_km, part.ends_only_km, part.at_times_km)
        counts = (part.junctions, part.turn_restrictions)
        table.add_row(kind, *(f"{km:,.1f}" for km in lengths_km), *(f"{n:,}" for n in counts))
    return table


def _largest(km_by_class: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(km_by_class.items(), key=lambda item: -item[1])[:8]
