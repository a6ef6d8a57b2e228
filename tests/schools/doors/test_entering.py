"""Sessions: always a fresh one, ended by every change that must end it; nothing of one person left for the next."""

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from schools.actions.cards import make_cards
from schools.models import LoginCard, User
from tests.factories import PASSWORD, make_enrolment, make_user

pytestmark = pytest.mark.django_db
LOGIN, CARD, QR, ACCOUNT = (reverse(f"schools:{name}") for name in ("login", "card", "card_qr", "account"))


def carded(**fields):
    pupil = make_enrolment(make_user(**fields)).pupil
    [card] = make_cards(pupils=[pupil], by=None, at=clock.now())
    return pupil, card


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": user.username, "password": password, **more})


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_staff_sign_in_by_password_and_pupils_cannot(client):
    teacher, pupil = make_user("teacher"), make_user(password=PASSWORD)
    assert sign_in(client, pupil).status_code == 401
    assert sign_in(client, teacher).status_code == 302
    assert signed_in(client) == str(teacher.pk)


@pytest.mark.parametrize("name", ["nobody", "admin'--", "*)(uid=*", "a\x00b", "\ud800", " ", "x" * 400])
def test_absurd_names_are_a_plain_401(client, name):
    answer = client.post(LOGIN, {"username": name.encode("utf-8", "replace").decode(), "password": "x"})
    assert answer.status_code == 401


def test_a_huge_password_is_refused_before_it_is_hashed(client):
    assert sign_in(client, make_user("teacher"), "x" * 10_000).status_code == 401


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example"])
def test_onward_stays_on_this_site(client, target):
    answer = sign_in(client, make_user("officer", is_demo=True), next=target)
    assert answer.url == reverse("home")
    assert sign_in(Client(), make_user("officer", is_demo=True), next="/people/").url == "/people/"


def test_the_session_is_a_new_one_and_empty(client):
    session = client.session
    session["left"] = "behind"
    session.save()
    before = client.session.session_key
    sign_in(client, make_user("teacher"))
    assert client.session.session_key != before
    assert "left" not in client.session


def test_two_pupils_on_one_phone_never_mix(client):
    (_one, first), (two, second) = carded(), carded()
    client.post(QR, {"secret": first.secret})
    session = client.session
    session["of_one"] = "kept"
    session.save()
    key = session.session_key
    client.post(CARD, {"code": second.code, "pin": second.pin})
    assert signed_in(client) == str(two.pk)
    assert client.session.session_key != key
    assert "of_one" not in client.session


def test_pages_of_people_are_not_kept_by_the_browser(client):
    sign_in(client, make_user("teacher"))
    assert "no-store" in client.get(ACCOUNT)["Cache-Control"]


def test_signing_out_everywhere_ends_the_other_phone_too(client):
    _pupil, card = carded()
    other = Client()
    for phone in (client, other):
        phone.post(QR, {"secret": card.secret})
        assert phone.get(ACCOUNT).status_code == 200
    client.post(reverse("schools:logout_everywhere"))
    assert client.get(ACCOUNT).status_code == other.get(ACCOUNT).status_code == 302


def test_changing_the_password_ends_the_others_and_keeps_this_one(client):
    teacher, other = make_user("teacher"), Client()
    sign_in(client, teacher)
    sign_in(other, teacher)
    new = "mật khẩu rất mới 9"
    answer = client.post(ACCOUNT, {"old": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("change", [{"is_active": False}, {"session_version": 9}])
def test_a_closed_or_bumped_account_is_out_at_once(client, change):
    teacher = make_user("teacher")
    sign_in(client, teacher)
    User.objects.filter(pk=teacher.pk).update(**change)
    assert client.get(ACCOUNT).status_code == 302


def test_printing_a_new_card_ends_the_session_of_the_old(client):
    pupil, card = carded()
    client.post(QR, {"secret": card.secret})
    make_cards(pupils=[pupil], by=None, at=clock.now())
    assert client.get(ACCOUNT).status_code == 302
    assert client.post(QR, {"secret": card.secret}).status_code == 401


def test_a_closed_card_says_what_to_do_and_the_qr_opens_it(client):
    pupil, card = carded()
    LoginCard.objects.filter(user=pupil).update(failures=10, window_started_at=clock.now())
    answer = client.post(CARD, {"code": card.code, "pin": card.pin})
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "quét mã QR" in answer.content.decode()
    assert client.post(QR, {"secret": card.secret}).status_code == 302


def test_a_wrong_pin_keeps_the_code_in_the_form(client):
    _pupil, card = carded()
    answer = client.post(CARD, {"code": card.code, "pin": "1"})
    assert answer.status_code == 401
    assert card.code in answer.content.decode()


def test_forms_need_their_token():
    strict = Client(enforce_csrf_checks=True)
    _pupil, card = carded()
    assert strict.post(QR, {"secret": card.secret}).status_code == 403
    assert strict.post(CARD, {"code": card.code, "pin": card.pin}).status_code == 403


def test_too_many_wrong_passwords_close_this_name_only(client):
    teacher, other = make_user("teacher"), make_user("teacher")
    answers = [sign_in(client, teacher, "sai").status_code for _ in range(9)]
    assert answers[0] == 401
    assert answers[-1] == 429
    assert sign_in(client, other).status_code == 302
