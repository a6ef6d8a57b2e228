import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from backend.refusals import Refusal
from contests.models import Contest
from reports.actions import issue_report
from reports.models import IssuedReport
from reports.rules.periods import Period
from schools.models import Trail
from tests.factories import make_school, make_user
from tests.factories_reports import make_open_contest, make_pupils, make_turn
from tests.reports.official.worlds import NOVEMBER, fill

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
STEM = "bao-cao-2026-11-01-2026-11-30-ban-01"


def issue(**changes):
    return issue_report(**{"period": NOVEMBER, "by": None, "at": AT, **changes})


def test_a_report_is_kept_with_its_numbers_and_told_in_the_trail() -> None:
    fill()
    officer = make_user("officer")
    issued = issue(by=officer)
    kept = IssuedReport.objects.get()
    assert issued.report == kept
    assert (kept.version, kept.is_demo, kept.issued_by, kept.from_day) == (1, False, officer, date(2026, 11, 1))
    assert sorted(issued.files) == [
        f"{STEM}.docx",
        f"{STEM}.json",
    ]
    assert issued.files[f"{STEM}.json"].decode() == kept.snapshot
    assert Trail.objects.filter(act="issue_report", actor=officer).count() == 1


def test_same_numbers_are_the_same_version_and_a_correction_is_a_new_one() -> None:
    fill()
    first = issue()
    again = issue(at=AT + timedelta(hours=1))
    assert again.report == first.report
    assert again.files[f"{STEM}.json"] == first.files[f"{STEM}.json"]
    school = make_school()
    make_turn(make_open_contest(schools=[school]), make_pupils(school, 1)[0], right=1)
    with pytest.raises(Refusal) as refused:
        issue(at=AT + timedelta(hours=2))
    assert refused.value.code == "reason_missing"
    corrected = issue(at=AT + timedelta(hours=2), reason="Trường nộp muộn")
    assert (corrected.report.version, IssuedReport.objects.count()) == (2, 2)
    first.report.refresh_from_db()
    assert first.report.checksum != corrected.report.checksum


def test_one_real_contest_leaves_the_demonstration_out() -> None:
    fill(is_demo=True)
    assert issue().report.is_demo
    school = make_school(name="Trường THPT Phú Hưng")
    make_open_contest(
        schools=[school], opens_at=datetime(2030, 1, 1, tzinfo=UTC), closes_at=datetime(2030, 1, 2, tzinfo=UTC)
    )
    report = issue().report
    shown = json.loads(report.snapshot)["report"]
    assert not report.is_demo
    assert (shown["is_demo"], shown["contests_held"], shown["overall"]["participants"]) == (False, 0, 0)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_real_contest_that_was_never_announced_changes_nothing(state: str) -> None:
    fill(is_demo=True)
    make_open_contest(schools=[make_school()], state=state)
    assert issue().report.is_demo


def test_without_any_contest_the_report_is_real_and_empty() -> None:
    report = issue().report
    assert not report.is_demo
    assert json.loads(report.snapshot)["report"]["contests"] == []


def test_the_command_writes_both_files_and_prints_the_checksum(tmp_path: Path) -> None:
    fill(is_demo=True)
    out = StringIO()
    folder = tmp_path / "báo cáo"
    call_command("issue_report", "--from", "2026-11-01", "--to", "2026-11-30", "--out", str(folder), stdout=out)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"{STEM}-minh-hoa.docx", f"{STEM}-minh-hoa.json"]
    assert all(name.isascii() for name in names)
    assert IssuedReport.objects.get().checksum in out.getvalue()
    assert "Số liệu minh họa" in out.getvalue()
    Document(BytesIO((folder / names[0]).read_bytes()))


@pytest.mark.parametrize(("first", "last"), [("2026-11-30", "2026-11-01"), ("2026-13-01", "2026-11-01"), ("x", "y")])
def test_the_command_refuses_what_is_no_period(first: str, last: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("issue_report", "--from", first, "--to", last, "--out", str(tmp_path))
    assert not IssuedReport.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_period_counts_days_of_this_zone() -> None:
    """17:30 UTC on the 20th is half past midnight on the 21st here."""
    school = make_school()
    opens = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    contest = make_open_contest(schools=[school], opens_at=opens, closes_at=opens + timedelta(hours=1))
    make_turn(contest, make_pupils(school, 1)[0], right=1)
    day, before = date(2026, 11, 21), date(2026, 11, 20)
    turns = [
        json.loads(issue(period=Period(first, first), formats=()).report.snapshot)["report"]["overall"]["turns"]
        for first in (before, day)
    ]
    assert turns == [0, 1]
    assert Contest.objects.count() == 1
