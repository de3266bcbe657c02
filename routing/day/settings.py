"""The day's settings: `day.toml`, checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from pydantic import ValidationError

from routing.clock import Clock
from routing.day.document import Document, Key, read_document
from routing.day.durations import duration_s
from routing.day.environment import filled
from routing.day.model import (
    CostDefaults,
    Day,
    ExportSettings,
    FileSource,
    Hooks,
    Lateness,
    OrderDefaults,
    PickingSettings,
    ReplanSettings,
    RoadSettings,
    Source,
    SqlSource,
    StoreSettings,
    WishSettings,
)
from routing.day.names import suggestion
from routing.day.problems import InputError
from routing.day.schema import (
    RESERVED_TABLES,
    SOURCE_TAGS,
    Query,
    Settings,
    Wishes,
    expectation,
    known_keys,
)
from routing.diagnostics import Diagnostic
from routing.texts.languages import ENGLISH

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from pydantic_core import ErrorDetails

FREE_FLOW = "none"
"""What stands for ``traffic`` where none is to be reckoned with."""


def load_day(folder: Path, *, date: dt.date | None = None) -> Day:
    """Read a day folder's `day.toml`.

    Parameters
    ----------
    folder
        The day folder, or the `day.toml` itself.
    date
        The date to plan instead of the file's.

    Returns
    -------
    Day
        Its paths are relative to the file that names them; what is set and not yet used stands in
        its `warnings`.

    Raises
    ------
    InputError
        A `DayError` with everything that is wrong with the file at once.
    """
    path = folder / "day.toml" if folder.is_dir() else folder
    document = read_document(path)
    reserved = [name for name in document.values if name in RESERVED_TABLES]
    stated = {name: value for name, value in document.values.items() if name not in reserved}
    if date is not None:
        stated["date"] = date
    values, missing = filled(stated, os.environ)
    problems = [_unset(document, key, name) for key, name in missing]
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        unset = {key for key, _ in missing}
        raise InputError((*problems, *_mistakes(document, error, unset))) from None
    problems += _half_wishes(document, settings.wishes)
    if problems:
        raise InputError(tuple(problems))
    base = path.parent
    return Day(
        folder=base,
        clock=Clock(settings.date, settings.timezone),
        map=base / settings.map,
        hubs=_source(settings.hubs, base),
        vehicles=_source(settings.vehicles, base),
        orders=_source(settings.orders, base),
        collection_points=_optional(settings.collection_points, base),
        costs=CostDefaults(**settings.costs.model_dump()),
        defaults=OrderDefaults(
            weight_g=round(settings.defaults.weight_kg * 1000),
            volume_ml=round(settings.defaults.volume_l * 1000),
            service_s=settings.defaults.service_s,
        ),
        roads=RoadSettings(
            profiles=base / settings.profiles,
            country=settings.country or "",
            free_flow=settings.traffic == FREE_FLOW,
            traffic=base / settings.traffic if settings.traffic not in {None, FREE_FLOW} else None,
            closures=None if settings.closures is None else base / settings.closures,
        ),
        lateness=Lateness(
            most_s=60 * settings.lateness.max_min, eur_per_min=settings.lateness.eur_per_min
        ),
        wishes=_wishes(settings.wishes, base),
        picking=_picking(settings, base),
        store=_store(settings, base),
        database=None if settings.store is None else _database(settings.store, base),
        replan=_replan(settings, base),
        exports=ExportSettings(language=settings.exports.language or ENGLISH),
        hooks=Hooks(on_change=settings.hooks.on_change, timeout_s=_seconds(settings.hooks.timeout)),
        warnings=tuple(_unused(document, name) for name in reserved),
    )


def _wishes(stated: Wishes, base: Path) -> WishSettings:
    return WishSettings(
        eur_per_uneven_h=stated.eur_per_uneven_h,
        eur_per_km_apart=stated.eur_per_km_apart,
        eur_per_unknown_street=stated.eur_per_unknown_street,
        known_streets=_optional(stated.known_streets, base),
    )


def _picking(stated: Settings, base: Path) -> PickingSettings:
    picking = stated.picking
    return PickingSettings(
        shifts=_optional(stated.pickers, base),
        lines_per_hour=picking.lines_per_hour,
        eur_per_h=picking.eur_per_h,
        order_s=picking.order_s,
        lines=picking.lines,
        by_promise=picking.order == "promise",
        rounds=picking.rounds,
    )


def _store(stated: Settings, base: Path) -> StoreSettings:
    promised = stated.promise.collect
    return StoreSettings(
        order_lines=_optional(stated.order_lines, base),
        stock=_optional(stated.stock, base),
        zones=None if stated.zones is None else base / stated.zones,
        collect_s=None if promised is None else duration_s(promised),
    )


def _replan(stated: Settings, base: Path) -> ReplanSettings:
    replan = stated.replan
    return ReplanSettings(
        freeze_s=_seconds(replan.freeze),
        releases=replan.release == "auto",
        allow=replan.allow,
        min_gain_eur=replan.min_gain_eur,
        eur_per_moved_order=replan.eur_per_moved_order,
        eur_per_changed_hour=replan.eur_per_changed_hour,
        eur_per_driver_change=replan.eur_per_driver_change,
        unchanged_within_s=_seconds(replan.unchanged_within),
        events=None if replan.events is None else base / replan.events,
        exports=replan.exports,
    )


def _seconds(text: str) -> int:
    """A duration that was checked."""
    return duration_s(text) or 0


def _half_wishes(document: Document, stated: Wishes) -> list[Diagnostic]:
    """A price for unknown streets means nothing where no street is known to anybody."""
    if not stated.eur_per_unknown_street or stated.known_streets is not None:
        return []
    return [
        Diagnostic(
            code="DAY-KEY-MISSING",
            message="wishes.known_streets is not set, and wishes.eur_per_unknown_street needs it.",
            remedy='Add a line like: known_streets = "known.csv"',
            file=document.name,
            line=document.line(("wishes", "eur_per_unknown_street")),
            id="wishes.known_streets",
        )
    ]


def _optional(stated: str | Query | None, base: Path) -> Source | None:
    return None if stated is None else _source(stated, base)


def _source(stated: str | Query, base: Path) -> Source:
    """Where a table is read; a SQLite file is relative to the day folder like any other."""
    if isinstance(stated, str):
        return FileSource(path=base / stated, name=stated)
    from sqlalchemy import URL, make_url  # noqa: PLC0415  # takes 0.2 s, and most days read files

    url = make_url(stated.url)
    name = URL.create(
        url.drivername, host=url.host, port=url.port, database=url.database
    ).render_as_string()
    return SqlSource(url=_database(stated.url, base), query=stated.query, name=name)


def _database(address: str, base: Path) -> str:
    """A database's address, where a SQLite file is relative to the day folder."""
    from sqlalchemy import make_url  # noqa: PLC0415  # as above

    url = make_url(address)
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        url = url.set(database=str(base / str(url.database)))
    return url.render_as_string(hide_password=False)


def _mistakes(
    document: Document, error: ValidationError, unset: Collection[Key]
) -> list[Diagnostic]:
    """Pydantic's complaints as ours; a value that waits for its variable is complained of once."""
    mistakes = []
    for details in error.errors(include_url=False):
        # A source's location also names the kind of source that was tried.
        key = tuple(str(part) for part in details["loc"] if part not in SOURCE_TAGS)
        if key not in unset:
            mistakes.append(_mistake(document, key, details))
    return mistakes


def _mistake(document: Document, key: Key, details: ErrorDetails) -> Diagnostic:
    dotted = ".".join(key)
    line = document.line(key)
    match details["type"]:
        case "missing":
            return Diagnostic(
                code="DAY-KEY-MISSING",
                message=f"{dotted} is not set.",
                remedy=f'Add a line "{key[-1]} = …".',
                file=document.name,
                line=line,
                id=dotted,
            )
        case "extra_forbidden":
            return Diagnostic(
                code="DAY-KEY-UNKNOWN",
                message=f"There is no key {dotted}.",
                remedy=suggestion(key[-1], known_keys(key)),
                file=document.name,
                line=line,
                id=dotted,
                value=key[-1],
            )
        case "timezone_unknown":
            return Diagnostic(
                code="DAY-TIMEZONE",
                message=f"There is no time zone {details['input']!r}.",
                remedy=suggestion(str(details["input"]), available_timezones()),
                file=document.name,
                line=line,
                id=dotted,
                value=str(details["input"]),
            )
        case _:
            value = _as_written(document, key)
            found = "" if value is None else f", found {value!r}"
            return Diagnostic(
                code="DAY-VALUE",
                message=f"{dotted}: {expectation(details)}{found}.",
                remedy="Mend the value.",
                file=document.name,
                line=line,
                id=dotted,
                value=value,
            )


def _as_written(document: Document, key: Key) -> str | None:
    """Give a value as the file has it, never with a password in it."""
    value: object = document.values
    for part in key:
        if part == "url" or not isinstance(value, dict):
            return None
        value = value.get(part)
    if isinstance(value, bool):
        return str(value).lower()
    return None if isinstance(value, dict) else str(value)


def _unset(document: Document, key: Key, name: str) -> Diagnostic:
    return Diagnostic(
        code="DAY-ENV",
        message=f"{'.'.join(key)} needs ${{{name}}}, which the environment does not have.",
        remedy=f"Set the environment variable {name} for the user who runs this.",
        file=document.name,
        line=document.line(key),
        id=".".join(key),
        value=name,
    )


def _unused(document: Document, name: str) -> Diagnostic:
    return Diagnostic(
        code="DAY-RESERVED",
        message=f"{name} is set, and this version does not use it yet.",
        remedy="Take it out, or do not count on it.",
        file=document.name,
        line=document.line((name,)),
        id=name,
        severity="warning",
    )
