"""Run sheets, read back by readers that are not ours."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings

from routing.errors import TourneeError
from routing.exports.links import links_to
from routing.exports.runsheet.export import RunSheetExport
from routing.exports.runsheet.stops import LINES_AT_MOST
from routing.orders.contacts import Contact
from routing.plan.timeline import visits
from routing.texts.languages import LANGUAGES, Language
from tests.routing.exports.runsheet.reading import codes_of, pages_of, text_of
from tests.routing.exports.samples import HOUR, busy_route, people, sheet, trip
from tests.support.plans import route, stop

CLIENT = Contact(name="Zoé", address="Rue 1, 1000 City", phone="+32 475 12 34 56", note="Ring")
SIXTY = tuple(
    stop(
        order_ids=(f"N{number:02}",), lat=50 + number / 1000, lon=4 + number % 7 / 500,
        arrive_s=8 * HOUR + 600 * number, start_s=8 * HOUR + 600 * number,
        leave_s=8 * HOUR + 600 * number + 120,
    )
    for number in range(1, 61)
)  # fmt: skip


def hostile(text: str) -> str:
    """What a sheet has of a customer whose name, address, phone and note are this text."""
    contact = Contact(name=text, address=text, phone=text, note=text)
    return text_of(sheet(route(stop()), contacts={"O1": contact}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stop_is_there_once_and_in_order(language: Language) -> None:
    """The number of each stop stands before its planned start."""
    own = sheet(route(*SIXTY), language=language)
    starts = [own.clock.wall(visit.stop.start_s) for visit in visits(own.route)]
    expected = [f"{number} {start}" for number, start in enumerate(starts, start=1)]
    told = re.findall(r"\b\d{1,2} \d\d:\d\d(?= \w+ 08:00.20:00)", text_of(own))
    assert told == expected


def test_of_sixty_stops_none_is_split_over_two_pages() -> None:
    """Each page of stops has as many codes as stops: a code ends where its stop does."""
    pages = pages_of(sheet(route(*SIXTY)))
    assert 7 <= len(pages) <= 9
    for number, page in enumerate(pages, start=1):
        assert page.strip().startswith(f"V · page {number} of {len(pages)} ")
        windows = page.count("Window 08:00")
        assert windows == page.count("Scan to navigate") == page.count("Signature")
        assert windows <= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_there_for_a_return_alone(language: Language) -> None:
    for count in range(1, 14):
        own = sheet(route(*SIXTY[:count]), language=language)
        last = pages_of(own)[-1]
        assert last.count("08:00\N{EN DASH}20:00") > 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Run sheet", "Loading order: last stop first", "10 min late", "page 1 of 2",
                "Saturday, 21 November 2026", "Requires: age_check", "Street open until 11:00",
                "Break 10:00\N{EN DASH}10:30", "Drop for collection at Locker")),
        ("fr", ("Feuille de route", "Ordre de chargement : dernier arrêt d\u2019abord",
                "10 min de retard", "page 1 sur 2", "samedi 21 novembre 2026",
                "Exigé : age_check", "Rue ouverte jusqu\u2019à 11:00", "3,5 km",
                "À déposer au point de retrait Locker")),
        ("nl", ("Rittenblad", "Laadvolgorde: laatste stop eerst", "10 min te laat",
                "pagina 1 van 2", "zaterdag 21 november 2026", "Vereist: age_check",
                "Straat open tot 11:00", "Pauze 10:00\N{EN DASH}10:30")),
        ("de", ("Tourenblatt", "Ladereihenfolge: letzter Stopp zuerst", "10 Min. zu spät",
                "Seite 1 von 2", "Samstag, 21. November 2026", "Erforderlich: age_check",
                "Straße offen bis 11:00", "© OpenStreetMap-Mitwirkende")),
    ],
)  # fmt: skip
def test_all_that_a_driver_needs_is_told_in_the_drivers_language(
    language: Language, words: tuple[str, ...]
) -> None:
    text = text_of(sheet(language=language))
    assert [word for word in words if word not in text] == []


def test_the_head_says_whose_sheet_it_is_and_how_far_each_trip_goes() -> None:
    own = sheet(replace(busy_route(), driver_id="D7", kind="cargo_bike"))
    text = pages_of(own)[0]
    for fact in (
        "Vehicle V · cargo bike", "Driver D7", "Hub Store (H)", "Plan P, version 3",
        "V-1 08:00 08:10 10:10 2 3.5 km 56.7 kg, 160 l", "Whole day 3 6.0 km",
    ):  # fmt: skip
        assert fact in text


def test_a_kind_of_the_chains_own_goes_by_its_name() -> None:
    assert "V · barge" in text_of(sheet(route(stop(), kind="barge"), language="fr"))


def test_the_last_stop_is_loaded_first() -> None:
    text = text_of(sheet(route(*SIXTY[:3])))
    assert "last stop first 3 N03 2 N02 1 N01" in text


def test_a_break_stands_where_it_is_taken() -> None:
    text = text_of(sheet())
    assert text.index("D1 Drive") < text.index("Break 10:00") < text.index("Trip V-2")


def test_each_trip_begins_on_a_page_of_its_own() -> None:
    pages = pages_of(sheet())
    assert ["Trip V-2 · Load 11:00" in page for page in pages] == [False, True]


@pytest.mark.parametrize("kind", ["van", "cargo_bike"])
def test_a_phones_camera_finds_a_link_to_each_stop_in_order(kind: str) -> None:
    own = sheet(route(*SIXTY[:12], kind=kind))
    expected = [links_to(one.lat, one.lon, kind).google_maps for one in SIXTY[:12]]
    assert codes_of(own) == expected


def test_nothing_of_the_customers_is_there_unless_the_sheet_has_them() -> None:
    contacts = {"O1": CLIENT, "D1": Contact(name="Client 9")}
    text = text_of(sheet(contacts=contacts))
    for told in ("Zoé", "Rue 1, 1000 City", "Phone: +32 475 12 34 56", "Note: Ring"):
        assert told in text
    assert "Personal data: hand this in after the day" in text
    # Who collects at the locker is not met.
    assert "Client 9" not in text
    bare = text_of(sheet())
    assert not re.search("Zoé|Rue 1|475|Ring|Note|Phone|Personal", bare)


def test_a_customer_without_a_note_has_no_line_for_it() -> None:
    text = text_of(sheet(route(stop()), contacts={"O1": Contact(name="Zoé", note="")}))
    assert "Zoé" in text
    assert "Note" not in text


def test_the_same_sheet_gives_the_same_bytes() -> None:
    own = sheet(contacts={"O1": Contact(name="محمد")})
    assert RunSheetExport().render(own) == RunSheetExport().render(own)


def test_the_file_is_as_old_as_its_plan() -> None:
    with pypdfium2.PdfDocument(BytesIO(RunSheetExport().render(sheet()))) as document:
        facts = document.get_metadata_dict()
    assert facts["CreationDate"] == "D:20261121060211+01'00'"
    assert facts["Title"] == "Run sheet · V · Saturday, 21 November 2026"


def test_a_long_note_is_cut_and_says_so() -> None:
    text = hostile("note " * 2_000)
    assert text.count("[9,500 characters cut]") == 4


def test_what_no_page_has_room_for_is_told_to_be_missing() -> None:
    """Thirty customers with long notes at one door are on one page, and it says what is not."""
    ids = tuple(f"O{number}" for number in range(30))
    contacts = {one: Contact(name=one, note=f"{one} " * 100) for one in ids}
    pages = pages_of(sheet(route(stop(order_ids=ids)), contacts=contacts))
    assert len(pages) == 2
    assert re.search(r"\[\d+ lines missing here: ask the dispatcher\]", pages[1])
    assert LINES_AT_MOST > 50


def test_a_drop_of_very_many_orders_is_on_one_page() -> None:
    ids = tuple(f"ORDER-{number:05}" for number in range(400))
    pages = pages_of(sheet(route(stop(order_ids=ids, point_id="L"))))
    assert len(pages) == 2
    assert "ORDER-00000" in pages[1]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{vehicle} %s \\( ) {nb}", "{vehicle} %s \\( ) {nb}"),
        ("No\x00bo\x1bdy\r\nhome", "No bo dy home"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("李小龙", "\N{REPLACEMENT CHARACTER}" * 3),
        ("lone \ud800 half", "lone \N{REPLACEMENT CHARACTER} half"),
        ("👍🏽", "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)  # fmt: skip
def test_whatever_a_customer_writes_is_harmless_and_readable(text: str, seen: str) -> None:
    assert hostile(text).count(seen) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pressing_never_covers_the_code(language: Language) -> None:
    """Days late, failed, at a place whose hours and times take a whole line."""
    late = stop(
        point_id="L", late_s=900_000, status="failed", arrive_s=200 * HOUR, start_s=200 * HOUR,
        leave_s=201 * HOUR, window_start_s=-30 * HOUR, window_end_s=100 * HOUR,
    )  # fmt: skip
    own = sheet(route(late), language=language)
    assert len(codes_of(own)) == 1
    assert "2026-11-19 18:00" in text_of(own)


def test_text_from_the_right_is_set_and_can_be_found_again() -> None:
    """Readers give the signs back in the order in which they are read."""
    assert "دوار" in hostile("دوار")
    assert "שלום" in hostile("שלום")


def test_long_ids_leave_room_for_what_follows() -> None:
    own = sheet(route(stop(order_ids=("A" * 500, "B1")), vehicle_id="W" * 300, driver_id="D" * 300))
    pages = pages_of(own)
    assert len(pages) == 1
    assert f"{'A' * 60}\N{HORIZONTAL ELLIPSIS}, B1" in pages[0]
    assert "page 1 of 1" in pages[0]


def test_a_day_of_many_trips_has_them_all() -> None:
    trips = tuple(
        trip(f"V-{number}", number * 600, stop(order_ids=(f"N{number}",))) for number in range(12)
    )
    pages = pages_of(sheet(route(trips=trips)))
    assert len(pages) == 12
    assert all(f"Trip V-{number} ·" in page for number, page in enumerate(pages))


def test_a_line_that_is_none_on_the_globe_is_refused_as_in_other_formats() -> None:
    with pytest.raises(TourneeError) as refused:
        RunSheetExport().render(sheet(route(stop(shape="~~~~"))))
    assert refused.value.code == "EXPORT-SHAPE"


def test_a_trip_that_never_leaves_its_place_has_a_map() -> None:
    assert "100 m" in text_of(sheet(route(stop())))


@settings(max_examples=40)
@given(person=people())
def test_any_customer_can_be_printed(person: Contact) -> None:
    assert RunSheetExport().render(sheet(contacts={"O1": person})).startswith(b"%PDF-")
