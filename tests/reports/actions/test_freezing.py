"""Two at once, what was not seen, and periods with the same days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.refusals import Refusal
from reports.actions.drafts import Typed, begin_draft, close_draft, reopen_draft, word_draft
from reports.actions.freezing import Consent, Seen, freeze, freeze_draft, published
from reports.models import IssuedReport, ReportDraft
from reports.official.report import Report
from reports.official.snapshot import digest_of
from reports.rules.periods import Period
from schools.models import Trail, User
from tests.factories import make_user
from tests.reports.official.reports import empty
from tests.reports.official.worlds import NOVEMBER

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def officer() -> User:
    return make_user("officer")


@pytest.fixture
def draft(officer: User) -> ReportDraft:
    return begin_draft(period=NOVEMBER, name="Tháng 11", is_demo=False, by=officer, at=AT)[0]


def seen(draft: ReportDraft, version: int = 0) -> Seen:
    return Seen(version, digest_of(published(draft, at=AT)))


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def test_of_two_who_freeze_the_same_draft_both_get_one_version(officer: User, draft: ReportDraft) -> None:
    other = ReportDraft.objects.get()
    first = freeze_draft(draft=draft, seen=seen(draft), consent=Consent(), by=officer, at=AT)
    again = freeze_draft(draft=other, seen=seen(other), consent=Consent(), by=make_user("officer"), at=AT)
    assert again == first
    assert (IssuedReport.objects.count(), Trail.objects.filter(act="issue_report").count()) == (1, 1)
    draft.refresh_from_db()
    assert draft.closed_at == AT
    with refused("draft_closed"):
        freeze_draft(draft=draft, seen=seen(draft, 1), consent=Consent("x"), by=officer, at=AT)


def test_other_words_are_not_frozen_over_a_version_nobody_saw(officer: User, draft: ReportDraft) -> None:
    stale = ReportDraft.objects.get()
    freeze_draft(draft=draft, seen=seen(draft), consent=Consent(), by=officer, at=AT)
    ReportDraft.objects.update(closed_at=None)
    word_draft(draft=stale, typed={"limits": Typed("Mạng yếu.")}, by=officer, at=AT)
    with refused("version_moved"):
        freeze_draft(draft=stale, seen=seen(stale), consent=Consent("Sửa"), by=officer, at=AT)
    with refused("reason_missing"):
        freeze_draft(draft=stale, seen=seen(stale, 1), consent=Consent(), by=officer, at=AT)
    second = freeze_draft(draft=stale, seen=seen(stale, 1), consent=Consent("Sửa"), by=officer, at=AT)
    assert (second.version, second.reason) == (2, "Sửa")


def test_days_that_are_frozen_elsewhere_need_a_word() -> None:
    def frozen(first: int, last: int, consent: Consent) -> IssuedReport:
        contents = replace(empty(), first=datetime(2026, 1, first).date(), last=datetime(2026, 1, last).date())
        return freeze(report=Report(contents), consent=consent, by=None, at=AT)

    frozen(1, 10, Consent())
    frozen(11, 20, Consent())  # the day after is another period
    with refused("overlap"):
        frozen(10, 11, Consent())
    assert frozen(10, 11, Consent(overlap=True)).version == 1


def test_a_draft_that_was_put_away_is_taken_up_again_unless_there_is_another(officer: User, draft: ReportDraft) -> None:
    close_draft(draft=draft, by=officer, at=AT)
    with refused("draft_closed"):
        word_draft(draft=draft, typed={"limits": Typed("x")}, by=officer, at=AT)
    reopen_draft(draft=draft, by=officer, at=AT)
    close_draft(draft=draft, by=officer, at=AT + timedelta(hours=1))
    newer, new = begin_draft(period=NOVEMBER, name="Tháng 11", is_demo=False, by=officer, at=AT)
    assert new
    with refused("draft_over"):
        reopen_draft(draft=draft, by=officer, at=AT)
    other, new = begin_draft(
        period=Period(NOVEMBER.first, NOVEMBER.first), name="Một ngày", is_demo=False, by=officer, at=AT
    )
    assert new
    assert other != newer
