"""What a house and a run of numbers say about the street they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from maps.addresses.house_numbers import HouseNumber, parse_number
from maps.addresses.street_names import usual_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.addresses.objects import AddressObjects, NumberRun

HouseId = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStretch:
    """Numbers between two numbered nodes of an addr:interpolation way.

    `begin` and `end` are positions of the nodes on the way's line.
    """

    run: int
    begin: int
    end: int
    first: HouseNumber
    last: HouseNumber
    step: int


def said_names(objects: AddressObjects) -> dict[HouseId, tuple[str, ...]]:
    """Names of the street that each house says, by itself or through a relation or a run.

    A house that says nothing is absent.
    """
    said = {}
    for house_id, house in objects.houses.items():
        names = (
            _names(house.tags, "addr:street")
            or _relation_names(objects.street_of.get(house_id, {}))
            or _names(house.tags, "addr:place")
        )
        if names:
            said[house_id] = names
    for run in objects.runs:
        names = _names(run.tags, "addr:street") or next(
            (said["n", node] for node in run.nodes if ("n", node) in said), ()
        )
        for node in run.nodes:
            if names and ("n", node) in objects.houses:
                said.setdefault(("n", node), names)
    return said


def stretches(objects: AddressObjects) -> list[NumberStretch]:
    """All runs, cut at every node that has a number of its own."""
    found = []
    for number, run in enumerate(objects.runs):
        step = _step(run.tags["addr:interpolation"])
        if step is None:
            continue
        numbered = _numbered_nodes(run, objects)
        for (begin, first), (end, last) in pairwise(numbered):
            found.append(
                NumberStretch(run=number, begin=begin, end=end, first=first, last=last, step=step)
            )
    return found


def _numbered_nodes(run: NumberRun, objects: AddressObjects) -> list[tuple[int, HouseNumber]]:
    numbered = []
    for position, node in enumerate(run.nodes):
        house = objects.houses.get(("n", node))
        number = parse_number(house.tags["addr:housenumber"]) if house else None
        if number:
            numbered.append((position, number))
    return numbered


def _step(interpolation: str) -> int | None:
    """How far apart neighbours' numbers are; ``None`` where they are letters."""
    if interpolation in {"odd", "even"}:
        return 2
    if interpolation == "all":
        return 1
    return int(interpolation) if interpolation.isdecimal() and int(interpolation) else None


def _names(tags: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(usual_names(tags, key)))


def _relation_names(tags: Mapping[str, str]) -> tuple[str, ...]:
    return _names(tags, "name") or _names(tags, "addr:street")
