"""When its time is over a contest forgets who is who: no name is left anywhere, no figure changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, Count, DateField, TextField

from backend import clock
from backend.refusals import Refusal
from contests.actions.disqualify import disqualify
from contests.actions.privacy import deidentify_due, deidentify_some, hold_identities
from contests.models import Allowance, Appeal, Attempt, Certificate, Contest, Entry, LateAnswer, Result, Signal
from contests.queries import board, retention, verification
from contests.queries import certificates as reads
from schools.actions import trail
from schools.actions.cards import make_cards
from schools.models import Trail, User
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.factories_certificates import make_certificate, make_job_done
from tests.factories_contests import make_contest
from tests.factories_results import make_counted, over

pytestmark = pytest.mark.django_db
NAMES = ("Đặng Thị Hồng Gấm", "Thạch Sô Phi", "Quách Mỹ Duyên", "Kim Sà Rây")


@pytest.fixture
def contest() -> Contest:
    """Three who sat it and one who was only listed; whatever names people has been said about them."""
    contest = make_counted(rights=[4, 3, 2], school=make_school())
    assert contest.school is not None
    officer = make_user("officer")
    room = make_class(school=contest.school, year=2026)
    people = [attempt.user for attempt in contest.attempts.order_by("pk")] + [make_user(school=contest.school)]
    at = over(contest)
    for number, (person, name) in enumerate(zip(people, NAMES, strict=True)):
        person.set_name(name)
        person.username, person.pupil_code, person.birth_date = f"hs-{number}gam", f"MAHS-{number}", "2011-02-05"
        person.ministry_id, person.created_at = f"01234567{number}", contest.created_at
        person.save()
        make_enrolment(person, room)
    make_cards(pupils=people, by=None, at=at)
    attempts = list(contest.attempts.order_by("pk"))
    Attempt.objects.filter(pk=attempts[0].pk).update(receipt="ABCD-2345", sex="f")
    make_certificate(attempts[0])
    make_job_done(contest)
    Appeal.objects.create(attempt=attempts[1], text=f"Em là {NAMES[1]}.", answer=f"Chào {NAMES[1]}.", at=at)
    Signal.objects.create(attempt=attempts[1], kind="left", at=at)
    item = attempts[0].paper.items.all()[0]
    LateAnswer.objects.create(attempt=attempts[0], item=item, value="[]", opening=1, seq=9, received_at=at)
    Allowance.objects.create(contest=contest, user=people[0], reason=f"{NAMES[0]} bị ốm", at=at)
    Entry.objects.create(contest=contest, user=people[3], at=at)
    disqualify(contest=contest, user=people[2], reason=f"{NAMES[2].upper()} chép của {NAMES[0]}", by=officer, at=at)
    trail.record(at=at, actor=officer, act="entered", subject=contest.code, note="2: hs-0gam, hs-3gam")
    trail.record(at=at, actor=people[1], act="appeal_made", subject=contest.code, note="appeal 1")
    trail.record(at=at, actor=people[0], act="login_pin", subject=people[0].card.code)
    trail.record(at=at, actor=officer, act="pupil_left", subject="hs-1gam", note="hs-1gam")
    contest.refresh_from_db()
    return contest


def texts() -> Iterator[str]:
    """Every text and day in every table of people and contests."""
    for model in (*apps.get_app_config("schools").get_models(), *apps.get_app_config("contests").get_models()):
        columns = [
            one.name for one in model._meta.concrete_fields if isinstance(one, CharField | TextField | DateField)
        ]
        for row in model._default_manager.values_list(*columns) if columns else ():
            yield f"{model.__name__}: {row}".casefold()


def figures(contest: Contest) -> list[object]:
    """What statistics, board and result list are made of, without names."""
    columns = ("school_id", "grade", "sex", "points", "right", "time_used_ms", "stands_at", "prediction")
    persons = Attempt.objects.filter(contest=contest).aggregate(n=Count("user", distinct=True))
    served = board.rows_served(contest, over(contest))
    ranks = Result.objects.filter(contest=contest).order_by("version", "rank", "pk")
    return [
        list(Attempt.objects.filter(contest=contest).order_by("pk").values_list(*columns)),
        persons,
        list(ranks.values_list("version", "rank", "attempt_id", "points")),
        [(row.attempt, row.rank, row.points) for row in served],
        verification.differences(contest, [row.as_dict() for row in served]),
    ]


def year_after(contest: Contest) -> datetime:
    return over(contest) + timedelta(days=366)


def test_no_name_is_left_and_no_figure_changes(contest: Contest) -> None:
    before = figures(contest)
    code = Certificate.objects.get(contest=contest).code
    words = [*NAMES, "mahs-", "01234567", "gam'", "hs-0gam", "datetime.date(2011, 2, 5)", "abcd-2345"]
    words += [user.name_fold for user in User.objects.filter(full_name__in=NAMES)]
    words += [user.card.code for user in User.objects.filter(full_name__in=NAMES)]
    found = list(texts())
    assert all(any(word.casefold() in text for text in found) for word in words), "the test looks for nothing"
    at = datetime(2029, 1, 1, tzinfo=over(contest).tzinfo)  # both the contest's time and the pupils' is over
    assert deidentify_due(at=at) == 4 + 4
    left = list(texts())
    assert [word for word in words if any(word.casefold() in text for text in left)] == []
    contest.refresh_from_db()
    assert contest.deidentified_at == at
    assert figures(contest) == before
    verified = reads.verified(code)
    assert verified is not None
    assert (verified.anonymous, verified.name, verified.revoked) == (True, "Đ.T.H.G", "")
    assert deidentify_due(at=at) == 0


def test_who_is_still_at_school_keeps_the_account_and_no_tie_to_the_attempt(contest: Contest) -> None:
    people = set(User.objects.filter(full_name__in=NAMES).values_list("pk", flat=True))
    at = year_after(contest)
    room = make_class(year=2027, school=contest.school)
    for person in people:
        make_enrolment(User.objects.get(pk=person), room)
    later = make_contest(by=contest.created_by, school=contest.school, opens_at=at)
    Entry.objects.create(contest=later, user_id=min(people), from_contest=contest, from_rank=1, at=at)
    deidentify_due(at=at)
    assert User.objects.filter(full_name__in=NAMES, is_active=True).count() == 4
    for model in (*retention.SAT, *retention.LISTED):
        assert not model.objects.filter(contest=contest, user__in=people).exists(), model.__name__
    assert not Trail.objects.filter(subject=contest.code, actor__in=people).exists()
    strangers = User.objects.filter(attempts__contest=contest).distinct()
    assert {(one.is_active, one.role, one.sex, one.birth_date) for one in strangers} == {(False, "pupil", "", None)}
    assert Entry.objects.values_list("from_contest", "from_rank").get() == (None, None)
    assert board.is_published(contest)


def test_not_before_its_day_and_later_when_held(contest: Contest) -> None:
    officer, at = make_user("officer"), year_after(contest)
    with pytest.raises(Refusal):
        deidentify_some(contest=contest, by=officer, at=at - timedelta(days=30))
    until = clock.day_of(at) + timedelta(days=40)
    version = contest.rules_version
    held = hold_identities(contest=contest, until=until, reason="Đang có đơn thư", by=officer, at=at)
    assert (held.retention_months, held.rules_version) == (14, version + 1)
    assert deidentify_due(at=at) == 0
    [row] = retention.shown(at)
    assert row.due_on >= until
    assert "Đang có đơn thư" in row.held
    for wrong in (until - timedelta(days=60), until + timedelta(days=9000)):
        with pytest.raises(Refusal):
            hold_identities(contest=contest, until=wrong, reason="Lý do", by=officer, at=at)
