"""Every route of schools, by every role, for the own and the other school."""

import pytest
from django.urls import get_resolver, reverse

from tests.cast import make_cast
from tests.permissions_schools import OTHER_SCHOOL, ROUTES, arguments, person

pytestmark = pytest.mark.django_db
CASES = [
    (name, method, role, status)
    for name, methods in ROUTES.items()
    for method, answers in methods.items()
    for role, status in answers.items()
]
OTHERS = [
    (name, method, role, status)
    for name, methods in OTHER_SCHOOL.items()
    for method, answers in methods.items()
    for role, status in answers.items()
]


@pytest.fixture
def cast():
    return make_cast()


def ask(client, method, url):
    return client.post(url) if method == "POST" else client.get(url)


def enter(client, user):
    if user is not None:
        client.force_login(user, backend="schools.backends.CardBackend")


@pytest.mark.parametrize(("name", "method", "role", "status"), CASES)
def test_own(client, cast, name, method, role, status):
    client.defaults["HTTP_HOST"] = "localhost"
    enter(client, person(role, cast))
    url = reverse(name, kwargs=arguments(name, cast.own))
    if name == "schools:cards" and method == "POST":
        return  # printing is tested apart: it depends on the address
    answer = ask(client, method, url)
    assert answer.status_code == status
    if (
        status == 302
        and role == "anonymous"
        and name.split(":")[1] in {"people", "account", "class", "staff", "import"}
    ):
        assert answer.url.startswith("/login/")


@pytest.mark.parametrize(("name", "method", "role", "status"), OTHERS)
def test_other(client, cast, name, method, role, status):
    enter(client, person(role, cast))
    url = reverse(name, kwargs=arguments(name, cast.other))
    if not arguments(name, cast.other):
        url += f"?school={cast.other.school.pk}"
    assert ask(client, method, url).status_code == status


def test_every_route_is_listed():
    names = {f"schools:{name}" for name in get_resolver("schools.urls").reverse_dict if isinstance(name, str)}
    assert names == set(ROUTES)


def test_an_account_that_was_closed_is_nobody(client, cast):
    enter(client, cast.outsider)
    assert client.get(reverse("schools:people")).status_code == 302
