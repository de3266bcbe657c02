"""From an OpenStreetMap file to a gazetteer: every house number gets a street, every street names.

A house's street is, in this order, what its own tags say, what its street relation or its run of
numbers says, and the nearest street with a name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.addresses.boundaries import Inside, inside
from maps.addresses.gazetteer import Addresses, Gazetteer, Localities, Runs, Settlements, Streets
from maps.addresses.house_numbers import HouseNumber, parse_number
from maps.addresses.house_streets import HouseId, NumberStretch, said_names, stretches
from maps.addresses.objects import AddressObjects, House, NamedWay, Settlement, read_address_objects
from maps.addresses.postal import Postal, postal_of
from maps.addresses.street_names import other_names, usual_names
from maps.addresses.streets import group_pieces, one_spelling
from maps.addresses.texts import TextIds
from maps.geodesy import flat_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_STEP_DEG = 50.0 / 111_195.0
_NEAREST_STREET_M = 150.0


def read_gazetteer(path: Path) -> Gazetteer:
    """Read all that an OpenStreetMap file knows of addresses.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.

    Raises
    ------
    MapError
        MAP-TRUNCATED: the file cannot be read to its end.
    """
    return gazetteer_of(read_address_objects(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class _House:
    """A house number whose street is settled: a piece's number, said or the nearest."""

    house_id: HouseId
    house: House
    number: HouseNumber
    piece: int
    said: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """What streets are put together from: named ways first, then houses that say their street.

    `owner`, `lat` and `lon` are points; `owner` is the piece.
    """

    names: list[tuple[str, ...]]
    others: list[tuple[str, ...]]
    owner: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


def gazetteer_of(objects: AddressObjects) -> Gazetteer:
    """Put a gazetteer together from a file's objects."""
    said = said_names(objects)
    pieces = _pieces(objects, said)
    houses = _houses(objects, said)
    house_lat = np.array([one.house.lat for one in houses])
    house_lon = np.array([one.house.lon for one in houses])
    lat = np.concatenate([pieces.lat, house_lat])
    lon = np.concatenate([pieces.lon, house_lon])
    around = inside(objects.areas, lat, lon)
    points = len(pieces.lat)
    tags: list[Mapping[str, str]] = [{}] * points + [
        {**objects.street_of.get(one.house_id, {}), **one.house.tags} for one in houses
    ]
    postal = postal_of(tags, around, lat, lon)
    east, north = _flat(lat, lon)
    street_of_piece = group_pieces(
        one_spelling(pieces.names, np.bincount(pieces.owner, minlength=len(pieces.names))),
        pieces.owner,
        east[:points],
        north[:points],
        around.locality[:points],
    )
    text = TextIds()
    street = np.array([street_of_piece[one.piece] for one in houses], np.int64)
    order = np.argsort(street, kind="stable")
    streets = _streets(pieces, street_of_piece, around, postal, text)
    addresses = Addresses(
        start=_starts(street[order], len(streets.name)),
        lat=house_lat[order],
        lon=house_lon[order],
        street=street[order].astype(np.int32),
        street_said=np.array([houses[i].said for i in order], np.bool_),
        number=_ints(text(houses[i].house.tags["addr:housenumber"]) for i in order),
        low=_ints(houses[i].number.low for i in order),
        high=_ints(houses[i].number.high for i in order),
        postcode=_ints(text(postal.postcode[points + i]) for i in order),
        city=_ints(text(postal.city[points + i]) for i in order),
        locality=around.locality[points:][order],
    )
    by_id = {one.house_id: int(street_of_piece[one.piece]) for one in houses}
    return Gazetteer(
        streets=streets,
        addresses=addresses,
        runs=_runs(objects, stretches(objects), by_id),
        localities=_localities(around, text),
        settlements=_settlements(objects.settlements, text),
        texts=text.texts(),
    )


def _pieces(objects: AddressObjects, said: dict[HouseId, tuple[str, ...]]) -> _Pieces:
    lines = _lines(objects.ways, _corners(objects.ways))
    # A way with one node inside the file has no length, which segmentize refuses.
    long = shapely.length(lines) > 0
    lines[long] = shapely.segmentize(lines[long], _STEP_DEG)
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    speaking = [objects.houses[house_id] for house_id in said]
    return _Pieces(
        names=[tuple(dict.fromkeys(usual_names(way.tags))) for way in objects.ways]
        + list(said.values()),
        others=[tuple(other_names(way.tags)) for way in objects.ways] + [()] * len(said),
        owner=np.concatenate([owner, len(objects.ways) + np.arange(len(said))]),
        lat=np.concatenate([coordinates[:, 0], [house.lat for house in speaking]]),
        lon=np.concatenate([coordinates[:, 1], [house.lon for house in speaking]]),
    )


def _corners(ways: Sequence[NamedWay]) -> NDArray[np.float64]:
    """All ways' points after each other, at least two a way."""
    points = (way.points if len(way.points) > 1 else way.points.repeat(2, axis=0) for way in ways)
    return np.concatenate([np.empty((0, 2)), *points])


def _lines(ways: Sequence[NamedWay], corners: NDArray[np.float64]) -> NDArray[np.object_]:
    """A line for each way through its `corners`, in whatever measure these are."""
    counts = [max(2, len(way.points)) for way in ways]
    return np.asarray(shapely.linestrings(corners, indices=np.repeat(np.arange(len(ways)), counts)))


def _houses(objects: AddressObjects, said: dict[HouseId, tuple[str, ...]]) -> list[_House]:
    """Every house with a number that can be read and a street, said or near enough."""
    piece_of = {house_id: len(objects.ways) + place for place, house_id in enumerate(said)}
    silent = [house_id for house_id in objects.houses if house_id not in said]
    nearest = _nearest_ways(objects, silent)
    houses = []
    for house_id, house in objects.houses.items():
        number = parse_number(house.tags["addr:housenumber"])
        piece = piece_of.get(house_id, nearest.get(house_id))
        if number is not None and piece is not None:
            houses.append(
                _House(
                    house_id=house_id,
                    house=house,
                    number=number,
                    piece=piece,
                    said=house_id in said,
                )
            )
    return houses


def _nearest_ways(objects: AddressObjects, silent: Sequence[HouseId]) -> dict[HouseId, int]:
    """For each house the nearest named way, if there is one near."""
    if not objects.ways or not silent:
        return {}
    corners = _corners(objects.ways)
    at_lat = float(corners[:, 0].mean())
    lines = _lines(objects.ways, np.stack(flat_m(*corners.T, at_lat=at_lat), axis=1))
    houses = [objects.houses[house_id] for house_id in silent]
    doors = shapely.points(
        *flat_m([house.lat for house in houses], [house.lon for house in houses], at_lat=at_lat)
    )
    house, way = shapely.STRtree(lines).query_nearest(
        doors, max_distance=_NEAREST_STREET_M, all_matches=False
    )
    return {silent[one]: int(line) for one, line in zip(house, way, strict=True)}


def _streets(
    pieces: _Pieces,
    street_of_piece: NDArray[np.int64],
    around: Inside,
    postal: Postal,
    text: TextIds,
) -> Streets:
    count = int(street_of_piece.max(initial=-1)) + 1
    weight = np.bincount(pieces.owner, minlength=len(pieces.names))
    spelled: list[Counter[str]] = [Counter() for _ in range(count)]
    usual: list[dict[str, bool]] = [{} for _ in range(count)]
    for piece, street in enumerate(street_of_piece.tolist()):
        spelled[street][pieces.names[piece][0]] += int(weight[piece])
        for name in pieces.names[piece]:
            usual[street][name] = True
    for piece, street in enumerate(street_of_piece.tolist()):
        for name in pieces.others[piece]:
            usual[street].setdefault(name, False)
    street_of_point = street_of_piece[pieces.owner]
    order = np.argsort(street_of_point, kind="stable")
    return Streets(
        name=_ints(text(spelled[street].most_common(1)[0][0]) for street in range(count)),
        alias_start=np.cumsum([0, *map(len, usual)]).astype(np.int32),
        alias=_ints(text(name) for names in usual for name in names),
        alias_usual=np.array([flag for names in usual for flag in names.values()], np.bool_),
        point_start=_starts(street_of_point[order], count),
        lat=pieces.lat[order],
        lon=pieces.lon[order],
        locality=around.locality[order],
        postcode=_ints(text(postal.postcode[i]) for i in order),
        city=_ints(text(postal.city[i]) for i in order),
    )


def _runs(
    objects: AddressObjects, found: Sequence[NumberStretch], street: dict[HouseId, int]
) -> Runs:
    placed = [
        (stretch, street["n", objects.runs[stretch.run].nodes[stretch.begin]])
        for stretch in found
        if ("n", objects.runs[stretch.run].nodes[stretch.begin]) in street
    ]
    placed.sort(key=lambda one: one[1])
    lines = [
        objects.runs[stretch.run].points[stretch.begin : stretch.end + 1] for stretch, _ in placed
    ]
    points = np.concatenate([np.empty((0, 2)), *lines])
    return Runs(
        street=_ints(number for _, number in placed),
        first=_ints(stretch.first.low for stretch, _ in placed),
        last=_ints(stretch.last.high for stretch, _ in placed),
        step=_ints(stretch.step for stretch, _ in placed),
        point_start=np.cumsum([0, *map(len, lines)]).astype(np.int32),
        lat=points[:, 0],
        lon=points[:, 1],
    )


def _localities(around: Inside, text: TextIds) -> Localities:
    return Localities(
        city=_ints(map(text, around.city)),
        alias_start=np.cumsum([0, *map(len, around.names)]).astype(np.int32),
        alias=_ints(text(name) for names in around.names for name in names),
    )


def _settlements(found: Sequence[Settlement], text: TextIds) -> Settlements:
    named = [(name, one) for one in found for name in dict.fromkeys(usual_names(one.tags))]
    return Settlements(
        name=_ints(text(name) for name, _ in named),
        lat=np.array([one.lat for _, one in named]),
        lon=np.array([one.lon for _, one in named]),
        reach_m=np.array([one.reach_m for _, one in named]),
    )


def _flat(
    lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return flat_m(lat, lon, at_lat=float(lat.mean()) if len(lat) else 0.0)


def _starts(street: NDArray[np.int64], count: int) -> NDArray[np.int32]:
    """Where each street's entries begin in a sorted list of streets."""
    return np.searchsorted(street, np.arange(count + 1)).astype(np.int32)


def _ints(numbers: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(numbers, np.int32)
