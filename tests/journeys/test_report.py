"""An officer's report from the first draft to its correction: worded, frozen, handed out, corrected, compared."""

import json
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from reports.models import IssuedReport, ReportDraft
from reports.official.snapshot import intact, report_of, to_text
from schools.models import Trail
from tests.factories import make_school, make_user
from tests.factories_reports import make_open_contest, make_pupils, make_turn
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db
HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(make_user("officer"), backend="schools.backends.StaffBackend")
    return client


def test_a_report_is_drafted_frozen_corrected_and_tells_what_changed(officer: Client) -> None:
    fill()
    officer.post("/department/reports/new", {"from": "01/11/2026", "to": "30/11/2026"})
    draft = ReportDraft.objects.get()
    word(
        officer,
        draft,
        strengths=f"Có {{hoc_sinh_du_thi}} học sinh.\n{HOSTILE}",
        limits="Còn {truong_chua_du_thi} trường.",
    )
    first = freeze(officer, draft)
    kept, told = report_of(first.snapshot), first.snapshot
    persons = kept.contents.overall.participants
    assert kept.contents.published
    assert kept.wording["strengths"].startswith(f"Có {persons} học sinh.")
    assert intact(told)
    assert to_text(kept) == told

    school = make_school(name="Trường THPT " + "Rất Dài " * 23)
    contest = make_open_contest(schools=[school], title=HOSTILE + " dài" * 65)
    for pupil in make_pupils(school, 20):
        make_turn(contest, pupil, right=2)
    correction = officer.post(f"/department/reports/{first.pk}/correct")
    again = ReportDraft.objects.get(closed_at=None)
    assert correction.url.endswith(f"/drafts/{again.pk}/")
    page = officer.get(correction.url).content.decode()
    assert "Có {hoc_sinh_du_thi} học sinh." in page  # figures stay linked in what is written anew
    second = freeze(officer, again, reason="Một trường nộp bài muộn")

    first.refresh_from_db()
    assert first.snapshot == told  # a correction changes no version before it
    corrected = report_of(second.snapshot)
    assert (corrected.version, corrected.corrects, corrected.reason) == (2, 1, "Một trường nộp bài muộn")
    found = {line.name: (line.before, line.after) for line in corrected.changes}
    assert found["Toàn tỉnh: học sinh dự thi"] == (str(persons), str(persons + 20))
    assert "Lời văn: Ưu điểm" in found
    assert any(school.name in name for name in found)
    assert Trail.objects.filter(act="issue_report").count() == 2

    paper = Document(BytesIO(officer.get(f"/department/reports/{second.pk}/files/docx").content))
    printed = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "Toàn tỉnh: học sinh dự thi" in printed
    data = officer.get(f"/department/reports/{second.pk}/files/json")
    assert json.loads(data.content)["issued"]["corrects"] == 1


def word(officer: Client, draft: ReportDraft, **texts: str) -> None:
    bases = {f"base_{section}": 0 for section in texts}
    assert officer.post(f"/department/reports/drafts/{draft.pk}/", {**texts, **bases}).status_code == 302


def freeze(officer: Client, draft: ReportDraft, **more: str) -> IssuedReport:
    page = officer.get(f"/department/reports/drafts/{draft.pk}/freeze/")
    version = page.context["newest"].version if page.context["newest"] else 0
    sent = {"version": version, "figures": page.context["digest"], **more}
    assert officer.post(f"/department/reports/drafts/{draft.pk}/freeze/", sent).status_code == 302
    return IssuedReport.objects.get(version=version + 1)
