"""Freezing a report: figures and words become a version that never changes; a correction is the next version.

The figures are worked out before the transaction, which then only compares and writes: statistics hold no lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from reports.models import IssuedReport, ReportDraft
from reports.official.contents import Contents
from reports.official.difference import changes
from reports.official.figures import contents_for
from reports.official.placeholders import NAMES, values_of
from reports.official.report import SECTIONS, ChangedFigure, Report
from reports.official.snapshot import SCHEMA, checksum_of, digest_of, report_of, to_text
from reports.queries.drafts import words_of
from reports.queries.issued import newest_of, overlapping
from reports.rules import office_words
from reports.rules.periods import Period
from reports.rules.wording import padded
from schools.actions import trail
from schools.models import User


@dataclass(frozen=True)
class Seen:
    """What somebody looked at before freezing: the newest version (0: none yet) and the digest of the figures."""

    version: int
    figures: str


@dataclass(frozen=True)
class Consent:
    """What was said while freezing: why a version is corrected, and that days frozen elsewhere may be in it again."""

    reason: str = ""
    overlap: bool = False


def freeze_draft(*, draft: ReportDraft, seen: Seen, consent: Consent, by: User, at: datetime) -> IssuedReport:
    """The draft with the figures of the moment as a version. Same figures and words as the newest: that one again.

    Refused while it would freeze what nobody has seen: other figures (`figures_moved`), another newest version
    (`version_moved`), a draft that is over (`draft_closed`).
    """
    if draft.closed_at is not None:
        raise Refusal("draft_closed", _("Bản thảo này đã chốt hoặc đã cất."))
    contents = published(draft, at=at)
    if digest_of(contents) != seen.figures:
        raise Refusal("figures_moved", _("Số liệu vừa thay đổi. Hãy xem lại số liệu mới rồi chốt."))
    words = words_of(draft)
    if unknown := [name for text in words.values() for name in office_words.unknown(text, NAMES)]:
        raise Refusal("unknown_figure", _("Không có số liệu tên {%(name)s}.") % {"name": unknown[0]}, status=422)
    report = Report(contents, filled(words, contents))
    return freeze(report=report, consent=consent, by=by, at=at, draft=draft, newest_seen=seen.version)


def published(draft: ReportDraft, *, at: datetime) -> Contents:
    """The figures that freezing the draft now would freeze."""
    period = Period(draft.from_day, draft.to_day)
    return contents_for(period, is_demo=draft.is_demo, today=clock.day_of(at), published=True, name=draft.name)


def filled(words: Mapping[str, str], contents: Contents) -> dict[str, str]:
    """The office's words in the order of the document, with the figures put in."""
    values = values_of(contents)
    return {name: office_words.filled(words[name], values) for name in SECTIONS if words.get(name)}


def freeze(
    *,
    report: Report,
    consent: Consent,
    by: User | None,
    at: datetime,
    draft: ReportDraft | None = None,
    newest_seen: int | None = None,
) -> IssuedReport:
    """Keep a report as the next version of its period, or give the newest one where nothing differs."""
    report = replace(report, checksum=checksum_of(report.contents, report.wording), frozen_at=at)
    try:
        return _version(report, consent, by, draft, newest_seen)
    except IntegrityError:  # somebody froze the same period at the same moment: theirs is the newest now
        return _version(report, consent, by, draft, newest_seen)


@transaction.atomic
def _version(
    report: Report, consent: Consent, by: User | None, draft: ReportDraft | None, newest_seen: int | None
) -> IssuedReport:
    contents, at = report.contents, report.frozen_at
    assert at is not None  # noqa: S101 - `freeze` has just set it
    newest = newest_of(Period(contents.first, contents.last), is_demo=contents.is_demo)
    if newest is not None and newest.schema == SCHEMA and newest.checksum == report.checksum:
        _close(draft, at)
        return newest
    _allowed(contents, newest, consent, newest_seen)
    if newest is not None:
        report = replace(report, corrects=newest.version, reason=consent.reason, changes=_changes(newest, report))
    report = replace(report, version=report.corrects + 1)
    kept = IssuedReport.objects.create(
        version=report.version,
        from_day=contents.first,
        to_day=contents.last,
        is_demo=contents.is_demo,
        name=contents.period[:200],
        reason=report.reason,
        draft=draft,
        schema=contents.schema,
        snapshot=to_text(report),
        checksum=report.checksum,
        issued_at=at,
        issued_by=by,
    )
    _close(draft, at)
    trail.record(act="issue_report", actor=by, subject=str(kept), at=at, note=report.reason)
    return kept


def _allowed(contents: Contents, newest: IssuedReport | None, consent: Consent, newest_seen: int | None) -> None:
    stands = newest.version if newest else 0
    if newest_seen is not None and newest_seen != stands:
        sentence = _("Bản %(n)s của kỳ này vừa được người khác chốt. Hãy xem bản đó trước.") % {"n": padded(stands)}
        raise Refusal("version_moved", sentence)
    if newest is not None and not consent.reason:
        sentence = _("Kỳ này đã có bản %(n)s. Hãy ghi lý do điều chỉnh.") % {"n": padded(stands)}
        raise Refusal("reason_missing", sentence, status=422, fields={"reason": [sentence]})
    period = Period(contents.first, contents.last)
    if not consent.overlap and overlapping(period, is_demo=contents.is_demo):
        sentence = _("Kỳ này trùng ngày với kỳ khác đã chốt. Hãy đánh dấu nếu vẫn muốn chốt.")
        raise Refusal("overlap", sentence, status=422, fields={"overlap": [sentence]})


def _changes(newest: IssuedReport, report: Report) -> tuple[ChangedFigure, ...]:
    """What differs from the newest version; one of an older shape cannot be compared figure by figure."""
    if newest.schema != SCHEMA:
        return (ChangedFigure("Cấu trúc số liệu", newest.schema, report.contents.schema),)
    return changes(report_of(newest.snapshot), report)


def _close(draft: ReportDraft | None, at: datetime) -> None:
    if draft is not None:
        ReportDraft.objects.filter(pk=draft.pk, closed_at=None).update(closed_at=at)
