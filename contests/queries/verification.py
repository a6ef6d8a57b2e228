"""An independent count of a board: graded from the frozen keys, ranked by a plain sort of its own.

Nothing of what it judges is used here: neither `rules.ranking` nor `rules.scoring` nor any stored sum.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Max

from contests.models import Answer, Attempt, Contest, PaperItem, PaperKey, Result
from quiz.rules.kinds import kind

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Counted:
    """An attempt as counted here."""

    attempt: int
    points: int
    right: int
    answered: int
    time_used_ms: int | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Frozen:
    """An item with its newest key."""

    kind: str
    worth: int
    key: list[str]


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
    partial = contest.multiple_scoring == "partial"
    sums: dict[int, tuple[int, int, int]] = {}
    answers = Answer.objects.filter(attempt__contest=contest).order_by("pk")
    for answer in answers.iterator(chunk_size=2000):
        value = json.loads(answer.value)
        points, right = _graded(items[answer.item_id], value, partial)
        if (answer.points, answer.right) != (points, right):
            stored = f"{answer.points}/{answer.right}"
            found.append(f"answer {answer.pk} (attempt {answer.attempt_id}): stored {stored}, counted {points}/{right}")
        total = sums.get(answer.attempt_id, (0, 0, 0))
        sums[answer.attempt_id] = (total[0] + points, total[1] + right, total[2] + bool(value))
    counted = {}
    for attempt in Attempt.objects.filter(contest=contest).order_by("pk"):
        row = Counted(attempt.pk, *sums.get(attempt.pk, (0, 0, 0)), _time_used(attempt), attempt.ended_at)
        found += _compare_attempt(attempt, row)
        counted[attempt.pk] = row
    return counted


def _items(contest: Contest) -> dict[int, Frozen]:
    keys: dict[int, list[str]] = {}
    for item, value in (
        PaperKey.objects.filter(item__paper__contest=contest).order_by("version").values_list("item_id", "value")
    ):
        keys[item] = json.loads(value)
    rows = PaperItem.objects.filter(paper__contest=contest)
    return {row.pk: Frozen(row.kind, row.points, keys[row.pk]) for row in rows}


def _graded(item: Frozen, value: list[str], partial: bool) -> tuple[int, bool]:
    """Points in hundredths, halves up; nothing given earns nothing."""
    share = kind(item.kind).grade(value, item.key, partial=partial) if value else Fraction(0)
    doubled = 2 * share * item.worth
    return int(doubled + 1) // 2, share == 1


def _time_used(attempt: Attempt) -> int | None:
    if attempt.ended_at is None:
        return None
    return int((min(attempt.ended_at, attempt.due_at) - attempt.started_at) / MILLISECOND)


def _compare_attempt(attempt: Attempt, row: Counted) -> list[str]:
    stored = (attempt.points, attempt.right, attempt.answered, attempt.time_used_ms)
    counted = (row.points, row.right, row.answered, row.time_used_ms)
    if stored == counted:
        return []
    names = "points/right/answered/time_used_ms"
    return [f"attempt {attempt.pk}: {names} stored {stored}, counted {counted}"]


def _enters(contest: Contest, row: Counted) -> bool:
    if row.ended_at is None:
        return False
    return contest.state == "settled" or contest.frozen_at is None or row.ended_at <= contest.frozen_at


def _order(contest: Contest, row: Counted) -> tuple[Any, ...]:
    columns = {"points": -row.points, "time_used": row.time_used_ms, "submitted_at": row.ended_at}
    return tuple(columns[step] for step in contest.chain.split(","))


def _places(contest: Contest, entered: list[Counted]) -> dict[int, tuple[int, bool]]:
    """Attempt → (rank, tied): one more than the number of better ones, tied when another is as good."""
    by_order: dict[tuple[Any, ...], list[int]] = {}
    for row in entered:
        by_order.setdefault(_order(contest, row), []).append(row.attempt)
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
    """Results that stand rank everybody, freeze or not."""
    if contest.state != "settled":
        return []
    newest = Result.objects.filter(contest=contest).aggregate(version=Max("version"))["version"]
    rows = Result.objects.filter(contest=contest, version=newest or 1)
    stored = {row.attempt_id: (row.points, row.right, row.rank, row.tied) for row in rows}
    places = _places(contest, [row for row in counted.values() if row.ended_at is not None])
    should_be = {pk: (counted[pk].points, counted[pk].right, *place) for pk, place in places.items()}
    return [
        f"attempt {attempt}: result {stored.get(attempt)}, counted {should_be.get(attempt)}"
        for attempt in sorted(set(stored) | set(should_be))
        if stored.get(attempt) != should_be.get(attempt)
    ]
