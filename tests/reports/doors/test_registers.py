"""The registers' pages: what a school enters, what the Department sees, and that neither reaches further."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from reports.actions import remove_demonstration
from reports.actions.demonstration import fill_registers
from reports.actions.register_returns import complete_return, remind, reopen_return
from reports.actions.registers import withdraw_row
from reports.models import Evidence, OutsideContest, ParticipationOutside, Reminder, SchoolRemark, SchoolReturn, Talk
from reports.queries.registers import register_totals
from reports.rules.periods import Period
from schools.models import School, User
from tests.factories import make_school, make_user
from tests.factories_registers import AT, make_row

pytestmark = pytest.mark.django_db
YEAR = "period=school_year-2026-0"
PERIOD = Period(date(2026, 8, 1), date(2027, 7, 31))
TALK = {"day": "20/11/2026", "title": "ASEAN quanh em", "kind": "alone", "culture": "on", "pupils": "120"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


@pytest.fixture
def school() -> School:
    return make_school(name="Trường THPT Hồ Thị Kỷ")


@pytest.fixture
def leader(school: School) -> User:
    return make_user("leader", school=school)


def test_a_row_is_entered_refused_twice_and_confirmed(school: School) -> None:
    client = signed_in(make_user("teacher", school=school))
    address = f"/registers/add/talks?{YEAR}"
    assert client.post(address, TALK).headers["Location"] == f"/registers/?{YEAR}#talks"
    again = client.post(address, TALK)
    assert again.status_code == 409
    assert 'name="confirmed"' in again.content.decode()
    assert 'value="ASEAN quanh em"' in again.content.decode()
    assert client.post(address, TALK | {"ask_again": "1", "confirmed": "on"}).status_code == 302
    wrong = client.post(address, TALK | {"day": "20/13/2026"})
    assert wrong.status_code == 422
    assert "talks_day_error" in wrong.content.decode()
    page = client.get(f"/registers/?{YEAR}").content.decode()
    assert Talk.objects.count() == 2
    assert page.count("ASEAN quanh em") == 2
    assert "lượt người" in page
    assert "Kỳ này trường không có hoạt động nào" not in page  # a teacher enters, the leader reports


def test_a_leader_reports_reopens_and_the_desk_sees_it(school: School, leader: User) -> None:
    client, desk = signed_in(leader), signed_in(make_user("officer"))
    make_school(name="Trường THPT Cà Mau")
    client.post(f"/registers/remarks?{YEAR}", {"difficulties": "Thiếu máy", "proposals": ""})
    assert client.post(f"/registers/complete?{YEAR}", {}).status_code == 409
    assert client.post(f"/registers/complete?{YEAR}", {"nothing": "1"}).status_code == 302
    page = desk.get(f"/department/registers/?{YEAR}").content.decode()
    assert "Không có hoạt động" in page
    assert page.count("Chưa báo cáo</span>") == 1
    found = desk.get(f"/department/registers/?{YEAR}&state=missing").context["lines"]
    assert [line.name for line in found] == ["Trường THPT Cà Mau"]
    sheet = desk.get(f"/department/registers/sheet?{YEAR}")
    assert sheet.content.startswith(b"PK")
    assert client.post(f"/registers/reopen?{YEAR}").status_code == 302
    assert SchoolReturn.objects.get().reported_at is None
    assert "Thiếu máy" in client.get(f"/registers/print?{YEAR}").content.decode()


def test_long_remarks_come_back_as_typed_and_lines_count_once(school: School, leader: User) -> None:
    client = signed_in(leader)
    lines = "\r\n".join(["a" * 38] * 128)
    assert len(lines) > 5_000
    assert client.post(f"/registers/remarks?{YEAR}", {"difficulties": lines}).status_code == 302
    assert SchoolRemark.objects.get().difficulties.count("\n") == 127
    reply = client.post(f"/registers/remarks?{YEAR}", {"difficulties": "b" * 5_001})
    assert (reply.status_code, "b" * 5_001 in reply.content.decode()) == (422, True)


def test_of_two_who_write_remarks_the_second_sees_both(school: School, leader: User) -> None:
    client, path = signed_in(leader), f"/registers/remarks?{YEAR}"
    assert client.post(path, {"difficulties": "Thiếu máy", "seen": ""}).status_code == 302
    reply = client.post(path, {"proposals": "Xin thêm máy", "seen": ""})
    page = reply.content.decode()
    assert (reply.status_code, "Thiếu máy" in page, "Xin thêm máy" in page) == (409, True, True)
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    both = {"difficulties": "Thiếu máy", "proposals": "Xin thêm máy", "seen": seen}
    assert client.post(path, both).status_code == 302
    assert SchoolRemark.objects.get().proposals == "Xin thêm máy"


def test_evidence_goes_out_as_an_attachment_to_those_who_see_the_row(school: School, leader: User) -> None:
    contest, client = make_row("contests"), signed_in(leader)
    values = {"contest": str(contest.pk), "day": "20/11/2026", "pupils": "30", "prizes": "Nhất: 1"}
    bad = {"file": SimpleUploadedFile("anh.png", b"<html>")}
    assert client.post(f"/registers/add/outside?{YEAR}", values | bad).status_code == 422
    empty = client.post(f"/registers/add/outside?{YEAR}", values | {"file": SimpleUploadedFile("giay.pdf", b"")})
    assert empty.status_code == 422
    assert "mở được, không quá 5 MB" in empty.content.decode()
    good = {"file": SimpleUploadedFile("giay.html", b"%PDF-1.7\n%%EOF")}
    assert client.post(f"/registers/add/outside?{YEAR}", values | good).status_code == 302
    row = ParticipationOutside.objects.get()
    assert bytes(Evidence.objects.get().data) == b"%PDF-1.7\n%%EOF"
    reply = client.get(f"/registers/rows/outside/{row.pk}/file")
    assert reply.headers["Content-Disposition"].startswith("attachment; ")
    assert (reply.headers["X-Content-Type-Options"], reply.headers["Content-Type"]) == ("nosniff", "application/pdf")
    assert signed_in(make_user("teacher")).get(f"/registers/rows/outside/{row.pk}/file").status_code == 404
    assert signed_in(make_user("officer")).get(f"/registers/rows/outside/{row.pk}/file").status_code == 200


def test_the_desk_launches_a_contest_and_lists_what_schools_told(school: School, leader: User) -> None:
    desk = signed_in(make_user("officer"))
    given = {"name": "Tìm hiểu ASEAN", "organiser": "Bộ GD&ĐT", "by_ministry": "on", "day": "01/10/2026"}
    assert desk.post(f"/department/registers/rows/contests/add?{YEAR}", given).status_code == 302
    assert "Tìm hiểu ASEAN" in signed_in(leader).get(f"/registers/?{YEAR}").content.decode()
    make_row("outside", school, by=leader, contest=OutsideContest.objects.get().pk)
    page = desk.get(f"/department/registers/rows/outside/?{YEAR}&q=ho thi ky").content.decode()
    assert "Nhất: 1; Nhì: 2" in page
    row = ParticipationOutside.objects.get()
    assert signed_in(leader).get(f"/registers/rows/contests/{row.contest_id}/").status_code == 404


def test_a_reminded_school_sees_it_on_its_start_page(school: School, leader: User, django_assert_num_queries) -> None:
    desk = signed_in(make_user("officer"))
    nobody = desk.post(f"/department/registers/remind?{YEAR}", {"words": "Lời đã viết"})
    assert (nobody.status_code, "Lời đã viết" in nobody.content.decode()) == (422, True)
    desk.post(f"/department/registers/remind?{YEAR}", {"school": [school.pk], "words": "Xin <b>nhắc</b>"})
    assert Reminder.objects.get().school == school
    request = RequestFactory().get("/teach/")
    request.user = User.objects.get(pk=leader.pk)
    with django_assert_num_queries(2):  # the reminders, and what the school has reported since
        shown = Template("{% load register_reminder %}{% register_reminder %}").render(Context({"request": request}))
    assert "Xin &lt;b&gt;nhắc&lt;/b&gt;" in shown
    assert signed_in(leader).get("/registers/").context["period"] == PERIOD


@pytest.mark.parametrize("path", ["/registers/", "/department/registers/", "/department/registers/rows/talks/"])
def test_pages_ask_a_constant_number_of_queries(path: str, school: School, django_assert_max_num_queries) -> None:
    person = make_user("leader", school=school) if path == "/registers/" else make_user("officer")
    client = signed_in(person)
    for number in range(12):
        make_row("talks", school if path == "/registers/" else make_school(), title=f"Buổi {number}")
    with django_assert_max_num_queries(22):
        assert client.get(f"{path}?{YEAR}").status_code == 200


def test_the_demonstration_comes_and_goes_whole() -> None:
    school, real = make_school(is_demo=True), make_school()
    teacher = make_user("teacher", school=school, is_demo=True)
    officer = make_user("officer", is_demo=True)
    given = {"schools": [school], "teacher": teacher, "officer": officer, "at": AT}
    make_row("talks", real)
    assert fill_registers(**given) > 5
    assert fill_registers(**given) == 0
    remind(schools=[school], period=PERIOD, words="Minh họa", by=officer, at=AT)
    assert register_totals(PERIOD, is_demo=True).talks.sessions == 1
    remove_demonstration(at=AT)
    assert not School.objects.filter(is_demo=True).exists()
    assert register_totals(PERIOD, is_demo=False).talks.sessions == 1


def test_of_two_who_correct_a_row_the_second_sees_what_the_first_did(school: School, leader: User) -> None:
    row, client = make_row("talks", school), signed_in(leader)
    path = reverse("reports:register_row", args=["talks", row.pk])
    typed = {**TALK, "seen": re.search(r'name="seen" value="(\d+)"', client.get(path).content.decode()).group(1)}
    assert client.post(path, {**typed, "pupils": "999"}).status_code == 302
    reply = client.post(path, {**typed, "title": "Khác"})
    page = reply.content.decode()
    assert (reply.status_code, "999" in page, 'value="Khác"' in page) == (409, True, True)
    seen = re.search(r'name="seen" value="(\d+)"', page).group(1)
    assert client.post(path, {**typed, "title": "Khác", "seen": seen}).status_code == 302
    assert Talk.objects.get().title == "Khác"


def test_a_row_entered_anew_is_asked_about_before_the_old_one_comes_back(school: School, leader: User) -> None:
    client = signed_in(leader)
    row = make_row("talks", school, by=leader)
    client.post(f"/registers/rows/talks/{row.pk}/withdraw")
    make_row("talks", school, by=leader)
    asked = client.post(f"/registers/rows/talks/{row.pk}/restore")
    page = client.get(asked.headers["Location"]).content.decode()
    assert "Dòng này đã có" in page
    assert 'name="confirmed"' in page
    assert Talk.objects.filter(withdrawn_at=None).count() == 1
    client.post(f"/registers/rows/talks/{row.pk}/restore", {"confirmed": "1"})
    assert Talk.objects.filter(withdrawn_at=None).count() == 2


def test_a_month_inside_a_reported_year_says_so_and_takes_no_row(school: School, leader: User) -> None:
    client = signed_in(leader)
    month = Period(date(2026, 9, 1), date(2026, 9, 30))
    complete_return(school=school, period=PERIOD, nothing=True, by=leader, at=AT)
    page = client.get("/registers/?from=01/09/2026&to=30/09/2026").content.decode()
    assert "vì trường đã báo cáo xong kỳ 01/08/2026 – 31/07/2027" in page
    assert f'href="?{YEAR}#complete"' in page
    assert "Ghi thêm một dòng" not in page
    later = client.get("/registers/?from=01/11/2026&to=31/12/2026").content.decode()
    assert "Các dòng từ 01/08/2026 đến 25/11/2026 đã đứng yên" in later
    assert "Ghi thêm một dòng" in later  # what happens after the report can be entered

    reopen_return(school=school, period=PERIOD, by=leader, at=AT)
    complete_return(school=school, period=month, nothing=True, by=leader, at=AT)
    assert "đã báo cáo xong kỳ 01/09/2026 – 30/09/2026" in client.get(f"/registers/?{YEAR}").content.decode()


def test_a_row_of_another_day_is_shown_where_it_stands(school: School, leader: User) -> None:
    client = signed_in(leader)
    entered = client.post("/registers/add/talks?period=calendar_month-2026-9", TALK, follow=True)
    assert entered.redirect_chain[-1][0] == f"/registers/?{YEAR}#talks"
    body = entered.content.decode()
    assert "Ngày của dòng nằm ngoài kỳ đang xem" in body
    assert "ASEAN quanh em" in body
    inside = client.post("/registers/add/talks?period=calendar_month-2026-11", TALK | {"title": "Khác"}, follow=True)
    assert inside.redirect_chain[-1][0] == "/registers/?period=calendar_month-2026-11#talks"


def test_a_contest_that_the_department_took_out_is_told_nowhere(school: School, leader: User) -> None:
    client, desk = signed_in(leader), make_user("officer")
    contest = make_row("contests", by=desk)
    row = make_row("outside", school, by=leader, contest=contest.pk)
    withdraw_row(key="outside", row_id=row.pk, by=leader, at=AT)
    withdraw_row(key="contests", row_id=contest.pk, by=desk, at=AT)
    client.post(f"/registers/rows/outside/{row.pk}/restore")
    assert ParticipationOutside.objects.get().withdrawn_at == AT
    ParticipationOutside.objects.update(withdrawn_at=None)  # as it could be before
    assert register_totals(PERIOD, is_demo=False).outside == ()
