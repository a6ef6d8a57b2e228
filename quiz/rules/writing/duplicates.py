"""Items that say nearly the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

WINDOW = 3
ALIKE = 60  # per cent


def near_duplicates(drafts: Sequence[ItemDraft]) -> list[Problem]:
    """Pairs whose texts share most of their runs of three syllables (Jaccard index of folded shingles; Broder 1997,
    "On the resemblance and containment of documents"; HDR 4: items are independent of each other). Said at the later
    one; items of one group may be alike.
    """
    shingles = [_shingles(draft) for draft in drafts]
    problems = []
    for one, other in sorted(_candidates(shingles)):
        common = len(shingles[one] & shingles[other])
        whole = len(shingles[one] | shingles[other])
        grouped = drafts[one].group and drafts[one].group == drafts[other].group
        if 100 * common >= ALIKE * whole > 0 and not grouped:
            problems.append(Problem(drafts[other].slug, "nearly_same", (drafts[one].slug, f"{common / whole:.0%}")))
    return problems


def _candidates(shingles: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    """The only pairs that can be alike enough: they share one of their rarest runs (prefix filtering; Chaudhuri, Ganti
    & Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
    """
    often = Counter(run for runs in shingles for run in runs)
    holders: dict[str, list[int]] = defaultdict(list)
    pairs = set()
    for place, runs in enumerate(shingles):
        rarest = sorted(runs, key=lambda run: (often[run], run))
        for run in rarest[: len(runs) - ceil(ALIKE * len(runs) / 100) + 1]:
            pairs |= {(earlier, place) for earlier in holders[run]}
            holders[run].append(place)
    return pairs


def _shingles(draft: ItemDraft) -> frozenset[str]:
    texts = [draft.stem_vi, *sorted(option.vi + " " + option.match_vi for option in draft.options)]
    alt = draft.picture.alt_vi if draft.picture else ""
    syllables = re.findall(r"\w+", fold(" ".join([*texts, alt])))
    return frozenset(" ".join(syllables[at : at + WINDOW]) for at in range(len(syllables) - WINDOW + 1))
