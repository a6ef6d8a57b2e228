"""Coming in by card. The count of tries lives in the database and is taken before anything is judged."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from backend import clock
from backend.refusals import Refusal
from schools.actions import login as logins
from schools.actions.cards import make_cards, open_card
from schools.models import LoginCard, User
from tests.factories import make_enrolment, make_user

pytestmark = pytest.mark.django_db
AT = clock.now()


def carded(**fields):
    pupil = make_user(**fields)
    [card] = make_cards(pupils=[pupil], by=None, at=AT)
    return pupil, card


def typed(code, pin, at=AT):
    return logins.login_by_code_and_pin(code=code, pin=pin, at=at)


def wrong(pin):
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def refusal(code, pin, at=AT):
    with pytest.raises(Refusal) as caught:
        typed(code, pin, at)
    return caught.value


def test_each_card_opens_its_own_pupil():
    (one, first), (two, second) = carded(), carded()
    assert logins.login_by_secret(secret=first.secret, at=AT) == one
    assert logins.login_by_secret(secret=second.secret, at=AT) == two
    assert typed(f" {second.code[:4].lower()}-{second.code[4:]} ", f"{second.pin[:3]} {second.pin[3:]}") == two


def test_unknown_and_wrong_code_get_one_answer():
    _pupil, card = carded()
    unknown, false = refusal("ZZZZZZZZ", card.pin), refusal(card.code, wrong(card.pin))
    assert (unknown.status, unknown.code, str(unknown.detail)) == (false.status, false.code, str(false.detail))
    assert unknown.status == 401


def test_ten_wrong_pins_close_this_card_only():
    (_one, first), (two, second) = carded(), carded()
    answers = [refusal(first.code, wrong(first.pin)).status for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert refusal(first.code, first.pin).status == 429  # even the right PIN
    assert typed(second.code, second.pin) == two


def test_a_closed_card_opens_by_qr_by_a_teacher_or_by_time():
    pupil, card = carded()

    def close():
        LoginCard.objects.filter(user=pupil).update(failures=10, window_started_at=AT)
        assert refusal(card.code, card.pin).status == 429

    close()
    assert logins.login_by_secret(secret=card.secret, at=AT) == pupil
    assert typed(card.code, card.pin) == pupil
    close()
    open_card(pupil=pupil, by=make_user("teacher"), at=AT)
    assert typed(card.code, card.pin) == pupil
    close()
    assert typed(card.code, card.pin, AT + timedelta(minutes=10)) == pupil


def test_a_right_pin_gives_the_tries_back():
    pupil, card = carded()
    for _ in range(9):
        refusal(card.code, wrong(card.pin))
    assert typed(card.code, card.pin) == pupil
    assert refusal(card.code, wrong(card.pin)).status == 401


def test_closed_accounts_and_staff_do_not_come_in_by_card():
    pupil, card = carded()
    User.objects.filter(pk=pupil.pk).update(is_active=False)
    assert refusal(card.code, card.pin).status == 401
    with pytest.raises(Refusal):
        logins.login_by_secret(secret=card.secret, at=AT)


def test_a_replaced_card_is_told_so():
    pupil, card = carded()
    make_cards(pupils=[pupil], by=None, at=AT)
    with pytest.raises(Refusal) as caught:
        logins.login_by_secret(secret=card.secret, at=AT)
    assert (caught.value.status, caught.value.code) == (401, "card_replaced")


@pytest.mark.parametrize("text", ["", "\x00", "ស", "x" * 5000, "' or 1=1 --"])
def test_absurd_input_is_a_plain_refusal(text):
    _pupil, card = carded()
    assert refusal(text, text).status == 401
    assert refusal(card.code, text).status == 401
    with pytest.raises(Refusal):
        logins.login_by_secret(secret=text, at=AT)


def test_in_a_room_only_pupils_of_its_class_come_in():
    enrolment, stranger = make_enrolment(), make_enrolment()
    cards = {card.user_id: card for card in make_cards(pupils=[enrolment.pupil, stranger.pupil], by=None, at=AT)}

    def enter(pupil):
        return logins.login_in_room(
            class_id=enrolment.school_class_id, pupil_id=pupil.pk, pin=cards[pupil.pk].pin, at=AT
        )

    assert enter(enrolment.pupil) == enrolment.pupil
    with pytest.raises(Refusal):
        enter(stranger.pupil)


@pytest.mark.django_db(transaction=True)
def test_of_forty_tries_at_once_ten_are_judged():
    _pupil, card = carded()
    answers = []

    def guess():
        try:
            typed(card.code, wrong(card.pin))
        except Refusal as refused:
            answers.append(refused.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [401] * 10 + [429] * 30
