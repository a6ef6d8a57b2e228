"""Two schools' rounds lead to the province's contest, through the pages, up to a reserve who sits it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from backend.refusals import Refusal
from contests.actions.disqualify import disqualify
from contests.actions.rounds import lead_to
from contests.models import Attempt, Contest, Entry, Invitation
from contests.queries import rounds
from contests.queries.contest import contests_run_by
from schools.models import Trail, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_user
from tests.factories_results import make_counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lower() -> list[Contest]:
    """Two settled rounds: the first with a tie for the second place, the second with two people."""
    return [
        make_counted(rights=[4, 2, 2, 1], chain="points", title="Vòng trường A"),
        make_counted(rights=[3, 1], chain="points", title="Vòng trường B"),
    ]


@pytest.fixture
def province(lower: list[Contest]) -> Contest:
    contest = contests.make_contest(
        by=make_user("officer"),
        opens_at=clock.now() - timedelta(minutes=5),
        entry_by="listed",
        round_level="province",
        title="Vòng tỉnh",
    )
    contests.make_paper(contest, bank.make_questions(2))
    for one in lower:
        assert one.school is not None
        Invitation.objects.create(contest=contest, school=one.school)
    return contest


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def url(name: str, contest: Contest) -> str:
    return reverse(f"contests:{name}", args=[contest.code])


def ranked(contest: Contest) -> list[User]:
    """Its people in the order in which they were made, the best first."""
    return [attempt.user for attempt in Attempt.objects.filter(contest=contest).order_by("pk").select_related("user")]


def kinds(contest: Contest) -> dict[int, str]:
    return dict(Entry.objects.filter(contest=contest, withdrawn_at=None).values_list("user_id", "kind"))


def linked(province: Contest, lower: list[Contest], **rule: str) -> Client:
    """The rule is set by the Department, both schools choose the province's contest; the Department's client."""
    officer = signed_in(province.created_by)
    told = {"by": "per_school", "most": "2", "cap": "0", "reserves": "1", "grades": "", **rule}
    assert officer.post(url("rounds_rule", province), told).status_code == 302
    for one in lower:
        teacher = signed_in(one.created_by)
        assert "Vòng tỉnh" in teacher.get(url("rounds", one)).content.decode()
        assert teacher.post(url("rounds_lead", one), {"target": province.pk}).status_code == 302
    return officer


def written(officer: Client, province: Contest, *, page: str | None = None, **told: object) -> int:
    page = page or officer.get(url("rounds_advance", province)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    return officer.post(url("rounds_advance", province), {"seen": seen[1], "act": "write", **told}).status_code


def test_from_school_to_province(province: Contest, lower: list[Contest]) -> None:
    first, tied, drawn, last = ranked(lower[0])
    best, second = ranked(lower[1])
    officer = linked(province, lower)
    page = officer.get(url("rounds_advance", province)).content.decode()
    key = re.search(r'name="way-(\w+)"', page)
    assert key is not None
    assert "2 em bằng nhau, còn 1 suất" in page
    assert written(officer, province, page=page) == 409, "the tie is open"
    none = officer.post(url("rounds_advance", province), {"act": "look", f"way-{key[1]}": "lots"}).content.decode()
    assert "đánh dấu đúng số suất còn lại" in none
    lots = {f"way-{key[1]}": "lots", f"drawn-{key[1]}": [drawn.pk]}
    assert written(officer, province, page=page, **lots) == 409, "the decision changes the list: to be seen first"
    page = officer.post(url("rounds_advance", province), {"act": "look", **lots}).content.decode()
    assert not Entry.objects.exists()
    assert written(officer, province, page=page, **lots) == 302
    assert kinds(province) == {
        first.pk: "advanced", drawn.pk: "advanced", tied.pk: "reserve", best.pk: "advanced", second.pk: "advanced",
    }  # fmt: skip
    assert Trail.objects.filter(act="round_tie_decided", note__endswith=f"lots {drawn.pk}").count() == 1
    again = officer.get(url("rounds_advance", province)).content.decode()
    assert "Danh sách không có gì thay đổi" in again, "the decision is remembered"

    # who advanced may start, a reserve may not before being called up into a free place
    assert signed_in(first).post(url("start", province)).status_code == 302
    reserve = signed_in(tied)
    assert reserve.post(url("start", province)).status_code == 403
    entry = {one.user_id: one.pk for one in Entry.objects.filter(contest=province)}
    call = {"act": "call", "entry": entry[tied.pk]}
    assert officer.post(url("rounds_entry", province), call).status_code == 409
    off = {"act": "withdraw", "entry": entry[drawn.pk], "reason": "Em bị ốm"}
    assert officer.post(url("rounds_entry", province), {**off, "entry": entry[first.pk]}).status_code == 409, "begun"
    assert officer.post(url("rounds_entry", province), off).status_code == 302
    assert officer.post(url("rounds_entry", province), call).status_code == 302
    assert reserve.post(url("start", province)).status_code == 302
    assert "Danh sách không có gì thay đổi" in officer.get(url("rounds_advance", province)).content.decode()

    # each school reads its own people, with the reason of whoever did not go on
    page = signed_in(lower[0].created_by).get(url("rounds_people", province)).content.decode()
    assert all(text in page for text in (first.full_name, last.full_name, "ngoài số suất", "Em bị ốm", "gọi từ dự bị"))
    assert best.full_name not in page
    # a school's file names its people; the Department reads codes unless it asks for names with a reason
    file = signed_in(lower[1].created_by).get(url("rounds_csv", province)).content.decode()
    assert (best.full_name in file, last.full_name in file) == (True, False)
    file = officer.get(url("rounds_csv", province)).content.decode()
    assert best.full_name not in file
    assert "HS-" in file
    found = rounds.ladder(province, contests_run_by(province.created_by))
    assert [(level.name, [(box.entrants, box.advanced) for box in level.boxes]) for level in found.levels] == [
        ("Vòng trường", [(4, 2), (2, 2)]),
        ("Vòng tỉnh", [(0, 0)]),
    ]


def test_newer_results_of_a_round_show_what_would_change(province: Contest, lower: list[Contest]) -> None:
    best, second = ranked(lower[1])
    officer = linked(province, lower, most="1")
    assert written(officer, province) == 302
    before = kinds(province)
    assert before[best.pk] == "advanced"
    disqualify(contest=lower[1], user=best, reason="Thi hộ", by=lower[1].created_by, at=clock.now())
    assert kinds(province) == before, "nothing changes by itself"
    assert "2 chỗ trong danh sách lên vòng sẽ khác" in officer.get(url("rounds", province)).content.decode()
    assert signed_in(best).post(url("start", province)).status_code == 302
    page = officer.get(url("rounds_advance", province)).content.decode()
    assert "Giữ nguyên vì đã vào thi" in page
    assert written(officer, province, page=page) == 302
    assert (kinds(province)[best.pk], kinds(province)[second.pk]) == ("advanced", "advanced")


def test_a_round_leads_only_where_it_may(province: Contest, lower: list[Contest]) -> None:
    one, at = lower[0], clock.now()
    told = {"contest": one, "by": one.created_by, "at": at}
    with pytest.raises(Refusal, match="not_for_this"):
        lead_to(**told, target=province)  # it takes nobody from rounds yet
    linked(province, lower, by="top", most="1")
    for circle in (province, one):
        with pytest.raises(Refusal, match="circle"):
            lead_to(contest=province, target=circle, by=province.created_by, at=at)
    Contest.objects.filter(pk=province.pk).update(leads_to=None, state="settled")
    with pytest.raises(Refusal, match="already_settled"):
        lead_to(**told, target=None)


def test_places_shared_by_rounds_wait_for_all_of_them(province: Contest, lower: list[Contest]) -> None:
    officer = linked(province, lower, by="top", most="1", reserves="0")
    late = make_counted(rights=[4], confirmation="school")
    Contest.objects.filter(pk=late.pk).update(leads_to=province)
    assert written(officer, province) == 409
    Contest.objects.filter(pk=late.pk).update(leads_to=None)
    assert written(officer, province) == 302
    assert kinds(province) == {ranked(lower[0])[0].pk: "advanced"}
