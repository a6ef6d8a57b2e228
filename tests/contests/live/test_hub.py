"""The hub: one text to many sockets, each at its own pace, the newest wins, nobody waits for a slow one."""

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from contests.live import hub as module
from contests.live.hub import Full, Hub
from contests.live.snapshot import Snapshot


def board(version: int, epoch: int = 1, code: str = "AAAAAA") -> Snapshot:
    return Snapshot(code, epoch, version, f"{epoch}.{version}")


@dataclass
class Socket:
    """What a server's `send` is to the hub: may be slow, may be gone."""

    slow: asyncio.Event | None = None
    gone: bool = False
    got: list[str] = field(default_factory=list)

    async def send(self, message: dict[str, object]) -> None:
        if self.gone:
            raise RuntimeError("closed")
        if self.slow is not None:
            await self.slow.wait()
        self.got.append(str(message.get("text", message.get("code"))))


async def allowed() -> int | None:
    return None


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_every_socket_of_a_board_gets_each_text_and_others_none() -> None:
    hub, here, there = Hub(), [Socket() for _ in range(50)], Socket()
    for socket in here:
        hub.join("AAAAAA", socket.send, allowed)
    hub.join("BBBBBB", there.send, allowed)
    for version in (1, 2):
        hub.push(board(version))
        await settle()
    assert all(socket.got == ["1.1", "1.2"] for socket in here)
    assert there.got == []


async def test_a_slow_socket_holds_up_nobody_and_gets_the_newest_at_last() -> None:
    hub, gate = Hub(), asyncio.Event()
    slow, quick = Socket(slow=gate), Socket()
    hub.join("AAAAAA", slow.send, allowed)
    hub.join("AAAAAA", quick.send, allowed)
    for version in range(1, 8):
        hub.push(board(version))
        await settle()
    assert len(quick.got) == 7
    assert slow.got == []
    gate.set()
    await settle()
    assert slow.got == ["1.1", "1.7"], "one was under way, of the others only the newest is kept"


async def test_an_older_text_never_follows_a_newer_one() -> None:
    hub, socket = Hub(), Socket()
    line = hub.join("AAAAAA", socket.send, allowed)
    for snapshot in (board(5), board(4), board(5), board(9, epoch=0), board(1, epoch=2), board(6)):
        line.offer(snapshot)
        await settle()
    assert socket.got == ["1.5", "2.1"]


async def test_a_socket_that_is_gone_hurts_nobody() -> None:
    hub, gone, well = Hub(), Socket(gone=True), Socket()
    line = hub.join("AAAAAA", gone.send, allowed)
    hub.join("AAAAAA", well.send, allowed)
    hub.push(board(1))
    await settle()
    assert well.got == ["1.1"]
    assert line.ended.done()


async def test_a_socket_stalled_for_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STALLED_S", 0.02)
    hub, socket = Hub(), Socket(slow=asyncio.Event())
    line = hub.join("AAAAAA", socket.send, allowed)
    hub.push(board(1))
    await settle()
    await asyncio.sleep(0.03)
    hub.push(board(2))
    await settle()
    assert line.ended.result() == module.TRY_LATER


async def test_who_may_look_is_asked_again_and_the_others_stay() -> None:
    hub, refused, stays = Hub(), Socket(), Socket()

    async def not_any_more() -> int | None:
        return 4403

    line = hub.join("AAAAAA", refused.send, not_any_more)
    other = hub.join("AAAAAA", stays.send, allowed)
    hub.recheck("AAAAAA")
    await settle()
    assert line.ended.result() == 4403
    hub.push(board(1))
    await settle()
    assert (refused.got, stays.got) == ([], ["1.1"])
    assert not other.ended.done()


async def test_the_number_of_sockets_is_bounded_and_leaving_makes_room() -> None:
    hub, socket = Hub(most=1), Socket()
    line = hub.join("AAAAAA", socket.send, allowed)
    with pytest.raises(Full):
        hub.join("AAAAAA", socket.send, allowed)
    hub.leave("AAAAAA", line)
    hub.leave("AAAAAA", line)
    assert len(hub) == 0
    hub.join("AAAAAA", socket.send, allowed)


async def test_a_text_pushed_from_another_thread_arrives() -> None:
    hub, socket = Hub(), Socket()
    hub.join("AAAAAA", socket.send, allowed)
    thread = threading.Thread(target=hub.push, args=(board(1),))
    thread.start()
    await asyncio.to_thread(thread.join)
    await settle()
    assert socket.got == ["1.1"]


def test_sockets_of_an_event_loop_that_has_ended_are_dropped() -> None:
    hub = Hub()

    async def open_one() -> None:
        hub.join("AAAAAA", Socket().send, allowed)

    asyncio.run(open_one())
    hub.push(board(1))
    assert len(hub) == 0
