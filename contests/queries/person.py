"""All that is kept about one person, with the contests: plain data for the person, as far as the rules show it.

Texts of questions come when a contest is over, keys and what was right when its rules open them.
"""

import json
from collections.abc import Callable
from datetime import date, datetime

from contests.models import (
    Allowance,
    Appeal,
    Attempt,
    Certificate,
    Contest,
    ContestState,
    Disqualification,
    Entry,
    Exclusion,
    LateAnswer,
    Signal,
)
from contests.queries import paper, results
from contests.queries.late import in_words
from contests.queries.results import ReviewedItem, Shown
from quiz import queries as bank
from quiz.queries.person import practised
from quiz.rules.review import Line
from schools.models import User
from schools.queries import person_export

Row = dict[str, object]
#: What `access.result_shown` says of an attempt.
ShownOf = Callable[[Attempt], Shown]
OVER = (ContestState.SETTLED, ContestState.CANCELLED)


def rows(user: User, shown_of: ShownOf, *, language: str) -> dict[str, object]:
    """`schools.queries.person_export.rows` and `attempts`, `entries`, `exclusions`, `allowances`, `disqualifications`,
    `certificates`, `practice`. Days and instants as ISO text, points in hundredths."""
    attempts = Attempt.objects.filter(user=user).select_related("contest", "paper", "school", "user")
    return {
        **person_export.rows(user),
        "attempts": [_attempt(row, shown_of(row), language) for row in attempts.order_by("started_at", "pk")],
        "entries": _entries(user),
        "exclusions": _exclusions(user),
        "allowances": _allowances(user),
        "disqualifications": _disqualifications(user),
        "certificates": _certificates(user),
        "practice": practised(user.pk),
    }


def _attempt(row: Attempt, shown: Shown, language: str) -> Row:
    report = results.report(row, shown, language=language)
    over = row.contest.state in OVER
    items = {item.id: item for item in _items(row, language)} if over else {}
    reviewed = {item.shown.id: item for item in report.items}
    late = LateAnswer.objects.filter(attempt=row)
    return {
        **_contest(row.contest),
        "number": row.number,
        "school": row.school.name if row.school else "",
        "class": row.class_name,
        "grade": row.grade,
        "sex": row.sex,
        "channel": row.channel,
        "state": row.state,
        "started_at": _iso(row.started_at),
        "due_at": _iso(row.due_at),
        "ended_at": _iso(row.ended_at),
        "extra_ms": row.extra_ms,
        "lost_ms": row.lost_ms,
        "prediction": row.prediction,
        "receipt": row.receipt,
        "answered": row.answered,
        "points": report.points,
        "most_points": report.most_points,
        "right": report.right,
        "time_used_ms": report.time_used_ms,
        "rank": report.place.rank if report.place else None,
        "answers": _answers(row, items, reviewed),
        "late_answers": [{"received_at": _iso(one.received_at), "ruling": one.ruling} for one in late],
        "signals": [{"kind": one.kind, "at": _iso(one.at), "ms": one.ms} for one in Signal.objects.filter(attempt=row)],
        "appeals": _appeals(row),
    }


def _items(row: Attempt, language: str) -> list[bank.ShownItem]:
    return paper.items_shown(row.paper, seed=row.seed, shuffle=row.contest.shuffle, language=language)


def _answers(row: Attempt, items: dict[int, bank.ShownItem], reviewed: dict[int, ReviewedItem]) -> list[Row]:
    """In the order of the paper; none before the contest is over, for others may still be sitting it."""
    found = []
    for answer in row.answers.all():
        if (item := items.get(answer.item_id)) is None:
            continue
        told: Row = {
            "number": item.number,
            "question": item.stem,
            "lang": item.lang,
            "given": list(in_words(item, json.loads(answer.value))),
            "received_at": _iso(answer.received_at),
        }
        if (opened := reviewed.get(answer.item_id)) is not None:
            told |= {"key": [_wanted(line) for line in opened.lines if _is_key(line)], "right": opened.right}
        found.append((item.number, told))
    return [told for _number, told in sorted(found, key=lambda pair: pair[0])]


def _is_key(line: Line) -> bool:
    return bool(line.wanted or line.right)


def _wanted(line: Line) -> str:
    return f"{line.text}: {line.wanted}" if line.text and line.wanted else line.wanted or line.text


def _appeals(row: Attempt) -> list[Row]:
    return [
        {
            "at": _iso(one.at),
            "text": one.text,
            "state": one.state,
            "answer": one.answer,
            "answered_at": _iso(one.answered_at),
        }
        for one in Appeal.objects.filter(attempt=row)
    ]


def _entries(user: User) -> list[Row]:
    found = Entry.objects.filter(user=user).select_related("contest", "from_contest")
    return [
        {
            **_contest(row.contest),
            "kind": row.kind,
            "from_contest": row.from_contest.title if row.from_contest else "",
            "from_rank": row.from_rank,
            "room": row.room,
            "at": _iso(row.at),
            "withdrawn_at": _iso(row.withdrawn_at),
        }
        for row in found
    ]


def _exclusions(user: User) -> list[Row]:
    found = Exclusion.objects.filter(user=user).select_related("contest").order_by("at", "pk")
    return [{**_contest(row.contest), "reason": row.reason, "at": _iso(row.at)} for row in found]


def _allowances(user: User) -> list[Row]:
    found = Allowance.objects.filter(user=user).select_related("contest").order_by("at", "pk")
    return [
        {
            **_contest(row.contest),
            "extra_ms": row.extra_ms,
            "shift_ms": row.shift_ms,
            "reason": row.reason,
            "at": _iso(row.at),
        }
        for row in found
    ]


def _disqualifications(user: User) -> list[Row]:
    found = Disqualification.objects.filter(user=user).select_related("contest").order_by("at", "pk")
    return [
        {**_contest(row.contest), "reason": row.reason, "at": _iso(row.at), "lifted_at": _iso(row.lifted_at)}
        for row in found
    ]


def _certificates(user: User) -> list[Row]:
    found = Certificate.objects.filter(user=user).select_related("contest").order_by("issued_at", "pk")
    return [
        {
            **_contest(row.contest),
            "kind": row.kind,
            "number": row.number,
            "code": row.code,
            "name": row.name,
            "class": row.class_name,
            "school": row.school_name,
            "for_what": row.for_what,
            "issued_at": _iso(row.issued_at),
            "revoked_at": _iso(row.revoked_at),
        }
        for row in found
    ]


def _contest(contest: Contest) -> Row:
    return {"contest": contest.title, "contest_code": contest.code}


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
