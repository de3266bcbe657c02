"""Which places lie on streets that a driver knows, in the city of `grid_city`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from maps.addresses.locating import LocatingError, Location
from maps.build import build_city
from routing.day.model import WishSettings
from routing.fleet.known import KnownStreet
from routing.problem.build import build_problem
from routing.problem.known_streets import unknown_sites
from tests.support.grid_city import write_grid_city
from tests.support.grid_day import hub, intake, order, placed, vehicle

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from maps.city import City
    from routing.orders.model import Order

NEW_STREET = ("Rue Neuve - Nieuwstraat", "Neue Straße")


class TwoStreets:
    """A town that finds one address, and has one street near every place."""

    def locate(self, address: str, postcode: str | None, city: str | None) -> Location:
        """One street only."""
        if not address.startswith("Hoogstraat"):
            raise LocatingError("ORDER-STREET-UNKNOWN", postcode or "", city or "")
        names = ("Rue Haute - Hoogstraat",)
        return Location(lat=50.0, lon=4.0, located="exact", accuracy_m=5, matched="", names=names)

    def street_names(self, lat: ArrayLike, lon: ArrayLike) -> list[tuple[str, ...]]:
        """The other street."""
        return [NEW_STREET] * np.broadcast(lat, lon).size


def is_known(
    order: Order | None, *, street: str | None = None, postcode: str | None = None
) -> bool:
    """Whether Ann, who knows this one street or postcode, knows where an order goes."""
    known = [KnownStreet(driver_id="Ann", postcode=postcode, street=street)]
    unknown = unknown_sites(
        known,
        [vehicle(driver_id="Ann")],
        [(50.0, 4.0), (50.1, 4.0)],
        {} if order is None else {1: [order]},
        TwoStreets(),
    )
    return unknown[0] == frozenset()


@pytest.mark.parametrize(
    "street",
    ["Rue Haute", "HOOGSTRAAT", "hoogstr.", "Rue Haute - Hoogstraat", "r. haute"],
)
def test_an_address_is_on_its_street_in_either_language(street: str) -> None:
    assert is_known(order(address="Hoogstraat 12"), street=street)
    assert not is_known(order(address="Hoogstraat 12"), street="Rue Neuve")


@pytest.mark.parametrize("street", ["rue neuve", "Nieuwstraat", "Neue Strasse"])
def test_an_order_without_an_address_that_is_found_is_on_the_nearest_street(street: str) -> None:
    for one in (order(), order(address="Nowhere 3"), None):
        assert is_known(one, street=street)
        assert not is_known(one, street="Hoogstraat")


def test_a_postcode_alone_is_all_its_streets() -> None:
    assert is_known(order(postcode="1000"), postcode="1000")
    assert is_known(order(postcode="sw1a 1aa"), postcode="SW1A1AA")
    assert not is_known(order(postcode="1050"), postcode="1000")
    assert not is_known(order(), postcode="1000")


def test_street_and_postcode_together_are_that_street_there() -> None:
    assert is_known(order(postcode="1000"), street="Rue Neuve", postcode="1000")
    assert not is_known(order(postcode="1050"), street="Rue Neuve", postcode="1000")
    assert not is_known(order(postcode="1000"), street="Rue Haute", postcode="1000")
    assert is_known(order(), street="Rue Neuve", postcode="1000")


def test_who_has_no_row_knows_nothing_and_without_a_table_nothing_is_unknown() -> None:
    fleet = [vehicle(driver_id="Bob"), vehicle(), vehicle(driver_id="Ann")]
    known = [KnownStreet(driver_id="Ann", postcode=None, street="Rue Neuve")]
    sites = [(50.0, 4.0), (50.1, 4.0)]
    assert unknown_sites(known, fleet, sites, {}, TwoStreets()) == {
        0: frozenset({1}), 1: frozenset({1}), 2: frozenset(),
    }  # fmt: skip
    assert unknown_sites([], fleet, sites, {}, TwoStreets()) == {}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return build_city(write_grid_city(tmp_path_factory.mktemp("city") / "grid.osm"))


def test_a_problem_has_its_wishes_and_the_streets_that_each_driver_does_not_know(
    city: City,
) -> None:
    fleet = (vehicle("V", driver_id="Ann"), vehicle("W", driver_id="Bob"))
    known = (
        KnownStreet(driver_id="Ann", postcode=None, street="east street 2"),
        KnownStreet(driver_id="Bob", postcode=None, street="North street 1"),
    )
    day = replace(intake(hubs=[hub()], vehicles=fleet), known_streets=known)
    wishes = WishSettings(eur_per_km_apart=0.5, eur_per_unknown_street=2.0)
    orders = [placed("O1", 500, 402), placed("O2", 202, 300)]
    built = build_problem(hub(), orders, day, city, wishes=wishes).wishes
    assert (built.eur_per_uneven_h, built.eur_per_km_apart) == (0.0, 0.5)
    assert built.eur_per_unknown_street == 2.0
    assert built.unknown == {0: frozenset({2}), 1: frozenset({1})}
    assert not build_problem(hub(), orders, intake(vehicles=fleet), city).wishes
