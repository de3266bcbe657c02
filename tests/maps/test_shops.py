"""Shops as points, buildings and multipolygons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maps.shops import read_shops

Drawing = Callable[..., Path]
METRE = 1 / 111_195


def test_a_shop_may_be_a_point(draw: Drawing) -> None:
    tags = {"shop": "supermarket", "name": "Delhaize", "brand": "Delhaize", "opening_hours": "24/7"}
    shops = read_shops(draw({"A": (10, 20)}, {}, node_tags={"A": tags}))
    assert (shops.osm_id, shops.kind, shops.name) == (("n65",), ("supermarket",), ("Delhaize",))
    assert (shops.brand, shops.opening_hours) == (("Delhaize",), ("24/7",))
    assert (shops.lat[0], shops.lon[0]) == pytest.approx((20 * METRE, 10 * METRE), abs=1e-6)


def test_a_building_stands_for_its_middle(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (40, 0), "C": (40, 20), "D": (0, 20)}
    shops = read_shops(draw(nodes, {5: ("ABCDA", {"shop": "bakery", "building": "yes"})}))
    assert shops.osm_id == ("w5",)
    assert (shops.lat[0], shops.lon[0]) == pytest.approx((10 * METRE, 20 * METRE), abs=1e-6)
    assert shops.name == ("",)


def test_a_multipolygon_stands_for_the_middle_of_its_ways(draw: Drawing) -> None:
    nodes = {"A": (0, 0), "B": (40, 0), "C": (40, 20), "D": (0, 20)}
    relations = {9: ([("way", 5, "outer"), ("way", 6, "outer")], {"shop": "supermarket"})}
    shops = read_shops(draw(nodes, {5: ("ABC", {}), 6: ("CDA", {})}, relations=relations))
    assert shops.osm_id == ("r9",)
    assert (shops.lat[0], shops.lon[0]) == pytest.approx((10 * METRE, 20 * METRE), abs=1e-6)


def test_a_shop_that_lies_outside_the_file_is_left_out(draw: Drawing) -> None:
    relations = {9: ([("way", 99, "outer")], {"shop": "supermarket"})}
    shops = read_shops(draw({"A": (0, 0)}, {5: ("xy", {"shop": "kiosk"})}, relations=relations))
    assert len(shops) == 0


def test_shops_are_found_by_kind(draw: Drawing) -> None:
    tags = {"A": {"shop": "bakery"}, "B": {"shop": "supermarket"}, "C": {"shop": "convenience"}}
    shops = read_shops(draw({"A": (0, 0), "B": (1, 0), "C": (2, 0)}, {}, node_tags=tags))
    assert shops.of_kind("supermarket", "convenience").tolist() == [1, 2]


def test_helsinkis_centre_has_six_supermarkets(helsinki: Path) -> None:
    """By the data's own description."""
    assert len(read_shops(helsinki).of_kind("supermarket")) == 6


def test_brussels_has_176_supermarkets(shared_data: Path) -> None:
    """By the data's own description."""
    shops = read_shops(shared_data / "osm" / "brussels_belgium_2013-01-01.osm.pbf")
    assert len(shops.of_kind("supermarket")) == 176
    assert any("Delhaize" in name for name in shops.name)
