"""The board in a browser: a hand-in shows by itself, the pupil reads the own place, a dead line is said."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.sitting import Sitter, chip, choose, hand_in
from tests.browser.world import World


def projector(browser: Browser, world: World) -> Page:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": "sessionid", "value": world.teacher, "url": world.server.url}])
    page = context.new_page()
    page.goto(f"{world.server.url}/contest/{world.code}/board/")
    return page


def test_a_hand_in_moves_the_board_and_tells_the_own_place(world: World, sit: Sitter, browser: Browser) -> None:
    wall = projector(browser, world)
    expect(wall.locator("[data-none]")).to_be_visible()
    page = sit(world)
    chip(page, "Đã lưu")
    choose(page, 1, 0)
    chip(page, "Đã lưu")
    expect(wall.locator(".board li")).to_have_count(0)

    hand_in(page)
    expect(page.locator("#finish")).to_be_visible()
    expect(wall.locator(".board li")).to_have_count(1, timeout=15_000)
    expect(wall.locator("[data-entrants]")).to_have_text("1")
    assert wall.evaluate("document.documentElement.scrollWidth") <= 1920
    wall.context.close()

    page.locator("#finish .pri").click()
    expect(page.locator("own-place [data-rank]")).to_have_text("1", timeout=15_000)


def test_a_dead_line_is_said_and_heals(world: World, browser: Browser) -> None:
    wall = projector(browser, world)
    expect(wall.locator("[data-at]")).not_to_have_text("–")
    world.server.kill()
    expect(wall.locator("[data-stale]")).to_be_visible(timeout=40_000)
    world.server.start()
    expect(wall.locator("[data-stale]")).to_be_hidden(timeout=60_000)
    wall.context.close()
