"""A process takes on what it bears; what is beyond it is told when to come back, and nothing hangs."""

import asyncio
import json
from typing import Any

from backend.admission import HttpDoor, SocketDoor, Turns
from backend.metrics import sockets_closed, turned_away


class House:
    """An application that works until it is told to end."""

    def __init__(self) -> None:
        self.inside = 0
        self.served: list[str] = []
        self.end = asyncio.Event()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.inside += 1
        await self.end.wait()
        self.inside -= 1
        self.served.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


async def ask(
    app: Any, path: str, method: str = "GET", body: list[bytes] | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one request; a body of `None` never comes."""
    said: list[dict[str, Any]] = []
    chunks = list(body or [])

    async def receive() -> dict[str, Any]:
        if body is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def send(event: dict[str, Any]) -> None:
        said.append(event)

    names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await app({"type": "http", "path": path, "method": method, "headers": names}, receive, send)
    answered = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], answered, b"".join(event["body"] for event in said[1:]).decode()


async def full_house(waiting: int = 0) -> tuple[House, HttpDoor, list["asyncio.Task[Any]"]]:
    house = House()
    door = HttpDoor(house, at_once=2, waiting=waiting)
    busy = [asyncio.create_task(ask(door, f"/page{n}/")) for n in range(2)]
    await asyncio.sleep(0)
    assert house.inside == 2
    return house, door, busy


async def test_beyond_the_places_a_page_comes_again_by_itself_and_a_form_does_not() -> None:
    house, door, busy = await full_house()
    before = turned_away["http"]
    status, headers, text = await ask(door, "/contest/ABCDEF/")
    assert (status, house.inside) == (503, 2)
    assert 2 <= int(headers["retry-after"]) <= 6
    assert f'http-equiv="refresh" content="{headers["retry-after"]}"' in text
    assert "default-src 'self'" in headers["content-security-policy"]
    assert '<html lang="vi"' in text
    assert '<html lang="en"' in (await ask(door, "/", cookie="django_language=en"))[2]
    assert "refresh" not in (await ask(door, "/contest/ABCDEF/start", "POST"))[2]
    assert turned_away["http"] == before + 3
    house.end.set()
    assert [reply[0] for reply in await asyncio.gather(*busy)] == [200, 200]
    assert (await ask(door, "/"))[0] == 200


async def test_a_pressed_button_is_handed_back_and_goes_out_again_by_itself() -> None:
    house, door, busy = await full_house()
    sent = [b"csrfmiddlewaretoken=a%22b&", b"paper=here"]
    form = {"content_length": "32", "content_type": "application/x-www-form-urlencoded"}
    status, headers, text = await ask(door, "/contest/ABCDEF/start", "POST", sent, **form)
    assert status == 503
    assert f'action="/contest/ABCDEF/start" data-again="{headers["retry-after"]}"' in text
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="a&quot;b">' in text
    assert '<input type="hidden" name="paper" value="here">' in text
    assert "\ue000" not in text
    house.end.set()
    await asyncio.gather(*busy)


async def test_a_filled_in_form_is_not_written_into_a_page() -> None:
    house, door, busy = await full_house()
    sent = [b"csrfmiddlewaretoken=x&password=quite+secret"]
    _status, _headers, text = await ask(door, "/login/", "POST", sent, content_length="43")
    assert "<form" not in text
    assert "secret" not in text
    house.end.set()
    await asyncio.gather(*busy)


async def test_the_api_gets_the_one_error_shape() -> None:
    house, door, busy = await full_house()
    status, headers, text = await ask(door, "/api/attempts/1/answers", "POST", accept_language="en-GB")
    shape = json.loads(text)
    assert (status, shape["code"], shape["request_id"]) == (503, "busy", headers["x-request-id"])
    assert set(shape) == {"code", "detail", "server_time", "request_id"}
    assert "busy" in shape["detail"]
    house.end.set()
    await asyncio.gather(*busy)


async def test_those_who_wait_are_served_in_their_order() -> None:
    house, door, busy = await full_house(waiting=2)
    waiting = [asyncio.create_task(ask(door, f"/later{n}/")) for n in range(2)]
    await asyncio.sleep(0)
    assert (house.inside, door.pages.waiting) == (2, 2)
    assert (await ask(door, "/one-too-many/"))[0] == 503
    house.end.set()
    assert {reply[0] for reply in await asyncio.gather(*busy, *waiting)} == {200}
    assert house.served[2:] == ["/later0/", "/later1/"]
    assert (door.pages.working, door.pages.waiting) == (0, 0)


async def test_files_and_signs_of_life_have_places_of_their_own() -> None:
    house, door, busy = await full_house()
    others = [asyncio.create_task(ask(door, path)) for path in ("/static/css/app.css", "/healthz", "/readyz")]
    await asyncio.sleep(0)
    assert house.inside == 5
    house.end.set()
    await asyncio.gather(*busy, *others)


async def test_a_body_that_does_not_come_takes_nobodys_place() -> None:
    house = House()
    house.end.set()
    door = HttpDoor(house, at_once=1, waiting=0)
    slow = asyncio.create_task(ask(door, "/api/x", "POST", None, content_length="9"))
    await asyncio.sleep(0)
    assert (await ask(door, "/api/x", "POST", [b"12", b"34"], content_length="4"))[0] == 200
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)
    assert door.pages.working == 0


async def test_patience_ends_and_who_leaves_gives_the_place_on() -> None:
    turns = Turns(1, 10)
    assert await turns.take(1)
    assert not await turns.take(0.01)
    leaving, staying = (asyncio.create_task(turns.take(5)) for _ in range(2))
    await asyncio.sleep(0)
    turns.done()
    leaving.cancel()  # in the moment in which the place was given to it
    await asyncio.gather(leaving, return_exceptions=True)
    assert await staying
    turns.done()
    assert (turns.working, turns.waiting) == (0, 0)


async def test_one_socket_too_many_is_told_to_come_later_and_closed_ones_are_counted() -> None:
    let_go = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        await let_go.wait()
        await send({"type": "websocket.close", "code": 4404})

    async def nothing() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send_to(said: list[dict[str, Any]], event: dict[str, Any]) -> None:
        said.append(event)

    door = SocketDoor(app, 1)
    first: list[dict[str, Any]] = []
    second: list[dict[str, Any]] = []
    one = asyncio.create_task(door({"type": "websocket"}, nothing, lambda event: send_to(first, event)))
    await asyncio.sleep(0)
    await door({"type": "websocket"}, nothing, lambda event: send_to(second, event))
    assert [event.get("code") for event in second] == [None, 1013]
    before = sockets_closed["4404"]
    let_go.set()
    await one
    assert (door.open, sockets_closed["4404"] - before) == (0, 1)
