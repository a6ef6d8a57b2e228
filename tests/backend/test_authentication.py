"""Tokens at the API: only where a view says so, only as far as the scopes go; sessions as ever."""

import pytest
from django.test import Client
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from schools.actions.people import set_active
from schools.actions.tokens import make_token
from schools.models import Role
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.backend.test_authentication")]


class Declared(APIView):
    token_scopes = {"GET": "results:read", "POST": "contests:write"}

    def get(self, request: Request) -> Response:
        return Response({"user": request.user.pk, "token": bool(request.auth)})

    post = get
    delete = get


class Undeclared(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [
    path("api/declared", Declared.as_view(), name="declared"),
    path("api/undeclared", Undeclared.as_view(), name="undeclared"),
]


@pytest.fixture
def teacher():
    return make_user(Role.TEACHER)


@pytest.fixture
def ask(teacher):
    _token, text = make_token(user=teacher, name="thử", wanted=["results:read"], days=30, at=clock.now())

    def asked(method="GET", url="/api/declared", bearer=f"Bearer {text}"):
        return Client().generic(method, url, headers={"authorization": bearer})

    return asked


def test_a_token_does_what_its_scopes_allow_and_nothing_else(ask, teacher):
    answer = ask()
    assert answer.json() == {"user": teacher.pk, "token": True}
    assert ask("HEAD").status_code == 200
    assert ask("POST").status_code == 403  # another scope
    assert ask("DELETE").status_code == 403  # no scope declared for it
    assert ask("OPTIONS").status_code == 403


def test_a_view_that_declares_nothing_refuses_tokens_even_where_everybody_may_look(ask):
    assert ask(url="/api/undeclared").status_code == 403
    assert Client().get("/api/undeclared").status_code == 200


@pytest.mark.parametrize("bearer", ["Bearer ", "Bearer tha_0_nothing", "bearer x y z"])
def test_an_unknown_token_is_401_in_our_shape(ask, bearer):
    answer = ask(bearer=bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_a_closed_account_closes_its_tokens(ask, teacher):
    set_active(user=teacher, active=False, by=teacher, at=clock.now())
    assert ask().status_code == 401


def test_a_session_works_as_before_and_needs_its_csrf_token(teacher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher, backend="schools.backends.StaffBackend")
    assert client.get("/api/declared").json() == {"user": teacher.pk, "token": False}
    refused = client.post("/api/declared")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.cookies["csrftoken"] = "a" * 32
    assert client.post("/api/declared", {}, "application/json", headers={"x-csrftoken": "a" * 32}).status_code == 200


def test_a_token_needs_no_csrf_token(teacher):
    _token, text = make_token(user=teacher, name="thử", wanted=["contests:write"], days=30, at=clock.now())
    answer = Client(enforce_csrf_checks=True).post("/api/declared", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200
