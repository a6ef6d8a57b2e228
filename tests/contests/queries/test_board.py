"""The figures behind a board: who leads, under which name, in how many queries, and what a freeze hides."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.live.messages import board_text
from contests.models import Attempt, Contest, ContestState
from contests.queries import board as reads
from schools.models import Consent, User
from tests import factories_contests as contests
from tests.factories import make_school, make_user
from tests.factories_boards import consent_to_name, make_board_contest, make_ended

pytestmark = pytest.mark.django_db
LATE = timedelta(minutes=50)
HUGE = 100_000


@pytest.fixture
def contest() -> Contest:
    return make_board_contest()


def figures(contest: Contest) -> reads.Figures:
    contest.refresh_from_db()
    return reads.figures(contest, contest.opens_at + LATE)


def test_before_anybody_ends_there_are_only_counts(contest: Contest) -> None:
    contests.make_attempt(contest, make_user(school=contest.school), points=300, right=3, answered=3)
    found = figures(contest)
    assert (found.entrants, found.sitting, found.submitted) == (0, 1, 0)
    assert (found.leaders, found.steps) == ((), ())


def test_ten_lead_and_steps_hold_everybody(contest: Contest) -> None:
    for number in range(13):
        make_ended(contest, right=number % 3)
    found = figures(contest)
    assert len(found.leaders) == 10
    assert [row.rank for row in found.leaders] == list(range(1, 11))
    assert found.entrants == 13
    assert found.steps == ((200, 1, 4), (100, 5, 8), (0, 9, 13))


def test_the_tenth_is_tied_with_an_eleventh_that_nobody_sees(contest: Contest) -> None:
    for number in range(9):
        make_ended(contest, right=2, ended_at=contest.opens_at + timedelta(minutes=number + 1))
    same = contest.opens_at + timedelta(minutes=10)
    for _ in range(2):
        make_ended(contest, right=1, ended_at=same)
    found = figures(contest)
    assert [(row.rank, row.tied) for row in found.leaders][-2:] == [(9, False), (10, True)]
    assert len(found.leaders) == 10


def test_names_are_initials_and_class_until_both_have_consented(contest: Contest) -> None:
    pupil = make_user(school=contest.school, full_name="Nguyễn Thị Bích Trâm")
    make_ended(contest, right=1, user=pupil)
    assert figures(contest).leaders[0].name == "N.T.B.T · 10A1"
    consent_to_name(pupil, contest.opens_at)
    leader = figures(contest).leaders[0]
    assert (leader.name, leader.groups[0]) == ("Nguyễn Thị Bích Trâm", "10A1")
    Consent.objects.filter(given_by="child").update(withdrawn_at=contest.opens_at)
    assert figures(contest).leaders[0].name == "N.T.B.T · 10A1"


def test_demonstration_people_are_named(contest: Contest) -> None:
    make_ended(contest, user=make_user(school=contest.school, full_name="Lê An", is_demo=True))
    assert figures(contest).leaders[0].name == "Lê An"


def test_the_school_is_said_where_several_take_part(contest: Contest) -> None:
    other = make_school(name="Trường THPT Cái Nước")
    make_ended(contest, user=make_user(school=other, full_name="Lê An", is_demo=True), school=other)
    assert figures(contest).leaders[0].groups == ("10A1 · THPT Cái Nước", "10A1", "")


def test_a_freeze_shows_everything_as_it_was_at_its_moment(contest: Contest) -> None:
    freeze = contest.opens_at + timedelta(minutes=10)
    make_ended(contest, right=1, ended_at=freeze)
    contests.make_attempt(contest, make_user(school=contest.school))
    Contest.objects.filter(pk=contest.pk).update(frozen_at=freeze)
    before = figures(contest)
    assert (before.frozen, before.entrants, before.sitting) == (True, 1, 1)
    contests.make_attempt(contest, make_user(school=contest.school), started_at=freeze + timedelta(seconds=1))
    Attempt.objects.filter(state="sitting", started_at__lt=freeze).update(
        state="submitted", ended_at=freeze + LATE, stands_at=freeze + LATE, time_used_ms=1, points=300
    )
    after = figures(contest)
    # the one who began before the freeze sits on, as far as anybody can see; who began later was never there
    assert after == before


def test_results_end_a_freeze(contest: Contest) -> None:
    freeze = contest.opens_at + timedelta(minutes=10)
    make_ended(contest, right=1, ended_at=freeze + timedelta(minutes=1))
    Contest.objects.filter(pk=contest.pk).update(
        frozen_at=freeze, state=ContestState.SETTLED, settled_at=contest.closes_at
    )
    assert (figures(contest).frozen, figures(contest).entrants) == (False, 1)


@pytest.mark.parametrize("frozen", [False, True])
def test_the_number_of_queries_does_not_grow_with_the_rows(contest: Contest, frozen: bool) -> None:
    if frozen:
        Contest.objects.filter(pk=contest.pk).update(frozen_at=contest.opens_at + timedelta(minutes=20))
        contest.refresh_from_db()
    counts = []
    for more in (1, 2, 17):
        for _ in range(more):
            make_ended(contest, right=1)
        with CaptureQueriesContext(connection) as queries:
            reads.figures(contest, contest.opens_at + LATE)
        counts.append(len(queries))
        counts_of_all = CaptureQueriesContext(connection)
        with counts_of_all:
            reads.rows_served(contest, contest.opens_at + LATE)
        assert len(counts_of_all) == 1
    assert counts == [5, 5, 5]


@pytest.mark.parametrize(("part", "index"), [("LIMIT 11", "attempt_board"), ("GROUP BY", "attempt_tally")])
def test_leaders_and_counts_come_by_an_index(contest: Contest, part: str, index: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        reads.figures(contest, contest.opens_at + LATE)
    asked = next(query["sql"] for query in queries if part in query["sql"])
    explain = "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Else it reads and sorts a table this small from end to end.
            off = ["seqscan", "sort", *(["indexscan", "bitmapscan"] if index == "attempt_tally" else [])]
            cursor.execute("; ".join(f"SET LOCAL enable_{way} = off" for way in off))  # what is left: the index alone
            explain = "EXPLAIN"
        cursor.execute(f"{explain} {asked}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert index in plan, plan


@pytest.mark.long
def test_the_board_of_a_hundred_thousand_is_counted_quickly(contest: Contest) -> None:
    first = make_ended(contest, right=1)
    people = User.objects.bulk_create(
        (
            User(
                username=f"big{n}",
                pupil_code=f"big{n}",
                role="pupil",
                school=contest.school,
                created_at=contest.opens_at,
            )
            for n in range(HUGE)
        ),
        batch_size=2_000,
    )
    same = {field.attname: getattr(first, field.attname) for field in Attempt._meta.concrete_fields}
    rows = (
        Attempt(**same | {"id": None, "user_id": one.pk, "points": n * 7 % 2_000, "time_used_ms": n * 13 % 1_800_000})
        for n, one in enumerate(people)
    )
    Attempt.objects.bulk_create(rows, batch_size=2_000)
    at, began = contest.opens_at + LATE, time.process_time()
    with CaptureQueriesContext(connection) as queries:
        found = reads.figures(contest, at)
        text = board_text(found, epoch=1, version=1, at=at, moves={})
    took_ms = (time.process_time() - began) * 1000
    print(
        f"{connection.vendor}: {found.entrants} entrants, {took_ms:.0f} ms of this process, {len(text.encode())} bytes"
    )
    assert (found.entrants, len(queries)) == (HUGE + 1, 5)
    assert len(text.encode()) < 2_048
    assert took_ms < 1_000, "some ten times what it takes"


def test_rows_are_all_served_best_first_with_what_decided(contest: Contest) -> None:
    first, second = make_ended(contest, right=2), make_ended(contest, right=1)
    contests.make_attempt(contest, make_user(school=contest.school))
    rows = reads.rows_served(contest, contest.opens_at + LATE)
    assert [(row.attempt, row.rank, row.decided_by) for row in rows] == [
        (first.pk, 1, "points"),
        (second.pk, 2, "points"),
    ]


def test_a_fingerprint_changes_with_everything_that_a_board_shows(contest: Contest) -> None:
    at = contest.opens_at + LATE
    seen = [reads.fingerprints([contest.pk], at).get(contest.pk)]
    attempt = contests.make_attempt(contest, make_user(school=contest.school))
    seen.append(reads.fingerprints([contest.pk], at)[contest.pk])
    one, two = make_ended(contest, right=1), make_ended(contest, right=2)
    seen.append(reads.fingerprints([contest.pk], at)[contest.pk])
    Attempt.objects.filter(pk=attempt.pk).update(state="closed", ended_at=at, stands_at=at, time_used_ms=1)
    seen.append(reads.fingerprints([contest.pk], at)[contest.pk])
    Attempt.objects.filter(pk=one.pk).update(points=200)
    Attempt.objects.filter(pk=two.pk).update(points=100)
    seen.append(reads.fingerprints([contest.pk], at)[contest.pk])
    Contest.objects.filter(pk=contest.pk).update(frozen_at=at)
    seen.append(reads.fingerprints([contest.pk], at)[contest.pk])
    assert len(set(seen)) == len(seen)


def test_boards_are_kept_from_opening_until_a_day_after_the_results(contest: Contest) -> None:
    def kept(at: object) -> bool:
        return contest.pk in reads.boards_kept(at)  # type: ignore[arg-type]

    assert not kept(contest.opens_at - timedelta(seconds=1))
    assert kept(contest.opens_at)
    Contest.objects.filter(pk=contest.pk).update(state=ContestState.SETTLED, settled_at=contest.closes_at)
    assert kept(contest.closes_at + timedelta(hours=23))
    assert not kept(contest.closes_at + timedelta(hours=25))
