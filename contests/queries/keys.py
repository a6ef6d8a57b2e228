"""Frozen keys. Only actions (grading, settling) and the page of an opened key may ask."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from contests.models import Paper, PaperKey
from contests.rules.scoring import Key


def keys_of(paper: Paper) -> Mapping[int, Key]:
    """Item id → key, each item's newest version; kept in memory by paper, seed and key version."""
    return keys(paper.pk, paper.seed, paper.key_version)


def rulings_at(paper: Paper, at: datetime) -> Mapping[int, str]:
    """Item id → how it was ruled on at an instant."""
    rows = PaperKey.objects.filter(item__paper=paper, at__lte=at).order_by("version")
    return dict(rows.values_list("item_id", "ruling"))


@lru_cache(maxsize=256)
def keys(paper_id: int, seed: str, version: int) -> Mapping[int, Key]:
    """Of the paper with this id and seed, as its keys are at this version."""
    rows = PaperKey.objects.filter(item__paper_id=paper_id).order_by("version")
    return {item: key_of(value, ruling) for item, value, ruling in rows.values_list("item_id", "value", "ruling")}


def key_of(value: str, ruling: str) -> Key:
    """A key from its row."""
    parts = json.loads(value)
    return Key(tuple(tuple(part) if isinstance(part, list) else part for part in parts), ruling)
