"""The list with its filters, one item, the way out: what fits, how hard it was, and always as many queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.actions import editing
from quiz.models import Question
from quiz.queries.files import drafts_for_export, number_for_export
from quiz.queries.shelf import Filters, item_by_slug, shelf_page
from quiz.rules.draft import OptionDraft, PictureDraft
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import LATER, draft_of, make_edit, make_in_review, make_record, make_written
from tests.factories_quiz import SQUARE, make_draft, make_multiple, make_question, make_questions

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
PICTURE = PictureDraft("square.svg", SQUARE, "Hình vuông", "A square")


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER)


def listed(user: User, **asked: str) -> list[str]:
    """Slugs that fit, everything being visible."""
    filters = Filters.taken_from(asked)
    page = shelf_page(Question.objects.all(), filters, user=user, day=filters.on or DAY, number="1")
    return [row.question.slug for row in page.rows]


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


# --- filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", "economic"),
        ("pillar", "aec"),
        ("level", "analyse"),
        ("band", "teacher"),
        ("shelf", "open"),
        ("kind", "multiple"),
    ],
)
def test_a_mark_narrows_the_list(officer: User, field: str, value: str) -> None:
    make_question(slug="usual")
    make_question(slug="odd", **{"options": make_multiple().options} if field == "kind" else {}, **{field: value})
    assert listed(officer, **{field: value}) == ["odd"]
    assert set(listed(officer, **{field: getattr(make_draft(), field)})) == {"usual"}
    assert len(listed(officer, **{field: "<script>"})) == (0 if field == "topic" else 2)


def test_states_are_asked_for_and_retired_items_only_then(officer: User) -> None:
    make_question(slug="approved")
    editing.retire(question=make_question(slug="retired"), by=officer, at=LATER)
    make_written(officer, slug="draft")
    make_in_review(officer, slug="review")
    assert set(listed(officer)) == {"approved", "draft", "review"}
    for state in ("approved", "retired", "draft", "review"):
        assert listed(officer, state=state) == [state]


def test_an_approved_item_with_an_edit_that_waits_is_in_the_queue(officer: User) -> None:
    make_question(slug="at-rest")
    make_edit(make_question(slug="edited"), officer, stem_vi="Sửa?")
    gone = make_edit(make_question(slug="gone"), officer, stem_vi="Sửa?")
    editing.retire(question=gone, by=officer, at=LATER)
    assert listed(officer, state="review") == ["edited"]
    assert set(listed(officer, state="approved")) == {"at-rest", "edited"}
    page = shelf_page(Question.objects.all(), Filters(), user=officer, day=DAY, number="1")
    assert page.waiting == 1


def test_validity_is_that_of_the_day_asked_about(officer: User) -> None:
    make_question(slug="always", valid_from=None)
    make_question(slug="from-2027", valid_from=date(2027, 1, 1))
    make_question(slug="to-2026", valid_from=None, valid_to=date(2026, 12, 31))
    assert set(listed(officer, validity="true")) == {"always", "to-2026"}
    assert listed(officer, validity="resting") == ["from-2027"]
    for first in ("2027-01-01", "1/1/2027", "01/01/2027"):
        assert set(listed(officer, validity="true", on=first)) == {"always", "from-2027"}
    assert set(listed(officer, validity="true", on="31/12/2026")) == {"always", "to-2026"}


@pytest.mark.parametrize(
    "day",
    ["", "x", "30/02/2026", "2026-13-01", "1/1", "1/1/1/1", "9" * 5000 + "-01-01", "99999999999999999999-01-01",
     "9999-12-31", "0001-01-01", "١/١/٢٠٢٧", "-", "1-1-26"],
)  # fmt: skip
def test_what_is_no_day_of_our_times_counts_as_not_asked(officer: User, day: str) -> None:
    make_question(slug="charter-001")
    assert Filters.taken_from({"on": day}).on is None
    assert listed(officer, on=day, validity="true") == ["charter-001"]


def test_used_items_are_those_with_a_record(officer: User) -> None:
    used, few, _fresh = (make_question(slug=slug) for slug in ("used", "few", "fresh"))
    make_record(used, 0.5)
    make_record(few, None, n=2)
    assert set(listed(officer, used="yes")) == {"used", "few"}
    assert listed(officer, used="no") == ["fresh"]


def test_every_item_of_known_hardness_is_easy_middle_or_hard(officer: User) -> None:
    for p in (0.0, 0.29, 0.3, 0.69, 0.7, 1.0):
        make_record(make_question(slug=f"p-{p}".replace(".", "-")), p)
    make_record(make_question(slug="unknown"), None)
    assert listed(officer, hardness="hard") == ["p-0-0", "p-0-29"]
    assert listed(officer, hardness="middle") == ["p-0-3", "p-0-69"]
    assert listed(officer, hardness="easy") == ["p-0-7", "p-1-0"]


def test_pictures_are_asked_for(officer: User) -> None:
    make_question(slug="words")
    make_question(slug="shown", picture=PICTURE)
    assert (listed(officer, picture="yes"), listed(officer, picture="no")) == (["shown"], ["words"])


def test_a_bank_is_asked_for(officer: User) -> None:
    make_question(slug="common")
    mine = make_written(officer, private=True)
    make_written(make_user(Role.TEACHER), private=True)
    assert listed(officer, bank="mine") == [mine.slug]
    assert listed(officer, bank="province") == ["common"]
    assert len(listed(officer)) == 3


@pytest.mark.parametrize(
    "text", ["hien chuong", "HIẾN CHƯƠNG", "Hiê\u0301n chươn\u0067", "chuong   hien", "20 november"]
)
def test_a_search_needs_neither_diacritics_nor_order(officer: User, text: str) -> None:
    make_question(slug="charter")
    make_question(slug="flag", stem_vi="Lá cờ có nền màu gì?", options=make_multiple().options, kind="multiple")
    assert listed(officer, text=text) == ["charter"]


@pytest.mark.parametrize("text", ["%", "_", "100%", "a_b", "\\", "(a+)+$", "'; --", "\0%"])
def test_wildcards_are_letters_like_any_other(officer: User, text: str) -> None:
    make_question(slug="plain")
    assert listed(officer, text=text) == []


def test_wildcards_are_found_where_they_stand(officer: User) -> None:
    make_question(slug="plain")
    make_question(slug="percent", stem_vi="Thuế còn 0–5% vào năm nào?")
    assert listed(officer, text="0–5%") == ["percent"]
    assert listed(officer, text="percent") == ["percent"]
    assert listed(officer, text="x" * 10_000) == []


def test_a_private_item_is_found_by_the_name_it_is_kept_by(officer: User) -> None:
    question = make_written(officer, private=True, slug="mine-own")
    assert listed(officer, text=question.slug) == [question.slug]


def test_filters_survive_an_address() -> None:
    asked = {"text": "hiến", "topic": "charter", "level": "apply", "on": "2027-01-01", "used": "yes"}
    filters = Filters.taken_from(asked)
    assert (filters.as_query(), Filters.taken_from(filters.as_query()), filters.any) == (asked, filters, True)
    assert not Filters.taken_from({"level": "x", "state": "deleted", "bank": "1"}).any
    assert Filters.taken_from({"topic": "a\0b", "text": "\0"}) == Filters(topic="ab")


# --- how they did ----------------------------------------------------------------------------------------------------


def test_p_is_weighed_by_turns_and_places_without_one_count_as_contests(officer: User) -> None:
    question = make_question()
    make_record(question, 0.5, n=30)
    make_record(question, 0.9, n=10)
    make_record(question, None, n=3)
    make_record(question, 0.1, n=0)
    make_record(make_question(), 0.1)
    page = shelf_page(Question.objects.all(), Filters(), user=officer, day=DAY, number="1")
    row = next(row for row in page.rows if row.question == question)
    assert (row.contests, row.p) == (4, pytest.approx(0.6))
    item = item_by_slug(question.slug)
    assert item is not None
    assert (item.contests, item.p) == (4, pytest.approx(0.6))


def test_an_item_without_a_record_has_no_p(officer: User) -> None:
    question = make_question()
    page = shelf_page(Question.objects.all(), Filters(), user=officer, day=DAY, number="1")
    assert (page.rows[0].contests, page.rows[0].p) == (0, None)
    item = item_by_slug(question.slug)
    assert item is not None
    assert (item.contests, item.p, item.held) == (0, None, False)


def test_what_stands_above_the_list_counts_the_province_only(officer: User) -> None:
    make_question(valid_from=None)
    make_question(valid_from=date(2027, 1, 1))
    make_question(valid_from=None, valid_to=date(2026, 12, 1))
    make_written(officer, private=True)
    make_in_review(make_user(Role.TEACHER), private=True)
    page = shelf_page(Question.objects.all(), Filters(), user=officer, day=DAY, number="1")
    assert (page.approved, page.resting, page.ending, page.waiting) == (3, 1, 1, 1)


@pytest.mark.parametrize("number", ["0", "-1", "1e9", "x", "", "999999999999999999999", "1.5"])
def test_an_odd_page_number_is_some_page(officer: User, number: str) -> None:
    make_questions(2)
    page = shelf_page(Question.objects.all(), Filters(), user=officer, day=DAY, number=number)
    assert len(page.rows) == 2


# --- one item --------------------------------------------------------------------------------------------------------


def test_the_edit_that_waits_is_read_by_those_who_judge_it_only(officer: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    waiting = item_by_slug(question.slug)
    standing = item_by_slug(question.slug, waiting=False)
    assert waiting is not None
    assert standing is not None
    assert (waiting.draft.stem_vi, [r.number for r in waiting.revisions]) == ("Bản sửa?", [1, 2])
    assert (standing.draft.stem_vi, [r.number for r in standing.revisions]) == (make_draft().stem_vi, [1])
    assert standing.text.stem_vi == make_draft().stem_vi


def test_acts_are_those_of_this_item(officer: User) -> None:
    question = make_in_review(officer)
    make_in_review(officer)
    editing.send_back(question=question, by=make_user(Role.OFFICER, full_name="Lê Thị Xuân"), at=LATER, reason="Sai.")
    item = item_by_slug(question.slug)
    assert item is not None
    assert [(act.act, act.note) for act in item.acts] == [("item_sent_back", "Sai."), ("item_to_review", "")]
    assert item.acts[0].who == "Lê Thị Xuân"


def test_an_unknown_slug_is_no_item() -> None:
    assert item_by_slug("nowhere") is None


# --- as many queries -------------------------------------------------------------------------------------------------


def test_the_list_takes_as_many_queries_for_three_as_for_one(officer: User) -> None:
    def ask() -> None:
        page = shelf_page(
            Question.objects.all(), Filters.taken_from({"used": "yes"}), user=officer, day=DAY, number="1"
        )
        assert [(row.question.topic.name_vi, row.question.owner, row.p) for row in page.rows]

    make_record(make_question(), 0.5)
    one = queries_of(ask)
    for _unused in range(2):
        make_record(make_written(officer, private=True, picture=PICTURE), 0.5)
    assert queries_of(ask) == one == 4


def test_an_item_takes_as_many_queries_however_much_it_has(officer: User) -> None:
    small = make_question(slug="small", options=make_draft().options[:3])
    make_edit(small, officer, stem_vi="Sửa một lần?")
    options = tuple(OptionDraft(f"Ý {n}", f"Idea {n}", right=n == 0, why_vi="Vì sao", why_en="Why") for n in range(6))
    large = make_question(slug="large", options=options, facts=("a", "b", "c"), picture=PICTURE)
    for n in range(3):
        large = make_edit(large, officer, stem_vi=f"Sửa lần {n}?")
        make_record(large, 0.5)
    assert queries_of(lambda: item_by_slug("small")) == queries_of(lambda: item_by_slug("large")) <= 11


def test_export_takes_as_many_queries_for_three_as_for_one(officer: User) -> None:
    def ask() -> list[str]:
        return [d.slug for d in drafts_for_export(Question.objects.all(), Filters(), user=officer, day=DAY)]

    make_question(slug="a")
    one = queries_of(ask)
    make_question(slug="b", picture=PICTURE, facts=("a", "b"))
    make_question(slug="c", options=make_multiple().options, kind="multiple")
    assert queries_of(ask) == one
    assert ask() == ["a", "b", "c"]
    assert number_for_export(Question.objects.all(), Filters(), user=officer, day=DAY) == 3


def test_what_goes_out_is_what_is_in_use(officer: User) -> None:
    question = make_question()
    words = draft_of(question)
    make_edit(question, officer, stem_vi="Chưa duyệt?")
    [draft] = drafts_for_export(Question.objects.all(), Filters(), user=officer, day=DAY)
    assert draft == words
