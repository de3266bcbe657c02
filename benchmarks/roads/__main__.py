"""The project beside OSRM, Valhalla, osmnx with networkx, and scipy, on real cities (Linux).

    python -m benchmarks.roads [--city NAME …] [--only ENGINE …] [--data FOLDER] [-o REPORT.md]

From the checkout, in the project's environment. The peers need Python 3.12 or later, on the PATH or
with pyenv; an environment for them is made at the first run in the user's cache folder. The report
goes to standard output, or to REPORT.md, with every figure in REPORT.json beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.roads.cities import city_files
from benchmarks.roads.contestants import CONTESTANTS
from benchmarks.roads.machine import describe_machine
from benchmarks.roads.measure import Effort, measure_city
from benchmarks.roads.peers.environment import NoPeersError, peers_python, versions
from benchmarks.roads.process import CHECKOUT
from benchmarks.roads.report import to_json, to_markdown

if TYPE_CHECKING:
    from benchmarks.roads.results import CityResult


def main() -> None:
    """Measure, and write the report after every city."""
    options = _options()
    found = city_files(options.data)
    unknown = set(options.city or ()) - {city.name for city in found}
    if unknown or not found:
        sys.exit(f"{options.data} has no {', '.join(sorted(unknown)) or 'cities'}")
    cities = [city for city in found if not options.city or city.name in options.city]
    contestants = [one for one in CONTESTANTS if not options.only or one.key in options.only]
    pythons: dict[bool, Path | str] = {False: Path(sys.executable)}
    about: dict[str, Any] = {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "machine": describe_machine(),
        "peers": "none asked",
    }
    if any(one.is_peer for one in contestants):
        try:
            python = peers_python(_tell)
            pythons[True], about["peers"] = python, versions(python)
        except NoPeersError as error:
            pythons[True] = about["peers"] = str(error)
            _tell(str(error))
    effort = Effort(builds=options.builds, turns=options.turns)
    results: list[CityResult] = []
    for city in cities:
        with tempfile.TemporaryDirectory(prefix="roads-") as folder:
            results.append(
                measure_city(
                    city,
                    contestants,
                    pythons=pythons,
                    folder=Path(folder),
                    effort=effort,
                    tell=_tell,
                )
            )
        if options.output:
            _write(options.output, about, results)
    if not options.output:
        print(to_markdown(about, results), end="")


def _write(path: Path, about: dict[str, Any], results: list[CityResult]) -> None:
    path.write_text(to_markdown(about, results), encoding="utf-8")
    figures = json.dumps(to_json(about, results), indent=1, allow_nan=False)
    path.with_suffix(".json").write_text(figures + "\n", encoding="utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.roads", description=(__doc__ or "").partition("\n")[0]
    )
    keys = [one.key for one in CONTESTANTS]
    parser.add_argument("--city", nargs="+", metavar="NAME", help="these only (default: all)")
    parser.add_argument("--only", nargs="+", choices=keys, metavar="ENGINE", help=", ".join(keys))
    parser.add_argument(
        "--data", type=Path, default=CHECKOUT.parent / "shared" / "data" / "osm",
        metavar="FOLDER", help="where the cities' .osm.pbf files are (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--builds", type=_positive, default=Effort().builds,
        help="how often what targets compare is built (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--turns", type=_positive, default=Effort().turns,
        help="how often each engine is asked for tables (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, metavar="REPORT.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
