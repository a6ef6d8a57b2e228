"""The supervisor's table in a browser: who comes and hands in shows by itself, and axe finds nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.sitting import Sitter, chip, choose, hand_in
from tests.browser.world import World


def test_a_hand_in_shows_by_itself(world: World, sit: Sitter, browser: Browser) -> None:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "sessionid", "value": world.teacher, "url": world.server.url}])
    desk = context.new_page()
    desk.goto(f"{world.server.url}/teach/contests/{world.code}/monitor/")
    row = desk.locator("tbody tr", has_text="Danh Thị Bích Trâm")
    expect(row).to_contain_text("Mất kết nối")
    row.locator("input").check()

    page = sit(world)
    chip(page, "Đã lưu")
    choose(page, 1, 0)
    chip(page, "Đã lưu")
    expect(row).to_contain_text("Đang làm", timeout=25_000)
    expect(row).to_contain_text("1/6", timeout=25_000)
    hand_in(page)
    expect(row).to_contain_text("Đã nộp", timeout=15_000)
    assert row.locator("input").is_checked(), "what was ticked stays"
    assert Axe().run(desk).response["violations"] == []
    for width in (1280, 768, 360):
        desk.set_viewport_size({"width": width, "height": 740})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
