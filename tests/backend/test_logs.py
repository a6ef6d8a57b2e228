"""The log names the route, the status and the request's number, and never a person (I26)."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from backend import clock, logs
from schools.models import LoginCard
from schools.rules.hashing import stored_pin, stored_secret
from tests.cast import Cast, make_cast
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

NAME, SECRET, PIN, CODE = "Hiếm Thấy Quá", "Xw9-secret-of-a-card-kept-nowhere", "719305", "QRSTUV23"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the JSON log of a server holds."""
    before = {name: logging.getLogger(name).level for name in ("", "backend.requests", "django")}
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    handler.addFilter(logs.Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    for name in before:
        logging.getLogger(name).setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def seeded() -> tuple[Cast, int, str]:
    """A pupil with a rare name and a known card, before an open paper."""
    cast = make_cast()
    pupil = cast.own.pupil
    pupil.name = NAME
    pupil.save()
    LoginCard.objects.update_or_create(
        user=pupil,
        defaults={
            "code": CODE, "pin_hash": stored_pin(PIN), "secret_hash": stored_secret(SECRET),
            "printed_at": clock.now(),
        },
    )  # fmt: skip
    opened = clock.now() - timedelta(minutes=5)
    contest = make_contest(school=cast.own.school, by=cast.own.teacher, opens_at=opened)
    make_paper(contest, make_questions(2))
    return cast, make_attempt(contest, pupil, started_at=opened).pk, contest.code


@pytest.mark.django_db
def test_no_name_secret_pin_query_or_number_of_a_person_is_written(written: io.StringIO) -> None:
    cast, attempt, code = seeded()
    pupil, browser = cast.own.pupil, Client(raise_request_exception=False)
    browser.post("/card/", {"code": CODE, "pin": "000000"})
    browser.post("/card/", {"code": CODE, "pin": PIN})
    session = browser.cookies["sessionid"].value
    browser.post("/card/qr", {"secret": SECRET + "x"})
    browser.post("/card/qr", {"secret": SECRET})
    browser.get(f"/sit/{attempt}/?name={NAME}&secret={SECRET}")
    browser.get(f"/contest/{code}/")
    browser.post(f"/api/attempts/{attempt}/answers", {"answers": NAME}, content_type="application/json")
    browser.get(f"/people/pupils/{pupil.pk}/data/")
    browser.get(f"/{CODE}/{PIN}/{NAME}")
    browser.delete(f"/sit/{attempt}/")
    browser.get("/", headers={"host": f"{CODE}.example"})
    Client(enforce_csrf_checks=True).post("/card/", {"code": CODE, "pin": PIN})
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert {line["status"] for line in lines if "status" in line} >= {200, 302, 401, 403, 404, 405}
    assert {line["route"] for line in lines if line["logger"] == "django.request"} >= {logs.UNKNOWN_ROUTE}
    assert any(line.get("route") == "/sit/<int:attempt_id>/" and line["request_id"] for line in lines)
    for hidden in (NAME, SECRET, PIN, CODE, code, session, f"/{attempt}/", f"/{pupil.pk}/", pupil.username, "?"):
        assert hidden not in written.getvalue().replace("<int:attempt_id>", ""), hidden


def test_an_error_is_told_by_kind_and_place_without_its_values(written: io.StringIO) -> None:
    log = logging.getLogger("tests.somewhere")
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise KeyError(PIN) from error
    except KeyError:
        log.exception("a packet could not be recorded")
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except OSError:
        log.exception("the layer is away")
    first, second = (json.loads(line)["error"] for line in written.getvalue().splitlines())
    assert "builtins.KeyError\n" in first
    assert "test_logs.py" in first
    assert "builtins.ValueError" in first
    assert NAME not in first
    assert PIN not in first
    assert "Connection refused" in second


@pytest.mark.parametrize("form", ["json", "text"])
def test_settings_of_either_form_are_valid_and_hold_back_servers_of_their_own(form: str) -> None:
    made = logs.settings_for(form, "WARNING")
    logging.config.DictConfigurator(made)  # type: ignore[arg-type]  # a dict of settings
    assert made["loggers"]["uvicorn.error"]["level"] == "WARNING"  # type: ignore[index]
