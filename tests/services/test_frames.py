"""What real servers do with frames and bodies that no browser sends (I18): the line goes, everything else stays.

Some of it is decided by the web server itself, before our code sees a thing; that is recorded here for each.
"""

import http.client
import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.browser.world import World, make_world
from tests.raw_socket import BINARY, CLOSE, GONE, PING, TEXT, RawSocket
from tests.serving import serving

pytestmark = pytest.mark.service

#: Daphne keeps 1003 to itself, and drops a message in a million pieces where uvicorn says why.
BY_SERVER = {"daphne": {"binary": 4003, "pieces": {GONE, 1009}}, "uvicorn": {"binary": 1003, "pieces": {GONE, 1009}}}
SLOWEST_S = 2.0
BODIES = 200
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 2**70, "", "x", "\x00", "٣", "ab12cd", [], {}, [[]], ["a", "a"], {"a": 1}, "x" * 300,
)  # fmt: skip
NAMES = ("type", "id", "answers", "prediction", "opening", "item", "value", "seq", "__class__", "user", "score")


@pytest.fixture(scope="module", params=sorted(BY_SERVER))
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with serving(start=False) as server:
        server.web_server = request.param
        server.start()
        yield make_world(server, singles=1, multiples=0)


def opened(world: World, timeout: float = SLOWEST_S) -> RawSocket:
    path = f"/ws/attempt/{world.attempt}/"
    return RawSocket(world.server.port, path, origin=world.server.url, session=world.session, timeout=timeout)


def opened_by_classmate(world: World) -> RawSocket:
    path = f"/ws/attempt/{world.classmate_attempt}/"
    return RawSocket(world.server.port, path, origin=world.server.url, session=world.classmate)


def alive(line: RawSocket) -> bool:
    """An open socket goes on as if nothing had happened."""
    line.say(b'{"type":"ping"}')
    frame = line.hear()
    return frame is not None and json.loads(frame.data)["type"] == "pong"


def test_frames_against_the_protocol_end_their_own_line_with_a_reason(world: World) -> None:
    neighbour = opened_by_classmate(world)
    said = BY_SERVER[world.server.web_server]
    cases: list[tuple[dict[str, Any], int]] = [
        ({"data": b"x", "opcode": BINARY}, said["binary"]),  # type: ignore[dict-item]  # the table's words
        ({"data": b"\xff\xfe"}, 1007),
        ({"data": b"{}", "masked": False}, 1002),
        ({"data": b"x", "opcode": 0xB}, 1002),
        ({"data": b"x", "opcode": 0x40 | TEXT}, 1002),
        ({"data": b"x", "opcode": 0}, 1002),
        ({"data": b"x" * 200, "opcode": PING}, 1002),
        ({"data": b"x" * 17 * 1024}, 1009),
    ]
    for frame, code in cases:
        line = opened(world)
        line.say(**frame)
        assert line.closed() == code, frame
        line.end()
    assert alive(neighbour)
    assert world.stored() == {}


def test_a_message_in_a_million_pieces_is_cut_off_before_it_fills_the_memory(world: World) -> None:
    line, before = opened(world, timeout=10), memory_kb(world)
    piece = bytes([0, 0x81, 0, 0, 0, 0]) + b"x"
    with suppress(OSError):
        line.say(b"x", last=False)
        for _ in range(1_000):
            line.line.sendall(piece * 1_000)
        pytest.fail("a million pieces were taken")
    with suppress(TimeoutError):
        assert line.closed() in BY_SERVER[world.server.web_server]["pieces"]  # type: ignore[operator]  # a set
    assert memory_kb(world) - before < 8_000
    assert world.server.answers()


def memory_kb(world: World) -> int:
    with open(f"/proc/{world.server.pid}/status", encoding="ascii") as status:
        return next(int(row.split()[1]) for row in status if row.startswith("VmRSS"))


def test_a_flood_of_pings_is_answered_and_starves_nobody(world: World) -> None:
    flood, neighbour = opened(world), opened_by_classmate(world)
    for _ in range(3_000):
        flood.say(b"p", PING)
    assert alive(neighbour)


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example"])
def test_a_handshake_from_elsewhere_is_refused(world: World, origin: str | None) -> None:
    path = f"/ws/attempt/{world.attempt}/?role=teacher"
    assert RawSocket(world.server.port, path, origin=origin, session=world.session).status == 403


def test_sockets_that_are_not_there_or_not_ones_own_are_refused_with_a_code(world: World) -> None:
    def closed(path: str, session: str) -> int:
        line = RawSocket(world.server.port, path, origin=world.server.url, session=session)
        return line.closed() if line.status == 101 else line.status

    own = f"/ws/attempt/{world.attempt}/"
    assert closed(own, "") == 4401
    assert closed(own, world.classmate) == 4404
    assert closed(f"/ws/attempt/{2**70}/", world.session) == 4404
    assert closed("/ws/board/NOSUCH/", world.session) == 4404
    assert closed("/ws/nothing/", world.session) == 403
    told = world.server.get("/metrics")[1].decode()
    for code in ("403", "4401", "4404"):
        assert f'asean_sockets_closed_total{{code="{code}"}}' in told
    assert "asean_commit_seconds_count" in told
    assert world.server.get("/readyz")[0] == 200
    assert "xception in" not in world.server.log


def test_random_frames_and_bodies_are_refused_in_time_and_store_nothing(world: World) -> None:
    throw(world, seed=20261127, frames=1_000 - BODIES, bodies=BODIES)


@pytest.mark.long
def test_a_hundred_thousand_random_frames_and_bodies_are_refused(world: World) -> None:
    throw(world, seed=time.time_ns(), frames=90_000, bodies=10_000)


def throw(world: World, *, seed: int, frames: int, bodies: int) -> None:
    """Nonsense of every size at both doors; each answered within two seconds, by a refusal."""
    print(f"seed {seed}")
    chance, neighbour = random.Random(seed), opened_by_classmate(world)
    line = opened(world)
    for number in range(frames):
        line.say(nonsense(chance))
        frame = line.hear()
        if frame is None or frame.opcode == CLOSE:
            line.end()
            line = opened(world)
        else:
            assert json.loads(frame.data)["type"] in {"error", "verdicts"}, (seed, number)
    slowest = max(posted(world, nonsense(chance)) for _ in range(bodies))
    assert slowest < SLOWEST_S, seed
    assert alive(neighbour)
    assert world.stored() == {}
    assert world.state() == "sitting"
    assert "xception in" not in world.server.log


def posted(world: World, body: bytes) -> float:
    """How long one POST of answers took to be refused."""
    began = time.monotonic()
    reply = http.client.HTTPConnection("127.0.0.1", world.server.port, timeout=10)
    headers = {
        "Cookie": f"sessionid={world.session}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32,
        "Content-Type": "application/json",
    }  # fmt: skip
    reply.request("POST", f"/api/attempts/{world.attempt}/answers", body, headers)
    answer = reply.getresponse()
    shape = json.loads(answer.read())
    reply.close()
    assert answer.status < 500, body
    assert answer.status == 200 or {"code", "detail", "server_time", "request_id"} <= set(shape), body
    return time.monotonic() - began


def nonsense(chance: random.Random) -> bytes:
    """Bytes, broken JSON, or a message of which something is wrong; none names an item of the paper."""
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(chance.randrange(32, 127) for _ in range(chance.randrange(1, 60)))
    if kind == 1:
        return json.dumps(tree(chance, 3)).encode()
    answers = [{"item": 10**9, "value": ["zz99zz"], "opening": 1, "seq": chance.randrange(1, 99)}]
    message: dict[str, Any] = {"type": "answers", "id": "1", "answers": answers, "submit": False}
    spoiled = message if chance.random() < 0.5 else answers[0]
    spoiled[chance.choice(NAMES)] = chance.choice(VALUES)
    text = json.dumps(message).encode()
    return text if kind == 2 else text[: chance.randrange(1, len(text))]


def tree(chance: random.Random, depth: int) -> Any:
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(VALUES)
    if chance.random() < 0.5:
        return [tree(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {chance.choice(NAMES): tree(chance, depth - 1) for _ in range(chance.randrange(5))}
