"""Every kind of question before a pupil: answered without dragging, saved, brought back, and all by keyboard."""

import json
import sqlite3

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.sitting import Sitter, chip
from tests.browser.world import World, make_world
from tests.serving import Server

KINDS = ("matching", "ordering", "number", "text")


@pytest.fixture
def kinds(server: Server) -> World:
    """A paper with one item of each kind that is not chosen from options, and one with a picture."""
    with sqlite3.connect(server.var_dir / "data.sqlite3") as line:
        first = "SELECT slug FROM quiz_question WHERE kind = ? AND state = 'approved' ORDER BY slug LIMIT 1"
        slugs = [line.execute(first, [kind]).fetchone()[0] for kind in KINDS]
        pictured = (
            "SELECT slug FROM quiz_question q JOIN quiz_revision r ON r.id = q.current_id"
            " WHERE r.picture_id IS NOT NULL AND q.kind = 'single' ORDER BY slug LIMIT 1"
        )
        slugs.append(line.execute(pictured).fetchone()[0])
    return make_world(server, slugs=slugs)


def put_rows(page: Page, number: int) -> int:
    """The n-th row gets the n-th choice; how many rows there are."""
    lists = page.locator(f"#q{number} select")
    for at in range(lists.count()):
        lists.nth(at).select_option(index=at + 1)
    return lists.count()


def test_every_kind_is_saved_and_stands_after_a_reload(kinds: World, sit: Sitter) -> None:
    page = sit(kinds)
    chip(page, "Đã lưu")
    rows = put_rows(page, 1)
    page.locator("[data-act=next]").click()
    places = put_rows(page, 2)
    page.locator("[data-act=next]").click()
    page.locator("#q3 input").fill("1.967")
    page.locator("[data-act=next]").click()
    page.locator("#q4 input").fill("Đà Nẵng")
    page.locator("[data-act=next]").click()
    picture = page.locator("#q5 img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.locator("#q5 input").first.check(force=True)
    chip(page, "Đã lưu")
    stored = kinds.stored()
    assert len(stored[kinds.items[0]]) == rows
    assert sorted(word.partition(":")[2] for word in stored[kinds.items[1]]) == [str(n + 1) for n in range(places)]
    assert stored[kinds.items[2]] == ["1.967"]
    assert stored[kinds.items[3]] == ["Đà Nẵng"]

    page.reload()
    chip(page, "Đã lưu")
    expect(page.locator("#q3 input")).to_have_value("1.967")
    expect(page.locator("#q4 input")).to_have_value("Đà Nẵng")
    values = page.locator("#q1 select").evaluate_all("lists => lists.map((list) => list.value).sort()")
    assert values == sorted(stored[kinds.items[0]])
    assert kinds.stored() == stored


def test_a_place_in_an_order_is_taken_once(kinds: World, sit: Sitter) -> None:
    page = sit(kinds)
    chip(page, "Đã lưu")
    page.locator("[data-act=next]").click()
    places = put_rows(page, 2)
    first, second = page.locator("#q2 select").nth(0), page.locator("#q2 select").nth(1)
    first.select_option(index=2)
    assert (first.evaluate("list => list.selectedIndex"), second.evaluate("list => list.selectedIndex")) == (2, 1)
    chip(page, "Đã lưu")
    assert len({word.partition(":")[2] for word in kinds.stored()[kinds.items[1]]}) == places


def test_the_kinds_by_keyboard_alone(kinds: World, sit: Sitter) -> None:
    page = sit(kinds)
    chip(page, "Đã lưu")
    page.keyboard.press("1")
    expect(page.locator("#q1 select").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    chip(page, "Đã lưu")
    assert len(kinds.stored()[kinds.items[0]]) == 2
    for _unused in range(2):
        page.locator("[data-act=next]").focus()
        page.keyboard.press("Enter")
    page.keyboard.press("1")
    expect(page.locator("#q3 input")).to_be_focused()
    page.keyboard.type("12345")
    page.keyboard.press("Enter")  # goes on, and what stands in the field is an answer
    chip(page, "Đã lưu")
    assert kinds.stored()[kinds.items[2]] == ["12345"]


def test_the_kinds_fit_a_narrow_screen_and_break_no_rule(kinds: World, sit: Sitter) -> None:
    page = sit(kinds)
    chip(page, "Đã lưu")
    page.set_viewport_size({"width": 320, "height": 640})
    for number in range(1, 6):
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), number
        found = Axe().run(page).response["violations"]
        assert found == [], json.dumps(found, ensure_ascii=False)[:2000]
        page.locator("[data-act=next]").click()
