"""An independent count of a board: graded from the frozen keys, ranked by a plain sort of its own.

Nothing of what it judges is used here: neither `rules.ranking`, `rules.scoring`, `rules.counting` nor any stored sum.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Max

from contests.models import (
    Answer,
    Attempt,
    Contest,
    Disqualification,
    Paper,
    PaperItem,
    PaperKey,
    PredictionOutcome,
    Result,
    ResultList,
)
from quiz.rules.kinds import kind

MILLISECOND = timedelta(milliseconds=1)
LEVELS = ("recall", "understand", "apply", "analyse")


@dataclass(frozen=True)
class Counted:
    """An attempt as counted here."""

    attempt: int
    points: int
    right: int
    answered: int
    time_used_ms: int | None
    ended_at: datetime | None
    hard: tuple[int, ...] = ()  # right answers by level, the hardest first
    stands_at: datetime | None = None
    gap: int | None = None
    lot: int | None = None


@dataclass(frozen=True)
class Frozen:
    """An item with its newest key and what was ruled about it."""

    kind: str
    worth: int
    key: list[Any]
    ruling: str
    level: str


def differences(
    contest: Contest, rows: Sequence[Mapping[str, object]], board: Mapping[str, Any] | None = None
) -> list[str]:
    """Every way in which what is served, or a stored figure, is not what the answers come to."""
    found: list[str] = []
    counted = _counted(contest, found)
    entered = [row for row in counted.values() if _enters(contest, row)]
    places = _places(contest, entered)
    found += _compare_served(places, counted, rows)
    if board is not None:
        found += _compare_text(places, counted, board)
    found += _compare_results(contest, counted)
    return found


def _counted(contest: Contest, found: list[str]) -> dict[int, Counted]:
    items = _items(contest)
    right: dict[int, list[str]] = {}
    sums: dict[int, tuple[int, int]] = {}
    for answer in Answer.objects.filter(attempt__contest=contest).order_by("pk").iterator(chunk_size=2000):
        item = items[answer.item_id]
        value = json.loads(answer.value)
        points, good = _graded(item, value, contest)
        if (answer.points, answer.right) != (points, good):
            stored = f"{answer.points}/{answer.right}"
            found.append(f"answer {answer.pk} (attempt {answer.attempt_id}): stored {stored}, counted {points}/{good}")
        total = sums.get(answer.attempt_id, (0, 0))
        sums[answer.attempt_id] = (total[0] + points, total[1] + bool(value))
        if good:
            right.setdefault(answer.attempt_id, []).append(item.level)
    attempts = list(Attempt.objects.filter(contest=contest).order_by("pk"))
    outcome = PredictionOutcome.objects.filter(contest=contest).first()
    worths = _worths(contest)
    counted = {}
    for attempt in attempts:
        earned, given = sums.get(attempt.pk, (0, 0))
        levels = right.get(attempt.pk, [])
        guess = attempt.prediction
        over = attempt.state != "sitting"  # nothing is summed up before
        counted[attempt.pk] = Counted(
            attempt.pk,
            earned + _speed(attempt, earned, worths[attempt.paper_id], contest) if over else 0,
            len(levels) if over else 0,
            given,
            _time_used(attempt),
            attempt.ended_at,
            hard=tuple(levels.count(level) for level in reversed(LEVELS)),
            gap=None if outcome is None or guess is None else max(guess, outcome.actual) - min(guess, outcome.actual),
            lot=attempt.lot,
        )
        found += _compare_attempt(attempt, counted[attempt.pk])
    return _with_standing(contest, attempts, counted, found)


def _with_standing(
    contest: Contest, attempts: list[Attempt], counted: dict[int, Counted], found: list[str]
) -> dict[int, Counted]:
    """Who stands, worked out person by person."""
    out = set(Disqualification.objects.filter(contest=contest, lifted_at=None).values_list("user_id", flat=True))
    by_person: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        by_person.setdefault(attempt.user_id, []).append(attempt)
    for person, own in by_person.items():
        chosen = None if person in out else _chosen(contest, own, counted)
        since = max((one.ended_at for one in own if one.ended_at), default=None)
        for attempt in own:
            should = since if attempt.pk == chosen else None
            counted[attempt.pk] = replace(counted[attempt.pk], stands_at=should)
            if attempt.stands_at != should:
                found.append(f"attempt {attempt.pk}: stands since {attempt.stands_at}, should be {should}")
    return counted


def _chosen(contest: Contest, own: list[Attempt], counted: Mapping[int, Counted]) -> int | None:
    """The attempt that counts; none while one is open or left."""
    if any(one.state == "sitting" for one in own):
        return None
    if contest.state != "settled" and (contest.attempts_most is None or len(own) < contest.attempts_most):
        return None
    in_turn = sorted(own, key=lambda one: one.number)
    if contest.counts == "first":
        return in_turn[0].pk
    if contest.counts == "last":
        return in_turn[-1].pk
    most = max(counted[one.pk].points for one in own)
    return min((one for one in in_turn if counted[one.pk].points == most), key=lambda one: one.ended_at).pk  # type: ignore[return-value, arg-type]  # ended ones have an end


def _items(contest: Contest) -> dict[int, Frozen]:
    keys: dict[int, tuple[list[Any], str]] = {}
    for item, value, ruling in (
        PaperKey.objects.filter(item__paper__contest=contest)
        .order_by("version")
        .values_list("item_id", "value", "ruling")
    ):
        keys[item] = (json.loads(value), ruling)
    rows = PaperItem.objects.filter(paper__contest=contest).select_related("revision__question")
    return {row.pk: Frozen(row.kind, row.points, *keys[row.pk], row.revision.question.level) for row in rows}


def _worths(contest: Contest) -> dict[int, int]:
    papers = Paper.objects.filter(contest=contest).prefetch_related("items")
    return {paper.pk: sum(item.points for item in paper.items.all()) for paper in papers}


def _graded(item: Frozen, value: list[str], contest: Contest) -> tuple[int, bool]:
    """Points in hundredths, halves up; nothing given earns nothing."""
    if not value or item.ruling == "void":
        return 0, False
    if item.ruling == "all_right":
        return item.worth, True
    partial = contest.multiple_scoring == "partial"
    keys = item.key if item.ruling == "any" else [item.key]
    share = max(kind(item.kind).grade(value, key, partial=partial) for key in keys)
    if share == 0 and contest.negative_percent:
        return -_half_up(Fraction(item.worth * contest.negative_percent, 100)), False
    return _half_up(share * item.worth), share == 1


def _half_up(value: Fraction) -> int:
    return int(2 * value + 1) // 2


def _speed(attempt: Attempt, earned: int, worth: int, contest: Contest) -> int:
    if not contest.speed_most or attempt.submitted_at is None or attempt.ended_at is None or earned <= 0:
        return 0
    left = Fraction(int((attempt.due_at - attempt.ended_at) / MILLISECOND), contest.length_ms)
    return _half_up(contest.speed_most * min(max(left, Fraction(0)), Fraction(1)) * Fraction(min(earned, worth), worth))


def _time_used(attempt: Attempt) -> int | None:
    if attempt.ended_at is None:
        return None
    if attempt.channel == "paper":
        return attempt.time_used_ms  # nobody stopped a clock
    used = int((min(attempt.ended_at, attempt.due_at) - attempt.started_at) / MILLISECOND) - attempt.lost_ms
    return max(0, used)


def _compare_attempt(attempt: Attempt, row: Counted) -> list[str]:
    stored = (attempt.points, attempt.right, attempt.answered, attempt.time_used_ms)
    counted = (row.points, row.right, row.answered, row.time_used_ms)
    if stored == counted:
        return []
    names = "points/right/answered/time_used_ms"
    return [f"attempt {attempt.pk}: {names} stored {stored}, counted {counted}"]


def _enters(contest: Contest, row: Counted) -> bool:
    if row.stands_at is None:
        return False
    return _published(contest) or contest.frozen_at is None or row.stands_at <= contest.frozen_at


def _published(contest: Contest) -> bool:
    if contest.state != "settled":
        return False
    return contest.confirmation == "at_once" or contest.result_lists.filter(published_at__isnull=False).exists()


def _order(contest: Contest, row: Counted, *, whole: bool) -> tuple[Any, ...]:
    """What the chain compares; the board does not know what is known at the end only."""
    last = float("inf")
    columns: dict[str, Any] = {
        "points": -row.points,
        "right": -row.right,
        "time_used": last if row.time_used_ms is None else row.time_used_ms,
        "submitted_at": row.ended_at,
    }
    if whole:
        columns["prediction"] = last if row.gap is None else row.gap
        columns["hardest"] = tuple(-many for many in row.hard)
        columns["lots"] = last if row.lot is None else row.lot
    return tuple(columns[step] for step in contest.chain.split(",") if step in columns)


def _places(contest: Contest, entered: list[Counted], *, whole: bool = False) -> dict[int, tuple[int, bool]]:
    """Attempt → (rank, tied): one more than the number of better ones, tied when another is as good."""
    by_order: dict[tuple[Any, ...], list[int]] = {}
    for row in entered:
        by_order.setdefault(_order(contest, row, whole=whole), []).append(row.attempt)
    places: dict[int, tuple[int, bool]] = {}
    better = 0
    for order in sorted(by_order):
        equals = by_order[order]
        places |= dict.fromkeys(equals, (better + 1, len(equals) > 1))
        better += len(equals)
    return places


def _compare_served(
    places: Mapping[int, tuple[int, bool]], counted: Mapping[int, Counted], rows: Sequence[Mapping[str, object]]
) -> list[str]:
    served = {int(str(row["attempt"])): row for row in rows}
    found = [f"attempt {attempt}: missing from the board" for attempt in sorted(set(places) - set(served))]
    found += [f"attempt {attempt}: on the board, should not be" for attempt in sorted(set(served) - set(places))]
    if len(served) != len(rows):
        found.append("an attempt stands twice on the board")
    for attempt in sorted(set(places) & set(served)):
        shown, mine = served[attempt], counted[attempt]
        is_served = (shown["points"], shown["right"], shown["time_used_ms"], shown["rank"], shown["tied"])
        should_be = (mine.points, mine.right, mine.time_used_ms, *places[attempt])
        if is_served != should_be:
            found.append(f"attempt {attempt}: points/right/time/rank/tied served {is_served}, counted {should_be}")
    ranks = [int(str(row["rank"])) for row in rows]
    if ranks != sorted(ranks):
        found.append("the rows are not in the order of their ranks")
    return found


def _compare_text(
    places: Mapping[int, tuple[int, bool]], counted: Mapping[int, Counted], board: Mapping[str, Any]
) -> list[str]:
    """The ten leaders, the number of entrants, and each step from points to ranks."""
    found = []
    best = sorted(places, key=lambda attempt: places[attempt][0])[:10]
    top = [(row["rank"], row["tied"], row["points"]) for row in board["top"]]
    should_be = [(*places[attempt], counted[attempt].points) for attempt in best]
    if top != should_be:
        found.append(f"top of the board: served {top}, counted {should_be}")
    if board["entrants"] != len(places):
        found.append(f"entrants on the board: served {board['entrants']}, counted {len(places)}")
    points = sorted((counted[attempt].points for attempt in places), reverse=True)
    for worth, first, last in board["steps"]:
        above = sum(other > worth for other in points)
        upto = sum(other >= worth for other in points)
        if (first, last) != (above + 1, upto):
            found.append(f"step {worth}: served {first}-{last}, counted {above + 1}-{upto}")
    return found


def _compare_results(contest: Contest, counted: Mapping[int, Counted]) -> list[str]:
    """Results that stand rank everybody who stands, freeze or not, by the whole chain."""
    newest = ResultList.objects.filter(contest=contest).aggregate(version=Max("version"))["version"]
    if contest.state != "settled" or newest is None:
        return [] if contest.state != "settled" else ["settled without a list of results"]
    rows = Result.objects.filter(contest=contest, version=newest)
    stored = {row.attempt_id: (row.points, row.right, row.rank, row.tied) for row in rows}
    standing = [row for row in counted.values() if row.stands_at is not None]
    places = _places(contest, standing, whole=True)
    should_be = {pk: (counted[pk].points, counted[pk].right, *place) for pk, place in places.items()}
    return [
        f"attempt {attempt}: result {stored.get(attempt)}, counted {should_be.get(attempt)}"
        for attempt in sorted(set(stored) | set(should_be))
        if stored.get(attempt) != should_be.get(attempt)
    ]
