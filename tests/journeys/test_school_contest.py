"""A school's contest from the teacher's form to results that stand, through the pages and the API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend import clock
from contests.actions.attempt import close_overdue
from contests.actions.settling import settle_due
from contests.models import Attempt, Contest, PaperItem
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    school = make_school()
    make_enrolment(make_user(role="pupil", school=school), make_class(school=school, grade=10))
    for topic, number in (("charter", 4), ("economic", 2), ("ca_mau", 2)):
        bank.make_questions(number, topic=topic)
    return make_user(role="teacher", school=school)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def form(teacher: User, **changes: object) -> dict[str, object]:
    now = timezone.localtime(clock.now())
    return {
        "title": "Tìm hiểu ASEAN khối 10",
        "invitations": [f"{teacher.school_id}:10"],
        "opens_at": (now - timedelta(minutes=1)).strftime("%H:%M %d/%m/%Y"),
        "closes_at": (now + timedelta(hours=1)).strftime("%H:%M %d/%m/%Y"),
        "length": "20",
        "topic_charter": "2",
        "topic_economic": "1",
        "topic_ca_mau": "",
        "multiple_scoring": "all",
        "board_to": "own_submit",
        "results_open": "submit",
        "keys_open": "close",
        "shuffle": "on",
        **changes,
    }


def made(teacher: User) -> Contest:
    reply = signed_in(teacher).post(reverse("contests:new"), form(teacher))
    assert reply.status_code == 302, reply.content.decode()
    return Contest.objects.get()


def published(teacher: User) -> Contest:
    contest = made(teacher)
    assert signed_in(teacher).post(reverse("contests:publish", args=[contest.code])).status_code == 302
    contest.refresh_from_db()
    return contest


def test_the_rules_are_read_back_before_anything_is_published(teacher: User) -> None:
    contest = made(teacher)
    page = signed_in(teacher).get(reverse("contests:contest", args=[contest.code])).content.decode()
    assert contest.state == "draft"
    assert "Đề có 3 câu" in page
    assert Client().get(reverse("contests:lobby", args=[contest.code])).status_code == 404


def test_a_contest_is_sat_to_its_result(teacher: User) -> None:
    contest = published(teacher)
    pupil = User.objects.get(role="pupil")
    client = signed_in(pupil)
    assert "Bắt đầu" in client.get(reverse("contests:lobby", args=[contest.code])).content.decode()
    reply = client.post(reverse("contests:start", args=[contest.code]))
    attempt = Attempt.objects.get(user=pupil)
    assert reply.url == reverse("contests:sit", args=[attempt.pk])
    assert client.post(reverse("contests:start", args=[contest.code])).url == reply.url
    page = client.get(reply.url).content.decode()
    assert page.count("<fieldset") >= 3

    opening = client.post(reverse("contests:openings", args=[attempt.pk])).json()["opening"]
    answers = [
        {"item": item.pk, "value": contests.right_value(item), "opening": opening, "seq": seq}
        for seq, item in enumerate(PaperItem.objects.filter(paper=attempt.paper), start=1)
    ]
    reply = client.post(
        reverse("contests:answers", args=[attempt.pk]),
        {"type": "answers", "id": "a", "answers": answers, "submit": True},
        content_type="application/json",
    )
    assert [one["verdict"] for one in reply.json()["verdicts"]] == ["stored"] * 3
    assert (reply.json()["submitted"], "points" in reply.content.decode()) == (True, False)
    result = client.get(reverse("contests:result", args=[attempt.pk])).content.decode()
    assert "3" in result
    assert "Ngày thứ 30 sau khi" not in result  # explanations wait for the end

    later = contest.closes_at + timedelta(seconds=8)
    close_overdue(at=later)
    assert settle_due(at=later) == [contest.pk]
    assert settle_due(at=later) == []
    assert "Ngày thứ 30 sau khi" in client.get(reverse("contests:result", args=[attempt.pk])).content.decode()
    page = signed_in(teacher).get(reverse("contests:contest", args=[contest.code])).content.decode()
    assert pupil.full_name in page


def test_the_paper_can_be_handed_in_as_a_plain_form(teacher: User) -> None:
    contest = published(teacher)
    pupil = User.objects.get(role="pupil")
    client = signed_in(pupil)
    url = client.post(reverse("contests:start", args=[contest.code])).url
    attempt = Attempt.objects.get()
    items = list(attempt.paper.items.all())
    rows_left_open = [""]  # what a drop-down list sends that nobody has touched
    client.post(url, {f"item-{item.pk}": [*contests.right_value(item), *rows_left_open] for item in items[:2]})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.answered, attempt.points) == ("submitted", 2, 200)


def test_an_end_before_its_start_is_a_field_error_and_the_form_keeps_its_input(teacher: User) -> None:
    wrong = form(teacher, opens_at="08:00 25/11/2026", closes_at="07:00 25/11/2026")
    reply = signed_in(teacher).post(reverse("contests:new"), wrong)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Giờ đóng phải sau giờ mở." in page
    assert 'value="Tìm hiểu ASEAN khối 10"' in page
    assert 'value="08:00 25/11/2026"' in page
    assert not Contest.objects.exists()


def test_a_blueprint_the_bank_cannot_fill_names_the_short_cell(teacher: User) -> None:
    client = signed_in(teacher)
    client.post(reverse("contests:new"), form(teacher, topic_economic="9"))
    contest = Contest.objects.get()
    reply = client.post(reverse("contests:publish", args=[contest.code]))
    assert reply.status_code == 409
    assert "chỉ còn 2 câu" in reply.content.decode()
    contest.refresh_from_db()
    assert contest.state == "draft"
    assert not contest.papers.exists()


def test_items_of_a_published_contest_are_held_and_freed_when_it_is_cancelled_unstarted(teacher: User) -> None:
    contest = published(teacher)
    client = signed_in(teacher)
    client.post(reverse("contests:new"), form(teacher, topic_charter="3"))
    second = Contest.objects.exclude(pk=contest.pk).get()
    assert client.post(reverse("contests:publish", args=[second.code])).status_code == 409
    client.post(reverse("contests:cancel", args=[contest.code]))
    assert client.post(reverse("contests:publish", args=[second.code])).status_code == 302


def test_another_pupil_does_not_find_the_attempt(teacher: User) -> None:
    contest = published(teacher)
    pupil = User.objects.get(role="pupil")
    signed_in(pupil).post(reverse("contests:start", args=[contest.code]))
    attempt = Attempt.objects.get()
    other = signed_in(make_user(role="pupil", school=pupil.school))
    body = {"type": "answers", "answers": [{"item": 1, "value": ["x"], "opening": 1, "seq": 1}]}
    reply = other.post(reverse("contests:answers", args=[attempt.pk]), body, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert other.get(reverse("contests:sit", args=[attempt.pk])).status_code == 404


def test_a_pupil_of_another_grade_or_school_may_not_start(teacher: User) -> None:
    contest = published(teacher)
    stranger = make_user(role="pupil")
    make_enrolment(stranger, make_class(school=stranger.school, grade=10))
    reply = signed_in(stranger).post(reverse("contests:start", args=[contest.code]))
    assert reply.status_code == 403
    eleventh = make_user(role="pupil", school=teacher.school)
    make_enrolment(eleventh, make_class(school=teacher.school, grade=11))
    assert signed_in(eleventh).post(reverse("contests:start", args=[contest.code])).status_code == 403


def test_bad_json_and_too_much_of_it_have_the_one_error_shape(teacher: User) -> None:
    contest = published(teacher)
    client = signed_in(User.objects.get(role="pupil"))
    client.post(reverse("contests:start", args=[contest.code]))
    url = reverse("contests:answers", args=[Attempt.objects.get().pk])
    for body, status in [("{", 400), ("[]", 400), ('{"answers": "x"}', 400), ("x" * 17_000, 413)]:
        reply = client.post(url, body, content_type="application/json", headers={"accept-language": "en"})
        assert reply.status_code == status, (body[:20], reply.content)
        assert {"code", "detail", "server_time", "request_id"} <= set(reply.json())
