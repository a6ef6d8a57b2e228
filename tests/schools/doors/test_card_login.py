"""A sign-in by QR is cheap: two thousand pupils come in together before a contest."""

import hashlib

import pytest
from axes.models import AccessLog
from django.test import Client

from backend import clock
from schools.actions.cards import make_cards
from schools.models import Trail
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def test_a_card_costs_six_statements_one_fast_hash_and_no_second_list(
    django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil = make_cast().own.pupil
    [card] = make_cards(pupils=[pupil], by=None, at=clock.now())
    monkeypatch.setattr(hashlib, "scrypt", lambda *_args, **_more: pytest.fail("a slow hash for a secret of 128 bits"))
    browser = Client()
    with django_assert_max_num_queries(16) as asked:
        assert browser.post("/card/qr", {"secret": card.secret}).status_code == 302
    work = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) == 6, work
    assert Trail.objects.filter(act="login_qr", actor=pupil).exists()
    assert not AccessLog.objects.exists()
    browser.post("/logout")
    assert not AccessLog.objects.exists()
