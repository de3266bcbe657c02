"""The pick list as a browser opens and prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.picklists.page import pick_list_page
from tests.routing.picklists.samples import pick_list, rows
from tests.support.plans import hub, plan
from tests.support.stores import collection

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from routing.picklists.content import PickList


def opened(own: PickList, folder: Path, browser: Browser, width: int) -> tuple[int, list[str]]:
    """How wide the page is, and what the browser said of it."""
    path = folder / "H.html"
    path.write_bytes(pick_list_page(own))
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    return wide, said


@pytest.mark.parametrize("width", [360, 1200])
def test_it_opens_without_an_error_and_is_no_wider_than_the_screen(
    tmp_path: Path, browser: Browser, width: int
) -> None:
    wide, said = opened(pick_list(*rows()), tmp_path, browser, width)
    assert wide <= width
    assert said == []


def test_an_id_without_end_is_broken_to_fit_the_paper(tmp_path: Path, browser: Browser) -> None:
    shelf = hub(collections=(collection("X" * 200, "09:00", "10:00"),))
    wide, _ = opened(pick_list(own=plan(hubs=(shelf,))), tmp_path, browser, 800)
    assert wide <= 800
