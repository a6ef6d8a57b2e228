"""An answer given in practice: graded, and the person's card moved on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fsrs import Card, Rating, Scheduler, State

from backend.refusals import NotThere, Refusal
from quiz.models import PracticeCard
from quiz.queries.items import frozen_items, keys_of
from quiz.queries.practice import open_question
from quiz.rules.kinds import kind
from quiz.rules.practice import FRESH_A_DAY, Allowance, Outcome, counts, outcome_of, rating_of
from schools.models import User

# without fuzz the same answers give the same days
SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True)
class Practised:
    """How the answer was, and whether it moved a card on (the first time, for who is logged in)."""

    outcome: Outcome
    counted: bool


@transaction.atomic
def record_practice(
    *,
    user: User | None,
    allowance: Allowance | None = None,
    revision: int,
    value: list[str],
    moment: datetime,
    at: datetime,
) -> Practised:
    """Grades an answer to an open question, with partial credit; for a `user` the card of the question moves on.

    `moment` is when the question was put on the page. With the question it is the name of the answer: a device that
    sends an answer again (its line broke before the verdict came) is told the same verdict and nothing is counted
    twice (`rules.practice.counts`). Refused with `daily_limit` where the `allowance` of a visitor is used up, with
    `not_found` for a question that is not open now, e.g. because a contest holds it since, and with `no_answer` for
    a value that is no answer to it.
    """
    if allowance is not None and not allowance.allows(revision):
        sentence = _("Hôm nay em đã làm đủ %(n)s câu không cần đăng nhập. Em dùng thẻ để làm tiếp, hoặc mai quay lại.")
        raise Refusal("daily_limit", sentence % {"n": FRESH_A_DAY}, status=403)
    question = open_question(revision, at)
    if question is None:
        raise NotThere(_("Câu này vừa rời phần luyện tập nên không chấm được. Em làm câu khác nhé."))
    codes = [option.code for option in frozen_items([revision])[revision].options]
    its_kind = kind(question.kind)
    if not its_kind.accepts(value, codes):
        raise Refusal("no_answer", _("Câu trả lời chưa đủ để chấm. Em chọn hoặc gõ lại nhé."), status=422)
    outcome = outcome_of(its_kind.grade(value, keys_of([revision])[revision], partial=True))
    counted = user is not None and _move_card(user, question.pk, outcome, moment, at)
    return Practised(outcome, counted)


def _move_card(user: User, question: int, outcome: Outcome, moment: datetime, at: datetime) -> bool:
    if not counts(moment, at=at, reviewed_at=None):
        return False
    right = outcome == Outcome.RIGHT
    first = _reviewed(Card(card_id=question, due=moment), outcome, moment)
    row, made = PracticeCard.objects.select_for_update().get_or_create(
        user=user,
        question_id=question,
        defaults={**first, "seen": 1, "right": int(right), "last_right": right},
    )
    if made or not counts(moment, at=at, reviewed_at=row.reviewed_at):
        return made
    card = Card(
        card_id=question,
        state=State(row.state),
        step=row.step,
        stability=row.stability,
        difficulty=row.difficulty,
        due=row.due_at,
        last_review=row.reviewed_at,
    )
    moved = {**_reviewed(card, outcome, moment), "seen": row.seen + 1, "right": row.right + right, "last_right": right}
    PracticeCard.objects.filter(pk=row.pk).update(**moved)
    return True


def _reviewed(card: Card, outcome: Outcome, moment: datetime) -> dict[str, object]:
    """The columns of the card after this review."""
    after, _log = SCHEDULER.review_card(card, Rating(rating_of(outcome)), moment)
    return {
        "state": after.state.value,
        "step": after.step,
        "stability": after.stability,
        "difficulty": after.difficulty,
        "due_at": after.due,
        "reviewed_at": moment,
    }
