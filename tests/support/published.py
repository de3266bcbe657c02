"""Tiny instances in each published form, made up here, that can be worked out by hand.

Three customers on a straight street, and one across it::

                       4 (10, 10)
                       |
    depot 0 ---- 10 ---- 1 ---- 10 ---- 2 ---- 10 ---- 3
    (0, 0)           (10, 0)         (20, 0)         (30, 0)

Every demand is 4 and a vehicle carries 10; service takes 5. From 4, places on the street are
10 (to 1), sqrt(200) = 14.14.. (to the depot and 2) and sqrt(500) = 22.36.. (to 3) away.
"""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PLACES = ((0, 0), (10, 0), (20, 0), (30, 0), (10, 10))
WINDOWS = ((0, 200), (0, 100), (0, 100), (20, 60), (0, 150))
DEMAND = (0, 4, 4, 4, 4)
SERVICE = (0, 5, 5, 5, 5)
# Not what the places say, and longer from left to right.
MATRIX = (
    (0, 11, 21, 31, 15),
    (10, 0, 11, 21, 11),
    (20, 10, 0, 11, 15),
    (30, 20, 10, 0, 23),
    (14, 10, 14, 22, 0),
)


def classic_text(*, vehicles: int = 3) -> str:
    """Solomon's form."""
    rows = [
        f"{n:5d} {x:6d} {y:6d} {demand:6d} {opens:6d} {closes:6d} {service:6d}"
        for n, ((x, y), (opens, closes), demand, service) in enumerate(
            zip(PLACES, WINDOWS, DEMAND, SERVICE, strict=True)
        )
    ]
    head = "CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME"
    above = ["TINY", "", "VEHICLE", "NUMBER     CAPACITY", f"  {vehicles}         10", ""]
    return "\n".join([*above, "CUSTOMER", head, "", *rows, ""])


def ortec_text(*, vehicles: int | None = 2) -> str:
    """VRPLIB with an explicit matrix, as ORTEC's are."""
    said = "" if vehicles is None else f"VEHICLES : {vehicles}"
    return f"""\
NAME : TINY
COMMENT : made up
TYPE : VRPTW
DIMENSION : {len(PLACES)}
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
CAPACITY : 10
{said}
EDGE_WEIGHT_SECTION
{_rows(" ".join(map(str, row)) for row in MATRIX)}
NODE_COORD_SECTION
{_numbered(PLACES)}
DEMAND_SECTION
{_numbered(DEMAND)}
DEPOT_SECTION
1
-1
SERVICE_TIME_SECTION
{_numbered(SERVICE)}
TIME_WINDOW_SECTION
{_numbered(WINDOWS)}
EOF
"""


def multi_trip_text(*, release: tuple[int, ...] = (0, 0, 0, 0, 50), vehicles: int = 1) -> str:
    """VRPLIB with reloads and release times: by default customer 4 is ready at 50."""
    return f"""\
NAME: TINY
TYPE: MTVRPTWR
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: {len(PLACES)}
VEHICLES: {vehicles}
CAPACITY: 10
SERVICE_TIME: 5
NODE_COORD_SECTION
{_numbered(PLACES)}
DEMAND_SECTION
{_numbered(DEMAND)}
TIME_WINDOW_SECTION
{_numbered(WINDOWS)}
RELEASE_TIME_SECTION
{_numbered(release)}
VEHICLES_RELOAD_DEPOT_SECTION
{_numbered([1] * vehicles)}
DEPOT_SECTION
1
EOF
"""


def write_instances(folder: Path) -> dict[str, Path]:
    """One file of each form; ORTEC's is packed as published."""
    paths = {
        "classic": folder / "TINY.txt",
        "ortec": folder / "TINY-ORTEC.txt.xz",
        "multi-trip": folder / "TINYR0.5.vrp",
    }
    paths["classic"].write_text(classic_text(), encoding="utf-8")
    with lzma.open(paths["ortec"], "wt", encoding="utf-8") as packed:
        packed.write(ortec_text())
    paths["multi-trip"].write_text(multi_trip_text(), encoding="utf-8")
    return paths


def _numbered(values: Iterable[int | tuple[int, ...]]) -> str:
    """Rows with their numbers from 1, separated by tabs."""
    rows = (value if isinstance(value, tuple) else (value,) for value in values)
    return _rows("\t".join(map(str, (n, *row))) for n, row in enumerate(rows, start=1))


def _rows(lines: Iterable[str]) -> str:
    return "\n".join(lines)
