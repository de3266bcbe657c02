"""Nominatim and Overpass on the loopback, which answer as they are told, and fail as they are told.

``servers = pytest.fixture(osm_servers)`` in a module of tests gives it the two, asked by `tournee`
in place of the real ones, with a cache of their own and nobody waiting for anything.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import platformdirs
from osmnx import _nominatim
from shapely.geometry import box, mapping

from maps import places
from tests.support.grid_city import write_grid_city

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pytest
    from shapely.geometry.base import BaseGeometry

Element = dict[str, Any]
GRID_AREA = box(3.99, 49.99, 4.03, 50.03)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server sends: that `share` of its body, and then no more; or nothing at all."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    share: float = 1.0
    hangs: bool = False


def data(value: object) -> Reply:
    """JSON, as both servers send it when all is well."""
    return Reply(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def found(*shapes: BaseGeometry) -> Reply:
    """What Nominatim sends about places of these shapes."""
    return data(
        [
            {
                "osm_type": "relation",
                "osm_id": 1,
                "lat": str(shape.centroid.y),
                "lon": str(shape.centroid.x),
                "importance": 0.5,
                "boundingbox": [str(shape.bounds[index]) for index in (1, 3, 0, 2)],
                "geojson": mapping(shape),
            }
            for shape in shapes
        ]
    )


def sent(elements: list[Element], date: str = "2026-11-01", **more: object) -> Reply:
    """What Overpass sends: these elements, as they were on that day."""
    return data(
        {"osm3s": {"timestamp_osm_base": f"{date}T03:00:00Z"}, "elements": elements, **more}
    )


def grid_elements(folder: Path) -> list[Element]:
    """The elements of `tests.support.grid_city` as Overpass sends them."""
    path = write_grid_city(folder / "grid-elements.osm")
    root = ET.parse(path).getroot()  # noqa: S314  # our own file
    path.unlink()
    return [_element(element) for element in root]


def _element(element: ET.Element) -> Element:
    plain: Element = {"type": element.tag, "id": int(element.attrib["id"])}
    if element.tag == "node":
        plain |= {axis: float(element.attrib[axis]) for axis in ("lat", "lon")}
    else:
        plain["nodes"] = [int(node.attrib["ref"]) for node in element.iter("nd")]
        plain["tags"] = {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}
    return plain


@dataclass
class OsmServers:
    """Two servers that send their replies in turn, the last one again and again.

    `waits` are the seconds that `tournee` would have waited, `questions` what Overpass was asked.
    """

    url: str
    nominatim: list[Reply]
    overpass: list[Reply]
    waits: list[float] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)


def osm_servers(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OsmServers]:
    """Play both servers: the grid city, until told otherwise."""
    elements = grid_elements(tmp_path_factory.mktemp("elements"))
    cache = tmp_path_factory.mktemp("cache")
    with _playing(
        OsmServers(url="", nominatim=[found(GRID_AREA)], overpass=[sent(elements)])
    ) as it:
        monkeypatch.setenv("TOURNEE_NOMINATIM_URL", f"{it.url}/nominatim")
        monkeypatch.setenv("TOURNEE_OVERPASS_URL", f"{it.url}/overpass")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: cache)
        monkeypatch.setattr(places, "PATIENCE", replace(places.PATIENCE, wait=it.waits.append))
        # Osmnx leaves a second between questions to Nominatim.
        monkeypatch.setattr(_nominatim, "time", SimpleNamespace(sleep=lambda _: None))
        yield it


@contextmanager
def _playing(servers: OsmServers) -> Iterator[OsmServers]:
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            servers.searches += parse_qs(urlsplit(self.path).query).get("q", [])
            self._reply(servers.nominatim)

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            servers.questions += parse_qs(form)["data"]
            self._reply(servers.overpass)

        def _reply(self, replies: list[Reply]) -> None:
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if reply.hangs:
                closing.wait()
                return
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body[: int(len(reply.body) * reply.share)])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        servers.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield servers
        finally:
            closing.set()
            server.shutdown()
