"""What a day's page and its drivers' files take: to write, to open, to move about on.

    python benchmarks/page.py DAY [--browser /usr/bin/chromium]

DAY is a planned day folder. Commands run in processes of their own. The page is opened in headless
Chromium without a graphics card, which is slower than any dispatcher's machine; a pan is a drag of
600 pixels in 60 steps, and its worst frame the longest time between two pictures.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import sync_playwright

_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def _tournee(*arguments: object) -> float:
    """Seconds of one command."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - started


def _row(what: str, value: float, unit: str) -> None:
    print(f"{what:45} {value:8.2f} {unit}")


@click.command()
@click.argument("day", type=click.Path(exists=True, path_type=Path))
@click.option("--browser", default="/usr/bin/chromium", show_default=True)
def main(*, day: Path, browser: str) -> None:
    """Measure one day, whose plan is released."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for to in ("gpx", "geojson", "csv"):
            _row(
                f"export --to {to}", _tournee("export", day, "--to", to, "--out", folder / to), "s"
            )
        page = folder / "report.html"
        _row("report", _tournee("report", day, "--out", page), "s")
        _row("the page", page.stat().st_size / 1e6, "MB")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=browser, args=["--no-sandbox", "--enable-precise-memory-info"]
            )
            view = chromium.new_context(
                viewport={"width": 1600, "height": 900}, offline=True
            ).new_page()
            view.goto(page.as_uri())
            view.locator("canvas.leaflet-tile-loaded").first.wait_for()
            opened = "performance.timing.loadEventEnd - performance.timing.navigationStart"
            _row("open in Chromium, until loaded", view.evaluate(opened) / 1000, "s")
            _row("JavaScript heap", view.evaluate("performance.memory.usedJSHeapSize") / 1e6, "MB")
            view.wait_for_timeout(500)
            view.evaluate(_FRAMES)
            view.mouse.move(700, 600)
            view.mouse.down()
            view.mouse.move(100, 500, steps=60)
            view.mouse.up()
            frames = sorted(view.evaluate("window.frames_ms"))
            _row("pan, median frame", frames[len(frames) // 2], "ms")
            _row("pan, worst frame", frames[-1], "ms")
            view.evaluate("window.frames_ms.length = 0")
            for _ in range(3):
                view.mouse.wheel(0, -240)
                view.wait_for_timeout(600)
            _row("zoom in three times, worst frame", max(view.evaluate("window.frames_ms")), "ms")
            chromium.close()


if __name__ == "__main__":
    main()
