"""Every route × method × role × own or other school. A route that nobody has classified fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.models import Appeal, Attempt, Contest
from schools.models import User
from tests import factories_certificates as certificates
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests import factories_registers as registers
from tests.cast import Cast, Side, make_cast
from tests.factories import make_data_request, make_enrolment, make_user
from tests.routes import routes, tables

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
Table = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass
class Stage:
    """Own and other school, each with a running contest, an attempt in it and things to ask for."""

    cast: Cast
    people: dict[str, User | None]
    own: dict[str, object]
    other: dict[str, object]
    # one browser and one sign-in a role: thousands of questions are asked
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    sessions: dict[str, str] = field(default_factory=dict)


def make_stage() -> Stage:
    cast = make_cast()
    questions = bank.make_questions(2)
    classmate = make_enrolment(make_user(school=cast.own.school), cast.own.school_class).pupil
    people: dict[str, User | None] = {
        "visitor": None,
        "anonymous": None,
        "entrant": cast.own.pupil,
        "pupil": classmate,
        "teacher": cast.own.teacher,
        "leader": cast.own.leader,
        "officer": cast.officer,
        "admin": cast.admin,
    }
    own, other = (_things(side, questions) for side in (cast.own, cast.other))
    return Stage(cast, people, own, other)


def _things(side: Side, questions: list[object]) -> dict[str, object]:
    opens_at = clock.now() - timedelta(minutes=5)
    contest = contests.make_contest(school=side.school, by=side.teacher, opens_at=opens_at)
    contests.make_paper(contest, questions)  # type: ignore[arg-type]  # questions
    attempt = contests.make_attempt(contest, side.pupil, started_at=opens_at)
    appeal = Appeal.objects.create(attempt=attempt, text="Em xin xem lại bài.", at=opens_at)
    return {
        "code": contest.code,
        "attempt_id": attempt.pk,
        "item_id": attempt.paper.items.all()[0].pk,
        "alarm_id": 0,
        "appeal_id": appeal.pk,
        "certificate_id": certificates.make_certificate(attempt).pk,
        "job_id": certificates.make_job_done(contest).pk,
        "class_id": side.school_class.pk,
        "school_class_id": side.school_class.pk,
        "school_id": side.school.pk,
        "user_id": side.teacher.pk,  # a colleague: routes about pupils say pupil_id
        "pupil_id": side.pupil.pk,
        "person_id": side.teacher.pk,
        "data_request_id": make_data_request(school=side.school, person=side.pupil).pk,
        "staff_id": side.teacher.pk,
        "role": "teacher",
        "slug": questions[0].slug,  # type: ignore[attr-defined]  # a question
        "act": "retire",
        "number": 1,
        "draft_id": 0,
        "report_id": 0,
        "kind": "json",
        "digest": bank.make_picture().digest,
        "register": "talks",
        "school_code": side.school.code,
        "unit_key": "0",
        "figure": "participants",
        "row_id": registers.make_row("talks", side.school, by=side.teacher, at=clock.now(), day=clock.today()).pk,
    }


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def test_every_route_is_classified() -> None:
    known = {route.name for route in routes()}
    assert known - set(tables()) == set(), "routes without a line in tests/permissions_*.py"
    assert set(tables()) - known == set(), "lines for routes that are gone"


def test_what_each_role_is_answered() -> None:
    stage = make_stage()
    parameters = {route.name: route.parameters for route in routes()}
    wrong = []
    for name, method, role, expected in lines():
        verb, _space, side = method.partition(" ")
        got = ask(stage, name, parameters.get(name, ()), verb, role, other=side == "other")
        if got != expected:
            wrong.append(f"{name} {method} by {role}: {got}, not {expected}")
    assert wrong == []


def lines() -> Iterator[tuple[str, str, str, int]]:
    for name, methods in tables().items():
        for method, roles in methods.items():
            for role, expected in roles.items():
                yield name, method, role, expected


def ask(stage: Stage, name: str, parameters: tuple[str, ...], verb: str, role: str, *, other: bool) -> int:
    """The status; every question is put to an untouched database, by a browser that has just signed in."""
    things = stage.other if other else stage.own
    url = reverse(name, kwargs={parameter: things[parameter] for parameter in parameters})
    client = stage.browser
    client.cookies.clear()
    if role not in stage.sessions:
        signed_in = client_of(stage.people[role]).cookies
        stage.sessions[role] = signed_in[settings.SESSION_COOKIE_NAME].value if signed_in else ""
    if stage.sessions[role]:
        client.cookies[settings.SESSION_COOKIE_NAME] = stage.sessions[role]
    with transaction.atomic():
        try:
            return int(client.generic(verb, url, headers={"host": "testserver"}).status_code)
        finally:
            transaction.set_rollback(True)


def test_methods_that_a_route_does_not_know_change_nothing() -> None:
    """405, or the same refusal as ever; never a success and never a server error."""
    stage = make_stage()
    wrong = []
    for route in routes():
        told = {method.partition(" ")[0] for method in tables().get(route.name, ())}
        for verb in set(METHODS) - told - {"HEAD"}:
            for role in (
                ("visitor", "teacher") if route.name.startswith("contests:api_") else ("visitor", "pupil", "teacher")
            ):
                status = ask(stage, route.name, route.parameters, verb, role, other=False)
                if status not in {302, 401, 403, 404, 405}:
                    wrong.append(f"{route.name} {verb} by {role}: {status}")
    assert wrong == []


def test_a_drafted_contest_is_found_by_its_school_only() -> None:
    stage = make_stage()
    Contest.objects.update(state="draft")
    assert client_of(stage.people["pupil"]).get(f"/contest/{stage.own['code']}/").status_code == 404
    assert client_of(stage.people["teacher"]).get(f"/teach/contests/{stage.own['code']}/").status_code == 200
    assert Attempt.objects.count() == 2
