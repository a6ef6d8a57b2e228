"""What the serving process itself does with frames that are too large: the line goes, the server stays."""

import asyncio
import json

import pytest
import websockets

from tests.browser.world import World, make_world
from tests.serving import Server


async def closed_with(world: World, frame: str) -> int:
    """The code with which the server closes after this frame."""
    url = f"{world.server.url.replace('http', 'ws')}/ws/attempt/{world.attempt}/"
    cookie = {"Cookie": f"sessionid={world.session}"}
    async with websockets.connect(url, origin=world.server.url, additional_headers=cookie) as line:
        await line.send(json.dumps({"type": "ping"}))
        assert json.loads(await line.recv())["type"] == "pong"
        await line.send(frame)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(line.recv(), 10)
    return closed.value.rcvd.code if closed.value.rcvd else 0


def test_a_frame_of_17_kib_closes_its_line_with_1009_and_nobody_else_notices(server: Server) -> None:
    world = make_world(server, singles=1, multiples=0)
    assert asyncio.run(closed_with(world, "x" * 17 * 1024)) == 1009
    assert server.answers()
    assert world.stored() == {}
