"""News of contests that changed, sent after the commit."""

from collections.abc import Iterable


def contests_changed(contest_ids: Iterable[int]) -> None:
    """Mark these contests' boards for the next tick."""
