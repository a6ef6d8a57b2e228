"""One child at two devices, or twice at one: the openings are numbered and the older never beats the newer."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.browser.sitting import Sitter, Wire, chip, choose, hand_in, shelved
from tests.browser.world import World


def test_what_was_handed_in_on_another_device_ends_this_page_too(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    choose(page, 1, 1)
    other = sit(world)
    chip(other, "Đã lưu")
    hand_in(other)
    expect(other.locator("#finish")).to_be_visible()
    wire.join()
    expect(page.locator("#finish")).to_be_visible()
    expect(page.locator("#note-refused-end")).to_be_visible()
    assert world.stored() == {}


#: What the button of the lobby sends: the paper comes back at once, with the number of its opening in it.
AS_THE_LOBBY = """(action) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  form.innerHTML = `<input name="csrfmiddlewaretoken" value="${"a".repeat(32)}"><input name="paper" value="here">`;
  document.body.append(form);
  form.submit();
}"""


def test_a_paper_that_came_with_the_start_is_opened_anew_from_the_shelf(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": world.server.url}])
    page.goto(f"{world.server.url}/help/pupil/")
    world.not_begun()
    page.evaluate(AS_THE_LOBBY, f"/contest/{world.code}/start")
    page.wait_for_url("**/sit/*/")
    begun = replace(world, attempt=int(page.url.split("/")[-2]))
    assert page.locator("#paper").get_attribute("data-opened")
    for place in (0, 1, 3):
        choose(page, 1, place)
    chip(page, "Đã lưu")
    shelved(page)
    world.server.kill()
    page.reload()
    code = choose(page, 1, 2)
    chip(page, "Đang chờ mạng (1)")
    world.server.start()
    chip(page, "Đã lưu", 40)
    assert begun.stored() == {world.items[0]: [code]}


def test_what_was_given_without_a_line_stays_behind_the_answers_of_the_device_that_went_on(
    world: World, sit: Sitter
) -> None:
    phone = sit(world)
    chip(phone, "Đã lưu")
    shelved(phone)
    world.server.kill()
    phone.reload()
    choose(phone, 1, 0)
    phone.locator("[data-act=next]").click()
    kept = choose(phone, 2, 1)
    chip(phone, "Đang chờ mạng (2)")
    wire = Wire(phone)
    wire.cut()
    world.server.start()
    tablet = sit(world)
    chip(tablet, "Đã lưu")
    code = choose(tablet, 1, 2)
    chip(tablet, "Đã lưu")

    wire.join()
    chip(phone, "Đã lưu", 40)
    expect(phone.locator("#note-elsewhere")).to_be_visible()
    assert world.stored() == {world.items[0]: [code], world.items[1]: [kept]}


def test_a_hand_in_without_a_line_is_off_where_another_device_has_gone_on(world: World, sit: Sitter) -> None:
    phone = sit(world)
    chip(phone, "Đã lưu")
    Wire(phone).cut()
    kept = choose(phone, 1, 3)
    hand_in(phone)
    expect(phone.locator("#note-unsent")).to_be_visible()
    phone.close()
    tablet = sit(world)
    chip(tablet, "Đã lưu")

    phone = phone.context.new_page()
    phone.goto(world.server.url + world.path)
    expect(phone.locator("#note-unwished")).to_be_visible()
    chip(phone, "Đã lưu")
    assert (world.state(), world.stored()) == ("sitting", {world.items[0]: [kept]})


def test_a_hand_in_without_a_line_goes_on_after_the_page_was_closed(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    Wire(page).cut()
    hand_in(page)
    expect(page.locator("#note-unsent")).to_be_visible()
    page.close()
    page = page.context.new_page()
    page.goto(world.server.url + world.path)
    expect(page.locator("#finish")).to_be_visible()
    assert world.state() == "submitted"
