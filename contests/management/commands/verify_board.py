import json
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend import clock
from contests.actions.inspection import inspecting
from contests.live.current import board_worked_out
from contests.models import Contest
from contests.queries.board import rows_served
from contests.queries.contest import contest_by_code
from contests.queries.verification import differences

#: While people sit, a board is up to a second older than the answers: look again before saying that it is wrong.
TRIES = 4
PAUSE_S = 1.5


class Command(BaseCommand):
    """Exit 1 if the board as served differs in anything from an independent count of the stored answers."""

    help = "Grades the stored answers from the frozen keys, ranks them by a plain sort, compares with what is served."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--url", help="ask this running server; without it the queries behind it")

    def handle(self, *args: object, **options: object) -> None:
        contest = contest_by_code(str(options["code"]))
        if contest is None:
            raise CommandError(_("Không có cuộc thi nào mang mã này."))
        found: list[str] = []
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE_S)
            contest.refresh_from_db()
            rows, board = self.served(contest, str(options["url"] or ""))
            found = differences(contest, rows, board)
            if not found:
                self.stdout.write(_("Khớp: %(rows)s dòng, không có sai khác.") % {"rows": len(rows)})
                return
        for line in found:
            self.stdout.write(line)
        raise CommandError(_("Bảng xếp hạng có %(n)s chỗ sai khác.") % {"n": len(found)})

    def served(self, contest: Contest, url: str) -> tuple[list[dict[str, object]], dict[str, object]]:
        """All rows, and the board's text, as a client gets them."""
        if not url:
            at = clock.now()
            return [row.as_dict() for row in rows_served(contest, at)], json.loads(board_worked_out(contest, at).text)
        with inspecting(contest=contest) as session:
            rows = _get(url, f"/api/contests/{contest.code}/board/rows", session)["rows"]
            return rows, _get(url, f"/api/contests/{contest.code}/board", session)


def _get(url: str, path: str, session: str) -> dict[str, Any]:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "127.0.0.1", parts.port, timeout=60)
    try:
        line.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        reply = line.getresponse()
        body = reply.read()
    except (OSError, HTTPException) as trouble:
        raise CommandError(f"{url}{path}: {trouble!r}") from trouble
    finally:
        line.close()
    if reply.status != 200:
        raise CommandError(f"{url}{path}: {reply.status}")
    return dict(json.loads(body))
