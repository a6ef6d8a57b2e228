"""What goes out after a commit, and what comes in from other processes."""

import threading
from collections.abc import Iterable

from django.conf import settings

from contests.live import topics
from contests.live.hub import hub
from contests.live.snapshot import Snapshot, snapshots
from contests.live.wire import Message, wire

_marks: set[int] = set()
_lock = threading.Lock()


def contests_changed(contest_ids: Iterable[int]) -> None:
    """Mark boards for the next tick of whoever keeps them. Call after the commit, once a batch."""
    changed = set(contest_ids)
    if not changed:
        return
    mark(changed)
    if not _one_process():
        wire.say({"type": topics.BOARD_CHANGED, "contests": sorted(changed)})


def mark(contest_ids: Iterable[int]) -> None:
    """In this process only."""
    with _lock:
        _marks.update(contest_ids)


def marked() -> set[int]:
    """What was marked since this was last asked."""
    global _marks
    with _lock:
        taken, _marks = _marks, set()
    return taken


def board(snapshot: Snapshot) -> None:
    """To every process; each gives it to its own sockets. This one does not need the layer for that."""
    if snapshots.take(snapshot):
        hub.push(snapshot)
    message: Message = {"type": topics.BOARD_TEXT, "code": snapshot.code, "epoch": snapshot.epoch}
    wire.say({**message, "version": snapshot.version, "text": snapshot.text})


def recheck(code: str) -> None:
    """Who may see this board has changed; sockets of those who may not are closed."""
    hub.recheck(code)
    wire.say({"type": topics.BOARD_RECHECK, "code": code})


def listen() -> None:
    """Join the group of serving processes. Told once by the server, never by a command."""
    wire.start(heard)


def heard(message: Message) -> None:
    """One message of the group."""
    kind = message["type"]
    if kind == topics.BOARD_TEXT:
        snapshot = Snapshot(
            str(message["code"]), int(str(message["epoch"])), int(str(message["version"])), str(message["text"])
        )
        if snapshots.take(snapshot):
            hub.push(snapshot)
    elif kind == topics.BOARD_CHANGED:
        contests = message["contests"]
        mark(contests if isinstance(contests, list) else [])
    elif kind == topics.BOARD_RECHECK:
        hub.recheck(str(message["code"]))


def _one_process() -> bool:
    return str(settings.CHANNEL_LAYERS["default"]["BACKEND"]).endswith("InMemoryChannelLayer")
