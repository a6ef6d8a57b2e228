"""The start as a lobby posts it: the paper at once, opened once, and the same attempt for whoever presses twice."""

import json
import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from backend import clock
from contests.models import Attempt, Contest
from contests.queries.paper import items_shown
from contests.views.paper_pieces import pieces
from quiz.rules.draft import OptionDraft
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    opens_at = clock.now() - timedelta(minutes=1)
    made = contests.make_contest(school=school, by=make_user("teacher", school=school), opens_at=opens_at)
    contests.make_paper(made, bank.make_questions(2))
    return made


def a_pupil(contest: Contest, **fields: object) -> User:
    room = make_class(contest.school, name=f"10A{User.objects.count()}")
    return make_enrolment(make_user("pupil", school=contest.school, **fields), room).pupil


def card_of(pupil: User) -> Client:
    client = Client()
    client.force_login(pupil, backend="schools.backends.CardBackend")
    return client


def told(page: str) -> dict[str, object]:
    found = re.search(r'data-opened="([^"]*)"', page)
    assert found
    return dict(json.loads(found[1].replace("&quot;", '"')))


def test_the_paper_comes_at_once_and_is_the_first_opening(contest: Contest) -> None:
    client = card_of(a_pupil(contest))
    lobby = client.get(f"/contest/{contest.code}/").content.decode()
    assert '<input type="hidden" name="paper"' in lobby
    reply = client.post(f"/contest/{contest.code}/start", {"paper": "here"})
    attempt = Attempt.objects.get()
    assert (reply.status_code, attempt.openings) == (200, 1)
    said = told(reply.content.decode())
    assert (said["opening"], said["answers"], said["state"]) == (1, [], "sitting")
    assert {"ticket", "due_at", "server_time", "paused", "notice"} <= set(said)
    assert reply.cookies["opened"]["path"] == f"/api/attempts/{attempt.pk}/openings"
    assert "no-store" in reply["Cache-Control"]


def test_a_second_press_leads_to_the_same_paper_by_the_ordinary_way(contest: Contest) -> None:
    client = card_of(a_pupil(contest))
    client.post(f"/contest/{contest.code}/start", {"paper": "here"})
    again = client.post(f"/contest/{contest.code}/start", {"paper": "here"})
    attempt = Attempt.objects.get()
    assert (again.status_code, again["Location"]) == (302, f"/sit/{attempt.pk}/")
    assert client.post(f"/api/attempts/{attempt.pk}/openings").json()["opening"] == 2


def test_two_pupils_have_pages_of_their_own(contest: Contest) -> None:
    """Questions are rendered once for everybody: nothing else may be shared."""
    pages = {}
    for name in ("Nguyễn Thị Một", "Trần Văn Hai", "<b>Lê</b> Ba"):
        pupil = a_pupil(contest, full_name=name)
        pages[name] = card_of(pupil).post(f"/contest/{contest.code}/start", {"paper": "here"}).content.decode()
        attempt = Attempt.objects.get(user=pupil)
        assert f'data-attempt="{attempt.pk}"' in pages[name]
        assert f'data-user="{pupil.pk}"' in pages[name]
    for name, page in pages.items():
        assert page.count(escape(name)) == 1
        assert not [other for other in pages if other != name and (other in page or escape(other) in page)]
        assert [found[1] for found in re.finditer(r'data-number="(\d+)"', page)] == ["1", "2"]
        assert page.count('class="now"') == 1
        assert "\ue000" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_question_put_together_is_the_question_rendered_whole(contest: Contest, language: str) -> None:
    """Whatever the order of its options, and with texts that look like markup."""
    texts = [("<b>&", "<i>&"), ('"', "'"), ("a > b", "b < a"), ("\\1", "\\g<0>")]
    odd = tuple(OptionDraft(vi, en, right=number == 0) for number, (vi, en) in enumerate(texts))
    strange = bank.make_question(slug="strange", options=odd)
    paper = contests.make_paper(contest, [*bank.six_kinds(), strange], number=2)
    for seed in range(12):
        shown = items_shown(paper, seed=str(seed), shuffle=True, language=language)
        with translation.override(language):
            whole = [
                render_to_string("contests/_paper_item.html", {"item": item, "of": 7, "first": item.number == 1})
                for item in shown
            ]
            assert pieces(paper, seed=str(seed), shuffle=True, language=language) == whole
