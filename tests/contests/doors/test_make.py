"""The page on which rules are decided: nothing typed is lost, two who save meet, what is sat stays."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend import clock
from contests.actions.contest import publish_contest
from contests.models import Contest, RuleVersion
from contests.queries.sheet import plain as sheets_plain
from contests.queries.sheet import sheet_of_rules
from quiz.models import Question, Revision
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    school = make_school()
    make_enrolment(make_user(role="pupil", school=school), make_class(school=school, grade=10))
    for topic, number in (("charter", 6), ("economic", 4)):
        bank.make_questions(number, topic=topic)
    return make_user(role="teacher", school=school)


@pytest.fixture
def client(teacher: User) -> Client:
    client = Client()
    client.force_login(teacher, backend="schools.backends.StaffBackend")
    return client


def typed(teacher: User, **changes: object) -> dict[str, object]:
    """What a teacher who changes no default sends."""
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    return {
        "title": "Tìm hiểu ASEAN khối 10",
        "invitations": [f"{teacher.school_id}:10"],
        "opens_at": (now + timedelta(hours=1)).strftime("%H:%M %d/%m/%Y"),
        "closes_at": (now + timedelta(hours=3)).strftime("%H:%M %d/%m/%Y"),
        "length": "20",
        "topic_charter": "2",
        "topic_economic": "1",
        "shuffle": "on",
        **changes,
    }


def page_of(reply: object) -> str:
    return unescape(reply.content.decode())  # type: ignore[attr-defined]  # a response


def drafted(client: Client, teacher: User, **changes: object) -> Contest:
    reply = client.post(reverse("contests:new"), typed(teacher, **changes))
    assert reply.status_code == 302, page_of(reply)
    return Contest.objects.latest("pk")


def save(client: Client, contest: Contest, teacher: User, **changes: object) -> object:
    seen = changes.pop("seen", None) or sheet_of_rules(contest).mark()
    return client.post(reverse("contests:edit", args=[contest.code]), typed(teacher, seen=seen, **changes))


def test_a_title_and_a_time_make_the_plain_school_contest(client: Client, teacher: User) -> None:
    contest = drafted(client, teacher)
    sheet = sheet_of_rules(contest)
    assert (contest.state, sheet.attempts_most, sheet.chain) == ("draft", 1, ("points", "time_used", "submitted_at"))
    assert [(cell.topic, cell.count, cell.points) for cell in sheet.cells] == [
        ("charter", 2, 100),
        ("economic", 1, 100),
    ]
    assert sheet.invitations == ((teacher.school_id, 10),)


def test_every_option_of_the_page_reaches_the_sheet(client: Client, teacher: User) -> None:
    contest = drafted(
        client, teacher, topic_charter="", topic_charter__recall="2", worth__recall="0,5", entry_by="listed",
        age_from="14", mode="same", attempts="0", counts="last", papers_count="2", negative_percent="25", speed="1.5",
        prediction="all_right", sub_boards=["grade"], freeze_min="10", confirmation="school", appeal_h="48",
        prize_name_1="Giải Nhất", prize_quota_1="1", round_level="cluster", keys_open="never",
    )  # fmt: skip
    sheet = sheet_of_rules(contest)
    assert [(cell.topic, cell.level, cell.points) for cell in sheet.cells] == [
        ("charter", "recall", 50), ("economic", "", 100),
    ]  # fmt: skip
    assert (sheet.attempts_most, sheet.counts, sheet.age_from, sheet.speed_most) == (None, "last", 14, 150)
    assert sheet.chain == ("points", "prediction", "time_used", "submitted_at")  # a prediction is there to be ranked by
    assert sheet.frozen_at == sheet.closes_at - timedelta(minutes=10)
    assert [(prize.name, prize.quota) for prize in sheet.prizes] == [("Giải Nhất", 1)]
    again = page_of(client.get(reverse("contests:edit", args=[contest.code])))
    for shown in ('value="0,5"', 'value="1,5"', 'value="Giải Nhất"', 'value="14"'):
        assert shown in again


WRONG: list[tuple[dict[str, object], str]] = [
    ({"closes_at": "07:00 01/01/2026"}, "Giờ đóng phải sau giờ mở."),
    ({"opens_at": "07:00 01/01/0001"}, "Năm phải từ 2000 đến 2100."),
    ({"closes_at": "07:00 01/01/9999"}, "Năm phải từ 2000 đến 2100."),
    ({"opens_at": "25:00 32/13/2026"}, "Viết giờ và ngày như"),
    ({"worth": "-1"}, "Số điểm quá nhỏ hoặc âm."),
    ({"worth": "NaN"}, "Viết số điểm như 1 hoặc 0,5."),
    ({"worth": "1e308"}, "Số điểm không quá 100."),
    ({"topic_charter": "", "topic_economic": ""}, "Hãy chọn ít nhất một câu hỏi."),
    ({"invitations": []}, "Hãy chọn ít nhất một trường hoặc một khối"),
    ({"chain_1": "points", "chain_2": "points"}, "Mỗi tiêu chí chỉ chọn một lần."),
    ({"chain_1": "points", "chain_2": "prediction"}, "phải có câu dự đoán"),
    ({"prize_name_1": "Giải Nhất"}, "Mỗi giải cần cả tên và số lượng."),
    ({"age_from": "18", "age_to": "16"}, "Tuổi lớn nhất phải bằng hoặc hơn"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, teacher: User) -> None:
    for wrong, sentence in WRONG:
        reply = client.post(reverse("contests:new"), typed(teacher, appeal_h="37", **wrong))
        page = page_of(reply)
        assert (reply.status_code, sentence in page) == (422, True), (wrong, sentence)
        assert 'value="Tìm hiểu ASEAN khối 10"' in page
        assert 'value="37"' in page
    assert not Contest.objects.exists()


def test_a_template_and_a_standard_paper_fill_the_page(client: Client, teacher: User) -> None:
    page = page_of(client.get(reverse("contests:new"), {"template": "weekly"}))
    assert 'value="Giải Nhất"' in page
    assert '<option value="prediction" selected>' in page
    reply = client.post(reverse("contests:new"), typed(teacher, title="", again="lower_secondary"))
    page = page_of(reply)
    assert reply.status_code == 200
    assert "Hãy đặt tên" not in page  # it only asked for a paper
    assert '<input type="number" name="topic_charter" value="2"' not in page  # the paper's cells took its place
    assert not Contest.objects.exists()


def test_the_department_invites_every_school_and_some_grades_at_once(teacher: User) -> None:
    other = make_school()
    make_user(role="pupil", school=other)
    officer = Client()
    officer.force_login(make_user(role="officer"), backend="schools.backends.StaffBackend")
    drafted(officer, teacher, invitations=[], everybody="on", grades=["10", "11"])
    places = sheet_of_rules(Contest.objects.get()).invitations
    assert sorted(places) == sorted((school, grade) for school in (teacher.school_id, other.pk) for grade in (10, 11))


def test_a_copy_has_the_same_rules_and_its_own_time(client: Client, teacher: User) -> None:
    contest = drafted(client, teacher, appeal_h="48")
    page = page_of(client.get(reverse("contests:new"), {"from": contest.code}))
    assert 'value="Tìm hiểu ASEAN khối 10 (bản sao)"' in page
    assert 'value="48"' in page


def test_the_copy_of_a_fixed_paper_begins_with_its_questions(client: Client, teacher: User) -> None:
    contest = drafted(client, teacher, paper_kind="fixed")
    for place, question in enumerate(Question.objects.order_by("-pk")[:2], start=1):
        contest.chosen.create(question=question, position=place, points=150)
    address = f"{reverse('contests:new')}?from={contest.code}"
    assert f'action="{address}"' in page_of(client.get(address))
    assert client.post(address, typed(teacher, paper_kind="fixed")).status_code == 302
    copy = Contest.objects.latest("pk")
    assert copy != contest
    rows = [list(one.chosen.values_list("question", "position", "points")) for one in (contest, copy)]
    assert rows[0] == rows[1] != []
    page = page_of(client.get(reverse("contests:contest", args=[copy.code])))
    assert "Các câu do thầy cô chọn" in page


def test_whoever_saves_what_somebody_else_has_changed_sees_both_and_may_save_again(
    client: Client, teacher: User
) -> None:
    contest = drafted(client, teacher)
    seen = sheet_of_rules(contest).mark()
    assert save(client, contest, teacher, length="30").status_code == 302
    reply = save(client, contest, teacher, seen=seen, length="15")
    page = page_of(reply)
    assert reply.status_code == 409
    assert "Trước: “Thời gian làm bài: 30 phút.” Nay: “Thời gian làm bài: 15 phút.”" in page
    assert Contest.objects.get().length_ms == 30 * 60_000
    now_seen = sheet_of_rules(Contest.objects.get()).mark()
    assert f'name="seen" value="{now_seen}"' in page
    assert save(client, contest, teacher, seen=now_seen, length="15").status_code == 302
    assert Contest.objects.get().length_ms == 15 * 60_000


def published(client: Client, teacher: User) -> Contest:
    contest = drafted(client, teacher)
    return publish_contest(contest=contest, by=teacher, at=clock.now())


def test_a_change_after_publishing_is_a_new_version_that_everybody_may_read(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    assert save(client, contest, teacher, appeal_h="24", length="25").status_code == 302
    first, second = RuleVersion.objects.order_by("version")
    assert (first.version, first.changed, second.version) == (1, "", 2)
    assert "Thời gian làm bài: 20 phút." in first.words
    assert "Nay: “Thời gian làm bài: 25 phút.”" in second.changed
    page = page_of(Client().get(reverse("contests:rules_public", args=[contest.code])))
    assert "Nhận phúc khảo trong 24 giờ" in page
    assert "Nay: “Thời gian làm bài: 25 phút.”" in page
    assert save(client, Contest.objects.get(), teacher, appeal_h="24", length="25").status_code == 302
    assert RuleVersion.objects.count() == 2  # nothing changed, no version


def test_what_is_printed_or_sat_no_longer_changes_and_the_page_says_why(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    reply = save(client, contest, teacher, topic_charter="3")
    assert (reply.status_code, "Đề đã khóa khi công bố" in page_of(reply)) == (409, True)
    contests.make_attempt(contest, User.objects.get(role="pupil"))
    reply = save(client, contest, teacher, length="25", title="Tên khác")
    assert (reply.status_code, "Đã có người làm bài" in page_of(reply)) == (409, True)
    assert 'value="Tên khác"' in page_of(reply)
    assert Contest.objects.get().title == "Tìm hiểu ASEAN khối 10"
    assert (
        save(client, contest, teacher, title="Tên khác", prize_name_1="Giải Nhất", prize_quota_1="1").status_code == 302
    )
    assert Contest.objects.get().title == "Tên khác"


def test_a_later_end_gives_the_time_to_whom_the_end_would_have_cut_short(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    started = contest.closes_at - timedelta(minutes=5)
    attempt = contests.make_attempt(contest, User.objects.get(role="pupil"), started_at=started)
    later = (timezone.localtime(contest.closes_at) + timedelta(hours=1)).strftime("%H:%M %d/%m/%Y")
    assert save(client, contest, teacher, closes_at=later).status_code == 302
    attempt.refresh_from_db()
    assert attempt.due_at == started + timedelta(minutes=20)


def put_off(contest: Contest, **by: int) -> dict[str, str]:
    """Its window as typed for so much later."""
    moments = {name: timezone.localtime(getattr(contest, name)) + timedelta(**by) for name in ("opens_at", "closes_at")}
    return {name: moment.strftime("%H:%M %d/%m/%Y") for name, moment in moments.items()}


def test_a_published_contest_is_put_off_by_days_and_its_papers_keep_their_day(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    assert save(client, contest, teacher, **put_off(contest, days=3)).status_code == 302
    later = Contest.objects.get()
    assert (later.as_of, later.opens_at.date()) == (contest.as_of, (contest.opens_at + timedelta(days=3)).date())
    page = page_of(client.get(reverse("contests:edit", args=[contest.code])))
    assert f'name="as_of" value="{contest.as_of:%d/%m/%Y}"' in page


def test_no_contest_is_put_off_past_the_truth_of_its_items(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    Revision.objects.update(valid_to=contest.as_of + timedelta(days=2))
    reply = save(client, contest, teacher, **put_off(contest, days=3))
    assert (reply.status_code, "không đúng suốt khung giờ mới" in page_of(reply)) == (409, True)


def test_every_school_means_those_that_can_have_the_grades_and_copies_keep_them(client: Client, teacher: User) -> None:
    teacher.school.level = "THPT"
    teacher.school.save()
    lower = make_school(level="THCS", name="THCS Cánh Cò")
    make_enrolment(make_user(role="pupil", school=lower), make_class(school=lower, grade=9))
    officer = Client()
    officer.force_login(make_user(role="officer"), backend="schools.backends.StaffBackend")
    contest = drafted(officer, teacher, invitations=[], everybody="on", grades=["10"])
    assert list(contest.invitations.values_list("school", "grade")) == [(teacher.school_id, 10)]
    page = page_of(officer.get(reverse("contests:new"), {"from": contest.code}))
    assert f'value="{teacher.school_id}:10" id="id_invitations_2" checked' in page
    copy = drafted(officer, teacher, invitations=[f"{teacher.school_id}:10"])
    assert list(copy.invitations.values_list("school", "grade")) == [(teacher.school_id, 10)]
    edited = save(officer, copy, teacher, invitations=[f"{teacher.school_id}:10", f"{lower.pk}:"], grades=["9"])
    assert edited.status_code == 302
    assert set(copy.invitations.values_list("school", "grade")) == {(teacher.school_id, 10), (lower.pk, 9)}


def test_a_whole_school_beside_one_of_its_grades_is_said_as_a_whole(client: Client, teacher: User) -> None:
    contest = drafted(client, teacher)
    contest.invitations.create(school=teacher.school, grade=None)
    assert "khối 10" not in sheets_plain(sheet_of_rules(contest))


def test_a_planned_freeze_that_has_begun_moves_with_a_contest_that_is_put_off(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    now = clock.now()
    Contest.objects.update(
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(minutes=8),
        frozen_at=now - timedelta(minutes=2),
    )
    contest.refresh_from_db()
    assert save(client, contest, teacher, freeze_min="10", **put_off(contest, days=1)).status_code == 302
    later = Contest.objects.get()
    assert later.closes_at - later.frozen_at == timedelta(minutes=10)


def test_a_board_frozen_by_hand_does_not_stand_in_the_way_of_another_title(client: Client, teacher: User) -> None:
    contest = published(client, teacher)
    opens_at = clock.now() - timedelta(hours=1, seconds=7)
    Contest.objects.update(opens_at=opens_at, frozen_at=clock.now() - timedelta(seconds=42))
    contests.make_attempt(contest, User.objects.get(role="pupil"))
    contest.refresh_from_db()
    minutes = int((contest.closes_at - contest.frozen_at) / timedelta(minutes=1))
    opens = timezone.localtime(opens_at).strftime("%H:%M %d/%m/%Y")
    reply = save(client, contest, teacher, title="Tên khác", opens_at=opens, freeze_min=str(minutes))
    assert reply.status_code == 302, page_of(reply)
    assert Contest.objects.get().frozen_at == contest.frozen_at


def test_the_sheet_prints_itself(client: Client, teacher: User) -> None:
    contest = drafted(client, teacher)
    page = page_of(client.get(reverse("contests:rules", args=[contest.code])))
    assert "Điều 1. Đối tượng dự thi" in page
    reply = client.get(reverse("contests:rules_docx", args=[contest.code]))
    assert (reply.content[:2], reply["Content-Disposition"]) == (
        b"PK", f'attachment; filename="the-le-{contest.code}.docx"',
    )  # fmt: skip
