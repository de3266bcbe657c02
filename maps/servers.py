"""OpenStreetMap's servers, asked through osmnx: which ones, how often, and what is kept."""

from __future__ import annotations

import math
import os
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import osmnx as ox
import platformdirs
import requests

from maps.errors import MapError
from maps.patience import UnansweredError, ask, gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from maps.build import Progress
    from maps.patience import Patience

T = TypeVar("T")

ELSEWHERE = "Or download an extract (https://download.geofabrik.de) and build from the file."
"""What always helps."""

_LATER = "Check the network and try again later, or choose another server (docs/places.md)."
_KEPT_S = 7 * 24 * 3600


@contextmanager
def servers(*, fresh: bool) -> Iterator[None]:
    """Let osmnx ask the chosen servers, and leave everything as it was.

    They are osmnx's, or those that the environment names: ``TOURNEE_NOMINATIM_URL`` and
    ``TOURNEE_OVERPASS_URL``. Good answers are kept for a week in the user's cache folder; `fresh`
    forgets them all first. Osmnx's settings are global: no other thread may use it meanwhile.

    Raises
    ------
    MapError
        MAP-SERVER-URL.
    """
    kept = forget_answers(before=math.inf if fresh else time.time() - _KEPT_S)
    resolve = socket.getaddrinfo
    with _settings(
        nominatim_url=_url("TOURNEE_NOMINATIM_URL", ox.settings.nominatim_url, "/search"),
        overpass_url=_url("TOURNEE_OVERPASS_URL", ox.settings.overpass_url, "/interpreter"),
        http_user_agent=f"tournee, with {ox.settings.http_user_agent}",
        use_cache=kept,
        cache_folder=_cache_folder(),
        # Else osmnx asks for /status first, as often as it takes; a busy server says so by itself.
        overpass_rate_limit=False,
        # Else it asks a public resolver where the system cannot look the name up.
        doh_url_template=None,
    ):
        try:
            yield
        finally:
            # Osmnx pins the server's name to one address, and never lets go of it.
            socket.getaddrinfo = resolve


@dataclass(frozen=True, slots=True)
class Errand:
    """The place that servers are asked about, how often, and who is told."""

    name: str
    patience: Patience
    tell: Progress

    def ask(
        self, url: str, question: Callable[[], T], check: Callable[[Any], None], timeout_s: int
    ) -> T:
        """Ask a server until it answers.

        Parameters
        ----------
        url
            The server's address.
        question
            Asks through osmnx.
        check
            Is given the JSON of each answer before osmnx sees it, and raises what is wrong with it.
        timeout_s
            How long the server may keep silent.

        Raises
        ------
        MapError
            MAP-SERVICE where it does not answer as it should, and whatever `check` raises.
        """
        # The hook ends in an error what osmnx would repeat for ever (429, 504), keep for ever (a
        # half answer), or take for an unknown name (a page in HTML).
        options = {**ox.settings.requests_kwargs, "hooks": {"response": gate(check)}}
        with _settings(requests_timeout=timeout_s, requests_kwargs=options):
            try:
                return ask(lambda: _once(question), host(url), self.patience, self.tell)
            except UnansweredError as error:
                remedy = error.remedy or _LATER
                raise MapError(
                    "MAP-SERVICE",
                    f"{self.name!r} cannot be fetched: {host(url)} {error.reason}.",
                    f"{remedy} {ELSEWHERE}",
                ) from error


def host(url: str) -> str:
    """Give a server's name as people know it, without what a URL may hold in secrets."""
    return urlsplit(url).hostname or url


def forget_answers(*, before: float = math.inf) -> bool:
    """Take answers from before that time (seconds since 1970) out of the cache, if possible."""
    try:
        for answer in _cache_folder().glob("*.json"):
            if answer.stat().st_mtime < before:
                answer.unlink()
    except OSError:
        return False
    return True


def _cache_folder() -> Path:
    return platformdirs.user_cache_path("tournee") / "osmnx"


def _once(question: Callable[[], T]) -> T:
    """Ask once; without kept answers where these cannot be written, or read any more."""
    try:
        return question()
    except requests.RequestException:
        raise
    except (OSError, ValueError):
        if not ox.settings.use_cache:
            raise
    ox.settings.use_cache = False
    return question()


@contextmanager
def _settings(**changes: object) -> Iterator[None]:
    before = {name: getattr(ox.settings, name) for name in changes}
    vars(ox.settings).update(changes)
    try:
        yield
    finally:
        vars(ox.settings).update(before)


def _url(variable: str, usual: str, ending: str) -> str:
    url = os.environ.get(variable) or usual
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url:
        raise MapError(
            "MAP-SERVER-URL",
            f"{variable} is {url!r}, which is no server's address.",
            f"Write it like {usual}, or take it out of the environment.",
        )
    return url.rstrip("/").removesuffix(ending)
