"""Files of questions: looked at without a trace, kept for an hour for one person, brought in whole or not at all."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from backend.refusals import Refusal
from quiz.actions import imports
from quiz.exchange import formats
from quiz.exchange.formats import Format
from quiz.exchange.reading import FileRefused, Reading
from quiz.models import Picture, Question, Revision, Upload
from quiz.rules.draft import PictureDraft
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import GIFT, make_topics
from tests.factories_quiz import AT, SQUARE, make_draft, make_picture, make_question

pytestmark = pytest.mark.django_db
BROKEN = GIFT + "\n::flag-broken::Cờ ASEAN có hình gì? {~Sao ~Trăng ~Lửa}\n"


@pytest.fixture
def teacher() -> User:
    make_topics()
    return make_user(Role.TEACHER)


def look(text: str | bytes, by: User, **changes: object) -> imports.Preview:
    data = text if isinstance(text, bytes) else text.encode()
    given = {"name": "de.txt", "form": "gift", "topic": "charter", "private": True, **changes}
    return imports.preview_file(data=data, by=by, **given)


def keep(text: str, by: User, at: object = AT) -> Upload:
    return imports.keep_upload(data=text.encode(), name="de.txt", form="gift", by=by, at=at)


def bring(upload: Upload, by: User, **changes: object) -> tuple[int, int]:
    given = {"topic": "charter", "at": AT, "private": True, "without_broken": False, **changes}
    return imports.import_upload(upload_id=upload.pk, by=by, **given)


def png(mode: str = "RGB", size: tuple[int, int] = (40, 30), **saving: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, "PNG", **saving)
    return out.getvalue()


def with_picture(data: bytes) -> Format:
    draft = make_draft(slug="pictured", picture=PictureDraft("a.png", data, "Hình", "Picture"))
    return Format("pictured", ".x", "x/x", lambda _data, _name: Reading([draft]), None)


# --- looking ---------------------------------------------------------------------------------------------------------


def test_looking_stores_nothing(teacher: User) -> None:
    preview = look(BROKEN, teacher)
    assert [draft.slug for draft in preview.drafts] == ["flag-colours", "flag-rice"]
    assert (preview.form, preview.there) == ("gift", 0)
    assert [problem.code for problem in preview.problems] == ["no_key"]
    assert (Question.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_format_is_told_by_the_file_where_none_is_named(teacher: User) -> None:
    assert look(GIFT, teacher, form="").form == "gift"
    assert look(GIFT, teacher, form="no such format").form == "gift"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (b"\xff\xfe\x00\xd8", "not_text"), (b"a\0b", "not_text"), (b"x" * 10_000_001, "too_large")],
)
def test_a_file_that_is_refused_whole_is_one_problem(teacher: User, data: bytes, code: str) -> None:
    preview = look(data, teacher)
    assert (list(preview.drafts), [problem.code for problem in preview.problems]) == ([], [code])


def test_a_format_that_is_written_only_cannot_be_read(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one_way = Format("out", ".x", "x/x", None, None)
    monkeypatch.setitem(formats.FORMATS, "out", one_way)
    assert [problem.code for problem in look(GIFT, teacher, form="out").problems] == ["format_not_read"]


def test_what_is_there_already_is_counted_for_this_person(teacher: User) -> None:
    assert bring(keep(GIFT, teacher), teacher) == (2, 0)
    assert look(GIFT, teacher).there == 2
    assert look(GIFT, make_user(Role.TEACHER)).there == 0
    assert look(GIFT, make_user(Role.OFFICER), private=False).there == 0


def test_an_item_goes_to_the_topic_it_names_if_it_is_one_of_ours(teacher: User) -> None:
    text = "// [tag:topic:economic]\n" + GIFT + "\n// [tag:topic:football]\n::goal::Mấy bàn thắng? {#3}\n"
    preview = look(text, teacher, topic="ca_mau")
    assert [(draft.slug, draft.topic) for draft in preview.drafts] == [
        ("flag-colours", "economic"),
        ("flag-rice", "ca_mau"),
        ("goal", "ca_mau"),
    ]
    assert ("goal", "topic_not_ours", ("football",)) in [(n.where, n.code, n.values) for n in preview.notes]


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_is_made_anew_and_stored_once(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    comment = png() + b"GPS 9.17,105.15"
    monkeypatch.setitem(formats.FORMATS, "pictured", with_picture(comment))
    [draft] = look("x", teacher, form="pictured").drafts
    assert draft.picture is not None
    assert draft.picture.data[8:12] == b"WEBP"
    assert b"GPS" not in draft.picture.data
    for by in (teacher, make_user(Role.TEACHER)):
        upload = imports.keep_upload(data=b"x", name="a", form="pictured", by=by, at=AT)
        assert bring(upload, by) == (1, 0)
    picture = Picture.objects.get()
    assert picture.media == "image/webp"
    assert Revision.objects.filter(picture=picture, alt_vi="Hình").count() == 2


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", SQUARE, b"GIF89a<script>", b"text"],
)
def test_a_picture_that_cannot_be_made_anew_is_left_out_and_said(
    teacher: User, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setitem(formats.FORMATS, "pictured", with_picture(data))
    preview = look("x", teacher, form="pictured")
    assert (preview.drafts[0].picture, [note.code for note in preview.notes]) == (None, ["picture_refused"])


def test_a_drawing_that_the_bank_has_already_is_kept_as_it_is(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_picture(SQUARE)
    monkeypatch.setitem(formats.FORMATS, "pictured", with_picture(SQUARE))
    [draft] = look("x", teacher, form="pictured").drafts
    assert draft.picture is not None
    assert draft.picture.data == SQUARE


# --- bringing in -----------------------------------------------------------------------------------------------------


def test_what_was_looked_at_comes_in_and_the_file_goes(teacher: User) -> None:
    upload = keep(GIFT, teacher)
    assert bring(upload, teacher) == (2, 0)
    assert Upload.objects.count() == 0
    rows = Question.objects.values_list("owner", "state", "shelf", "topic__code").distinct()
    assert set(rows) == {(teacher.pk, "draft", "kept", "charter")}
    assert bring(keep(GIFT, teacher), teacher) == (0, 2)
    assert Revision.objects.count() == 2


def test_the_departments_items_are_drafts_of_the_province(teacher: User) -> None:
    officer = make_user(Role.OFFICER)
    assert bring(keep(GIFT, officer), officer, private=False) == (2, 0)
    assert set(Question.objects.values_list("slug", "owner", "state")) == {
        ("flag-colours", None, "draft"),
        ("flag-rice", None, "draft"),
    }


def test_nothing_comes_in_while_anything_is_broken(teacher: User) -> None:
    upload = keep(BROKEN, teacher)
    with pytest.raises(Refusal) as caught:
        bring(upload, teacher)
    assert (caught.value.code, caught.value.status) == ("file_has_problems", 422)
    assert (Question.objects.count(), Upload.objects.count()) == (0, 1)
    assert bring(upload, teacher, without_broken=True) == (2, 0)


def test_a_preview_older_than_an_hour_is_refused(teacher: User) -> None:
    upload = keep(GIFT, teacher)
    with pytest.raises(Refusal) as caught:
        bring(upload, teacher, at=AT + timedelta(hours=1, seconds=1))
    assert caught.value.code == "preview_old"
    assert bring(upload, teacher, at=AT + timedelta(hours=1)) == (2, 0)


def test_nobody_brings_in_what_somebody_else_looked_at(teacher: User) -> None:
    upload = keep(GIFT, make_user(Role.TEACHER, school=teacher.school))
    with pytest.raises(Refusal) as caught:
        bring(upload, teacher)
    assert caught.value.code == "preview_old"
    assert (Question.objects.count(), Upload.objects.count()) == (0, 1)


def test_a_file_comes_in_once_however_often_the_button_is_pressed(teacher: User) -> None:
    upload = keep(GIFT, teacher)
    bring(upload, teacher)
    with pytest.raises(Refusal):
        imports.import_upload(
            upload_id=upload.pk or 1, topic="charter", by=teacher, at=AT, private=True, without_broken=False
        )
    assert Question.objects.count() == 2


def test_files_of_yesterday_go_when_somebody_keeps_a_new_one(teacher: User) -> None:
    keep(GIFT, teacher, AT - timedelta(hours=2))
    fresh = keep(GIFT, make_user(Role.TEACHER), AT - timedelta(minutes=30))
    newest = keep(GIFT, teacher)
    assert set(Upload.objects.values_list("pk", flat=True)) == {fresh.pk, newest.pk}


def test_an_approved_item_is_not_touched_by_a_file_that_names_it(teacher: User) -> None:
    question = make_question(slug="flag-rice")
    officer = make_user(Role.OFFICER)
    assert bring(keep(GIFT, officer), officer, private=False) == (2, 0)
    assert bring(keep(GIFT, officer), officer, private=False) == (0, 2)
    question.refresh_from_db()
    assert (question.state, question.kind, question.revisions.count()) == ("approved", "single", 1)


def test_a_reader_that_refuses_says_so_with_its_place(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_data: bytes, _name: str) -> Reading:
        raise FileRefused("too_many_items", "L7")

    monkeypatch.setitem(formats.FORMATS, "odd", Format("odd", ".x", "x/x", refuses, None))
    [problem] = look("x", teacher, form="odd").problems
    assert (problem.where, problem.code) == ("L7", "too_many_items")
