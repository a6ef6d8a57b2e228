"""A key is corrected: every answer to the question is graded again, sums and standings follow, the old key stays.

The same question in parallel papers is corrected in all of them. It works while a contest runs, too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from backend.refusals import NotThere, Refusal
from contests.actions import settling, standing
from contests.actions.board import resum, speed_of
from contests.actions.disqualify import reason_given
from contests.live import publish
from contests.models import (
    Answer,
    Attempt,
    Contest,
    ContestState,
    KeyRuling,
    Paper,
    PaperItem,
    PaperKey,
    PredictionOutcome,
)
from contests.queries import desk, judging, ranked
from contests.queries import paper as papers
from contests.queries import regrade as reads
from contests.queries.contest import scoring_of
from contests.rules import counting, ranking, rulings, scoring
from contests.rules.scoring import Key, Score
from schools.actions import trail
from schools.models import User

BATCH = 500
NEEDS_KEY = {KeyRuling.KEY, KeyRuling.ANY}


@dataclass(frozen=True)
class Ruling:
    """A decision about a question: `key` a new key, `any` the one in force and these as well, `all_right`, `void`."""

    ruling: str
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Regraded:
    """How many answers were graded again, and how many of them earn something else now."""

    answers: int
    changed: int


def corrected(*, contest: Contest, item_id: int, ruling: Ruling) -> tuple[list[PaperItem], Key]:
    """The items that are meant and their key under the ruling; refused where it has not the shape its kind needs."""
    items = reads.items_of_revision(contest, item_id)
    if not items:
        raise NotThere(_("Không có câu này trong cuộc thi."))
    if ruling.ruling not in KeyRuling.values:
        raise Refusal("invalid", _("Hãy chọn cách chấm lại."), status=400)
    now = reads.newest_keys([items[0].pk])[items[0].pk]
    if ruling.ruling not in NEEDS_KEY:
        return items, Key(tuple(now.shown()), ruling.ruling)
    codes = papers.frozen_paper(items[0].paper).items[items[0].pk].codes
    if not ruling.keys or not all(rulings.sound(items[0].kind, codes, key) for key in ruling.keys):
        sentence = _("Đáp án mới chưa đủ hoặc chưa đúng dạng của câu này.")
        raise Refusal("key_unsound", sentence, status=400, fields={"key": [sentence]})
    wanted = [rulings.normal(items[0].kind, key) for key in ruling.keys]
    if ruling.ruling == KeyRuling.KEY:
        return items, Key(tuple(wanted[0]))
    every = [*now.keys, *(key for key in wanted if key not in now.keys)]
    return items, Key(tuple(tuple(key) for key in every), KeyRuling.ANY.value)


@dataclass(frozen=True)
class Effect:
    """What a ruling would change: of so many `answers` so many earn something else; `changes` has everybody who stands.

    `gained` and `lost` count people by points, `up` and `down` by ranks.
    """

    answers: int
    changed: int
    changes: tuple[desk.Change, ...]

    @property
    def moved(self) -> list[desk.Change]:
        """Those whose points or rank would change, the new ranks in order."""
        return [change for change in self.changes if change.moved]

    @property
    def gained(self) -> int:
        return sum((one.points or 0) > (one.points_before or 0) for one in self.changes)

    @property
    def lost(self) -> int:
        return sum((one.points or 0) < (one.points_before or 0) for one in self.changes)

    @property
    def up(self) -> int:
        return sum(one.gained > 0 for one in self.changes)

    @property
    def down(self) -> int:
        return sum(one.gained < 0 for one in self.changes)


def preview(*, contest: Contest, item_id: int, ruling: Ruling) -> Effect:
    """Everybody's points and rank before and after. Nothing is written and nobody is held up."""
    items, key = corrected(contest=contest, item_id=item_id, ruling=ruling)
    answers, moved = _would_earn(contest, {item.pk: item for item in items}, key)
    outcome = PredictionOutcome.objects.filter(contest=contest).first()
    settled = contest.state == ContestState.SETTLED
    steps = ranking.chain(contest.chain) if settled else ranking.live_chain(contest.chain)
    before = {one.row.user: one for one in ranking.rank(ranked.ranked_attempts(contest, outcome), steps)}
    mine = {attempt.pk: attempt for attempt in reads.ended_of_those_who_stand(contest)}
    after = ranking.rank(_rows_after(contest, mine, moved, reads.level_of(items[0]), outcome), steps)
    changes = (_change(mine[one.row.attempt], before.get(one.row.user), one) for one in after)
    return Effect(answers, len(moved), tuple(changes))


def _would_earn(contest: Contest, items: Mapping[int, PaperItem], key: Key) -> tuple[int, dict[int, tuple[int, int]]]:
    """How many answers there are, and attempt → (points, right answers) more or less than now."""
    rule = scoring_of(contest)
    rows = Answer.objects.filter(item__in=items, attempt__contest=contest).order_by("pk")
    moved: dict[int, tuple[int, int]] = {}
    many = 0
    for attempt, item_id, value, points, right in rows.values_list("attempt_id", "item_id", "value", "points", "right"):
        many += 1
        now = scoring.graded(items[item_id].kind, json.loads(value), key, rule, items[item_id].points)
        if (now.points, now.right) != (points, right):
            moved[attempt] = (now.points - (points or 0), int(now.right) - int(bool(right)))
    return many, moved


def _rows_after(
    contest: Contest,
    mine: Mapping[int, Attempt],
    moved: Mapping[int, tuple[int, int]],
    level: str,
    outcome: PredictionOutcome | None,
) -> list[ranked.RankedAttempt]:
    """The attempt of each person that would count, with the sums it would have."""
    levels, by_level = reads.right_by_level(contest), "hardest" in contest.chain.split(",")
    people: dict[int, list[Attempt]] = {}
    for attempt in mine.values():
        points, right = moved.get(attempt.pk, (0, 0))
        earned = attempt.points - attempt.speed + points
        attempt.points, attempt.right = earned + speed_of(attempt, earned), attempt.right + right
        if right and by_level:
            found = levels.setdefault(attempt.pk, {})
            found[level] = found.get(level, 0) + right
        people.setdefault(attempt.user_id, []).append(attempt)
    counting_now = [counting.counting(attempts_of, contest.counts) for attempts_of in people.values()]
    return [_row(attempt, levels.get(attempt.pk, {}), outcome) for attempt in counting_now]


def _row(attempt: Attempt, by_level: Mapping[str, int], outcome: PredictionOutcome | None) -> ranked.RankedAttempt:
    known = attempt.prediction is not None and outcome is not None
    return ranked.RankedAttempt(
        attempt=attempt.pk,
        user=attempt.user_id,
        points=attempt.points,
        right=attempt.right,
        time_used_ms=attempt.time_used_ms,
        ended_at=attempt.ended_at,
        prediction_gap=abs((attempt.prediction or 0) - outcome.actual) if known and outcome else None,
        hardest=reads.hardest(by_level),
        lot=attempt.lot,
    )


def _change(
    attempt: Attempt,
    before: ranking.Standing[ranked.RankedAttempt] | None,
    after: ranking.Standing[ranked.RankedAttempt],
) -> desk.Change:
    return desk.Change(
        attempt=attempt.pk,
        name=attempt.user.full_name,
        class_name=attempt.class_name,
        points_before=before.row.points if before else None,
        points=after.row.points,
        rank_before=before.rank if before else None,
        rank=after.rank,
    )


@transaction.atomic
def apply(*, contest: Contest, item_id: int, ruling: Ruling, reason: str, by: User, at: datetime) -> Regraded:
    """The new key stands from this moment on, for answers that were given and for those to come.

    After settling the results are counted anew, as a new version; the one in force stays until that is published.
    """
    reason = reason_given(reason)
    # whoever starts meanwhile waits for this row, so nobody's answers are missed
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    items, key = corrected(contest=contest, item_id=item_id, ruling=ruling)
    ids = list(Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True))
    portions = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    for portion in portions:  # all of them before the key changes: nobody grades by the old one in between
        judging.attempts_locked(portion)
    versions = _keep(items, key, reason, by, at)
    done = [_regrade(contest, portion, {item.pk: item for item in items}, key, versions) for portion in portions]
    people = set(Attempt.objects.filter(contest=contest).order_by().values_list("user_id", flat=True))
    standing.stand(contest_id=contest.pk, user_ids=people)
    _tell(contest, items, ruling, reason, by, at)
    if contest.state == ContestState.SETTLED:
        said = _("Chấm lại câu %(n)s: %(reason)s") % {"n": items[0].position, "reason": reason}
        settling.count_results(contest=contest, reason=said[:300], by=by, at=at)
    return Regraded(sum(one.answers for one in done), sum(one.changed for one in done))


def _keep(items: Sequence[PaperItem], key: Key, reason: str, by: User, at: datetime) -> dict[int, int]:
    """A new version of the key beside the old ones; paper → the version that its answers are graded by now."""
    version = 1 + reads.newest_version([item.pk for item in items])
    value = json.dumps(key.value, ensure_ascii=False)
    PaperKey.objects.bulk_create(
        PaperKey(item=item, version=version, value=value, ruling=key.ruling, reason=reason, by=by, at=at)
        for item in items
    )
    papers_touched = {item.paper_id for item in items}
    Paper.objects.filter(pk__in=papers_touched).update(key_version=F("key_version") + 1)
    return dict(Paper.objects.filter(pk__in=papers_touched).values_list("pk", "key_version"))


def _regrade(
    contest: Contest, ids: Sequence[int], items: Mapping[int, PaperItem], key: Key, versions: Mapping[int, int]
) -> Regraded:
    """One portion of attempts; their locks are held."""
    rule = scoring_of(contest)
    by_score: dict[tuple[int, Score], list[int]] = {}
    answers = changed = 0
    for answer in Answer.objects.filter(attempt__in=ids, item__in=items).order_by("pk"):
        item = items[answer.item_id]
        now = scoring.graded(item.kind, json.loads(answer.value), key, rule, item.points)
        by_score.setdefault((versions[item.paper_id], now), []).append(answer.pk)
        answers += 1
        changed += (answer.points, answer.right) != (now.points, now.right)
    for (version, now), found in by_score.items():
        Answer.objects.filter(pk__in=found).update(points=now.points, right=now.right, key_version=version)
    resum(ids)
    return Regraded(answers, changed)


def _tell(contest: Contest, items: Sequence[PaperItem], ruling: Ruling, reason: str, by: User, at: datetime) -> None:
    places = ", ".join(f"{item.paper.number}/{item.position}" for item in items)
    note = f"{ruling.ruling} for {places}: {reason}"
    trail.record(at=at, actor=by, act="regraded", subject=contest.code, school=contest.school, note=note)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
