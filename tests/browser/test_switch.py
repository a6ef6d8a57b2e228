"""Two pupils, one phone: what has not been sent is told before it is left, stays its owner's, and nobody else's."""

from playwright.sync_api import expect

from tests.browser.sitting import Sitter, Wire, chip, choose
from tests.browser.world import World, make_world
from tests.serving import Server


def test_a_phone_goes_from_one_pupil_to_the_next_and_back(server: Server, world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    url = f"{server.url}/switch/"
    Wire(page).cut()
    code = choose(page, 1, 2)
    chip(page, "Đang chờ mạng (1)")
    page.close()

    page = page.context.new_page()
    page.set_default_timeout(15_000)
    page.goto(url)
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.locator("main form[data-leave] button").click()
    page.wait_for_url("**/card/")
    expect(page.locator("h1")).to_have_text("Quét thẻ hoặc nhập mã")
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Đổi người dùng")

    other = make_world(server)
    page.context.add_cookies([{"name": "sessionid", "value": other.session, "url": server.url}])
    page.goto(url)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert page.goto(server.url + world.path).status == 404  # type: ignore[union-attr]  # a page was answered

    page.context.add_cookies([{"name": "sessionid", "value": _again(world), "url": server.url}])
    page.goto(server.url + world.path)
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}


def _again(world: World) -> str:
    """A new login of the pupil who had gone."""
    call = (
        "from django.test import Client; from contests.models import Attempt; "
        f"user = Attempt.objects.get(pk={world.attempt}).user; client = Client(); "
        "client.force_login(user, backend='schools.backends.CardBackend'); print(client.cookies['sessionid'].value)"
    )
    return world.server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1]
