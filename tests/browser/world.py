"""A contest that runs now, on a server's own database: made by `manage.py shell`, for the browser tests."""

import http.client
import itertools
import json
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from tests.serving import Server


@dataclass(frozen=True)
class World:
    """One pupil before an open paper; `session` is the cookie of a login, `teacher` that of the contest's teacher, and
    `classmate` that of another pupil who has a paper of the same contest (`classmate_attempt`).
    """

    server: Server
    code: str
    attempt: int
    pupil: int
    classmate: str
    classmate_attempt: int
    session: str
    teacher: str
    items: list[int]

    @property
    def path(self) -> str:
        return f"/sit/{self.attempt}/"

    def stored(self) -> dict[int, list[str]]:
        """What stands in the database: item → value."""
        return {item: json.loads(value) for item, value in self._rows("SELECT item_id, value FROM contests_answer")}

    def late(self) -> dict[int, list[str]]:
        """What came too late and is kept aside: item → value."""
        return {item: json.loads(value) for item, value in self._rows("SELECT item_id, value FROM contests_lateanswer")}

    def state(self) -> str:
        return str(self.kept("state"))

    def kept(self, column: str) -> object:
        """A column of the attempt as it stands."""
        with sqlite3.connect(self.server.var_dir / "data.sqlite3") as line:
            return line.execute(f"SELECT {column} FROM contests_attempt WHERE id = ?", [self.attempt]).fetchone()[0]

    def pauses(self) -> list[int]:
        """Ids of the contest's pauses that go on; the server is shared with other worlds."""
        with sqlite3.connect(self.server.var_dir / "data.sqlite3") as line:
            its = "contest_id IN (SELECT id FROM contests_contest WHERE code = ?)"
            asked = f"SELECT id FROM contests_pause WHERE to_at IS NULL AND {its}"
            return [row[0] for row in line.execute(asked, [self.code])]

    def supervise(self, act: str, **sent: object) -> None:
        """A form of the monitor page, posted by the teacher."""
        self.order(f"monitor/{act}", **sent)

    def order(self, act: str, **sent: object) -> None:
        """A form of the contest's pages, posted by the teacher."""
        headers = {
            "Cookie": f"sessionid={self.teacher}; csrftoken={'a' * 32}",
            "X-CSRFToken": "a" * 32,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        line.request("POST", f"/teach/contests/{self.code}/{act}", urlencode(sent), headers)
        status = line.getresponse().status
        line.close()
        assert status == 302, status

    def give_more_time(self, seconds: int) -> None:
        """The deadline as it stands, moved on in the database."""
        with sqlite3.connect(self.server.var_dir / "data.sqlite3", timeout=20) as line:
            later = "UPDATE contests_attempt SET due_at = datetime(due_at, ?) || '.000000' WHERE id = ?"
            line.execute(later, [f"+{seconds} seconds", self.attempt])

    def not_begun(self) -> None:
        """The pupil has not begun yet."""
        with sqlite3.connect(self.server.var_dir / "data.sqlite3", timeout=20) as line:
            line.execute("DELETE FROM contests_attempt WHERE id = ?", [self.attempt])

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.server.var_dir / "data.sqlite3") as line:
            return line.execute(f"{sql} WHERE attempt_id = ?", [self.attempt]).fetchall()


def make_world(
    server: Server,
    *,
    seconds: int = 900,
    singles: int = 5,
    multiples: int = 1,
    slugs: Sequence[str] = (),
    **sheet: object,
) -> World:
    """A pupil with `seconds` left on a paper of this many items, or of the items named; `sheet`: its rules."""
    call = f"from tests.browser.world import build; build({seconds}, {singles}, {multiples}, {list(slugs)}, **{sheet})"
    facts = json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1])
    return World(server=server, **facts)


def build(seconds: int, singles: int, multiples: int, slugs: Sequence[str] = (), **sheet: object) -> None:
    """Runs in the server's environment; prints the facts as JSON."""
    from django.conf import settings
    from django.test import Client

    from backend import clock
    from quiz.models import Question
    from schools.models import User
    from tests import factories
    from tests.cast import make_cast
    from tests.factories_contests import make_attempt, make_contest, make_paper

    # a process of its own counts from one again; the names of an earlier world must not return
    factories._numbers = itertools.count(User.objects.count() * 100 + 1)
    side = make_cast().own
    approved = Question.objects.filter(state="approved", current__isnull=False).order_by("slug")
    picked = [*approved.filter(kind="single")[:singles], *approved.filter(kind="multiple")[:multiples]]
    if slugs:
        by_slug = {question.slug: question for question in approved.filter(slug__in=slugs)}
        picked = [by_slug[slug] for slug in slugs]
    now = clock.now()
    contest = make_contest(
        school=side.school, by=side.teacher, opens_at=now - timedelta(minutes=1), length_ms=seconds * 1000,
        code=f"W{side.school.pk:05d}", shuffle=False, **sheet,
    )  # fmt: skip
    paper = make_paper(contest, picked)
    classmate = factories.make_enrolment(factories.make_user(school=side.school), side.school_class).pupil
    attempt = make_attempt(contest, side.pupil, started_at=now, receipt="ABCD-2345")
    its = make_attempt(contest, classmate, started_at=now)
    sessions = []
    for user, backend in ((side.pupil, "CardBackend"), (side.teacher, "StaffBackend"), (classmate, "CardBackend")):
        client = Client()
        client.force_login(user, backend=f"schools.backends.{backend}")
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    facts = {
        "code": contest.code,
        "attempt": attempt.pk,
        "pupil": side.pupil.pk,
        "classmate": sessions[2],
        "classmate_attempt": its.pk,
        "session": sessions[0],
        "teacher": sessions[1],
        "items": list(paper.items.order_by("position").values_list("pk", flat=True)),
    }
    sys.stdout.write(json.dumps(facts) + "\n")
