"""Items that say nearly the same."""

import re
from collections import defaultdict
from collections.abc import Sequence

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

WINDOW = 3
ALIKE = 0.6


def near_duplicates(drafts: Sequence[ItemDraft]) -> list[Problem]:
    """Pairs whose texts share most of their runs of three syllables (Jaccard index of folded shingles; Broder 1997,
    "On the resemblance and containment of documents"). Said at the later one; items of one group may be alike.
    """
    shingles = [_shingles(draft) for draft in drafts]
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for holders in _holders(shingles).values():
        if len(holders) <= 20:  # a run that so many items have says nothing
            for at, one in enumerate(holders):
                for other in holders[at + 1 :]:
                    shared[one, other] += 1
    problems = []
    for (one, other), common in sorted(shared.items()):
        whole = len(shingles[one]) + len(shingles[other]) - common
        grouped = drafts[one].group and drafts[one].group == drafts[other].group
        if whole and common / whole >= ALIKE and not grouped:
            problems.append(Problem(drafts[other].slug, "nearly_same", (drafts[one].slug, f"{common / whole:.0%}")))
    return problems


def _shingles(draft: ItemDraft) -> frozenset[str]:
    texts = [draft.stem_vi, *sorted(option.vi + " " + option.match_vi for option in draft.options)]
    alt = draft.picture.alt_vi if draft.picture else ""
    syllables = re.findall(r"\w+", fold(" ".join([*texts, alt])))
    return frozenset(" ".join(syllables[at : at + WINDOW]) for at in range(len(syllables) - WINDOW + 1))


def _holders(shingles: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, runs in enumerate(shingles):
        for run in runs:
            found[run].append(place)
    return found
