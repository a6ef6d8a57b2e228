"""A school's workbook of registers: downloaded, looked at, imported; what is not read and what has changed since."""

import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.actions.registers import change_row
from reports.models import Talk
from schools.models import School, User
from tests.factories import make_school, make_user
from tests.factories_registers import AT, a_row, make_row
from tests.reports.doors.test_registers import TALK, YEAR, signed_in
from tests.reports.exchange.test_register_sheet import made, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def leader(school: School) -> User:
    return make_user("leader", school=school)


def test_a_workbook_is_looked_at_then_imported_once(school: School, leader: User) -> None:
    other = make_school()
    make_row("talks", other, title="<script>alert(1)</script>")
    data = workbook_of(other)
    client = signed_in(leader)
    refused = client.post(f"/registers/import?{YEAR}", {"file": SimpleUploadedFile("so.xlsx", data)})
    assert refused.status_code == 422  # the rows name another school's rows
    client.post(f"/registers/add/talks?{YEAR}", TALK)
    own = client.get(f"/registers/sheet?{YEAR}").content
    shown = client.post(f"/registers/import?{YEAR}", {"file": SimpleUploadedFile("so.xlsx", own)})
    assert (shown.context["plan"].same, shown.context["plan"].steps) == (1, [])
    make_row("publicity", school, by=leader)
    fuller = client.get(f"/registers/sheet?{YEAR}").content
    Talk.objects.filter(school=school).update(pupils=1)
    shown = client.post(f"/registers/import?{YEAR}", {"file": SimpleUploadedFile("so.xlsx", fuller)})
    assert shown.context["plan"].changed == 1
    done = client.post(f"/registers/import/confirm?{YEAR}", {"kept": shown.context["kept"]})
    assert done.status_code == 302
    assert Talk.objects.get(school=school).pupils == 120
    stranger = signed_in(make_user("leader"))
    kept = {"kept": shown.context["kept"]}
    assert stranger.post(f"/registers/import/confirm?{YEAR}", kept).status_code == 409


def previewed(client: Client, data: bytes) -> Any:
    return client.post(f"/registers/import?{YEAR}", {"file": SimpleUploadedFile("so.xlsx", data)})


def test_a_preview_shows_old_and_new_and_what_it_does_not_read(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader, pupils=1200)
    head = ["Ngày", "Chủ đề", "Cách tổ chức", "Lượt học sinh", "Số lượt <b>giáo viên</b>", "Kinh tế", "Mã dòng"]
    values = ["20/11/2026", "ASEAN quanh em", "Buổi riêng", "", 6, "x", row.pk]
    reply = previewed(signed_in(leader), made({"Nói chuyện chuyên đề": [head, values]}))
    page = reply.content.decode()
    assert "Lượt học sinh: <del>1.200</del> → <ins>0</ins>" in page
    assert "Kinh tế: <del>–</del> → <ins>Có</ins>" in page
    assert "Chủ đề: ASEAN quanh em" in page
    assert "không đọc cột “Số lượt &lt;b&gt;giáo viên&lt;/b&gt;”" in page
    assert "không có cột “Chính trị - an ninh”, “Văn hóa - xã hội”, “Lượt sinh viên”, “Lượt giáo viên”" in page


def test_a_preview_names_the_sheet_it_does_not_read(school: School, leader: User) -> None:
    make_row("talks", school, by=leader)
    client, talk = signed_in(leader), ["20/11/2026", "ASEAN quanh em", "Buổi riêng", ""]
    sheets = {"Nói chuyện chuyên đề": [["Ngày", "Chủ đề", "Cách tổ chức", "Mã dòng"], talk], "Kinh phí 2026": [["x"]]}
    reply = previewed(client, made(sheets))
    assert reply.status_code == 200
    assert "Trang “Kinh phí 2026” không mang tên sổ nên không được đọc" in reply.content.decode()
    talk[:] = ["", "", "", ""]
    refused = previewed(client, made(sheets))
    assert (refused.status_code, "(Kinh phí 2026)" in refused.content.decode()) == (422, True)


def test_a_workbook_downloaded_earlier_reverts_nothing_unseen(school: School, leader: User) -> None:
    client, row = signed_in(leader), make_row("talks", school, by=leader, pupils=1200)
    data = client.get(f"/registers/sheet?{YEAR}").content
    change_row(key="talks", row_id=row.pk, values=a_row("talks", pupils=1350), by=leader, at=AT)
    shown = previewed(client, data)
    page = shown.content.decode()
    assert "1 dòng được sửa trong sổ sau khi tải bảng tính này" in page
    assert "Lượt học sinh: <del>1.350</del> → <ins>1.200</ins>" in page
    assert f'name="over" value="talks:{row.pk}"' in page
    told = {"kept": shown.context["kept"]}
    done = client.post(f"/registers/import/confirm?{YEAR}", told, follow=True).content.decode()
    assert "1 dòng được sửa sau khi tải bảng tính vẫn giữ nguyên" in done
    assert Talk.objects.get().pupils == 1350
    client.post(f"/registers/import/confirm?{YEAR}", told | {"over": [f"talks:{row.pk}", "talks:x", "no"]})
    assert Talk.objects.get().pupils == 1200


def test_what_changes_after_the_preview_is_previewed_again(school: School, leader: User) -> None:
    client, row = signed_in(leader), make_row("talks", school, by=leader, pupils=1200)
    head = ["Ngày", "Chủ đề", "Cách tổ chức", "Lượt học sinh", "Mã dòng"]
    data = made({"Nói chuyện chuyên đề": [head, ["20/11/2026", "ASEAN quanh em", "Buổi riêng", 1250, row.pk]]})
    kept = previewed(client, data).context["kept"]
    change_row(key="talks", row_id=row.pk, values=a_row("talks", pupils=1350), by=leader, at=AT)
    again = client.post(f"/registers/import/confirm?{YEAR}", {"kept": kept})
    assert (again.status_code, Talk.objects.get().pupils) == (409, 1350)
    assert "<del>1.350</del> → <ins>1.250</ins>" in again.content.decode()
    told = {"kept": again.context["kept"]}
    assert client.post(f"/registers/import/confirm?{YEAR}", told).status_code == 302
    assert client.post(f"/registers/import/confirm?{YEAR}", told).status_code == 302  # pressed twice
    assert Talk.objects.get().pupils == 1250


def test_days_in_other_columns_are_imported_as_previewed(school: School, leader: User) -> None:
    client, data = signed_in(leader), io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet, day = book.add_worksheet("Nói chuyện chuyên đề"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Ngày", "Chủ đề", "Cách tổ chức"])
        sheet.write_datetime(1, 0, datetime(2026, 11, 20), day)
        sheet.write_datetime(1, 1, datetime(2026, 11, 19), day)
        sheet.write_string(1, 2, "Buổi riêng")
    shown = previewed(client, data.getvalue())
    assert "Chủ đề: 19/11/2026" in shown.content.decode()
    assert client.post(f"/registers/import/confirm?{YEAR}", {"kept": shown.context["kept"]}).status_code == 302
    talk = Talk.objects.get()
    assert (talk.title, talk.day) == ("19/11/2026", date(2026, 11, 20))


def test_every_correction_is_previewed_and_new_rows_up_to_a_limit(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    lines = [["20/11/2026", f"Buổi {n}", "Buổi riêng", 1, ""] for n in range(230)]
    head = ["Ngày", "Chủ đề", "Cách tổ chức", "Lượt học sinh", "Mã dòng"]
    data = made({"Nói chuyện chuyên đề": [head, *lines, ["20/11/2026", "Sửa cuối", "Buổi riêng", 1, row.pk]]})
    page = previewed(signed_in(leader), data).content.decode()
    assert "<del>ASEAN quanh em</del> → <ins>Sửa cuối</ins>" in page
    assert "Còn 31 dòng mới nữa" in page
