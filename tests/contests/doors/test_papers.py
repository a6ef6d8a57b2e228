"""The desk of papers: choosing, the proof, printing, and answers that come in on paper."""

import io
import re
from datetime import timedelta

import pytest
import xlsxwriter
from django.test import Client

from backend import clock
from contests.actions.paper import freeze_papers
from contests.exchange import paper_print
from contests.models import Attempt, Channel, ChosenItem, Contest, LateAnswer, PaperItem, PaperKey, ResultList
from contests.queries.board import rows_served
from contests.queries.paper import frozen_paper, marked_items
from contests.queries.verification import differences
from contests.rules.marks import mark_of
from contests.views import paper_files, paper_words
from quiz.models import Question
from schools.models import Trail
from tests.cast import Cast, Side, make_cast
from tests.factories import make_enrolment, make_user
from tests.factories_contests import make_attempt, make_contest, make_paper, right_value
from tests.factories_quiz import make_question, make_questions, six_kinds

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"csrfmiddlewaretoken[^>]*")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    return client


def running(cast: Cast, papers: int = 2, **fields: object) -> Contest:
    """A contest of one item of each kind, frozen, open since an hour."""
    at = clock.now()
    contest = make_contest(
        school=cast.own.school, by=cast.own.teacher, opens_at=at - timedelta(hours=1),
        closes_at=at + timedelta(hours=1), paper_kind="fixed", papers_count=papers, published_at=at, **fields,
    )  # fmt: skip
    for position, question in enumerate(six_kinds(), start=1):
        ChosenItem.objects.create(contest=contest, question=question, position=position)
    freeze_papers(contest=contest, by=cast.own.teacher, at=at)
    return contest


def test_items_are_chosen_ordered_and_dropped_without_a_script(cast: Cast) -> None:
    one, two = make_question(slug="first-item"), make_question(slug="second-item")
    contest = make_contest(school=cast.own.school, by=cast.own.teacher, state="draft")
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/"
    client.post(f"{url}set", {"kind": "fixed", "count": "2"})
    assert "second-item" in client.get(url, {"text": "second-item"}).content.decode()
    for question in (one, two):
        client.post(f"{url}choose", {"act": "add", "question": question.pk, "asked": "text=item"})
    client.post(f"{url}choose", {"act": "up", "question": two.pk})
    client.post(f"{url}choose", {"act": "points", "question": two.pk, "points": "2,5"})
    rows = ChosenItem.objects.filter(contest=contest).values_list("question_id", "position", "points")
    assert list(rows) == [(two.pk, 1, 250), (one.pk, 2, 100)]
    client.post(f"{url}choose", {"act": "drop", "question": two.pk})
    assert list(rows.all()) == [(one.pk, 2 - 1, 100)]
    contest.refresh_from_db()
    assert (contest.paper_kind, contest.papers_count) == ("fixed", 2)
    secret = make_question(slug="of-another")
    Question.objects.filter(pk=secret.pk).update(owner=cast.other.teacher, state="draft")
    assert client.post(f"{url}choose", {"act": "add", "question": secret.pk}).status_code == 404


def test_the_page_shows_the_proof_and_each_paper_its_keys_but_not_to_who_sits_it(cast: Cast) -> None:
    contest = running(cast)
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/"
    page = client.get(url).content.decode()
    assert "101" in page
    assert "6 câu có ở nhiều mã đề" in page
    one = client.get(f"{url}2/").content.decode()
    assert "Bangkok" in one
    make_attempt(contest, cast.own.teacher)
    assert client.get(f"{url}2/").status_code == 403


def test_a_contest_for_teachers_keeps_its_papers_from_those_it_invites(cast: Cast) -> None:
    contest = running(cast, audience="teachers")
    colleague = make_user("teacher", school=cast.own.school)
    client = Client()
    client.force_login(colleague, backend="schools.backends.StaffBackend")
    assert client.get(f"/teach/contests/{contest.code}/papers/").status_code == 403
    assert desk(cast).get(f"/teach/contests/{contest.code}/papers/").status_code == 200


def test_print_and_preview_hold_every_item_and_do_not_change_with_the_keys(cast: Cast) -> None:
    contest = running(cast)
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/"
    paper = contest.papers.get(number=2)

    def shown() -> tuple[object, ...]:
        page = client.get(f"{url}2/", {"look": "pupil"}).content.decode()
        return paper_words.paper_text(contest, paper, "vi"), paper_words.blank_sheet(paper), TOKEN.sub("", page)

    text, _sheet, _page = before = shown()
    assert isinstance(text, paper_print.PaperText)
    assert [item.number for item in text.items] == [1, 2, 3, 4, 5, 6]
    assert {item.kind for item in text.items} == {"single", "multiple", "matching", "ordering", "number", "text"}
    assert all(item.options or item.rows for item in text.items if item.kind not in {"number", "text"})
    PaperKey.objects.filter(item__paper=paper).update(value='["nothing"]')
    assert shown() == before
    for name in ("papers.pdf", "sheets.pdf", f"sheets.pdf?room={cast.own.school_class.name}"):
        answer = client.get(f"{url}{name}")
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store"


def test_the_department_prints_sheets_of_each_school_with_its_name(cast: Cast) -> None:
    made = make_contest(by=cast.officer)
    make_paper(made, make_questions(2))
    for side in (cast.own, cast.other):
        made.invitations.create(school=side.school)
    client = Client()
    client.force_login(cast.officer, backend="schools.backends.StaffBackend")
    rooms = client.get(f"/teach/contests/{made.code}/papers/").context["rooms"]
    assert rooms == [(f"10A1 · {side.school.name}", 1) for side in sorted((cast.own, cast.other), key=school_name)]
    room = f"10A1 · {cast.other.school.name}"
    (sheet,) = paper_files.named_sheets(list(made.papers.all()), paper_files.people_of(made, room), room)
    assert (sheet.name, sheet.class_name) == (cast.other.pupil.full_name, room)
    assert client.get(f"/teach/contests/{made.code}/papers/sheets.pdf", {"room": room}).status_code == 200
    assert client.get(f"/teach/contests/{made.code}/papers/sheets.pdf", {"room": "10A9"}).status_code == 409


def school_name(side: Side) -> str:
    return side.school.name


def recounted(contest: Contest) -> list[str]:
    """What an independent count finds wrong."""
    contest.refresh_from_db()
    return differences(contest, [row.as_dict() for row in rows_served(contest, clock.now())])


def line(contest: Contest, number: int, wrong: int = 0) -> str:
    """A line of right marks, the last ones left out."""
    paper = contest.papers.get(number=number)
    rows = {item.pk: item for item in PaperItem.objects.filter(paper=paper)}
    items = marked_items(paper)
    marks = [mark_of(item, [word.removeprefix("=") for word in right_value(rows[item.id])]) for item in items]
    marks = [mark if item.kind != "number" else "1967" for item, mark in zip(items, marks, strict=True)]
    return " ".join(f"({mark})" for mark in marks[: len(marks) - wrong]) + " -" * wrong


def test_a_typed_sheet_is_graded_and_a_second_one_needs_a_reason(cast: Cast) -> None:
    contest = running(cast)
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/answers/"
    form = {"room": "10A1", "pupil": cast.own.pupil.pk, "number": 2, "act": "save"}
    assert cast.own.pupil.full_name in client.get(url, {"room": "10A1"}).content.decode()
    unreadable = client.post(url, form | {"line": "ZZZZZZ"})
    assert unreadable.status_code == 422
    assert not Attempt.objects.exists()
    assert client.post(url, form | {"line": line(contest, 2, wrong=1)}).status_code == 302
    attempt = Attempt.objects.get()
    assert (attempt.channel, attempt.points, attempt.right) == (Channel.PAPER, 500, 5)
    assert attempt.time_used_ms == contest.length_ms
    assert attempt.stands_at is not None
    assert client.post(url, form | {"line": line(contest, 2)}).status_code == 409
    again = form | {"line": line(contest, 1), "number": 1, "which": "paper", "reason": "Gõ nhầm mã đề"}
    assert client.post(url, again).status_code == 302
    attempt.refresh_from_db()
    assert (attempt.paper.number, attempt.points, attempt.right) == (1, 600, 6)
    assert LateAnswer.objects.filter(attempt=attempt, ruling="refused", reason="Gõ nhầm mã đề").count() == 5
    assert recounted(contest) == []
    assert Trail.objects.filter(act="paper_recorded", subject=contest.code).count() == 2


@pytest.mark.parametrize(("which", "points"), [("online", 0), ("paper", 600)])
def test_a_pupil_who_sat_online_has_one_that_counts(cast: Cast, which: str, points: int) -> None:
    contest = running(cast)
    at = clock.now()
    make_attempt(contest, cast.own.pupil, state="submitted", ended_at=at, submitted_at=at, stands_at=at, time_used_ms=9)
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/answers/"
    form = {"room": "10A1", "pupil": cast.own.pupil.pk, "number": 1, "act": "save", "line": line(contest, 1)}
    assert client.post(url, form).status_code == 409
    assert client.post(url, form | {"which": which}).status_code == 409
    assert client.post(url, form | {"which": which, "reason": "Mất điện giữa giờ"}).status_code == 302
    attempt = Attempt.objects.get()
    assert attempt.points == points
    assert Trail.objects.filter(note__contains="Mất điện").exists()


def test_after_the_results_a_sheet_makes_a_new_version(cast: Cast) -> None:
    contest = running(cast, state="settled")
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/answers/"
    form = {"room": "10A1", "pupil": cast.own.pupil.pk, "number": 1, "act": "save", "line": line(contest, 1)}
    assert client.post(url, form).status_code == 409
    assert client.post(url, form | {"reason": "Bài để quên trong tủ"}).status_code == 302
    assert ResultList.objects.get(contest=contest).reason == "Bài để quên trong tủ"


def workbook(*rows: list[str]) -> io.BytesIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for number, row in enumerate(rows):
        book.worksheets()[0].write_row(number, 0, row) if book.worksheets() else book.add_worksheet().write_row(
            0, 0, row
        )
    book.close()
    file.name = "bai-giay.xlsx"
    file.seek(0)
    return file


def test_a_file_is_previewed_and_its_good_rows_kept(cast: Cast) -> None:
    contest = running(cast)
    second = make_enrolment(
        make_user(school=cast.own.school, full_name="Lý Thị Mai", pupil_code="HS02"), cast.own.school_class
    ).pupil
    marks = {number: [mark.strip("()") for mark in line(contest, number).split(") (")] for number in (1, 2)}
    head = ["Mã học sinh", "Họ và tên", "Lớp", "Mã đề", *map(str, range(1, 7))]
    file = workbook(
        head,
        ["", cast.own.pupil.full_name, "10A1", "101", *marks[1]],
        ["hs02", "", "", "102", *marks[2][:5], ""],
        ["HS99", "", "", "101", *marks[1]],
        ["", cast.own.pupil.full_name, "10A9", "101", *marks[1]],
        ["HS02X", "", "", "109", "Z"],
    )
    client, url = desk(cast), f"/teach/contests/{contest.code}/papers/answers/import/"
    preview = client.post(url, {"file": file})
    assert (preview.context["good"], preview.context["bad"]) == (2, 3)
    assert not Attempt.objects.exists()
    client.post(f"{url}confirm", {"kept": preview.context["kept"]})
    found = {attempt.user_id: attempt for attempt in Attempt.objects.all()}
    assert set(found) == {cast.own.pupil.pk, second.pk}
    assert found[cast.own.pupil.pk].points == 600
    assert found[second.pk].answered == 5
    assert recounted(contest) == []
    template = client.get(url.replace("import/", "template.xlsx"))
    filled = io.BytesIO(template.content)
    filled.name = "mau.xlsx"
    untouched = client.post(url, {"file": filled})  # everybody is absent: nobody gets a paper
    assert (untouched.status_code, untouched.context["empty"], untouched.context["kept"]) == (422, 2, "")
    assert client.post(url, {"file": io.BytesIO(b"a;b\n1;2\n")}).status_code == 422
    assert frozen_paper(contest.papers.get(number=1)).most_points == 600
