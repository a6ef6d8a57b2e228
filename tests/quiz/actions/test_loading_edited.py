"""The bank's files are loaded at every start: they bring what is new in them and undo nothing that people did since."""

import pytest

from quiz.actions import editing
from quiz.actions.questions import Loaded, load_drafts
from quiz.models import Picture, Question, Revision
from quiz.rules.draft import ItemDraft, PictureDraft
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import LATER, again, draft_of, make_edit
from tests.factories_quiz import AT, SQUARE, TOPICS, make_draft

pytestmark = pytest.mark.django_db


def load(*drafts: ItemDraft) -> Loaded:
    return load_drafts(drafts=drafts or [make_draft()], topics=TOPICS, at=LATER)


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER)


@pytest.fixture
def question() -> Question:
    load_drafts(drafts=[make_draft()], topics=TOPICS, at=AT)
    return again(Question.objects.get())


def approved_edit(question: Question, by: User, **changes: object) -> Question:
    question = make_edit(question, by, **changes)
    editing.approve(question=question, by=make_user(Role.OFFICER), at=LATER)
    return again(question)


def test_an_untouched_file_does_not_undo_an_edit(question: Question, officer: User) -> None:
    edited = approved_edit(question, officer, stem_vi="Sửa trên trang?", level="apply", shelf="open")
    loaded = load()
    assert (loaded.new, loaded.revised, loaded.unchanged) == ([], [], 1)
    now = again(question)
    assert (now.current, now.level, now.shelf, now.state) == (edited.current, "apply", "open", "approved")
    assert Revision.objects.count() == 2


def test_an_edited_file_makes_a_new_revision_of_an_edited_item(question: Question, officer: User) -> None:
    approved_edit(question, officer, stem_vi="Sửa trên trang?")
    fresh = make_draft(stem_vi="Sửa trong tệp?")
    assert load(fresh).revised == ["charter-001"]
    now = again(question)
    assert now.current is not None
    assert (now.current.number, now.current.stem_vi, now.current.author) == (3, "Sửa trong tệp?", None)
    assert load(fresh).unchanged == 1
    assert Revision.objects.count() == 3


def test_an_edit_that_waits_survives_a_load(question: Question, officer: User) -> None:
    waiting = make_edit(question, officer, stem_vi="Chờ duyệt?").proposed
    load()
    assert again(question).proposed == waiting
    load(make_draft(stem_vi="Sửa trong tệp?"))
    now = again(question)
    assert (now.proposed, now.current.stem_vi) == (waiting, "Sửa trong tệp?")


def test_an_untouched_file_does_not_bring_a_retired_item_back(question: Question, officer: User) -> None:
    editing.retire(question=question, by=officer, at=LATER)
    assert load().unchanged == 1
    assert again(question).state == "retired"
    # nor does one whose marks alone are new
    load(make_draft(level="analyse"))
    assert (again(question).state, again(question).level) == ("retired", "analyse")
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("shelf", "open"), ("level", "apply"), ("band", "teacher")])
def test_an_untouched_file_does_not_undo_a_mark(question: Question, officer: User, field: str, value: str) -> None:
    """Else an item that the Department keeps for a contest would be open for practice after the next start."""
    editing.mark_many(questions=[question], field=field, value=value, by=officer, at=LATER)
    load()
    assert getattr(again(question), field) == value


def test_a_file_with_new_words_leaves_the_marks_that_it_does_not_change(question: Question, officer: User) -> None:
    editing.mark_many(questions=[question], field="shelf", value="open", by=officer, at=LATER)
    load(make_draft(stem_vi="Sửa trong tệp?"))
    assert (again(question).shelf, again(question).current.number) == ("open", 2)


def test_a_file_with_new_marks_sets_them(question: Question, officer: User) -> None:
    editing.mark_many(questions=[question], field="shelf", value="open", by=officer, at=LATER)
    load(make_draft(level="analyse", topic="economic"))
    now = again(question)
    assert (now.level, now.topic.code, now.shelf) == ("analyse", "economic", "kept")


def test_items_written_here_are_none_of_the_files_business(question: Question, officer: User) -> None:
    editing.create_items(drafts=[make_draft(slug="w-1")], by=officer, at=AT, private=False)
    load()
    written = Question.objects.get(slug="w-1")
    assert (written.state, written.revisions.count()) == ("draft", 1)


def test_an_edit_back_to_the_files_words_is_the_same_revision_as_far_as_files_go(
    question: Question, officer: User
) -> None:
    approved_edit(question, officer, stem_vi="Sửa trên trang?")
    back = approved_edit(question, officer, stem_vi=make_draft().stem_vi)
    assert load().unchanged == 1
    assert again(question).current == back.current


def test_a_picture_is_stored_once_however_many_items_show_it() -> None:
    picture = PictureDraft("flag.svg", SQUARE, "Hình vuông", "A square", "Sở GDĐT")
    drafts = [make_draft(slug=f"pictured-{n}", picture=picture) for n in range(3)]
    load(*drafts)
    load(*drafts)
    stored = Picture.objects.get()
    assert (bytes(stored.data), stored.media, stored.digest) == (SQUARE, "image/svg+xml", picture.digest)
    assert Revision.objects.filter(picture=stored, alt_en="A square", picture_credit="Sở GDĐT").count() == 3
    question = Question.objects.get(slug="pictured-0")
    assert draft_of(question).checksum() == drafts[0].checksum()
