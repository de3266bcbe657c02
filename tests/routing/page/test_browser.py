"""The page as a browser shows it: opened from disk, with no network."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from routing.page.writing import write_page
from routing.plan.document import read_plan
from routing.plan.timeline import visits
from tests.support.plans import hub, plan, route, stop
from tests.support.stores import store_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from routing.demo import Demo
    from routing.plan.model import Plan, Stop

PHONE, DESK = (360, 740), (1600, 900)


@dataclass
class Opened:
    """A page, and what it said and asked for since it was opened."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def unfold(self, key: str) -> None:
        """Open the table of the vehicle that makes a stop."""
        stop = self.page.locator(f"td button[data-stop='{key}']")
        table = self.page.locator("details").filter(has=stop)
        table.locator("summary").first.click(position={"x": 10, "y": 12})

    def map_stop(self, key: str) -> None:
        """Click a stop's own mark on the map: where its pop-up points to."""
        self.page.locator(f"td button[data-stop='{key}']").click()
        close = self.page.locator(".leaflet-popup-close-button")
        close.hover()  # which waits until the map has come to rest
        tip = self.page.locator(".leaflet-popup-tip-container").bounding_box()
        assert tip is not None
        close.click()
        self.page.locator(".leaflet-popup").wait_for(state="detached")
        self.page.mouse.click(tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] + 6)


class Viewer:
    """Opens pages in one browser, and closes them all."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def open(self, path: Path, size: tuple[int, int] = DESK, scheme: str = "light") -> Opened:
        """Open a file from disk."""
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            offline=True,
            reduced_motion="reduce",
        )
        opened = Opened(context.new_page())
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.on("request", lambda request: opened.asked.append(request.url))
        opened.page.goto(path.as_uri())
        return opened

    def close(self) -> None:
        """Close them."""
        for context in self._browser.contexts:
            context.close()


@pytest.fixture
def viewer(browser: Browser) -> Iterator[Viewer]:
    viewer = Viewer(browser)
    yield viewer
    viewer.close()


def written(folder: Path, plan: Plan) -> Path:
    path = folder / "report.html"
    write_page(plan, None, {}, path)
    return path


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_without_an_error_and_asks_for_nothing_but_itself(
    demo: Demo, viewer: Viewer, size: tuple[int, int], scheme: str
) -> None:
    opened = viewer.open(demo.page, size, scheme)
    opened.page.locator("canvas.leaflet-tile-loaded").first.wait_for()
    assert opened.said == []
    assert opened.asked == [demo.page.as_uri()]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nothing_is_wider_than_the_screen(
    demo: Demo, viewer: Viewer, size: tuple[int, int]
) -> None:
    page = viewer.open(demo.page, size).page
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def loneliest(plan: Plan) -> tuple[str, Stop]:
    """The stop whose mark no other covers, and its key on the page."""
    routes = [route for hub in plan.hubs for route in hub.routes if route.trips]
    stops = [
        (f"{vehicle}-{visit.number}", visit.stop)
        for vehicle, route in enumerate(routes)
        for visit in visits(route)
    ]
    places = [(stop.lat, stop.lon) for _, stop in stops]
    places += [(hub.lat, hub.lon) for hub in plan.hubs]

    def room(stop: Stop) -> float:
        return sorted(math.dist((stop.lat, stop.lon), place) for place in places)[1]

    return max(stops, key=lambda keyed: room(keyed[1]))


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_click_on_a_stop_opens_what_is_known_of_it(
    demo: Demo, viewer: Viewer, size: tuple[int, int]
) -> None:
    opened = viewer.open(demo.page, size)
    key, stop = loneliest(demo.outcome.plan)
    opened.unfold(key)
    opened.map_stop(key)
    popup = opened.page.locator(".leaflet-popup")
    popup.wait_for()
    assert ", ".join(stop.order_ids) in popup.inner_text()
    assert "Window" in popup.inner_text()
    assert opened.said == []


def test_a_pop_up_leads_to_its_row_in_the_table(demo: Demo, viewer: Viewer) -> None:
    page = viewer.open(demo.page).page
    details = page.locator("details").first
    details.locator("summary").click(position={"x": 10, "y": 12})
    page.locator("td button[data-stop='0-1']").click()
    details.locator("summary").click(position={"x": 10, "y": 12})
    assert details.get_attribute("open") is None
    page.get_by_role("button", name="Show in the table").click()
    assert details.get_attribute("open") is not None
    assert page.locator("tr.chosen").get_attribute("data-stop") == "0-1"


def test_one_vehicle_can_be_brought_to_the_fore_and_all_again(demo: Demo, viewer: Viewer) -> None:
    page = viewer.open(demo.page).page
    everything = page.get_by_role("button", name="Show all vehicles")
    assert everything.is_hidden()
    page.get_by_role("button", name="Show on the map").nth(1).click()
    assert everything.is_visible()
    everything.click()
    assert everything.is_hidden()


def test_one_hub_s_tables_can_be_seen_alone(demo: Demo, viewer: Viewer) -> None:
    page = viewer.open(demo.page).page
    page.get_by_label("Hub", exact=True).select_option(index=2)
    shown = [part for part in page.locator("section[data-hub]").all() if part.is_visible()]
    assert [part.get_attribute("data-hub") for part in shown] == ["1"]


def test_the_whole_page_can_be_used_with_the_keyboard(demo: Demo, viewer: Viewer) -> None:
    page = viewer.open(demo.page).page
    page.locator("details > summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("td button[data-stop='0-1']").focus()
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup").is_visible()
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")


def test_what_is_written_in_the_data_is_shown_and_never_run(tmp_path: Path, viewer: Viewer) -> None:
    evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    opened = viewer.open(written(tmp_path, plan(hubs=(hub(route(stop(order_ids=(evil,)))),))))
    opened.page.locator("details > summary").first.click(position={"x": 10, "y": 12})
    opened.page.locator("td button[data-stop='0-1']").click()
    assert evil in opened.page.locator(".leaflet-popup").inner_text()
    assert opened.said == []


def test_twelve_hundred_stops_are_shown(tmp_path: Path, viewer: Viewer) -> None:
    """40 vehicles with 30 stops each, 100 m apart."""
    routes = [
        route(
            *(
                stop(order_ids=(f"O{car}-{number}",), lat=50 + car / 1000, lon=4 + number / 700)
                for number in range(30)
            ),
            vehicle_id=f"V{car}",
        )
        for car in range(40)
    ]
    opened = viewer.open(written(tmp_path, plan(hubs=(hub(*routes),))))
    assert opened.page.locator("tr[data-stop]").count() == 1200
    last = opened.page.locator("details:has(button[data-vehicle]) > summary").last
    last.click(position={"x": 10, "y": 12})
    opened.map_stop("39-30")
    assert "O39-29" in opened.page.locator(".leaflet-popup").inner_text()
    assert opened.said == []


def test_a_plan_of_nothing_has_a_page(tmp_path: Path, viewer: Viewer) -> None:
    opened = viewer.open(written(tmp_path, plan()))
    assert opened.page.get_by_role("heading", level=1).inner_text().startswith("Deliveries")
    assert opened.said == []


def test_a_page_that_was_written_can_be_written_again(demo: Demo, tmp_path: Path) -> None:
    """The same plan gives the same bytes: nothing of the moment of writing is in them."""
    read = read_plan(demo.outcome.path)
    assert written(tmp_path, read).read_bytes() == written(tmp_path, read).read_bytes()


def test_on_paper_every_table_is_open_and_the_map_shows_every_stop(
    demo: Demo, viewer: Viewer
) -> None:
    page = viewer.open(demo.page).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    stops = page.locator("tr[data-stop]").count()
    assert page.locator("svg.paper circle").count() == stops
    frame = page.locator("#map").bounding_box()
    marks = [mark.bounding_box() for mark in page.locator("svg.paper circle").all()]
    assert frame is not None
    for mark in marks:
        assert mark is not None
        assert frame["x"] <= mark["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= mark["y"] <= frame["y"] + frame["height"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("svg.paper").count() == 0
    assert page.locator("details[open]").count() == 0


def test_a_late_stop_of_a_hub_that_is_not_shown_is_shown(tmp_path: Path, viewer: Viewer) -> None:
    late = hub(route(stop(late_s=600)))
    other = replace(hub(route(stop(lat=50.1), vehicle_id="W")), hub_id="I", name="Other")
    opened = viewer.open(written(tmp_path, plan(hubs=(late, other))))
    opened.page.get_by_label("Hub", exact=True).select_option("1")
    opened.page.locator("td button[data-stop='0-1']").first.click()
    assert opened.page.locator(".leaflet-popup").is_visible()
    assert opened.page.get_by_label("Hub", exact=True).input_value() == ""
    assert opened.said == []


def test_hubs_points_streets_and_routes_are_drawn_where_they_are(
    demo: Demo, viewer: Viewer
) -> None:
    page = viewer.open(demo.page).page
    hubs = demo.outcome.plan.hubs
    assert page.locator(".place.hub").count() == len(hubs)
    assert page.locator(".place.point").count() == len(demo.outcome.plan.points)
    inked = """tile => tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data
        .some((value, place) => place % 4 === 3 && value > 0)"""
    page.locator("canvas.leaflet-tile-loaded").first.wait_for()
    tiles = page.locator("canvas.leaflet-tile-loaded").all()
    assert any(tile.evaluate(inked) for tile in tiles)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    routes = [route for one in hubs for route in one.routes if route.trips]
    lines = page.locator("svg.paper path[opacity]").all()
    assert len(lines) == sum(len(route.trips) for route in routes)
    # The first trip begins at the first hub: on the street in front of its sign.
    start = re.match(r"M([\d.-]+) ([\d.-]+)", lines[0].get_attribute("d") or "")
    frame, sign = page.locator("#map").bounding_box(), page.locator(".place.hub").first
    box = sign.bounding_box()
    assert start is not None
    assert frame is not None
    assert box is not None
    assert abs(frame["x"] + float(start[1]) - box["x"] - box["width"] / 2) < 40
    assert abs(frame["y"] + float(start[2]) - box["y"] - box["height"] / 2) < 40


def test_a_stop_of_another_vehicle_brings_that_vehicle_to_the_fore(
    demo: Demo, viewer: Viewer
) -> None:
    opened = viewer.open(demo.page)
    page = opened.page
    buttons = page.get_by_role("button", name="Show on the map")
    buttons.nth(0).click()
    opened.unfold("1-1")
    page.locator("td button[data-stop='1-1']").click()
    assert [buttons.nth(number).get_attribute("aria-pressed") for number in (0, 1)] == [
        "false",
        "true",
    ]
    assert page.locator(".leaflet-popup").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_picking_is_shown_by_the_hour_and_by_picker(
    tmp_path: Path, viewer: Viewer, size: tuple[int, int]
) -> None:
    opened = viewer.open(written(tmp_path, store_plan()), size)
    opened.page.locator("details > summary", has_text="Picking").click(position={"x": 10, "y": 12})
    bars = [bar.bounding_box() for bar in opened.page.locator("td.bar").all()]
    parts = [bar.bounding_box() for bar in opened.page.locator("td.bar i").all()]
    assert len(parts) == 2 * len(bars) == 8
    assert parts[0] is not None
    assert parts[1] is not None
    assert parts[0]["width"] == pytest.approx(5 * parts[1]["width"], rel=0.1)
    assert opened.page.get_by_role("rowheader", name="09:00").is_visible()
    assert opened.page.get_by_role("cell", name="-5 min").is_visible()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert opened.said == []
