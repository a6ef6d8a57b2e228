"""Frozen keys. Only actions (grading, settling) and the page of an opened key may ask."""

import json
from collections.abc import Mapping
from functools import lru_cache

from contests.models import Paper, PaperKey


def keys_of(paper: Paper) -> Mapping[int, list[str]]:
    """Item id → key value, each item's newest version; kept in memory by paper, seed and key version."""
    return _keys(paper.pk, paper.seed, paper.key_version)


@lru_cache(maxsize=256)
def _keys(paper_id: int, seed: str, version: int) -> Mapping[int, list[str]]:
    rows = PaperKey.objects.filter(item__paper_id=paper_id).order_by("version").values_list("item_id", "value")
    return {item: json.loads(value) for item, value in rows}
