"""The bank's pages: staff read them, pupils and visitors never reach a key."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend import clock
from quiz.actions.questions import load_drafts
from tests.factories import make_user
from tests.factories_quiz import AT, TOPICS, make_draft, make_multiple, make_question, make_questions
from tests.permissions_quiz import ROUTES

pytestmark = pytest.mark.django_db
PATHS = {"quiz:bank": "/bank/", "quiz:item": "/bank/charter-001/"}


def client_of(role: str) -> Client:
    client = Client()
    if role != "visitor":
        client.force_login(make_user(role))
    return client


@pytest.fixture
def teacher() -> Client:
    return client_of("teacher")


@pytest.mark.parametrize("route", sorted(PATHS))
@pytest.mark.parametrize("role", ["visitor", "pupil", "teacher", "leader", "officer", "admin"])
def test_every_method_and_role_gets_its_answer(route: str, role: str) -> None:
    make_question(slug="charter-001")
    client = client_of(role)
    for method, roles in ROUTES[route].items():
        assert client.generic(method, PATHS[route]).status_code == roles[role], method


def test_a_pupil_sees_nothing_of_an_item_in_the_refusal() -> None:
    make_question(slug="charter-001")
    body = client_of("pupil").get("/bank/charter-001/").content.decode()
    draft = make_draft()
    for text in (draft.explanation_vi, draft.stem_vi, draft.options[0].vi):
        assert text not in body


def test_an_unknown_item_is_not_found_and_a_pupil_cannot_tell_which_exist() -> None:
    make_question(slug="charter-001")
    assert client_of("leader").get("/bank/charter-999/").status_code == 404
    pupil = client_of("pupil")
    assert {pupil.get(f"/bank/{slug}/").status_code for slug in ("charter-001", "charter-999")} == {403}


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_list_takes_as_many_queries_for_three_items_as_for_one(teacher: Client) -> None:
    make_questions(1)
    one = queries_of(teacher, "/bank/")
    make_questions(2)
    assert queries_of(teacher, "/bank/") == one
    assert one <= 8


def test_an_item_takes_as_many_queries_for_three_facts_as_for_one(teacher: Client) -> None:
    make_question(slug="one")
    make_question(slug="three", facts=("charter-force", "charter-signed", "sec-est"))
    assert queries_of(teacher, "/bank/one/") == queries_of(teacher, "/bank/three/") <= 16


def listed(client: Client, **asked: str) -> list[str]:
    shelf = client.get("/bank/", asked).context["shelf"]
    return [row.question.slug for row in shelf.rows]


def test_a_search_needs_no_diacritics(teacher: Client) -> None:
    make_question(slug="charter", stem_vi="Hiến chương ASEAN đã ký ở đâu?")
    make_question(slug="flag", stem_vi="Lá cờ ASEAN có nền màu gì?")
    assert listed(teacher, text="hien chuong") == ["charter"]
    assert listed(teacher, text="ĐÃ KÝ") == ["charter"]
    assert listed(teacher, text="Lá cờ") == ["flag"]
    assert listed(teacher, text="flag") == ["flag"]
    assert listed(teacher, text="100%_") == []


def test_filters_narrow_and_unknown_values_are_ignored(teacher: Client) -> None:
    make_question(slug="a", level="apply", shelf="open")
    make_question(slug="b", topic="economic", pillar="aec")
    assert listed(teacher, level="apply") == ["a"]
    assert listed(teacher, shelf="kept") == ["b"]
    assert listed(teacher, topic="economic", pillar="aec") == ["b"]
    assert listed(teacher, level="<script>", shelf="x", page="no") == ["a", "b"]
    assert listed(teacher, topic="nowhere") == []


def test_resting_items_are_marked_and_can_be_asked_for(teacher: Client) -> None:
    today = clock.today()
    make_question(slug="over", valid_from=None, valid_to=today - timedelta(days=1))
    make_question(slug="later", valid_from=today + timedelta(days=1))
    make_question(slug="now", valid_from=None, valid_to=today)
    assert listed(teacher, validity="resting") == ["later", "over"]
    assert listed(teacher, validity="true") == ["now"]
    body = teacher.get("/bank/").content.decode()
    assert body.count("Nghỉ, ") == 2
    assert "2 câu đang nghỉ" in body
    assert "1 câu sắp hết hiệu lực" in body


def test_pages_keep_the_filters(teacher: Client) -> None:
    make_questions(21, level="apply")
    body = teacher.get("/bank/", {"level": "apply", "text": "Hiến chương"}).content.decode()
    assert "1–20 trong 21 câu" in body
    assert "level=apply" in body
    assert "page=2" in body
    assert len(listed(teacher, level="apply", page="2")) == 1


def test_an_item_shows_both_languages_key_explanation_source_and_days(teacher: Client) -> None:
    load_drafts(drafts=[make_multiple(valid_to=date(2030, 12, 31), asks_about=date(2020, 2, 29))], topics=TOPICS, at=AT)
    body = teacher.get("/bank/charter-001/").content.decode()
    draft = make_multiple()
    for text in (
        draft.stem_vi,
        draft.stem_en,
        draft.explanation_vi,
        draft.explanation_en,
        draft.source_url,
        "Thái Lan",
    ):
        assert text in body
    assert body.count("Đáp án") == 4  # two right options in two languages
    for day in ("15/12/2008", "31/12/2030", "29/02/2020"):
        assert day in body
    assert "Bản 1" in body


def test_what_an_item_says_is_escaped(teacher: Client) -> None:
    make_question(slug="charter-001", stem_vi="<b onclick=x>Đâu?</b>", source_url='https://a.vn/"><script>')
    for path in ("/bank/", "/bank/charter-001/"):
        body = teacher.get(path).content.decode()
        assert "<b onclick" not in body
        assert '"><script>' not in body


def test_an_empty_bank_says_what_to_do(teacher: Client) -> None:
    assert "Ngân hàng chưa có câu nào" in teacher.get("/bank/").content.decode()
