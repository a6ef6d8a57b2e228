"""Every route of schools, by every role, for the own and the other school."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.cast import make_cast
from tests.permissions_schools import OTHER_SCHOOL, ROUTES, arguments, person

pytestmark = pytest.mark.django_db
PRINTS = {"schools:cards", "schools:pupil_card"}


@pytest.fixture
def cast():
    return make_cast()


@contextmanager
def asked(user, method, url):
    """The answer to one question by this person; the database is as before afterwards."""
    client = Client(HTTP_HOST="localhost")
    with transaction.atomic():
        if user is not None:
            client.force_login(user, backend="schools.backends.CardBackend")
        yield client.post(url) if method == "POST" else client.get(url)
        transaction.set_rollback(True)


def differing(table, url, cast):
    """`(method, role, status, expected)` of every line that is answered otherwise."""
    for method, answers in table.items():
        for role, expected in answers.items():
            with asked(person(role, cast), method, url) as answer:
                if answer.status_code != expected:
                    yield method, role, answer.status_code, expected


@pytest.mark.parametrize("name", ROUTES)
def test_own(cast, name):
    # printing is tested apart: it depends on the address
    table = {method: answers for method, answers in ROUTES[name].items() if not (name in PRINTS and method == "POST")}
    assert list(differing(table, reverse(name, kwargs=arguments(name, cast.own)), cast)) == []


@pytest.mark.parametrize("name", ["people", "account", "class", "staff", "import", "pupil", "year", "tokens", "switch"])
def test_the_way_to_the_login_page(cast, name):
    url = reverse(f"schools:{name}", kwargs=arguments(f"schools:{name}", cast.own))
    with asked(None, "GET", url) as answer:
        assert answer.url.startswith("/login/")


@pytest.mark.parametrize("name", OTHER_SCHOOL)
def test_other(cast, name):
    named = arguments(name, cast.other)
    url = reverse(name, kwargs=named) + ("" if named else f"?school={cast.other.school.pk}")
    assert list(differing(OTHER_SCHOOL[name], url, cast)) == []


def test_every_route_is_listed():
    names = {f"schools:{name}" for name in get_resolver("schools.urls").reverse_dict if isinstance(name, str)}
    assert names == set(ROUTES)


def test_an_account_that_was_closed_is_nobody(cast):
    with asked(cast.outsider, "GET", reverse("schools:people")) as answer:
        assert answer.status_code == 302
