"""The pages of reports: begun, worded, frozen, read, and what they refuse."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend import clock
from reports.models import DraftText, IssuedReport, Letterhead, ReportDraft, SchoolRemark
from tests.factories import make_school, make_user
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db
NOVEMBER = {"from": "01/11/2026", "to": "30/11/2026"}


@pytest.fixture
def officer() -> Client:
    return signed_in("officer")


def signed_in(role: str, **fields) -> Client:
    client = Client()
    client.force_login(make_user(role, **fields), backend="schools.backends.StaffBackend")
    return client


def begun(client: Client) -> ReportDraft:
    client.post("/department/reports/new", NOVEMBER)
    return ReportDraft.objects.get()


def address(draft: ReportDraft) -> str:
    return f"/department/reports/drafts/{draft.pk}/"


def frozen(client: Client, draft: ReportDraft, **more: str):
    page = client.get(f"{address(draft)}freeze/")
    seen = {
        "version": page.context["newest"].version if page.context["newest"] else 0,
        "figures": page.context["digest"],
    }
    return client.post(f"{address(draft)}freeze/", {**seen, **more})


def test_a_period_to_come_has_no_report(officer: Client) -> None:
    year = clock.today().year + 2
    told = officer.post("/department/reports/new", {"from": f"01/01/{year}", "to": f"31/01/{year}"}, follow=True)
    assert "Kỳ này chưa bắt đầu" in told.content.decode()
    assert not ReportDraft.objects.exists()


def test_a_period_becomes_a_draft_and_a_second_click_the_same(officer: Client) -> None:
    fill()
    draft = begun(officer)
    assert begun(officer) == draft
    page = officer.get(address(draft)).content.decode()
    for told in ("I. CÔNG TÁC CHỈ ĐẠO", "hoc_sinh_du_thi", "Viết phần Ưu điểm", 'class="lk"'):
        assert told in page
    listed = officer.get("/department/reports/").content.decode()
    assert address(draft) in listed


@pytest.mark.parametrize(
    "asked", [{"from": "30/11/2026", "to": "01/11/2026"}, {"from": "x", "to": "y"}, {"period": "report_month-1-99"}]
)
def test_what_is_no_period_becomes_no_draft(officer: Client, asked: dict[str, str]) -> None:
    response = officer.post("/department/reports/new", asked)
    assert response.status_code == 422
    assert not ReportDraft.objects.exists()


def test_words_are_kept_and_a_refused_section_keeps_what_was_typed(officer: Client) -> None:
    draft = begun(officer)
    sent = {
        "strengths": "Có {hoc_sinh_du_thi} học sinh.",
        "base_strengths": 0,
        "limits": "Còn {so_la}.",
        "base_limits": 0,
    }
    response = officer.post(address(draft), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Còn {so_la}." in page
    assert "Không có số liệu tên {so_la}" in page
    assert DraftText.objects.get().section == "strengths"
    fixed = officer.post(
        address(draft), {"limits": "Còn {truong_chua_du_thi} trường.", "base_limits": 0, "section": "limits"}
    )
    assert (fixed.status_code, fixed.url) == (302, f"{address(draft)}#s-limits")
    tall = officer.post(address(draft), {"tasks": "ă" * 5001, "base_tasks": 0})
    assert tall.status_code == 422


def test_of_two_officers_the_second_sees_both_texts(officer: Client) -> None:
    draft, other = begun(officer), signed_in("officer", full_name="Lê Thị Mỹ Hạnh")
    officer.post(address(draft), {"limits": "Bản thứ nhất.", "base_limits": 0})
    response = other.post(address(draft), {"limits": "Bản thứ hai.", "base_limits": 0})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản thứ nhất." in page
    assert "Bản thứ hai." in page
    base = DraftText.objects.get().pk
    assert other.post(address(draft), {"limits": "Bản thứ hai.", "base_limits": base}).status_code == 302
    # an untouched old text is no wish to change the new one
    assert officer.post(address(draft), {"limits": "Bản thứ nhất.", "base_limits": base}).status_code == 302
    assert DraftText.objects.count() == 2
    officer.post(address(draft), {"back": base})
    assert DraftText.objects.order_by("pk").last().text == "Bản thứ nhất."


def test_a_refused_section_does_not_take_a_colleagues_other_section_with_it(officer: Client) -> None:
    draft, other = begun(officer), signed_in("officer", full_name="Lê Thị Mỹ Hạnh")
    officer.post(
        address(draft), {"strengths": "Của A.", "base_strengths": 0, "limits": "Cũng của A.", "base_limits": 0}
    )
    sent = {"strengths": "Của B.", "base_strengths": 0, "limits": "", "base_limits": 0}
    page = other.post(address(draft), sent).content.decode()
    bases = dict(re.findall(r'name="base_(\w+)" value="(\d+)"', page))
    texts = dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', page))
    assert (texts["strengths"].strip(), texts["limits"].strip()) == ("Của B.", "Cũng của A.")
    again = {**texts, **{f"base_{name}": base for name, base in bases.items()}}
    assert other.post(address(draft), again).status_code == 302
    newest = {text.section: text.text for text in DraftText.objects.order_by("pk")}
    assert newest == {"strengths": "Của B.", "limits": "Cũng của A."}


def test_what_a_school_said_is_taken_by_its_words_and_not_by_its_place(officer: Client) -> None:
    draft, school = begun(officer), make_school(name="Trường Sau")
    days = {"first": draft.from_day, "last": draft.to_day, "at": clock.now()}
    SchoolRemark.objects.create(school=school, difficulties="Máy cũ.", **days)
    [asked] = re.findall(r'value="(difficulties-\w+)"', officer.get(address(draft)).content.decode())
    earlier = make_school(name="A trường trước")
    SchoolRemark.objects.create(school=earlier, difficulties="Mạng yếu.", **days)
    assert officer.post(address(draft), {"take": asked}).status_code == 302
    assert DraftText.objects.get().text == "Trường Sau: Máy cũ."
    assert officer.post(address(draft), {"take": "difficulties-0"}).status_code == 404


def test_freezing_shows_first_and_then_keeps(officer: Client) -> None:
    fill()
    draft = begun(officer)
    officer.post(address(draft), {"strengths": "Có {hoc_sinh_du_thi} học sinh.", "base_strengths": 0})
    asked = officer.post(f"{address(draft)}freeze/", {"version": 0, "figures": "seen long ago"})
    assert (asked.status_code, IssuedReport.objects.count()) == (409, 0)
    response = frozen(officer, draft)
    row = IssuedReport.objects.get()
    assert response.url == f"/department/reports/{row.pk}/"
    kept = json.loads(row.snapshot)
    assert kept["wording"] == {"strengths": f"Có {kept['report']['overall']['participants']} học sinh."}
    page = officer.get(response.url).content.decode()
    for told in (row.checksum, "Sửa và chốt bản mới", "Tải về"):
        assert told in page
    assert officer.get(address(draft)).status_code == 200
    assert officer.post(address(draft), {"limits": "Muộn.", "base_limits": 0}).status_code == 409


def test_another_period_with_the_same_days_must_be_ticked(officer: Client) -> None:
    frozen(officer, begun(officer))
    officer.post("/department/reports/new", {"from": "15/11/2026", "to": "15/12/2026"})
    draft = ReportDraft.objects.get(closed_at=None)
    assert frozen(officer, draft).status_code == 422
    assert IssuedReport.objects.count() == 1
    assert frozen(officer, draft, overlap="1").status_code == 302


def test_a_correction_needs_a_reason_and_tells_what_changed(officer: Client) -> None:
    frozen(officer, begun(officer))
    first = IssuedReport.objects.get()
    correction = officer.post(f"/department/reports/{first.pk}/correct")
    draft = ReportDraft.objects.get(closed_at=None)
    assert correction.url == address(draft)
    officer.post(address(draft), {"limits": "Mạng yếu.", "base_limits": 0})
    assert frozen(officer, draft).status_code == 422
    assert frozen(officer, draft, reason='=HYPERLINK("x")').status_code == 302
    second = IssuedReport.objects.get(version=2)
    page = officer.get(f"/department/reports/{second.pk}/").content.decode()
    assert "Lời văn: Hạn chế" in page
    assert "Bản này đã được thay" in officer.get(f"/department/reports/{first.pk}/").content.decode()


@pytest.mark.parametrize("kind", ["docx", "json", "csv"])
def test_every_file_comes_from_the_snapshot(officer: Client, kind: str) -> None:
    frozen(officer, begun(officer))
    row = IssuedReport.objects.get()
    reply = officer.get(f"/department/reports/{row.pk}/files/{kind}")
    assert reply.status_code == 200
    assert reply["Content-Disposition"].startswith('attachment; filename="')
    assert officer.get(f"/department/reports/{row.pk}/files/exe").status_code == 404
    if kind == "json":
        assert reply.content.decode() == row.snapshot


def test_a_report_of_the_old_shape_comes_as_json_alone(officer: Client) -> None:
    row = IssuedReport.objects.create(
        version=1, from_day="2026-09-01", to_day="2026-09-30", snapshot='{"report": {}}', checksum="0" * 64,
        issued_at="2026-10-01T00:00:00Z",
    )  # fmt: skip
    page = officer.get(f"/department/reports/{row.pk}/")
    assert "cấu trúc cũ" in page.content.decode()
    assert officer.get(f"/department/reports/{row.pk}/files/json").content == b'{"report": {}}'
    assert officer.get(f"/department/reports/{row.pk}/files/docx").status_code == 404
    officer.post(f"/department/reports/{row.pk}/correct")
    assert frozen(officer, ReportDraft.objects.get(), reason="Theo cấu trúc mới.").status_code == 302


def test_the_letterhead_is_kept_and_stands_in_the_next_report(officer: Client) -> None:
    page = officer.get("/department/reports/letterhead/")
    assert page.status_code == 200
    sent = {
        "agency": "Sở Giáo dục và Đào tạo", "plan_number": "35/KH-UBND", "plan_day": "05/01/2026",
        "plan_name": "của Ủy ban nhân dân tỉnh", "to": "Sở Ngoại vụ\n\nBan Chỉ đạo",
        "signs_as": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    }  # fmt: skip
    assert officer.post("/department/reports/letterhead/", {**sent, "plan_day": "31/02/2026"}).status_code == 422
    for _again in range(2):
        assert officer.post("/department/reports/letterhead/", sent).status_code == 302
    assert Letterhead.objects.get().to == "Sở Ngoại vụ\nBan Chỉ đạo"
    shown = officer.get(address(begun(officer))).content.decode()
    for told in ("của Ủy ban nhân dân tỉnh", "05/01/2026", "- Sở Ngoại vụ;", "<b>PHÓ GIÁM ĐỐC</b>"):
        assert told in shown


def test_the_pages_ask_a_constant_number_of_queries(officer: Client) -> None:
    frozen(officer, begun(officer))
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            officer.get("/department/reports/")
        counts.append(len(queries))
        for month in ("01", "02"):
            officer.post("/department/reports/new", {"from": f"01/{month}/2026", "to": f"02/{month}/2026"})
            frozen(officer, ReportDraft.objects.get(closed_at=None))
    assert counts[0] == counts[1]


def test_a_demonstration_account_sees_no_real_report(officer: Client) -> None:
    frozen(officer, begun(officer))
    row = IssuedReport.objects.get()
    guest = signed_in("officer", is_demo=True)
    assert guest.get(f"/department/reports/{row.pk}/").status_code == 404
    assert f"/department/reports/{row.pk}/" not in guest.get("/department/reports/").content.decode()
