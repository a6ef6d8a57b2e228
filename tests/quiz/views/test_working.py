"""An item's page with its way to approval, and the list with its ticks."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from quiz.actions import editing
from quiz.models import Question
from schools.models import Role, Trail, User
from tests.factories import make_user
from tests.factories_bank import LATER, again, make_edit, make_in_review, make_topics, make_written
from tests.factories_quiz import make_question
from tests.quiz.views.working import client_of, page, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    make_topics()
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    make_topics()
    return make_user(Role.OFFICER)


def acts_on(user: User, question: Question) -> set[str]:
    """The buttons that this person is given."""
    body = page(user, f"/bank/{question.slug}/")
    found = set(re.findall(rf'action="/bank/{question.slug}/(?:do/)?(\w+)"', body))
    return found | ({"edit"} if f'href="/bank/{question.slug}/edit/"' in body else set())


def test_buttons_are_those_of_the_role(teacher: User, officer: User) -> None:
    other = make_user(Role.OFFICER)
    assert acts_on(teacher, make_question()) == {"copy"}
    assert acts_on(officer, make_question()) == {"copy", "edit", "retire"}
    assert acts_on(teacher, make_written(teacher, private=True)) == {"copy", "edit", "review", "retire"}
    proposal = make_in_review(teacher, private=True)
    assert acts_on(teacher, proposal) == {"copy", "edit", "retire"}
    assert acts_on(officer, proposal) == {"copy", "approve", "back"}
    own = make_in_review(officer)
    assert acts_on(officer, own) == {"copy", "edit", "back", "retire"}
    assert acts_on(other, own) == {"copy", "edit", "approve", "back", "retire"}
    waiting = make_edit(make_question(), officer, stem_vi="Sửa?")
    assert acts_on(teacher, waiting) == {"copy"}
    assert acts_on(other, waiting) == {"copy", "edit", "approve", "back", "retire"}
    editing.retire(question=waiting, by=officer, at=LATER)
    assert acts_on(other, waiting) == {"copy", "edit", "restore"}


def test_the_page_shows_what_the_waiting_edit_changes(officer: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Hiến chương ASEAN đã ký ngày nào?")
    body = page(make_user(Role.OFFICER), f"/bank/{question.slug}/")
    assert "Đây là bản sửa số 2" in body
    assert "Khác bản 1" in body
    assert re.search(r"<del>.*có hiệu lực từ.*</del>", body)
    assert re.search(r"<ins>.*đã ký.*</ins>", body)


def test_a_former_revision_is_shown_with_its_differences(officer: User) -> None:
    question = make_edit(make_written(officer), officer, explanation_vi="Khác hẳn.", source_title="Nguồn mới")
    body = page(officer, f"/bank/{question.slug}/revisions/2/")
    assert "Khác bản 1" in body
    assert "Nguồn mới" in body
    assert "Khác bản" not in page(officer, f"/bank/{question.slug}/revisions/1/")
    for number in (0, 3, 99999999999999999999):
        assert client_of(officer).get(f"/bank/{question.slug}/revisions/{number}/").status_code == 404


def test_school_staff_cannot_look_at_an_edit_by_its_number(teacher: User, officer: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Chưa ai duyệt?")
    assert client_of(teacher).get(f"/bank/{question.slug}/revisions/2/").status_code == 404
    assert "Chưa ai duyệt?" not in page(teacher, f"/bank/{question.slug}/")


def test_pages_take_as_many_queries_for_a_long_history_as_for_a_short_one(officer: User) -> None:
    client = client_of(officer)

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    short, long = make_written(officer), make_written(officer)
    short = make_edit(short, officer, stem_vi="Sửa?")
    for n in range(3):
        long = make_edit(long, officer, stem_vi=f"Sửa lần {n}?", facts=("a", "b", "c"))
    assert queries_of(f"/bank/{short.slug}/") == queries_of(f"/bank/{long.slug}/") <= 24
    assert queries_of(f"/bank/{short.slug}/revisions/2/") == queries_of(f"/bank/{long.slug}/revisions/2/") <= 28


def test_an_address_that_is_no_web_address_is_no_link(officer: User) -> None:
    question = make_written(officer, source_url="javascript:alert(1)", source_title="Bấm vào đây")
    for address in (f"/bank/{question.slug}/", f"/bank/{question.slug}/revisions/1/", "/bank/"):
        assert 'href="javascript' not in page(officer, address).lower()
    assert "Bấm vào đây" in page(officer, f"/bank/{question.slug}/")


def test_every_step_can_be_taken_from_the_page(teacher: User, officer: User) -> None:
    question = make_written(teacher, private=True)
    mine, theirs = client_of(teacher), client_of(officer)

    def step(client: Client, act: str, **given: object) -> HttpResponse:
        return client.post(f"/bank/{question.slug}/do/{act}", given)

    assert said(step(mine, "review")) == ["Đã gửi duyệt."]
    assert said(step(theirs, "back", reason="Thiếu nguồn <b>gốc</b>.")) == ["Đã trả lại người viết."]
    assert "Thiếu nguồn &lt;b&gt;gốc&lt;/b&gt;." in page(teacher, f"/bank/{question.slug}/")
    step(mine, "review")
    assert said(step(theirs, "approve", seen=1))[-1] == "Đã duyệt."
    assert (again(question).state, again(question).owner) == ("approved", None)
    assert step(mine, "retire").status_code == 403
    assert said(step(theirs, "retire"))[-1] == "Đã ngừng dùng câu này. Đề đã khóa không đổi."
    assert said(step(theirs, "restore"))[-1] == "Câu này chờ duyệt lại."
    acts = Trail.objects.filter(subject=question.slug).order_by("pk").values_list("act", flat=True)
    assert [act.removeprefix("item_") for act in acts] == [
        "to_review", "sent_back", "to_review", "approved", "retired", "restored",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "given", "status"),
    [
        ("approve", {}, 409),
        ("back", {}, 422),
        ("back", {"reason": "\0"}, 422),
        ("restore", {}, 409),
        ("delete", {}, 404),
    ],
)
def test_a_step_that_cannot_be_taken_says_so(officer: User, act: str, given: dict[str, str], status: int) -> None:
    question = make_in_review(officer)
    assert client_of(officer).post(f"/bank/{question.slug}/do/{act}", given).status_code == status
    assert again(question).state == "review"


def test_an_incomplete_item_is_not_sent_and_every_gap_is_named(teacher: User) -> None:
    question = make_written(teacher, private=True, source_url="", stem_en="")
    answer = client_of(teacher).post(f"/bank/{question.slug}/do/review")
    assert said(answer) == [
        "Thiếu tên nguồn hoặc địa chỉ nguồn.",
        "Thiếu tiếng Anh ở câu hỏi, phương án hoặc giải thích.",
    ]
    assert again(question).state == "draft"


@pytest.mark.parametrize("act", ["review", "approve", "back", "retire", "restore"])
def test_nobody_steps_on_another_teachers_item(teacher: User, act: str) -> None:
    question = make_written(make_user(Role.TEACHER, school=teacher.school), private=True)
    refused = 403 if act in {"approve", "back"} else 404
    assert client_of(teacher).post(f"/bank/{question.slug}/do/{act}", {"reason": "x"}).status_code == refused
    assert again(question).state == "draft"


def test_a_teacher_reaches_no_page_of_another_teachers_item(teacher: User) -> None:
    question = make_written(make_user(Role.TEACHER, school=teacher.school), private=True, stem_vi="Bí mật?")
    client = client_of(teacher)
    for path in ("", "edit/", "revisions/1/"):
        answer = client.get(f"/bank/{question.slug}/{path}")
        assert (answer.status_code, "Bí mật?" in answer.content.decode()) == (404, False)
    assert client.post(f"/bank/{question.slug}/copy").status_code == 404
    assert client.get(f"/bank/api/items/{question.slug}").status_code == 404
    assert question.slug not in page(teacher, "/bank/")


def test_messages_follow_the_readers_language(officer: User) -> None:
    question, client = make_written(officer), client_of(officer)
    with translation.override("en"):
        english = translation.gettext("Đã gửi duyệt.")
    client.cookies["django_language"] = "en"
    assert said(client.post(f"/bank/{question.slug}/do/review")) == [english]


# --- the list with its ticks -----------------------------------------------------------------------------------------


def tick(user: User, act: str, *questions: Question, **given: str) -> HttpResponse:
    return client_of(user).post("/bank/mark", {"act": act, "slug": [q.slug for q in questions], **given})


def test_ticked_items_are_marked_and_the_filters_stay(officer: User) -> None:
    questions = [make_question(), make_question()]
    answer = tick(officer, "shelf:open", *questions, asked="level=apply&page=2")
    assert said(answer) == ["Đã đổi 2 câu."]
    assert set(Question.objects.values_list("shelf", flat=True)) == {"open"}
    assert parse_qs(urlsplit(answer["Location"]).query) == {"level": ["apply"], "page": ["2"]}
    assert urlsplit(answer["Location"]).path == "/bank/"


@pytest.mark.parametrize("act", ["", "shelf:", "shelf:gone", "state:approved", "owner:1", "level", "delete", "new"])
def test_an_odd_act_does_nothing(officer: User, act: str) -> None:
    question = make_question()
    before = Question.objects.values().get()
    assert tick(officer, act, question).status_code == 302
    assert Question.objects.values().get() == before


def test_what_cannot_be_done_to_one_item_is_said_and_stops_no_other(officer: User) -> None:
    good, gaps = make_written(officer), make_written(officer, source_url="")
    done = make_question()
    answer = tick(officer, "review", good, gaps, done)
    lines = said(answer)
    assert lines[0] == "Đã làm xong 1 câu."
    assert {line.partition(":")[0] for line in lines[1:]} == {gaps.slug, done.slug}
    assert [again(q).state for q in (good, gaps, done)] == ["review", "draft", "approved"]


def test_proposals_from_shelves_are_approved_from_the_list(teacher: User, officer: User) -> None:
    proposal, own = make_in_review(teacher, private=True), make_in_review(officer)
    lines = said(tick(officer, "approve", proposal, own))
    assert lines[0] == "Đã làm xong 1 câu."
    assert lines[1].startswith(f"{own.slug}: Câu do chính mình viết")
    assert (again(proposal).state, again(own).state) == ("approved", "review")
    assert tick(teacher, "approve", own).status_code == 403


def test_a_teacher_ticks_only_what_is_the_teachers(teacher: User) -> None:
    mine, province = make_written(teacher, private=True), make_question()
    lines = said(tick(teacher, "retire", mine, province))
    assert lines == ["Bỏ qua 1 câu không sửa được.", "Đã làm xong 1 câu."]
    assert (again(mine).state, again(province).state) == ("retired", "approved")
    assert "Chưa chọn câu nào mà thầy cô sửa được." in said(tick(teacher, "shelf:open", province))
    assert again(province).shelf == "kept"
    assert said(tick(teacher, "retire")) == ["Chưa chọn câu nào mà thầy cô sửa được."]


def test_the_way_back_leads_nowhere_else(officer: User) -> None:
    answer = tick(officer, "retire", asked="//evil.vn/\r\nSet-Cookie: a=b")
    assert answer["Location"].startswith("/bank/?")
    assert "\n" not in answer["Location"]
    assert "a" not in answer.cookies
