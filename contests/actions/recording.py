"""One batch of answers on its way into the database (used by `record_answers` inside its transaction)."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from contests.actions import standing
from contests.models import AttemptState, Contest, ContestState, LateAnswer
from contests.queries import attempt as reads
from contests.queries import keys, paper
from contests.queries.contest import scoring_of
from contests.rules import scoring, timing
from contests.rules.packets import Given, Outcome, Packet, Verdict, state_told
from quiz.rules.kinds import kind

log = logging.getLogger(__name__)

Pair = tuple[int, int]

# An item without a row takes whatever comes; else only a greater (opening, seq), whoever else was here meanwhile.
UPSERT = """
INSERT INTO contests_answer
    (attempt_id, item_id, value, opening, seq, received_at, points, "right", key_version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (attempt_id, item_id) DO UPDATE SET
    value = excluded.value, opening = excluded.opening, seq = excluded.seq, received_at = excluded.received_at,
    points = excluded.points, "right" = excluded."right", key_version = excluded.key_version
WHERE (excluded.opening, excluded.seq) > (contests_answer.opening, contests_answer.seq)
"""
ADD_UP = """
UPDATE contests_attempt SET answered = answered + %s, points = points + %s, "right" = "right" + %s WHERE id = %s
"""
HAND_IN = """
UPDATE contests_attempt SET state = %s, submitted_at = %s, ended_at = %s, time_used_ms = %s,
    speed = %s, points = points + %s WHERE id = %s
"""
# The only attempt of a person stands from its end; of those who are out none does.
STAND = """
UPDATE contests_attempt SET stands_at = ended_at WHERE id = %s AND NOT EXISTS (
    SELECT 1 FROM contests_disqualification AS gone WHERE gone.contest_id = contests_attempt.contest_id
    AND gone.user_id = contests_attempt.user_id AND gone.lifted_at IS NULL)
"""
# A later opening's prediction stands over one that an older device sends late.
PREDICT = """
UPDATE contests_attempt SET prediction = %s WHERE id = %s AND (prediction IS NULL OR %s = 0 OR openings <= %s)
"""


class Recording:
    """Takes packets in the order of their receipt, then stores what they come to in a few statements."""

    def __init__(self, packets: Sequence[Packet]) -> None:
        self.attempts = reads.attempts_locked({packet.attempt for packet in packets})
        self.papers = reads.papers_with_scoring({attempt.paper_id for attempt in self.attempts.values()})
        pairs = {(packet.attempt, given.item) for packet in packets for given in packet.given}
        self.standing = reads.answers_standing(sorted(pairs))
        self.changed_contests: set[int] = set()
        self._rows: dict[Pair, tuple[object, ...]] = {}
        self._sums: dict[int, list[int]] = {}
        self._late: list[LateAnswer] = []
        self._handed_in: list[tuple[object, ...]] = []
        self._predictions: dict[int, tuple[int, int]] = {}  # attempt → guess, opening
        self._stand: list[int] = []  # attempts that stand at once
        self._stand_later: dict[int, set[int]] = {}  # contest → people with more than one attempt

    def take(self, packet: Packet) -> Outcome:
        attempt = self.attempts[packet.attempt]
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

    def _contest(self, attempt: reads.Standing) -> Contest:
        return self.papers[attempt.paper_id].contest

    def _contest_state(self, attempt: reads.Standing) -> str:
        """Read after the attempts were locked: who settles locks them, too."""
        return str(self._contest(attempt).state)

    def _state(self, attempt: reads.Standing, received_at: datetime) -> str:
        cancelled = self._contest_state(attempt) == ContestState.CANCELLED
        over = received_at > attempt.due(received_at) + timing.GRACE
        return state_told(attempt.state, cancelled=cancelled, over=over)

    def _judge(self, attempt: reads.Standing, given: Given, received_at: datetime) -> Verdict:
        pair = (attempt.id, given.item)
        value = json.dumps(given.value)
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
        item = paper.frozen_paper(self.papers[attempt.paper_id]).items.get(given.item)
        if item is None:
            return "not_in_attempt"
        # an empty value takes an answer back
        if given.value and not kind(item.kind).accepts(list(given.value), list(item.codes)):
            return "bad_value"
        return ""

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
        self.changed_contests.add(attempt.contest_id)

    def _graded(self, attempt: reads.Standing, given: Given) -> tuple[int | None, bool | None, int | None]:
        """Points, right and the version of the key; all empty when grading fails: stored, flagged, graded later."""
        its_paper = self.papers[attempt.paper_id]
        item = paper.frozen_paper(its_paper).items[given.item]
        if not given.value:
            return 0, False, its_paper.key_version
        try:
            key = keys.keys_of(its_paper)[item.id]
            graded = scoring.graded(item.kind, given.value, key, scoring_of(its_paper.contest), item.points)
        except Exception:
            log.exception("answer to item %s could not be graded; stored ungraded", item.id)
            return None, None, None
        return graded.points, graded.right, its_paper.key_version

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
        used = attempt.used_ms(received_at)
        speed = self._speed_points(attempt, ended_at)
        self._handed_in.append((attempt.state, received_at, ended_at, used, speed, speed, attempt.id))
        if self._contest(attempt).attempts_most == 1:
            self._stand.append(attempt.id)
        else:
            self._stand_later.setdefault(attempt.contest_id, set()).add(attempt.user_id)
        self.changed_contests.add(attempt.contest_id)

    def _speed_points(self, attempt: reads.Standing, ended_at: datetime) -> int:
        contest = self._contest(attempt)
        if not contest.speed_most:
            return 0
        earned = attempt.points + self._sums.get(attempt.id, [0, 0, 0])[1]
        most = paper.frozen_paper(self.papers[attempt.paper_id]).most_points
        left = attempt.left_ms(ended_at)
        return scoring.speed_points(earned, most, left, contest.length_ms, contest.speed_most)

    def store(self) -> None:
        with connection.cursor() as cursor:
            if self._rows:
                cursor.executemany(UPSERT, _adapted(self._rows.values()))
                cursor.executemany(ADD_UP, [(*sums, attempt) for attempt, sums in self._sums.items() if any(sums)])
            if self._predictions:
                guesses = [(guess, one, opening, opening) for one, (guess, opening) in self._predictions.items()]
                cursor.executemany(PREDICT, guesses)
            if self._handed_in:
                cursor.executemany(HAND_IN, _adapted(self._handed_in))
            if self._stand:
                cursor.executemany(STAND, [(attempt,) for attempt in self._stand])
        for contest_id, people in self._stand_later.items():
            standing.stand(contest_id=contest_id, user_ids=people)
        if self._late:
            LateAnswer.objects.bulk_create(self._late, ignore_conflicts=True)


def _verdict(given: Given, verdict: str, code: str = "") -> Verdict:
    return Verdict(given.item, given.opening, given.seq, verdict, code)


def _adapted(rows: Iterable[tuple[object, ...]]) -> list[tuple[Any, ...]]:
    """Instants in the form this database's driver stores them."""
    adapt = connection.ops.adapt_datetimefield_value
    return [tuple(adapt(cell) if isinstance(cell, datetime) else cell for cell in row) for row in rows]
