from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from schools.actions.cards import make_cards
from schools.actions.people import sign_out_everywhere
from schools.views import room
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
ROOM, ROOM_LOGIN = reverse("schools:room"), reverse("schools:room_login")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def this_year(monkeypatch, cast):
    """Classes of the cast belong to the school year of today."""
    from schools.rules import years

    first, last = years.span(years.start_year(clock.today()))
    for side in (cast.own, cast.other):
        type(side.school_class).objects.filter(pk=side.school_class.pk).update(year=first.year)
        side.pupil.enrolments.update(from_day=first, to_day=last)


def opened(client, cast):
    client.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    answer = client.post(ROOM, {"school_class": cast.own.school_class.pk})
    assert answer.status_code == 302
    return client


def test_opening_signs_the_teacher_out_of_the_device(client, cast):
    opened(client, cast)
    assert "_auth_user_id" not in client.session
    text = client.get(ROOM).content.decode()
    assert cast.own.pupil.full_name in text
    assert cast.other.school.name not in text


def test_a_pupil_comes_in_by_name_and_pin(client, cast):
    cards = make_cards(pupils=[cast.own.pupil, cast.other.pupil], by=None, at=clock.now())
    opened(client, cast)
    assert client.post(ROOM_LOGIN, {"pupil": cast.own.pupil.pk, "pin": "x"}).status_code == 401
    assert client.post(ROOM_LOGIN, {"pupil": cast.other.pupil.pk, "pin": cards[1].pin}).status_code == 401
    assert client.post(ROOM_LOGIN, {"pupil": cast.own.pupil.pk, "pin": cards[0].pin}).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.own.pupil.pk)
    assert client.get(ROOM).status_code == 200  # the next pupil chooses on the same device


def test_names_show_only_on_an_opened_device(client, cast):
    assert cast.own.pupil.full_name not in client.get(ROOM).content.decode()
    client.cookies["room"] = "forged"
    assert cast.own.pupil.full_name not in client.get(ROOM).content.decode()


def test_a_class_of_another_school_cannot_be_opened(client, cast):
    client.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    assert client.post(ROOM, {"school_class": cast.other.school_class.pk}).status_code == 422


def test_the_hour_ends_and_the_teacher_can_end_it(client, cast, monkeypatch):
    opened(client, cast)
    other = Client()
    other.cookies["room"] = client.cookies["room"].value
    sign_out_everywhere(user=cast.own.teacher, at=clock.now())
    assert cast.own.pupil.full_name not in client.get(ROOM).content.decode()
    cast.own.teacher.refresh_from_db()
    opened(client, cast)
    monkeypatch.setattr(room, "LASTS", timedelta(seconds=-1))
    assert cast.own.pupil.full_name not in client.get(ROOM).content.decode()


def test_anybody_at_the_device_may_close_it(client, cast):
    opened(client, cast)
    client.post(reverse("schools:room_close"))
    assert cast.own.pupil.full_name not in client.get(ROOM).content.decode()
