"""Loading: idempotent, edited items become revisions, and nothing is half stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from quiz.actions.questions import BankUnsound, load_bank, load_drafts
from quiz.models import AnswerKey, Option, Question, Revision, RevisionFact, Topic
from tests.factories_quiz import AT, TOPICS, make_draft, make_multiple, write_bank

pytestmark = pytest.mark.django_db


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Topic, Question, Revision, RevisionFact, Option, AnswerKey))


def test_a_folder_is_loaded_as_approved_items(tmp_path: Path) -> None:
    loaded = load_bank(at=AT, folder=write_bank(tmp_path, make_draft(), make_multiple(slug="charter-002")))
    assert (loaded.new, loaded.revised, loaded.unchanged) == (["charter-001", "charter-002"], [], 0)
    assert rows() == (3, 2, 2, 2, 8, 2)
    question = Question.objects.get(slug="charter-001")
    assert (question.state, question.shelf, question.topic.code) == ("approved", "kept", "charter")
    assert question.current is not None
    assert question.current.checksum == make_draft().checksum()
    assert question.current.key.value == f'["{make_draft().key[0]}"]'


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft(), make_multiple(slug="charter-002"))
    load_bank(at=AT, folder=folder)
    before = rows()
    again = load_bank(at=AT, folder=folder)
    assert (again.new, again.revised, again.unchanged) == ([], [], 2)
    assert rows() == before


def test_an_edited_item_is_a_new_revision_and_the_old_one_stays() -> None:
    load_drafts(drafts=[make_draft()], topics=TOPICS, at=AT)
    old = Revision.objects.get()
    options = tuple(replace(o, right=n == 1) for n, o in enumerate(make_draft().options))
    edited = make_draft(stem_vi="Hiến chương có hiệu lực ngày nào?", options=options)
    loaded = load_drafts(drafts=[edited], topics=TOPICS, at=AT)
    assert loaded.revised == ["charter-001"]
    question = Question.objects.select_related("current").get()
    assert question.current is not None
    assert (question.current.number, question.current.stem_vi) == (2, edited.stem_vi)
    kept = Revision.objects.get(pk=old.pk)
    assert (kept.number, kept.stem_vi, kept.checksum) == (1, old.stem_vi, old.checksum)
    assert kept.options.count() == 4
    assert kept.key.value == f'["{make_draft().key[0]}"]'
    assert question.current.key.value == f'["{edited.key[0]}"]'


def test_a_new_mark_moves_the_question_without_a_revision() -> None:
    load_drafts(drafts=[make_draft()], topics=TOPICS, at=AT)
    loaded = load_drafts(drafts=[make_draft(shelf="open", level="apply")], topics=TOPICS, at=AT)
    assert (loaded.new, loaded.revised, loaded.unchanged) == ([], [], 1)
    question = Question.objects.get()
    assert (question.shelf, question.level, Revision.objects.count()) == ("open", "apply", 1)


def test_one_bad_item_stops_the_whole_load(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft(), make_draft(slug="charter-002", source_url=""))
    with pytest.raises(BankUnsound) as caught:
        load_bank(at=AT, folder=folder)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("charter-002", "no_source")]
    assert rows() == (0, 0, 0, 0, 0, 0)


def test_a_file_that_cannot_be_read_stops_the_whole_load(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft())
    (folder / "topics" / "economic.toml").write_text("topic = ", encoding="utf-8")
    with pytest.raises(BankUnsound):
        load_bank(at=AT, folder=folder)
    assert Question.objects.count() == 0


def test_a_question_keeps_its_kind_for_life() -> None:
    load_drafts(drafts=[make_draft()], topics=TOPICS, at=AT)
    with pytest.raises(BankUnsound) as caught:
        load_drafts(drafts=[make_multiple(slug="charter-001")], topics=TOPICS, at=AT)
    assert caught.value.problems[0].code == "kind_changed"


def test_twins_that_differ_in_the_key_store_equal_options() -> None:
    load_drafts(drafts=[make_draft()], topics=TOPICS, at=AT)
    first = list(Option.objects.values_list("position", "code", "text_vi", "text_en"))
    options = tuple(replace(o, right=n == 2) for n, o in enumerate(make_draft().options))
    load_drafts(drafts=[make_draft(options=options)], topics=TOPICS, at=AT)
    second = Question.objects.select_related("current").get().current
    assert second is not None
    assert list(second.options.values_list("position", "code", "text_vi", "text_en")) == first
