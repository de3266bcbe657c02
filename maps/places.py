"""A place by its name, fetched from OpenStreetMap's servers through osmnx."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

import osmnx as ox

# What osmnx offers in public gives tables or graphs, and drops the relations and the addresses;
# its cached requests, and its way of cutting large areas, are what we are after.
from osmnx import _overpass
from shapely import GEOSException
from shapely.geometry import shape

from maps.errors import MapError
from maps.overpass import check_answer, overpass_query, write_answers
from maps.patience import Patience, UnansweredError
from maps.servers import ELSEWHERE, Errand, forget_answers, host, servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from maps.build import Progress

PATIENCE = Patience()
"""How often the servers are asked, unless the caller says otherwise."""

_NOMINATIM_S = 30
# Overpass may work on a query for so long, and needs time to let it in and to send what it found.
_QUERY_S = 180
_OVERPASS_S = _QUERY_S + 60


def fetch_place(
    name: str,
    folder: Path,
    *,
    fresh: bool = False,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> Path:
    """Fetch streets, addresses, shops and boundaries of a place, and keep them as one OSM file.

    Parameters
    ----------
    name
        As people write it: ``Gent, Belgium``. It must have a boundary in OpenStreetMap.
    folder
        Where the file goes, as ``gent-belgium.osm.pbf``.
    fresh
        Whether every answer must be a new one; else those of the last week are good enough.
    progress
        Is told what is being asked, and of every wait before it begins.
    patience
        How often a server that does not answer is asked; else `PATIENCE`.

    Raises
    ------
    MapError
        MAP-PLACE-UNKNOWN for a name that OpenStreetMap does not know, MAP-PLACE-NO-AREA for one
        without a boundary, MAP-SERVICE where a server cannot be reached or does not answer as it
        should, MAP-SERVER-URL, MAP-EMPTY, MAP-UNWRITABLE.
    """
    path = folder / f"{_slug(name)}.osm.pbf"
    errand = Errand(name, patience or PATIENCE, progress or (lambda _: None))
    with servers(fresh=fresh):
        answers = list(_answers(_boundary(errand), errand))
    if not any(answer["elements"] for answer in answers):
        forget_answers()  # When it is asked again, the server may know more.
        raise MapError(
            "MAP-EMPTY",
            f"{name!r} has a boundary, and OpenStreetMap's server sent nothing that lies in it.",
            f"Name a larger place, or a server that holds this part of the world. {ELSEWHERE}",
        )
    write_answers(answers, path)
    return path


def _boundary(errand: Errand) -> Any:  # noqa: ANN401  # any polygon of shapely's
    def check(found: Any) -> None:  # noqa: ANN401  # JSON may be anything
        if not isinstance(found, list) or not all(map(_is_place, found)):
            raise UnansweredError("sent something other than places")
        if not found:
            raise MapError(
                "MAP-PLACE-UNKNOWN",
                f"OpenStreetMap knows no place called {errand.name!r}.",
                f"Write it with its country, as in 'Gent, Belgium'. {ELSEWHERE}",
            )
        if not any(one["geojson"]["type"] in {"Polygon", "MultiPolygon"} for one in found):
            raise MapError(
                "MAP-PLACE-NO-AREA",
                f"OpenStreetMap knows {errand.name!r} as a {found[0]['geojson']['type']},"
                " without a boundary that streets could lie in.",
                f"Name the city or municipality around it. {ELSEWHERE}",
            )

    url = ox.settings.nominatim_url
    errand.tell(f"asking {host(url)} for the boundary of {errand.name}")
    found = errand.ask(url, lambda: ox.geocode_to_gdf(errand.name), check, _NOMINATIM_S)
    return found.geometry.iloc[0]


def _is_place(one: Any) -> bool:  # noqa: ANN401  # JSON may be anything
    try:
        shape(one["geojson"])
    except (AttributeError, KeyError, TypeError, ValueError, GEOSException):
        return False
    return isinstance(one, dict) and one.keys() >= {"importance", "lat", "lon", "boundingbox"}


def _answers(area: Any, errand: Errand) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # a polygon
    url = ox.settings.overpass_url
    parts = _overpass._make_overpass_polygon_coord_strs(area)  # noqa: SLF001  # see above
    for number, part in enumerate(parts, start=1):
        which = f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        errand.tell(f"fetching {errand.name} from {host(url)}{which}")
        query = OrderedDict(data=overpass_query(part, _QUERY_S))
        request = partial(_overpass._overpass_request, query)  # noqa: SLF001  # see above
        yield errand.ask(url, request, check_answer, _OVERPASS_S)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "place"
