"""What a supervisor does by API: the same acts as on the page, for exactly those who are named."""

import json
from datetime import timedelta

import pytest

from backend import clock
from contests.models import Attempt, Contest, EntryBy, LateAnswer
from contests.queries.attempt import sums_of
from tests.cast import Cast, make_cast
from tests.contests.api.world import Caller, caller_of
from tests.factories_contests import make_attempt, make_contest, make_paper, right_value
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def contest(cast: Cast) -> Contest:
    opens_at = clock.now() - timedelta(minutes=5)
    contest = make_contest(school=cast.own.school, by=cast.own.teacher, opens_at=opens_at, mode="supervised")
    make_paper(contest, make_questions(2))
    make_attempt(contest, cast.own.pupil)
    return contest


@pytest.fixture
def teacher(cast: Cast) -> Caller:
    return caller_of(cast.own.teacher)


def test_time_pauses_and_words_to_all(cast: Cast, contest: Contest, teacher: Caller) -> None:
    path, due = f"contests/{contest.code}", Attempt.objects.get().due_at
    given = {"users": [cast.own.pupil.pk], "extra_ms": 300_000, "reason": "Máy hỏng"}
    assert teacher.send(f"{path}/time", given).json() == {"changed": 1}
    assert Attempt.objects.get().due_at == due + timedelta(minutes=5)
    [row] = teacher.ask(f"{path}/monitor", show="sitting").json()["rows"]
    assert (row["user"], row["extra_ms"], row["state"]) == (cast.own.pupil.pk, 300_000, "sitting")
    assert not {"points", "right"} & set(row)

    room = {"school": cast.own.school.pk, "class_name": "10A1"}
    pause = teacher.send(f"{path}/pauses", {**room, "reason": "Mất điện"}).json()
    assert teacher.ask(f"{path}/pauses").json() == [pause]
    assert teacher.send(f"{path}/pauses/end", {"pause": pause["id"]}).json()["to_at"]
    assert teacher.send(f"{path}/pauses/end", {"pause": pause["id"]}).json()["code"] == "no_pause"
    for place in ({"school": cast.other.school.pk}, {**room, "class_name": "12C9"}, {"class_name": "10A1"}):
        assert teacher.send(f"{path}/pauses", {**place, "reason": "x"}).json()["code"] == "no_room"
    when = {"from_at": contest.opens_at.isoformat(), "to_at": clock.now().isoformat()}
    assert teacher.send(f"{path}/outages", {**room, **when, "reason": "Mất mạng"}).status_code == 200
    assert teacher.send(f"{path}/room-starts", room).json()["class_name"] == "10A1"
    assert teacher.send(f"{path}/notices", {"text": "Còn 5 phút"}).json()["text"] == "Còn 5 phút"
    assert {event["kind"] for event in teacher.ask(f"{path}/log").json()} == {"notice", "pause", "start"}
    assert teacher.send(f"{path}/board/freeze", {"frozen": True}).json() == {"frozen": True}
    assert teacher.send(f"{path}/board/freeze", {"frozen": True}).json()["code"] == "frozen"
    assert teacher.send(f"{path}/board/freeze", {"frozen": False}).status_code == 200


def test_the_late_box(contest: Contest, teacher: Caller) -> None:
    attempt = Attempt.objects.get()
    item = attempt.paper.items.all()[0]
    at = attempt.due_at + timedelta(minutes=1)
    late = LateAnswer.objects.create(
        attempt=attempt, item=item, value=json.dumps(right_value(item)), opening=1, seq=1, received_at=at
    )
    path = f"contests/{contest.code}/late"
    [row] = teacher.ask(path).json()["rows"]
    assert (row["id"], row["late_ms"], row["ruling"]) == (late.pk, 60_000, "waiting")
    assert teacher.send(f"{path}/accept", {"ids": [late.pk, late.pk + 1], "reason": "x"}).status_code == 404
    assert teacher.send(f"{path}/accept", {"ids": [late.pk], "reason": "Mạng chậm"}).json() == {"changed": 1}
    assert sums_of([Attempt.objects.get().pk]) == {Attempt.objects.get().pk: (100, 1)}  # itself it is told at its end
    assert teacher.send(f"{path}/refuse", {"ids": [late.pk], "reason": "x"}).json()["code"] == "already_ruled"
    assert teacher.ask(path, waiting="false").json()["rows"][0]["reason"] == "Mạng chậm"


def test_the_list_of_entrants(cast: Cast, contest: Contest, teacher: Caller) -> None:
    Attempt.objects.all().delete()
    path, pupil = f"contests/{contest.code}", cast.own.pupil.pk
    assert teacher.ask(f"{path}/entrants").json()["count"] == 1  # the class roll
    assert teacher.send(f"{path}/entrants", {"users": [pupil]}).json()["code"] == "no_list"
    Contest.objects.update(entry_by=EntryBy.LISTED)
    assert teacher.send(f"{path}/entrants", {"users": [pupil, cast.other.pupil.pk]}).status_code == 404
    assert teacher.send(f"{path}/entrants", {"users": [pupil], "room": "Phòng 2"}).json() == {"changed": 1}
    [row] = teacher.ask(f"{path}/entrants").json()["rows"]
    assert (row["user"], row["room"], row["why"]) == (pupil, "Phòng 2", "")
    assert teacher.send(f"{path}/entrants/seat", {"users": [pupil], "room": ""}).json() == {"changed": 1}
    assert teacher.send(f"{path}/exclusions", {"users": [pupil], "reason": "Ban tổ chức"}).json() == {"changed": 1}
    assert teacher.ask(f"{path}/entrants").json()["rows"][0]["why"] == "excluded"
    assert teacher.ask(f"{path}/exclusions").json()["rows"][0]["reason"] == "Ban tổ chức"
    assert teacher.send(f"{path}/exclusions/lift", {"users": [pupil]}).json() == {"changed": 1}
    assert teacher.send(f"{path}/entrants/remove", {"users": [pupil]}).json() == {"changed": 1}


def test_rounds_lead_up_and_their_best_go_on(cast: Cast, contest: Contest, teacher: Caller) -> None:
    from tests.factories_results import make_counted

    below = make_counted(rights=[2, 1], school=cast.own.school)
    Contest.objects.filter(pk=contest.pk).update(round_level="province", entry_by=EntryBy.LISTED)
    Attempt.objects.filter(contest=contest).delete()
    path = f"contests/{contest.code}/rounds"
    assert teacher.send(f"{path}/rule", {"by": "per_round", "most": 1, "reserves": 1}).json()["rule"]["most"] == 1
    lead = teacher.send(f"contests/{below.code}/rounds/lead", {"target": contest.code.lower()}).json()
    assert {row["code"]: row["leads_to"] for row in lead["rounds"]} == {contest.code: None, below.code: contest.code}
    assert teacher.send(f"contests/{below.code}/rounds/lead", {"target": "NOWHERE"}).json()["code"] == "not_for_this"
    seen = teacher.ask(f"{path}/advance").json()
    assert [(one["after"], one["from_rank"]) for one in seen["changes"]] == [("advanced", 1), ("reserve", 2)]
    assert teacher.send(f"{path}/advance", {"seen": "other"}).json()["code"] == "changed"
    assert teacher.send(f"{path}/advance", {"seen": seen["mark"]}).json()["written"]
    first, second = teacher.ask(f"{path}/people").json()["rows"]
    assert (first["status"], second["status"]) == ("advanced", "reserve")
    assert teacher.send(f"{path}/call-up", {"user": second["user"]}).json()["code"] == "no_place"
    assert teacher.send(f"{path}/withdraw", {"user": first["user"], "reason": "Ốm"}).json()["withdrawn_at"]
    assert teacher.send(f"{path}/call-up", {"user": second["user"]}).json()["kind"] == "advanced"
