"""Files in, with a look before anything is kept, and files out, whose names say nothing."""

import inspect
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend import clock
from quiz.exchange import gift
from quiz.exchange.formats import FORMATS
from quiz.models import Question, Upload
from quiz.queries.sentences import SENTENCES
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import GIFT, SCRIPT, make_edit, make_topics, make_written
from tests.factories_quiz import make_draft, make_multiple, make_question
from tests.quiz.views.working import client_of, page, said

pytestmark = pytest.mark.django_db
BROKEN = GIFT + "\n::flag-broken::Cờ ASEAN có hình gì? {~Sao ~Trăng ~Lửa}\n"


@pytest.fixture
def teacher() -> User:
    make_topics()
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    make_topics()
    return make_user(Role.OFFICER)


def look(client: Client, text: str | bytes = GIFT, name: str = "de-thi.txt", **given: str) -> HttpResponse:
    data = text if isinstance(text, bytes) else text.encode()
    return client.post("/bank/import/", {"file": SimpleUploadedFile(name, data), "topic": "charter", **given})


def confirm(client: Client, upload: Upload | int | str, **given: str) -> HttpResponse:
    number = upload.pk if isinstance(upload, Upload) else upload
    return client.post("/bank/import/confirm", {"upload": number, "topic": "charter", **given})


# --- in --------------------------------------------------------------------------------------------------------------


def test_a_file_is_looked_at_then_brought_in(teacher: User) -> None:
    client = client_of(teacher)
    answer = look(client)
    body = answer.content.decode()
    assert (answer.status_code, Question.objects.count()) == (200, 0)
    for text in ("Cờ ASEAN có mấy màu?", "✓ Bốn", "✓ 10", "GIFT (Moodle)", "Nhập 2 câu"):
        assert text in body
    upload = Upload.objects.get()
    assert (upload.owner, f'value="{upload.pk}"' in body) == (teacher, True)
    done = confirm(client, upload)
    assert (done["Location"], said(done)) == ("/bank/?bank=mine", ["Đã nhập 2 câu mới."])
    assert set(Question.objects.values_list("owner", "state")) == {(teacher.pk, "draft")}
    assert not Upload.objects.exists()


def test_the_same_file_again_brings_nothing_new(teacher: User) -> None:
    client = client_of(teacher)
    look(client)
    confirm(client, Upload.objects.get())
    answer = look(client)
    assert answer.context["preview"].there == 2
    assert said(confirm(client, Upload.objects.get()))[-1] == "Đã nhập 0 câu mới, 2 câu đã có từ trước."
    assert Question.objects.count() == 2


def test_the_departments_items_become_drafts_of_the_province(officer: User) -> None:
    client = client_of(officer)
    look(client)
    assert confirm(client, Upload.objects.get())["Location"] == "/bank/?state=draft"
    assert set(Question.objects.values_list("owner", "state")) == {(None, "draft")}


def test_broken_questions_hold_everything_back_unless_they_are_left_out(teacher: User) -> None:
    client = client_of(teacher)
    answer = look(client, BROKEN)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Dòng 5: Thiếu đáp án." in body
    assert 'name="without_broken"' in body
    upload = Upload.objects.get()
    assert confirm(client, upload).status_code == 422
    assert Question.objects.count() == 0
    assert confirm(client, upload, without_broken="yes").status_code == 302
    assert Question.objects.count() == 2


def test_a_file_without_a_sound_question_offers_nothing_to_bring_in(teacher: User) -> None:
    answer = look(client_of(teacher), "::q::Gì? {~a ~b ~c}")
    body = answer.content.decode()
    assert (answer.status_code, Upload.objects.count()) == (422, 0)
    assert "/bank/import/confirm" not in body


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.txt"), (b"PK\x03\x04", "a.bin"), (b"%PDF-1.7", "a.pdf"), (b"\xd0\xcf\x11\xe0", "a.xls"),
     (b"a\0b", "a.txt"), (b"\xff\xfe\x00\xd8", "a.txt"), (b"<a>", "a.xml"),
     (b"<!DOCTYPE a [<!ENTITY b 'c'>]><quiz/>", "a.xml")],
)  # fmt: skip
def test_a_file_that_is_refused_is_refused_in_words(teacher: User, data: bytes, name: str) -> None:
    answer = look(client_of(teacher), data, name)
    assert (answer.status_code, Upload.objects.count()) == (422, 0)
    [line] = answer.context["problems"]
    assert " " in line
    assert not line.startswith(":")


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.read])
def test_every_code_that_a_reader_names_has_a_sentence(name: str) -> None:
    """Each reader's docstring lists its codes."""
    read = FORMATS[name].read
    listed = re.findall(r"(?:Problems|Notes|`FileRefused`)\b[^:]*: ([^.]+)\.", inspect.getdoc(read) or "")
    plain = [re.sub(r"\([^)]*\)", "", text) for text in listed]
    codes = {code for text in plain for code in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", text)}
    assert len(codes) > 3
    assert codes - set(SENTENCES) == set()


def test_no_file_at_all_is_an_error_of_its_field(teacher: User) -> None:
    answer = client_of(teacher).post("/bank/import/", {"topic": "charter"})
    assert (answer.status_code, "id_file_error" in answer.content.decode()) == (422, True)
    assert look(client_of(teacher), topic="football").status_code == 422
    assert look(client_of(teacher), form="exe").status_code == 422


def test_a_preview_older_than_an_hour_is_refused(teacher: User) -> None:
    client = client_of(teacher)
    look(client)
    Upload.objects.update(created_at=clock.now() - timedelta(hours=1, seconds=5))
    answer = confirm(client, Upload.objects.get())
    assert (answer.status_code, "quá một giờ" in answer.content.decode()) == (409, True)
    assert Question.objects.count() == 0


def test_nobody_brings_in_somebody_elses_file(teacher: User) -> None:
    look(client_of(teacher))
    colleague = client_of(make_user(Role.TEACHER, school=teacher.school))
    assert confirm(colleague, Upload.objects.get()).status_code == 409
    assert (Question.objects.count(), Upload.objects.count()) == (0, 1)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "9" * 5000, "1.0", "٣"])
def test_an_odd_number_is_no_file(teacher: User, number: str) -> None:
    assert confirm(client_of(teacher), number).status_code == 409


def test_nothing_in_a_file_becomes_markup(teacher: User) -> None:
    client = client_of(teacher)
    plain = SCRIPT.replace("{}", "x").replace("=", "\\=")
    text = (
        f"::<script>name::[plain]{plain} {{=[plain]{plain} ~[plain]hai#[plain]{plain} ~[plain]ba"
        f"####[plain]{plain}}}\n\n"
        f"// [tag:topic:<script>] [tag:<script>alert(2)]\n::two::[html]<script>x</script>Hai{plain}? {{=a ~b}}\n"
    )
    answer = look(client, text, "<script>alert('name')</script>.txt")
    assert len(answer.context["drafts"]) == 1
    bodies = [answer.content.decode()]
    confirm(client, Upload.objects.get(), without_broken="yes")
    question = Question.objects.get()
    bodies += [page(teacher, f"/bank/{question.slug}/{path}") for path in ("", "edit/", "revisions/1/")]
    bodies.append(page(teacher, "/bank/"))
    for body in bodies:
        assert "&lt;script&gt;alert" in body
        assert "<script>alert" not in body
        assert "<script>name" not in body
        assert "<img src=x" not in body


# --- out -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.write])
def test_a_file_goes_out_as_an_attachment_whose_name_says_nothing(teacher: User, name: str) -> None:
    make_question(slug="charter-001")
    answer = client_of(teacher).get("/bank/export/", {"format": name, "level": "recall"})
    assert answer.status_code == 200
    ending = FORMATS[name].ending
    assert answer["Content-Disposition"] == f'attachment; filename="ngan-hang-{clock.today():%Y-%m-%d}{ending}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"].startswith(FORMATS[name].media)


def test_what_goes_out_is_what_the_filters_show_and_comes_back_whole(teacher: User) -> None:
    make_question(slug="charter-001")
    make_question(slug="charter-002", kind="multiple", options=make_multiple().options, level="apply")
    make_written(make_user(Role.TEACHER), private=True)
    make_written(make_user(Role.OFFICER))
    client = client_of(teacher)
    assert client.get("/bank/export/", {"level": "apply"}).context["number"] == 1
    assert client.get("/bank/export/").context["number"] == 2
    both = gift.read(client.get("/bank/export/", {"format": "gift"}).content)
    assert [draft.slug for draft in both.drafts] == ["charter-001", "charter-002"]
    assert both.drafts[0].checksum() == make_draft().checksum()
    one = gift.read(client.get("/bank/export/", {"format": "gift", "level": "apply"}).content)
    assert [draft.slug for draft in one.drafts] == ["charter-002"]


def test_a_waiting_edit_does_not_go_out(officer: User) -> None:
    make_edit(make_question(), officer, stem_vi="Chưa ai duyệt?")
    assert "Chưa ai duyệt" not in client_of(officer).get("/bank/export/", {"format": "gift"}).content.decode()


def test_what_a_format_leaves_out_is_told_before(teacher: User) -> None:
    make_question(
        slug="in-order", kind="ordering", options=make_draft().options, stem_vi="Xếp?", stem_en="Put in order?"
    )
    answer = client_of(teacher).get("/bank/export/", {"format": "gift", "look": "notes"})
    [line] = answer.context["notes"]
    assert line.startswith("in-order: ")
    assert " " in line.partition(": ")[2]


@pytest.mark.parametrize("name", ["exe", "../x", "GIFT", "<script>"])
def test_an_unknown_format_is_not_found(teacher: User, name: str) -> None:
    answer = client_of(teacher).get("/bank/export/", {"format": name})
    assert (answer.status_code, "<script>" in answer.content.decode()) == (404, name == "never")


def test_the_export_page_keeps_the_filters_and_escapes_what_it_is_asked(teacher: User) -> None:
    answer = client_of(teacher).get("/bank/export/", {"level": "apply", "x": '"><script>alert(1)</script>'})
    body = answer.content.decode()
    assert "level=apply" in body
    assert "<script>alert" not in body


def test_the_export_page_reads_no_item(teacher: User) -> None:
    client = client_of(teacher)
    make_question()
    with CaptureQueriesContext(connection) as queries:
        client.get("/bank/export/")
    assert not any("quiz_option" in query["sql"] or "quiz_answerkey" in query["sql"] for query in queries)


def test_a_files_queries_do_not_grow_with_its_items(teacher: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/bank/export/", {"format": "gift"}).status_code == 200
        return len(found)

    client = client_of(teacher)
    make_question()
    one = queries()
    make_question()
    make_question(facts=("a", "b", "c"))
    assert queries() == one


@pytest.mark.parametrize("path", ["import/", "export/", "import/template", "new/"])
def test_pupils_and_visitors_are_turned_away(path: str) -> None:
    make_topics()
    assert client_of(make_user(Role.PUPIL)).get(f"/bank/{path}").status_code == 403
    assert Client().get(f"/bank/{path}").status_code == 302


@pytest.mark.parametrize("path", ["mark", "preview", "import/", "import/confirm", "new/"])
def test_pupils_post_nothing(path: str) -> None:
    make_topics()
    assert client_of(make_user(Role.PUPIL)).post(f"/bank/{path}").status_code == 403


def test_a_form_from_another_site_is_refused(teacher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher, backend="schools.backends.StaffBackend")
    for path in ("mark", "preview", "import/", "import/confirm", "new/"):
        assert client.post(f"/bank/{path}").status_code == 403
