"""OpenStreetMap's servers: which ones, what is kept of their answers, and what is left behind."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any

import osmnx as ox
import platformdirs
import pytest

from maps.errors import MapError
from maps.places import fetch_place
from maps.servers import host, servers
from tests.support.osm_servers import Reply, osm_servers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.osm_servers import OsmServers

DAY_S = 24 * 3600

played = pytest.fixture(osm_servers)


def kept_answers() -> list[Path]:
    return sorted(platformdirs.user_cache_path("tournee").rglob("*.json"))


def all_settings() -> dict[str, Any]:
    return {name: value for name, value in vars(ox.settings).items() if not name.startswith("_")}


@pytest.mark.usefixtures("played")
def test_osmnx_is_left_as_it_was(tmp_path: Path) -> None:
    before = all_settings(), socket.getaddrinfo
    fetch_place("Grid", tmp_path)
    assert (all_settings(), socket.getaddrinfo) == before


@pytest.mark.parametrize("reply", [Reply(status=403), Reply(status=429)])
def test_osmnx_is_left_as_it_was_when_a_server_fails(
    played: OsmServers, tmp_path: Path, reply: Reply
) -> None:
    played.overpass = [reply]
    before = all_settings(), socket.getaddrinfo
    with pytest.raises(MapError):
        fetch_place("Grid", tmp_path)
    assert (all_settings(), socket.getaddrinfo) == before


@pytest.mark.parametrize("base", ["/overpass", "/overpass/", "/overpass/interpreter"])
def test_a_servers_address_may_be_written_with_its_end_or_without(
    played: OsmServers, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setenv("TOURNEE_OVERPASS_URL", played.url + base)
    with servers(fresh=False):
        assert ox.settings.overpass_url == f"{played.url}/overpass"


@pytest.mark.usefixtures("played")
def test_without_the_environment_osmnxs_own_settings_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOURNEE_OVERPASS_URL")
    monkeypatch.setattr(ox.settings, "overpass_url", "https://osm.example/api")
    with servers(fresh=False):
        assert ox.settings.overpass_url == "https://osm.example/api"


@pytest.mark.parametrize(
    "url", ["overpass.example/api", "ftp://osm.example", "http://", "http://a:b"]
)
def test_what_is_no_address_is_told_with_the_variables_name(
    played: OsmServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TOURNEE_OVERPASS_URL", url)
    with pytest.raises(MapError, match="MAP-SERVER-URL: TOURNEE_OVERPASS_URL is") as caught:
        fetch_place("Grid", tmp_path)
    assert url in caught.value.message
    assert "https://overpass-api.de/api" in caught.value.remedy
    assert played.searches == []


def test_a_servers_name_leaves_out_who_asks() -> None:
    assert host("https://ann:secret@osm.example:8080/api") == "osm.example"


def test_who_asks_again_within_a_week_is_answered_from_the_cache(
    played: OsmServers, tmp_path: Path
) -> None:
    first = fetch_place("Grid", tmp_path).read_bytes()
    age(days=6)
    assert fetch_place("Grid", tmp_path).read_bytes() == first
    assert (len(played.searches), len(played.questions)) == (1, 1)


def test_after_a_week_the_servers_are_asked_again(played: OsmServers, tmp_path: Path) -> None:
    fetch_place("Grid", tmp_path)
    age(days=8)
    fetch_place("Grid", tmp_path)
    assert (len(played.searches), len(played.questions)) == (2, 2)


def test_a_fresh_fetch_asks_again_and_its_answers_are_kept(
    played: OsmServers, tmp_path: Path
) -> None:
    fetch_place("Grid", tmp_path)
    fetch_place("Grid", tmp_path, fresh=True)
    fetch_place("Grid", tmp_path)
    assert (len(played.searches), len(played.questions)) == (2, 2)


def test_a_kept_answer_that_was_cut_short_is_asked_for_again(
    played: OsmServers, tmp_path: Path
) -> None:
    fetch_place("Grid", tmp_path)
    for answer in kept_answers():
        answer.write_bytes(answer.read_bytes()[:100])
    fetch_place("Grid", tmp_path)
    assert (len(played.searches), len(played.questions)) == (2, 2)


@pytest.mark.usefixtures("played")
def test_where_no_answer_can_be_kept_the_place_is_fetched_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: in_the_way)
    assert fetch_place("Grid", tmp_path).is_file()


@pytest.mark.parametrize(
    "reply", [Reply(status=429), Reply(body=b"<html>"), Reply(body=b'{"elements": []}')]
)
def test_nothing_is_kept_of_an_answer_that_no_map_can_be_built_from(
    played: OsmServers, tmp_path: Path, reply: Reply
) -> None:
    good = played.overpass
    played.overpass = [reply]
    with pytest.raises(MapError):
        fetch_place("Grid", tmp_path)
    played.overpass = good
    assert fetch_place("Grid", tmp_path).is_file()


def age(*, days: float) -> None:
    """Make every kept answer older."""
    then = time.time() - days * DAY_S
    for answer in kept_answers():
        os.utime(answer, (then, then))
