"""The bank by API: staff only, lists without keys, files out and in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator

from quiz.exchange import gift
from quiz.models import Question
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import GIFT, make_edit, make_in_review, make_record, make_topics, make_written
from tests.factories_quiz import make_draft, make_multiple, make_question
from tests.quiz.views.working import client_of

pytestmark = pytest.mark.django_db
BROKEN = GIFT + "\n::flag-broken::Cờ ASEAN có hình gì? {~Sao ~Trăng ~Lửa}\n"
ROW = {
    "slug", "topic", "kind", "pillar", "level", "band", "shelf", "state",
    "stem_vi", "stem_en", "resting", "contests", "p",
}  # fmt: skip


@pytest.fixture
def teacher() -> User:
    make_topics()
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    make_topics()
    return make_user(Role.OFFICER)


def bring(client: Client, text: str = GIFT, **given: str) -> HttpResponse:
    return client.post(
        "/bank/api/drafts", {"file": SimpleUploadedFile("a.txt", text.encode()), "topic": "charter", **given}
    )


def slugs(client: Client, **asked: str) -> list[str]:
    return [row["slug"] for row in client.get("/bank/api/items", asked).json()["items"]]


# --- gates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["items", "items/charter-001", "drafts?form=gift"])
@pytest.mark.parametrize(("role", "status", "code"), [("visitor", 401, "not_signed_in"), ("pupil", 403, "not_allowed")])
def test_others_get_the_error_shape_and_nothing_else(path: str, role: str, status: int, code: str) -> None:
    make_question(slug="charter-001")
    client = Client() if role == "visitor" else client_of(make_user(role))
    answer = client.get(f"/bank/api/{path}")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code)
    assert set(body) == {"code", "detail", "server_time", "request_id"}
    assert "ASEAN" not in answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [("visitor", 401), ("pupil", 403)])
def test_others_bring_in_nothing(role: str, status: int) -> None:
    make_topics()
    client = Client() if role == "visitor" else client_of(make_user(role))
    assert bring(client, store="yes").status_code == status
    assert not Question.objects.exists()


def test_a_script_of_another_site_brings_in_nothing(teacher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher, backend="schools.backends.StaffBackend")
    answer = bring(client, store="yes")
    assert (answer.status_code, answer.json()["code"], Question.objects.count()) == (403, "csrf", 0)


@pytest.mark.parametrize(("method", "path"), [("put", "items"), ("delete", "items/charter-001"), ("patch", "drafts")])
def test_other_methods_are_not_allowed(officer: User, method: str, path: str) -> None:
    make_question(slug="charter-001")
    answer = getattr(client_of(officer), method)(f"/bank/api/{path}")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


# --- list and item ---------------------------------------------------------------------------------------------------


def test_rows_hold_no_key(teacher: User) -> None:
    question = make_question(slug="charter-001")
    make_record(question, 0.625)
    answer = client_of(teacher).get("/bank/api/items")
    page = answer.json()
    assert {name: page[name] for name in ("count", "page", "pages")} == {"count": 1, "page": 1, "pages": 1}
    [row] = page["items"]
    assert set(row) == ROW
    assert (row["slug"], row["topic"], row["contests"], row["p"]) == ("charter-001", "charter", 1, 0.625)
    draft = make_draft()
    for text in ("15/12/2008", draft.explanation_vi, draft.source_url, *draft.key):
        assert text not in json.dumps(page, ensure_ascii=False)


def test_the_list_takes_filters_and_pages(teacher: User) -> None:
    for n in range(21):
        make_question(slug=f"item-{n:02}", level="apply" if n == 7 else "recall")
    client = client_of(teacher)
    assert slugs(client, level="apply") == ["item-07"]
    assert (len(slugs(client)), slugs(client, page="2")) == (20, ["item-20"])
    assert len(slugs(client, page="1000000000")) == 1
    assert len(slugs(client, page_size="1000", ordering="password", owner__password="x")) == 20
    assert slugs(client, text="%") == []


def test_everybody_lists_what_they_may_read(teacher: User, officer: User) -> None:
    make_question(slug="approved")
    mine = make_written(teacher, private=True)
    draft, proposal = make_written(officer), make_in_review(make_user(Role.TEACHER), private=True)
    assert set(slugs(client_of(teacher))) == {"approved", mine.slug}
    assert set(slugs(client_of(officer))) == {"approved", draft.slug, proposal.slug}


def test_the_list_takes_as_many_queries_for_three_as_for_one(teacher: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/bank/api/items").status_code == 200
        return len(found)

    client = client_of(teacher)
    make_question()
    one = queries()
    make_record(make_question(), 0.5)
    make_written(teacher, private=True)
    assert queries() == one


def test_an_item_is_whole(teacher: User) -> None:
    make_question(slug="charter-002", kind="multiple", options=make_multiple().options)
    answer = client_of(teacher).get("/bank/api/items/charter-002")
    item = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert sorted(option["vi"] for option in item["options"] if option["right"]) == ["Singapore", "Thái Lan"]
    assert (item["facts"], item["valid_from"], item["valid_to"]) == (["charter-force"], "2008-12-15", None)
    assert item["source_url"] == make_draft().source_url


def test_an_item_that_is_not_ones_own_to_read_is_not_found(teacher: User, officer: User) -> None:
    hidden = [make_written(make_user(Role.TEACHER), private=True), make_written(officer)]
    for slug in [*(question.slug for question in hidden), "nowhere"]:
        answer = client_of(teacher).get(f"/bank/api/items/{slug}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    waiting = make_edit(make_question(), officer, stem_vi="Chưa ai duyệt?")
    assert client_of(teacher).get(f"/bank/api/items/{waiting.slug}").json()["stem_vi"] == make_draft().stem_vi
    assert client_of(officer).get(f"/bank/api/items/{waiting.slug}").json()["stem_vi"] == "Chưa ai duyệt?"


# --- files -----------------------------------------------------------------------------------------------------------


def test_items_go_out_as_a_file(teacher: User) -> None:
    make_question(slug="charter-001")
    make_question(slug="charter-002", level="apply")
    answer = client_of(teacher).get("/bank/api/drafts", {"form": "gift", "level": "recall"})
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"].startswith('attachment; filename="ngan-hang-')
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert [draft.checksum() for draft in gift.read(answer.content).drafts] == [make_draft().checksum()]


@pytest.mark.parametrize("form", ["", "exe", "GIFT"])
def test_an_unknown_format_is_not_found(teacher: User, form: str) -> None:
    answer = client_of(teacher).get("/bank/api/drafts", {"form": form})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_file_is_looked_at_then_stored(teacher: User) -> None:
    client = client_of(teacher)
    looked = bring(client)
    assert looked.json() == {"format": "gift", "items": 2, "new": 0, "there": 0, "problems": [], "notes": []}
    assert not Question.objects.exists()
    assert bring(client, store="yes").json()["new"] == 2
    assert set(Question.objects.values_list("owner", "state")) == {(teacher.pk, "draft")}
    again = bring(client, store="yes").json()
    assert (again["new"], again["there"], Question.objects.count()) == (0, 2, 2)


def test_the_departments_file_becomes_drafts_of_the_province(officer: User) -> None:
    bring(client_of(officer), store="yes")
    assert set(Question.objects.values_list("slug", "owner")) == {("flag-colours", None), ("flag-rice", None)}


def test_a_file_with_a_broken_question_is_not_stored(teacher: User) -> None:
    answer = bring(client_of(teacher), BROKEN, store="yes")
    assert (answer.status_code, Question.objects.count()) == (422, 0)
    body = answer.json()
    assert (body["items"], body["new"], body["problems"]) == (2, 0, ["Dòng 5: Thiếu đáp án."])


@pytest.mark.parametrize("given", [{}, {"file": "words"}, {"file": SimpleUploadedFile("a", b"")}])
def test_no_file_is_refused(teacher: User, given: dict[str, object]) -> None:
    answer = client_of(teacher).post("/bank/api/drafts", given)
    assert (answer.status_code, answer.json()["items"]) == (422, 0)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_another_type_of_body_is_not_supported(teacher: User, kind: str) -> None:
    answer = client_of(teacher).post("/bank/api/drafts", "{}", content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_type")


def test_the_schema_knows_the_bank_and_warns_of_nothing() -> None:
    reset_generator_stats()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    warnings = [str(line) for line in [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]]
    assert warnings == []
    names = {operation["operationId"] for path in schema["paths"].values() for operation in path.values()}
    assert {"bank_items", "bank_item", "bank_drafts_out", "bank_drafts_in"} <= names
    row = schema["components"]["schemas"]["Row"]["properties"]
    assert set(row) == ROW
