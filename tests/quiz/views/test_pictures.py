"""A picture comes under its digest to whoever asks, and nothing in it may run."""

import pytest
from django.test import Client

from tests.factories_quiz import SQUARE, make_picture

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_for_ever_and_runs_nothing() -> None:
    reply = Client().get(f"/bank/pictures/{make_picture().digest}")
    assert (reply.status_code, reply["Content-Type"], reply.content) == (200, "image/svg+xml", SQUARE)
    assert "immutable" in reply["Cache-Control"]
    policy = [part.strip() for part in reply["Content-Security-Policy"].split(";")]
    assert {"default-src 'none'", "sandbox"} <= set(policy)
    assert "script-src" not in reply["Content-Security-Policy"]
    assert reply["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["0" * 64, "charter-001", "..%2Fsettings"])
def test_what_is_no_picture_is_not_found(address: str) -> None:
    assert Client().get(f"/bank/pictures/{address}").status_code == 404
