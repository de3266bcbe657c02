"""How well addresses are located that come only as text.

    python benchmarks/locating.py MAP_OR_OSM [--n 1000] [--seed 1] [--crab CSV_GZ]

Draws houses that say their street, writes each the way people write addresses, locates the text,
and compares with where the house is. Three times: as the map is; with the drawn houses' numbers
taken out of it, a tenth of the map at most at a time (*held out*); and with their streets' names
taken out (*no street*), where the only right answer is an error. ``--crab`` locates official
Flemish addresses instead.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from maps.addresses.assembly import gazetteer_of
from maps.addresses.gazetteer import Addresses, Gazetteer
from maps.addresses.locating import LocatingError, Location, Locator
from maps.addresses.objects import read_address_objects
from maps.addresses.street_names import fold, halves
from maps.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHORT = {
    "Avenue": ("Av.", "Ave", "av"),
    "Boulevard": ("Bd", "Bd.", "Blvd"),
    "Chaussée": ("Ch.", "Chée", "Chaussee"),
    "Rue": ("R.", "rue"),
    "Place": ("Pl.", "pl"),
    "Square": ("Sq.",),
    "Saint": ("St",),
    "Sint": ("St.", "St"),
    "Général": ("Gén.",),
}
_SHORT_ENDINGS = {"straße": ("str.", "strasse", "str"), "straat": ("str.", "str"), "laan": ("ln",)}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An address as somebody wrote it, and where it is."""

    text: str
    postcode: str | None
    city: str | None
    address: int
    lat: float
    lon: float


def questions(path: Path, gazetteer: Gazetteer, n: int, seed: int) -> list[Question]:
    """Draw houses that say their street, and write each as people do."""
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    place = {
        (round(float(lat), 9), round(float(lon), 9)): index
        for index, (lat, lon) in enumerate(
            zip(gazetteer.addresses.lat, gazetteer.addresses.lon, strict=True)
        )
    }
    speaking = [
        (house.tags["addr:street"], house.tags["addr:housenumber"], index)
        for house in read_address_objects(path).houses.values()
        if "addr:street" in house.tags
        and (index := place.get((round(house.lat, 9), round(house.lon, 9)))) is not None
    ]
    return [
        _question(gazetteer, street, number, index, rng)
        for street, number, index in rng.sample(speaking, min(n, len(speaking)))
    ]


def _question(
    gazetteer: Gazetteer, street: str, number: str, index: int, rng: random.Random
) -> Question:
    address = gazetteer.address(index)
    name = _name_as_written(street, rng)
    number = _number_as_written(number, rng)
    text = rng.choice(
        (
            f"{name} {number}",
            f"{name} {number}",
            f"{name}, {number}",
            f"{number}, {name}",
            f"{number} {name}",
        )
    )
    postcode, city = address.postcode, rng.choice(halves(address.city) or [""])
    if rng.random() < 0.05 and postcode[-2:].isdecimal():
        postcode = postcode[:-2] + f"{(int(postcode[-2:]) + rng.choice((10, -10, 1))) % 100:02d}"
    roll = rng.random()
    if roll < 0.4 and postcode and city:
        return _asked(f"{text}, {postcode} {city}", None, None, gazetteer, index)
    if roll < 0.5 and city:
        return _asked(f"{text}, {city}", None, None, gazetteer, index)
    if roll < 0.8:
        return _asked(text, postcode or None, city or None, gazetteer, index)
    return _asked(text, None, None, gazetteer, index)


def _asked(
    text: str, postcode: str | None, city: str | None, gazetteer: Gazetteer, index: int
) -> Question:
    return Question(
        text=text,
        postcode=postcode,
        city=city,
        address=index,
        lat=float(gazetteer.addresses.lat[index]),
        lon=float(gazetteer.addresses.lon[index]),
    )


def _name_as_written(street: str, rng: random.Random) -> str:
    """One language or both, abbreviated or not, in any case, with or without accents."""
    name = rng.choice([*halves(street), *halves(street), street])
    if rng.random() < 0.35:
        words = [rng.choice(_SHORT[word]) if word in _SHORT else word for word in name.split(" ")]
        name = " ".join(words)
        for ending, short in _SHORT_ENDINGS.items():
            if name.lower().endswith(ending):
                name = name[: -len(ending)] + rng.choice(short)
    style = rng.random()
    if style < 0.15:
        name = name.upper()
    elif style < 0.3:
        name = name.lower()
    if rng.random() < 0.25:
        name = fold(name)
    if rng.random() < 0.04:
        name = _mistyped(name, rng)
    return name.replace("'", rng.choice(("'", "\u2019", " ")))


def _mistyped(name: str, rng: random.Random) -> str:
    """One letter left out, doubled, or swapped with the next."""
    at = rng.randrange(1, max(2, len(name) - 1))
    slips = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    )
    return rng.choice(slips)


def _number_as_written(number: str, rng: random.Random) -> str:
    """The number with a mailbox, a floor or nothing."""
    behind = rng.choice(("", "", "", "", " bte 4", " bus 12", "/3", " b. 2", ", 3rd floor"))
    if number[-1:].isalpha() and rng.random() < 0.5:
        number = f"{number[:-1].strip()} {number[-1]}"
    return number + behind


def without_numbers(gazetteer: Gazetteer, indexes: Sequence[int]) -> Gazetteer:
    """Take addresses out of a gazetteer, and every other with the same street and number."""
    addresses = gazetteer.addresses
    gone = {(int(addresses.street[i]), int(addresses.low[i])) for i in indexes}
    keep = np.array(
        [
            (int(street), int(low)) not in gone
            for street, low in zip(addresses.street, addresses.low, strict=True)
        ],
        np.bool_,
    )
    columns = {
        field.name: getattr(addresses, field.name)[keep]
        for field in dataclasses.fields(Addresses)
        if field.name != "start"
    }
    start = np.searchsorted(columns["street"], np.arange(gazetteer.street_count + 1))
    kept = Addresses(start=start.astype(np.int32), **columns)
    return dataclasses.replace(gazetteer, addresses=kept)


def without_streets(gazetteer: Gazetteer, indexes: Sequence[int]) -> Gazetteer:
    """Take the names of these addresses' streets out of a gazetteer."""
    gone = set(gazetteer.addresses.street[list(indexes)].tolist())
    streets = gazetteer.streets
    counts = np.diff(streets.alias_start)
    keep = np.array([street not in gone for street in range(len(counts))], np.bool_)
    alias = np.repeat(keep, counts)
    start = np.concatenate([[0], np.cumsum(np.where(keep, counts, 0))])
    kept = dataclasses.replace(
        streets,
        alias=streets.alias[alias],
        alias_usual=streets.alias_usual[alias],
        alias_start=start.astype(np.int32),
    )
    return dataclasses.replace(gazetteer, streets=kept)


Answer = tuple[Question, Location | LocatingError, float]
"""A question, what came of it, and how many metres that is off (infinite for an error)."""


def answers(gazetteer: Gazetteer, asked: Sequence[Question]) -> list[Answer]:
    """Locate every question."""
    locator = Locator(gazetteer)
    found: list[Answer] = []
    for one in asked:
        try:
            location = locator.locate(one.text, one.postcode, one.city)
        except LocatingError as error:
            found.append((one, error, float("inf")))
        else:
            away = float(great_circle_m(one.lat, one.lon, location.lat, location.lon))
            found.append((one, location, away))
    return found


def silently_wrong(found: Sequence[Answer]) -> list[Answer]:
    """Located more than a kilometre off, and further than the stated accuracy."""
    return [
        (one, location, away)
        for one, location, away in found
        if isinstance(location, Location) and away > max(1000.0, location.accuracy_m)
    ]


def report(title: str, found: Sequence[Answer], seconds: float, *, verbose: bool) -> None:
    """Print shares within distances, failures, how honest the accuracy is, and what is wrong."""
    located = [(one, where, away) for one, where, away in found if isinstance(where, Location)]
    errors = Counter(where.code for _, where, _ in found if isinstance(where, LocatingError))
    total = len(found)
    print(f"\n{title}: {total} addresses in {seconds:.2f} s, indexes included")
    for limit in (25, 50, 100, 1000):
        share = sum(away <= limit for _, _, away in located) / total
        print(f"  within {limit:4d} m   {share:6.1%}")
    for code, count in sorted(errors.items()):
        print(f"  {code}   {count / total:6.1%}")
    for how in ("exact", "interpolated", "street"):
        off = [(away, where.accuracy_m) for _, where, away in located if where.located == how]
        if off:
            covered = sum(away <= accuracy for away, accuracy in off) / len(off)
            print(
                f"  {how:12s} {len(off):5d}   median error {np.median([a for a, _ in off]):4.0f} m"
                f"   median accuracy_m {np.median([b for _, b in off]):4.0f}"
                f"   errors within accuracy_m {covered:6.1%}"
            )
    wrong = silently_wrong(found)
    corrected = sum(where.corrected for _, where, _ in located)
    print(f"  spelling corrected {corrected}   silently wrong by over 1 km {len(wrong)}")
    for one, where, away in wrong:
        print(f"    {one.text!r} {one.postcode} {one.city}: {away:.0f} m off, {where}")
    if verbose:
        for one, where, away in found:
            if away > 100:
                print(f"    {one.text!r} {one.postcode} {one.city}: {away:.0f} m, {where}")


def held_out(gazetteer: Gazetteer, asked: Sequence[Question]) -> list[Answer]:
    """Locate every question on a map from which its own number is taken out.

    Questions are taken in groups of a tenth of the map's addresses at most, so that the rest of
    the map is nearly whole.
    """
    group = max(1, gazetteer.address_count // 10)
    found: list[Answer] = []
    for begin in range(0, len(asked), group):
        some = asked[begin : begin + group]
        found += answers(without_numbers(gazetteer, [one.address for one in some]), some)
    return found


def _measure(
    title: str,
    measure: Callable[[Gazetteer, Sequence[Question]], list[Answer]],
    gazetteer: Gazetteer,
    asked: Sequence[Question],
    *,
    verbose: bool,
) -> None:
    begin = time.perf_counter()
    found = measure(gazetteer, asked)
    report(title, found, time.perf_counter() - begin, verbose=verbose)


def crab_questions(path: Path, n: int, seed: int) -> list[Question]:
    """Draw official Flemish addresses (latin-1; STREET_NL, HUISNR, COMMUNE_NL, PKANCODE)."""
    rows = pd.read_csv(path, encoding="latin-1", dtype={"HUISNR": str, "PKANCODE": str})
    # Seven rows stand on one made-up point outside Flanders.
    rows = rows[rows["LAT"] > 50].sample(n, random_state=seed)
    columns = (rows[name] for name in ("STREET_NL", "HUISNR", "PKANCODE", "COMMUNE_NL"))
    lat, lon = rows["LAT"].to_numpy(float), rows["LON"].to_numpy(float)
    return [
        Question(
            text=f"{street} {number}",
            postcode=str(postcode),
            city=str(city),
            address=-1,
            lat=float(north),
            lon=float(east),
        )
        for street, number, postcode, city, north, east in zip(*columns, lat, lon, strict=True)
    ]


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crab", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print what is over 100 m off")
    args = parser.parse_args()
    begin = time.perf_counter()
    gazetteer = gazetteer_of(read_address_objects(args.map))
    print(
        f"{args.map.name}: {gazetteer.address_count} addresses, {gazetteer.street_count} streets,"
        f" read in {time.perf_counter() - begin:.2f} s"
    )
    if args.crab:
        asked = crab_questions(args.crab, args.n, args.seed)
        _measure("official addresses", answers, gazetteer, asked, verbose=args.verbose)
        return
    asked = questions(args.map, gazetteer, args.n, args.seed)
    _measure("as the map is", answers, gazetteer, asked, verbose=args.verbose)
    _measure("held out", held_out, gazetteer, asked, verbose=args.verbose)
    some = asked[:300]
    stripped = without_streets(gazetteer, [one.address for one in some])
    _measure("no street", answers, stripped, some, verbose=args.verbose)


if __name__ == "__main__":
    main()
