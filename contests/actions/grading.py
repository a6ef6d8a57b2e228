"""Answers that were stored ungraded are graded later, by the loop, one by one."""

import json
import logging

from django.db import transaction
from django.db.models import F

from contests.models import Answer, Attempt, AttemptState
from contests.queries import keys
from contests.queries.contest import scoring_of
from contests.rules import scoring

log = logging.getLogger(__name__)


def grade_waiting(*, most: int = 200) -> int:
    """Try again what could not be graded; how many could now. What still fails stays flagged."""
    waiting = Answer.objects.filter(key_version=None).order_by("pk").values_list("pk", flat=True)[:most]
    return sum(_grade(answer) for answer in list(waiting))


def _grade(answer_id: int) -> bool:
    try:
        with transaction.atomic():
            # the attempt first, as record_answers does, then the answer: the order of locks is the same everywhere
            attempt_id = Answer.objects.values_list("attempt_id", flat=True).get(pk=answer_id)
            locked = Attempt.objects.select_for_update(of=("self",)).select_related("contest", "paper")
            attempt = locked.get(pk=attempt_id)
            answer = Answer.objects.select_related("item").get(pk=answer_id)
            if answer.key_version is not None:
                return False
            key, item = keys.keys_of(attempt.paper)[answer.item_id], answer.item
            graded = scoring.graded(item.kind, json.loads(answer.value), key, scoring_of(attempt.contest), item.points)
            Answer.objects.filter(pk=answer_id).update(
                points=graded.points, right=graded.right, key_version=attempt.paper.key_version
            )
            # one that is being sat is summed up when it ends
            Attempt.objects.filter(pk=attempt_id).exclude(state=AttemptState.SITTING).update(
                points=F("points") + graded.points, right=F("right") + int(graded.right)
            )
            return True
    except Exception:
        log.exception("answer %s still cannot be graded", answer_id)
        return False
