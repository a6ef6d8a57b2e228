"""Practice in the browser's eyes: open to all, no key before the answer, a visitor's limit, nothing counted twice."""

import json
import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend import clock
from quiz.actions.holds import hold
from quiz.models import AnswerKey, OptionRemark, PracticeCard, Question, Revision
from quiz.queries.items import keys_of
from quiz.rules.practice import FRESH_A_DAY
from schools.models import User
from tests.factories import make_user
from tests.factories_quiz import make_draft, make_question, make_questions
from tests.permissions_practice import ROUTES

pytestmark = pytest.mark.django_db
START, QUESTIONS, ANSWER, ANSWERS = "/practice/", "/practice/questions/", "/practice/answer/", "/practice/answers"
PATHS = dict(zip(ROUTES, (START, QUESTIONS, ANSWER, ANSWERS), strict=True))
EXPLANATION = make_draft().explanation_vi


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


@pytest.fixture
def visitor() -> Client:
    return client_of(None)


@pytest.fixture
def pupil() -> User:
    return make_user()


def key_of(question: Question) -> list[str]:
    return keys_of([question.current_id])[question.current_id]


def batch_of(client: Client, **wish: str) -> tuple[list[int], int]:
    """Revisions on the page and its moment."""
    batch = client.get(QUESTIONS, wish).context["batch"]
    return [item.revision for item in batch.items], batch.moment


def send(
    client: Client, question: Question, value: object, moment: int, user: int = 0, spoilt: object = None
) -> HttpResponse:
    body = {"revision": question.current_id, "moment": moment, "value": value, "user": user, **(spoilt or {})}
    return client.post(ANSWERS, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("route", sorted(ROUTES))
@pytest.mark.parametrize("role", ["visitor", "pupil", "teacher", "leader", "officer", "admin"])
def test_every_method_and_role_gets_its_answer(route: str, role: str) -> None:
    client = client_of(None if role == "visitor" else make_user(role))
    for method, roles in ROUTES[route].items():
        assert client.generic(method, PATHS[route]).status_code == roles[role], method


def test_the_start_page_counts_open_questions_by_topic_and_says_they_are_public(visitor: Client) -> None:
    make_questions(2, shelf="open")
    make_question(topic="economic")
    page = visitor.get(START).content.decode()
    assert "2 câu" in page
    assert "Chưa có câu luyện tập" in page
    assert "công khai" in page
    assert "đã thuộc" not in page


def test_who_is_logged_in_sees_progress_and_what_is_due(pupil: User) -> None:
    question = make_question(shelf="open")
    client = client_of(pupil)
    assert "Chưa có câu nào đến hạn ôn" in client.get(START).content.decode()
    _items, moment = batch_of(client)
    send(client, question, key_of(question), moment, pupil.pk)
    PracticeCard.objects.update(due_at=clock.now())
    page = client.get(START).content.decode()
    assert "Ôn câu đến hạn (1)" in page
    assert "0 đã thuộc, 1 đang học, 0 mới" in page
    assert batch_of(client, due="1")[0] == [question.current_id]


def test_held_kept_private_and_unapproved_questions_are_nowhere(visitor: Client) -> None:
    names = ("held", "kept", "private", "retired")
    hidden = {name: make_question(stem_vi=f"Câu {name}?", shelf="open") for name in names}
    hold(
        question_ids=[hidden["held"].pk], holder="contest:ABC123", until=clock.now() + timedelta(days=1), at=clock.now()
    )
    Question.objects.filter(pk=hidden["kept"].pk).update(shelf="kept")
    Question.objects.filter(pk=hidden["private"].pk).update(owner=make_user("teacher"))
    Question.objects.filter(pk=hidden["retired"].pk).update(state="retired")
    make_question(stem_vi="Câu mở?", shelf="open")
    page = visitor.get(QUESTIONS).content.decode()
    assert "Câu mở?" in page
    for name, question in hidden.items():
        assert f"Câu {name}?" not in page
        reply = send(visitor, question, key_of(question), 1)
        assert reply.status_code == 404
        assert EXPLANATION not in reply.content.decode()


def test_a_page_is_the_same_whatever_the_key_explanation_and_remarks_are(visitor: Client) -> None:
    question = make_question(shelf="open")
    at, pages = clock.now(), []
    for round_ in range(2):
        with patch("backend.clock.now", return_value=at):
            page = visitor.get(QUESTIONS).content.decode()
        assert EXPLANATION not in page
        pages.append(re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="\w+"', "", page))
        codes = list(question.current.options.values_list("code", flat=True))
        AnswerKey.objects.update(value=json.dumps([code for code in codes if [code] != key_of(question)][:1]))
        Revision.objects.update(
            explanation_vi=f"Vì {round_}", source_title="Nguồn khác", source_url="https://example.org"
        )
        for option in question.current.options.all():
            OptionRemark.objects.get_or_create(option=option, text_vi="Bẫy", text_en="A trap")
    assert pages[0] == pages[1]


def test_the_verdict_brings_key_explanation_and_source(visitor: Client) -> None:
    question = make_question(shelf="open")
    _items, moment = batch_of(visitor)
    reply = send(visitor, question, key_of(question), moment)
    assert reply.status_code == 200
    body = reply.json()
    assert body["outcome"] == "right"
    for text in ("Đúng.", "15/12/2008", EXPLANATION, "https://asean.org/charter"):
        assert text in body["html"]
    assert "no-store" in reply.headers["Cache-Control"]
    assert not PracticeCard.objects.exists()


def test_the_verdict_speaks_the_pages_language_not_the_browsers(visitor: Client) -> None:
    question = make_question(shelf="open")
    body = {"revision": question.current_id, "moment": 1, "value": key_of(question), "user": 0}
    reply = visitor.post(ANSWERS, json.dumps(body), content_type="application/json", headers={"accept-language": "en"})
    assert EXPLANATION in reply.json()["html"]


def test_the_same_answer_sent_twice_is_told_the_same_and_counted_once(pupil: User) -> None:
    question = make_question(shelf="open")
    client = client_of(pupil)
    _items, moment = batch_of(client)
    replies = [send(client, question, key_of(question), moment, pupil.pk).json() for _again in range(2)]
    assert replies[0] == replies[1]
    assert PracticeCard.objects.values_list("seen", "right").get() == (1, 1)


def test_an_answer_that_another_person_left_on_the_device_is_not_taken_for_ones_own(pupil: User) -> None:
    question = make_question(shelf="open")
    reply = send(client_of(pupil), question, key_of(question), 1, user=pupil.pk + 1)
    assert (reply.status_code, reply.json()["code"]) == (409, "other_user")
    assert not PracticeCard.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"revision": "x"}, 400, "malformed"),
        ({"revision": 2**70}, 400, "malformed"),
        ({"revision": 10**15}, 404, "not_found"),
        ({"moment": 10**18 - 1}, 400, "malformed"),
        ({"value": "abc"}, 400, "malformed"),
        ({"value": []}, 422, "no_answer"),
        ({"value": [["x"]]}, 422, "no_answer"),
    ],
)
def test_what_is_no_answer_is_refused(visitor: Client, changes: dict[str, object], status: int, code: str) -> None:
    question = make_question(shelf="open")
    reply = send(visitor, question, key_of(question), 1, spoilt=changes)
    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_a_body_that_is_no_object_is_refused(visitor: Client) -> None:
    assert visitor.post(ANSWERS, "[]", content_type="application/json").status_code == 400


def test_a_visitor_stops_at_the_daily_limit_and_is_told_what_to_do(visitor: Client) -> None:
    questions = make_questions(FRESH_A_DAY + 1, shelf="open")
    moment = int(clock.now().timestamp() * 1000)
    session = visitor.session
    met = sorted(question.current_id for question in questions[: FRESH_A_DAY - 1])
    session["practice"] = {"day": str(clock.today()), "met": met}
    session.save()
    assert len([one for one in batch_of(visitor)[0] if one not in met]) == 1
    assert send(visitor, questions[-2], key_of(questions[-2]), moment).status_code == 200
    for path in (QUESTIONS, f"{QUESTIONS}?topic=charter"):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "Hôm nay em đã làm đủ 30 câu" in page.content.decode()
        assert "/card/?next=/practice/" in page.content.decode()
    refused = send(visitor, questions[-1], key_of(questions[-1]), moment)
    assert (refused.status_code, refused.json()["code"]) == (403, "daily_limit")
    assert EXPLANATION not in refused.content.decode()
    assert send(visitor, questions[0], key_of(questions[0]), moment).status_code == 200, "one of today's again"
    form = {"revision": questions[-1].current_id, "moment": moment, f"item-{questions[-1].current_id}": "x"}
    assert visitor.post(ANSWER, form).url.startswith(QUESTIONS)


def test_who_is_logged_in_has_no_limit(pupil: User) -> None:
    questions = make_questions(FRESH_A_DAY + 1, shelf="open")
    client = client_of(pupil)
    moment = int(clock.now().timestamp() * 1000)
    for question in questions:
        assert send(client, question, key_of(question), moment, pupil.pk).status_code == 200
    assert PracticeCard.objects.count() == FRESH_A_DAY + 1


def test_without_scripts_a_question_is_a_form_and_its_verdict_a_page(pupil: User) -> None:
    question = make_question(shelf="open")
    client = client_of(pupil)
    _items, moment = batch_of(client, level="recall")
    form = {"revision": question.current_id, "moment": moment, "level": "recall"}
    form |= {f"item-{question.current_id}": key_of(question)}
    for _loaded_again in range(2):
        page = client.post(ANSWER, form)
        assert page.status_code == 200
        for text in ("Đúng.", EXPLANATION, "https://asean.org/charter", "/practice/questions/?level=recall"):
            assert text in page.content.decode()
    assert PracticeCard.objects.get().seen == 1


def test_a_form_sent_without_an_answer_shows_the_question_again_and_no_key(visitor: Client) -> None:
    question = make_question(shelf="open")
    page = visitor.post(ANSWER, {"revision": question.current_id, "moment": "1", "topic": "charter"})
    assert page.status_code == 422
    body = page.content.decode()
    assert "Câu trả lời chưa đủ để chấm. Em chọn hoặc gõ lại nhé." in body
    assert EXPLANATION not in body
    assert 'name="topic" value="charter"' in body


def test_a_form_is_guarded_against_other_sites() -> None:
    question = make_question(shelf="open")
    client = Client(enforce_csrf_checks=True)
    assert client.post(ANSWER, {"revision": question.current_id, "moment": "1"}).status_code == 403


@pytest.mark.parametrize("wish", [{"topic": "none"}, {"level": "analyse"}, {"due": "1"}])
def test_nothing_to_practise_is_said_with_a_way_on(pupil: User, wish: dict[str, str]) -> None:
    make_question(shelf="open")
    page = client_of(pupil).get(QUESTIONS, wish)
    assert page.status_code == 200
    assert 'href="/practice/"' in page.content.decode()
    assert "data-question" not in page.content.decode()


def test_an_empty_bank_is_said_on_the_start_page(visitor: Client) -> None:
    assert "Chưa có câu luyện tập nào" in visitor.get(START).content.decode()


@pytest.mark.parametrize("path", [START, QUESTIONS])
def test_pages_take_as_many_queries_for_three_questions_as_for_one(path: str, pupil: User) -> None:
    client = client_of(pupil)
    counted = []
    for number in (1, 2):
        make_questions(number, shelf="open")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 7


def test_ways_lead_to_practice(visitor: Client) -> None:
    assert 'href="/practice/"' in visitor.get("/").content.decode()
    assert 'href="/practice/"' in client_of(make_user("teacher")).get("/bank/").content.decode()
