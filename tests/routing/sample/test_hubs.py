"""Hubs stand where people live."""

from __future__ import annotations

import numpy as np

from maps.addresses.gazetteer import Address
from routing.sample.customers import Addresses
from routing.sample.hubs import spread


def people(*lons: float) -> Addresses:
    """Addresses on the equator."""

    def words(row: int) -> Address:
        return Address(lat=0.0, lon=lons[row], street="", number="", postcode="", city="")

    return Addresses(
        lat=np.zeros(len(lons)), lon=np.array(lons), row=np.arange(len(lons)), words=words
    )


def test_the_second_store_goes_where_people_have_none_yet() -> None:
    """Three live in the west, two in the east, nobody at the store far away.

    ::

        people   ***                  **
        stores   0 1                  2              3
    """
    lon = np.array([0.000, 0.004, 0.100, 0.500])
    chosen = spread(np.zeros(4), lon, 2, around=people(0.0, 0.002, 0.004, 0.100, 0.102))
    assert 2 in chosen
    assert set(chosen) & {0, 1}


def test_no_store_is_chosen_twice_where_two_stand_in_one_place() -> None:
    chosen = spread(np.zeros(2), np.zeros(2), 2, around=people(0.0, 0.1))
    assert sorted(chosen) == [0, 1]
