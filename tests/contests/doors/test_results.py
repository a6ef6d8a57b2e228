"""The results desk as people use it: from closing to a printed award list, with the way to every correction."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.models import Appeal, Attempt, Award, Contest, PaperItem, PaperKey, Prize, ResultList
from schools.models import Trail, User
from tests.factories import make_user
from tests.factories_contests import wrong_value
from tests.factories_results import make_counted, over

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def address(name: str, contest: Contest, *more: object) -> str:
    return reverse(f"contests:{name}", args=[contest.code, *more])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def contest(monkeypatch: pytest.MonkeyPatch) -> Contest:
    """Counted a minute ago."""
    made = make_counted(rights=[3, 3, 2, 1], confirmation="department", appeal_h=48, chain="points")
    Prize.objects.create(contest=made, order=1, name="Giải Nhất", quota=1)
    Prize.objects.create(contest=made, order=2, name="Giải Nhì", quota=1)
    monkeypatch.setattr(clock, "now", lambda: over(made, hours=0.5))
    return made


def test_from_closing_to_the_award_list_in_ten_clicks(contest: Contest) -> None:
    teacher, leader = signed_in(contest.created_by), signed_in(make_user("leader", school=contest.school))
    officer, step = signed_in(make_user("officer")), address("results_step", contest)
    results = address("results", contest)
    assert "Đề nghị xác nhận" in text_of(teacher, results)  # 1: results
    assert teacher.post(step, {"step": "propose", "version": 1}).status_code == 302  # 2
    assert "Chờ một người khác xác nhận" in text_of(teacher, results)
    assert leader.post(step, {"step": "confirm", "version": 1}).status_code == 302  # 3
    assert leader.post(step, {"step": "publish", "version": 1}).status_code == 403, "left to the Department"
    assert officer.post(step, {"step": "publish", "version": 1}).status_code == 302  # 4
    awards = address("awards", contest)
    assert "2 em cùng hạng 1, còn 1 suất" in text_of(teacher, awards)  # 5
    assert teacher.post(awards, {"version": 1, "ties": "all"}).status_code == 302  # 6
    assert Award.objects.filter(prize__name="Giải Nhất").count() == 2
    printed = text_of(teacher, address("results_print", contest))  # 7
    assert "DANH SÁCH ĐẠT GIẢI" in printed
    assert printed.count("Giải Nhất") == 2
    assert "HIỆU TRƯỞNG" in printed


def test_a_step_lists_what_is_unanswered(contest: Contest) -> None:
    attempt = Attempt.objects.filter(contest=contest)[0]
    Appeal.objects.create(attempt=attempt, text="Em hỏi", at=over(contest))
    teacher, step = signed_in(contest.created_by), address("results_step", contest)
    answer = teacher.post(step, {"step": "propose", "version": 1})
    assert answer.status_code == 409
    assert "1 yêu cầu phúc khảo" in answer.content.decode()
    assert teacher.post(step, {"step": "propose", "version": 1, "anyway": "Sẽ trả lời sau"}).status_code == 302
    assert ResultList.objects.get(contest=contest).proposed_by == contest.created_by


def test_regrading_is_seen_before_it_is_done(contest: Contest) -> None:
    teacher = signed_in(contest.created_by)
    item = PaperItem.objects.get(paper__contest=contest, position=3)
    url = address("regrade_item", contest, item.pk)
    assert url in text_of(teacher, address("regrade", contest))
    assert "Đáp án khi khóa đề" in text_of(teacher, url)
    given = {"ruling": "key", "key": wrong_value(item), "reason": "Sách in nhầm", "do": "preview"}
    page = teacher.post(url, given).content.decode()
    assert "4 trên 4 câu trả lời đổi điểm" in page
    assert "Chưa có gì được lưu" in page
    assert PaperKey.objects.filter(item=item).count() == 1
    assert teacher.post(url, given | {"do": "apply"}).status_code == 302
    assert "Khác với phiên bản 1" in text_of(teacher, address("results", contest))
    assert text_of(teacher, f"{address('results', contest)}?version=1&q=Nguyễn")
    assert teacher.get(f"{address('results', contest)}?version=9").status_code == 404
    key = json.loads(PaperKey.objects.filter(item=item).latest("version").value)
    assert key == given["key"]
    assert teacher.post(url, {"ruling": "key", "key": [], "do": "preview"}).status_code == 422


def test_a_pupil_asks_and_is_answered(contest: Contest) -> None:
    attempt = Attempt.objects.filter(contest=contest)[0]
    pupil, teacher = signed_in(attempt.user), signed_in(contest.created_by)
    url = reverse("contests:appeal", args=[attempt.pk])
    assert pupil.post(url, {"text": "Em hỏi"}).status_code == 409, "nothing is published yet"
    ResultList.objects.filter(contest=contest).update(published_at=over(contest))
    assert (
        pupil.post(url, {"text": "Em xin xem lại câu này", "item": attempt.paper.items.all()[0].pk}).status_code == 302
    )
    row = Appeal.objects.get()
    assert "Em xin xem lại câu này" in text_of(teacher, address("appeals", contest))
    answer = {"state": "upheld", "text": "Thầy cô sẽ chấm lại."}
    assert teacher.post(address("appeal_answer", contest, row.pk), answer).status_code == 302
    assert "Thầy cô sẽ chấm lại." in text_of(pupil, url)
    assert "Chấp nhận" in text_of(teacher, f"{address('appeals', contest)}?state=upheld")


def test_stopped_and_taken_back_with_reasons(contest: Contest) -> None:
    attempt = Attempt.objects.filter(contest=contest)[0]
    teacher = signed_in(contest.created_by)
    assert teacher.post(address("disqualify", contest, attempt.pk), {"reason": "Làm bài thay"}).status_code == 302
    assert "Làm bài thay" in text_of(teacher, address("result_one", contest, attempt.pk))
    assert "Đang dừng" in text_of(teacher, address("results", contest))
    assert teacher.post(address("lift", contest, attempt.pk), {"reason": "Đã làm rõ"}).status_code == 302
    assert ResultList.objects.filter(contest=contest).count() == 3
    assert teacher.post(address("results_recount", contest), {"reason": "Đếm lại cho chắc"}).status_code == 302


def test_files_hold_everybody_and_are_written_down(contest: Contest) -> None:
    pupil = Attempt.objects.filter(contest=contest)[0].user
    pupil.set_name("=HYPERLINK(1)")
    pupil.save()
    teacher = signed_in(contest.created_by)
    answer = teacher.get(address("results_csv", contest))
    assert answer["Content-Disposition"] == f'attachment; filename="ket-qua-{contest.code.lower()}-ban-1.csv"'
    read = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read[1:5]] == ["1", "1", "3", "4"]
    assert "'=HYPERLINK(1)" in {row[2] for row in read[1:5]}
    assert any("SHA-256" in row[0] for row in read[5:])
    assert teacher.get(address("results_xlsx", contest)).getvalue().startswith(b"PK")
    assert [row.note for row in Trail.objects.filter(act="results_exported").order_by("pk")] == [
        "results v1 as csv",
        "results v1 as xlsx",
    ]


def test_things_of_another_contest_are_not_reached_through_ones_own(contest: Contest) -> None:
    other = make_counted(rights=[1], appeal_h=48)
    attempt = Attempt.objects.get(contest=other)
    item = PaperItem.objects.filter(paper__contest=other)[0]
    row = Appeal.objects.create(attempt=attempt, text="Em hỏi", at=over(other))
    teacher = signed_in(contest.created_by)
    own = Attempt.objects.filter(contest=contest)[0]
    for name, number, data in (
        ("regrade_item", item.pk, {"ruling": "void", "reason": "thử", "do": "apply"}),
        ("disqualify", attempt.pk, {"reason": "thử"}),
        ("lift", attempt.pk, {"reason": "thử"}),
        ("appeal_answer", row.pk, {"state": "upheld", "text": "thử"}),
    ):
        assert teacher.post(address(name, contest, number), data).status_code == 404, name
    assert teacher.get(address("result_one", contest, attempt.pk)).status_code == 404
    lots = {f"lot-{attempt.pk}": "1", f"lot-{own.pk}": "2"}
    assert teacher.post(address("lots", contest), lots).status_code == 400
    withdraw = reverse("contests:appeal_withdraw", args=[own.pk, row.pk])
    assert signed_in(own.user).post(withdraw).status_code == 404


def test_a_teacher_who_sat_it_does_not_judge_it(contest: Contest) -> None:
    teacher = make_user("teacher", school=contest.school)
    Attempt.objects.filter(pk=Attempt.objects.filter(contest=contest)[0].pk).update(user=teacher)
    client = signed_in(teacher)
    assert client.get(address("regrade", contest)).status_code == 403
    assert client.post(address("results_step", contest), {"step": "propose", "version": 1}).status_code == 403


def test_lots_written_down_in_the_wrong_order_are_corrected(contest: Contest) -> None:
    teacher, page = signed_in(contest.created_by), address("awards", contest) + "?ties=lots"
    one, two = Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True)[:2]
    assert "Bốc thăm trước" in text_of(teacher, page)
    for order in ((1, 2), (2, 1)):
        given = {f"lot-{one}": order[0], f"lot-{two}": order[1]}
        assert teacher.post(address("lots", contest), given).status_code == 302
        shown = text_of(teacher, page)
        assert "Sửa thứ tự bốc thăm" in shown
        assert [shown.count(f'name="lot-{pk}" inputmode="numeric" size="3" maxlength="4" required value="{n}"')
                for pk, n in zip((one, two), order, strict=True)] == [1, 1]  # fmt: skip
    newest = ResultList.objects.filter(contest=contest)[0].version
    teacher.post(address("awards", contest), {"version": newest, "ties": "lots"})
    assert Award.objects.get(prize__name="Giải Nhất", result__version=newest).result.attempt_id == two
    assert "(bốc thăm: 1)" in text_of(teacher, address("results_print", contest) + f"?version={newest}")
