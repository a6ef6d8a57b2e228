"""Around a paper: another device, a pause, more time, words of the teacher, a prediction, a receipt, a shared phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.sitting import Sitter, Wire, chip, choose, left
from tests.browser.world import World, make_world
from tests.serving import Server

KINDS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

#: Each write keeps its transaction busy for four seconds.
SLOW_TO_WRITE = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (record) {
  const end = performance.now() + 4000;
  const busy = () => { if (performance.now() < end) this.get("").onsuccess = busy; };
  busy();
  return put.call(this, record);
};
"""


def sound(page: Page) -> None:
    """No barrier, and nothing runs over the edge of the smallest phone."""
    found = Axe().run(page, options=KINDS)
    assert found.violations_count == 0, found.generate_report()
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if before:
        page.set_viewport_size(before)


def test_one_device_at_a_time_goes_on_and_no_answer_is_lost(world: World, sit: Sitter) -> None:
    phone = sit(world)
    chip(phone, "Đã lưu")
    wire = Wire(phone)
    wire.cut()
    phone.locator("[data-act=next]").click()
    kept = choose(phone, 2, 1)
    chip(phone, "Đang chờ mạng (1)")
    tablet = sit(world)
    chip(tablet, "Đã lưu")
    code = choose(tablet, 1, 0)
    chip(tablet, "Đã lưu")

    wire.join()
    expect(phone.locator("#note-moved")).to_be_visible(timeout=20_000)
    expect(phone.locator("#q1 input").first).to_be_disabled()
    chip(phone, "Đã lưu")
    assert world.stored() == {world.items[0]: [code], world.items[1]: [kept]}, "what it still held has gone out"
    sound(phone)

    phone.locator("[data-act=here]").click()
    expect(tablet.locator("#note-moved")).to_be_visible()
    expect(phone.locator("#note-moved")).to_be_hidden()
    expect(phone.locator("#q1 input").first).to_be_checked()
    phone.locator("[data-act=before]").click()
    code = choose(phone, 1, 2)
    chip(phone, "Đã lưu")
    assert world.stored()[world.items[0]] == [code]


def test_the_older_device_learns_it_without_a_socket_too(world: World, sit: Sitter) -> None:
    phone = sit(world)
    phone.add_init_script("window.WebSocket = function () { throw new Error('blocked') }; window.WebSocket.OPEN = 1")
    phone.reload()
    chip(phone, "Đã lưu")
    tablet = sit(world)
    chip(tablet, "Đã lưu")
    code = choose(phone, 1, 1)
    expect(phone.locator("#note-moved")).to_be_visible()
    assert world.stored() == {world.items[0]: [code]}


def test_a_contest_called_off_is_told_to_those_who_sit_it(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    world.order("cancel")
    expect(page.locator("#finish [data-state=cancelled]")).to_be_visible(timeout=6000)


def test_the_question_whether_to_hand_in_goes_when_nothing_can_be_handed_in(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.locator("a[href='#ds']").click()
    page.locator("#ds [data-act=review]").click()
    page.locator(".dock [data-act=submit]").click()
    expect(page.locator("#confirm")).to_be_visible()
    world.supervise("pause", room="all", reason="Mất điện")
    expect(page.locator("#note-paused")).to_be_visible()
    expect(page.locator("#confirm[open]")).to_have_count(0)
    assert world.state() == "sitting"


def test_a_pause_covers_the_paper_and_gives_its_time_back(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    world.supervise("pause", room="all", reason="Mất điện")
    expect(page.locator("#note-paused")).to_be_visible()
    expect(page.locator("#paper")).to_be_hidden()
    still = left(page)
    sound(page)
    page.wait_for_timeout(2200)
    assert left(page) == still
    page.reload()
    expect(page.locator("#note-paused")).to_be_visible()
    world.supervise("notice", text="Còn hai phút nữa có điện.")
    expect(page.locator("#note-notice")).to_contain_text("Còn hai phút nữa có điện.")

    world.supervise("resume", pause=world.pauses()[0])
    expect(page.locator("#note-paused")).to_be_hidden()
    assert still - 4 <= left(page) <= still + 1
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}
    page.locator("[data-act=dismiss]").click()
    expect(page.locator("#note-notice")).to_be_hidden()


def test_a_reply_that_was_overtaken_changes_nothing(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    world.supervise("pause", room="all", reason="Mất điện")
    expect(page.locator("#note-paused")).to_be_visible()
    held: list[tuple[Route, APIResponse]] = []
    page.route(f"**/api/attempts/{world.attempt}", lambda route: held.append((route, route.fetch())))
    page.reload()  # a covered page asks at once how its attempt stands
    chip(page, "Đã lưu")
    while not held:
        page.wait_for_timeout(50)
    world.supervise("resume", pause=world.pauses()[0])
    expect(page.locator("#note-paused")).to_be_hidden(timeout=15_000)
    [(route, answer), *_others] = held
    route.fulfill(response=answer)  # it says "paused"
    page.wait_for_timeout(500)
    expect(page.locator("#note-paused")).to_be_hidden()


def test_time_given_live_is_the_new_total_and_said_once(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    before = left(page)
    world.supervise("time", user=world.pupil, minutes=10, reason="Nhu cầu riêng")
    expect(page.locator("[data-voice]")).to_have_text("Giờ làm bài đã đổi. Em còn 25 phút.")
    assert before + 590 <= left(page) <= before + 600


def test_a_prediction_by_keyboard_waits_like_an_answer_and_stands_beside_them(server: Server, sit: Sitter) -> None:
    world = make_world(server, singles=1, multiples=0, prediction="entrants")
    page = sit(world)
    chip(page, "Đã lưu")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#review .note[data-guess=no]")).to_be_visible()
    page.locator("#review [data-act=guess]").click()
    page.keyboard.type("12a")
    expect(page.locator("#prediction-e")).to_be_visible()
    sound(page)
    wire = Wire(page)
    wire.cut()
    page.locator("#prediction").fill("")
    page.keyboard.type("12 345")
    chip(page, "Đang chờ mạng (1)")
    wire.join()
    page.reload()
    chip(page, "Đã lưu")
    expect(page.locator("#prediction")).to_have_value("12.345")
    assert world.kept("prediction") == 12_345
    page.reload()  # with what the server has: nothing to be sent again
    expect(page.locator("#prediction")).to_have_attribute("value", "12.345")
    chip(page, "Đã lưu")
    page.locator("#prediction").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#review [data-guess=yes]")).to_contain_text("12.345")
    expect(page.locator("#review [data-count=done]").first).to_have_text("1")
    page.locator(".dock [data-act=submit]").click()
    page.locator("#confirm button[value=submit]").click()
    expect(page.locator("#receipt")).to_contain_text("ABCD-2345")
    expect(page.locator("#receipt")).to_contain_text("1/1")
    sound(page)
    for path in (f"{world.path}result/", f"/contest/{world.code}/", f"/receipt/?contest={world.code}&number=abcd2345"):
        page.goto(world.server.url + path)
        sound(page)
    expect(page.locator("#held ~ dl")).to_contain_text("1/1")


def test_leaving_the_page_is_kept_as_announced(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    with page.expect_response(lambda reply: reply.url.endswith("/signals")) as reply:
        page.evaluate(
            """() => {
              const turn = (hidden) => {
                Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
              };
              turn(true);
              setTimeout(turn, 3100, false);
            }"""
        )
    assert reply.value.json() == {"kept": True}


def test_sixty_seconds_without_a_line_and_a_killed_tab_lose_nothing(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.clock.install()
    page.goto(world.server.url + world.path)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    code = choose(page, 1, 2)
    chip(page, "Đang chờ mạng (1)")
    page.clock.fast_forward(61_000)
    page.locator("[data-act=next]").click()
    other = choose(page, 2, 0)
    chip(page, "Đang chờ mạng (2)")
    page.close()  # without its last words
    again = page.context.new_page()
    again.goto(world.server.url + world.path)
    chip(again, "Đã lưu")
    assert world.stored() == {world.items[0]: [code], world.items[1]: [other]}


def test_a_device_that_is_slow_to_write_says_so_and_loses_nothing(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.add_init_script(SLOW_TO_WRITE)
    page.goto(world.server.url + world.path)
    chip(page, "Đã lưu")
    Wire(page).cut()
    code = choose(page, 1, 2)
    chip(page, "Đang lưu…")
    expect(page.locator("#note-memory")).to_be_visible()
    expect(page.locator("#note-memory")).to_be_hidden()
    chip(page, "Đang chờ mạng (1)")
    page.close()
    again = page.context.new_page()
    again.goto(world.server.url + world.path)
    chip(again, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}


def test_an_expired_session_keeps_the_answer_until_its_owner_is_back(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.context.clear_cookies(name="sessionid")
    wire = Wire(page)
    wire.cut()
    code = choose(page, 1, 1)
    chip(page, "Đang chờ mạng (1)")
    wire.join()
    expect(page.locator("#note-login")).to_be_visible(timeout=20_000)
    assert world.stored() == {}
    page.context.add_cookies([{"name": "sessionid", "value": world.session, "url": world.server.url}])
    chip(page, "Đã lưu", 40)
    assert world.stored() == {world.items[0]: [code]}


def test_two_pupils_on_one_phone_never_meet_each_others_answers(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    Wire(page).cut()
    mine = choose(page, 1, 1)
    chip(page, "Đang chờ mạng (1)")
    context = page.context
    page.close()  # the next pupil puts in a card on the same phone, without anybody having signed out
    context.add_cookies([{"name": "sessionid", "value": world.classmate, "url": world.server.url}])
    second = context.new_page()
    second.goto(f"{world.server.url}/sit/{world.classmate_attempt}/")
    chip(second, "Đã lưu")
    assert second.locator("input:checked").count() == 0
    assert world.stored() == {}
    second.close()
    context.add_cookies([{"name": "sessionid", "value": world.session, "url": world.server.url}])
    back = context.new_page()
    back.goto(world.server.url + world.path)
    chip(back, "Đã lưu")
    assert world.stored() == {world.items[0]: [mine]}
