"""What stops an item from being written into a file for others, and the shares that such files put on options."""

from collections.abc import Collection
from decimal import Decimal

from quiz.exchange.found import MAX_OPTIONS
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.kinds import KINDS


def obstacle(draft: ItemDraft, *, lost: Collection[str] = ()) -> Problem | None:
    """Why the item is left out, None if it is not; `lost` are the kinds that the format has no form for."""
    if draft.kind not in KINDS or draft.kind in lost:
        return Problem(draft.slug, "kind_not_carried", (draft.kind,))
    if not (draft.stem_vi or draft.stem_en):
        return Problem(draft.slug, "stem_missing")
    if len(draft.options) > MAX_OPTIONS or len(draft.answers) > MAX_OPTIONS:
        return Problem(draft.slug, "options_too_many")
    return None if _has_key(draft) else Problem(draft.slug, "no_key")


def _has_key(draft: ItemDraft) -> bool:
    """A file without a right answer could not be read again, here or anywhere."""
    rights = [option.right for option in draft.options].count(True)
    if draft.kind == "single":
        return rights == 1
    if draft.kind == "multiple":
        return rights > 1
    if draft.kind == "matching":
        return bool(draft.options) and all(option.match_vi or option.match_en for option in draft.options)
    if draft.kind == "number":
        return len(draft.answers) in {1, 2}
    return bool(draft.options if draft.kind == "ordering" else draft.answers)


def share(rights: int) -> str:
    """What one of so many right options earns, in per cent, with the digits that Moodle lists: "33.33333"."""
    return format(round(Decimal(100) / rights, 5).normalize(), "f")
