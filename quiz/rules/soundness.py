"""What makes an item sound. Each rule takes plain drafts and facts and returns problems; none reads a file.

Rules of `draft_problems` look at the item alone, those of `fact_problems` at the item and the facts it rests on,
`series_problems` at the facts among themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from quiz.rules.draft import ItemDraft, Problem, texts
from quiz.rules.fact import Fact, Series
from quiz.rules.kinds import KINDS
from quiz.rules.validity import Span, common_days, days, true_on, within

PILLARS = frozenset({"cross", "apsc", "aec", "ascc"})
LEVELS = frozenset({"recall", "understand", "apply", "analyse"})
BANDS = ("primary", "lower_secondary", "upper_secondary", "student", "teacher")
SHELVES = frozenset({"open", "kept"})
LONGEST_HANDOVER = 31


@dataclass(frozen=True)
class Inventory:
    """The bank on one day: every item is either true or resting (outside its span), never an error for that."""

    as_of: date
    approved: int
    resting: tuple[str, ...]

    @property
    def true_on_day(self) -> int:
        return self.approved - len(self.resting)


def inventory(drafts: Iterable[ItemDraft], as_of: date) -> Inventory:
    """Items true on the day and items at rest, counted apart."""
    items = list(drafts)
    resting = sorted(item.slug for item in items if not true_on(item.valid_from, item.valid_to, as_of))
    return Inventory(as_of, len(items), tuple(resting))


def bank_problems(
    drafts: Sequence[ItemDraft], facts: Mapping[str, Fact], series: Iterable[Series], topics: Iterable[str]
) -> list[Problem]:
    """Everything that is wrong with a bank, item by item, then the series."""
    known = set(topics)
    problems = doubled(drafts)
    for draft in drafts:
        problems += draft_problems(draft, known)
        problems += fact_problems(draft, facts)
    return problems + series_problems(series, facts)


def doubled(drafts: Iterable[ItemDraft]) -> list[Problem]:
    """Two items of one name."""
    seen: set[str] = set()
    problems = []
    for draft in drafts:
        if draft.slug in seen:
            problems.append(Problem(draft.slug, "slug_twice"))
        seen.add(draft.slug)
    return problems


def draft_problems(draft: ItemDraft, topics: set[str]) -> list[Problem]:
    """Problems of the item alone."""
    codes = [*_marks(draft, topics), *_source(draft), *_languages(draft), *_shape(draft), *_picture(draft)]
    codes += _span(draft)
    return [Problem(draft.slug, code) for code in codes]


def gradable_problems(draft: ItemDraft) -> list[Problem]:
    """What even a draft must have: a kind, a Vietnamese stem and options, a key, days in their order. The rest may
    come later."""
    codes = [*_shape(draft), *_empty_options(draft), *_span(draft)]
    if not draft.stem_vi.strip():
        codes.append("no_vietnamese")
    return [Problem(draft.slug, code) for code in dict.fromkeys(codes)]


def _span(draft: ItemDraft) -> list[str]:
    backward = draft.valid_from and draft.valid_to and draft.valid_from > draft.valid_to
    return ["span_backward"] if backward else []


def _marks(draft: ItemDraft, topics: set[str]) -> list[str]:
    marks = [
        ("topic_unknown", draft.topic in topics),
        ("pillar_unknown", draft.pillar in PILLARS),
        ("level_unknown", draft.level in LEVELS),
        ("band_unknown", draft.band in BANDS),
        ("shelf_unknown", draft.shelf in SHELVES),
    ]
    return [code for code, sound in marks if not sound]


def _source(draft: ItemDraft) -> list[str]:
    """An item without a named source and its address cannot be checked by the next reader."""
    named = draft.source_title.strip() and draft.source_url.startswith(("https://", "http://"))
    return [] if named else ["no_source"]


def _languages(draft: ItemDraft) -> list[str]:
    """Both languages in full: stem, every option, explanation. A partner too many has no prompt in either."""
    pairs = list(zip(texts(draft, "vi"), texts(draft, "en"), strict=True))
    problems = []
    if any(vi.strip() and not en.strip() for vi, en in pairs) or not draft.stem_en or not draft.explanation_en:
        problems.append("no_english")
    if any(en.strip() and not vi.strip() for vi, en in pairs) or not draft.stem_vi or not draft.explanation_vi:
        problems.append("no_vietnamese")
    if any(option.why_vi and not option.why_en for option in draft.options):
        problems.append("no_english")
    return list(dict.fromkeys([*problems, *_empty_options(draft)]))


def _empty_options(draft: ItemDraft) -> list[str]:
    empty = any(not (option.vi.strip() or option.match_vi.strip()) for option in draft.options)
    return ["no_vietnamese"] if empty else []


def _picture(draft: ItemDraft) -> list[str]:
    """Who cannot see the picture needs its words, in both languages."""
    shown = draft.picture
    return ["no_alt"] if shown and not (shown.alt_vi.strip() and shown.alt_en.strip()) else []


def _shape(draft: ItemDraft) -> list[str]:
    """What the item's kind asks of options and key (`no_key`, `key_count`, `options_count`, `options_same`)."""
    if draft.kind not in KINDS:
        return ["kind_unknown"]
    return KINDS[draft.kind].check(draft.choices, draft.key)


def fact_problems(draft: ItemDraft, facts: Mapping[str, Fact]) -> list[Problem]:
    """Problems between an item and the facts it names: at least one, all known, all of high confidence.

    Its span must lie inside each fact's span, unless its stem names a day (`asks_about`) on which the fact was
    true: "Who chaired ASEAN on 1 June 2020?" stays true for ever.
    """
    if not draft.facts:
        return [Problem(draft.slug, "no_fact")]
    problems = []
    for fact_id in draft.facts:
        fact = facts.get(fact_id)
        if fact is None:
            problems.append(Problem(draft.slug, "fact_unknown", (fact_id,)))
            continue
        if fact.confidence != "high":
            problems.append(Problem(draft.slug, "fact_not_high", (fact_id,)))
        if not within(draft.span, fact.span) and not _asked_within(draft, fact):
            problems.append(Problem(draft.slug, "span_outside_fact", (fact_id, *_words(fact.span))))
    return problems


def _asked_within(draft: ItemDraft, fact: Fact) -> bool:
    return draft.asks_about is not None and true_on(fact.valid_from, fact.valid_to, draft.asks_about)


def series_problems(series: Iterable[Series], facts: Mapping[str, Fact]) -> list[Problem]:
    """Two facts of one single-valued series true on one day, handover days excepted."""
    problems = []
    for one_series in series:
        unknown = [fact_id for fact_id in one_series.facts if fact_id not in facts]
        problems += [Problem(one_series.code, "fact_unknown", (fact_id,)) for fact_id in unknown]
        known = [facts[fact_id] for fact_id in one_series.facts if fact_id in facts]
        for one, other in combinations(known, 2):
            shared = common_days(one.span, other.span)
            if shared is not None and not _handed_over(shared, one_series.handover):
                problems.append(Problem(one_series.code, "series_overlap", (one.id, other.id, *_words(shared))))
    return problems


def _handed_over(shared: Span, handover: frozenset[date]) -> bool:
    within_reach = days(shared, LONGEST_HANDOVER)
    return within_reach is not None and all(day in handover for day in within_reach)


def _words(span: Span) -> tuple[str, str]:
    first, last = span
    return (first.isoformat() if first else "", last.isoformat() if last else "")
