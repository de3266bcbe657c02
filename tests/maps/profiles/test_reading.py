"""Profiles from TOML files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maps.errors import MapError
from maps.profiles.model import (
    Access,
    AccessRules,
    Barriers,
    OnewayRules,
    Profile,
    Speeds,
    TurnCosts,
)
from maps.profiles.reading import SHIPPED, profile_for, read_profiles, shipped_profiles
from maps.profiles.use import never, way_use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel


def written(folder: Path, **files: str) -> Mapping[str, Profile]:
    """What is read from a folder with these files."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_profiles(folder)


def refused(folder: Path, **files: str) -> MapError:
    """Why these files are refused."""
    with pytest.raises(MapError, match=r"^MAP-PROFILE-FILE") as caught:
        written(folder, **files)
    return caught.value


SLEDGE = """
about = "A sledge with a dog."

[access]
keys = ["dog", "access"]
open = ["yes"]
ends_only = ["delivery"]
closed = ["no"]

[ways]
track = 12

[barriers]
otherwise = "pass"
named = ["wall"]
"""


def test_each_shipped_kind_has_a_profile_of_its_name() -> None:
    profiles = shipped_profiles()
    assert tuple(profiles) == SHIPPED
    assert all(profile.name == name for name, profile in profiles.items())
    assert all(profile.about for profile in profiles.values())


def test_an_electric_van_drives_as_a_van_does() -> None:
    same = shipped_profiles()["van"].model_dump(exclude={"name", "about"})
    assert shipped_profiles()["e_van"].model_dump(exclude={"name", "about"}) == same


def test_without_a_folder_there_are_the_shipped_ones(tmp_path: Path) -> None:
    assert read_profiles(tmp_path / "nowhere") == shipped_profiles()


def test_a_file_is_a_profile_by_its_name(tmp_path: Path) -> None:
    profiles = written(tmp_path, sledge=SLEDGE)
    assert tuple(profiles) == (*SHIPPED, "sledge")
    assert profiles["sledge"].name == "sledge"
    assert profiles["sledge"].ways == {"track": 12.0}


def test_files_that_are_no_toml_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Our own profiles.", encoding="utf-8")
    assert read_profiles(tmp_path) == shipped_profiles()


def test_a_profile_like_another_says_only_what_differs(tmp_path: Path) -> None:
    """A table's keys one by one; a list as a whole."""
    text = """
        like = "van"
        own_side = []
        size = { height = 3.2 }
        [ways]
        residential = 20
        """
    box = written(tmp_path, box_van=text)["box_van"]
    van = shipped_profiles()["van"]
    assert box.size == {"weight": 3.5, "height": 3.2, "width": 2.1, "length": 6.5}
    assert box.ways == {**van.ways, "residential": 20.0}
    assert box.own_side == frozenset()
    assert (box.access, box.turns, box.speeds) == (van.access, van.turns, van.speeds)


def test_a_profile_may_be_like_another_file_whatever_their_order(tmp_path: Path) -> None:
    profiles = written(
        tmp_path,
        a='like = "b"\nabout = "first"',
        b='like = "c"\n[speeds]\nmax_kph = 45',
        c='like = "van"\n[speeds]\nmax_kph = 60',
    )
    assert [profiles[name].speeds.max_kph for name in "abc"] == [45.0, 45.0, 60.0]


def test_a_file_takes_the_place_of_a_shipped_profile_and_may_be_like_it(tmp_path: Path) -> None:
    profiles = written(tmp_path, van='like = "van"\n[speeds]\nmax_kph = 80')
    assert profiles["van"].speeds.max_kph == 80.0
    assert profiles["van"].ways == shipped_profiles()["van"].ways
    assert tuple(profiles) == SHIPPED


def test_a_file_like_a_shipped_profile_means_the_folders_own_where_there_is_one(
    tmp_path: Path,
) -> None:
    profiles = written(tmp_path, a_van='like = "van"', van='like = "van"\n[speeds]\nmax_kph = 80')
    assert profiles["a_van"].speeds.max_kph == 80.0


def test_a_class_of_street_can_be_closed_by_its_tag(tmp_path: Path) -> None:
    text = 'like = "van"\n[access]\nclosed_by = ["highway=motorway"]'
    town = written(tmp_path, town_van=text)["town_van"]
    along, _ = way_use(town, {"highway": "motorway"}, never)
    assert along.access is Access.CLOSED


def test_profiles_that_are_each_like_the_other_are_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, a='like = "b"', b='like = "a"')
    assert "they are each like the other" in error.message
    assert "a.toml" in error.message
    assert "b.toml" in error.message


@pytest.mark.parametrize("said", ["zeppelin", "sledge"])
def test_a_profile_like_none_is_refused(tmp_path: Path, said: str) -> None:
    message = refused(tmp_path, sledge=f'like = "{said}"').message
    assert f"it is like '{said}', and there is no such profile" in message


@pytest.mark.parametrize("said", ["3", '["van"]'])
def test_a_profile_is_like_one_that_is_named(tmp_path: Path, said: str) -> None:
    assert "no name in quotes" in refused(tmp_path, sledge=f"like = {said}").message


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('like = "van"\ncolour = "red"', "colour: "),
        ('like = "van"\n[turns]\ncolour = "red"', "turns.colour: "),
        ('like = "van"\n[ways]\nresidential = 0', "ways.residential: "),
        ('like = "van"\n[ways]\nresidential = "fast"', "ways.residential: "),
        ('like = "van"\n[access]\nkeys = []', "access.keys: "),
        ('like = "van"\n[access]\nclosed_by = ["motorroad"]', "access.closed_by.0: "),
        ('like = "van"\n[barriers]\notherwise = "jump"', "barriers.otherwise: "),
        ('like = "van"\ndrives_on = "top"', "drives_on: "),
        ('about = "nothing else"', "access: "),
    ],
)
def test_what_a_profile_cannot_say_is_named_with_its_place(
    tmp_path: Path, text: str, where: str
) -> None:
    error = refused(tmp_path, odd=text)
    assert f"{tmp_path / 'odd.toml'} is no road profile: " in error.message
    assert where in error.message
    assert "docs/profiles.md" in error.remedy


@pytest.mark.parametrize(
    "text",
    [
        'like = "van"\n[ways]\nmotorwya = 90',
        'like = "van"\n[signed_ways]\nmotorwya = 90',
        'like = "van"\nown_side = ["motorwya"]',
    ],
)
def test_streets_that_there_are_not_are_named(tmp_path: Path, text: str) -> None:
    assert "there are no streets highway=motorwya" in refused(tmp_path, odd=text).message


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert "odd.toml" in refused(tmp_path, odd="like = van").message


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    assert "odd.toml" in refused(tmp_path).message


def test_a_folder_named_as_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").mkdir()
    assert "odd.toml" in refused(tmp_path).message


def test_a_name_that_no_order_could_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Our van.toml").write_text('like = "van"', encoding="utf-8")
    assert "Our van.toml is no road profile: name: " in refused(tmp_path).message


def test_an_unknown_kind_names_the_nearest_and_all() -> None:
    with pytest.raises(MapError, match=r"MAP-PROFILE.*'cargobike'.*mean 'cargo_bike'.*van, e_van"):
        profile_for("cargobike")


def test_a_kind_like_none_names_all() -> None:
    all_kinds = "van, e_van, cargo_bike, bike_trailer, walk"
    with pytest.raises(MapError, match=rf"'zeppelin'\. Known kinds: {all_kinds}\."):
        profile_for("zeppelin")


def test_a_kind_of_ones_own_is_found(tmp_path: Path) -> None:
    profiles = written(tmp_path, sledge=SLEDGE)
    assert profile_for("sledge", profiles) is profiles["sledge"]
    with pytest.raises(MapError, match=r"mean 'sledge'"):
        profile_for("sled", profiles)


def test_a_vehicle_is_rated_for_the_weight_that_it_has() -> None:
    measures = shipped_profiles()["van"].measures
    assert measures["weightrating"] == measures["weight"] == 3.5
    assert shipped_profiles()["walk"].measures == {}


DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "profiles.md"


def test_the_documented_example_is_a_profile(tmp_path: Path) -> None:
    example = DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    box = written(tmp_path, box_van=example)["box_van"]
    assert box.size["height"] == 3.4
    assert box.speeds.limit_factor == shipped_profiles()["van"].speeds.limit_factor


@pytest.mark.parametrize(
    "part",
    [Profile, AccessRules, OnewayRules, Barriers, Speeds, TurnCosts],
    ids=lambda it: it.__name__,
)
def test_every_field_is_documented(part: type[BaseModel]) -> None:
    tables = {"name", "access", "oneway", "barriers", "speeds", "turns"}
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| "))
    assert {field for field in part.model_fields if f"`{field}`" not in rows} <= tables
