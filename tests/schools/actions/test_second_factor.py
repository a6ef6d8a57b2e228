import threading
from datetime import timedelta

import pytest
from django.db import connection

from backend import clock
from backend.refusals import Refusal
from schools.actions.second_factor import (
    TRIES,
    WINDOW,
    check_second_factor,
    new_recovery_codes,
    reset_second_factor,
    set_up_second_factor,
)
from schools.actions.tokens import make_token
from schools.models import ApiToken, RecoveryCode, SecondFactor, Trail, User
from schools.rules import totp
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = clock.now()


def set_up(user=None, at=AT):
    user = user or make_user("officer", second_factor_at=None)
    secret = totp.new_secret()
    return user, secret, set_up_second_factor(user=user, secret=secret, typed=code(secret, at), at=at)


def code(secret, at):
    return totp.code_of(secret, totp.step_at(at))


def refused(user, typed, at):
    with pytest.raises(Refusal) as refusal:
        check_second_factor(user=user, typed=typed, at=at)
    return refusal.value.status


def test_it_begins_with_a_right_code_and_ends_what_was_open():
    user = make_user("officer", second_factor_at=None)
    make_token(user=user, name="máy", wanted=["people:read"], days=30, at=AT)
    secret = totp.new_secret()
    with pytest.raises(Refusal) as refusal:
        set_up_second_factor(user=user, secret=secret, typed="000000", at=AT - timedelta(days=1))
    assert refusal.value.fields["code"]
    assert not SecondFactor.objects.exists()
    _user, _secret, made = set_up(user)
    user = User.objects.get(pk=user.pk)
    assert (user.second_factor_at, user.session_version) == (AT, 1)
    assert ApiToken.objects.get().revoked_at == AT
    kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert len(set(made)) == len(kept) == 10
    assert not kept & set(made)
    assert Trail.objects.filter(act="second_factor_set", actor=user).exists()


def test_each_code_of_the_app_is_good_once():
    user, secret, _made = set_up()
    assert refused(user, code(secret, AT), AT) == 401, "it was used to set up"
    later = AT + timedelta(seconds=30)
    check_second_factor(user=user, typed=f" {code(secret, later)[:3]} {code(secret, later)[3:]} ", at=later)
    assert refused(user, code(secret, later), later) == 401
    assert refused(user, code(secret, AT), later) == 401, "an older step neither"


def test_each_printed_code_is_good_once_and_new_ones_end_the_old():
    user, _secret, made = set_up()
    check_second_factor(user=user, typed=made[0].lower(), at=AT)
    assert refused(user, made[0], AT) == 401
    again = new_recovery_codes(user=user, at=AT)
    assert refused(user, made[1], AT) == 401
    check_second_factor(user=user, typed=again[0], at=AT)
    assert Trail.objects.filter(act="recovery_code_used").count() == 2
    other, _secret, _made = set_up()
    assert refused(other, again[1], AT) == 401, "somebody else's"


def test_after_five_wrong_codes_a_quarter_of_an_hour_of_silence():
    user, secret, _made = set_up()
    later = AT + timedelta(minutes=1)
    assert [refused(user, "x", later) for _ in range(TRIES + 1)] == [401] * TRIES + [429]
    assert refused(user, code(secret, later), later) == 429
    much_later = later + WINDOW
    check_second_factor(user=user, typed=code(secret, much_later), at=much_later)
    assert SecondFactor.objects.get(user=user).failures == 0


@pytest.mark.django_db(transaction=True)
def test_of_twelve_tries_at_once_five_are_judged():
    user, _secret, _made = set_up()
    answers = []

    def guess():
        try:
            check_second_factor(user=user, typed="x", at=AT)
        except Refusal as refusal:
            answers.append(refusal.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [401] * TRIES + [429] * (12 - TRIES)


def test_taken_off_by_an_administrator():
    user, _secret, _made = set_up()
    admin = make_user("admin")
    reset_second_factor(user=user, by=admin, at=AT)
    user = User.objects.get(pk=user.pk)
    assert (user.second_factor_at, user.session_version) == (None, 2)
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert Trail.objects.get(act="second_factor_reset").actor == admin
    with pytest.raises(Refusal):
        reset_second_factor(user=user, by=admin, at=AT)


def test_demonstration_accounts_are_shared_and_go_without():
    with pytest.raises(Refusal):
        set_up(make_user("officer", is_demo=True))
