"""Which of a person's attempts stands: on the board, and in the results. One place decides it."""

from collections.abc import Collection, Iterator
from datetime import datetime

from contests.models import Attempt, AttemptState, Contest, ContestState, Disqualification
from contests.rules import counting

BATCH = 500


def stand(*, contest_id: int, user_ids: Collection[int], over: bool = False) -> int:
    """Let the counting attempt of each person stand, and no other; how many rows changed.

    None stands of those who still sit, who have an attempt left (`over`: nobody has) or who are disqualified: a score
    that moved the board while its owner may try again would tell a key. Call it in the transaction of what changed;
    it locks these people's attempts in the order of their ids.
    """
    contest = Contest.objects.get(pk=contest_id)
    people = sorted(user_ids)
    changed = 0
    for start in range(0, len(people), BATCH):
        changed += _stand(contest, people[start : start + BATCH], over or contest.state == ContestState.SETTLED)
    return changed


def _stand(contest: Contest, people: list[int], over: bool) -> int:
    rows = Attempt.objects.select_for_update().filter(contest=contest, user_id__in=people).order_by("pk")
    by_person: dict[int, list[Attempt]] = {}
    for row in rows:
        by_person.setdefault(row.user_id, []).append(row)
    out = _out(contest, people)
    changed = []
    for person, attempts in by_person.items():
        wanted = {} if person in out else _wanted(contest, attempts, over)
        changed += list(_set(attempts, wanted))
    # first those that stand no more: a person has one at any time
    changed.sort(key=lambda row: row.stands_at is not None)
    for row in changed:
        row.save(update_fields=["stands_at"])
    return len(changed)


def _out(contest: Contest, people: Collection[int]) -> set[int]:
    """Those of them who are disqualified."""
    rows = Disqualification.objects.filter(contest=contest, user_id__in=people, lifted_at=None)
    return set(rows.values_list("user_id", flat=True))


def _wanted(contest: Contest, attempts: list[Attempt], over: bool) -> dict[int, datetime | None]:
    """Attempt → since when it should stand."""
    ended = [row for row in attempts if row.state != AttemptState.SITTING]
    if not ended or len(ended) < len(attempts):
        return {}
    if not over and counting.is_left(len(attempts), contest.attempts_most):
        return {}
    since = max(row.ended_at for row in ended if row.ended_at is not None)
    return {counting.counting(ended, contest.counts).pk: since}


def _set(attempts: list[Attempt], wanted: dict[int, datetime | None]) -> Iterator[Attempt]:
    for row in attempts:
        if row.stands_at != wanted.get(row.pk):
            row.stands_at = wanted.get(row.pk)
            yield row
