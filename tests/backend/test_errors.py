"""Every refusal and every failure has one shape for programs and our own page for people, without the database.

No test here may use the database: pytest-django would stop it, and that is the point.
"""

from datetime import datetime

import pytest
from django.test import Client, override_settings

PAGES = [("400", 400), ("403", 403), ("404", 404), ("429", 429), ("500", 500), ("503", 503), ("database", 503)]
REFUSALS = [("hidden", 404), ("forbidden", 403), ("fields", 400)]
pytestmark = pytest.mark.urls("tests.backend.failing_urls")


@pytest.fixture
def visitor() -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a-session-that-nobody-may-look-up"
    return client


@pytest.mark.parametrize(("way", "status"), PAGES + REFUSALS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_failing_page_is_our_own_in_the_readers_language(
    visitor: Client, way: str, status: int, language: str
) -> None:
    visitor.cookies["django_language"] = language
    reply = visitor.get(f"/fail/{way}")
    text = reply.content.decode()
    assert reply.status_code == status
    assert f'<html lang="{language}"' in text
    assert 'lang="en"' in text
    assert str(status) in text
    assert "Traceback" not in text
    assert reply["X-Request-Id"]
    assert "default-src 'self'" in reply["Content-Security-Policy"]
    assert ("Retry-After" in reply) == (status in {429, 503})


@pytest.mark.parametrize(("way", "status"), PAGES + REFUSALS)
def test_the_api_answers_in_one_shape(visitor: Client, way: str, status: int) -> None:
    reply = visitor.get(f"/api/fail/{way}")
    shape = reply.json()
    assert reply.status_code == status
    assert set(shape) - {"fields"} == {"code", "detail", "server_time", "request_id"}
    assert shape["request_id"] == reply["X-Request-Id"]
    assert datetime.fromisoformat(shape["server_time"]).tzinfo is not None
    assert ("Retry-After" in reply) == (status in {429, 503})


def test_field_sentences_travel_under_their_field(visitor: Client) -> None:
    assert visitor.get("/api/fail/fields").json()["fields"] == {"closes_at": ["Kết thúc trước khi bắt đầu."]}


def test_an_unknown_path_is_our_page_and_json_under_api(visitor: Client) -> None:
    assert "<html" in visitor.get("/khong-co").content.decode()
    reply = visitor.get("/api/khong-co")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
def test_a_foreign_host_name_is_refused(visitor: Client) -> None:
    assert visitor.get("/khong-co", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", "{", 400, "malformed"),
        ("application/json", '{"number": "x"}', 400, "invalid"),
        ("application/json", '{"number": 1180591620717411303424}', 400, "malformed"),
        ("text/plain", '{"number": 1}', 415, "unsupported_type"),
    ],
)
def test_a_bad_body_is_refused_by_name(visitor: Client, content_type: str, body: str, status: int, code: str) -> None:
    reply = visitor.post("/api/fail/404", body, content_type=content_type)
    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_a_body_of_megabytes_is_too_large_for_api_and_page(visitor: Client) -> None:
    reply = visitor.post("/api/fail/404", '"' + "x" * 100_000 + '"', content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    form = "a=" + "x" * 2_000_000
    assert visitor.post("/fail/large", form, content_type="application/x-www-form-urlencoded").status_code == 413


def test_an_unknown_method_and_an_unknown_format_are_named(visitor: Client) -> None:
    assert visitor.delete("/api/fail/404").json()["code"] == "method_not_allowed"
    assert visitor.get("/api/fail/404", headers={"accept": "image/png"}).json()["code"] == "not_acceptable"
