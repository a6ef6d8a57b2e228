"""The list of those who take part: added, matched, seated, taken off, left out; and what eligibility then says."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from backend import clock
from contests.models import Contest, Entry, EntryKind, Exclusion
from contests.queries.eligibility import asked
from contests.rules.eligibility import Why
from contests.views.entrants import REASONS
from schools.models import Role, SchoolClass, Trail, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    teacher = make_user(Role.TEACHER, school=school)
    return contests.make_contest(
        school=school, by=teacher, opens_at=clock.now() + timedelta(days=1), entry_by="listed", age_from=15
    )


@pytest.fixture
def room(contest: Contest) -> SchoolClass:
    return make_class(school=contest.school, name="10A1")


@pytest.fixture
def desk(contest: Contest) -> Client:
    client = Client()
    client.force_login(contest.created_by, backend="schools.backends.StaffBackend")
    return client


def test_every_reason_has_words_for_staff() -> None:
    assert set(REASONS) == set(Why)


def pupil(room: SchoolClass, name: str, **fields: object) -> User:
    fields = {"birth_date": date(2010, 3, 12), **fields}
    return make_enrolment(make_user(school=room.school, full_name=name, **fields), room).pupil


def url(contest: Contest, route: str = "entrants") -> str:
    return reverse(f"contests:{route}", args=[contest.code])


def done(desk: Client, contest: Contest, act: str, **fields: object) -> str:
    reply = desk.post(url(contest, "entrants_act"), {"act": act, **fields}, follow=True)
    (message,) = reply.context["messages"]
    return f"{message.level_tag}: {message}"


def test_a_pasted_list_is_previewed_and_then_kept(desk: Client, contest: Contest, room: SchoolClass) -> None:
    other = make_class(school=contest.school, name="10A2")
    an, twin, coded = (
        pupil(room, "Nguyễn Văn Án"),
        pupil(other, "Nguyễn Văn An"),
        pupil(room, "Lê Bé", pupil_code="HS7"),
    )
    namesake = [pupil(room, "Trần Út"), pupil(other, "Trần Út")]
    stranger = pupil(make_class(school=make_school(), name="10A1"), "Phan Lạ")
    text = f"Nguyễn Văn Án\nnguyen van an, 10a2\nHS7\nTrần Út\n{stranger.full_name}\nHS7"
    page = desk.post(url(contest, "entrants_add"), {"text": text})
    assert [(match.found, match.user) for match, _said in page.context["matches"]] == [
        ("one", an),
        ("one", twin),
        ("one", coded),
        ("several", None),
        ("unknown", None),
        ("twice", coded),
    ]
    assert not Entry.objects.exists()
    desk.post(url(contest, "entrants_confirm"), {"kept": page.context["kept"], "room": "Phòng máy 1"})
    rows = Entry.objects.filter(contest=contest)
    assert {(row.user, row.room) for row in rows} == {(one, "Phòng máy 1") for one in (an, twin, coded)}
    assert asked(contest, an, on=contest.opens_at).place is not None
    assert asked(contest, namesake[0], on=contest.opens_at).why_not is Why.UNLISTED
    again = desk.post(url(contest, "entrants_add"), {"text": "HS7"})
    assert (again.status_code, again.context["matches"][0][0].found) == (422, "there")
    # a preview is good for what it was made for, and for nobody else
    out = desk.post(
        url(contest, "entrants_confirm"), {"kept": page.context["kept"], "for": "exclusions", "reason": "x"}
    )
    assert out.status_code == 302
    assert not Exclusion.objects.exists()


def test_a_class_a_school_rooms_and_taking_off(desk: Client, contest: Contest, room: SchoolClass) -> None:
    first, second = pupil(room, "An"), pupil(room, "Bé")
    elsewhere = pupil(make_class(school=contest.school, name="11B", grade=11), "Cò")
    moved_on = make_enrolment(make_user(school=contest.school), room, to_day=clock.today()).pupil
    assert done(desk, contest, "class", class_id=room.pk, room="P1") == "success: Đã ghi tên 2 em."
    assert not Entry.objects.filter(user=moved_on).exists()
    foreign = make_class(school=make_school())
    assert done(desk, contest, "class", class_id=foreign.pk).startswith("error")
    assert done(desk, contest, "school") == "success: Đã ghi tên 1 em."
    assert done(desk, contest, "school") == "success: Các em này đã có tên từ trước."
    done(desk, contest, "room", to="shown", room="P2", asked="class=11B")
    assert dict(Entry.objects.values_list("user_id", "room")) == {first.pk: "P1", second.pk: "P1", elsewhere.pk: "P2"}
    Entry.objects.filter(user=second).update(kind=EntryKind.ADVANCED)
    assert done(desk, contest, "remove", user=[first.pk, second.pk]) == "success: Đã gạch tên 2 em."
    assert [row.user for row in Entry.objects.filter(withdrawn_at=None)] == [elsewhere]
    assert asked(contest, second, on=contest.opens_at).why_not is Why.WITHDRAWN
    contests.make_paper(contest, bank.make_questions(1))
    contests.make_attempt(contest, elsewhere)
    assert "đã làm bài" in done(desk, contest, "remove", user=elsewhere.pk)
    Contest.objects.update(mode="supervised")
    assert "không đổi phòng" in done(desk, contest, "room", user=elsewhere.pk, room="P3")
    assert done(desk, contest, "remove").startswith("error")
    assert set(Trail.objects.values_list("act", flat=True)) == {"entries_added", "entries_seated", "entries_removed"}


def test_who_may_not_is_told_with_the_reason(
    desk: Client, contest: Contest, room: SchoolClass, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    old, young = pupil(room, "An"), pupil(room, "Bé", birth_date=date(2015, 1, 1))
    left_out = pupil(room, "Cò")
    done(desk, contest, "class", class_id=room.pk)
    preview = desk.post(url(contest, "entrants_add"), {"text": "Cò", "for": "exclusions"})
    kept = {"kept": preview.context["kept"], "for": "exclusions"}
    desk.post(url(contest, "entrants_confirm"), kept, follow=True)
    assert not Exclusion.objects.exists(), "no reason, no exclusion"
    desk.post(url(contest, "entrants_confirm"), kept | {"reason": "Đạt giải tuần trước"}, follow=True)
    for _number in range(3):
        pupil(room, "Dư")
    done(desk, contest, "class", class_id=room.pk)
    with django_assert_max_num_queries(26):
        page = desk.get(url(contest))
    found = {row.person.user: row.why for row, _words, _kind in page.context["rows"]}
    assert (found[old.pk], found[young.pk], found[left_out.pk]) == (None, Why.TOO_YOUNG, Why.EXCLUDED)
    assert "Chưa đủ tuổi" in page.content.decode()
    only = desk.get(url(contest), {"troubled": "1"})
    assert [row.person.user for row, _words, _kind in only.context["rows"]] == [young.pk, left_out.pk]
    assert done(desk, contest, "readmit", user=left_out.pk) == "success: Đã cho 1 em dự thi lại."


def test_invited_schools_need_no_list_but_may_be_seated(desk: Client, contest: Contest, room: SchoolClass) -> None:
    one = pupil(room, "An")
    Contest.objects.update(entry_by="invited")
    assert done(desk, contest, "class", class_id=room.pk).startswith("error")
    done(desk, contest, "room", user=one.pk, room="Hội trường")
    assert asked(contest, one, on=contest.opens_at).place.room == "Hội trường"  # type: ignore[union-attr]
    assert "Hội trường" in desk.get(url(contest)).content.decode()
    done(desk, contest, "room", user=one.pk, room="")
    assert asked(contest, one, on=contest.opens_at).place.room == ""  # type: ignore[union-attr]
    Contest.objects.update(state="settled")
    assert done(desk, contest, "room", user=one.pk, room="X").startswith("error")
