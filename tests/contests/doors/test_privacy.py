"""One's own data to take along, a pupil's on request, and the Department's page of old names."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from backend import clock
from contests.models import Appeal, Attempt, Contest, Signal
from schools.models import Trail, User
from tests.factories import make_user
from tests.factories_certificates import make_certificate
from tests.factories_results import make_counted, make_over

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def file_of(user: User) -> dict[str, object]:
    reply = client_of(user).get("/account/data.json")
    assert reply.status_code == 200
    assert "no-store" in reply["Cache-Control"]
    return dict(json.loads(reply.content))


def test_all_of_ones_own_and_nothing_of_another() -> None:
    contest = make_counted(rights=[3, 1])
    attempt, other = contest.attempts.select_related("user").order_by("pk")
    for one, text in ((attempt, "Em xin xem lại câu hai."), (other, "Của bạn khác.")):
        Appeal.objects.create(attempt=one, text=text, at=contest.closes_at)
        make_certificate(one)
    Signal.objects.create(attempt=attempt, kind="left", at=contest.closes_at, ms=900)
    told = file_of(attempt.user)
    text = json.dumps(told, ensure_ascii=False)
    [sat] = told["attempts"]  # type: ignore[misc]  # a list
    assert [(one["number"], one["right"], bool(one["key"]), bool(one["question"])) for one in sat["answers"]] == [
        (number, right, True, True) for number, right in zip((1, 2, 3, 4), _rights(attempt), strict=True)
    ]
    assert (sat["points"], sat["rank"], len(sat["signals"]), len(told["certificates"])) == (300, 1, 1, 1)  # type: ignore[arg-type]
    assert "Em xin xem lại câu hai." in text
    assert other.user.full_name not in text
    assert "Của bạn khác." not in text
    page = client_of(attempt.user).get("/account/data/").content.decode()
    for said in (attempt.user.full_name, sat["answers"][0]["question"], "Rời trang làm bài", "Em xin xem lại câu hai."):
        assert said in page


def test_the_page_is_called_after_whoever_reads_it() -> None:
    for role, title in (("pupil", "Dữ liệu của em"), ("teacher", "Dữ liệu về thầy cô")):
        page = client_of(make_user(role)).get("/account/data/").content.decode()
        assert f"<title>{title} ·" in page


def _rights(attempt: Attempt) -> list[bool]:
    from contests.queries.paper import items_shown

    shown = items_shown(attempt.paper, seed=attempt.seed, shuffle=attempt.contest.shuffle, language="vi")
    right = dict(attempt.answers.values_list("item_id", "right"))
    return [bool(right[item.id]) for item in shown]


def test_no_question_before_the_end_and_no_key_that_the_rules_keep() -> None:
    running = make_over(rights=[2])
    [sat] = file_of(running.attempts.get().user)["attempts"]  # type: ignore[misc]  # a list
    assert (sat["answers"], sat["answered"]) == ([], 4)
    kept = make_counted(rights=[2], keys_open="never", results_open="never")
    [sat] = file_of(kept.attempts.get().user)["attempts"]  # type: ignore[misc]  # a list
    assert [sorted(one) for one in sat["answers"]] == [["given", "lang", "number", "question", "received_at"]] * 4
    assert (sat["points"], sat["right"], sat["rank"]) == (None, None, None)


def test_a_pupils_data_on_request_is_written_down() -> None:
    contest = make_counted(rights=[2])
    pupil = contest.attempts.get().user
    leader = make_user("leader", school=contest.school)
    address = f"/people/pupils/{pupil.pk}/data/"
    assert client_of(leader).get(address).status_code == 200
    assert not Trail.objects.filter(act="person_exported").exists()
    assert json.loads(client_of(leader).post(address, {"form": "json"}).content)["person"]["username"] == pupil.username
    assert pupil.full_name in client_of(leader).post(address).content.decode()
    rows = Trail.objects.filter(act="person_exported", actor=leader, subject=pupil.username)
    assert sorted(rows.values_list("note", flat=True)) == ["json", "page"]


@pytest.fixture
def old() -> Contest:
    """A contest whose results are a year and a day old."""
    contest = make_counted(rights=[2, 1])
    settled = clock.now() - timedelta(days=367)
    Contest.objects.filter(pk=contest.pk).update(settled_at=settled)
    contest.result_lists.update(published_at=settled)
    return contest


def test_old_names_go_after_a_tick_unless_they_are_held(old: Contest) -> None:
    officer = client_of(make_user("officer"))
    assert old.code in officer.get("/people/old-names/").content.decode()
    until = f"{clock.today() + timedelta(days=20):%d/%m/%Y}"
    wrong = officer.post("/people/old-names/hold", {"code": old.code, "until": "01/01/2020", "reason": "Đơn thư"})
    assert (wrong.status_code, "Ngày này không muộn hơn" in wrong.content.decode()) == (422, True)
    held = officer.post("/people/old-names/hold", {"code": old.code, "until": until, "reason": "Đơn thư"})
    assert held.status_code == 302
    officer.post("/people/old-names/forget", {"sure": "yes"})
    old.refresh_from_db()
    assert old.deidentified_at is None
    assert "Đơn thư" in officer.get("/people/old-names/").content.decode()
    Contest.objects.update(retention_months=12)
    assert officer.post("/people/old-names/forget", {"sure": "yes"}).status_code == 302
    old.refresh_from_db()
    assert old.deidentified_at is not None
    assert old.code not in officer.get("/people/old-names/").content.decode()


def test_demonstration_accounts_see_no_real_contest(old: Contest) -> None:
    assert client_of(make_user("officer", is_demo=True)).get("/people/old-names/").status_code == 403
    assert old.deidentified_at is None
