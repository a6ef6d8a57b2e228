import hashlib
from datetime import timedelta

import pytest

from backend import clock
from backend.refusals import Refusal
from schools import queries
from schools.actions.consents import record_consents, withdraw_consent
from schools.models import Consent, Trail
from schools.queries.consents import consent_counts, consent_lines
from schools.rules.consents import TEXT_VERSION
from tests.cast import make_cast
from tests.serving import ROOT

pytestmark = pytest.mark.django_db
AT = clock.now()
TODAY = clock.day_of(AT)
BOTH = [("show_name", "child"), ("show_name", "representative")]
#: The digest of the words of each version: words that change need a new version beside the old ones.
TEXTS = {"2026-1": "3a00a2265bfa8264990c2f5029c7233c54b97de9203e835ee29f139ffa314615"}


@pytest.fixture
def side():
    return make_cast().own


def given(side, *cells, day=TODAY, pupil=None):
    person = pupil or side.pupil
    return record_consents(
        school_class=side.school_class,
        pupils=[side.pupil],
        ticks=[(person.pk, *cell) for cell in cells],
        signed_on=day,
        by=side.teacher,
        at=AT,
    )


def test_a_name_shows_with_both_consents_and_is_hidden_by_one_withdrawal(side):
    ids = [side.pupil.pk]
    assert given(side, BOTH[0]) == 1
    assert queries.shows_name(ids) == set()
    assert given(side, *BOTH) == 1  # what holds is not entered twice
    assert queries.shows_name(ids) == {side.pupil.pk}
    assert consent_counts(ids).show_name == 1
    for giver in ("representative", "child"):
        assert withdraw_consent(pupil=side.pupil, purpose="show_name", given_by=giver, by=side.teacher, at=AT)
        assert queries.shows_name(ids) == set()
    assert not withdraw_consent(pupil=side.pupil, purpose="show_name", given_by="child", by=side.teacher, at=AT)
    assert Consent.objects.count() == 2  # the proof stays
    assert given(side, *BOTH) == 2
    assert queries.shows_name(ids) == {side.pupil.pk}


def test_withdrawing_one_purpose_leaves_the_other(side):
    given(side, *BOTH, ("take_part", "child"), ("take_part", "representative"))
    withdraw_consent(pupil=side.pupil, purpose="take_part", given_by="child", by=side.teacher, at=AT)
    counts = consent_counts([side.pupil.pk])
    assert (counts.pupils, counts.take_part, counts.show_name) == (1, 0, 1)
    [line] = consent_lines([side.pupil])
    assert [cell for cell, consent in line.cells if consent is None] == [("take_part", "child")]


def test_who_when_how_and_which_words_are_kept(side):
    day = TODAY - timedelta(days=3)
    given(side, BOTH[1], day=day)
    kept = Consent.objects.get()
    assert (kept.means, kept.text_version, kept.recorded_by) == ("paper", TEXT_VERSION, side.teacher)
    assert clock.day_of(kept.given_at) == day
    assert Trail.objects.get(act="consents_recorded").note == f"1 consents, 1 pupils, text {TEXT_VERSION}"


@pytest.mark.parametrize("days", [1, -400])
def test_a_day_to_come_or_long_ago_is_refused(side, days):
    with pytest.raises(Refusal) as caught:
        given(side, BOTH[0], day=TODAY + timedelta(days=days))
    assert "signed_on" in caught.value.fields


def test_ticks_of_others_and_of_unknown_purposes_are_passed_over(side):
    assert given(side, BOTH[0], pupil=side.teacher) == 0
    assert given(side, ("photo", "child"), ("show_name", "teacher")) == 0
    assert not Consent.objects.exists()
    assert not Trail.objects.exists()


def test_words_that_changed_have_a_new_version():
    text = (ROOT / "frontend/templates/schools/_consent_text.html").read_text(encoding="utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == TEXTS[TEXT_VERSION]
