"""A pupil before the paper in a real browser: answers are saved, and it can all be done by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.sitting import Sitter, chip, choose
from tests.browser.world import World, make_world
from tests.serving import Server


def test_answers_are_saved_and_stand_after_a_reload(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}

    page.locator("[data-act=next]").click()
    page.locator("[data-act=flag]").click()
    page.reload()
    chip(page, "Đã lưu")
    expect(page.locator("[data-count=now]").first).to_have_text("2")
    expect(page.locator("[data-act=flag]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#q1 input").nth(1)).to_be_checked()


def test_an_answer_may_be_changed_and_the_last_one_stands(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    for place in (0, 1, 2, 1, 0):
        code = choose(page, 1, place)
    chip(page, "Đã lưu")
    assert world.stored()[world.items[0]] == [code]


def test_a_whole_attempt_by_keyboard(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    for key in "1b3D5":
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator("#review h1")).to_be_focused()
    expect(page.locator("#review [data-count=flags]")).to_have_text("1")
    for _ in range(20):
        if page.evaluate("document.activeElement.dataset.act") == "submit":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm button[value=submit]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#finish h1")).to_be_focused()
    assert world.state() == "submitted"
    assert len(world.stored()[world.items[5]]) == 2


def test_few_tab_steps_lead_from_the_options_to_the_next_question(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.set_viewport_size({"width": 1366, "height": 768})
    chip(page, "Đã lưu")
    page.locator("[data-act=next]").click()
    choose(page, 2, 0)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "next"


def test_the_paper_can_be_handed_in_without_scripts(world: World, sit: Sitter) -> None:
    page = sit(world, java_script_enabled=False)
    code = choose(page, 1, 1)
    page.locator("#paper button").click()
    assert f"/sit/{world.attempt}/result/" in page.url
    assert world.stored() == {world.items[0]: [code]}
    assert world.state() == "submitted"


def test_when_the_time_is_up_the_paper_closes_with_what_was_given(server: Server, sit: Sitter) -> None:
    world = make_world(server, seconds=20)
    page = sit(world)
    chip(page, "Đã lưu")
    code = choose(page, 1, 2)
    expect(page.locator("#note-over")).to_be_visible(timeout=30_000)
    expect(page.locator("#q1 input").first).to_be_disabled()
    expect(page.locator("#finish [data-state=closed]")).to_be_visible(timeout=40_000)
    assert world.stored() == {world.items[0]: [code]}
    assert world.state() == "closed"


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_nothing_runs_over_the_edge(world: World, sit: Sitter, width: int) -> None:
    page = sit(world)
    page.set_viewport_size({"width": width, "height": 740})
    chip(page, "Đã lưu")
    for number in range(1, 7):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, number
        page.locator("[data-act=next]").click()
    assert page.locator("#review").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
