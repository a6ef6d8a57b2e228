"""A paper opened on devices: what the API gives and keeps, and the signals that come of it."""

from datetime import timedelta

import pytest
from django.test import Client

from backend import clock
from contests.models import Answer, Attempt, Contest, Signal
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    school = make_school()
    opens_at = clock.now() - timedelta(minutes=1)
    contest = contests.make_contest(
        school=school, by=make_user("teacher", school=school), opens_at=opens_at, prediction="entrants"
    )
    contests.make_paper(contest, bank.make_questions(1))
    return contests.make_attempt(contest, make_user("pupil", school=school))


def device(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.user, backend="schools.backends.CardBackend")
    return client


def send(client: Client, attempt: Attempt, what: str = "openings", **message: object) -> dict[str, object]:
    reply = client.post(f"/api/attempts/{attempt.pk}/{what}", message, content_type="application/json")
    assert reply.status_code == 200, reply.content
    return dict(reply.json())


def test_an_opening_says_how_the_attempt_stands(attempt: Attempt) -> None:
    phone = device(attempt)
    opened = send(phone, attempt)
    assert opened["opening"] == opened["openings"] == 1
    assert (opened["paused"], opened["notice"], opened["prediction"], opened["answers"]) == (None, None, None, [])
    assert send(phone, attempt, "answers", prediction=12_345, opening=1)["openings"] == 1
    assert phone.get(f"/api/attempts/{attempt.pk}").json()["prediction"] == 12_345


def test_another_browser_is_a_signal_and_the_same_one_is_not_even_after_a_new_login(attempt: Attempt) -> None:
    phone, tablet = device(attempt), device(attempt)
    send(phone, attempt)
    send(phone, attempt)
    phone.force_login(attempt.user, backend="schools.backends.CardBackend")
    send(phone, attempt)
    assert not Signal.objects.exists()
    send(tablet, attempt)
    assert [signal.kind for signal in Signal.objects.all()] == ["device"]


def test_the_older_device_learns_of_the_newer_one_its_answers_count_and_its_hand_in_does_not(attempt: Attempt) -> None:
    phone, tablet = device(attempt), device(attempt)
    item = attempt.paper.items.get()
    answer = {
        "item": item.pk,
        "value": contests.right_value(item),
        "opening": send(phone, attempt)["opening"],
        "seq": 1,
    }
    send(tablet, attempt)
    late = send(phone, attempt, "answers", answers=[answer], submit=True, opening=1)
    assert (late["openings"], late["state"], late["submitted"]) == (2, "sitting", False)
    assert Answer.objects.get().opening == 1
    assert send(tablet, attempt, "answers", submit=True, opening=2)["submitted"]


def test_leaving_is_kept_fifty_times_at_most_while_the_attempt_is_sat(attempt: Attempt) -> None:
    phone = device(attempt)
    Signal.objects.bulk_create([Signal(attempt=attempt, kind="left", at=clock.now()) for _unused in range(49)])
    assert send(phone, attempt, "signals", ms=4_200) == {"kept": True}
    assert send(phone, attempt, "signals", ms=4_200) == {"kept": False}
    assert Signal.objects.latest("pk").ms == 4_200
    for wrong in ({"ms": 100}, {"ms": True}, {"ms": "5000"}, {}):
        bad = phone.post(f"/api/attempts/{attempt.pk}/signals", wrong, content_type="application/json")
        assert bad.status_code == 400


@pytest.mark.parametrize(("asks", "kept"), [("entrants", 12_345), ("none", None)])
def test_a_form_without_scripts_brings_the_prediction(attempt: Attempt, asks: str, kept: int | None) -> None:
    Contest.objects.update(prediction=asks)
    device(attempt).post(f"/sit/{attempt.pk}/", {"prediction": "12.345"})
    attempt.refresh_from_db()
    assert (attempt.prediction, attempt.state) == (kept, "submitted")
