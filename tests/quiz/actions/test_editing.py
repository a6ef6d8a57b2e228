"""An item from draft to approved: nothing is lost unseen, nothing used is changed, nobody judges their own words."""

import pytest

from backend.refusals import Refusal
from quiz.actions import editing
from quiz.models import Option, Question, Revision, Topic
from quiz.rules.draft import OptionDraft
from schools.models import Role, Trail, User
from tests.factories import make_user
from tests.factories_bank import (
    LATER,
    again,
    draft_of,
    make_edit,
    make_topics,
    make_written,
)
from tests.factories_quiz import AT, make_draft, make_multiple, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER)


@pytest.fixture
def other() -> User:
    """Another officer."""
    return make_user(Role.OFFICER)


def refusal() -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal)


# --- new items -------------------------------------------------------------------------------------------------------


def test_an_item_of_the_province_is_a_draft_under_its_own_name(officer: User) -> None:
    question = make_written(officer, slug="charter-777")
    assert (question.slug, question.state, question.owner, question.kind) == ("charter-777", "draft", None, "single")
    assert question.current is not None
    assert (question.current.number, question.current.author) == (1, officer)
    assert (question.topic.code, question.level, question.band, question.shelf) == (
        "charter",
        "recall",
        "lower_secondary",
        "kept",
    )


def test_two_people_may_bring_the_same_item_onto_their_shelves(teacher: User) -> None:
    colleague = make_user(Role.TEACHER, school=teacher.school)
    mine, theirs = (make_written(user, private=True, slug="same") for user in (teacher, colleague))
    assert (mine.owner, theirs.owner) == (teacher, colleague)
    assert {mine.slug, theirs.slug} == {f"same-u{teacher.pk}", f"same-u{colleague.pk}"}


@pytest.mark.parametrize("private", [True, False])
def test_the_same_items_twice_are_none_the_second_time(teacher: User, private: bool) -> None:
    make_topics()
    drafts = [make_draft(), make_multiple(slug="charter-002")]
    given = {"drafts": drafts, "by": teacher, "private": private}
    assert editing.create_items(at=AT, **given) == (2, 0)
    assert editing.create_items(at=LATER, **given) == (0, 2)
    assert (Question.objects.count(), Revision.objects.count()) == (2, 2)


def test_another_item_of_the_same_name_gets_a_name_of_its_words(officer: User) -> None:
    question = make_question(slug="charter-001")
    drafts = [make_draft(stem_vi="Khác hẳn?")]
    assert editing.create_items(drafts=drafts, by=officer, at=LATER, private=False) == (1, 0)
    assert again(question).current == question.current
    assert Question.objects.exclude(pk=question.pk).get().slug.startswith("x-")
    assert editing.create_items(drafts=drafts, by=officer, at=LATER, private=False) == (0, 1)


def test_one_unsound_item_keeps_all_out(officer: User) -> None:
    make_topics()
    drafts = [make_draft(), make_draft(slug="charter-002", options=()), make_draft(slug="charter-003", stem_vi=" ")]
    with pytest.raises(editing.ItemUnsound) as caught:
        editing.create_items(drafts=drafts, by=officer, at=AT, private=False)
    assert {problem.where for problem in caught.value.problems} == {"charter-002", "charter-003"}
    assert Question.objects.count() == 0
    assert not Trail.objects.filter(act="items_written").exists()


def test_long_names_that_begin_alike_stay_apart(teacher: User) -> None:
    make_topics()
    drafts = [make_draft(slug="a" * 50 + end) for end in ("-one", "-two")]
    assert editing.create_items(drafts=drafts, by=teacher, at=AT, private=True) == (2, 0)
    assert max(map(len, Question.objects.values_list("slug", flat=True))) <= 60
    assert editing.create_items(drafts=drafts, by=teacher, at=AT, private=True) == (0, 2)


@pytest.mark.parametrize("slug", ["new", "import", "export"])
def test_no_item_takes_the_address_of_a_page(officer: User, slug: str) -> None:
    make_topics()
    editing.create_items(drafts=[make_draft(slug=slug)], by=officer, at=AT, private=False)
    assert Question.objects.get().slug == f"{slug}-x"


def test_a_fact_named_twice_is_kept_once(officer: User) -> None:
    question = make_written(officer, facts=("charter-force", "charter-force"))
    assert [fact.fact_id for fact in question.current.facts.all()] == ["charter-force"]


def test_a_draft_may_lack_topic_level_source_and_english(teacher: User) -> None:
    options = (OptionDraft("Bốn", "", right=True), OptionDraft("Ba", ""), OptionDraft("Hai", ""))
    bare = {"stem_en": "", "explanation_vi": "", "explanation_en": "", "source_title": "", "source_url": ""}
    question = make_written(teacher, private=True, options=options, topic="", pillar="", level="", shelf="", **bare)
    assert (question.topic.code, question.shelf, question.state) == ("charter", "kept", "draft")


def test_without_topics_there_is_nowhere_to_put_an_item(officer: User) -> None:
    Topic.objects.all().delete()
    with refusal() as caught:
        editing.create_items(drafts=[make_draft()], by=officer, at=AT, private=False)
    assert caught.value.code == "no_topics"


def test_writing_is_on_the_trail(officer: User) -> None:
    make_written(officer, slug="charter-777")
    row = Trail.objects.get(act="items_written")
    assert (row.actor, row.subject, row.note, row.at) == (officer, "1", "charter-777", AT)


# --- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("private", [True, False])
def test_unchanged_words_are_no_revision(officer: User, private: bool) -> None:
    question = make_written(officer, private=private)
    saved = editing.save_item(question=question, draft=draft_of(question), by=officer, at=LATER, seen=1)
    assert saved is None
    assert Revision.objects.count() == 1
    assert not Trail.objects.filter(act="item_saved").exists()


def test_new_words_are_a_new_revision_and_the_former_stays_as_it_was(officer: User) -> None:
    question = make_written(officer)
    first = question.current
    before = list(Option.objects.filter(revision=first).values_list("position", "code", "text_vi", "text_en"))
    key = first.key.value
    options = tuple(
        OptionDraft(f"{option.vi} ", option.en, right=place == 1) for place, option in enumerate(make_draft().options)
    )
    question = make_edit(question, officer, stem_vi="Hiến chương có hiệu lực ngày nào?", options=options)
    assert (question.current.number, question.current.stem_vi) == (2, "Hiến chương có hiệu lực ngày nào?")
    kept = Revision.objects.get(pk=first.pk)
    assert kept.stem_vi == first.stem_vi
    assert list(kept.options.values_list("position", "code", "text_vi", "text_en")) == before
    assert kept.key.value == key != question.current.key.value


def test_marks_are_set_without_a_revision(officer: User) -> None:
    question = make_edit(make_written(officer), officer, level="apply", shelf="open", topic="economic", group="g")
    assert (question.level, question.shelf, question.topic.code, question.group) == ("apply", "open", "economic", "g")
    assert Revision.objects.count() == 1


def test_a_private_item_is_saved_at_once(teacher: User) -> None:
    question = make_edit(make_written(teacher, private=True), teacher, stem_vi="Câu mới của tôi?")
    assert (question.current.stem_vi, question.proposed) == ("Câu mới của tôi?", None)


def test_an_edit_of_an_approved_item_waits_and_what_is_in_use_stays(officer: User, other: User) -> None:
    question = make_question()
    standing = question.current
    question = make_edit(question, officer, stem_vi="Bản sửa?")
    assert (question.current, question.proposed.number, question.state) == (standing, 2, "approved")
    # a further edit takes the place of the one that waits
    question = make_edit(question, other, stem_vi="Bản sửa nữa?")
    assert (question.current, question.proposed.number) == (standing, 3)


def test_who_saves_what_waits_already_adds_nothing(officer: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    saved = editing.save_item(question=question, draft=draft_of(question), by=officer, at=LATER, seen=2)
    assert saved is None
    assert again(question).proposed.number == 2


def test_what_was_sent_back_can_be_proposed_again_word_for_word(officer: User, other: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    words = draft_of(question)
    editing.send_back(question=question, by=other, at=LATER, reason="Chưa rõ.")
    # the standing words are no change, whatever was written since
    unchanged = editing.save_item(question=question, draft=draft_of(question), by=officer, at=LATER, seen=2)
    assert unchanged is None
    saved = editing.save_item(question=question, draft=words, by=officer, at=LATER, seen=2)
    assert saved is not None
    assert again(question).proposed == saved


def test_whoever_saves_second_is_told(officer: User, other: User) -> None:
    question = make_written(officer)
    make_edit(question, other, stem_vi="Người kia vừa sửa?")
    with refusal() as caught:
        editing.save_item(
            question=question, draft=draft_of(question, stem_vi="Bản cũ sửa?"), by=officer, at=LATER, seen=1
        )
    assert caught.value.code == "edited_meanwhile"
    assert again(question).current.stem_vi == "Người kia vừa sửa?"


def test_a_question_keeps_its_kind(officer: User) -> None:
    question = make_written(officer)
    with pytest.raises(editing.ItemUnsound) as caught:
        editing.save_item(
            question=question,
            draft=make_multiple(slug=question.slug, level="apply"),
            by=officer,
            at=LATER,
            seen=1,
        )
    assert [problem.code for problem in caught.value.problems] == ["kind_changed"]
    assert (again(question).level, Revision.objects.count()) == ("recall", 1)


def test_a_save_without_a_key_changes_nothing(officer: User) -> None:
    question = make_written(officer)
    options = tuple(OptionDraft(option.vi, option.en) for option in make_draft().options)
    with pytest.raises(editing.ItemUnsound):
        editing.save_item(
            question=question, draft=draft_of(question, options=options, level="apply"), by=officer, at=LATER, seen=1
        )
    assert (again(question).level, Revision.objects.count()) == ("recall", 1)
