"""GeoJSON files that people draw: areas of slow traffic, streets blocked today.

The format is that of https://www.rfc-editor.org/rfc/rfc7946 : positions are degrees, longitude
first. Drawing programs write numbers as text and add properties of their own, so both are taken.
"""

from __future__ import annotations

import difflib
import json
import math
from typing import TYPE_CHECKING, Any, TypeVar

import shapely

from maps.conditional import spells
from maps.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from maps.conditional import Calendar, Spells

Made = TypeVar("Made")


class UnusableShapeError(ValueError):
    """A geometry that cannot be used.

    Parameters
    ----------
    what
        What is wrong with it.
    remedy
        What to do about it.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Feature:
    """One feature of a file, read property by property; what is wrong goes to `problems`.

    Attributes
    ----------
    number
        Which one of the file it is, from 1.
    shape
        Its geometry in degrees (longitude, latitude), None where it has none.
    problems
        What was found wrong with it so far: where, the value, what to do.
    """

    def __init__(self, number: int, record: object, known: Collection[str]) -> None:
        self.number = number
        self.problems: list[str] = []
        fields: Mapping[str, Any] = record if isinstance(record, dict) else {}
        properties = fields.get("properties")
        self._properties: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        if fields.get("type") != "Feature":
            self.wrong("it is no feature.", 'Each entry of "features" has the type "Feature".')
        self.shape = self._shape(fields.get("geometry"))
        self._look_for_misspelt(known)

    def wrong(self, what: str, remedy: str) -> None:
        """Note a problem."""
        name = self._properties.get("name") or self._properties.get("reason")
        label = f" ({name})" if isinstance(name, str) else ""
        self.problems.append(f"feature {self.number}{label}: {what} {remedy}")

    def text(self, name: str) -> str:
        """Give a property as text, empty where it is absent."""
        value = self._properties.get(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.wrong(f"{name} is {json.dumps(value)}, which is no text.", "Put it in quotes.")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a property that is a list of texts, or one text with ``;`` between them."""
        value = self._properties.get(name)
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            entries = value
        else:
            entries = self.text(name).split(";")
        return tuple(filter(None, map(str.strip, entries)))

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Give a property that is a list of known words."""
        chosen = self.texts(name)
        for word in chosen:
            if word not in known:
                near = difflib.get_close_matches(word, known, n=1)
                guess = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
                self.wrong(f"{name} names {word!r}, which is not known.", guess)
        return chosen

    def number_of(self, name: str, low: float, high: float) -> float | None:
        """Give a number, None where it is absent or wrong."""
        value = self._properties.get(name)
        if value is None or value == "":
            return None
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if low <= number <= high:
            return number
        self.wrong(f"{name} is {json.dumps(value)}.", f"It is a number from {low:g} to {high:g}.")
        return None

    def hours(self, name: str, calendar: Calendar) -> Spells | None:
        """Say when on the calendar's date opening hours hold, None where none are given."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = spells(text, calendar, {})
        except ValueError:
            found = None
        if found is None:
            self.wrong(
                f"{name} is {text!r}, which are no opening hours that can be told.",
                "Write them like 'Mo-Fr 07:00-09:00; Sa 10:00-18:00'.",
            )
        return found

    def _shape(self, geometry: object) -> BaseGeometry | None:
        try:
            shape = read_shape(geometry)
            if shape is not None:
                check_shape(shape)
        except UnusableShapeError as error:
            self.wrong(error.what, error.remedy)
            return None
        return shape

    def _look_for_misspelt(self, known: Collection[str]) -> None:
        """A misspelt ``hours`` would be overlooked, and a street be closed all day."""
        for name, meant in misspelt(self._properties, known):
            self.wrong(f"there is no property {name!r}.", f"Did you mean {meant!r}?")


def read_shape(geometry: object) -> BaseGeometry | None:
    """Give a feature's geometry as it was drawn, without heights, None where it has none.

    Raises
    ------
    UnusableShapeError
        Where it cannot be read, or nothing was drawn.
    """
    if geometry is None:
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.GEOSException, RecursionError) as error:
        raise UnusableShapeError(
            f"its geometry cannot be read ({error}).", "Draw it again."
        ) from error
    if shape.is_empty:
        raise UnusableShapeError("its geometry is empty.", "Draw it again.")
    return shape


def check_shape(shape: BaseGeometry) -> None:
    """Look whether a geometry is in degrees and crosses itself nowhere.

    Raises
    ------
    UnusableShapeError
        Where it is not, or does.
    """
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UnusableShapeError(
            f"its coordinates are no degrees: {west:g}, {south:g}.",
            "Longitude comes first; export it in WGS 84 (EPSG:4326).",
        )
    if not shape.is_valid:
        raise UnusableShapeError(
            f"its geometry is not valid: {shapely.is_valid_reason(shape)}.", "Mend it."
        )


def misspelt(names: Collection[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give the names of properties that are most likely another's, each with the one meant.

    Drawing programs add properties of their own, which are like none that is known.
    """
    for name in names:
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.8)
        if near and name not in known and near[0] not in names:
            yield name, near[0]


def read_features(
    path: Path,
    make: Callable[[Feature], Made | None],
    *,
    known: Collection[str],
    file_code: str,
    feature_code: str,
) -> tuple[Made, ...]:
    """Make something of each feature of a file, and tell all that is wrong with them at once.

    Parameters
    ----------
    path
        A GeoJSON FeatureCollection.
    make
        What a feature becomes; what it notes as problems counts, whatever it gives.
    known
        The names of properties that `make` asks for.
    file_code, feature_code
        The errors' codes, for the whole file and for its features.

    Raises
    ------
    MapError
        `file_code` where the file cannot be read as GeoJSON; `feature_code` where features cannot
        be used, one line each.
    """
    records = read_records(path, code=file_code)
    features = [Feature(number, record, known) for number, record in enumerate(records, start=1)]
    made = [make(feature) for feature in features]
    problems = [problem for feature in features for problem in feature.problems]
    if problems:
        raise MapError(
            feature_code,
            "\n".join([f"{path} cannot be used as it stands:", *problems]),
            "\nMend the file and run again.",
        )
    return tuple(one for one in made if one is not None)


def read_records(path: Path, *, code: str) -> list[object]:
    """Give a file's features as they stand, none of them looked at.

    Raises
    ------
    MapError
        `code`, where the file is no GeoJSON FeatureCollection that can be read.
    """
    remedy = "Draw it with a program that writes GeoJSON, such as geojson.io or QGIS."
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MapError(
            code,
            f"{path} cannot be read ({error.strerror}).",
            "Put the file there, or name the right one in day.toml.",
        ) from error
    except (ValueError, RecursionError) as error:  # of the JSON, or of its encoding
        raise MapError(code, f"{path} is no JSON ({error}).", remedy) from error
    records = document.get("features") if isinstance(document, dict) else None
    if not isinstance(records, list):
        raise MapError(code, f"{path} is no GeoJSON FeatureCollection.", remedy)
    return records
