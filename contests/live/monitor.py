"""The supervisors' rows as they change: worked out once per contest and process, however many look."""

import asyncio
import contextvars
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from channels.db import database_sync_to_async

from backend import clock
from contests.live import attempts, publish
from contests.models import Contest
from contests.queries import monitor as reads
from contests.queries.monitor import Row, Sums

log = logging.getLogger(__name__)

#: How long rows may be old when nobody says that something changed; and the least between two looks.
EVERY_S, PAUSE_S = 10.0, 2.0
MOST_UNSENT = 8
MOST_LINES = 500
TRY_LATER, NOT_THERE = 1013, 4404


def rows_now(contest: Contest, school_id: int | None) -> list[Row]:
    """The rows with what this moment knows of open sockets."""
    return with_lines(reads.monitored(contest, school_id, clock.now()))


def with_lines(rows: Sequence[Row]) -> list[Row]:
    """Each row told whether its attempt has an open socket."""
    online = attempts.online()
    return [replace(row, online=True) if row.attempt in online else row for row in rows]


@dataclass(frozen=True)
class Change:
    """What one supervisor is told: all rows (`full`), or those that are new or other than before."""

    rows: Sequence[Row]
    gone: Sequence[int]
    sums: Sums
    full: bool


#: The messages that say a change in a language; made by the door, once for all who read it.
Write = Callable[[Change, str], list[str]]
#: The close code when this person may not look (any more), else None. Asks the database.
Ask = Callable[[], int | None]


class Line:
    """One supervisor's socket. `texts` are to be sent in order; `ended` is set when there will be no more."""

    def __init__(self, language: str, ask: Ask) -> None:
        self.language = language
        self.ask = ask
        self.fresh = True
        self.texts: asyncio.Queue[list[str]] = asyncio.Queue(MOST_UNSENT)
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def offer(self, texts: list[str]) -> None:
        """A socket that does not keep up is ended: the browser comes back and gets all rows."""
        try:
            self.texts.put_nowait(texts)
        except asyncio.QueueFull:
            self.end(TRY_LATER)

    def end(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(code)


class Watch:
    """One contest (or one school of it) in one event loop, looked at while somebody listens."""

    def __init__(self, contest_id: int, school_id: int | None, write: Write) -> None:
        self.contest_id, self.school_id = contest_id, school_id
        self.lines: set[Line] = set()
        self.loop = asyncio.get_running_loop()
        self.changed = asyncio.Event()
        self._write = write
        self._rows: dict[int, Row] = {}
        # a context of its own: that of the first socket may end before the others'
        self._task = self.loop.create_task(self._run(), context=contextvars.Context())

    def stop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), EVERY_S)
            self.changed.clear()
            try:
                await self.look()
            except Exception:
                log.exception("the monitor of contest %s failed; again at the next look", self.contest_id)
            await asyncio.sleep(PAUSE_S)

    async def look(self) -> None:
        """Rights first, then rows; each line hears what it has not heard."""
        await self._show_out()
        if not self.lines:
            return
        rows = await database_sync_to_async(self._read)()
        if rows is None:
            for line in list(self.lines):
                line.end(NOT_THERE)
            return
        known, self._rows = self._rows, {row.user: row for row in rows}
        changed = [row for row in rows if known.get(row.user) != row]
        gone = [user for user in known if user not in self._rows]
        sums = reads.sums_of(rows)
        # both taken before anything is awaited: who joins meanwhile hears all rows at the next look
        fresh = [line for line in self.lines if line.fresh]
        others = self.lines.difference(fresh)
        await self._tell(fresh, Change(rows, (), sums, full=True))
        if changed or gone:
            await self._tell(others, Change(changed, gone, sums, full=False))

    async def _show_out(self) -> None:
        for line in list(self.lines):
            if (code := await database_sync_to_async(line.ask)()) is not None:
                line.end(code)
                self.lines.discard(line)

    def _read(self) -> list[Row] | None:
        contest = Contest.objects.filter(pk=self.contest_id).first()
        return rows_now(contest, self.school_id) if contest else None

    async def _tell(self, lines: Collection[Line], change: Change) -> None:
        to = list(lines)
        for language in sorted({line.language for line in to}):
            texts = await asyncio.to_thread(self._write, change, language)
            for line in to:
                if line.language == language:
                    line.fresh = False
                    line.offer(texts)


class Full(Exception):
    """This process serves as many supervisors as it can."""


class Monitors:
    """All watches of this process. `join` and `leave` in the sockets' loop, `heard` from any thread."""

    def __init__(self) -> None:
        self._watches: dict[tuple[asyncio.AbstractEventLoop, int, int | None], Watch] = {}

    def join(self, contest_id: int, school_id: int | None, line: Line, write: Write) -> Watch:
        """The line hears all rows at the next look, within seconds. Raises Full."""
        if len(self) >= MOST_LINES:
            raise Full
        key = (asyncio.get_running_loop(), contest_id, school_id)
        watch = self._watches.get(key)
        if watch is None:
            watch = self._watches[key] = Watch(contest_id, school_id, write)
        watch.lines.add(line)
        watch.changed.set()
        return watch

    def leave(self, watch: Watch, line: Line) -> None:
        watch.lines.discard(line)
        if not watch.lines:
            watch.stop()
            self._watches.pop((watch.loop, watch.contest_id, watch.school_id), None)

    def __len__(self) -> int:
        return sum(len(watch.lines) for watch in self._watches.values())

    def heard(self, contest_ids: set[int]) -> None:
        """Something changed in these contests."""
        for watch in list(self._watches.values()):
            if watch.contest_id in contest_ids:
                with suppress(RuntimeError):  # its loop is gone, and its sockets with it
                    watch.loop.call_soon_threadsafe(watch.changed.set, context=contextvars.Context())


monitors = Monitors()
publish.on_change(monitors.heard)
