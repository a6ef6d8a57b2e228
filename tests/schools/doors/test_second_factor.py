"""No session before the right code; a ticket is good once; the Department does nothing before it is set up."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from backend import clock
from schools.actions.second_factor import set_up_second_factor
from schools.models import SecondFactor, User
from schools.rules import totp
from schools.views.entering import FRESH_AT
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN, CODE, SETUP, AGAIN, CODES, TOKENS = (
    reverse(f"schools:{name}")
    for name in ("login", "second_step", "second_factor_setup", "reauth", "recovery_codes", "tokens")
)
TOKEN = {"name": "Máy", "scopes": ["people:read"], "days": "30"}


@pytest.fixture
def armed():
    """An officer with an app that was set up an hour ago, and printed codes."""
    user = make_user("officer", second_factor_at=None)
    secret, before = totp.new_secret(), clock.now() - timedelta(hours=1)
    code = totp.code_of(secret, totp.step_at(before))
    printed = set_up_second_factor(user=user, secret=secret, typed=code, at=before)
    return User.objects.get(pk=user.pk), secret, printed


def now(secret):
    return totp.code_of(secret, totp.step_at(clock.now()))


def give_password(client, user, **more):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD, **more})


def signed_in(client):
    return client.session.get("_auth_user_id")


def age(client):
    """The sign-in is an hour old."""
    session = client.session
    session[FRESH_AT] -= 3600
    session.save()


def test_the_password_gives_a_ticket_and_the_code_the_session(client, armed):
    user, secret, printed = armed
    answer = give_password(client, user, next="/people/")
    assert answer.url.startswith(CODE)
    assert signed_in(client) is None
    assert client.get("/people/").url.startswith(LOGIN)
    ticket = client.cookies["ticket"].value
    wrong = client.post(CODE, {"code": "000000"})
    assert (wrong.status_code, signed_in(client)) == (401, None)
    answer = client.post(CODE, {"code": now(secret), "next": "/people/"})
    assert (answer.url, signed_in(client)) == ("/people/", str(user.pk))
    thief = Client()
    thief.cookies["ticket"] = ticket
    assert thief.post(CODE, {"code": printed[0]}).url == LOGIN
    assert signed_in(thief) is None


def test_a_ticket_is_of_one_password_and_five_minutes(client, armed):
    user, secret, _printed = armed
    old = signing.TimestampSigner(salt="ticket")
    for spoilt in ("", "x", old.sign("x"), signing.dumps([user.pk, "x"], salt="ticket")):
        client.cookies["ticket"] = spoilt
        assert client.post(CODE, {"code": now(secret)}).url == LOGIN
    give_password(client, user)
    User.objects.filter(pk=user.pk).update(session_version=9)
    assert client.post(CODE, {"code": now(secret)}).url == LOGIN
    assert signed_in(client) is None


def test_the_same_code_lets_in_once_and_five_wrong_ones_close(client, armed):
    user, secret, _printed = armed
    code = now(secret)
    give_password(client, user)
    client.post(CODE, {"code": code})
    other = Client()
    give_password(other, user)
    answers = [other.post(CODE, {"code": code}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1]["Retry-After"] == "900"
    assert signed_in(other) is None


def test_the_department_sets_it_up_before_it_is_let_in(client):
    admin = make_user("admin", second_factor_at=None)
    answer = give_password(client, admin)
    assert answer.url == SETUP
    page = client.get(SETUP)
    assert signed_in(client) is None
    assert "<svg" in page.content.decode()
    secret = "".join(page.context["typed"].split())
    wrong = client.post(SETUP, {"code": "1", "kept": page.context["kept"]})
    assert (wrong.status_code, "".join(wrong.context["typed"].split())) == (422, secret)
    assert not SecondFactor.objects.exists()
    answer = client.post(SETUP, {"code": now(secret), "kept": wrong.context["kept"]})
    assert (answer.status_code, len(answer.context["codes"])) == (200, 10)
    assert "no-store" in answer["Cache-Control"]
    assert signed_in(client) == str(admin.pk)
    assert client.get("/people/").status_code == 200


def test_an_older_session_of_the_department_opens_nothing(client, settings):
    officer = make_user("officer", second_factor_at=None)
    client.force_login(officer, backend="schools.backends.StaffBackend")
    assert client.get("/people/").url.startswith(LOGIN)
    assert client.get("/api/reports", headers={"accept": "application/json"}).status_code == 401
    assert client.get(SETUP).url.startswith(LOGIN), "and the password again before it is set up"
    for demo, required in ((True, True), (False, False)):
        settings.SECOND_FACTOR_REQUIRED = required
        user = make_user("officer", second_factor_at=None, is_demo=demo)
        assert give_password(Client(), user).url == reverse("home")


def test_the_admin_has_no_way_in_of_its_own(client, armed):
    admin = make_user("admin", is_superuser=True)
    answer = client.post("/admin/login/", {"username": admin.username, "password": PASSWORD})
    assert answer.url.startswith(LOGIN)
    assert signed_in(client) is None


def test_the_admin_changes_no_password_of_its_own(client):
    admin = make_user("admin", is_superuser=True)
    client.force_login(admin, backend="schools.backends.StaffBackend")
    new = {"old_password": PASSWORD, "new_password1": "một mật khẩu mới 77", "new_password2": "một mật khẩu mới 77"}
    for answer in (client.get("/admin/password_change/"), client.post("/admin/password_change/", new)):
        assert (answer.status_code, answer.url) == (302, reverse("schools:account"))
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


def test_what_weighs_most_asks_for_password_and_code_again(client, armed):
    user, secret, printed = armed
    give_password(client, user)
    client.post(CODE, {"code": printed[0]})
    assert client.post(TOKENS, TOKEN).context["text"]
    age(client)
    assert (
        client.post(TOKENS, TOKEN, headers={"referer": f"http://testserver{TOKENS}"}).url
        == f"{AGAIN}?next=%2Faccount%2Ftokens%2F"
    )
    assert client.post(CODES).url.startswith(AGAIN)
    assert client.post(AGAIN, {"password": "sai", "code": now(secret)}).status_code == 401
    assert client.post(AGAIN, {"password": PASSWORD, "code": "000000"}).status_code == 401
    assert client.post(TOKENS, TOKEN).status_code == 302
    answer = client.post(AGAIN, {"password": PASSWORD, "code": now(secret), "next": "//evil.example"})
    assert answer.url == reverse("schools:account")
    assert client.post(TOKENS, TOKEN).context["text"]


def test_an_administrator_takes_it_off(client, armed):
    user, _secret, _printed = armed
    admin = make_user("admin")
    client.force_login(admin, backend="schools.backends.StaffBackend")
    session = client.session
    session[FRESH_AT] = int(clock.now().timestamp())
    session.save()
    assert client.post(reverse("schools:second_factor_reset", args=[user.pk])).url == reverse("schools:staff")
    assert give_password(Client(), user).url == SETUP
