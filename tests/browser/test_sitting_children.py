"""Two children at one device: nothing of one is left to the other, nothing goes to the wrong name."""

from playwright.sync_api import Page, expect

from tests.browser.sitting import KEPT, Sitter, chip, choose
from tests.browser.world import World


def left_behind(world: World, sit: Sitter) -> Page:
    """A paper with a saved answer, laid by on the device."""
    page = sit(world)
    chip(page, "Đã lưu")
    choose(page, 1, 1)
    chip(page, "Đã lưu")
    page.wait_for_function("caches.open('papers').then((shelf) => shelf.keys()).then((kept) => kept.length > 15)")
    return page


def test_nothing_of_one_pupil_stays_for_the_next_on_the_same_device(world: World, sit: Sitter) -> None:
    page = left_behind(world, sit)
    page.goto(f"{world.server.url}/account/")
    page.locator("main form[data-leave] button").first.click()
    page.wait_for_url(f"{world.server.url}/")
    assert page.evaluate("caches.has('papers')") is False
    assert page.evaluate(KEPT) == []
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_qr_card_over_somebody_elses_session_still_signs_in(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.goto(f"{world.server.url}/card/#no-such-secret-at-all")
    expect(page.locator("body")).to_contain_text("Thẻ này không còn dùng được")


def test_what_follows_a_papers_address_is_not_taken_for_a_card(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.goto(f"{world.server.url}/card/#q4")
    expect(page.locator("#qr")).to_be_attached()
    page.wait_for_timeout(1500)  # longer than a card's secret waits before it is sent
    expect(page.locator("body")).not_to_contain_text("Thẻ này không còn dùng được")
    expect(page.locator("#entering")).to_be_hidden()


def test_a_signed_out_tab_asks_again_seldom_and_keeps_what_it_holds(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    page.evaluate("() => fetch('/logout', {method: 'POST', headers: {'X-CSRFToken': "
                  "document.querySelector('meta[name=csrf-token]').content}})")  # fmt: skip
    expect(page.locator("#note-login")).to_be_visible(timeout=15_000)
    code = choose(page, 1, 1)
    page.wait_for_timeout(6000)
    assert len(opened) <= 3
    assert code
    assert world.stored() == {}


def test_a_card_put_in_over_somebody_elses_session_clears_the_device_first(world: World, sit: Sitter) -> None:
    page = left_behind(world, sit)
    page.goto(f"{world.server.url}/card/")
    page.wait_for_function("caches.has('papers').then((there) => !there)")
    page.wait_for_function(f"({KEPT})().then((kept) => !kept.length)")


def test_nothing_can_be_tapped_once_another_child_is_logged_in(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.context.add_cookies([{"name": "sessionid", "value": world.classmate, "url": world.server.url}])
    world.server.kill()
    world.server.start()
    choose(page, 1, 0)
    expect(page.locator("#note-foreign")).to_be_visible(timeout=30_000)
    expect(page.locator("#q1 input").first).to_be_disabled()
