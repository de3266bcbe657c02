"""Addresses from a CSV file, for maps that hold none."""

from __future__ import annotations

import gzip
import math
from typing import TYPE_CHECKING

import numpy as np

from maps.addresses.gazetteer import Address
from routing.errors import DayError
from routing.sample.customers import Addresses
from routing.tables.columns import plain
from routing.tables.csv import read_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TITLES = {
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "street": ("street", "street_name", "addr:street", "straat", "straatnaam", "rue", "street_nl"),
    "number": ("number", "house_number", "addr:housenumber", "huisnummer", "huisnr", "hausnummer"),
    "postcode": ("postcode", "postal_code", "zip", "addr:postcode", "plz", "pkancode"),
    "city": ("city", "town", "municipality", "addr:city", "gemeente", "commune", "commune_nl"),
}
"""What address files call their columns; ``*_nl``, HUISNR and PKANCODE are the Flemish CRAB's."""


def read_addresses(path: Path) -> Addresses:
    """Read a file of addresses: CSV with a header, plain or ``.gz``, UTF-8 or else Windows-1252.

    It needs a latitude and a longitude; street, number, postcode and city are taken where they
    stand. Rows without a position in degrees are left out.

    Raises
    ------
    DayError
        SAMPLE-ADDRESSES-…, where the file cannot be read, lacks a column, or has no position.
    """
    sheet = read_csv(
        _content(path),
        name=path.name,
        known=[title for titles in _TITLES.values() for title in titles],
    )
    places = _places(sheet.header)
    missing = [column for column in ("lat", "lon") if column not in places]
    if missing:
        raise DayError(
            "SAMPLE-ADDRESSES-COLUMN",
            f"{path.name} has no column {' and no column '.join(missing)}; its columns are:"
            f" {', '.join(sheet.header)}.",
            "Rename the columns that hold degrees to lat and lon.",
        )
    records = [values for _, values in sheet.records]
    lat = np.array([_degrees(values[places["lat"]], 90) for values in records])
    lon = np.array([_degrees(values[places["lon"]], 180) for values in records])
    row = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    if not len(row):
        raise DayError(
            "SAMPLE-ADDRESSES-EMPTY",
            f"{path.name} holds no address with a position in degrees.",
            "Look at its columns of latitude and longitude; projected metres do not count.",
        )

    def words(index: int) -> Address:
        texts = {
            column: str(records[index][places[column]]).strip() if column in places else ""
            for column in ("street", "number", "postcode", "city")
        }
        return Address(lat=float(lat[index]), lon=float(lon[index]), **texts)

    return Addresses(lat=lat[row], lon=lon[row], row=row, words=words)


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix.lower() == ".gz" else data
    except (OSError, EOFError) as error:
        raise DayError(
            "SAMPLE-ADDRESSES-FILE",
            f"{path} cannot be read: {error}.",
            "Name a CSV file of addresses, plain or .gz, that you may read.",
        ) from error


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; of several the one whose name comes first in the list."""
    titles = [plain(title) for title in header]
    return {
        column: titles.index(found)
        for column, known in _TITLES.items()
        if (found := next((plain(name) for name in known if plain(name) in titles), None))
    }


def _degrees(value: object, most: float) -> float:
    """Read degrees, NaN where there are none."""
    try:
        degrees = float(str(value).strip().replace(",", "."))
    except ValueError:
        return math.nan
    return degrees if abs(degrees) <= most else math.nan
