"""Drafts of reports and what has been written in them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.models import DraftText, ReportDraft

SHOWN_EARLIER = 5


@dataclass(frozen=True)
class Section:
    """A section as it stands, and what stood there before, the newest first. `newest` is None where nobody wrote."""

    newest: DraftText | None
    earlier: tuple[DraftText, ...]

    @property
    def text(self) -> str:
        return self.newest.text if self.newest else ""

    @property
    def base(self) -> int:
        """What a page that shows it sends back, so that a later save knows what it was written upon."""
        return self.newest.pk if self.newest else 0


def open_drafts(worlds: Collection[bool]) -> QuerySet[ReportDraft]:
    """Not frozen and not put away, of these worlds, the newest first."""
    found = ReportDraft.objects.filter(is_demo__in=worlds, closed_at=None)
    return found.select_related("made_by", "corrects").defer("corrects__snapshot")


def sections_of(draft: ReportDraft) -> dict[str, Section]:
    """Every section that was ever written, in one query."""
    rows: dict[str, list[DraftText]] = {}
    for row in draft.texts.select_related("by").order_by("-pk"):
        rows.setdefault(row.section, []).append(row)
    return {section: Section(found[0], tuple(found[1 : 1 + SHOWN_EARLIER])) for section, found in rows.items()}


def words_of(draft: ReportDraft) -> dict[str, str]:
    """The text that counts of every section, as typed; empty ones are missing."""
    return {name: section.text for name, section in sections_of(draft).items() if section.text}
