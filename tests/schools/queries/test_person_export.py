import json

import pytest

from backend import clock
from schools.actions import trail
from schools.actions.cards import make_cards
from schools.actions.consents import record_consents
from schools.actions.login import login_by_code_and_pin
from schools.actions.tokens import make_token
from schools.models import LoginCard
from schools.queries import person_export
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
AT = clock.now()


def test_everything_about_a_pupil_and_no_secret():
    side = make_cast().own
    [card] = make_cards(pupils=[side.pupil], by=side.teacher, at=AT)
    login_by_code_and_pin(code=card.code, pin=card.pin, at=AT)
    record_consents(
        school_class=side.school_class,
        pupils=[side.pupil],
        ticks=[(side.pupil.pk, "show_name", "child")],
        signed_on=clock.day_of(AT),
        by=side.teacher,
        at=AT,
    )
    trail.record(at=AT, actor=side.leader, act="pupil_placed", subject=side.pupil.username, school=side.school)
    told = person_export.rows(side.pupil)
    text = json.dumps(told)  # plain data
    kept = LoginCard.objects.get(user=side.pupil)
    for secret in (card.pin, card.secret, kept.pin_hash, kept.secret_hash, side.teacher.full_name):
        assert secret not in text
    assert told["person"]["full_name"] == side.pupil.full_name
    assert [row["class"] for row in told["enrolments"]] == ["10A1"]
    assert told["card"]["code"] == card.code
    assert [(row["purpose"], row["withdrawn_at"]) for row in told["consents"]] == [("show_name", None)]
    assert [(row["act"], row["by_me"]) for row in told["trail"]] == [("login_pin", True), ("pupil_placed", False)]


def test_tokens_of_staff_come_without_their_text():
    teacher = make_cast().own.teacher
    token, text = make_token(user=teacher, name="máy", wanted=["people:read"], days=30, at=AT)
    told = json.dumps(person_export.rows(teacher))
    assert '"scopes": "people:read"' in told
    assert text not in told
    assert token.token_hash not in told
