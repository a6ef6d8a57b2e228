"""The pupil's page, arrivals, one new card, consents, and making room for the next pupil."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from schools.actions.cards import make_cards
from schools.models import Consent, LoginCard, Trail, User
from schools.queries import current_class, shows_name
from schools.rules import years
from tests.cast import make_cast
from tests.factories import make_class
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
YEAR = years.start_year(clock.today())
TODAY = f"{clock.today():%d/%m/%Y}"


@pytest.fixture
def cast():
    cast = make_cast()
    first, last = years.span(YEAR)
    for side in (cast.own, cast.other):
        side.pupil.enrolments.update(from_day=first, to_day=last)
        side.school_class.year = YEAR
        side.school_class.save()
    return cast


def signed_in(user):
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


def test_a_teacher_moves_a_pupil_within_the_school_only(cast):
    client, pupil = signed_in(cast.own.teacher), cast.own.pupil
    row = make_class(school=cast.own.school, name="10A2", year=YEAR)
    page = client.get(reverse("schools:pupil", args=[pupil.pk]) + f"?school={cast.other.school.pk}").content.decode()
    assert "10A2" in page
    assert cast.other.school.name not in page
    url = reverse("schools:pupil_move", args=[pupil.pk])
    assert client.post(url, {"school_class": cast.other.school_class.pk, "day": TODAY}).status_code == 422
    assert client.post(url, {"school_class": row.pk, "day": TODAY}).status_code == 302
    assert current_class(pupil, clock.today()) == row


def test_the_department_moves_a_pupil_to_a_class_of_the_school_it_named(cast):
    client, pupil = signed_in(cast.officer), cast.own.pupil
    there = cast.other.school_class
    url = reverse("schools:pupil_move", args=[pupil.pk]) + f"?school={there.school_id}"
    assert client.post(url, {"school_class": there.pk, "day": TODAY}).status_code == 302
    assert User.objects.get(pk=pupil.pk).school == cast.other.school


def test_leaving_and_coming_back_are_the_leaders(cast):
    pupil = cast.own.pupil
    leader, teacher = signed_in(cast.own.leader), signed_in(cast.own.teacher)
    leave, move = (reverse(f"schools:pupil_{act}", args=[pupil.pk]) for act in ("leave", "move"))
    assert leader.post(leave, {"day": "31/12/2999"}).status_code == 422
    assert leader.post(leave, {"day": TODAY}).status_code == 302
    assert not User.objects.get(pk=pupil.pk).is_active
    back = {"school_class": cast.own.school_class.pk, "day": TODAY}
    assert teacher.post(move, back).status_code == 403
    assert leader.post(move, back).status_code == 302
    assert User.objects.get(pk=pupil.pk).is_active


def test_a_pupil_arrives_by_number_and_birth_date(cast):
    User.objects.filter(pk=cast.own.pupil.pk).update(ministry_id="0123456789", birth_date=date(2011, 2, 5))
    client, url = signed_in(cast.other.leader), reverse("schools:arrivals")
    given = {"ministry_id": "0123456789", "school_class": cast.other.school_class.pk, "day": TODAY}
    wrong = client.post(url, {**given, "birth_date": "06/02/2011"})
    assert wrong.status_code == 404
    assert cast.own.pupil.full_name.split()[-1] not in wrong.content.decode().split("<main")[1]
    assert client.post(url, {**given, "birth_date": "05/02/2011"}).status_code == 302
    assert User.objects.get(pk=cast.own.pupil.pk).school == cast.other.school


def test_a_new_card_in_two_clicks(cast, settings):
    settings.PUBLIC_URL = "http://asean.example"
    make_cards(pupils=[cast.own.pupil], by=None, at=clock.now())
    before = LoginCard.objects.get(user=cast.own.pupil).secret_hash
    client = signed_in(cast.own.teacher)
    url = reverse("schools:pupil_card", args=[cast.own.pupil.pk])
    assert url in client.get(reverse("schools:class", args=[cast.own.school_class.pk])).content.decode()
    assert "hết dùng được" in client.get(url).content.decode()
    assert LoginCard.objects.get(user=cast.own.pupil).secret_hash == before
    answer = client.post(url)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert LoginCard.objects.get(user=cast.own.pupil).secret_hash != before


def test_consents_are_ticked_by_hand_and_withdrawn_in_two_clicks(cast):
    pupil, row = cast.own.pupil, cast.own.school_class
    client = signed_in(cast.own.teacher)
    url = reverse("schools:consents", args=[row.pk])
    page = client.get(url).content.decode()
    assert page.count('name="tick"') == 4
    assert " checked" not in page
    ticks = [f"{pupil.pk}:show_name:child", f"{pupil.pk}:show_name:representative", "x", f"{pupil.pk}:photo:child"]
    assert client.post(url, {"tick": ticks, "signed_on": TODAY}).status_code == 302
    assert shows_name([pupil.pk]) == {pupil.pk}
    assert client.get(url).content.decode().count('name="tick"') == 2
    assert "cho hiện tên: 1/1" in client.get(reverse("schools:class", args=[row.pk])).content.decode()
    back = {"purpose": "show_name", "given_by": "representative"}
    assert "Rút lại" in client.get(reverse("schools:pupil", args=[pupil.pk])).content.decode()
    assert client.post(reverse("schools:consent_withdraw", args=[pupil.pk]), back).status_code == 302
    assert shows_name([pupil.pk]) == set()
    assert Consent.objects.count() == 2


def test_a_pupil_takes_the_own_consent_back(cast):
    pupil = cast.own.pupil
    for giver in ("child", "representative"):
        Consent.objects.create(
            user=pupil, purpose="show_name", given_by=giver, given_at=clock.now(), means="paper", text_version="1"
        )
    client = Client()
    client.force_login(pupil, backend="schools.backends.CardBackend")
    assert "Em đã đồng ý" in client.get(reverse("schools:account")).content.decode()
    url = reverse("schools:own_consent_withdraw")
    assert client.post(url, {"purpose": "show_name", "given_by": "representative"}).status_code == 302
    assert shows_name([pupil.pk]) == set()
    assert Consent.objects.get(withdrawn_at=None).given_by == "representative"
    assert "Em đã đồng ý" not in client.get(reverse("schools:account")).content.decode()


def test_the_form_to_print_is_one_page_a_pupil_or_one_blank(cast):
    client = signed_in(cast.own.teacher)
    url = reverse("schools:consent_form", args=[cast.own.school_class.pk])
    assert client.get(url).content.decode().count("sheet a4p") == 1
    blank = client.get(url + "?blank=1").content.decode().split("<main")[1]
    assert cast.own.pupil.full_name not in blank


def test_making_room_ends_the_session_and_shows_the_card_page(cast):
    client = Client()
    client.force_login(cast.own.pupil, backend="schools.backends.CardBackend")
    old = client.cookies["sessionid"].value
    url = reverse("schools:switch")
    assert reverse("schools:switch") in client.get(reverse("schools:account")).content.decode()
    assert "đang mở và đồng hồ" not in client.get(url).content.decode()
    contest = make_contest(school=cast.own.school, by=cast.own.teacher)
    make_paper(contest, make_questions(1))
    make_attempt(contest, cast.own.pupil)
    assert "đang mở và đồng hồ" in client.get(url).content.decode()
    answer = client.post(url, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("schools:card")
    assert "Quét thẻ hoặc nhập mã" in text
    assert cast.own.pupil.full_name not in text
    client.cookies["sessionid"] = old
    assert client.get(reverse("schools:account")).status_code == 302


def test_a_slip_in_the_day_of_leaving_is_asked_about(cast):
    client, pupil = signed_in(cast.own.leader), cast.own.pupil
    long_ago = f"{clock.today() - timedelta(days=400):%d/%m/%Y}"
    url = reverse("schools:pupil_leave", args=[pupil.pk])
    asked = client.post(url, {"day": long_ago})
    body = asked.content.decode()
    assert asked.status_code == 409
    assert f"Sau ngày này em còn học {cast.own.school_class.name}" in body
    assert f'value="{long_ago}"' in body
    assert 'id="leave_confirmed"' in body
    assert User.objects.get(pk=pupil.pk).is_active
    assert client.post(url, {"day": long_ago, "confirmed": "1"}).status_code == 302
    assert not User.objects.get(pk=pupil.pk).is_active
    move = reverse("schools:pupil_move", args=[pupil.pk])
    early = client.post(move, {"school_class": cast.own.school_class.pk, "day": long_ago})
    assert (early.status_code, "Hãy xem lại năm." in early.content.decode()) == (422, True)
    assert client.post(move, {"school_class": cast.own.school_class.pk, "day": TODAY}).status_code == 302


def test_name_and_numbers_are_set_right_on_the_pupils_page(cast):
    client, pupil = signed_in(cast.own.teacher), cast.own.pupil
    make_cards(pupils=[pupil], by=cast.own.teacher, at=clock.now())
    card = LoginCard.objects.get(user=pupil)
    url = reverse("schools:pupil_correct", args=[pupil.pk])
    given = {"full_name": " Phan  Văn Êm", "birth_date": "02/03/2011", "sex": "m", "pupil_code": "7", "ministry_id": ""}
    assert client.post(url, given).status_code == 302
    pupil.refresh_from_db()
    assert (pupil.full_name, pupil.given, pupil.birth_date) == ("Phan Văn Êm", "Êm", date(2011, 3, 2))
    assert LoginCard.objects.get(user=pupil) == card
    trail = Trail.objects.get(act="pupil_corrected")
    assert trail.note.startswith("full_name, birth_date")
    assert "Không có gì thay đổi." in client.post(url, given, follow=True).content.decode()
    for wrong in ({"birth_date": "02/03/2111"}, {"ministry_id": "079123456789"}, {"full_name": "=A1"}):
        answer = client.post(url, given | wrong)
        assert answer.status_code == 422
        assert "Phan" in answer.content.decode()
    User.objects.filter(pk=cast.own.teacher.pk).update(pupil_code="8")
    taken = client.post(url, given | {"pupil_code": "8", "full_name": "Phan Văn Em"})
    assert (taken.status_code, "đã là của em khác" in taken.content.decode()) == (409, True)
    assert User.objects.get(pk=pupil.pk).full_name == "Phan Văn Êm"
