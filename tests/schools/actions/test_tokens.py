from datetime import timedelta

import pytest
from django.db.models import F

from backend import clock
from backend.refusals import Refusal
from schools.actions import people
from schools.actions.tokens import MOST, make_token, revoke_token, use_token
from schools.models import ApiToken, Role, Trail, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
AT = clock.now()


def made(user=None, at=AT, **kw):
    user = user or make_user(Role.TEACHER)
    return make_token(**{"user": user, "name": "Máy giáo vụ", "wanted": ["people:read"], "days": 30, "at": at, **kw})


def test_the_text_is_shown_once_and_only_its_hash_is_kept():
    token, text = made()
    assert text.startswith("tha_")
    assert len(text.split("_", 2)[2]) >= 32  # 192 bits
    assert text not in str(ApiToken.objects.values().get())
    assert not Trail.objects.filter(note__contains=text).exists()
    assert use_token(text=text, at=AT) == token


@pytest.mark.parametrize("text", ["", "tha_", "tha_0_", "tha_0_x", "x_0_y", "tha_0_" + "x" * 500, "\x00_\x00_\x00"])
def test_other_texts_open_nothing(text):
    made()
    assert use_token(text=text, at=AT) is None


@pytest.mark.parametrize(
    ("field", "fields"), [("name", {"name": " "}), ("scopes", {"wanted": ["all"]}), ("days", {"days": 9999})]
)
def test_a_token_needs_a_name_a_scope_and_an_end(field, fields):
    with pytest.raises(Refusal) as caught:
        made(**fields)
    assert field in caught.value.fields


def test_it_ends_by_its_day_and_by_being_taken_back():
    token, text = made()
    assert use_token(text=text, at=token.expires_at - timedelta(seconds=1))
    assert use_token(text=text, at=token.expires_at) is None
    with pytest.raises(Refusal) as caught:
        revoke_token(user=make_user(Role.ADMIN), token_id=token.pk, at=AT)
    assert caught.value.status == 404
    revoke_token(user=token.user, token_id=token.pk, at=AT)
    assert use_token(text=text, at=AT) is None


@pytest.mark.parametrize(
    "end",
    [
        lambda user: people.set_active(user=user, active=False, by=user, at=AT),
        lambda user: people.reset_staff(user=user, by=None, at=AT),
        lambda user: people.sign_out_everywhere(user=user, at=AT),
        lambda user: people.change_password(user=user, old=PASSWORD, new="một mật khẩu mới 77", at=AT),
        lambda user: User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(role=Role.PUPIL),
    ],
)
def test_it_dies_with_the_account(end):
    user = make_user(Role.TEACHER)
    _token, text = made(user)
    end(User.objects.get(pk=user.pk))
    assert use_token(text=text, at=AT) is None
    if not User.objects.get(pk=user.pk).is_active:
        people.set_active(user=user, active=True, by=user, at=AT)
        assert use_token(text=text, at=AT) is None  # and does not come back with it


def test_its_use_is_written_down_once_a_minute(django_assert_num_queries):
    token, text = made()
    use_token(text=text, at=AT)
    with django_assert_num_queries(1):
        use_token(text=text, at=AT + timedelta(seconds=59))
    token.refresh_from_db()
    assert token.used_at == AT
    use_token(text=text, at=AT + timedelta(seconds=60))
    token.refresh_from_db()
    assert token.used_at == AT + timedelta(seconds=60)


def test_a_person_holds_a_few():
    user = make_user(Role.TEACHER)
    for _ in range(MOST):
        made(user)
    with pytest.raises(Refusal) as caught:
        made(user)
    assert caught.value.code == "too_many_tokens"
    made(user, at=AT + timedelta(days=31))  # those have run out
