"""The day as `day.toml` states it: what to read, and what holds where nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.texts.languages import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

    from routing.clock import Clock
    from routing.diagnostics import Diagnostic
    from routing.texts.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A table in a file: CSV, Excel, JSON or JSON lines, by its suffix.

    `name` is how messages call it.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlSource:
    """A table that a query gives; `:date` and `:now` are bound to it.

    `url` may carry a password; `name` never does, and is how messages call it.
    """

    url: str
    query: str
    name: str


Source = FileSource | SqlSource


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDefaults:
    """For orders that name none."""

    weight_g: int = 5_000
    volume_ml: int = 20_000
    service_s: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CostDefaults:
    """For vehicles that name none."""

    eur_per_h: float = 28.0
    eur_per_km: float = 0.30
    eur_per_vehicle: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How late an order that finds no place on time may be delivered, and at what price.

    Attributes
    ----------
    most_s
        So long after the end of its window a same-day order may begin at the most; with 0, as it is
        where the day says nothing, none is ever planned late. A drop may always be late until its
        place closes.
    eur_per_min
        What a minute is worth, where a late stop can be had in several ways.
    """

    most_s: int = 0
    eur_per_min: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WishSettings:
    """What a plan should look like besides its cost, each wish at its price; 0: not wished.

    `routing.problem.model.Wishes` says what the prices are of. `known_streets` tells which streets
    drivers know.
    """

    eur_per_uneven_h: float = 0.0
    eur_per_km_apart: float = 0.0
    eur_per_unknown_street: float = 0.0
    known_streets: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingSettings:
    """How orders are picked, where a hub's pickers are known.

    Attributes
    ----------
    shifts
        The table of pickers' shifts.
    lines_per_hour, eur_per_h
        For pickers who name none.
    order_s
        What an order takes besides its lines: fetching bags, labelling, putting it away.
    lines
        For orders that do not say how many they have.
    by_promise
        Whether what is promised first is picked first; else orders are picked as they come in.
    rounds
        How often pickers and routes give way to one another, at the most.
    """

    shifts: Source | None = None
    lines_per_hour: float = 80.0
    eur_per_h: float = 22.0
    order_s: int = 60
    lines: int = 8
    by_promise: bool = True
    rounds: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """What the day says of shelves and customers of its stores.

    Attributes
    ----------
    order_lines, stock
        The tables of what was ordered, and of what hubs have.
    zones
        A GeoJSON file of where hubs deliver.
    collect_s
        Promised for collection so long after an order is placed, where it names no time itself and
        is placed while its hub is open; after opening for earlier ones. ``None``: until closing.
    """

    order_lines: Source | None = None
    stock: Source | None = None
    zones: Path | None = None
    collect_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSettings:
    """What the day says of its roads.

    `profiles` is a folder with the chain's own, which need not be there. `country` is an ISO 3166-1
    code for the public holidays, empty where the time zone tells. With `free_flow` there is no
    traffic at all; else `traffic` is a file on top of the shipped table, where there is one.
    """

    profiles: Path | None = None
    country: str = ""
    free_flow: bool = False
    traffic: Path | None = None
    closures: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanSettings:
    """What runs through the day may change, and at what price.

    Attributes
    ----------
    freeze_s
        So long before it departs a trip is closed, as if it was being loaded.
    releases
        Whether what a run through the day plans is released at once.
    allow
        ``all``: everything not closed; ``unstarted``: routes of vehicles that have not begun;
        ``additions``: what has a place keeps it.
    min_gain_eur
        What is on board is driven in another order if that saves a promise, or so much.
    eur_per_moved_order, eur_per_changed_hour, eur_per_driver_change
        Prices of an order that is moved to another time, of each hour that it is moved by, and of
        one that another driver has. They weigh, and nobody pays them.
    unchanged_within_s
        An order whose time moves by no more is not moved.
    events
        A folder that each run empties into the store; or a file.
    exports
        Formats that are exported again when a released plan changes.
    """

    freeze_s: int = 600
    releases: bool = False
    allow: str = "all"
    min_gain_eur: float = 5.0
    eur_per_moved_order: float = 0.3
    eur_per_changed_hour: float = 0.3
    eur_per_driver_change: float = 1.5
    unchanged_within_s: int = 900
    events: Path | None = None
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """How drivers' files are written; `language` is for drivers who name none."""

    language: Language = ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Commands that a run starts: `on_change` is given what changed, and has so long for it."""

    on_change: str | None = None
    timeout_s: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One date's work: a folder on disk.

    `database` is the address of its store, which may carry a password; ``None`` is the file
    `tournee.db` in the folder. `warnings` are about `day.toml` alone: what it sets and this version
    does not use.
    """

    folder: Path
    clock: Clock
    map: Path
    hubs: Source
    vehicles: Source
    orders: Source
    collection_points: Source | None
    costs: CostDefaults
    defaults: OrderDefaults
    roads: RoadSettings = RoadSettings()
    lateness: Lateness = Lateness()
    wishes: WishSettings = WishSettings()
    picking: PickingSettings = PickingSettings()
    store: StoreSettings = StoreSettings()
    database: str | None = None
    replan: ReplanSettings = ReplanSettings()
    exports: ExportSettings = ExportSettings()
    hooks: Hooks = Hooks()
    warnings: tuple[Diagnostic, ...] = ()
