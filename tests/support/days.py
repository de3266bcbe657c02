"""Day folders on the city of `grid_city`, row by row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from tests.support.grid_city import position

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, Any]]

_LEAST = {
    "hubs": ["hub_id", "lat", "lon"],
    "vehicles": ["vehicle_id", "hub_id"],
    "orders": ["order_id", "channel"],
    "order_lines": ["order_id", "sku"],
    "stock": ["hub_id", "sku", "quantity"],
}
"""The columns of a table without rows."""


class Silence:
    """Progress that nobody watches."""

    def phase(self, text: str) -> None:
        """Say nothing."""

    def hubs(self, total: int, seconds: float | None) -> None:
        """Say nothing."""

    def hub_done(self, hub_id: str, search_s: float) -> None:
        """Say nothing."""

    def hub_retried(self, hub_id: str, code: str) -> None:
        """Say nothing."""

    def hub_failed(self, hub_id: str, code: str) -> None:
        """Say nothing."""


def write_day(folder: Path, grid_map: Path, date: str = "2026-11-21", /, **tables: Rows) -> Path:
    """A day folder with these rows; hubs, vehicles and orders."""
    names = [f'{name} = "{name}.csv"' for name in tables]
    (folder / "day.toml").write_text(
        f'date = {date}\ntimezone = "Europe/Brussels"\nmap = "{grid_map}"\n' + "\n".join(names),
        encoding="utf-8",
    )
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns or _LEAST[name])
            writer.writeheader()
            writer.writerows(rows)
    return folder


def hub(hub_id: str = "H1", east_m: float = 0, north_m: float = 0, **cells: Any) -> dict[str, Any]:
    lat, lon = position(east_m, north_m)
    own = {"hub_id": hub_id, "lat": lat, "lon": lon, "opens": "08:00", "closes": "20:00"}
    return {**own, "loading_s": 600, "service_s": 180, **cells}


def van(vehicle_id: str = "V1", hub_id: str = "H1", **cells: Any) -> dict[str, Any]:
    return {"vehicle_id": vehicle_id, "hub_id": hub_id, "kind": "van", **cells}


def order(order_id: str, east_m: float = 300, north_m: float = 5, **cells: Any) -> dict[str, Any]:
    lat, lon = position(east_m, north_m)
    return {"order_id": order_id, "channel": "same_day", "lat": lat, "lon": lon, **cells}


def collect(order_id: str, hub_id: str = "H1", **cells: Any) -> dict[str, Any]:
    return {"order_id": order_id, "channel": "click_and_collect", "hub_id": hub_id, **cells}
