"""Items on their way: drafts of the province, private shelves, proposals, waiting edits, files."""

from datetime import timedelta
from itertools import count

from quiz.actions import editing
from quiz.actions.questions import load_drafts
from quiz.models import ItemRecord, Question
from quiz.queries.bank import draft_alone
from quiz.rules.draft import ItemDraft
from schools.models import User
from tests.factories_quiz import AT, TOPICS, make_draft

LATER = AT + timedelta(minutes=5)
GIFT = """::flag-colours::Cờ ASEAN có mấy màu? {=Bốn ~Ba ~Hai}

::flag-rice::Trên cờ ASEAN có mấy thân lúa? {#10}
"""
#: A payload for every text; `{}` takes a name, so that one can tell where it got through.
SCRIPT = "<script>alert('{}')</script><img src=x onerror=alert(1)>"
_numbers = count(1)


def make_topics() -> None:
    load_drafts(drafts=[], topics=TOPICS, at=AT)


def make_written(by: User, *, private: bool = False, **changes: object) -> Question:
    """A draft that `by` wrote: of the province, or on the private shelf."""
    make_topics()
    draft = make_draft(**{"slug": f"written-{next(_numbers):03}", **changes})
    editing.create_items(drafts=[draft], by=by, at=AT, private=private)
    return again(Question.objects.get(slug=editing.kept_name(draft.slug, by, private)))


def make_in_review(by: User, *, private: bool = False, **changes: object) -> Question:
    question = make_written(by, private=private, **changes)
    editing.send_to_review(question=question, draft=draft_of(question), by=by, at=LATER)
    return again(question)


def make_edit(question: Question, by: User, **changes: object) -> Question:
    """`by` saved these changes."""
    newest = editing.newest_revision(question).number
    editing.save_item(question=question, draft=draft_of(question, **changes), by=by, at=LATER, seen=newest)
    return again(question)


def draft_of(question: Question, **changes: object) -> ItemDraft:
    """What an editor of the item would send, with changes."""
    question = again(question)
    shown = question.proposed or question.current
    assert shown is not None
    values = vars(draft_alone(question, shown)).copy()
    for made in ("choices", "key"):
        values.pop(made)
    return ItemDraft(**{**values, **changes})


def again(question: Question) -> Question:
    """The row as it is now."""
    return Question.objects.select_related("current", "proposed", "owner", "topic").get(pk=question.pk)


def make_record(question: Question, p: float | None, n: int = 30, place: str = "") -> ItemRecord:
    return ItemRecord.objects.create(
        question=question,
        revision_id=question.current_id,
        place=place or f"contest:R{next(_numbers):05}",
        n=n,
        p=p,
        at=AT,
    )
