"""Sockets of signed-in people in this process: each ends within seconds of its session.

One look asks for all of them at once, so no socket costs a query while it is used.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from schools import queries as people
from schools.models import User

log = logging.getLogger(__name__)

SIGNED_OUT = 4401


@dataclass(frozen=True, eq=False)
class SignedIn:
    """A socket and the session it was opened with. `end` is called in its event loop, once or more."""

    session: str
    user: int
    version: int
    end: Callable[[], None]
    loop: asyncio.AbstractEventLoop


class Lines:
    """`join` and `leave` in the sockets' loops, `look` from any thread that may ask the database."""

    def __init__(self) -> None:
        self._lines: set[SignedIn] = set()
        self._lock = threading.Lock()

    def join(self, session: str | None, user: User | AnonymousUser, end: Callable[[], None]) -> SignedIn | None:
        """None for somebody who is not signed in: there is no session to end."""
        if not isinstance(user, User):
            return None
        line = SignedIn(session or "", user.pk, user.session_version, end, asyncio.get_running_loop())
        with self._lock:
            self._lines.add(line)
        return line

    def leave(self, line: SignedIn | None) -> None:
        with self._lock:
            self._lines.discard(line)  # None is in no set

    def __len__(self) -> int:
        return len(self._lines)

    def look(self) -> int:
        """End every socket whose session is over: signed out, another card on the device, new cards or password,
        account closed. How many.
        """
        with self._lock:
            lines = list(self._lines)
        sessions = people.sessions_alive({line.session for line in lines})
        versions = people.session_versions({line.user for line in lines})
        over = [line for line in lines if line.session not in sessions or versions.get(line.user) != line.version]
        for line in over:
            try:
                line.loop.call_soon_threadsafe(line.end)
            except RuntimeError:  # the loop is gone, and its sockets with it
                self.leave(line)
        return len(over)


lines = Lines()
