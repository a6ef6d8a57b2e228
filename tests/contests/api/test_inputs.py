"""What strangers and slips send, on the new routes: said no to in the one shape, and nothing is done."""

import gzip
import json
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from backend import clock
from contests.models import Allowance, Contest, Disqualification, Exclusion, LateAnswer, Notice, Pause
from schools.models import Trail
from tests.cast import make_cast
from tests.contests.api.world import Caller
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
SHAPE = {"code", "detail", "server_time", "request_id"}


@pytest.fixture
def world() -> Any:
    cast = make_cast()
    contest = make_contest(school=cast.own.school, by=cast.own.teacher, opens_at=clock.now() - timedelta(minutes=5))
    make_paper(contest, make_questions(2))
    attempt = make_attempt(contest, cast.own.pupil)
    return SimpleNamespace(
        cast=cast, contest=contest, attempt=attempt, path=f"contests/{contest.code}", caller=Caller(cast.own.teacher)
    )


def untouched() -> bool:
    kept = (Allowance, Pause, Notice, Exclusion, Disqualification, LateAnswer)
    return not any(model.objects.exists() for model in kept) and not Trail.objects.filter(act__contains="time").exists()


def refused(answer: Any, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, answer.content
    body = answer.json()
    assert set(body) - {"fields"} == SHAPE
    assert untouched()
    return dict(body)


BODIES = [
    "{", "[]", "null", '"text"', "7", "NaN", '{"text": Infinity}', "[" * 1000 + "]" * 1000,
    '{"text": "a", "text": "b"}', '{"text": "\\ud800"}', '{"text": "a\\u0000b"}', '{"text": ' + "9" * 5000 + "}",
    '{"text": ["a"]}', '{"text": {}}', '{"text": null}', '{"text": true}', '{"text": "a", "by": 1}',
    '{"text": "a", "at": "2026-01-01T00:00:00Z"}',
]  # fmt: skip


def test_a_body_that_is_none(world: Any) -> None:
    for path, body in product(("notices", "time", "exclusions"), ["", *BODIES]):
        answer = world.caller.client.post(f"/api/{world.path}/{path}", body, "application/json")
        refused(answer, 400)


IDS: list[object] = [-1, 0, 2**53, 2**70, "1e3", "٣", "1_0", " 7 ", "7", True, 1.5, None, [1], {"id": 1}]


def test_a_number_that_is_none(world: Any) -> None:
    for number in IDS:
        for path, name in (("time", "users"), ("exclusions", "users"), ("late/accept", "ids"), ("pauses/end", "pause")):
            body = {name: [number] if name != "pause" else number, "reason": "x"}
            refused(world.caller.send(f"{world.path}/{path}", body), 400, 404)


def test_a_place_in_an_address_that_is_none(world: Any) -> None:
    for number in ("-1", "0", "9" * 30, "1e3", "٣", "1_0", "%207%20", "../1", "%2e%2e", ""):
        for path in (f"attempts/{number}/lift", f"questions/{number}/regrade"):
            assert world.caller.send(f"{world.path}/{path}", {"reason": "x", "ruling": "void"}).status_code == 404
        assert world.caller.ask(f"{world.path}/results/{number}").status_code == 404


WAYS = [
    ({}, "text/plain", 415),
    ({}, "application/x-www-form-urlencoded", 415),
    ({"content-encoding": "gzip"}, "application/json", 415),
    ({"accept": "image/png"}, "application/json", 406),
    ({"host": "evil.example"}, "application/json", 400),
    ({"x-http-method-override": "DELETE"}, "text/plain", 415),
]


def test_another_way_to_send(world: Any) -> None:
    text = json.dumps({"text": "Các em chú ý"})
    for headers, kind, status in WAYS:
        body: Any = gzip.compress(text.encode()) if "content-encoding" in headers else text
        answer = world.caller.client.post(f"/api/{world.path}/notices", body, kind, headers=headers)
        refused(answer, status)


def test_who_is_not_signed_in_or_comes_from_another_site(world: Any) -> None:
    path, body = f"/api/{world.path}/notices", {"text": "Các em chú ý"}
    assert refused(Client().post(path, body, "application/json"), 401)["code"] == "not_signed_in"
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.own.teacher, backend="schools.backends.StaffBackend")
    assert refused(client.post(path, body, "application/json"), 403)["code"] == "csrf"
    world.cast.own.teacher.is_active = False
    world.cast.own.teacher.save()
    refused(world.caller.send(f"{world.path}/notices", body), 401)
    forged = Client().post(path, body, "application/json", headers={"x-forwarded-for": "127.0.0.1", "x-user": "1"})
    refused(forged, 401)


def test_a_method_that_is_none(world: Any) -> None:
    for how, path in product(("put", "delete", "patch"), ("time", "publish")):
        refused(world.caller.send(f"{world.path}/{path}", {}, how=how), 405)


def test_one_stranger_in_a_bulk_call_and_nothing_is_done(world: Any) -> None:
    mine, foreign = world.cast.own.pupil.pk, world.cast.other.pupil.pk
    for path in ("time", "exclusions"):
        body = {"users": [mine, foreign], "reason": "x", **({"extra_ms": 60_000} if path == "time" else {})}
        refused(world.caller.send(f"{world.path}/{path}", body), 404)
    refused(world.caller.send(f"{world.path}/entrants/remove", {"users": [mine] * 501}), 400)
    refused(world.caller.send(f"{world.path}/time", {"users": [mine] * 61, "reason": "x"}), 400)


LISTS = ["", "entrants", "monitor", "late", "appeals", "certificates", "exclusions", "disqualifications"]


ASKED = [
    {"page": "0"}, {"page": "-1"}, {"page": "1000000000"}, {"page": "x"}, {"page": "٣"}, {"page_size": "0"},
    {"ordering": "password"}, {"ordering": "-school__secret"}, {"fields": "correct_answer"}, {"tz": "Mars/Phobos"},
    {"format": "exe"}, {"id__in": ",".join(map(str, range(1000)))}, {"from": "2026-02-30"}, {"q\x00": "x"},
]  # fmt: skip


def test_a_list_asked_for_what_there_is_not(world: Any) -> None:
    for asked, name in product(ASKED, LISTS):
        path = f"{world.path}/{name}" if name else "contests"
        refused(world.caller.ask(path, **asked), *({406} if "format" in asked else {400, 404}))


def test_pages_are_never_longer_than_200_rows_and_words_are_words(world: Any) -> None:
    whole = world.caller.ask("contests", page_size="1000000").json()
    assert (whole["pages"], len(whole["rows"])) == (1, 1)
    for words in ("%", "_", "(a+)+$", "'; DROP TABLE"):
        assert world.caller.ask(f"{world.path}/monitor", q=words).json()["rows"] == []
        assert world.caller.ask(f"{world.path}/entrants", q=words).json()["count"] == 0
    refused(world.caller.ask(f"{world.path}/monitor", q="a" * 10_000), 400)
    other = world.cast.other.school.pk
    assert world.caller.ask(f"{world.path}/monitor", school=str(other)).json()["rows"] == []
    assert world.caller.ask(f"{world.path}/monitor", school=str(world.cast.own.school.pk)).json()["count"] == 1


def test_pupils_read_rules_and_their_own_appeals_and_no_key(world: Any) -> None:
    Contest.objects.update(keys_open="never")
    pupil = Caller(world.cast.own.pupil)
    seen = [pupil.ask(f"attempts/{world.attempt.pk}/appeals"), pupil.ask(f"{world.path}/rules")]
    for answer in seen:
        assert answer.status_code == 200
        assert "15/12/2008" not in answer.content.decode()  # the key of the questions
        assert '"key' not in answer.content.decode()
    for path in ("papers", "papers/1", "questions", "results", "monitor", "late", ""):
        refused(pupil.ask(f"{world.path}/{path}".rstrip("/")), 403)


def test_the_schema_is_valid_and_warns_of_nothing() -> None:
    reset_generator_stats()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert [str(line) for line in [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]] == []
    validate_schema(schema)
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all({"tokenAuth": []} in operation["security"] for operation in operations if "security" in operation)
