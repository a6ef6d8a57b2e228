"""Pages about lists that leave, and the register of requests as it is used."""

import pytest
from django.urls import reverse

from backend import clock
from schools.models import DataRequest, ExportRecord
from tests.factories import make_enrolment, make_user

pytestmark = pytest.mark.django_db


def enter(client, user):
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


def test_printing_consent_forms_is_written_down_and_the_leader_reads_it(client):
    enrolment = make_enrolment()
    school = enrolment.school_class.school
    teacher, leader = make_user("teacher", school=school), make_user("leader", school=school)
    enter(client, teacher).get(reverse("schools:consent_form", args=[enrolment.school_class_id]))
    enter(client, teacher).get(reverse("schools:consent_form", args=[enrolment.school_class_id]) + "?blank=1")
    row = ExportRecord.objects.get()
    assert (row.user, row.school, row.what, row.rows, row.named) == (teacher, school, "consents", 1, True)
    page = enter(client, leader).get(reverse("schools:exports")).content.decode()
    assert teacher.full_name in page
    assert "Phiếu đồng ý" in page


def test_who_takes_too_much_is_told_so_and_the_administrator_sees_it(client, settings):
    settings.EXPORT_ROWS_A_DAY = 0
    enrolment = make_enrolment()
    leader = make_user("leader", school=enrolment.school_class.school)
    answer = enter(client, leader).get(reverse("schools:consent_form", args=[enrolment.school_class_id]))
    assert answer.status_code == 429
    assert "quá nhiều dòng" in answer.content.decode()
    page = enter(client, make_user("admin")).get(reverse("schools:exports") + "?only=refused").content.decode()
    assert "Vượt mức, đã từ chối" in page
    assert leader.full_name in page


def test_a_request_from_the_page_of_a_pupil_to_its_answer(client):
    pupil = make_enrolment().pupil
    leader = make_user("leader", school=pupil.school)
    enter(client, leader)
    new = reverse("schools:request_new")
    today = f"{clock.today():%d/%m/%Y}"
    sent = {"kind": "access", "asker": "representative", "received_on": today, "person": pupil.pk}
    assert client.post(new, {**sent, "received_on": "31/02/2026"}).status_code == 422
    answer = client.post(new, sent)
    row = DataRequest.objects.get()
    assert (row.person, row.school) == (pupil, pupil.school)
    assert answer.url == reverse("schools:request", args=[row.pk])
    page = client.get(answer.url).content.decode()
    assert pupil.full_name in page
    assert reverse("contests:pupil_data", args=[pupil.pk]) in page
    late = client.post(f"{answer.url}extend", {"until": "01/01/2099", "reason": "x"})
    assert late.status_code == 422
    assert "không quá 15 ngày" in late.content.decode()
    assert client.post(f"{answer.url}acknowledge").status_code == 302
    assert client.post(f"{answer.url}answer", {"done": "1", "answer": "Đã gửi bản in."}).status_code == 302
    assert "Đã gửi bản in." in client.get(answer.url).content.decode()
    assert "Đã thực hiện" in client.get(reverse("schools:requests")).content.decode()
