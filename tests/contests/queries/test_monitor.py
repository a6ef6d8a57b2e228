"""The supervisor's rows: who is expected, what stands beside each, in the same queries at any size."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.models import (
    Allowance,
    Attempt,
    Contest,
    Disqualification,
    Entry,
    Exclusion,
    LateAnswer,
    Pause,
    Signal,
)
from contests.queries import expected, late, monitor, supervision
from contests.queries.monitor import Show
from schools.models import SchoolClass, User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.factories_boards import make_board_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return make_board_contest()


@pytest.fixture
def room(contest: Contest) -> SchoolClass:
    return make_class(school=contest.school, name="10A2", grade=10)


def pupil(room: SchoolClass, name: str = "Lê Thị Bưởi") -> User:
    return make_enrolment(make_user(school=room.school, full_name=name), room).pupil


def sitting(contest: Contest, user: User, **fields: object) -> Attempt:
    return contests.make_attempt(contest, user, class_name="10A2", **fields)


def rows(contest: Contest) -> list[monitor.Row]:
    return monitor.monitored(contest, None, contest.opens_at + timedelta(minutes=5))


def test_expected_and_come_stand_in_one_list_by_class_and_name(contest: Contest, room: SchoolClass) -> None:
    later = make_class(school=contest.school, name="10A10", grade=10)
    names = ["Trần Văn Út", "Lý Thị Ánh", "Đỗ Văn Đào"]
    people = [pupil(room, name) for name in names] + [pupil(later, "An")]
    guest = make_user(school=contest.school, full_name="Khách")
    sitting(contest, guest)
    Exclusion.objects.create(contest=contest, user=pupil(room), reason="ban tổ chức", at=contest.opens_at)
    pupil(make_class(name="10A2"))  # of a school that is not invited
    found = rows(contest)
    assert [row.name for row in found] == ["Lý Thị Ánh", "Đỗ Văn Đào", "Khách", "Trần Văn Út", "An"]
    assert {row.name for row in found if row.state == "absent"} == {*names, "An"}
    assert monitor.classes(found) == ["10A2", "10A10"]
    assert expected.known(contest, [people[0].pk, guest.pk, 0]) == [people[0], guest]


def test_a_listed_contest_expects_its_list_without_reserves(contest: Contest, room: SchoolClass) -> None:
    Contest.objects.update(entry_by="listed")
    contest.refresh_from_db()
    for kind, name in (("listed", "Một"), ("reserve", "Hai"), ("advanced", "Ba")):
        Entry.objects.create(contest=contest, user=pupil(room, name), kind=kind, at=contest.opens_at)
    pupil(room, "Ngoài")
    assert sorted(row.name for row in rows(contest)) == ["Ba", "Một"]
    assert {row.class_name for row in rows(contest)} == {"10A2"}


def test_what_stands_beside_an_attempt(contest: Contest, room: SchoolClass) -> None:
    user, at = pupil(room), contest.opens_at
    sitting(contest, user, state="submitted", submitted_at=at)
    attempt = sitting(contest, user, number=2, answered=2, prediction=7, extra_ms=300_000, openings=2)
    item = attempt.paper.items.first()
    for seq, ruling in ((1, "waiting"), (2, "refused")):
        LateAnswer.objects.create(
            attempt=attempt, item=item, value='["a"]', opening=1, seq=seq, received_at=at, ruling=ruling
        )
    for minute in (1, 3):
        Signal.objects.create(attempt=attempt, kind="left", at=at + timedelta(minutes=minute))
    Pause.objects.create(contest=contest, school=room.school, class_name="10A2", from_at=at, reason="điện", at=at)
    absent = pupil(room, "Vắng")
    Allowance.objects.create(contest=contest, user=absent, extra_ms=60_000, reason="ốm", at=at)
    Disqualification.objects.create(contest=contest, user=absent, reason="nhờ người", at=at)
    first, second = rows(contest)
    assert (first.number, first.answered, first.items, first.predicted, first.late) == (2, 2, 3, True, 1)
    assert (first.signals, first.signal_at, first.openings) == (2, at + timedelta(minutes=3), 2)
    assert (first.paused, first.extra_ms, first.offline, first.heed) == (True, 300_000, True, True)
    assert (second.state, second.extra_ms, second.out) == ("absent", 60_000, True)
    assert monitor.sums_of([first, second]) == monitor.Sums(2, 1, 1, 0, 0, 1, 1)
    for show, who in ((Show.LATE, ["Lê Thị Bưởi"]), (Show.ABSENT, ["Vắng"]), (Show.ALL, ["Lê Thị Bưởi", "Vắng"])):
        assert [row.name for row in monitor.chosen([first, second], show=show, class_name="", words="")] == who
    assert monitor.chosen([first, second], show=Show.ALL, class_name="10A2", words="buoi le") == [first]


def test_the_number_of_queries_does_not_grow(contest: Contest, room: SchoolClass) -> None:
    counted = []
    for more in (3, 27):
        for _ in range(more):
            sitting(contest, pupil(room))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(rows(contest)) == sum((3, 27)[: len(counted) + 1])
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 10


def test_schools_of_a_big_contest_are_counted_in_constant_queries(contest: Contest, room: SchoolClass) -> None:
    other = make_class(school=make_school(name="Trường An"), grade=10)
    contest.invitations.create(school=other.school, grade=10)
    sitting(contest, pupil(room))
    pupil(other)
    pupil(make_class(school=other.school, grade=11))
    assert {(line.school, line.expected, line.begun) for line in supervision.school_lines(contest)} == {
        (room.school_id, 1, 1),
        (other.school_id, 1, 0),
    }


def test_a_late_answer_is_read_in_words_with_its_lateness(contest: Contest, room: SchoolClass) -> None:
    attempt = sitting(contest, pupil(room))
    item = attempt.paper.items.get(position=2)
    option = item.revision.options.first()
    received = attempt.due_at + timedelta(seconds=65)
    LateAnswer.objects.create(
        attempt=attempt, item=item, value=f'["{option.code}"]', opening=1, seq=1, received_at=received
    )
    (row,) = late.late_rows(contest, language="vi", waiting=True)
    assert (row.given, row.late_ms, row.stem) == ((option.text_vi,), 65_000, item.revision.stem_vi)
    assert late.late_rows(contest, language="vi", waiting=False) == []
    assert late.waiting_ids(contest, [row.answer.pk, 0]) == [row.answer.pk]
