"""Is the bank sound, and what of it is true on a day?"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection
from django.db.models import prefetch_related_objects

from quiz.exchange.bank_folder import BANK, read_folder
from quiz.models import Question, Revision
from quiz.models.question import Level, State
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft, Problem
from quiz.rules.kinds import KINDS
from quiz.rules.mix import Wanted, mix
from quiz.rules.soundness import Inventory, bank_problems, inventory
from quiz.rules.validity import true_on
from quiz.rules.writing import ERRORS, writing_problems


@dataclass(frozen=True)
class TopicCount:
    code: str
    approved: int
    true_on_day: int
    kept: int


@dataclass(frozen=True)
class BankReport:
    """The bank on one day and everything that is wrong with it."""

    inventory: Inventory
    problems: Sequence[Problem]
    warnings: Sequence[Problem]
    topics: Sequence[TopicCount]
    mix: Sequence[Wanted]


def bank_report(as_of: date, folder: Path = BANK) -> BankReport:
    """Checks the files and, where the tables say something else than the files, the loaded items as well."""
    bank = read_folder(folder)
    codes = [topic.code for topic in bank.topics]
    in_files = {draft.slug: draft for draft in bank.drafts}
    differing = [
        draft
        for draft in loaded_drafts()
        if draft.slug not in in_files or in_files[draft.slug].checksum() != draft.checksum()
    ]
    problems = bank.problems + bank_problems(bank.drafts, bank.facts, bank.series, codes)
    problems += [
        Problem(f"{problem.where} (loaded)", problem.code, problem.values)
        for problem in bank_problems(differing, bank.facts, (), codes)
    ]
    only_loaded = [draft for draft in differing if draft.slug not in in_files]
    drafts = [*in_files.values(), *only_loaded]
    written = writing_problems(drafts)
    problems += [problem for problem in written if problem.code in ERRORS]
    warnings = [problem for problem in written if problem.code not in ERRORS]
    lines = mix(drafts, codes, Level.values, bank.blueprints, bank.empty, as_of)
    return BankReport(inventory(drafts, as_of), problems, warnings, _by_topic(drafts, codes, as_of), lines)


def _by_topic(drafts: Sequence[ItemDraft], codes: Sequence[str], as_of: date) -> list[TopicCount]:
    approved = Counter(draft.topic for draft in drafts)
    true = Counter(draft.topic for draft in drafts if true_on(draft.valid_from, draft.valid_to, as_of))
    kept = Counter(draft.topic for draft in drafts if draft.shelf == "kept")
    return [TopicCount(code, approved[code], true[code], kept[code]) for code in codes]


def loaded_drafts() -> list[ItemDraft]:
    """Approved items as the tables have them; none before the first `migrate`. Constant number of queries."""
    if Question._meta.db_table not in connection.introspection.table_names():
        return []
    questions = (
        Question.objects.filter(state=State.APPROVED, current__isnull=False)
        .filter(owner=None)
        .select_related("topic", "current", "current__key", "current__picture")
        .prefetch_related("current__options__remark", "current__facts")
    )
    return [draft_of(question, question.current) for question in questions if question.current]


def draft_alone(question: Question, revision: Revision) -> ItemDraft:
    """`draft_of` for one revision whose rows are not at hand yet; as many queries for six options as for three."""
    prefetch_related_objects([revision], "options__remark", "facts")
    return draft_of(question, revision)


def draft_of(question: Question, revision: Revision) -> ItemDraft:
    """A stored item as the shape that files are made of."""
    key = json.loads(revision.key.value) if hasattr(revision, "key") else []
    rows = [(option, getattr(option, "remark", None)) for option in revision.options.all()]
    choices = [
        (option.code, OptionDraft(option.text_vi, option.text_en, why_vi=note.text_vi, why_en=note.text_en))
        if note
        else (option.code, OptionDraft(option.text_vi, option.text_en))
        for option, note in rows
    ]
    options, answers = KINDS[question.kind].written(choices, key)
    return ItemDraft(
        slug=question.slug,
        topic=question.topic.code,
        kind=question.kind,
        pillar=question.pillar,
        level=question.level,
        band=question.band,
        group=question.group,
        shelf=question.shelf,
        stem_vi=revision.stem_vi,
        stem_en=revision.stem_en,
        options=tuple(options),
        answers=tuple(answers),
        explanation_vi=revision.explanation_vi,
        explanation_en=revision.explanation_en,
        source_title=revision.source_title,
        source_url=revision.source_url,
        facts=tuple(fact.fact_id for fact in revision.facts.all()),
        valid_from=revision.valid_from,
        valid_to=revision.valid_to,
        asks_about=revision.asks_about,
        picture=_picture(revision),
    )


def _picture(revision: Revision) -> PictureDraft | None:
    if revision.picture is None:
        return None
    return PictureDraft(
        revision.picture_name,
        bytes(revision.picture.data),
        revision.alt_vi,
        revision.alt_en,
        revision.picture_credit,
    )
