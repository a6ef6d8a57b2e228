"""A pupil's pages where something is out of the ordinary: no session, a busy server, a contest that is off."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from backend import clock
from contests import intake
from contests.models import Attempt, Contest, ContestState, PredictionOutcome, Result, ResultList
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
    contests.make_paper(contest, bank.make_questions(1))
    return contests.make_attempt(contest, make_user("pupil", school=school))


@pytest.fixture
def client(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.user, backend="schools.backends.CardBackend")
    return client


def change(attempt: Attempt, **fields: object) -> None:
    Contest.objects.filter(pk=attempt.contest_id).update(**fields)


def ended(attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(state="submitted", ended_at=attempt.due_at, time_used_ms=1)


@pytest.mark.parametrize(
    ("ask", "address", "back"),
    [
        (Client.post, "/contest/{code}/start", "%2Fcontest%2F{code}%2F"),
        (Client.get, "/sit/{attempt}/", "%2Fsit%2F{attempt}%2F"),
        (Client.post, "/sit/{attempt}/", "%2Fsit%2F{attempt}%2F"),
        (Client.get, "/sit/{attempt}/result/", "%2Fsit%2F{attempt}%2Fresult%2F"),
    ],
)
def test_whoever_lost_the_session_is_asked_for_the_card_and_comes_back(
    attempt: Attempt, ask: Callable[..., object], address: str, back: str
) -> None:
    names = {"code": attempt.contest.code, "attempt": attempt.pk}
    reply = ask(Client(), address.format(**names))
    assert (reply.status_code, reply["Location"]) == (302, f"/card/?next={back.format(**names)}")  # type: ignore[attr-defined]  # a response


def test_a_paper_handed_in_as_a_form_while_the_server_is_busy_is_not_called_saved(
    attempt: Attempt, client: Client
) -> None:
    with patch.object(intake, "give", side_effect=intake.Busy):
        reply = client.post(f"/sit/{attempt.pk}/")
    assert reply.status_code == 503
    assert reply["Retry-After"]
    assert "bài chưa được lưu" in reply.content.decode()


def test_a_cancelled_contest_says_so_and_promises_nothing(attempt: Attempt, client: Client) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(state="closed", ended_at=attempt.started_at)
    change(attempt, state=ContestState.CANCELLED)
    page = client.get(f"/sit/{attempt.pk}/result/").content.decode()
    assert "Cuộc thi đã bị hủy" in page
    assert 'data-wait="no"' in page
    assert "Kết quả mở" not in page
    assert "Lời giải mở" not in page
    assert "Dừng lúc" in page
    assert "Hết giờ" not in page
    assert f"/contest/{attempt.contest.code}/board/" not in page
    assert client.get(f"/api/attempts/{attempt.pk}").json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("rules", "waits", "says"),
    [
        ({"results_open": "close"}, True, "Trang sẽ tự cập nhật"),
        ({"results_open": "never"}, False, "không công bố phần này"),
        ({"results_open": "submit"}, False, "Lời giải mở theo luật thi"),
        ({"results_open": "submit", "keys_open": "never"}, False, "không công bố phần này"),
        ({"results_open": "never", "state": "settled"}, False, "không công bố phần này"),
    ],
)
def test_the_result_page_promises_what_the_rules_will_keep(
    attempt: Attempt, client: Client, rules: dict[str, object], waits: bool, says: str
) -> None:
    ended(attempt)
    change(attempt, **rules)
    page = client.get(f"/sit/{attempt.pk}/result/").content.decode()
    assert f'data-wait="{"yes" if waits else "no"}"' in page
    assert says in page


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"board_to": "everybody"}, "Ai cũng xem được bảng xếp hạng."),
        ({"board_to": "everybody", "results_open": "close"}, "Bảng xếp hạng chỉ mở khi cuộc thi có kết quả."),
        ({"results_open": "never"}, "Bảng xếp hạng chỉ thầy cô phụ trách xem được."),
    ],
)
def test_the_rules_in_words_say_who_really_sees_the_board(
    attempt: Attempt, client: Client, rules: dict[str, object], sentence: str
) -> None:
    change(attempt, **rules)
    assert sentence in client.get(f"/contest/{attempt.contest.code}/").content.decode()


def test_a_published_result_says_what_decided_and_what_was_predicted(attempt: Attempt, client: Client) -> None:
    ended(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(prediction=12_345, stands_at=attempt.due_at, receipt="ABCD-2345")
    change(attempt, state="settled", prediction="entrants", appeal_h=24)
    at = clock.now()
    address = f"/sit/{attempt.pk}/result/"
    ResultList.objects.create(contest=attempt.contest, version=1, counted_at=at, published_at=at)
    Result.objects.create(
        contest=attempt.contest, version=1, attempt=attempt, rank=3, tied=False, decided_by="prediction", points=0,
        right=0, time_used_ms=1,
    )  # fmt: skip
    PredictionOutcome.objects.create(
        contest=attempt.contest, of="entrants", actual=9_876, persons=9_876, disqualified=0, all_right=0, frozen_at=at
    )
    page = client.get(address).content.decode()
    for said in (
        "dự đoán gần hơn",
        "12.345",
        "9.876",
        "ABCD-2345",
        "Đây là kết quả đã công bố",
        f"/sit/{attempt.pk}/appeal/",
    ):
        assert said in page, said
    ResultList.objects.create(contest=attempt.contest, version=2, counted_at=at)
    assert "đang được tính lại" in client.get(address).content.decode()
    ResultList.objects.filter(version=1).update(published_at=at - timedelta(hours=25))
    assert f"/sit/{attempt.pk}/appeal/" not in client.get(address).content.decode()
