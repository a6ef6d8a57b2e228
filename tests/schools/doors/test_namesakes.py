"""Two children of one name in one class: every list and paper from which something is handed out tells them apart."""

from datetime import date

import pytest
from django.urls import reverse

from backend import clock
from schools.actions.cards import make_cards
from schools.actions.people import set_active
from schools.rules import years
from tests.factories import make_class, make_enrolment, make_user

pytestmark = pytest.mark.django_db
YEAR = years.start_year(clock.today())
NAME = "Nguyễn Thị Ngọc Trâm"
BORN = (date(2011, 2, 1), date(2011, 3, 4))


@pytest.fixture
def row():
    return make_class(name="10A1", year=YEAR)


@pytest.fixture
def twins(row):
    """Of one name, on different days of birth."""
    made = [make_user(school=row.school, full_name=NAME, birth_date=born) for born in BORN]
    for order, pupil in enumerate(made, 5):
        make_enrolment(pupil, row, order=order)
    return made


@pytest.fixture
def teacher(client, row):
    user = make_user("teacher", school=row.school)
    client.force_login(user, backend="schools.backends.StaffBackend")
    return user


@pytest.mark.parametrize("where", ["cards", "consents", "consent_form"])
def test_lists_for_teachers_say_the_birth_date(client, row, twins, teacher, where):
    text = client.get(reverse(f"schools:{where}", args=[row.pk])).content.decode()
    assert all(f"{born:%d/%m/%Y}" in text for born in BORN)


@pytest.mark.parametrize("where", ["class", "cards", "consents", "consent_form"])
def test_where_nothing_else_is_known_the_number_in_the_list_is_said(client, row, twins, teacher, where):
    type(twins[0]).objects.update(birth_date=None)
    text = client.get(reverse(f"schools:{where}", args=[row.pk])).content.decode()
    assert "STT 5" in text
    assert "STT 6" in text


@pytest.mark.parametrize("where", ["class", "cards", "consents", "consent_form"])
def test_those_alone_with_their_name_get_nothing_beside_it(client, row, twins, teacher, where):
    type(twins[0]).objects.update(birth_date=None)
    set_active(user=twins[1], active=False, by=teacher, at=clock.now())
    assert "STT" not in client.get(reverse(f"schools:{where}", args=[row.pk])).content.decode()


def test_the_list_in_the_room_says_day_and_month_only(client, row, twins, teacher):
    room = reverse("schools:room")
    client.post(room, {"school_class": row.pk})
    text = client.get(room).content.decode()
    assert f"{NAME} (01/02)" in text
    assert f"{NAME} (04/03)" in text
    assert "2011" not in text
    [card] = make_cards(pupils=twins[1:], by=None, at=clock.now())
    sent = {"pupil": twins[1].pk, "pin": card.pin}
    assert client.post(reverse("schools:room_login"), sent).status_code == 302
    assert client.session["_auth_user_id"] == str(twins[1].pk)


def test_a_card_says_it_even_when_it_is_printed_alone(twins):
    both, alone = (make_cards(pupils=pupils, by=None, at=clock.now()) for pupils in (twins, twins[1:]))
    assert [card.apart for card in (*both, *alone)] == ["01/02", "04/03", "04/03"]
