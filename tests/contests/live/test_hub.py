"""The hub: one text to many sockets, each at its own pace, the newest wins, nobody waits for a slow one; and what is
sent without a task of its own."""

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


async def test_sends_that_end_at_once_need_no_task() -> None:
    hub, sockets = Hub(), [Socket() for _ in range(20)]
    for socket in sockets:
        hub.join("AAAAAA", socket.send, allowed)
    before = asyncio.all_tasks()
    hub.push(board(1))
    await asyncio.sleep(0)
    assert all(socket.got == ["1.1"] for socket in sockets)
    assert asyncio.all_tasks() == before


async def test_a_send_that_wants_a_task_of_its_own_gets_one() -> None:
    hub, got = Hub(), []

    async def send(message: dict[str, object]) -> None:
        async with asyncio.timeout(1):  # refuses to be entered outside a task
            await asyncio.sleep(0)
            got.append(message["text"])

    line = hub.join("AAAAAA", send, allowed)
    for version in (1, 2):
        hub.push(board(version))
        await settle()
    assert got == ["1.1", "1.2"]
    assert not line.ended.done()


async def test_a_send_goes_on_where_it_waited_and_is_closed_when_the_line_ends() -> None:
    hub, gate, steps = Hub(), asyncio.Event(), []

    async def send(message: dict[str, object]) -> None:
        try:
            steps.append("begun")
            await asyncio.sleep(0)
            await gate.wait()
            steps.append("done")
        finally:
            steps.append("left")

    line = hub.join("AAAAAA", send, allowed)
    hub.push(board(1))
    await settle()
    gate.set()
    await settle()
    assert steps == ["begun", "done", "left"]
    gate.clear()
    hub.push(board(2))
    await asyncio.sleep(0)
    hub.leave("AAAAAA", line)
    await settle()
    assert steps[3:] == ["begun", "left"]


async def test_a_socket_that_confirms_is_ended_when_it_falls_far_behind() -> None:
    hub, told, silent, older = Hub(), Socket(), Socket(), Socket()
    keeps_up = hub.join("AAAAAA", told.send, allowed, confirms=True)
    falls_back = hub.join("AAAAAA", silent.send, allowed, confirms=True)
    says_nothing = hub.join("AAAAAA", older.send, allowed)
    for version in range(1, module.MOST_BEHIND + 2):
        hub.push(board(version))
        await settle()
        if version % 8 == 0:
            assert keeps_up.seen(version)
    assert falls_back.ended.result() == module.BEHIND
    assert len(silent.got) == module.MOST_BEHIND
    assert not keeps_up.ended.done()
    assert not says_nothing.ended.done(), "older clients do not confirm"


async def test_only_what_was_sent_and_not_said_before_is_confirmed() -> None:
    hub, socket = Hub(), Socket()
    line = hub.join("AAAAAA", socket.send, allowed, confirms=True)
    for snapshot, version, valid in (
        *((board(8), 9, False), (board(9), 8, True), (board(10), 8, False), (board(11), 11, True)),
        (board(2, epoch=2), 2, True),
    ):
        line.offer(snapshot)
        assert line.seen(version) is valid


async def test_the_slowest_way_to_a_last_socket_is_kept_until_it_is_asked() -> None:
    hub = Hub()
    hub.join("AAAAAA", Socket().send, allowed)
    hub.push(board(1))
    await settle()
    assert hub.slowest() > 0
    assert hub.slowest() == 0
