"""The fault of adding up what comes in: the same answer sent again earns its points again."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from backend.serve import application
from contests.actions import recording
from contests.actions.recording import Recording
from contests.queries import attempt as reads
from contests.queries.judging import Standing
from contests.rules.packets import Given, Verdict

__all__ = ["application"]

judge, sums_of = Recording._judge, reads.sums_of
again: Counter[int] = Counter()  # attempt → points earned by repetitions


def adding(self: Recording, attempt: Standing, given: Given, received_at: datetime) -> Verdict:
    standing = self.standing.get((attempt.id, given.item))
    verdict = judge(self, attempt, given, received_at)
    if standing is not None and verdict.verdict == "stored" and standing.order == given.order:
        again[attempt.id] += standing.points or 0
    return verdict


def summed(attempt_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    return {one: (points + again[one], right) for one, (points, right) in sums_of(attempt_ids).items()}


Recording._judge = adding
recording.sums_of = reads.sums_of = summed
