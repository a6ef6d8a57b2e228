"""The page about the API: its examples work as they are printed, against a running server."""

import json
import os
import re
import subprocess
import sys
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from schools.rules.scopes import SCOPES
from tests.conftest import Serve

MADE = """
from backend import clock
from schools.actions.tokens import make_token
from schools.rules.scopes import SCOPES
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.factories_results import make_counted
school = make_school()
make_enrolment(make_user(school=school), make_class(school=school, grade=10))
teacher = make_user("teacher", school=school)
print("TOKEN", make_token(user=teacher, name="thử", wanted=list(SCOPES), days=30, at=clock.now())[1])
make_counted(rights=[2, 1], school=school)
"""


@pytest.mark.django_db
def test_the_page_is_open_and_lists_scopes_and_calls() -> None:
    page = unescape(Client().get(reverse("contests:api_docs"), headers={"host": "localhost"}).content.decode())
    assert all(f">{scope}<" in page for scope in SCOPES)
    assert ">/api/contests/{code}/results/{number}<" in page
    assert '"http://localhost/api/contests' in page


def run(kind: str, text: str, token: str) -> str:
    command = ["bash", "-c"] if kind == "curl" else [sys.executable, "-c"]
    environment = {**os.environ, "TOKEN": token}
    done = subprocess.run(
        [*command, unescape(text)], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, (text, done.stdout, done.stderr)
    return done.stdout


def test_every_example_runs_as_printed(serve: Serve) -> None:
    with serve(start=False) as server:
        made = server.manage("shell", "-c", MADE).stdout
        server.start()
        page = server.get("/help/api/")[1].decode()
        examples = re.findall(r'<code data-run="(\w+)">(.*?)</code>', page, re.DOTALL)
        assert [kind for kind, _text in examples] == ["curl", "curl", "python", "python"]
        token = re.findall(r"TOKEN (\S+)", made)[0]
        listed, drafted, published, results = [run(kind, text, token) for kind, text in examples]
    assert (json.loads(listed)["count"], json.loads(drafted)["state"]) == (1, "draft")
    assert re.fullmatch(r"\w{6} published\n", published)
    assert [line.split("\t")[0] for line in results.splitlines()] == ["1", "2"]
