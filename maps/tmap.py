"""The .tmap file: a city on disk, loaded in well under a second.

One uncompressed zip of .npy arrays, as `numpy.savez` writes it, and no pickle in it. Text is UTF-8
JSON in byte arrays; ``header`` says the format and where the map comes from.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from maps.addresses.gazetteer import Gazetteer
from maps.city import City, MapMeta
from maps.errors import MapError
from maps.names import StreetName
from maps.network import RoadNetwork
from maps.osm import unreadable
from maps.restrictions import Restriction
from maps.shops import Shops
from maps.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIX = ".tmap"
FORMAT = "tournee-map"
VERSION = 2

Arrays = dict[str, NDArray[Any]]


def save_city(city: City, path: Path) -> None:
    """Write a city to one file: whole or not at all.

    Raises
    ------
    MapError
        MAP-UNWRITABLE where the folder is missing, read-only or full.
    """
    arrays = _city_arrays(city)
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                np.savez(stream, **arrays)  # type: ignore[arg-type]  # its stub takes allow_pickle
                stream.flush()
                os.fsync(stream.fileno())
            # mkstemp makes files for the owner only; a map is for everyone the umask lets.
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MapError(
            "MAP-UNWRITABLE",
            f"the map cannot be written to {path} ({error.strerror or error}).",
            "Choose a folder that exists, has room, and that you may write to (-o CITY.tmap).",
        ) from error


def load_city(path: Path) -> City:
    """Read a city back.

    Raises
    ------
    MapError
        MAP-MISSING, MAP-UNREADABLE, MAP-VERSION for another version's format, MAP-TRUNCATED for a
        file that was cut short or damaged, MAP-FORMAT for what is no map at all.
    """
    if not path.is_file():
        raise MapError(
            "MAP-MISSING", f"there is no map {path}.", "Make it: tournee map build SOURCE -o MAP."
        )
    arrays = _read_arrays(path)
    try:
        return _city(arrays)
    except (KeyError, ValueError, TypeError) as error:
        raise MapError(
            "MAP-FORMAT",
            f"{path} is a map, but something in it is missing or wrong ({error}).",
            "Build it again: tournee map build SOURCE -o MAP.",
        ) from error


def _read_arrays(path: Path) -> Mapping[str, NDArray[Any]]:
    try:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
    except OSError as error:
        raise unreadable(path, error) from error
    if not is_zip:
        raise _no_map(path)
    try:
        # numpy would leave a file that it opened itself open when it is no zip.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            _check_header(path, _json(archive["header"]) if "header" in archive.files else None)
            return {name: archive[name] for name in archive.files}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise MapError(
            "MAP-TRUNCATED",
            f"{path} was cut short or damaged ({error}).",
            "Build it again (tournee map build SOURCE -o MAP), or copy it anew.",
        ) from error


def _check_header(path: Path, header: object) -> None:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise _no_map(path)
    version = header.get("version")
    if version != VERSION:
        raise MapError(
            "MAP-VERSION",
            f"{path} has the map format {version}, and this tournee reads {VERSION}.",
            f"Build it again from {header.get('meta', {}).get('source', 'its OpenStreetMap file')}"
            " (tournee map build SOURCE -o MAP).",
        )


def _no_map(path: Path) -> MapError:
    return MapError(
        "MAP-FORMAT",
        f"{path} is no map of tournee.",
        "Give a .tmap file, or an OpenStreetMap file to build one from.",
    )


def _city_arrays(city: City) -> Arrays:
    header = {
        "format": FORMAT,
        "version": VERSION,
        "name": city.name,
        "meta": asdict(city.meta),
    }
    arrays: Arrays = {"header": _bytes(header)}
    network, shops = city.network, city.shops
    for field in fields(RoadNetwork):
        value = getattr(network, field.name)
        if isinstance(value, np.ndarray):
            arrays[f"network/{field.name}"] = value
    arrays["network/names"] = _bytes([[name.name, name.others] for name in network.names])
    arrays["network/region"] = _bytes(network.region)
    arrays["network/tag_sets"] = _bytes(network.tag_sets)
    arrays["network/node_tag_sets"] = _bytes(network.node_tag_sets)
    arrays["network/restrictions"] = _bytes([asdict(rule) for rule in network.restrictions])
    for kind, skeleton in city.skeletons().items():
        for key, array in skeleton.to_arrays().items():
            arrays[f"skeletons/{kind}/{key}"] = array
    for field in fields(Shops):
        value = getattr(shops, field.name)
        arrays[f"shops/{field.name}"] = value if isinstance(value, np.ndarray) else _bytes(value)
    for key, array in city.gazetteer.to_arrays().items():
        arrays[f"gazetteer/{key}"] = array
    return arrays


def _city(arrays: Mapping[str, NDArray[Any]]) -> City:
    header = _json(arrays["header"])
    meta = header["meta"]
    network = _section(arrays, "network")
    names = tuple(
        StreetName(name=name, others=tuple((key, value) for key, value in others))
        for name, others in _json(network.pop("names"))
    )
    rules = tuple(
        Restriction(**{**rule, **{key: tuple(rule[key]) for key in ("via_ways", "exempt")}})
        for rule in _json(network.pop("restrictions"))
    )
    tag_sets = tuple(_json(network.pop("tag_sets")))
    region = str(_json(network.pop("region")))
    node_tag_sets = tuple(_json(network.pop("node_tag_sets")))
    skeletons = _section(arrays, "skeletons")
    kinds = dict.fromkeys(key.partition("/")[0] for key in skeletons)
    shops = _section(arrays, "shops")
    return City(
        name=header["name"],
        meta=MapMeta(**{**meta, "bbox": tuple(meta["bbox"])}),
        network=RoadNetwork(
            **network,
            names=names,
            tag_sets=tag_sets,
            node_tag_sets=node_tag_sets,
            restrictions=rules,
            region=region,
        ),
        gazetteer=Gazetteer.from_arrays(_section(arrays, "gazetteer")),
        shops=Shops(
            lat=shops.pop("lat"),
            lon=shops.pop("lon"),
            **{key: tuple(_json(value)) for key, value in shops.items()},
        ),
        kept={kind: Skeleton.from_arrays(_section(skeletons, kind)) for kind in kinds},
    )


def _section(arrays: Mapping[str, NDArray[Any]], name: str) -> Arrays:
    prefix = f"{name}/"
    return {
        key.removeprefix(prefix): array for key, array in arrays.items() if key.startswith(prefix)
    }


def _bytes(value: object) -> NDArray[np.uint8]:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _json(array: NDArray[Any]) -> Any:  # noqa: ANN401  # JSON may be anything
    return json.loads(array.tobytes())


def _umask() -> int:
    # The only way to ask for it is to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
