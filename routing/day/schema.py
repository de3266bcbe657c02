"""What `day.toml` may say, for pydantic to check, and its complaints in our words."""

from __future__ import annotations

import datetime as dt  # pydantic looks the type up
from pathlib import PurePath
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import ErrorDetails, PydanticCustomError

from routing.day.durations import duration_s
from routing.texts.languages import Language  # noqa: TC001  # pydantic looks the type up

RESERVED_TABLES = frozenset({"privacy"})

SOURCE_TAGS = frozenset({"file_table", "query_table"})
FILE_SUFFIXES = (".csv", ".xlsx", ".json")

Text = Annotated[str, Field(strict=True, min_length=1)]
Rate = Annotated[float, Field(strict=True, ge=0, le=10_000, allow_inf_nan=False)]


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("timezone_unknown", "there is no such time zone") from None
    return name


def _readable_suffix(name: str) -> str:
    if PurePath(name).suffix.lower() not in FILE_SUFFIXES:
        raise PydanticCustomError("file_suffix", "expected a .csv, .xlsx or .json file")
    return name


def _database_url(url: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415  # takes 0.2 s, and most days read files
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415  # likewise

    try:
        make_url(url)
    except (ArgumentError, ValueError):
        raise PydanticCustomError(
            "url_parsing", "expected driver://user:password@host/database"
        ) from None
    return url


def _short_time(text: str) -> str:
    seconds = duration_s(text)
    if seconds is None or seconds > _LONGEST_SHORT_TIME_S:
        raise PydanticCustomError("duration", 'expected a time up to "4h", like "10min" or "1h30"')
    return text


_LONGEST_SHORT_TIME_S = 4 * 3600
_SHORTEST_PROMISE_S, _LONGEST_PROMISE_S = 60, 24 * 3600


def _promised(text: str) -> str:
    seconds = duration_s(text)
    if seconds is None or not _SHORTEST_PROMISE_S <= seconds <= _LONGEST_PROMISE_S:
        raise PydanticCustomError(
            "duration", 'expected a time from "1min" to "24h", like "2h", "90min" or "1h30min"'
        )
    return text


# Clocks and public holidays are known for no other years.
_FIRST_DATE, _LAST_DATE = dt.date(1970, 1, 1), dt.date(2199, 12, 31)


class Section(BaseModel):
    """A table of the file: what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Query(Section):
    """A table in a database."""

    url: Annotated[Text, AfterValidator(_database_url)]
    query: Text


class Costs(Section):
    """`[costs]`, for vehicles that name none."""

    eur_per_h: Rate = 28.0
    eur_per_km: Rate = 0.30
    eur_per_vehicle: Rate = 15.0


class Defaults(Section):
    """`[defaults]`, for orders that name none."""

    weight_kg: Annotated[float, Field(strict=True, ge=0, le=10_000, allow_inf_nan=False)] = 5.0
    volume_l: Annotated[float, Field(strict=True, ge=0, le=100_000, allow_inf_nan=False)] = 20.0
    service_s: Annotated[int, Field(strict=True, ge=0, le=86_400)] = 120


class Lateness(Section):
    """`[lateness]`: how late a same-day order may begin, rather than have no place at all."""

    max_min: Annotated[int, Field(strict=True, ge=0, le=600)] = 0
    eur_per_min: Rate = 10.0


class Promise(Section):
    """`[promise]`: what customers are told where an order names no time."""

    collect: Annotated[Text, AfterValidator(_promised)] | None = None


class Picking(Section):
    """`[picking]`: how orders are picked, where a hub's pickers are known."""

    lines_per_hour: Annotated[float, Field(strict=True, ge=1, le=10_000, allow_inf_nan=False)] = (
        80.0
    )
    eur_per_h: Rate = 22.0
    order_s: Annotated[int, Field(strict=True, ge=0, le=86_400)] = 60
    lines: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 8
    order: Literal["promise", "arrival"] = "promise"
    rounds: Annotated[int, Field(strict=True, ge=0, le=20)] = 3


ShortTime = Annotated[Text, AfterValidator(_short_time)]


class Replan(Section):
    """`[replan]`: what runs through the day may change, and at what price."""

    freeze: ShortTime = "10min"
    release: Literal["manual", "auto"] = "manual"
    allow: Literal["all", "unstarted", "additions"] = "all"
    min_gain_eur: Rate = 5.0
    eur_per_moved_order: Rate = 0.3
    eur_per_changed_hour: Rate = 0.3
    eur_per_driver_change: Rate = 1.5
    unchanged_within: ShortTime = "15min"
    events: Text | None = None
    exports: tuple[Annotated[Text, Field(pattern=r"^[a-z0-9_-]+$")], ...] = ()


class Exports(Section):
    """`[exports]`: how drivers' files are written."""

    language: Language | None = None


class Hooks(Section):
    """`[hooks]`: commands that a run starts."""

    on_change: Text | None = None
    timeout: ShortTime = "1min"


def _source_tag(value: object) -> str | None:
    if isinstance(value, str):
        return "file_table"
    return "query_table" if isinstance(value, dict | Query) else None


Table = Annotated[
    Annotated[Text, AfterValidator(_readable_suffix), Tag("file_table")]
    | Annotated[Query, Tag("query_table")],
    Discriminator(_source_tag),
]


class Wishes(Section):
    """`[wishes]`: what a plan should look like besides its cost, each wish at a price."""

    eur_per_uneven_h: Rate = 0.0
    eur_per_km_apart: Rate = 0.0
    eur_per_unknown_street: Rate = 0.0
    known_streets: Table | None = None


class Settings(Section):
    """The whole file, without what is reserved for later versions."""

    date: Annotated[dt.date, Field(strict=True, ge=_FIRST_DATE, le=_LAST_DATE)]
    timezone: Annotated[Text, AfterValidator(_known_timezone)]
    map: Text
    hubs: Table
    vehicles: Table
    orders: Table
    collection_points: Table | None = None
    pickers: Table | None = None
    order_lines: Table | None = None
    stock: Table | None = None
    zones: Text | None = None
    country: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")] | None = None
    traffic: Text | None = None
    closures: Text | None = None
    profiles: Text = "profiles"
    costs: Costs = Costs()
    defaults: Defaults = Defaults()
    lateness: Lateness = Lateness()
    wishes: Wishes = Wishes()
    promise: Promise = Promise()
    picking: Picking = Picking()
    store: Annotated[Text, AfterValidator(_database_url)] | None = None
    replan: Replan = Replan()
    exports: Exports = Exports()
    hooks: Hooks = Hooks()


_EXPECTED = {
    "string_type": "expected text in quotes",
    "string_too_short": "expected text, found none",
    "string_pattern_mismatch": "expected two capital letters, like BE",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "finite_number": "expected a finite number",
    "model_type": "expected a table",
    "date_type": "expected a date without quotes, like 2026-11-21",
    "union_tag_not_found": 'expected a file name in quotes, or {url = "…", query = "…"}',
}


def expectation(error: ErrorDetails) -> str:
    """One of pydantic's errors in our words."""
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal":
            return f"expected {_told(context['ge'])} or {_beyond(context['ge'], 'more', 'later')}"
        case "less_than_equal":
            return f"expected {_told(context['le'])} or {_beyond(context['le'], 'less', 'earlier')}"
        case "literal_error":
            return f"expected {context['expected']}"
        case kind:
            return _EXPECTED.get(kind, error["msg"])


def _told(bound: float | str) -> str:
    """A number, or what pydantic has made a text of: a date."""
    return bound if isinstance(bound, str) else f"{bound:,g}"


def _beyond(bound: float | str, number: str, date: str) -> str:
    return date if isinstance(bound, str) else number


_SECTIONS: dict[str, type[Section]] = {
    "costs": Costs,
    "defaults": Defaults,
    "lateness": Lateness,
    "wishes": Wishes,
    "promise": Promise,
    "picking": Picking,
    "replan": Replan,
    "exports": Exports,
    "hooks": Hooks,
}


def known_keys(key: tuple[str, ...]) -> frozenset[str]:
    """Give the names that may stand in the table that holds a key."""
    match key:
        case (table, _) if table in _SECTIONS:
            return frozenset(_SECTIONS[table].model_fields)
        case (_, _) | ("wishes", _, _):
            return frozenset(Query.model_fields)
        case _:
            return frozenset(Settings.model_fields) | RESERVED_TABLES
