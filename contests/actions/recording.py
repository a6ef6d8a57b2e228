"""One batch of answers on its way into the database (used by `record_answers` inside its transaction)."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection

from contests.actions import standing, storing
from contests.models import AttemptState, ContestState, LateAnswer
from contests.queries import judging as reads
from contests.queries import keys, paper
from contests.queries.attempt import sums_of
from contests.rules import scoring, timing
from contests.rules.packets import Given, Outcome, Packet, Verdict, state_told
from quiz.rules.kinds import kind

log = logging.getLogger(__name__)

Pair = tuple[int, int]


class Recording:
    """Takes packets in the order of their receipt, then stores what they come to in a few statements."""

    def __init__(self, packets: Sequence[Packet]) -> None:
        self.attempts = reads.attempts_locked({packet.attempt for packet in packets})
        self.sheets = reads.sheets_of({attempt.paper_id for attempt in self.attempts.values()})
        if any(sheet.stopped for sheet in self.sheets.values()):
            reads.give_stops(self.attempts.values())
        pairs = {(packet.attempt, given.item) for packet in packets for given in packet.given}
        self.standing = reads.answers_standing(sorted(pairs))
        self.answered: set[int] = set()  # contests where an answer was stored
        self.changed: set[int] = set()  # contests whose board is another one now
        self._rows: dict[Pair, storing.Row] = {}
        self._sums: dict[int, list[int]] = {}  # attempt → more answered, points and right answers
        self._late: list[LateAnswer] = []
        self._handed_in: dict[int, tuple[datetime, datetime, int]] = {}  # attempt → received, ended, time used
        self._predictions: dict[int, tuple[int, int]] = {}  # attempt → guess, opening
        self._stand: list[int] = []  # attempts that stand at once
        self._stand_later: dict[int, set[int]] = {}  # contest → people with more than one attempt

    def take(self, packet: Packet) -> Outcome:
        attempt = self.attempts[packet.attempt]
        packet = packet.heeding(attempt.openings)
        verdicts = tuple(self._judge(attempt, given, packet.received_at) for given in packet.given)
        if packet.prediction is not None:
            self._predict(attempt, packet)
        if packet.submit:
            self._hand_in(attempt, packet.received_at)
        return Outcome(
            verdicts,
            submitted=attempt.state == AttemptState.SUBMITTED,
            state=self._state(attempt, packet.received_at),
            due_at=attempt.due_at,
        )

    def _contest_state(self, attempt: reads.Standing) -> str:
        """Read after the attempts were locked: who settles locks them, too."""
        return self.sheets[attempt.paper_id].state

    def _state(self, attempt: reads.Standing, received_at: datetime) -> str:
        cancelled = self._contest_state(attempt) == ContestState.CANCELLED
        over = received_at > attempt.due(received_at) + timing.GRACE
        return state_told(attempt.state, cancelled=cancelled, over=over)

    def _judge(self, attempt: reads.Standing, given: Given, received_at: datetime) -> Verdict:
        pair = (attempt.id, given.item)
        value = _written(given.value)
        if code := self._trouble(attempt, given):
            return _verdict(given, "refused", code)
        standing = self.standing.get(pair)
        if standing and given.order <= standing.order:
            if given.order < standing.order:
                return _verdict(given, "superseded")
            # the same sending again (its verdict was lost on the way) is answered the same
            same = standing.value == value
            return _verdict(given, "stored") if same else _verdict(given, "refused", "key_reused")
        handed_in = attempt.state == AttemptState.SUBMITTED
        receipt = timing.judge(handed_in=handed_in, due=attempt.due(received_at), received_at=received_at)
        if receipt is timing.Receipt.HANDED_IN:
            return _verdict(given, "refused", "attempt_closed")
        # once results stand, or the contest is off, nothing counts any more, however early it was received
        if receipt is timing.Receipt.LATE or self._contest_state(attempt) != ContestState.PUBLISHED:
            self._keep_late(attempt, given, value, received_at)
            return _verdict(given, "late")
        self._keep(attempt, given, value, received_at)
        return _verdict(given, "stored")

    def _trouble(self, attempt: reads.Standing, given: Given) -> str:
        sheet = self.sheets[attempt.paper_id]
        return _trouble(sheet.id, sheet.seed, given.item, given.value)

    def _keep(self, attempt: reads.Standing, given: Given, value: str, received_at: datetime) -> None:
        pair = (attempt.id, given.item)
        points, right, key_version = self._graded(attempt, given)
        before = self.standing.get(pair)
        sums = self._sums.setdefault(attempt.id, [0, 0, 0])
        sums[0] += bool(given.value) - bool(before and before.value != "[]")
        sums[1] += (points or 0) - ((before and before.points) or 0)
        sums[2] += bool(right) - bool(before and before.right)
        self.standing[pair] = reads.Stored(value, given.opening, given.seq, points, right)
        self._rows[pair] = (*pair, value, given.opening, given.seq, received_at, points, right, key_version)
        (self.answered if attempt.state == AttemptState.SITTING else self.changed).add(attempt.contest_id)

    def _graded(self, attempt: reads.Standing, given: Given) -> tuple[int | None, bool | None, int | None]:
        """Points, right and the version of the key; all empty when grading fails: stored, flagged, graded later."""
        sheet = self.sheets[attempt.paper_id]
        if not given.value:
            return 0, False, sheet.key_version
        try:
            graded = _graded(sheet.id, sheet.seed, sheet.key_version, sheet.scoring, given.item, given.value)
        except Exception:
            log.exception("answer to item %s could not be graded; stored ungraded", given.item)
            return None, None, None
        return graded.points, graded.right, sheet.key_version

    def _keep_late(self, attempt: reads.Standing, given: Given, value: str, received_at: datetime) -> None:
        self._late.append(
            LateAnswer(
                attempt_id=attempt.id,
                item_id=given.item,
                value=value,
                opening=given.opening,
                seq=given.seq,
                received_at=received_at,
            )
        )

    def _predict(self, attempt: reads.Standing, packet: Packet) -> None:
        """The latest one stands; none after the hand-in or the deadline."""
        in_time = packet.received_at <= attempt.due(packet.received_at) + timing.GRACE
        open_yet = attempt.state == AttemptState.SITTING and in_time
        if open_yet and self._contest_state(attempt) == ContestState.PUBLISHED:
            self._predictions[attempt.id] = (packet.prediction or 0, packet.opening)

    def _hand_in(self, attempt: reads.Standing, received_at: datetime) -> None:
        """Idempotent. After the grace it is no hand-in any more: the attempt is closed by time."""
        in_time = received_at <= attempt.due(received_at) + timing.GRACE
        if attempt.state != AttemptState.SITTING or not in_time:
            return
        attempt.state = AttemptState.SUBMITTED.value
        ended_at = min(received_at, attempt.due(received_at))
        self._handed_in[attempt.id] = (received_at, ended_at, attempt.used_ms(received_at))
        if self.sheets[attempt.paper_id].attempts_most == 1:
            self._stand.append(attempt.id)
        else:
            self._stand_later.setdefault(attempt.contest_id, set()).add(attempt.user_id)
        self.changed.add(attempt.contest_id)

    def store(self) -> None:
        """Answers first: what an attempt that is handed in has earned is summed up from them."""
        with connection.cursor() as cursor:
            storing.write(cursor, storing.ANSWERS, list(self._rows.values()))
            ended = {one for one in self._sums if self.attempts[one].state == AttemptState.CLOSED}
            more = [(sums[0], one) for one, sums in self._sums.items() if sums[0] and one not in ended]
            storing.write(cursor, storing.COUNTED, more)
            storing.write(cursor, storing.ADDED_UP, [(*self._sums[one], one) for one in ended if any(self._sums[one])])
            guesses = [(guess, one, opening) for one, (guess, opening) in self._predictions.items()]
            storing.write(cursor, storing.PREDICTED, guesses)
            storing.write(cursor, storing.HANDED_IN, self._handed_in_rows())
            storing.write(cursor, storing.STANDS, [(attempt,) for attempt in self._stand])
        for contest_id, people in self._stand_later.items():
            standing.stand(contest_id=contest_id, user_ids=people)
        if self._late:
            LateAnswer.objects.bulk_create(self._late, ignore_conflicts=True)

    def _handed_in_rows(self) -> list[storing.Row]:
        sums = sums_of(self._handed_in)
        rows: list[storing.Row] = []
        for pk, (received_at, ended_at, used) in self._handed_in.items():
            earned, right = sums.get(pk, (0, 0))
            speed = self._speed_points(self.attempts[pk], earned, ended_at)
            rows.append((AttemptState.SUBMITTED.value, received_at, ended_at, used, speed, earned + speed, right, pk))
        return rows

    def _speed_points(self, attempt: reads.Standing, earned: int, ended_at: datetime) -> int:
        sheet = self.sheets[attempt.paper_id]
        if not sheet.speed_most:
            return 0
        most = paper.frozen(sheet.id, sheet.seed).most_points
        return scoring.speed_points(earned, most, attempt.left_ms(ended_at), sheet.length_ms, sheet.speed_most)


# A contest's answers are few different ones many times over: each is looked at once.


_written = lru_cache(maxsize=16_384)(json.dumps)


@lru_cache(maxsize=16_384)
def _trouble(paper_id: int, seed: str, item_id: int, value: tuple[str, ...]) -> str:
    item = paper.frozen(paper_id, seed).items.get(item_id)
    if item is None:
        return "not_in_attempt"
    # an empty value takes an answer back
    if value and not kind(item.kind).accepts(list(value), list(item.codes)):
        return "bad_value"
    return ""


@lru_cache(maxsize=16_384)
def _graded(
    paper_id: int, seed: str, version: int, rule: scoring.Scoring, item_id: int, value: tuple[str, ...]
) -> scoring.Score:
    item = paper.frozen(paper_id, seed).items[item_id]
    return scoring.graded(item.kind, value, keys.keys(paper_id, seed, version)[item_id], rule, item.points)


def _verdict(given: Given, verdict: str, code: str = "") -> Verdict:
    return Verdict(given.item, given.opening, given.seq, verdict, code)
