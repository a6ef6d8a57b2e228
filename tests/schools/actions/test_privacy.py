import json

import pytest

from backend import clock
from backend.refusals import Refusal
from contests.models import Attempt
from schools.actions.cards import make_cards
from schools.actions.login import login_by_secret
from schools.actions.privacy import deidentify
from schools.actions.transfers import place_pupil
from schools.models import LoginCard, User
from schools.queries import person_export
from tests.cast import make_cast
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
AT = clock.now()


def test_scores_stay_and_nobody_knows_whose_they_were():
    side = make_cast().own
    User.objects.filter(pk=side.pupil.pk).update(ministry_id="0123456789", pupil_code="77", birth_date="2011-02-05")
    pupil = User.objects.get(pk=side.pupil.pk)
    [card] = make_cards(pupils=[pupil], by=None, at=AT)
    pupil.refresh_from_db()
    contest = make_contest(school=side.school, by=side.teacher)
    make_paper(contest, make_questions(1))
    attempt = make_attempt(contest, pupil, points=700)
    former = [pupil.full_name, pupil.name_fold, pupil.username, "0123456789", "2011-02-05"]
    with pytest.raises(Refusal):
        deidentify(pupil=pupil, by=side.leader, at=AT)
    Attempt.objects.filter(pk=attempt.pk).update(state="closed", ended_at=AT, time_used_ms=1)
    for _twice in range(2):
        deidentify(pupil=User.objects.get(pk=pupil.pk), by=side.leader, at=AT)
    gone = User.objects.get(pk=pupil.pk)
    told = json.dumps(person_export.rows(gone), ensure_ascii=False) + str(User.objects.filter(pk=pupil.pk).values())
    assert [text for text in former if text in told] == []
    assert (gone.is_active, gone.deidentified_at) == (False, AT)
    assert Attempt.objects.get(pk=attempt.pk).points == 700
    assert not LoginCard.objects.filter(user=gone).exists()
    with pytest.raises(Refusal):
        place_pupil(pupil=gone, school_class=side.school_class, day=clock.day_of(AT), by=side.leader, at=AT)
    with pytest.raises(Refusal):
        login_by_secret(secret=card.secret, at=AT)
