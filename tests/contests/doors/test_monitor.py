"""The supervisor's pages and acts: what each form does, what is said, and that wrong ones change nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend import clock
from contests.models import Allowance, Attempt, Contest, LateAnswer, Notice, Pause, RoomStart
from contests.queries.attempt import sums_of
from contests.views import supervise
from contests.views.supervise import moment
from schools.models import Trail, User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.factories_boards import make_board_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return make_board_contest(opens_at=clock.now() - timedelta(minutes=30))


@pytest.fixture
def pupil(contest: Contest) -> User:
    return make_enrolment(make_user(school=contest.school), make_class(school=contest.school, name="10A1")).pupil


@pytest.fixture
def attempt(contest: Contest, pupil: User) -> Attempt:
    return contests.make_attempt(contest, pupil, started_at=clock.now() - timedelta(minutes=2))


@pytest.fixture
def desk(contest: Contest) -> Client:
    client = Client()
    client.force_login(contest.created_by, backend="schools.backends.StaffBackend")
    return client


def sent(desk: Client, contest: Contest, route: str, **fields: object) -> str:
    """What the page says after a form was sent."""
    reply = desk.post(reverse(f"contests:{route}", args=[contest.code]), fields, follow=True)
    assert reply.status_code == 200
    (message,) = reply.context["messages"]
    return f"{message.level_tag}: {message}"


def test_rows_stand_on_the_page_and_in_the_fragment(desk: Client, contest: Contest, attempt: Attempt) -> None:
    absent = make_enrolment(make_user(school=contest.school), make_class(school=contest.school, name="10A2")).pupil
    page = desk.get(reverse("contests:monitor", args=[contest.code]))
    assert [row.user for row in page.context["rows"]] == [attempt.user_id, absent.pk]
    text = page.content.decode()
    assert "Tín hiệu, không phải kết luận" in text
    assert f'id="r{absent.pk}"' in text
    part = desk.get(reverse("contests:monitor_rows", args=[contest.code]), {"show": "absent"}).content.decode()
    assert f'id="r{absent.pk}"' in part
    assert f'id="r{attempt.user_id}"' not in part
    one = desk.get(reverse("contests:monitor_one", args=[contest.code, absent.pk]))
    assert one.status_code == 200
    stranger = make_user(school=make_school())
    assert desk.get(reverse("contests:monitor_one", args=[contest.code, stranger.pk])).status_code == 404


def test_large_numbers_stay_numbers_in_addresses_and_forms(desk: Client, contest: Contest) -> None:
    school = make_school(pk=23_456)
    contest.invitations.create(school=school)
    room = make_class(school=school, name="10A1")
    pupil = make_enrolment(make_user(school=school, pk=12_345), room).pupil
    attempt = contests.make_attempt(contest, pupil)
    item = attempt.paper.items.get(position=1)
    LateAnswer.objects.create(
        pk=34_567, attempt=attempt, item=item, value="[]", opening=1, seq=1, received_at=attempt.due_at
    )
    Pause.objects.create(pk=45_678, contest=contest, from_at=clock.now(), reason="x", at=clock.now())
    url = reverse("contests:monitor", args=[contest.code])
    pages = [url, f"{url}?school=23456", f"{url}12345/", reverse("contests:late", args=[contest.code])]
    texts = [desk.get(page).content.decode() for page in pages]
    for text in texts:
        assert not re.search(r"(?:12|23|34|45)[.,](?:345|456|567|678)", text)
    assert 'value="12345"' in texts[1]
    assert re.search(r'data-now="\d{13}"', texts[1])


def test_a_contest_of_many_schools_asks_for_one_first(desk: Client, contest: Contest, attempt: Attempt) -> None:
    other = make_enrolment(make_user(school=make_school())).pupil
    contest.invitations.create(school=other.school)
    url = reverse("contests:monitor", args=[contest.code])
    assert [line.expected for line in desk.get(url).context["lines"]] == [1, 1]
    (row,) = desk.get(url, {"school": other.school_id}).context["rows"]
    assert row.user == other.pk


def test_time_is_given_to_one_to_those_ticked_and_to_all_shown(
    desk: Client, contest: Contest, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_at = attempt.due_at
    reason = "Máy treo"
    assert sent(desk, contest, "monitor_time", one=attempt.user_id, minutes="99", reason=reason).startswith("success")
    assert sent(desk, contest, "monitor_time", user=[attempt.user_id], minutes="2", reason=reason).startswith("success")
    shown = f"{attempt.user_id},999999"
    assert sent(desk, contest, "monitor_time", to="shown", shown=shown, minutes="1", reason=reason).startswith(
        "success"
    )
    attempt.refresh_from_db()
    assert attempt.due_at == due_at + timedelta(minutes=8)
    stranger = make_enrolment(make_user(school=make_school())).pupil
    for fields in (
        {"user": [stranger.pk], "minutes": "5", "reason": reason},
        {"user": [attempt.user_id], "minutes": "1e3", "reason": reason},
        {"user": [attempt.user_id], "minutes": "5", "reason": " "},
        {"user": [attempt.user_id], "reason": reason},
    ):
        assert sent(desk, contest, "monitor_time", **fields).startswith("error")
    monkeypatch.setattr(supervise, "MOST_AT_ONCE", 0)
    assert sent(desk, contest, "monitor_time", one=attempt.user_id, reason=reason).startswith("error")
    assert Allowance.objects.count() == 3


def test_a_room_is_started_paused_and_let_go_on(desk: Client, contest: Contest, attempt: Attempt) -> None:
    Contest.objects.update(mode="supervised")
    room = f"{contest.school_id}:10A1"
    assert sent(desk, contest, "monitor_start", room=room).startswith("success")
    assert RoomStart.objects.get().class_name == "10A1"
    assert sent(desk, contest, "monitor_pause", room=f"{contest.school_id}:9Z", reason="x").startswith("error")
    assert sent(desk, contest, "monitor_pause", room=room, reason="Mất điện").startswith("success")
    pause = Pause.objects.get()
    assert (pause.class_name, pause.to_at) == ("10A1", None)
    (row,) = desk.get(reverse("contests:monitor", args=[contest.code])).context["rows"]
    assert row.paused
    assert sent(desk, contest, "monitor_resume", pause=pause.pk).startswith("success")
    assert sent(desk, contest, "monitor_resume", pause=pause.pk).startswith("error")
    assert Pause.objects.exclude(to_at=None).count() == 1


def test_an_outage_is_written_with_its_seconds(desk: Client, contest: Contest, attempt: Attempt) -> None:
    day = "%H:%M:%S %d/%m/%Y"
    local = [(attempt.started_at + timedelta(seconds=s)).astimezone(timezone.get_default_timezone()) for s in (5, 42)]
    fields = {"from": local[0].strftime(day), "to": local[1].strftime(day), "room": "all", "reason": "Mất điện"}
    assert sent(desk, contest, "monitor_outage", **fields).startswith("success")
    due_at = attempt.due_at
    attempt.refresh_from_db()
    assert attempt.due_at - due_at == timedelta(seconds=37)
    assert sent(desk, contest, "monitor_outage", **fields | {"to": "25:00"}).startswith("error")
    assert Pause.objects.count() == 1


def test_a_moment_is_of_the_day_unless_it_says_one() -> None:
    at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert moment("8:05:30", at) == datetime(2026, 11, 25, 1, 5, 30, tzinfo=UTC)
    night = datetime(2026, 11, 24, 17, 22, tzinfo=UTC)  # 0:22 on the 25th
    assert moment("23:50", night) == datetime(2026, 11, 24, 16, 50, tzinfo=UTC)
    assert moment("0:05", night) == datetime(2026, 11, 24, 17, 5, tzinfo=UTC)
    assert moment(" 8:05 24/11/2026", at) == datetime(2026, 11, 24, 1, 5, tzinfo=UTC)


def test_words_to_all_and_the_freeze_leave_a_trail(desk: Client, contest: Contest) -> None:
    assert sent(desk, contest, "monitor_notice", text=" Còn 10 phút ").startswith("success")
    assert sent(desk, contest, "monitor_notice", text="x" * 301).startswith("error")
    assert Notice.objects.get().text == "Còn 10 phút"
    for frozen, kind in (("1", "success"), ("1", "error"), ("0", "success")):
        assert sent(desk, contest, "monitor_freeze", frozen=frozen).startswith(kind)
    acts = set(Trail.objects.values_list("act", flat=True))
    assert {"notice_sent", "board_frozen", "board_unfrozen"} <= acts


def test_a_board_is_frozen_before_its_plan_and_not_before_the_opening(desk: Client, contest: Contest) -> None:
    planned = clock.now() + timedelta(minutes=10)
    Contest.objects.update(frozen_at=planned)
    page = desk.get(reverse("contests:monitor", args=[contest.code])).content.decode()
    assert "Đóng băng bảng" in page
    assert sent(desk, contest, "monitor_freeze", frozen="1").startswith("success")
    assert Contest.objects.get().frozen_at < planned
    assert sent(desk, contest, "monitor_freeze", frozen="0").startswith("success")
    Contest.objects.update(opens_at=clock.now() + timedelta(minutes=1))
    assert sent(desk, contest, "monitor_freeze", frozen="1").startswith("error")
    assert Contest.objects.get().frozen_at is None


def test_late_answers_are_taken_and_refused_several_at_once(desk: Client, contest: Contest, attempt: Attempt) -> None:
    items = list(attempt.paper.items.order_by("position"))
    late = [
        LateAnswer.objects.create(
            attempt=attempt,
            item=item,
            value=str(contests.right_value(item)).replace("'", '"'),
            opening=1,
            seq=seq,
            received_at=attempt.due_at + timedelta(minutes=1),
        )
        for seq, item in enumerate(items, start=1)
    ]
    page = desk.get(reverse("contests:late", args=[contest.code]))
    assert [row.late_ms for row in page.context["rows"]] == [60_000] * 3
    assert sent(desk, contest, "late", act="accept", reason="Mất mạng").startswith("error")
    ids = [row.pk for row in late]
    assert sent(desk, contest, "late", act="accept", late=ids, reason="").startswith("error")
    assert sent(desk, contest, "late", act="accept", late=ids[:2], reason="Mất mạng").startswith("success")
    assert sent(desk, contest, "late", act="refuse", late=ids[2:], reason="Quá muộn").startswith("success")
    assert sums_of([attempt.pk]) == {attempt.pk: (200, 2)}  # itself it is told when it ends
    assert sorted(LateAnswer.objects.values_list("ruling", flat=True)) == ["accepted", "accepted", "refused"]
