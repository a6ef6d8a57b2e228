"""A device tried before the day: the page says green by itself, and one row remains."""

import sqlite3

from playwright.sync_api import Browser, expect

from tests.browser.world import World


def test_a_device_tries_itself(world: World, browser: Browser) -> None:
    with sqlite3.connect(world.server.var_dir / "data.sqlite3", timeout=20) as line:
        days = "datetime('now', ?) || '.000000'"
        moved = f"UPDATE contests_contest SET opens_at = {days}, closes_at = {days}"
        line.execute(moved, ["+1 day", "+2 days"])
    context = browser.new_context(locale="vi-VN", viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": "sessionid", "value": world.session, "url": world.server.url}])
    page = context.new_page()
    page.goto(f"{world.server.url}/contest/{world.code}/rehearsal/")
    expect(page.locator('[data-light="green"]')).to_be_visible(timeout=15_000)
    expect(page.locator("[data-step] [data-state=ok]:visible")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator("[data-again]")).to_be_enabled()
    page.locator("[data-again]").click()
    expect(page.locator('[data-light="wait"]')).to_be_hidden(timeout=15_000)
    expect(page.locator('[data-light="green"]')).to_be_visible()
    context.close()
    with sqlite3.connect(world.server.var_dir / "data.sqlite3", timeout=20) as line:
        rows = line.execute("SELECT saved, socket, storage FROM contests_rehearsalcheck").fetchall()
    assert rows == [(1, 1, 1)]
