"""A large bank: loading writes in batches, and the list asks as many questions of the database as for a small one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quiz.actions.questions import load_drafts
from quiz.exchange.bank_folder import read_folder
from quiz.models import Revision
from tests.factories import make_user
from tests.factories_quiz import AT

pytestmark = pytest.mark.django_db


def load(number: int) -> int:
    """Loads `number` items like the bank's own; how many statements that took."""
    bank = read_folder()
    rounds = -(-number // len(bank.drafts))
    drafts = [replace(draft, slug=f"{draft.slug}-k{turn}") for turn in range(rounds) for draft in bank.drafts]
    with CaptureQueriesContext(connection) as queries:
        loaded = load_drafts(drafts=drafts[:number], topics=bank.topics, at=AT)
    assert len(loaded.new) + loaded.unchanged == number
    return len(queries)


def asked(path: str) -> int:
    client = Client()
    client.force_login(make_user("officer"), backend="schools.backends.StaffBackend")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def grows(small: int, large: int) -> None:
    """From `small` items to `large` ones: batches to write, constant questions to read."""
    paths = ("/bank/", "/bank/?text=ca+mau&level=recall", "/bank/?page=2")
    load(small)
    before = [asked(path) for path in paths]
    statements = load(large)
    assert statements < 30 + large / 10
    assert [asked(path) for path in paths] == before
    assert load_drafts(drafts=read_folder().drafts[:0], topics=read_folder().topics, at=AT).unchanged == 0
    assert Revision.objects.count() == large


def test_a_thousand_items() -> None:
    grows(60, 1_000)


@pytest.mark.long
def test_ten_thousand_items() -> None:
    grows(60, 10_000)
