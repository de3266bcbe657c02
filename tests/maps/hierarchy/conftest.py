"""Helsinki's streets as a graph of turns, and its hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from maps.build import build_city
from maps.hierarchy.order import cut_order
from tests.maps.hierarchy.graphs import StreetGraph, metric_of, turns

if TYPE_CHECKING:
    from pathlib import Path

    from maps.hierarchy.metric import Metric


@pytest.fixture(scope="session")
def streets(helsinki: Path) -> StreetGraph:
    """All of Helsinki's centre, ordered as streets are."""
    streets = turns(build_city(helsinki).network)
    order = cut_order(streets.tail, streets.head, streets.x, streets.y)
    return streets._replace(graph=streets.graph._replace(order=order))


@pytest.fixture(scope="session")
def helsinki_metric(streets: StreetGraph) -> Metric:
    """Its hierarchy."""
    return metric_of(streets.graph)
