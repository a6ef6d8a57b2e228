"""The editor: what is typed is kept, previewed, refused with every word in place, and never lost unseen."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from quiz.models import Picture, Question, Revision
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import SCRIPT, again, make_edit, make_topics, make_written
from tests.factories_quiz import make_question
from tests.quiz.views.working import WRITTEN, client_of, form_of, page, photograph, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    make_topics()
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    make_topics()
    return make_user(Role.OFFICER)


def test_a_teacher_writes_on_the_private_shelf(teacher: User) -> None:
    answer = client_of(teacher).post("/bank/new/", WRITTEN)
    question = Question.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bank/{question.slug}/")
    assert (question.owner, question.state, question.level, question.band) == (
        teacher,
        "draft",
        "apply",
        "upper_secondary",
    )
    revision = question.current
    assert revision is not None
    assert [option.text_vi for option in revision.options.filter(remark__isnull=False)] == ["55"]
    assert revision.facts.count() == 2
    assert f"{revision.valid_from}" == "2008-12-15"


def test_an_officer_writes_for_the_province_unless_told_otherwise(officer: User) -> None:
    client = client_of(officer)
    client.post("/bank/new/", WRITTEN)
    client.post("/bank/new/", {**WRITTEN, "private": "yes"})
    assert sorted(Question.objects.values_list("owner", flat=True), key=str) == [officer.pk, None]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("multiple", {"right_1": "on"}),
        ("matching", {"match_vi_0": "a", "match_vi_1": "b", "match_vi_2": "c", "match_vi_3": "thừa"}),
        ("ordering", {}),
        ("number", {"answers": "660\n680.5"}),
        ("text", {"answers": "Cà Mau\n=Cà mau"}),
    ],
)
def test_every_kind_can_be_written_and_stands_after_an_untouched_save(
    teacher: User, kind: str, parts: dict[str, str]
) -> None:
    client = client_of(teacher)
    assert client.post("/bank/new/", {**WRITTEN, "kind": kind, **parts}).status_code == 302
    question = Question.objects.get()
    assert question.kind == kind
    answer = client.post(f"/bank/{question.slug}/edit/", form_of(client, question))
    assert said(answer) == ["Không có gì thay đổi."]
    assert Revision.objects.count() == 1


def test_an_untouched_save_of_an_item_from_the_files_is_no_revision(officer: User) -> None:
    question, client = make_question(stem_vi="Hai dòng:\nmột và hai?"), client_of(officer)
    values = form_of(client, question)
    # as browsers send lines
    values["stem_vi"] = str(values["stem_vi"]).replace("\n", "\r\n")
    assert client.post(f"/bank/{question.slug}/edit/", values).status_code == 302
    assert Revision.objects.count() == 1


def test_letters_are_kept_in_one_way_of_writing(teacher: User) -> None:
    typed = {**WRITTEN, "stem_vi": "Hie\u0302\u0301n chương?", "vi_0": "mu\u031bo\u031b\u0300i ba"}
    client_of(teacher).post("/bank/new/", typed)
    revision = Revision.objects.get()
    assert revision.stem_vi == "Hiến chương?"
    assert "mười ba" in revision.options.values_list("text_vi", flat=True)


def test_what_cannot_be_saved_stays_in_the_form_with_its_troubles_in_vietnamese(officer: User) -> None:
    bad = {**WRITTEN, "right_0": "", "valid_to": "31/02/2026", "stem_en": SCRIPT, "private": "yes"}
    answer = client_of(officer).post("/bank/new/", bad)
    body = answer.content.decode()
    assert (answer.status_code, Question.objects.count()) == (422, 0)
    for name in ("stem_vi", "vi_0", "en_2", "why_vi_1", "source_url", "facts"):
        assert str(WRITTEN[name]) in body
    assert "31/02/2026" in body
    assert "<script>alert" not in body
    assert re.search(r'<input[^>]*name="private"[^>]* checked', body)
    assert "id_valid_to_error" in body
    good_day = client_of(officer).post("/bank/new/", {**bad, "valid_to": ""})
    assert (good_day.status_code, "Thiếu đáp án." in good_day.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "essay"},
        {"kind": ""},
        {"topic": "football"},
        {"level": "x"},
        {"stem_vi": ""},
        {"stem_vi": "x" * 2001},
        {"stem_vi": "a\0b"},
        {"source_url": "javascript:alert(1)"},
        {"facts": "x" * 81},
        {"valid_from": "0000"},
        {"vi_1": "13"},
    ],
)
def test_no_odd_value_is_saved_or_breaks_the_page(teacher: User, change: dict[str, str]) -> None:
    client = client_of(teacher)
    assert client.post("/bank/new/", {**WRITTEN, **change}).status_code == 422
    assert client.post("/bank/preview", {**WRITTEN, **change}).status_code == 200
    assert Question.objects.count() == 0


def test_a_preview_shows_the_item_and_stores_nothing(officer: User) -> None:
    client = client_of(officer)
    for address in ("/bank/new/", "/bank/preview"):
        answer = client.post(address, {**WRITTEN, "act": "preview", "look": "en"})
        body = answer.content.decode()
        assert (answer.status_code, Question.objects.count()) == (200, 0)
        assert 'lang="en"' in body
        assert "How many chapters" in body
    question = make_question()
    values = form_of(client, question, stem_vi="Chỉ xem thử?", act="preview")
    answer = client.post(f"/bank/{question.slug}/edit/", values)
    assert (answer.status_code, Revision.objects.count(), "Chỉ xem thử?" in answer.content.decode()) == (200, 1, True)


def test_a_preview_says_what_is_missing(officer: User) -> None:
    body = client_of(officer).post("/bank/preview", {**WRITTEN, "source_url": "", "stem_en": ""}).content.decode()
    assert "Thiếu tên nguồn hoặc địa chỉ nguồn." in body
    assert "Thiếu tiếng Anh" in body


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering", "number", "text", "", "odd"])
def test_a_preview_of_next_to_nothing_is_a_preview(officer: User, kind: str) -> None:
    client = client_of(officer)
    for given in ({}, {"stem_vi": "Gì?"}, {"vi_0": "a"}, {"answers": "x\n\ny\nz"}, {"match_vi_0": "a", "en_1": "b"}):
        assert client.post("/bank/preview", {"kind": kind, **given}).status_code == 200


def test_a_picture_is_made_anew(teacher: User) -> None:
    client = client_of(teacher)
    answer = client.post(
        "/bank/new/", {**WRITTEN, "picture": photograph(), "alt_vi": "Một dải đỏ", "alt_en": "A red band"}
    )
    assert answer.status_code == 302
    picture = Picture.objects.get()
    assert picture.media == "image/webp"
    assert b"GPS" not in bytes(picture.data)
    assert max(Image.open(io.BytesIO(bytes(picture.data))).size) == 1280
    shown = client.get(f"/bank/pictures/{picture.digest}")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    # it stays until it is taken away
    question = Question.objects.get()
    client.post(f"/bank/{question.slug}/edit/", form_of(client, question, alt_vi="Dải đỏ"))
    assert (again(question).current.picture, again(question).current.alt_vi) == (picture, "Dải đỏ")
    client.post(f"/bank/{question.slug}/edit/", form_of(client, question, no_picture="on"))
    assert again(question).current.picture is None


def test_a_picture_that_is_not_saved_yet_is_asked_for_again(teacher: User) -> None:
    client = client_of(teacher)
    for more in ({"act": "preview"}, {"stem_vi": ""}):
        answer = client.post("/bank/new/", {**WRITTEN, "picture": photograph(), "alt_vi": "Dải đỏ", **more})
        body = answer.content.decode()
        assert "Hình vừa chọn chưa được lưu." in body
        assert "/bank/pictures/" not in body  # it has no address yet
    assert "Hình vừa chọn" not in client.post("/bank/new/", {**WRITTEN, "act": "preview"}).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n",
        b"x" * 5_000_001,
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(teacher: User, data: bytes) -> None:
    given = {**WRITTEN, "picture": SimpleUploadedFile("a.png", data, content_type="image/png")}
    answer = client_of(teacher).post("/bank/new/", given)
    assert (answer.status_code, Picture.objects.count()) == (422, 0)
    body = answer.content.decode()
    assert WRITTEN["stem_vi"] in body
    assert "id_picture_error" in body


def test_the_second_to_save_sees_what_the_first_changed(officer: User) -> None:
    question, client = make_written(officer), client_of(officer)
    values = form_of(client, question, stem_vi="Tôi sửa thế này?")
    make_edit(question, make_user(Role.OFFICER), stem_vi="Người kia sửa thế kia?")
    # a look in between does not make the other's words seen
    client.post(f"/bank/{question.slug}/edit/", {**values, "act": "preview"})
    looked = client.post(f"/bank/{question.slug}/edit/", {**values, "act": "preview"})
    assert looked.context["newest"] == 1
    answer = client.post(f"/bank/{question.slug}/edit/", values)
    body = answer.content.decode()
    assert (answer.status_code, again(question).current.stem_vi) == (422, "Người kia sửa thế kia?")
    assert "Tôi sửa thế này?" in body
    assert "Người khác vừa đổi" in body
    assert "Người kia" in body
    # now they have been seen
    assert answer.context["newest"] == 2
    assert client.post(f"/bank/{question.slug}/edit/", {**values, "seen": 2}).status_code == 302
    assert again(question).current.stem_vi == "Tôi sửa thế này?"


def test_a_mark_that_somebody_else_set_is_not_set_back_unseen(officer: User) -> None:
    question, client = make_written(officer), client_of(officer)
    values = form_of(client, question, topic="economic", group="a|b")
    make_edit(question, make_user(Role.OFFICER), level="apply", shelf="open")
    answer = client.post(f"/bank/{question.slug}/edit/", values)
    body = answer.content.decode()
    assert (answer.status_code, again(question).level, again(question).topic.code) == (422, "apply", "charter")
    moved = [(its.field, [run.words for run in its.runs]) for its in answer.context["meanwhile"]]
    assert moved == [("level", ["Nhận biết", "Vận dụng"]), ("shelf", ["Dành cho cuộc thi", "Công khai (luyện tập)"])]
    assert f'value="{answer.context["marks"]}"' in body
    known = {**values, "level": "apply", "shelf": "open", "seen_marks": answer.context["marks"]}
    saved = client.post(f"/bank/{question.slug}/edit/", known, follow=True)
    assert "Đã lưu." in saved.content.decode()
    assert (again(question).level, again(question).topic.code, again(question).group) == ("apply", "economic", "a|b")
    assert Revision.objects.count() == 1
    same = client.post(f"/bank/{question.slug}/edit/", form_of(client, question), follow=True)
    assert "Không có gì thay đổi." in same.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "1.0", "9" * 5000, "٣"])
def test_a_save_that_saw_nothing_is_refused(officer: User, seen: str) -> None:
    question, client = make_written(officer), client_of(officer)
    answer = client.post(f"/bank/{question.slug}/edit/", form_of(client, question, stem_vi="Mới?", seen=seen))
    assert (answer.status_code, Revision.objects.count()) == (422, 1)


def test_the_kind_of_a_standing_item_cannot_be_changed_by_hand(officer: User) -> None:
    question, client = make_written(officer), client_of(officer)
    answer = client.post(f"/bank/{question.slug}/edit/", form_of(client, question, kind="text", answers="x"))
    assert (answer.status_code, again(question).kind) == (302, "single")


def test_an_item_with_more_rows_than_a_new_one_keeps_them_all(officer: User) -> None:
    pairs = {f"vi_{n}": f"Ý {n}" for n in range(6)} | {f"en_{n}": f"Idea {n}" for n in range(6)}
    shared = {f"match_vi_{n}": "Chung" for n in range(6)}
    spare = {f"match_vi_{n}": f"Thừa {n}" for n in (6, 7)}
    client = client_of(officer)
    bare = {name: value for name, value in WRITTEN.items() if not re.match(r"(vi|en|why_\w+|right)_\d", name)}
    assert client.post("/bank/new/", {**bare, **pairs, **shared, **spare, "kind": "matching"}).status_code == 302
    question = Question.objects.get()
    client.post(
        f"/bank/{question.slug}/edit/", form_of(client, question, vi_8="", match_vi_8="Thừa nữa", stem_vi="Mới?")
    )
    client.post(f"/bank/{question.slug}/edit/", form_of(client, question))
    assert again(question).current.options.filter(code__startswith="t").count() >= 3


def test_a_copy_is_ones_own(teacher: User) -> None:
    question, client = make_question(), client_of(teacher)
    answer = client.post(f"/bank/{question.slug}/copy")
    copy = Question.objects.get(owner=teacher)
    assert answer["Location"] == f"/bank/{copy.slug}/edit/"
    assert (copy.state, copy.current.stem_vi, question.revisions.count()) == ("draft", question.current.stem_vi, 1)
    client.post(answer["Location"], form_of(client, copy))
    assert copy.revisions.count() == 1


def test_no_text_of_an_item_becomes_markup_on_any_page(officer: User) -> None:
    client = client_of(officer)
    texts = {name: SCRIPT.format(name) for name in ("stem_vi", "stem_en", "explanation_vi", "explanation_en")}
    texts |= {f"{part}_{n}": SCRIPT.format(f"{part}{n}") for part in ("vi", "en", "why_vi", "why_en") for n in range(3)}
    texts |= {"source_title": SCRIPT.format("source"), "group": "<script>g", "facts": "<script>f"}
    texts |= {"alt_vi": SCRIPT.format("alt"), "alt_en": SCRIPT.format("alt"), "picture": photograph()}
    written = client.post("/bank/new/", {**WRITTEN, **texts, "source_url": 'https://a.vn/"><script>alert(1)</script>'})
    assert written.status_code == 302
    question = Question.objects.get()
    changed = form_of(client, question, stem_vi=SCRIPT.format("changed"))
    assert client.post(f"/bank/{question.slug}/edit/", changed).status_code == 302
    address = f"/bank/{question.slug}/"
    bodies = [page(officer, path) for path in ("/bank/", address, f"{address}edit/", f"{address}revisions/2/")]
    bodies.append(client.post("/bank/preview", changed).content.decode())
    bodies.append(client.post(f"{address}edit/", {**changed, "act": "preview"}).content.decode())
    for body in bodies:
        assert "&lt;script&gt;alert" in body
        assert "<script>alert" not in body
        assert "<script>g" not in body
        assert "<script>f" not in body
        assert "<img src=x" not in body


def test_the_slug_of_a_tick_is_escaped_where_it_is_told(officer: User) -> None:
    answer = client_of(officer).post("/bank/mark", {"act": "retire", "slug": ["<script>x"]}, follow=True)
    assert "<script>x" not in answer.content.decode()
