"""Writing a report: begun, worded section by section, put away, taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import NotThere, Refusal
from reports.models import DraftText, IssuedReport, ReportDraft
from reports.official.placeholders import NAMES
from reports.official.report import SECTIONS
from reports.official.snapshot import SCHEMA, report_of
from reports.queries.drafts import Section, sections_of, words_of
from reports.rules import office_words
from reports.rules.periods import Period
from schools.actions import trail
from schools.models import User


@dataclass(frozen=True)
class Typed:
    """A section as somebody sends it: the text, and the number of the text that it was written upon."""

    text: str
    base: int = 0


@dataclass(frozen=True)
class Worded:
    """What became of each section that was sent: saved, or refused with its reason. Unchanged ones are in neither."""

    saved: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


@transaction.atomic
def begin_draft(*, period: Period, name: str, is_demo: bool, by: User, at: datetime) -> tuple[ReportDraft, bool]:
    """The draft of a period and whether it is new: while one is open, everybody writes in that one. Refused before
    the period has begun: there is nothing to tell of it."""
    if clock.day_of(at) < period.first:
        raise Refusal("not_begun", _("Kỳ này chưa bắt đầu nên chưa có gì để báo cáo."))
    return _draft(period, name=name, is_demo=is_demo, by=by, at=at)


@transaction.atomic
def begin_correction(*, report: IssuedReport, by: User, at: datetime) -> tuple[ReportDraft, bool]:
    """A draft with the words of a frozen version, figures still linked where its own draft is there."""
    period = Period(report.from_day, report.to_day)
    draft, new = _draft(period, name=report.name, is_demo=report.is_demo, by=by, at=at, corrects=report)
    if new:
        words = words_of(report.draft) if report.draft else _frozen_words(report)
        DraftText.objects.bulk_create(
            DraftText(draft=draft, section=section, text=text, by=by, at=at) for section, text in words.items()
        )
    return draft, new


def _frozen_words(report: IssuedReport) -> Mapping[str, str]:
    return report_of(report.snapshot).wording if report.schema == SCHEMA else {}


def _draft(
    period: Period, *, name: str, is_demo: bool, by: User, at: datetime, corrects: IssuedReport | None = None
) -> tuple[ReportDraft, bool]:
    its = {"from_day": period.first, "to_day": period.last, "is_demo": is_demo}
    if found := ReportDraft.objects.filter(**its, closed_at=None).first():
        return found, False
    draft = ReportDraft.objects.create(**its, name=name[:200], corrects=corrects, made_by=by, made_at=at)
    trail.record(at=at, actor=by, act="report_draft_begun", subject=str(draft))
    return draft, True


@transaction.atomic
def word_draft(*, draft: ReportDraft, typed: Mapping[str, Typed], by: User, at: datetime) -> Worded:
    """Save the sections that were changed. One that cannot be saved is refused alone; the others are kept."""
    _lock(draft)
    stands, outcome = sections_of(draft), Worded()
    for section in SECTIONS:
        if (its := typed.get(section)) is None:
            continue
        text, now = office_words.tidy(its.text), stands.get(section, Section(None, ()))
        if text == now.text or _untouched(draft, section, its.base, text):
            continue
        try:
            _fits(text, now, its.base)
        except Refusal as refusal:
            outcome.refused[section] = refusal
        else:
            DraftText.objects.create(draft=draft, section=section, text=text, by=by, at=at)
            outcome.saved.append(section)
    if outcome.saved:
        trail.record(at=at, actor=by, act="report_worded", subject=str(draft), note=", ".join(outcome.saved))
    return outcome


def _untouched(draft: ReportDraft, section: str, base: int, text: str) -> bool:
    """Whether a page sends back what it had shown, while somebody else has gone on writing: no wish to change it."""
    if base == 0:
        return text == ""
    return DraftText.objects.filter(draft=draft, section=section, pk=base, text=text).exists()


def _fits(text: str, now: Section, base: int) -> None:
    if now.base != base:
        raise Refusal("text_moved", _("Phần này vừa được người khác sửa. Hãy xem cả hai bản rồi lưu lại."))
    if len(text) > office_words.LONGEST:
        sentence = _("Phần này dài %(n)s chữ cái, nhiều nhất 5.000. Hãy rút gọn.") % {"n": len(text)}
        raise Refusal("too_long", sentence, status=422)
    if unknown := office_words.unknown(text, NAMES):
        names = ", ".join(f"{{{name[:40]}}}" for name in unknown[:5])
        sentence = _("Không có số liệu tên %(names)s. Hãy chọn tên trong danh sách.") % {"names": names}
        raise Refusal("unknown_figure", sentence, status=422)


@transaction.atomic
def restore_text(*, draft: ReportDraft, text_id: int, by: User, at: datetime) -> str:
    """Bring an earlier text of a section back, as its newest; which section it is."""
    _lock(draft)
    earlier = DraftText.objects.filter(draft=draft, pk=text_id).first()
    if earlier is None:
        raise NotThere(_("Không có bản viết này."))
    DraftText.objects.create(draft=draft, section=earlier.section, text=earlier.text, by=by, at=at)
    trail.record(at=at, actor=by, act="report_text_restored", subject=str(draft), note=earlier.section)
    return earlier.section


@transaction.atomic
def close_draft(*, draft: ReportDraft, by: User, at: datetime) -> None:
    """Put a draft away; what was written stays and it can be taken up again."""
    if ReportDraft.objects.filter(pk=draft.pk, closed_at=None).update(closed_at=at):
        trail.record(at=at, actor=by, act="report_draft_closed", subject=str(draft))


@transaction.atomic
def reopen_draft(*, draft: ReportDraft, by: User, at: datetime) -> None:
    """Take a draft up again that was put away; not one that was frozen, and not beside another of its period."""
    others = ReportDraft.objects.filter(
        from_day=draft.from_day, to_day=draft.to_day, is_demo=draft.is_demo, closed_at=None
    )
    if draft.issued.exists() or others.exclude(pk=draft.pk).exists():
        raise Refusal("draft_over", _("Bản thảo này đã chốt, hoặc kỳ này đã có bản thảo khác."))
    if ReportDraft.objects.filter(pk=draft.pk, closed_at__isnull=False).update(closed_at=None):
        trail.record(at=at, actor=by, act="report_draft_reopened", subject=str(draft))


def _lock(draft: ReportDraft) -> None:
    row = ReportDraft.objects.select_for_update().get(pk=draft.pk)
    if row.closed_at is not None:
        raise Refusal("draft_closed", _("Bản thảo này đã chốt hoặc đã cất. Hãy mở bản mới để sửa tiếp."))
