"""Does the bank hold enough of everything? Shares and cells that the whole must reach, with what it has."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.rules.blueprint import apart_words
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.drawing import ShortCell, draw
from quiz.rules.validity import true_on
from quiz.rules.writing.options import key_is_longest

MOST_SINGLE = 70  # per cent
LEAST = {"multiple": 60, "matching": 40, "ordering": 40, "number": 40, "text": 40}
LEAST_PICTURES = 40
LEAST_CHANGING = 60
LEAST_IN_CELL = 3  # items of one topic and level
CHANGED_SINCE = date(2020, 1, 1)
KEY_PLACES = (22, 28)  # per cent of four-option items that have the key at one place
MOST_LONGEST = 35  # per cent of four-option items whose key is the longest option
PAPERS = 3  # that the standard blueprint of a band must fill without repeating an item


@dataclass(frozen=True)
class BandBlueprint:
    """The standard paper of an audience: how many items of which pillar and level, from items fair for `bands`."""

    band: str
    bands: frozenset[str]
    cells: Mapping[tuple[str, str], int]  # (pillar, level) → items


@dataclass(frozen=True)
class Wanted:
    """One line of the mix: what is counted, what there is, what there must be, and whether that holds."""

    what: str
    there: str
    wanted: str
    holds: bool


def mix(
    drafts: Sequence[ItemDraft],
    topics: Sequence[str],
    levels: Iterable[str],
    blueprints: Iterable[BandBlueprint],
    empty: Collection[tuple[str, str]],
    as_of: date,
) -> list[Wanted]:
    """Every line of the mix; `empty` are the cells (topic, level) that are listed as empty with a reason."""
    lines = [*_kinds(drafts), *_changing(drafts), *_keys(drafts)]
    lines += _cells(drafts, [(topic, level) for topic in topics for level in levels], empty)
    return lines + [_filled(blueprint, drafts, as_of) for blueprint in blueprints]


def shortfalls(lines: Iterable[Wanted]) -> list[Problem]:
    return [Problem(line.what, "mix_short", (line.there, line.wanted)) for line in lines if not line.holds]


def _kinds(drafts: Sequence[ItemDraft]) -> list[Wanted]:
    kinds = Counter(draft.kind for draft in drafts)
    share = 100 * kinds["single"] / max(1, len(drafts))
    lines = [Wanted("single", f"{share:.1f}%", f"≤ {MOST_SINGLE}%", share <= MOST_SINGLE)]
    lines += [Wanted(kind, str(kinds[kind]), f"≥ {least}", kinds[kind] >= least) for kind, least in LEAST.items()]
    pictures = sum(draft.picture is not None for draft in drafts)
    return [*lines, Wanted("picture", str(pictures), f"≥ {LEAST_PICTURES}", pictures >= LEAST_PICTURES)]


def changing(draft: ItemDraft) -> bool:
    """Whether its span says that it became true, or ended, or will end, in or after 2020."""
    began = draft.valid_from is not None and draft.valid_from >= CHANGED_SINCE
    ends = draft.valid_to is not None and draft.valid_to >= date(2019, 12, 31)
    return began or ends


def _changing(drafts: Sequence[ItemDraft]) -> list[Wanted]:
    number = sum(map(changing, drafts))
    return [Wanted("changing since 2020", str(number), f"≥ {LEAST_CHANGING}", number >= LEAST_CHANGING)]


def _keys(drafts: Sequence[ItemDraft]) -> list[Wanted]:
    """Where the key stands among four options, and how often it is the longest."""
    four = [draft for draft in drafts if draft.kind == "single" and len(draft.options) == 4 and draft.key]
    places = Counter(_place(draft) for draft in four)
    low, high = KEY_PLACES
    lines = []
    for place, letter in enumerate("ABCD"):
        share = 100 * places[place] / max(1, len(four))
        lines.append(Wanted(f"key at {letter}", f"{share:.1f}%", f"{low}-{high}%", low <= share <= high))
    longest = 100 * sum(map(key_is_longest, four)) / max(1, len(four))
    return [*lines, Wanted("key longest", f"{longest:.1f}%", f"≤ {MOST_LONGEST}%", longest <= MOST_LONGEST)]


def _place(draft: ItemDraft) -> int:
    return [choice.code for choice in draft.choices].index(draft.key[0])


def _cells(
    drafts: Sequence[ItemDraft], cells: Iterable[tuple[str, str]], empty: Collection[tuple[str, str]]
) -> list[Wanted]:
    there = Counter((draft.topic, draft.level) for draft in drafts)
    kept = Counter((draft.topic, draft.level) for draft in drafts if draft.shelf == "kept")
    lines = []
    for topic, level in cells:
        number, for_contests = there[topic, level], kept[topic, level]
        enough = number >= LEAST_IN_CELL or (topic, level) in empty
        lines.append(Wanted(f"{topic}/{level}", str(number), f"≥ {LEAST_IN_CELL}", enough))
        half = 2 * for_contests >= number
        lines.append(Wanted(f"{topic}/{level} kept", f"{for_contests}/{number}", "≥ 1/2", half))
    return lines


def _filled(blueprint: BandBlueprint, drafts: Sequence[ItemDraft], as_of: date) -> Wanted:
    """Draws the papers one after the other from items for contests that are true on the day."""
    pool: dict[tuple[str, str], list[ItemDraft]] = defaultdict(list)
    for draft in sorted(drafts, key=lambda item: item.slug):
        if draft.shelf == "kept" and draft.band in blueprint.bands and true_on(*draft.span, as_of):
            pool[draft.pillar, draft.level].append(draft)
    made, short = 0, ""
    for number in range(1, PAPERS + 1):
        try:
            drawn = draw(blueprint.cells, pool, f"{blueprint.band}-{number}", _apart)
        except ShortCell as cell:
            short = f" ({cell})"
            break
        made += 1
        used = {draft.slug for draft in drawn}
        pool = {cell: [draft for draft in items if draft.slug not in used] for cell, items in pool.items()}
    return Wanted(f"blueprint {blueprint.band}", f"{made}{short}", f"≥ {PAPERS}", made == PAPERS)


def _apart(draft: ItemDraft) -> frozenset[str]:
    return apart_words(draft.group, draft.facts)
