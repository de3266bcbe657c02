"""Published instances as their files hold them, read by vrplib.

Three forms are read: Solomon's (also Homberger's), VRPLIB with an explicit matrix (ORTEC's), and
VRPLIB with reloads and release times (MTVRPTWR). What vrplib passes over in silence, a file that
ends early or a number that it cannot read, is refused here.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from routing.errors import TourneeError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Form = Literal["ortec", "classic", "multi-trip"]

_SUFFIXES = (".xz", ".txt", ".vrp")
_XZ_MAGIC = b"\xfd7zXZ\x00"
_FORMS = (
    "Read are Solomon's and Homberger's .txt, ORTEC's VRPLIB with an explicit matrix (.txt or"
    " .txt.xz), and multi-trip instances with release times (.vrp, TYPE MTVRPTWR)."
)
_WHOLE = "Fetch the file again: it may have ended early or been changed on the way."
_CUSTOMERS_BEGIN = 6
"""Solomon's customers begin after so many lines that are not empty."""
_SOLOMON_COLUMNS = 7
_MOST = 5e5
"""No published place or time is larger; a leg between such, scaled, still fits into 32 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """One file's contents, in its own units. Place 0 is the depot, customers are 1 to n.

    Attributes
    ----------
    name
        The file's name without its endings, as tables of best-known costs have it.
    form
        Which kind of instance: `ortec` (explicit matrix), `classic` (Solomon, Homberger), or
        `multi-trip` (reloads, release times).
    capacity, vehicles
        Of one vehicle, and how many there are; ``None`` where the file does not say.
    places
        Shape (n + 1, 2).
    matrix
        Shape (n + 1, n + 1), whole units from row to column; ``None`` where places say it.
    demand, opens, closes, service, release
        Shape (n + 1,). Service begins from `opens` to `closes`; the depot's are when vehicles may
        leave first and be back last. No trip leaves before the `release` of what it carries.
    """

    name: str
    form: Form
    capacity: int
    vehicles: int | None
    places: NDArray[np.float64]
    matrix: NDArray[np.int64] | None
    demand: NDArray[np.int64]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    service: NDArray[np.int64]
    release: NDArray[np.int64]

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.demand) - 1

    @property
    def reloads(self) -> bool:
        """Whether a vehicle may come back for more."""
        return self.form == "multi-trip"


def read_instance(path: Path) -> Instance:
    """Read a file in any of the three forms, packed with xz or not.

    Raises
    ------
    TourneeError
        INSTANCE-UNREADABLE, INSTANCE-FORMAT or INSTANCE-VALUE; BENCHMARK-EXTRA without vrplib.
    """
    text = _text(path)
    lines = [line for line in text.splitlines() if line.strip()]
    is_solomon = len(lines) > 1 and lines[1].split() == ["VEHICLE"]
    try:
        fields = _solomon(path, lines, text) if is_solomon else _vrplib(path, text)
        instance = Instance(name=_name(path), **fields)
    except (TourneeError, ImportError):
        raise
    except Exception as error:  # vrplib and numpy fail in many ways over a file that is none
        said = f"it cannot be understood: {_short(error)}"
        raise _malformed(path, said, f"{_WHOLE} {_FORMS}") from error
    _look_over(path, instance)
    return instance


def _name(path: Path) -> str:
    name = path.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _short(error: Exception) -> str:
    """The first line of what a library said."""
    return (str(error).splitlines() or [""])[0][:120].rstrip(".") or type(error).__name__


def _text(path: Path) -> str:
    try:
        packed = path.read_bytes()
        unpacked = lzma.decompress(packed) if packed.startswith(_XZ_MAGIC) else packed
        return unpacked.decode("utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "Name an instance's file that you may read."
    except lzma.LZMAError as error:
        reason, remedy = f"it cannot be unpacked: {_short(error)}", _WHOLE
    except UnicodeDecodeError:
        reason, remedy = "it is not text", _FORMS
    raise TourneeError("INSTANCE-UNREADABLE", f"{path} cannot be read: {reason}.", remedy)


def _malformed(path: Path, what: str, remedy: str = _WHOLE) -> TourneeError:
    return TourneeError("INSTANCE-FORMAT", f"{path} is no instance that is read: {what}.", remedy)


def _parse() -> Any:  # noqa: ANN401 - vrplib has no types
    """Give vrplib's parsers."""
    try:
        from vrplib import parse  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TourneeError(
            "BENCHMARK-EXTRA",
            "vrplib, which reads instances, is not installed.",
            'Install it: pip install "tournee[benchmark]"',
        ) from error
    return parse


def _solomon(path: Path, lines: list[str], text: str) -> dict[str, Any]:
    parse = _parse()
    # numpy, which vrplib reads the rows with, takes what is no whole number for -1.
    rows = [line.split() for line in lines[_CUSTOMERS_BEGIN:]]
    for number, row in enumerate(rows):
        is_whole = all(cell.removeprefix("-").isdecimal() for cell in row)
        if len(row) != _SOLOMON_COLUMNS or not is_whole or int(row[0]) != number:
            row_text = " ".join(row)[:80]
            raise _malformed(path, f"customer {number} is not seven whole numbers: '{row_text}'")
    if len(rows) < 2:
        raise _malformed(path, "it has no customers")
    raw = parse.parse_solomon(text, compute_edge_weights=False)
    window = np.asarray(raw["time_window"])
    size = len(rows)
    return {
        "form": "classic",
        "capacity": int(raw["capacity"]),
        "vehicles": int(raw["vehicles"]),
        "places": np.asarray(raw["node_coord"], dtype=np.float64),
        "matrix": None,
        "demand": _whole(path, raw["demand"], "demand", size),
        "opens": _whole(path, window[:, 0], "ready time", size),
        "closes": _whole(path, window[:, 1], "due date", size),
        "service": _whole(path, raw["service_time"], "service time", size),
        "release": np.zeros(size, dtype=np.int64),
    }


def _vrplib(path: Path, text: str) -> dict[str, Any]:
    raw = _parse().parse_vrplib(text, compute_edge_weights=False)
    kind = (str(raw.get("type", "")).upper(), str(raw.get("edge_weight_type", "")).upper())
    known: dict[tuple[str, str], Form] = {
        ("VRPTW", "EXPLICIT"): "ortec",
        ("MTVRPTWR", "EUC_2D"): "multi-trip",
    }
    if kind not in known:
        found = f"its TYPE is '{kind[0]}', its EDGE_WEIGHT_TYPE '{kind[1]}'"
        if not any(kind):
            found = "it has neither Solomon's heading nor a TYPE"
        raise _malformed(path, found, _FORMS)
    form = known[kind]
    needed = ["dimension", "capacity", "node_coord", "demand", "time_window", "service_time"]
    needed += ["edge_weight"] if form == "ortec" else ["vehicles", "release_time", "depot"]
    needed += ["vehicles_reload_depot"] if form == "multi-trip" else []
    missing = [name.upper() for name in needed if name not in raw]
    if missing:
        raise _malformed(path, f"it has no {', no '.join(missing)}")
    size = int(raw["dimension"])
    if form == "ortec" or np.ndim(raw["service_time"]):
        service = _whole(path, raw["service_time"], "service time", size)
    else:
        # A single number is every customer's; nothing is served at the depot.
        service = np.full(size, int(raw["service_time"]), dtype=np.int64)
        service[0] = 0
    matrix = None
    if form == "ortec":
        matrix = _whole(path, raw["edge_weight"], "edge weight", size, size)
    depot = np.atleast_1d(raw.get("depot", [0])).tolist()
    if depot != [0]:
        raise _malformed(path, f"its depot is not the first place alone: {depot}", _FORMS)
    if form == "multi-trip":
        _look_over_reloads(path, raw)
    window = _whole(path, raw["time_window"], "time window", size, 2)
    return {
        "form": form,
        "capacity": int(raw["capacity"]),
        "vehicles": int(raw["vehicles"]) if "vehicles" in raw else None,
        "places": _whole(path, raw["node_coord"], "coordinate", size, 2).astype(np.float64),
        "matrix": matrix,
        "demand": _whole(path, raw["demand"], "demand", size),
        "opens": window[:, 0],
        "closes": window[:, 1],
        "service": service,
        "release": _whole(path, raw.get("release_time", np.zeros(size)), "release time", size),
    }


def _look_over_reloads(path: Path, raw: dict[str, Any]) -> None:
    """Every vehicle reloads at the one depot: anything else is another problem."""
    at = np.asarray(raw["vehicles_reload_depot"]).ravel().tolist()
    if at != [1] * int(raw["vehicles"]):
        raise _malformed(path, "not each of its vehicles reloads at the depot", _FORMS)


def _whole(path: Path, values: Any, what: str, *shape: int) -> NDArray[np.int64]:  # noqa: ANN401
    """Whole numbers of this shape; anything else is refused by name."""
    numbers = np.asarray(values)
    if numbers.shape != shape:
        found, wanted = numbers.shape, shape
        raise _malformed(path, f"of its {what}s there are {found}, and should be {wanted}")
    if numbers.dtype.kind not in "if" or not np.all(np.isfinite(numbers)):
        raise _malformed(path, f"not each {what} is a number")
    if np.any(numbers != np.round(numbers)):
        raise _malformed(path, f"not each {what} is a whole number")
    return numbers.astype(np.int64)


def _look_over(path: Path, instance: Instance) -> None:
    """Refuse what no solver could serve, or would only choke on."""

    def refuse(what: str) -> TourneeError:
        return TourneeError("INSTANCE-VALUE", f"{path}: {what}.", _WHOLE)

    if instance.customers < 1:
        raise refuse("it has no customers")
    if instance.capacity < 1 or (instance.vehicles is not None and instance.vehicles < 1):
        raise refuse("it has no vehicle that can carry anything")
    columns = {
        "demand": instance.demand,
        "window": instance.opens,
        "service time": instance.service,
        "release time": instance.release,
    }
    if instance.matrix is not None:
        columns["edge weight"] = instance.matrix.min(axis=1)
    for what, values in columns.items():
        if np.any(values < 0):
            raise refuse(f"the {what} of {_who(values < 0)} is less than 0")
    if np.any(over := instance.demand > instance.capacity):
        raise refuse(f"the demand of {_who(over)} is more than a vehicle's capacity")
    if np.any(turned := instance.closes < instance.opens):
        raise refuse(f"the window of {_who(turned)} ends before it begins")
    largest = max(
        float(np.abs(instance.places).max()),
        float(instance.closes.max()),
        0.0 if instance.matrix is None else float(instance.matrix.max()),
        float(max(instance.service.max(), instance.release.max())),
    )
    if largest > _MOST:
        raise refuse(f"{largest:.0f} is larger than any published number")


def _who(wrong: NDArray[np.bool_]) -> str:
    place = int(np.argmax(wrong))
    return f"customer {place}" if place else "the depot"
