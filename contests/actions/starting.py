"""An attempt begun: for one person, or together for all who press the button in the same moment."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import NotAllowed, Refusal
from contests.actions.attempt import close_if_over, open_attempt
from contests.live import publish
from contests.models import Attempt, AttemptState, Contest, ContestState
from contests.queries import attempt as reads
from contests.queries import contest as contests
from contests.queries.eligibility import Asked, InvitedAs, asked_together
from contests.queries.time import Clocks
from contests.rules import counting, timing
from contests.rules.eligibility import Why
from contests.rules.timing import Clock, Mode, Phase
from contests.rules.words import Say
from schools.models import User

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I
#: So often a start is tried again that met another one of the same person.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Press:
    """The button pressed by `user`, received `at`. `opens`: the paper goes out with the reply, so it is opened too."""

    user: User
    at: datetime
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """`opened`: this press has opened the paper, for the first time."""

    attempt: Attempt
    opened: bool = False


def start_attempt(*, contest: Contest, user: User, at: datetime) -> Attempt:
    """This person's attempt: the one being sat, however often asked at once; else a new one, if one is left.

    Where everybody has a single attempt, it is given whether or not it has ended. Refused before the start, after the
    end, while the room is paused, and to those who may not take part.
    """
    (came,) = start_attempts(contest=contest, presses=[Press(user, at)])
    if isinstance(came, Refusal):
        raise came
    return came.attempt


def start_attempts(*, contest: Contest, presses: Sequence[Press]) -> list[Started | Refusal]:
    """`start_attempt` for many people, in one transaction: to each an attempt, or why there is none.

    A person who is named twice has one attempt, and the first of the two has begun it.
    """
    for _again in range(TRIES):
        try:
            return _started(contest, presses)
        except IntegrityError:  # another request of one of them was first: look again
            log.info("two starts of one person at once in contest %s", contest.code)
    busy = Refusal("busy", _("Hệ thống đang bận. Em bấm Bắt đầu lại sau vài giây nhé."), status=503)
    return [busy] * len(presses)


def _started(contest: Contest, presses: Sequence[Press]) -> list[Started | Refusal]:
    newest = reads.newest_attempts(contest, {press.user.pk for press in presses})
    for press in presses:
        if press.user.pk in newest:
            close_if_over(attempt=newest[press.user.pk], at=press.at)
    may_go_on = {user: attempt for user, attempt in newest.items() if _is_given_again(contest, attempt)}
    begin = {press.user.pk: press for press in reversed(presses) if press.user.pk not in may_go_on}
    begun = _begun(contest, list(begin.values()), newest) if begin else {}
    return [_came(press, begin.get(press.user.pk) is press, begun | may_go_on) for press in presses]


def _is_given_again(contest: Contest, attempt: Attempt) -> bool:
    return attempt.state == AttemptState.SITTING or contest.attempts_most == 1


def _came(press: Press, first: bool, attempts: Mapping[int, Attempt | Refusal]) -> Started | Refusal:
    attempt = attempts[press.user.pk]
    if isinstance(attempt, Refusal):
        return attempt
    if press.opens and not first and attempt.state == AttemptState.SITTING and not attempt.openings:
        open_attempt(attempt=attempt)  # begun earlier, on a page without scripts
        return Started(attempt, opened=True)
    return Started(attempt, opened=first and press.opens)


@transaction.atomic
def _begun(contest: Contest, presses: Sequence[Press], newest: Mapping[int, Attempt]) -> dict[int, Attempt | Refusal]:
    """New attempts, by person; all of these people are different ones."""
    # from here on the contest and its times stay as they are: who settles, cancels, pauses or gives time waits
    open_yet = contests.stays_published(contest.pk)
    begin = _Beginning(contest, presses, newest)
    came: dict[int, Attempt | Refusal] = {}
    for press in presses:
        try:
            attempt = begin.attempt(press)
            if not open_yet:  # settled or cancelled meanwhile
                raise _over()
            came[press.user.pk] = attempt
        except Refusal as refusal:
            came[press.user.pk] = refusal
    made = [attempt for attempt in came.values() if isinstance(attempt, Attempt)]
    if made:
        for attempt, receipt in zip(made, new_receipts(contest.pk, len(made)), strict=True):
            attempt.receipt = receipt
        Attempt.objects.bulk_create(made)
        transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    return came


class _Beginning:
    """All that the attempts of some people are made of, read in some ten queries, under the lock of the contest."""

    def __init__(self, contest: Contest, presses: Sequence[Press], newest: Mapping[int, Attempt]) -> None:
        ids = [press.user.pk for press in presses]
        self.contest, self.newest = contest, newest
        self.asked: dict[int, Asked] = {}
        for day in {clock.day_of(press.at) for press in presses}:
            same = [press for press in presses if clock.day_of(press.at) == day]
            self.asked |= asked_together(contest, [press.user for press in same], on=same[0].at)
        self.clocks = Clocks(contest, ids)
        self.papers = contests.papers_to_draw(contest)
        again = [user for user in ids if user in newest]
        self.had = reads.papers_had(contest.pk, again) if again else {}

    def attempt(self, press: Press) -> Attempt:
        """This person's, not stored yet; refused where there is none."""
        user = press.user
        place = _place(self.asked[user.pk])
        its = _clock(self.contest, self.clocks, user, place, press.at)
        number = self.newest[user.pk].number if user.pk in self.newest else 0
        if not counting.is_left(number, self.contest.attempts_most):
            raise Refusal("no_attempts_left", _("Em đã dùng hết số lượt làm bài của cuộc thi này."))
        seed = secrets.token_hex(8)
        return Attempt(
            contest=self.contest,
            user=user,
            number=number + 1,
            paper=contests.paper_for(self.papers, seed, had=self.had.get(user.pk, ())),
            seed=seed,
            school=place.school,
            class_name=place.class_name,
            grade=place.grade,
            sex=user.sex,
            started_at=press.at,
            due_at=its.due_at(),
            extra_ms=its.extra_ms,
            lost_ms=its.lost_ms(),
            openings=int(press.opens),
        )


def _place(answer: Asked) -> InvitedAs:
    """Where this person takes part; refused with the reason."""
    if answer.place is not None:
        return answer.place
    why = answer.why_not or Why.SCHOOL
    # said in the language of whoever reads it, which need not be that of the thread that asks for all of them
    sentence = why.in_words(cast("Say", _))
    if why in {Why.SCHOOL, Why.GRADE, Why.NO_CLASS, Why.ROLE}:
        raise NotAllowed(sentence)
    raise Refusal(why.value, sentence, status=403)


def _clock(contest: Contest, clocks: Clocks, user: User, place: InvitedAs, at: datetime) -> Clock:
    """The clock of an attempt begun now; refused where it may not begin."""
    school = place.school.pk if place.school else None
    phase = timing.phase_of(*clocks.window(user.pk), at)
    if contest.state in {ContestState.SETTLED, ContestState.CANCELLED} or phase is Phase.AFTER:
        raise _over()
    if contest.state != ContestState.PUBLISHED or phase is Phase.BEFORE:
        raise Refusal("not_started", _("Cuộc thi chưa bắt đầu. Em chờ đến giờ mở nhé."))
    room_at = clocks.room_at(user.pk, school, place.class_name)
    if clocks.mode is Mode.SUPERVISED and (room_at is None or at < room_at):
        raise Refusal("room_not_started", _("Em chờ thầy cô phát lệnh bắt đầu nhé."))
    its = clocks.clock(user_id=user.pk, school_id=school, class_name=place.class_name, started_at=at)
    if its.stands(at):
        raise Refusal("paused", _("Phòng thi đang tạm dừng. Em chờ thầy cô cho tiếp tục nhé."))
    if its.due_at() <= at:
        raise _over()
    return its


def _over() -> Refusal:
    return Refusal("contest_over", _("Cuộc thi đã kết thúc, không nhận bài mới."))


def new_receipts(contest_id: int, count: int) -> list[str]:
    """So many different receipt numbers (`ABCD-2345`) that no attempt of the contest has."""
    fresh: set[str] = set()
    while len(fresh) < count:
        drawn_now = {_receipt() for _unused in range(count - len(fresh))}
        fresh |= drawn_now - reads.receipts_among(contest_id, drawn_now)
    return list(fresh)


def _receipt() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _unused in range(8))
    return f"{letters[:4]}-{letters[4:]}"
