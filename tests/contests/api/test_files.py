"""Files by a script: from the addresses that the pages link, with a token of the right scope and no other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from backend import clock
from contests.models import Contest
from schools.actions.tokens import make_token
from schools.models import User
from schools.rules.scopes import CONTESTS_READ, PEOPLE_READ, RESULTS_READ, SCOPES
from tests.factories import make_school, make_user
from tests.factories_certificates import make_certificate, make_job_done
from tests.factories_results import make_counted

pytestmark = pytest.mark.django_db

FILES = {
    "papers_pdf": CONTESTS_READ,
    "paper_sheets": CONTESTS_READ,
    "paper_keys": CONTESTS_READ,
    "rules_docx": CONTESTS_READ,
    "results_csv": RESULTS_READ,
    "results_xlsx": RESULTS_READ,
    "rounds_csv": RESULTS_READ,
    "certificate_pdf": RESULTS_READ,
    "job_file": RESULTS_READ,
    "door_lists": PEOPLE_READ,
}


@pytest.fixture
def contest() -> Contest:
    return make_counted(rights=[4, 3], opens_at=clock.now() - timedelta(days=1))


@pytest.fixture
def things(contest: Contest) -> dict[str, dict[str, int]]:
    """What the addresses of single files name."""
    made = make_certificate(contest.attempts.earliest("pk"))
    return {"certificate_pdf": {"certificate_id": made.pk}, "job_file": {"job_id": make_job_done(contest).pk}}


def token_of(user: User, *wanted: str) -> str:
    return make_token(user=user, name="thử", wanted=list(wanted), days=30, at=clock.now())[1]


def fetched(address: str, token: str) -> int:
    reply = Client().get(address, headers={"authorization": f"Bearer {token}"})
    if reply.status_code == 200:
        assert reply["Content-Disposition"].startswith("attachment")
    return reply.status_code


@pytest.mark.parametrize("route", FILES)
def test_a_file_comes_for_a_token_of_its_scope_alone(
    contest: Contest, things: dict[str, dict[str, int]], route: str
) -> None:
    address = reverse(f"contests:{route}", kwargs={"code": contest.code, **things.get(route, {})})
    teacher, scope = contest.created_by, FILES[route]
    others = [one for one in SCOPES if one != scope]
    assert fetched(address, token_of(teacher, scope)) in {200, 409}  # let in; 409: it holds nothing to print
    assert fetched(address, token_of(teacher, *others)) == 403
    assert fetched(address, "tha_wrong") == 401
    assert fetched(address, token_of(make_user("teacher", school=make_school()), scope)) == 404


def test_every_file_for_tokens_is_tried_here() -> None:
    assert {name for name in _with_scopes(get_resolver()) if name} == set(FILES)


def _with_scopes(resolver: URLResolver) -> Iterator[str | None]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _with_scopes(entry)
        elif hasattr(entry.callback, "token_scopes"):
            yield entry.name
