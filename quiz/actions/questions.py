"""Bringing the bank's files into the tables."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from quiz.exchange.bank_folder import BANK, TopicDraft, read_folder
from quiz.exchange.media import media_of
from quiz.models import AnswerKey, Option, OptionRemark, Picture, Question, Revision, RevisionFact, Topic
from quiz.models.question import Band, State
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.soundness import doubled, draft_problems
from quiz.rules.text import fold

MARKS = ("topic_id", "pillar", "level", "band", "group", "shelf", "kind", "state", "filed_marks")


class BankUnsound(Refusal):
    """The files hold items that no pupil should meet; nothing was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("bank_unsound", _("Ngân hàng câu hỏi có lỗi nên chưa nạp câu nào."), status=400)
        self.problems = list(problems)


@dataclass
class Loaded:
    """Slugs by what happened to them."""

    new: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    unchanged: int = 0


def load_bank(*, at: datetime, folder: Path = BANK) -> Loaded:
    """Brings the folder's items in; see `load_drafts`. Files that cannot be read stop everything."""
    bank = read_folder(folder)
    if bank.problems:
        raise BankUnsound(bank.problems)
    return load_drafts(drafts=bank.drafts, topics=bank.topics, at=at)


@transaction.atomic
def load_drafts(*, drafts: Sequence[ItemDraft], topics: Sequence[TopicDraft], at: datetime) -> Loaded:
    """Items and topics as approved. What already stands as drafted is left alone; an edited item gets a new
    revision and the former ones stay as they are. All or nothing: `BankUnsound` names every problem.
    """
    known = {topic.code for topic in topics}
    problems = doubled(drafts) + [problem for draft in drafts for problem in draft_problems(draft, known)]
    problems += _changed_kinds(drafts)
    if problems:
        raise BankUnsound(problems)
    return _keep_items(drafts, _keep_topics(topics), at)


def _changed_kinds(drafts: Iterable[ItemDraft]) -> list[Problem]:
    """A question keeps its kind for life, because its frozen revisions are read with it."""
    kinds = dict(Question.objects.values_list("slug", "kind"))
    return [Problem(draft.slug, "kind_changed") for draft in drafts if kinds.get(draft.slug, draft.kind) != draft.kind]


def _keep_topics(drafts: Iterable[TopicDraft]) -> dict[str, int]:
    rows = [
        Topic(code=draft.code, name_vi=draft.name_vi, name_en=draft.name_en, pillar=draft.pillar, order=order)
        for order, draft in enumerate(drafts, start=1)
    ]
    Topic.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name_vi", "name_en", "pillar", "order"]
    )
    return dict(Topic.objects.values_list("code", "pk"))


def _keep_items(drafts: Sequence[ItemDraft], topics: dict[str, int], at: datetime) -> Loaded:
    loaded = Loaded()
    standing = {question.slug: question for question in Question.objects.select_related("current")}
    from_files = _newest_from_files()
    fresh, marked, to_revise = [], [], []
    for draft in drafts:
        question = standing.get(draft.slug)
        checksum = draft.checksum()
        kept = False
        if question is None:
            question = Question(slug=draft.slug, state=State.APPROVED, **_marks(draft, topics))
            fresh.append(question)
            loaded.new.append(draft.slug)
        else:
            # what somebody changed in the browser stays where the file has nothing new to say
            untouched = from_files.get(question.pk) == checksum
            kept = untouched and edited_here(question)
            if _mark(question, _news(question, draft, topics, untouched=untouched)):
                marked.append(question)
        if not kept and (question.current is None or question.current.checksum != checksum):
            to_revise.append((question, draft))
        else:
            loaded.unchanged += 1
    loaded.revised = [question.slug for question, _draft in to_revise if question.pk]
    Question.objects.bulk_create(fresh, batch_size=500)
    Question.objects.bulk_update(marked, MARKS, batch_size=200)
    add_revisions(to_revise, at)
    return loaded


def _newest_from_files() -> dict[int, str]:
    """Checksum of each question's newest revision that came with the files."""
    rows = Revision.objects.filter(author=None).order_by("number").values_list("question_id", "checksum")
    return dict(rows)


def edited_here(question: Question) -> bool:
    """Whether it was changed in the browser after it came with the files."""
    return question.state != State.APPROVED or bool(question.current and question.current.author_id)


def _marks(draft: ItemDraft, topics: dict[str, int]) -> dict[str, object]:
    return {
        "topic_id": topics[draft.topic],
        "pillar": draft.pillar,
        "level": draft.level,
        "band": draft.band or Band.LOWER.value,
        "group": draft.group,
        "shelf": draft.shelf,
        "kind": draft.kind,
        "filed_marks": _filed_marks(draft),
    }


def _filed_marks(draft: ItemDraft) -> str:
    return " ".join([draft.topic, draft.pillar, draft.level, draft.band, draft.shelf, draft.group])


def _news(question: Question, draft: ItemDraft, topics: dict[str, int], *, untouched: bool) -> dict[str, object]:
    """The marks that the file states anew; words that are new are approved, whatever became of the old ones."""
    news = _marks(draft, topics) if question.filed_marks != _filed_marks(draft) else {}
    return news if untouched else {**news, "state": State.APPROVED.value}


def _mark(question: Question, marks: dict[str, object]) -> bool:
    """Sets the marks on the object; whether any was different."""
    different = [name for name, value in marks.items() if getattr(question, name) != value]
    for name in different:
        setattr(question, name, marks[name])
    return bool(different)


def add_revisions(
    items: Sequence[tuple[Question, ItemDraft]], at: datetime, *, author_id: int | None = None, current: bool = True
) -> list[Revision]:
    """A new revision for each question, with options, key, remarks, facts and picture; `current` puts it to use."""
    pictures = _keep_pictures([draft for _question, draft in items])
    newest = _newest_numbers([question.pk for question, _draft in items])
    revisions = [
        _revision(question, draft, newest.get(question.pk, 0) + 1, at, author_id, pictures) for question, draft in items
    ]
    Revision.objects.bulk_create(revisions, batch_size=200)
    options, keys, facts, remarks = [], [], [], []
    for revision, (_question, draft) in zip(revisions, items, strict=True):
        its_options = [
            Option(revision=revision, position=position, code=choice.code, text_vi=choice.vi, text_en=choice.en)
            for position, choice in enumerate(draft.choices, start=1)
        ]
        by_code = {option.code: option for option in its_options}
        options += its_options
        remarks += [OptionRemark(option=by_code[code], text_vi=vi, text_en=en) for code, vi, en in draft.remarks]
        keys.append(AnswerKey(revision=revision, value=json.dumps(draft.key, ensure_ascii=False)))
        facts += [RevisionFact(revision=revision, fact_id=fact) for fact in dict.fromkeys(draft.facts)]
    Option.objects.bulk_create(options, batch_size=500)
    OptionRemark.objects.bulk_create(remarks, batch_size=500)
    AnswerKey.objects.bulk_create(keys, batch_size=500)
    RevisionFact.objects.bulk_create(facts, batch_size=500)
    if current:
        for revision, (question, _draft) in zip(revisions, items, strict=True):
            question.current = revision
        Question.objects.bulk_update([question for question, _draft in items], ["current"], batch_size=200)
    return revisions


def _newest_numbers(questions: Sequence[int]) -> dict[int, int]:
    rows = Revision.objects.filter(question__in=questions) if len(questions) < 500 else Revision.objects.all()
    return dict(rows.order_by("number").values_list("question_id", "number"))


def _keep_pictures(drafts: Iterable[ItemDraft]) -> dict[str, Picture]:
    """Pictures by digest, those that were missing stored."""
    wanted = {draft.picture.digest: draft.picture for draft in drafts if draft.picture}
    there = set(Picture.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    Picture.objects.bulk_create(
        Picture(digest=digest, media=media_of(picture.data), data=picture.data)
        for digest, picture in wanted.items()
        if digest not in there
    )
    return {picture.digest: picture for picture in Picture.objects.filter(digest__in=wanted).defer("data")}


def _revision(
    question: Question,
    draft: ItemDraft,
    number: int,
    at: datetime,
    author_id: int | None,
    pictures: dict[str, Picture],
) -> Revision:
    words = [draft.slug, draft.stem_vi, draft.stem_en]
    words += [text for choice in draft.choices for text in (choice.vi, choice.en)]
    shown = draft.picture
    return Revision(
        question=question,
        number=number,
        checksum=draft.checksum(),
        stem_vi=draft.stem_vi,
        stem_en=draft.stem_en,
        explanation_vi=draft.explanation_vi,
        explanation_en=draft.explanation_en,
        source_title=draft.source_title,
        source_url=draft.source_url,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        asks_about=draft.asks_about,
        folded=fold("\n".join(words)),
        created_at=at,
        author_id=author_id,
        picture=pictures[shown.digest] if shown else None,
        picture_name=shown.name if shown else "",
        picture_credit=shown.credit if shown else "",
        alt_vi=shown.alt_vi if shown else "",
        alt_en=shown.alt_en if shown else "",
    )
