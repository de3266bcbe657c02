"""A place by its name, fetched from OpenStreetMap's servers through osmnx."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import osmnx as ox
import platformdirs

# What osmnx offers in public gives tables or graphs, and drops the relations and the addresses;
# its polite, cached requests are what we are after.
from osmnx import _overpass
from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError

from maps.errors import MapError
from maps.overpass import overpass_query, write_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ELSEWHERE = "Or download an extract (https://download.geofabrik.de) and build from the file."


def fetch_place(name: str, folder: Path) -> Path:
    """Fetch streets, addresses, shops and boundaries of a place, and keep them as one OSM file.

    Answers are kept in the user's cache folder, so that asking again costs nothing.

    Parameters
    ----------
    name
        As people write it: ``Gent, Belgium``. It must have a boundary in OpenStreetMap.
    folder
        Where the file goes, as ``gent-belgium.osm.pbf``.

    Raises
    ------
    MapError
        MAP-PLACE-UNKNOWN for a name that finds no area, MAP-SERVICE where a server cannot be
        reached or does not answer as it should, MAP-EMPTY, MAP-UNWRITABLE.
    """
    path = folder / f"{_slug(name)}.osm.pbf"
    with _cached():
        try:
            area = ox.geocode_to_gdf(name).geometry.iloc[0]
            # The answers are small beside what is built from them, and one that fails must not
            # leave half a file.
            answers = [
                _overpass._overpass_request(OrderedDict(data=query))  # noqa: SLF001  # see above
                for query in _queries(area)
            ]
        except ResponseStatusCodeError as error:
            raise _service(name, error) from error
        except (InsufficientResponseError, TypeError) as error:
            raise MapError(
                "MAP-PLACE-UNKNOWN",
                f"OpenStreetMap knows no area called {name!r}.",
                f"Write it with its country, as in 'Gent, Belgium'. {_ELSEWHERE}",
            ) from error
        except OSError as error:  # every error of the connection is one
            raise _service(name, error) from error
    write_answers(answers, path)
    return path


def _queries(area: Any) -> list[str]:  # noqa: ANN401  # any polygon of shapely's
    settings = _overpass._make_overpass_settings()  # noqa: SLF001  # see above
    parts = _overpass._make_overpass_polygon_coord_strs(area)  # noqa: SLF001  # see above
    return [overpass_query(part, settings) for part in parts]


@contextmanager
def _cached() -> Iterator[None]:
    """Let osmnx keep its answers in our cache folder, and leave its settings as they were."""
    before = ox.settings.use_cache, ox.settings.cache_folder
    ox.settings.use_cache = True
    ox.settings.cache_folder = platformdirs.user_cache_path("tournee") / "osmnx"
    try:
        yield
    finally:
        ox.settings.use_cache, ox.settings.cache_folder = before


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "place"


def _service(name: str, error: Exception) -> MapError:
    return MapError(
        "MAP-SERVICE",
        f"{name!r} cannot be fetched: OpenStreetMap's servers cannot be reached or do not answer"
        f" ({error}).",
        f"Check the network, and try again in a few minutes. {_ELSEWHERE}",
    )
