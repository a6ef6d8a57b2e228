"""The paper channel: what pupils wrote on paper becomes attempts, graded like any other, beside those sat online."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions import board, settling, standing
from contests.actions.starting import new_receipts
from contests.live import publish
from contests.models import (
    Answer,
    Attempt,
    AttemptState,
    Channel,
    Contest,
    ContestState,
    LateAnswer,
    Paper,
    Ruling,
    SetAside,
)
from contests.queries import keys
from contests.queries.contest import scoring_of
from contests.queries.eligibility import asked
from contests.queries.paper import code_of, frozen_paper
from contests.rules import counting, scoring
from schools.actions import trail
from schools.models import User

#: What a sheet changes of an attempt that it replaces.
KEPT = (
    "paper_id", "channel", "state", "started_at", "due_at", "submitted_at", "ended_at", "time_used_ms", "extra_ms",
    "lost_ms", "prediction",
)  # fmt: skip


class Which(StrEnum):
    """What somebody decided where an attempt is there already."""

    PAPER = "paper"  # the sheet counts instead
    ONLINE = "online"  # what is there counts, or what a sheet replaced counts again; this one is only noted
    ANOTHER = "another"  # the sheet is a further attempt


@dataclass(frozen=True, kw_only=True)
class PaperSheet:
    """One pupil's sheet: values by item of its paper; items left out were left empty. Times empty: the window's."""

    user: User
    paper: Paper
    values: Mapping[int, Sequence[str]]
    started_at: datetime | None = None
    ended_at: datetime | None = None
    prediction: int | None = None
    which: str = ""
    reason: str = field(default="")


@dataclass(frozen=True)
class Given:
    """When an answer came, and its number."""

    opening: int
    seq: int
    received_at: datetime


@transaction.atomic
def record_paper(*, contest: Contest, sheet: PaperSheet, by: User, at: datetime) -> Attempt | None:
    """The attempt that the sheet became, or the one sat online that counts again; None where all stays as it is.

    Refused before the start, while the pupil sits it online, to those who may not take part; and where an attempt is
    there already, until `which` of them counts has been decided, with a reason. After the results have been counted
    they are counted anew.
    """
    contest = _locked(contest, [sheet.reason], at)
    attempt = _recorded(contest, sheet, by=by, at=at)
    if attempt is not None:
        _count(contest, [attempt], sheet.reason, by=by, at=at)
    return attempt


@transaction.atomic
def import_papers(
    *, contest: Contest, sheets: Sequence[PaperSheet], reason: str, by: User, at: datetime
) -> list[Attempt]:
    """All sheets or, where one is refused, none. Sheets that need a decision are typed one by one instead."""
    contest = _locked(contest, [reason], at)
    attempts = [attempt for sheet in sheets if (attempt := _recorded(contest, sheet, by=by, at=at)) is not None]
    _count(contest, attempts, reason, by=by, at=at)
    return attempts


def _locked(contest: Contest, reasons: Collection[str], at: datetime) -> Contest:
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state not in {ContestState.PUBLISHED, ContestState.SETTLED}:
        raise Refusal("not_running", _("Chỉ nhập bài giấy cho cuộc thi đã công bố."), status=409)
    if at < contest.opens_at:
        raise Refusal("not_started", _("Cuộc thi chưa mở nên chưa nhập bài giấy được."), status=409)
    if contest.state == ContestState.SETTLED and not all(reason.strip() for reason in reasons):
        sentence = _("Kết quả đã tính. Nhập thêm bài giấy thì phải ghi lý do.")
        raise Refusal("reason_missing", sentence, status=409, fields={"reason": [sentence]})
    return contest


def _recorded(contest: Contest, sheet: PaperSheet, *, by: User, at: datetime) -> Attempt | None:
    there = list(Attempt.objects.select_for_update().filter(contest=contest, user=sheet.user).order_by("pk"))
    attempt = _attempt_for(contest, sheet, there, at)
    note = f"{sheet.user.username} {code_of(sheet.paper)}"
    if sheet.which == Which.ONLINE and there:
        back = _restored(contest, there, sheet.reason, by=by, at=at)
        act = "paper_taken_back" if back else "paper_not_counted"
        _tell(contest, act, f"{note}: {sheet.reason}", by, at)
        return back
    if attempt.pk is not None:
        _set_aside(attempt, sheet.reason, by=by, at=at)
    _fill(attempt, contest, sheet, at)
    attempt.save()
    _write(attempt, contest, sheet, at)
    _tell(contest, "paper_recorded", f"{note}: {sheet.reason}" if sheet.reason else note, by, at)
    return attempt


def _attempt_for(contest: Contest, sheet: PaperSheet, there: Sequence[Attempt], at: datetime) -> Attempt:
    """A new attempt, or the one that the sheet is about."""
    if any(attempt.state == AttemptState.SITTING for attempt in there):
        raise Refusal("sitting", _("Em này đang làm bài trực tuyến. Nhập bài giấy sau khi em kết thúc."), status=409)
    if not there:
        return _new(contest, sheet, 1)
    on_paper = [attempt for attempt in there if attempt.channel == Channel.PAPER]
    if sheet.which not in set(Which):
        raise _undecided(on_paper=bool(on_paper))
    if not sheet.reason.strip():
        sentence = _("Hãy ghi lý do.")
        raise Refusal("reason_missing", sentence, status=409, fields={"reason": [sentence]})
    if sheet.which == Which.ANOTHER:
        if not counting.is_left(len(there), contest.attempts_most):
            raise Refusal("no_attempts_left", _("Em này đã hết lượt làm bài."), status=409)
        return _new(contest, sheet, there[-1].number + 1)
    standing_one = [attempt for attempt in there if attempt.stands_at is not None]
    return (on_paper or standing_one or list(there))[-1]


def _undecided(*, on_paper: bool) -> Refusal:
    if on_paper:
        return Refusal("paper_there", _("Em này đã có bài giấy. Muốn thay, hãy chọn và ghi lý do."), status=409)
    sentence = _("Em này đã có bài trực tuyến. Thầy cô chọn bài được tính và ghi lý do.")
    return Refusal("online_there", sentence, status=409)


def _new(contest: Contest, sheet: PaperSheet, number: int) -> Attempt:
    found = asked(contest, sheet.user, on=contest.opens_at)
    if found.place is None:
        why = found.why_not.in_words(_) if found.why_not else ""
        sentence = _("%(name)s không thuộc diện dự thi. %(why)s") % {"name": sheet.user.full_name, "why": why}
        raise Refusal("not_invited", sentence.strip(), status=409)
    return Attempt(
        contest=contest,
        user=sheet.user,
        number=number,
        seed=secrets.token_hex(8),
        receipt=new_receipts(contest.pk, 1)[0],
        school=found.place.school,
        class_name=found.place.class_name,
        grade=found.place.grade,
        sex=sheet.user.sex,
    )


def _set_aside(attempt: Attempt, reason: str, *, by: User, at: datetime) -> None:
    """An attempt sat online is kept as it is, so that a sheet typed in for the wrong child can be taken back."""
    if attempt.channel != Channel.PAPER:
        given = _given(attempt).values_list("item_id", "opening", "seq")
        kept = {name: _plain(getattr(attempt, name)) for name in KEPT}
        SetAside.objects.update_or_create(
            attempt=attempt, defaults={"kept": kept, "given": [list(one) for one in given], "at": at}
        )
    _answers_aside(attempt, reason, by=by, at=at)


def _answers_aside(attempt: Attempt, reason: str, *, by: User, at: datetime) -> None:
    """The answers it had are kept in the late box, refused with the reason: nothing that was given is lost."""
    LateAnswer.objects.bulk_create(
        (
            LateAnswer(
                attempt=attempt, item_id=row.item_id, value=row.value, opening=row.opening, seq=row.seq,
                received_at=row.received_at, ruling=Ruling.REFUSED, ruled_at=at, ruled_by=by, reason=reason[:300],
            )
            for row in _given(attempt)
        ),
        ignore_conflicts=True,  # one that a late answer brought is there already
    )  # fmt: skip
    Answer.objects.filter(attempt=attempt).delete()


def _given(attempt: Attempt) -> QuerySet[Answer]:
    return Answer.objects.filter(attempt=attempt).exclude(value="[]").order_by("pk")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _restored(contest: Contest, there: Sequence[Attempt], reason: str, *, by: User, at: datetime) -> Attempt | None:
    """The attempt sat online as it was before a sheet took its place, graded by today's key; None if none was."""
    aside = SetAside.objects.filter(attempt__in=there).select_related("attempt").first()
    if aside is None:
        return None
    attempt, given = next(one for one in there if one.pk == aside.attempt_id), {tuple(one) for one in aside.given}
    _answers_aside(attempt, reason, by=by, at=at)
    for name, value in aside.kept.items():
        setattr(attempt, name, datetime.fromisoformat(value) if value and name.endswith("_at") else value)
    attempt.save()
    late = LateAnswer.objects.filter(attempt=attempt)
    rows = [row for row in late if (row.item_id, row.opening, row.seq) in given]
    _grade_into(attempt, contest, [(row.item_id, json.loads(row.value), row) for row in rows])
    late.filter(pk__in=[row.pk for row in rows], ruling=Ruling.REFUSED, ruled_at=aside.at).delete()
    aside.delete()
    return attempt


def _fill(attempt: Attempt, contest: Contest, sheet: PaperSheet, at: datetime) -> None:
    """How long a pupil wrote is not known: no time used, no points for speed."""
    started_at = sheet.started_at or contest.opens_at
    ended_at = sheet.ended_at or min(contest.closes_at, at)
    if not started_at <= ended_at <= at:
        raise Refusal("times_wrong", _("Giờ bắt đầu và giờ nộp chưa hợp lý."), status=409)
    attempt.paper, attempt.channel, attempt.state = sheet.paper, Channel.PAPER, AttemptState.SUBMITTED
    attempt.started_at = started_at
    attempt.due_at = attempt.submitted_at = attempt.ended_at = ended_at
    # nobody stopped a clock on paper: a tie by time counts the whole length against it, as the rules say
    attempt.time_used_ms, attempt.extra_ms, attempt.lost_ms = contest.length_ms, 0, 0
    attempt.prediction = sheet.prediction
    attempt.openings += 1


def _write(attempt: Attempt, contest: Contest, sheet: PaperSheet, at: datetime) -> None:
    items = frozen_paper(sheet.paper).items
    if unknown := set(sheet.values) - set(items):
        raise ValueError(f"no items of this paper: {sorted(unknown)}")
    given = [
        (item.id, value, Given(opening=attempt.openings, seq=item.position, received_at=at))
        for item in sorted(items.values(), key=lambda one: one.position)
        if (value := list(sheet.values.get(item.id, ())))
    ]
    _grade_into(attempt, contest, given)


def _grade_into(attempt: Attempt, contest: Contest, given: Sequence[tuple[int, list[str], Given | LateAnswer]]) -> None:
    """Writes these answers of the attempt's paper down, graded by its newest key."""
    items, right, rules = frozen_paper(attempt.paper).items, keys.keys_of(attempt.paper), scoring_of(contest)
    rows = []
    for item_id, value, when in given:
        graded = scoring.graded(items[item_id].kind, value, right[item_id], rules, items[item_id].points)
        rows.append(
            Answer(
                attempt=attempt, item_id=item_id, value=json.dumps(value), opening=when.opening, seq=when.seq,
                received_at=when.received_at, points=graded.points, right=graded.right,
                key_version=attempt.paper.key_version,
            )
        )  # fmt: skip
    Answer.objects.bulk_create(rows)


def _count(contest: Contest, attempts: Sequence[Attempt], reason: str, *, by: User, at: datetime) -> None:
    """Sums, which attempt stands, and where results are there a new version of them."""
    over = contest.state == ContestState.SETTLED
    board.resum([attempt.pk for attempt in attempts])
    standing.stand(contest_id=contest.pk, user_ids={attempt.user_id for attempt in attempts}, over=over)
    if over and attempts:
        settling.count_results(contest=contest, reason=reason, by=by, at=at)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))


def _tell(contest: Contest, act: str, note: str, by: User, at: datetime) -> None:
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
