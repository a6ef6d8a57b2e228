"""Is the bank sound, and what of it is true on a day?"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

from quiz.exchange.bank_folder import BANK, read_folder
from quiz.models import Question
from quiz.models.question import State
from quiz.rules.draft import ItemDraft, OptionDraft, Problem
from quiz.rules.soundness import Inventory, bank_problems, inventory
from quiz.rules.validity import true_on


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
    topics: Sequence[TopicCount]


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
    return BankReport(inventory(drafts, as_of), problems, _by_topic(drafts, codes, as_of))


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
        .select_related("topic", "current", "current__key")
        .prefetch_related("current__options", "current__facts")
    )
    return [_draft(question) for question in questions]


def _draft(question: Question) -> ItemDraft:
    revision = question.current
    if revision is None:  # excluded by the filter above
        raise ValueError(question.slug)
    key = json.loads(revision.key.value) if hasattr(revision, "key") else []
    return ItemDraft(
        slug=question.slug,
        topic=question.topic.code,
        kind=question.kind,
        pillar=question.pillar,
        level=question.level,
        shelf=question.shelf,
        stem_vi=revision.stem_vi,
        stem_en=revision.stem_en,
        options=tuple(
            OptionDraft(option.text_vi, option.text_en, option.code in key) for option in revision.options.all()
        ),
        explanation_vi=revision.explanation_vi,
        explanation_en=revision.explanation_en,
        source_title=revision.source_title,
        source_url=revision.source_url,
        facts=tuple(fact.fact_id for fact in revision.facts.all()),
        valid_from=revision.valid_from,
        valid_to=revision.valid_to,
        asks_about=revision.asks_about,
    )
