"""Many open sockets in a process of its own that only listen and note when what arrived.

Spoken to by lines of JSON: `open`, `await` (so many frames in all), `texts` and `close`. The clock is the machine's
monotonic one, so its moments can be compared with those of whoever sends.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks import wire
from benchmarks.processes import ROOT, cpu_of
from benchmarks.results import InvalidRun, percentile

AT_ONCE = 20


class Group:
    """Sockets at one address. `moments`: when each frame since the last question arrived. `texts`: each text that
    differed from the one before, with the first and the last moment at which it arrived, and how often it did.
    """

    def __init__(self) -> None:
        self.sockets: list[wire.Socket] = []
        self.frames = self.size = 0
        self.moments: list[float] = []
        self.texts: dict[bytes, list[float]] = {}

    def heard(self, payload: bytes) -> None:
        now = time.monotonic()
        self.frames += 1
        self.size = len(payload)
        self.moments.append(now)
        seen = self.texts.get(payload)
        if seen is None:
            self.texts[payload] = [now, now, 1]
        else:
            seen[1], seen[2] = now, seen[2] + 1


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    groups: dict[str, Group] = {}
    while line := await reader.readline():
        order = json.loads(line)
        group = groups.setdefault(order["group"], Group())
        try:
            said = await _obeyed(order, group)
        except (OSError, TimeoutError, wire.Refused) as trouble:
            said = {"trouble": repr(trouble)}
        print(json.dumps(said), flush=True)


async def _obeyed(order: dict[str, Any], group: Group) -> dict[str, Any]:
    if order["do"] == "open":
        return await _open(order, group)
    if order["do"] == "await":
        async with asyncio.timeout(order["patience"]):
            while group.frames < order["frames"]:  # noqa: ASYNC110 - an event for each frame would cost more
                await asyncio.sleep(0.002)
        moments, group.moments = group.moments, []
        gone = sum(socket.closed.done() for socket in group.sockets)
        last = max(moments, default=0.0)
        p50, p99 = (percentile([(one - order["since"]) * 1000 for one in moments], share) for share in (50, 99))
        return {"frames": group.frames, "gone": gone, "last": last, "bytes": group.size, "p50": p50, "p99": p99}
    if order["do"] == "texts":
        texts, group.texts, group.moments = group.texts, {}, []
        gone = sum(socket.closed.done() for socket in group.sockets)
        return {"texts": [[text.decode(), *seen] for text, seen in texts.items()], "gone": gone}
    await wire.end_all(group.sockets)
    group.sockets.clear()
    return {"closed": True}


async def _open(order: dict[str, Any], group: Group) -> dict[str, Any]:
    began, sessions = time.monotonic(), iter(order["sessions"])
    waits: list[float] = []

    async def some() -> None:
        for session in sessions:
            knocked = time.monotonic()
            group.sockets.append(await wire.opened(order["url"], order["path"], group.heard, session))
            waits.append((time.monotonic() - knocked) * 1000)

    await asyncio.gather(*(some() for _number in range(order.get("at_once", AT_ONCE))))
    return {"open": len(group.sockets), "took_s": time.monotonic() - began, "p99_ms": percentile(waits, 99)}


class Watchers:
    """The other side: speaks to the process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.wanted: dict[str, int] = {}

    def open(self, group: str, url: str, path: str, sessions: Sequence[str], **more: Any) -> dict[str, Any]:
        said = self._ask({"do": "open", "group": group, "url": url, "path": path, "sessions": list(sessions), **more})
        self.wanted.setdefault(group, 0)
        return said

    def wait(self, group: str, frames: int, *, since: float = 0.0, patience: float = 60.0) -> dict[str, Any]:
        """Until so many further frames have arrived in all; InvalidRun where they do not, or more do, or sockets go."""
        self.wanted[group] += frames
        order = {"do": "await", "group": group, "frames": self.wanted[group], "since": since, "patience": patience}
        said = self._ask(order)
        if frames and said["frames"] > self.wanted[group]:
            raise InvalidRun(f"{said['frames'] - self.wanted[group]} frames of {group} nobody waited for")
        if said["gone"]:
            raise InvalidRun(f"{said['gone']} sockets of {group} were closed")
        return said

    def settle(self, group: str) -> None:
        """Counting begins anew once nothing has arrived for a second: no late text counts as the next."""
        before, self.wanted[group] = -1, 0
        while before != self.wanted[group]:
            before, self.wanted[group] = self.wanted[group], 0
            time.sleep(1.0)
            self.wanted[group] = int(self.wait(group, 0)["frames"])

    def texts(self, group: str) -> list[tuple[str, float, float, int]]:
        """Each text since this was last asked: itself, when it came first and last, and to how many sockets."""
        said = self._ask({"do": "texts", "group": group})
        if said["gone"]:
            raise InvalidRun(f"{said['gone']} sockets of {group} were closed")
        return [(str(text), float(first), float(last), int(count)) for text, first, last, count in said["texts"]]

    def close(self, group: str) -> None:
        self._ask({"do": "close", "group": group})
        self.wanted.pop(group, None)

    @property
    def cpu_s(self) -> float:
        return cpu_of(self.process.pid)

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise InvalidRun("the watching process ended")
        said: dict[str, Any] = json.loads(line)
        if "trouble" in said:
            raise InvalidRun(f"{order['do']} {order['group']}: {said['trouble']}")
        return said


@contextmanager
def watching() -> Iterator[Watchers]:
    command = [sys.executable, "-m", "benchmarks.watchers"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Watchers(process)
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    wire.run(_serve())
