"""Results by API, from the count to prizes and certificates: the same steps, refusals and people as on the desk."""

import pytest

from contests.models import Contest, PaperItem, Prize, Result
from tests.contests.api.world import Caller, caller_of
from tests.factories import make_user
from tests.factories_contests import right_value, wrong_value
from tests.factories_results import make_counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    """Three pupils, counted, waiting for the school's word."""
    return make_counted(rights=[3, 2, 2], confirmation="school", chain="points,time_used", appeal_h=720)


@pytest.fixture
def teacher(contest: Contest) -> Caller:
    return caller_of(contest.created_by)


def test_a_list_goes_through_its_steps_by_two_people(contest: Contest, teacher: Caller) -> None:
    path, leader = f"contests/{contest.code}/results", caller_of(make_user("leader", school=contest.school))
    head = teacher.ask(path).json()
    assert (head["newest"], head["in_force"], head["versions"][0]["counted_by"]) == (1, None, None)
    rows = teacher.ask(f"{path}/1", page_size="2").json()
    assert (rows["count"], rows["pages"], [row["rank"] for row in rows["rows"]]) == (3, 2, [1, 2])
    assert [row["decided_by"] for row in rows["rows"]] == ["points", "points"]
    [last] = teacher.ask(f"{path}/1", page_size="2", page="2").json()["rows"]
    assert (last["decided_by"], last["decided"]) == ("time_used", "làm bài nhanh hơn")
    assert teacher.ask(f"{path}/1", q=rows["rows"][1]["name"]).json()["count"] >= 1
    assert teacher.ask(f"{path}/2").status_code == 404
    step = {"version": 1, "step": "confirm"}
    assert teacher.send(f"{path}/steps", step).status_code == 403  # not a teacher's
    assert leader.send(f"{path}/steps", step).json()["code"] == "not_proposed"
    assert teacher.send(f"{path}/steps", {"version": 1, "step": "propose"}).json()["proposed_by"]
    assert leader.send(f"{path}/steps", step).status_code == 200
    assert leader.send(f"{path}/steps", {"version": 1, "step": "publish"}).json()["published_at"]
    assert teacher.ask(path).json()["in_force"] == 1
    made = teacher.send(f"{path}/recount", {"reason": "Tính lại sau khi chấm bù"}).json()
    assert (made["version"], teacher.ask(f"{path}/2/changes").json()["many"]) == (2, 0)


def test_who_is_out_is_out_of_the_next_version(contest: Contest, teacher: Caller) -> None:
    path, first = f"contests/{contest.code}", Result.objects.get(contest=contest, rank=1)
    out = teacher.send(f"{path}/attempts/{first.attempt_id}/disqualify", {"reason": "Làm hộ bạn"})
    assert (out.status_code, out.json()["lifted_at"]) == (200, None)
    assert teacher.ask(f"{path}/results/2").json()["count"] == 2
    assert teacher.ask(f"{path}/results/2/changes").json()["went"] == 1
    assert teacher.send(f"{path}/attempts/{first.attempt_id}/lift", {"reason": "Nhầm"}).json()["lift_reason"] == "Nhầm"
    assert teacher.ask(f"{path}/disqualifications").json()["count"] == 1
    assert teacher.ask(f"{path}/results/3").json()["count"] == 3


def test_a_key_is_corrected_after_a_look_at_what_it_changes(contest: Contest, teacher: Caller) -> None:
    path, item = f"contests/{contest.code}/questions", PaperItem.objects.filter(paper__contest=contest)[3]
    asked = {row["item"]: row for row in teacher.ask(path).json()}
    assert (asked[item.pk]["keys"], asked[item.pk]["right"]) == ([right_value(item)], 0)
    ruling = {"ruling": "any", "keys": [wrong_value(item)]}
    effect = teacher.send(f"{path}/{item.pk}/preview", ruling).json()
    assert (effect["answers"], effect["changed"], effect["gained"]) == (3, 3, 3)
    assert teacher.ask(f"contests/{contest.code}/results").json()["newest"] == 1
    assert teacher.send(f"{path}/{item.pk}/regrade", ruling).status_code == 400  # no reason
    done = teacher.send(f"{path}/{item.pk}/regrade", {**ruling, "reason": "Hai đáp án cùng được"}).json()
    assert done == {"answers": 3, "changed": 3}
    assert teacher.ask(f"contests/{contest.code}/results").json()["newest"] == 2
    wrong = teacher.send(f"{path}/{item.pk}/preview", {"ruling": "key", "keys": [["nothing"]]})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "key_unsound")


def test_an_appeal_is_the_pupils_own_and_answered_once() -> None:
    contest = make_counted(rights=[2], appeal_h=2_000_000 // 3600)
    attempt = contest.attempts.get()
    contest.result_lists.update(published_at=contest.created_at.now(tz=contest.created_at.tzinfo))
    pupil, teacher = Caller(attempt.user), caller_of(contest.created_by)
    path = f"attempts/{attempt.pk}/appeals"
    made = pupil.send(path, {"text": "Em xin xem lại bài"})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    assert pupil.send(path, {"text": "Em xin xem lại bài"}).json()["code"] == "appeal_open"
    assert Caller(make_user()).send(path, {"text": "x"}).status_code == 404
    row = teacher.ask(f"contests/{contest.code}/appeals", state="open").json()["rows"][0]
    answer = {"state": "rejected", "text": "Bài đã chấm đúng thể lệ."}
    assert teacher.send(f"contests/{contest.code}/appeals/{row['id']}/answer", answer).json()["state"] == "rejected"
    assert teacher.send(f"contests/{contest.code}/appeals/{row['id']}/answer", answer).status_code == 409
    assert set(pupil.ask(path).json()[0]) == {"id", "item", "text", "at", "state", "answer", "answered_at"}


def test_prizes_and_lots(contest: Contest, teacher: Caller) -> None:
    Contest.objects.filter(pk=contest.pk).update(chain="points")
    Prize.objects.create(contest=contest, order=1, name="Giải nhất", quota=2)
    path = f"contests/{contest.code}"
    teacher.send(f"{path}/results/recount", {"reason": "Chỉ theo điểm"})
    [tie] = teacher.ask(f"{path}/awards", ties="lots").json()["ties"]
    assert (tie["left"], tie["waits"], len(tie["results"])) == (1, True, 2)
    assert teacher.send(f"{path}/awards", {"version": 2, "ties": "lots"}).json()["code"] == "lots_needed"
    order = [row["attempt"] for row in reversed(tie["results"])]
    assert teacher.send(f"{path}/awards/lots", {"order": order}).json()["version"] == 3
    assert teacher.send(f"{path}/awards", {"version": 3, "ties": "lots"}).json() == {"changed": 2}
    [given] = teacher.ask(f"{path}/awards").json()["given"]
    assert [winner["result"]["attempt"] for winner in given["winners"]][1] == order[0]


def test_certificates_are_a_job_and_anybody_may_check_a_code(settings: object) -> None:
    settings.PUBLIC_URL = "https://thi.example.vn"  # type: ignore[attr-defined]  # pytest-django's
    contest = make_counted(rights=[2, 1])
    teacher, path = caller_of(contest.created_by), f"contests/{contest.code}"
    assert teacher.send(f"{path}/certificates", {"kind": "merit", "top": 0}).status_code == 400
    assert teacher.send(f"{path}/certificates", {"kind": "participation", "words": {"txt": "x"}}).status_code == 400
    job = teacher.send(f"{path}/certificates", {"kind": "participation", "words": {"signatory": ""}})
    assert (job.status_code, job.json()["state"], job.json()["total"]) == (202, "waiting", 2)
    assert teacher.ask(f"{path}/jobs/{job.json()['id']}").json()["done"] == 0
    assert teacher.send(f"{path}/jobs/{job.json()['id']}/cancel").json()["state"] == "cancelled"
    from contests.actions.certificates import issue_certificates

    rows = list(Result.objects.filter(contest=contest).values_list("pk", flat=True))
    given, _left = issue_certificates(
        contest=contest, kind="participation", results=rows, by=None, at=contest.closes_at
    )
    [first, second] = teacher.ask(f"{path}/certificates", kind="participation").json()["rows"]
    assert Caller(None).ask(f"certificates/{given[0].code}").json()["revoked"] == ""
    again = teacher.send(f"{path}/certificates/{first['id']}/revoke", {"reason": "Sai tên", "again": True}).json()
    assert again["id"] not in {first["id"], second["id"]}
    assert Caller(None).ask(f"certificates/{first['code']}").json()["revoked"]
    assert Caller(None).ask("certificates/ABCDEFGH").status_code == 404
