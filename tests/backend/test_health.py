"""Signs of life, the numbers of a process, and who may read them."""

import pytest
from django.db import connection
from django.test import Client, override_settings

from backend import health, metrics

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_process_lives_without_the_database(client: Client) -> None:
    asked = len(connection.queries_log)
    assert client.get("/healthz").json()["ok"] is True
    assert len(connection.queries_log) == asked


def test_ready_when_everything_is_well_and_else_says_what_is_wrong(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").json()["wrong"] == []
    monkeypatch.setattr(health, "_checks", {"answers": lambda: "no writer"})
    with override_settings(MIN_FREE_MB=10**9):
        reply = client.get("/readyz")
    wrong = reply.json()["wrong"]
    assert reply.status_code == 503
    assert int(reply["Retry-After"]) > 0
    assert [said.partition(":")[0] for said in wrong] == ["disk", "answers"]


def test_metrics_are_for_this_machine_or_for_the_token(client: Client) -> None:
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert "asean_http_seconds_bucket" in reply.content.decode()
    assert "process_resident_memory_bytes" in reply.content.decode()
    assert client.get("/metrics", headers={"x-forwarded-for": "10.0.0.1"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="192.168.1.7").status_code == 404
    with override_settings(METRICS_TOKEN="long-and-random"):
        assert client.get("/metrics").status_code == 404
        allowed = {"authorization": "Bearer long-and-random"}
        assert client.get("/metrics", headers=allowed, REMOTE_ADDR="192.168.1.7").status_code == 200


def test_numbers_that_cannot_be_read_hide_no_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[metrics.Metric]:
        raise RuntimeError

    monkeypatch.setattr(metrics._everything, "sources", [broken, metrics._own])
    assert "asean_turned_away" in client.get("/metrics").content.decode()


def test_times_are_counted_up_to_each_step() -> None:
    times = metrics.Times(0.1, 1)
    for seconds in (0.05, 0.1, 0.5, 7):
        times.saw(seconds)
    samples = {sample.labels.get("le", sample.name): sample.value for sample in times.family("x", "x").samples}
    assert (samples["0.1"], samples["1"], samples["+Inf"], samples["x_count"]) == (2, 3, 4, 4)
