"""Keeps the boards: versions, what moved, and which are to be worked out anew. In the loop's thread only."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contests.live import publish
from contests.live.hub import hub
from contests.live.messages import board_text
from contests.live.pace import Pace
from contests.live.snapshot import Snapshot, snapshots
from contests.queries import board as reads
from contests.queries.board import Figures
from contests.queries.contest import LIVE

log = logging.getLogger(__name__)

BEAT_S = 1.0
STOOD_STILL_S = 5.0  # a machine that slept; that tells nothing of its load
REPEAT_S = 4.0  # every text once more, for processes that missed it
LOOK_AROUND_S = 10.0  # fingerprints
ALL_ANEW_S = 30.0  # what no fingerprint shows: a consent given or withdrawn
MOVES_STAY = timedelta(seconds=20)


@dataclass(frozen=True)
class _Kept:
    """A board as last sent."""

    figures: Figures
    snapshot: Snapshot
    ranks: dict[int, int]
    moves: dict[int, int]
    moved_at: datetime
    every: int


class Keeper:
    """The boards of one epoch. A new claim makes a new keeper, which starts from the database alone."""

    def __init__(self, epoch: int, monotonic: Callable[[], float] = time.monotonic, pace: Pace | None = None) -> None:
        self.epoch = epoch
        self._monotonic = monotonic
        self._boards: dict[int, _Kept] = {}
        self._live: dict[int, tuple[str, str]] = {}
        self._prints: dict[int, object] = {}
        self._looked = self._all_anew = self._repeated = float("-inf")
        self._pace = pace or Pace()
        self._beaten: float | None = None
        self._worked: float | None = None
        hub.slowest()

    @property
    def every(self) -> int:
        """Seconds between two texts of a board, as things are."""
        return self._pace.every

    def beat(self, at: datetime) -> list[Snapshot]:
        """Once a second: the boards that changed, worked out, kept and sent; more seldom where that takes too long."""
        began = self._monotonic()
        self._look_back(began)
        if not self._pace.due():
            return []  # what is marked meanwhile waits
        sent = self._round(at)
        self._worked = self._monotonic() - began
        return sent

    def _look_back(self, began: float) -> None:
        """Tell the pace what the last round cost: its work, the way to its last socket, how late this beat is."""
        worked, self._worked = self._worked, None
        beaten, self._beaten = self._beaten, began
        if worked is None or beaten is None:
            return
        late = began - beaten - max(BEAT_S, worked)
        if late > STOOD_STILL_S:
            late = 0.0
        self._pace.took(worked + hub.slowest() + max(0.0, late))

    def _round(self, at: datetime) -> list[Snapshot]:
        changed = publish.marked()
        now = self._monotonic()
        if now - self._looked >= LOOK_AROUND_S:
            self._looked = now
            changed |= self._look_around(at)
        if now - self._all_anew >= ALL_ANEW_S:
            self._all_anew = now
            changed |= set(self._live)
        if now - self._repeated >= REPEAT_S:
            self._repeated = now
            self._repeat()
        sent = []
        for contest_id in sorted(changed):
            try:
                snapshot = self.tick(contest_id, at)
            except Exception:
                log.exception("the board of contest %s failed; again at the next beat", contest_id)
                publish.mark([contest_id])
                continue
            if snapshot is not None:
                publish.board(snapshot)
                sent.append(snapshot)
        return sent

    def tick(self, contest_id: int, at: datetime) -> Snapshot | None:
        """The board worked out from the database; None when nothing on it differs from what was sent."""
        contest = reads.contest_of_board(contest_id)
        if contest is None:
            return None
        state = f"{contest.state}!" if reads.is_published(contest) else str(contest.state)
        self._see_state(contest_id, contest.code, state)
        if contest.state not in LIVE:
            return None
        figures = reads.figures(contest, at)
        kept = self._boards.get(contest_id)
        ranks = {row.attempt: row.rank for row in figures.leaders}
        moves, moved_at = _moves(kept, ranks, at)
        every = self.every
        if kept and kept.figures == figures and kept.moves == moves and kept.every == every:
            return None
        version = kept.snapshot.version + 1 if kept else 1
        text = board_text(figures, epoch=self.epoch, version=version, at=at, moves=moves, every=every)
        snapshot = Snapshot(contest.code, self.epoch, version, text)
        self._boards[contest_id] = _Kept(figures, snapshot, ranks, moves, moved_at, every)
        return snapshot

    def _look_around(self, at: datetime) -> set[int]:
        """What changed without a word: commits of commands and of processes whose message was lost."""
        before, self._live = self._live, reads.boards_kept(at)
        prints = reads.fingerprints(self._live, at)
        changed = {pk for pk in self._live if pk not in self._boards or prints.get(pk) != self._prints.get(pk)}
        self._prints = dict(prints)
        for contest_id, (code, state) in self._live.items():
            if before.get(contest_id, (code, state)) != (code, state):
                changed.add(contest_id)
                publish.recheck(code)
        for contest_id in set(before) - set(self._live):
            self._forget(contest_id, before[contest_id][0])
        return changed

    def _see_state(self, contest_id: int, code: str, state: str) -> None:
        """Settling and cancelling change who may look."""
        known = self._live.get(contest_id)
        if known and known[1] != state:
            self._live[contest_id] = (code, state)
            publish.recheck(code)

    def _forget(self, contest_id: int, code: str) -> None:
        self._boards.pop(contest_id, None)
        snapshots.forget(code)
        publish.recheck(code)

    def _repeat(self) -> None:
        for contest_id in self._live:
            if kept := self._boards.get(contest_id):
                publish.board(kept.snapshot)


def _moves(kept: _Kept | None, ranks: dict[int, int], at: datetime) -> tuple[dict[int, int], datetime]:
    """Places gained (+) or lost (-) when the order last changed, for a while; 0 for one who was not among the ten."""
    if kept is None:
        return dict.fromkeys(ranks, 0), at
    if kept.ranks == ranks:
        stays = at - kept.moved_at < MOVES_STAY
        return (kept.moves if stays else dict.fromkeys(ranks, 0)), kept.moved_at
    return {attempt: kept.ranks.get(attempt, rank) - rank for attempt, rank in ranks.items()}, at
