"""What goes out after a commit, and what comes in from other processes."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from django.conf import settings

from contests.live import parts, topics
from contests.live.attempts import PROCESS, attempts, portions
from contests.live.hub import hub
from contests.live.snapshot import Snapshot, snapshots
from contests.live.wire import Message, wire

#: What has gone out from here, in plain numbers for whoever watches: `texts` given to this process's board sockets.
counts: Counter[str] = Counter()

_marks: set[int] = set()
_answered: set[int] = set()
_told_of_changes: list[Callable[[set[int]], None]] = []
_lock = threading.Lock()


def contests_changed(contest_ids: Iterable[int]) -> None:
    """Mark boards for the next tick of whoever keeps them. Call after the commit, once a batch."""
    changed = set(contest_ids)
    if not changed:
        return
    mark(changed)
    if not _one_process():
        wire.say({"type": topics.BOARD_CHANGED, "contests": sorted(changed)})


def answers_came(contest_ids: Iterable[int]) -> None:
    """Tell those who watch these contests. Boards stay as they are: no score enters one before its attempt has ended.

    Call after the commit, once a batch. Other processes hear of it with the next `presence`.
    """
    changed = set(contest_ids)
    with _lock:
        _answered.update(changed)
    _tell(changed)


def mark(contest_ids: Iterable[int]) -> None:
    """In this process only."""
    changed = set(contest_ids)
    with _lock:
        _marks.update(changed)
    _tell(changed)


def _tell(changed: set[int]) -> None:
    for told in _told_of_changes:
        told(changed)


def on_change(told: Callable[[set[int]], None]) -> None:
    """Have `told` called with the ids of changed contests, here or elsewhere; in whichever thread hears of it."""
    _told_of_changes.append(told)


def marked() -> set[int]:
    """What was marked since this was last asked."""
    global _marks
    with _lock:
        taken, _marks = _marks, set()
    return taken


def board(snapshot: Snapshot) -> None:
    """To every process; each gives it to its own sockets. This one does not need the layer for that."""
    _show(snapshot)
    message: Message = {"type": topics.BOARD_TEXT, "code": snapshot.code, "epoch": snapshot.epoch}
    wire.say({**message, "version": snapshot.version, "text": snapshot.text})


def _show(snapshot: Snapshot) -> None:
    """To this process's own sockets, once."""
    if snapshots.take(snapshot):
        counts["texts"] += 1
        hub.push(snapshot)
        parts.follow(snapshot)


def recheck(code: str) -> None:
    """Who may see this board has changed; sockets of those who may not are closed."""
    hub.recheck(code)
    wire.say({"type": topics.BOARD_RECHECK, "code": code})


def attempts_told(attempt_ids: Collection[int], message: Message) -> None:
    """To the open sockets of these attempts, in every process. Call after the commit."""
    attempts.tell(attempt_ids, message)
    if not _one_process():
        for portion in portions(sorted(attempt_ids)):
            _say_to_others({"attempts": list(portion), "message": message})


def contest_told(contest_id: int, message: Message) -> None:
    """To everybody who sits this contest. Call after the commit."""
    attempts.tell_contest(contest_id, message)
    if not _one_process():
        _say_to_others({"contest": contest_id, "message": message})


def presence() -> None:
    """Tell the other processes whose sockets are open here and where answers have come in; once a second."""
    global _answered
    with _lock:
        answered, _answered = _answered, set()
    if _one_process():
        return
    for news in attempts.news():
        wire.say({"type": topics.ATTEMPTS_HERE, **news})
    if answered:
        wire.say({"type": topics.ANSWERS_CAME, "from": PROCESS, "contests": sorted(answered)})


def _say_to_others(what: Message) -> None:
    wire.say({"type": topics.ATTEMPTS_TOLD, "from": PROCESS, **what})


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
        _show(snapshot)
    elif kind == topics.BOARD_CHANGED:
        contests = message["contests"]
        mark(contests if isinstance(contests, list) else [])
    elif kind == topics.ANSWERS_CAME and message["from"] != PROCESS:
        contests = message["contests"]
        _tell(set(contests if isinstance(contests, list) else []))
    elif kind == topics.BOARD_RECHECK:
        hub.recheck(str(message["code"]))
    elif kind == topics.ATTEMPTS_HERE:
        attempts.heard(message)
    elif kind == topics.ATTEMPTS_TOLD and message["from"] != PROCESS:
        _pass_on(message)


def _pass_on(message: Message) -> None:
    """What another process has said, to the sockets of this one."""
    told, ids = message["message"], message.get("attempts")
    if not isinstance(told, dict):
        return
    if isinstance(ids, list):
        attempts.tell(ids, told)
    else:
        attempts.tell_contest(int(str(message["contest"])), told)


def _one_process() -> bool:
    return str(settings.CHANNEL_LAYERS["default"]["BACKEND"]).endswith("InMemoryChannelLayer")
