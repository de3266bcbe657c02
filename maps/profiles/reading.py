"""Profiles from TOML files: those that come with tournee, and a chain's own."""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from maps.errors import MapError
from maps.profiles.model import Profile
from maps.tags import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHIPPED = ("van", "e_van", "cargo_bike", "bike_trailer", "walk")
"""The kinds that come with tournee."""


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """Every profile that comes with tournee, by its name."""
    profiles: dict[str, Profile] = {}
    for name in SHIPPED:
        text = resources.files("maps.profiles").joinpath(f"{name}.toml").read_text("utf-8")
        profiles[name] = _profile(f"{name}.toml", name, tomllib.loads(text), profiles)
    return profiles


def kinds_in(folder: Path) -> frozenset[str]:
    """Name the kinds that there are with a folder's own, without reading what they say."""
    return frozenset(SHIPPED) | {path.stem for path in _files(folder)}


def read_profiles(folder: Path) -> Mapping[str, Profile]:
    """Add the profiles of a folder, one NAME.toml each, to those that come with tournee.

    A file may begin with ``like = "van"``: it then says only what differs. One with the name of a
    shipped profile takes its place.

    Raises
    ------
    MapError
        MAP-PROFILE-FILE for a file that cannot be read or says what a profile cannot.
    """
    profiles = dict(shipped_profiles())
    waiting = {path: _toml(path) for path in _files(folder)}
    while waiting:
        names = {path.stem for path in waiting}
        ready = [
            path for path, said in waiting.items() if said.get("like") not in names - {path.stem}
        ]
        if not ready:
            raise _bad(" and ".join(map(str, waiting)), "they are each like the other")
        for path in ready:
            profiles[path.stem] = _profile(str(path), path.stem, waiting.pop(path), profiles)
    return profiles


def profile_for(kind: str, profiles: Mapping[str, Profile] | None = None) -> Profile:
    """Give the profile of a vehicle kind, of the shipped ones or of those given.

    Raises
    ------
    MapError
        MAP-PROFILE where there is none, naming the nearest and all that there are.
    """
    known = shipped_profiles() if profiles is None else profiles
    if kind in known:
        return known[kind]
    near = difflib.get_close_matches(kind, known, n=1)
    guess = f"Did you mean {near[0]!r}? " if near else ""
    raise MapError(
        "MAP-PROFILE",
        f"there is no road profile for vehicles of the kind {kind!r}.",
        f"{guess}Known kinds: {', '.join(known)}.",
    )


def _files(folder: Path) -> list[Path]:
    """Give a folder's profiles; what an editor hides there is none."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def _toml(path: Path) -> dict[str, Any]:
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _bad(str(path), str(error)) from error
    like = said.get("like", "")
    if not isinstance(like, str):
        raise _bad(str(path), f"it is like {like!r}, which is no name in quotes")
    return said


def _profile(
    where: str, name: str, said: Mapping[str, Any], known: Mapping[str, Profile]
) -> Profile:
    rest = {key: value for key, value in said.items() if key != "like"}
    like: str | None = said.get("like")
    if like is not None:
        if like not in known:
            raise _bad(where, f"it is like {like!r}, and there is no such profile")
        base: dict[str, Any] = known[like].model_dump()
        rest = _merged(base, rest)
    try:
        profile = Profile.model_validate({**rest, "name": name})
    except ValidationError as error:
        problems = (
            f"{'.'.join(map(str, one['loc'])) or 'profile'}: {one['msg']}" for one in error.errors()
        )
        raise _bad(where, "; ".join(problems)) from error
    unknown = {*profile.ways, *profile.signed_ways, *profile.own_side} - {*CLASSES}
    if unknown:
        raise _bad(where, f"there are no streets highway={', '.join(sorted(unknown))}")
    return profile


def _merged(base: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Put what is said over what is there, table by table."""
    result = dict(base)
    for key, value in said.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            result[key] = _merged(below, value)
        else:
            result[key] = value
    return result


def _bad(where: str, problem: str) -> MapError:
    return MapError(
        "MAP-PROFILE-FILE",
        f"{where} is no road profile: {problem}.",
        "Mend it as docs/profiles.md says; the shipped profiles are examples.",
    )
