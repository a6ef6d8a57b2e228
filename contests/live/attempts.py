"""The open sockets of attempts in this process: what they are told, which of them give way, and who is there at all.

Everything said here is a hint. A socket that missed one asks how its attempt stands, or is told when it connects again.
"""

import asyncio
import contextvars
import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from channels.db import database_sync_to_async

from backend import clock
from contests.live.wire import Message
from contests.queries.standing import standings

log = logging.getLogger(__name__)

STANDING, OPENED = "standing", "opened"
ANOTHER_OPENING, TOO_MANY, TRY_LATER = 4409, 4429, 1013
MOST_OF_A_PUPIL = 3
#: Every process says its whole set so often; what was not said again for longer than two rounds is not there.
SAY_ALL_S = 15.0
FORGET_S = 40.0
PORTION = 4_000
GATHER_S = 0.02

#: This process on the wire.
PROCESS = secrets.token_hex(6)


@dataclass(frozen=True, eq=False)
class Open:
    """One open socket. `opening` 0: it did not say. `tell` and `end` are called in its event loop."""

    attempt: int
    contest: int
    user: int
    opening: int
    tell: Callable[[Message], None]
    end: Callable[[int], None]
    loop: asyncio.AbstractEventLoop


class Attempts:
    """`join` and `leave` in the sockets' loops, everything else from any thread."""

    def __init__(self) -> None:
        self._open: dict[int, list[Open]] = {}
        self._users: dict[int, list[Open]] = {}
        self._others: dict[str, dict[int, float]] = defaultdict(dict)
        self._said: set[int] = set()
        self._all_said = float("-inf")
        self._lock = threading.Lock()

    def join(self, socket: Open) -> None:
        """From now on it is told what its attempt is told. Those that it takes the place of are ended."""
        with self._lock:
            mine = self._users.setdefault(socket.user, [])
            over = [(one, TOO_MANY) for one in mine[: max(0, len(mine) + 1 - MOST_OF_A_PUPIL)]]
            mine.append(socket)
            self._open.setdefault(socket.attempt, []).append(socket)
        for one, code in over:
            _in_its_loop(one, one.end, code)
        self.opened(socket.attempt, socket.opening)

    def leave(self, socket: Open) -> None:
        with self._lock:
            for shelf, key in ((self._open, socket.attempt), (self._users, socket.user)):
                there = shelf.get(key, [])
                if socket in there:
                    there.remove(socket)
                if not there:
                    shelf.pop(key, None)

    def __len__(self) -> int:
        return sum(map(len, list(self._open.values())))

    def tell(self, attempt_ids: Collection[int], message: Message) -> None:
        """To the sockets of these attempts in this process."""
        if message["type"] == OPENED:
            for attempt in attempt_ids:
                self.opened(attempt, int(str(message["opening"])))
            return
        with self._lock:
            sockets = [socket for attempt in attempt_ids for socket in self._open.get(attempt, ())]
        _tell_all(sockets, message)

    def tell_contest(self, contest_id: int, message: Message) -> None:
        """To every socket of this contest in this process."""
        with self._lock:
            sockets = [one for there in self._open.values() for one in there if one.contest == contest_id]
        _tell_all(sockets, message)

    def opened(self, attempt: int, opening: int) -> None:
        """The paper was opened anew: sockets of older openings end, so that one device at a time writes."""
        with self._lock:
            older = [one for one in self._open.get(attempt, ()) if 0 < one.opening < opening]
        for one in older:
            _in_its_loop(one, one.end, ANOTHER_OPENING)

    def online(self) -> set[int]:
        """Attempts with an open socket in any process, as far as this one has heard."""
        since = time.monotonic() - FORGET_S
        with self._lock:
            here = set(self._open)
            heard = [pk for there in self._others.values() for pk, at in there.items() if at >= since]
        return here.union(heard)

    def news(self) -> Iterator[Message]:
        """What the other processes have not heard of this one's sockets; now and then all of it again."""
        now = time.monotonic()
        with self._lock:
            here = set(self._open)
            everything = now - self._all_said >= SAY_ALL_S
            come, gone = (here if everything else here - self._said), self._said - here
            self._said = here
            if everything:
                self._all_said = now
        for name, ids in (("here", come), ("gone", gone)):
            for portion in portions(sorted(ids)):
                yield {"from": PROCESS, name: list(portion)}

    def heard(self, message: Message) -> None:
        """The news of another process."""
        if message["from"] == PROCESS:
            return
        now = time.monotonic()
        with self._lock:
            there = self._others[str(message["from"])]
            for attempt in _ids(message, "gone"):
                there.pop(attempt, None)
            there.update(dict.fromkeys(_ids(message, "here"), now))
            for process, kept in list(self._others.items()):
                if kept is not there and all(now - at > FORGET_S for at in kept.values()):
                    del self._others[process]


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """No message of the wire grows without a bound."""
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _ids(message: Message, name: str) -> list[int]:
    found = message.get(name, [])
    return [pk for pk in found if isinstance(pk, int)] if isinstance(found, list) else []


def _in_its_loop(socket: Open, act: Callable[[int], None], code: int) -> None:
    try:
        socket.loop.call_soon_threadsafe(act, code, context=contextvars.Context())
    except RuntimeError:  # the loop is gone, and its sockets with it
        attempts.leave(socket)


def _tell_all(sockets: Iterable[Open], message: Message) -> None:
    """One hop into each event loop, whatever the number of sockets."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Open]] = defaultdict(list)
    for socket in sockets:
        by_loop[socket.loop].append(socket)
    for loop, its_sockets in by_loop.items():
        try:
            loop.call_soon_threadsafe(_told, its_sockets, message, context=contextvars.Context())
        except RuntimeError:
            for socket in its_sockets:
                attempts.leave(socket)


_asking: set["asyncio.Task[None]"] = set()
_coming: dict[asyncio.AbstractEventLoop, list[Open]] = {}


def tell_standing(socket: Open) -> None:
    """Say how its attempt stands, within a moment: those who come together are asked for together. In its loop."""
    came = _coming.setdefault(socket.loop, [])
    came.append(socket)
    if len(came) == 1:
        socket.loop.call_later(GATHER_S, _tell_those_who_came, socket.loop)


def _tell_those_who_came(loop: asyncio.AbstractEventLoop) -> None:
    _told(_coming.pop(loop), {"type": STANDING})


def _told(sockets: list[Open], message: Message) -> None:
    if message["type"] == STANDING:
        task = asyncio.get_running_loop().create_task(_tell_standing(sockets))
        _asking.add(task)
        task.add_done_callback(_asking.discard)
        return
    for socket in sockets:
        socket.tell(message)


async def _tell_standing(sockets: list[Open]) -> None:
    """How each attempt stands, asked for all of them at once."""
    try:
        for portion in portions(sorted({socket.attempt for socket in sockets})):
            stands = await database_sync_to_async(standings)(portion, clock.now())
            for socket in sockets:
                if found := stands.get(socket.attempt):
                    socket.tell({"type": STANDING, **found.message(clock.now())})
    except Exception:
        log.exception("how attempts stand could not be told")
        for socket in sockets:
            socket.end(TRY_LATER)  # it comes back and asks again


attempts = Attempts()


def online() -> set[int]:
    """Attempts with an open socket in any process, best effort."""
    return attempts.online()
