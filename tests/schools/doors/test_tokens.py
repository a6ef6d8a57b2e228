import pytest
from django.urls import reverse

from backend import clock
from schools.actions.tokens import make_token
from schools.models import ApiToken, Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE, REVOKE = reverse("schools:tokens"), reverse("schools:token_revoke")


def test_a_token_is_shown_once_and_taken_back(client):
    user = make_user(Role.TEACHER)
    client.force_login(user, backend="schools.backends.StaffBackend")
    assert " checked" not in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"name": "Máy giáo vụ", "scopes": ["people:read"], "days": "30"})
    text = answer.context["text"]
    assert text in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert text not in client.get(PAGE).content.decode()
    assert client.post(REVOKE, {"token": ApiToken.objects.get().pk}).status_code == 302
    assert ApiToken.objects.get().revoked_at is not None
    foreign, _text = make_token(user=make_user(Role.LEADER), name="x", wanted=["people:read"], days=30, at=clock.now())
    assert client.post(REVOKE, {"token": foreign.pk}).status_code == 404
    assert client.post(PAGE, {"name": "x", "scopes": ["all"], "days": "30"}).status_code == 422
