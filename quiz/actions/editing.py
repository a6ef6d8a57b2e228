"""Writing in the bank: new items and edits, and their way from draft to approved."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from quiz.actions.questions import add_revisions
from quiz.exchange.reading import slug_for
from quiz.models import Question, Revision, Topic
from quiz.models.question import State
from quiz.queries.bank import draft_alone
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.soundness import draft_problems, gradable_problems
from schools.actions import trail
from schools.models import User

PAGES = frozenset({"new", "import", "export"})  # names that the bank's own pages have
LONGEST = 50  # characters of a name that leave room for its owner's number


class ItemUnsound(Refusal):
    """The item cannot be taken as it is; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("item_unsound", _("Câu hỏi chưa hoàn chỉnh."), status=422)
        self.problems = list(problems)


def new_slug() -> str:
    """A name for an item written in the browser; files use names of their own."""
    return f"w-{secrets.token_hex(5)}"


@transaction.atomic
def create_items(*, drafts: Sequence[ItemDraft], by: User, at: datetime, private: bool) -> tuple[int, int]:
    """New items as drafts, on the writer's private shelf or for the provincial bank; (new, already there).

    What stands already as drafted is left alone, so importing a file twice adds nothing. All or nothing.
    """
    problems = [problem for draft in drafts for problem in gradable_problems(draft)]
    if problems:
        raise ItemUnsound(problems)
    topics = dict(Topic.objects.values_list("code", "pk"))
    fresh = fresh_items(drafts, by, private=private)
    questions = [
        Question(
            slug=draft.slug,
            owner=by if private else None,
            state=State.DRAFT,
            kind=draft.kind,
            **_marks(draft, topics),
        )
        for draft in fresh
    ]
    Question.objects.bulk_create(questions, batch_size=500)
    add_revisions(list(zip(questions, fresh, strict=True)), at, author_id=by.pk)
    if fresh:
        note = ", ".join(question.slug for question in questions)
        trail.record(at=at, actor=by, act="items_written", subject=str(len(fresh)), note=note)
    return len(fresh), len(drafts) - len(fresh)


def fresh_items(drafts: Sequence[ItemDraft], by: User, *, private: bool) -> list[ItemDraft]:
    """Those of the drafts that do not stand yet, under the names they will be kept by; two queries at most.

    The name is part of the checksum and of the codes of options, so it is settled here and stays. A stranger's file may
    call its question by the name of another one ("q1"): then it is named by its words.
    """
    renamed = [replace(draft, slug=kept_name(draft.slug, by, private)) for draft in drafts]
    by_words = [replace(draft, slug=kept_name(slug_for("", _words(draft)), by, private)) for draft in drafts]
    names = {draft.slug for draft in (*renamed, *by_words)}
    standing: dict[str, set[str]] = {}
    for slug, checksum in Revision.objects.filter(question__slug__in=names).values_list("question__slug", "checksum"):
        standing.setdefault(slug, set()).add(checksum)
    fresh: dict[str, ItemDraft] = {}
    for draft, other in zip(renamed, by_words, strict=True):
        if draft.checksum() in standing.get(draft.slug, ()) or other.checksum() in standing.get(other.slug, ()):
            continue
        taken = draft.slug in standing or fresh.get(draft.slug, draft) != draft
        kept = other if taken else draft
        fresh.setdefault(kept.slug, kept)
    return list(fresh.values())


def _words(draft: ItemDraft) -> list[str]:
    return [draft.stem_vi, *(f"{option.vi} {option.match_vi}" for option in draft.options), *draft.answers]


def kept_name(slug: str, by: User, private: bool) -> str:
    """On a private shelf the owner's number stands behind the name: two people may bring the same file."""
    if not private:
        return f"{slug}-x" if slug in PAGES else slug
    short = slug if len(slug) <= LONGEST else f"{slug[:39]}-{hashlib.sha256(slug.encode()).hexdigest()[:10]}"
    return f"{short}-u{by.pk}"


def _marks(draft: ItemDraft, topics: dict[str, int]) -> dict[str, object]:
    topic = topics.get(draft.topic) or next(iter(topics.values()), None)
    if topic is None:
        raise Refusal("no_topics", _("Ngân hàng chưa có chủ đề nào."))
    known = {name: value for name in ("pillar", "level", "band", "shelf") if (value := getattr(draft, name))}
    return {"topic_id": topic, "group": draft.group, **known}


@transaction.atomic
def save_item(
    *, question: Question, draft: ItemDraft, by: User, at: datetime, seen: int, seen_marks: str | None = None
) -> Revision | None:
    """A new revision, if anything that a revision keeps has changed; marks are simply set.

    `seen` is the number of the newest revision when the writer opened the item: if somebody saved meanwhile it is
    refused (`edited_meanwhile`), so that nobody's words are lost unseen; `seen_marks` (`ItemDraft.marks`; None = not
    told) does the same for marks. An approved provincial item keeps its text
    until somebody else approves the new one.
    """
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("current", "proposed").get(pk=question.pk)
    )
    newest = newest_revision(question)
    before = draft_alone(question, newest)
    if newest.number != seen or seen_marks not in {None, before.marks}:
        raise Refusal("edited_meanwhile", _("Có người vừa lưu câu này. Hãy mở lại để xem bản mới rồi sửa tiếp."))
    problems = gradable_problems(draft)
    if draft.kind != question.kind:  # frozen papers are read with it
        problems.append(Problem(question.slug, "kind_changed"))
    if problems:
        raise ItemUnsound(problems)
    for name, value in _marks(draft, dict(Topic.objects.values_list("code", "pk"))).items():
        setattr(question, name, value)
    question.save(update_fields=["topic_id", "pillar", "level", "band", "shelf", "group"])
    standing = question.proposed or question.current  # not the newest: that may have been sent back
    if standing is not None and standing.checksum == draft.checksum():
        if draft.marks != before.marks:
            trail.record(at=at, actor=by, act="item_saved", subject=question.slug, note=draft.marks)
        return None
    waits = question.state == State.APPROVED and question.owner_id is None
    [revision] = add_revisions([(question, draft)], at, author_id=by.pk, current=not waits)
    question.proposed = revision if waits else None
    question.save(update_fields=["proposed"])
    trail.record(at=at, actor=by, act="item_saved", subject=question.slug, note=f"r{revision.number}")
    return revision


def newest_revision(question: Question) -> Revision:
    return Revision.objects.filter(question=question).order_by("-number")[0]


@transaction.atomic
def send_to_review(*, question: Question, draft: ItemDraft, by: User, at: datetime) -> None:
    """From draft into review; for a private item that is a proposal to the provincial bank. It must be complete."""
    topics = set(Topic.objects.values_list("code", flat=True))
    if problems := draft_problems(draft, topics):
        raise ItemUnsound(problems)
    _move(question, State.DRAFT, State.REVIEW)
    trail.record(at=at, actor=by, act="item_to_review", subject=question.slug)


@transaction.atomic
def approve(*, question: Question, by: User, at: datetime, seen: int = 0) -> None:
    """Into the provincial bank, or the waiting edit into its place. Nobody approves what they wrote themselves.

    `seen` is the number of the revision that was read (0 = not told): what was saved since is not approved unread.
    """
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    judged = question.proposed or question.current
    if judged is None or judged.author_id == by.pk:
        raise Refusal("own_item", _("Câu do chính mình viết thì người khác phải duyệt."))
    if question.state != State.REVIEW and not (question.proposed_id and question.state == State.APPROVED):
        raise Refusal("not_in_review", _("Câu này không chờ duyệt."))
    if seen not in {0, judged.number}:
        raise Refusal("edited_meanwhile", _("Có người vừa lưu câu này. Hãy mở lại để xem bản mới rồi sửa tiếp."))
    if problems := draft_problems(draft_alone(question, judged), set(Topic.objects.values_list("code", flat=True))):
        raise ItemUnsound(problems)
    question.current, question.proposed = judged, None
    question.state, question.owner = State.APPROVED.value, None
    question.save(update_fields=["current", "proposed", "state", "owner"])
    trail.record(at=at, actor=by, act="item_approved", subject=question.slug, note=f"r{judged.number}")


@transaction.atomic
def send_back(*, question: Question, by: User, at: datetime, reason: str) -> None:
    """Back to its writer with a reason: a draft again; a waiting edit leaves the queue and stays a revision."""
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not reason.strip():
        raise Refusal("no_reason", _("Hãy ghi lý do để người viết biết cần sửa gì."), status=422)
    if question.proposed_id:
        question.proposed = None
        question.save(update_fields=["proposed"])
    else:
        _move(question, State.REVIEW, State.DRAFT)
    trail.record(at=at, actor=by, act="item_sent_back", subject=question.slug, note=reason.strip())


@transaction.atomic
def retire(*, question: Question, by: User, at: datetime) -> None:
    """Out of every new paper; frozen papers keep it. `restore` takes it back."""
    if not Question.objects.filter(pk=question.pk).exclude(state=State.RETIRED).update(state=State.RETIRED):
        raise Refusal("already_retired", _("Câu này đã ngừng dùng."))
    trail.record(at=at, actor=by, act="item_retired", subject=question.slug, note=question.state)


@transaction.atomic
def restore(*, question: Question, by: User, at: datetime) -> None:
    """A retired item goes into review again, so that somebody looks at it before pupils do."""
    _move(question, State.RETIRED, State.DRAFT if question.owner_id else State.REVIEW)
    trail.record(at=at, actor=by, act="item_restored", subject=question.slug)


@transaction.atomic
def mark_many(*, questions: Sequence[Question], field: str, value: str, by: User, at: datetime) -> int:
    """Sets the shelf, level or band of several items at once; how many changed."""
    if field not in {"shelf", "level", "band"}:
        raise Refusal("field_unknown", _("Không đổi được mục này cho nhiều câu."), status=400)
    changing = Question.objects.filter(pk__in=[question.pk for question in questions]).exclude(**{field: value})
    slugs = list(changing.values_list("slug", flat=True))
    changing.update(**{field: value})
    if slugs:
        trail.record(at=at, actor=by, act="items_marked", subject=f"{field}={value}", note=", ".join(slugs))
    return len(slugs)


def _move(question: Question, before: str, after: str) -> None:
    if not Question.objects.filter(pk=question.pk, state=before).update(state=after):
        raise Refusal("state_changed", _("Câu này vừa đổi trạng thái. Hãy tải lại trang."))
