"""The open sockets of this process: who is told what, who gives way, who is there in other processes."""

import asyncio
from dataclasses import dataclass, field

from contests.live.attempts import ANOTHER_OPENING, PROCESS, TOO_MANY, Attempts, Open
from contests.live.wire import Message


@dataclass
class Heard:
    """What one socket was told, and with which code it was ended."""

    told: list[Message] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


def joined(there: Attempts, attempt: int, *, user: int = 1, opening: int = 0, contest: int = 7) -> Heard:
    heard = Heard()
    loop = asyncio.get_running_loop()
    there.join(Open(attempt, contest, user, opening, heard.told.append, heard.ended.append, loop))
    return heard


async def test_messages_go_to_the_sockets_of_the_attempts_named() -> None:
    there = Attempts()
    first, tab, other = joined(there, 1), joined(there, 1), joined(there, 2, user=2, contest=8)
    there.tell([1], {"type": "notice", "text": "a"})
    there.tell_contest(8, {"type": "notice", "text": "b"})
    await asyncio.sleep(0)
    assert [heard.told for heard in (first, tab)] == [[{"type": "notice", "text": "a"}]] * 2
    assert other.told == [{"type": "notice", "text": "b"}]


async def test_an_older_opening_gives_way_and_one_that_does_not_say_stays() -> None:
    there = Attempts()
    old, silent = joined(there, 1, opening=1), joined(there, 1)
    new = joined(there, 1, opening=2)
    await asyncio.sleep(0)
    assert (old.ended, silent.ended, new.ended) == ([ANOTHER_OPENING], [], [])
    there.tell([1], {"type": "opened", "opening": 3})
    await asyncio.sleep(0)
    assert new.ended == [ANOTHER_OPENING]


async def test_a_pupil_has_three_sockets_at_most_the_oldest_gives_way() -> None:
    there = Attempts()
    mine = [joined(there, attempt) for attempt in (1, 2, 3, 4)]
    joined(there, 5, user=2)
    await asyncio.sleep(0)
    assert [heard.ended for heard in mine] == [[TOO_MANY], [], [], []]


async def test_processes_hear_of_each_others_sockets() -> None:
    here, there = Attempts(), Attempts()
    joined(here, 1)
    for news in here.news():
        assert news == {"from": PROCESS, "here": [1]}
        there.heard({**news, "from": "another"})
        here.heard(news)
    assert (here.online(), there.online()) == ({1}, {1})
    here.leave(here._open[1][0])
    for news in here.news():
        there.heard({**news, "from": "another"})
    assert (here.online(), there.online(), len(here)) == (set(), set(), 0)
