"""Whether this process lives (`/healthz`) and whether it may be given work (`/readyz`).

Apps say with `also` what has to be true for them. A check takes no time and gives a word when something is wrong.
"""

import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend import clock

Check = Callable[[], str | None]

#: The database has so long to answer; its last answer counts for so long.
PATIENCE_S = 2.0
REMEMBERED_S = 1.0
#: Deadlines follow the database's clock, sessions this machine's: further apart is no state to work in.
MOST_OFF_MS = 2_000
RETRY_S = 5

_checks: dict[str, Check] = {}


def also(name: str, check: Check) -> None:
    """From now on this process is ready only when the check gives None. Its word is shown to whoever asks."""
    _checks[name] = check


class _Database:
    """Asks in a thread of its own, so that nobody waits longer than the patience; one question at a time."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "ready")
        self._asking = threading.Lock()
        self._answered = float("-inf")

    def answers(self) -> bool:
        """Whether it answers now, or has a moment ago."""
        if time.monotonic() - self._answered < REMEMBERED_S:
            return True
        if not self._asking.acquire(blocking=False):
            return False  # the question before is still open
        question = self._thread.submit(self._ask)
        question.add_done_callback(lambda _done: self._asking.release())
        try:
            question.result(timeout=PATIENCE_S)
        except (Late, DatabaseError):
            return False
        self._answered = time.monotonic()
        return True

    def _ask(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        finally:
            connection.close()


_database = _Database()


def _clock() -> str | None:
    off = clock.drift_ms()
    # on SQLite the clock is this machine's own as it stood at the start: correcting it meanwhile harms nobody
    if connection.vendor == "postgresql" and abs(off) > MOST_OFF_MS:
        return f"clock: {off} ms off the database's"
    return None


def _space() -> str | None:
    free = shutil.disk_usage(settings.VAR_DIR).free // 1_000_000
    return f"disk: {free} MB free" if free < settings.MIN_FREE_MB else None


def wrong() -> list[str]:
    """What keeps this process from being given work, in words for whoever runs it; nothing about people."""
    found = [] if _database.answers() else ["database: no answer"]
    found += [said for said in (_clock(), _space()) if said]
    for name, check in _checks.items():
        if said := check():
            found.append(f"{name}: {said}")
    return found


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all; asks nobody else."""
    return JsonResponse({"ok": True, "server_time": clock.now().isoformat(timespec="milliseconds")})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this process may be given work, else 503 with what is wrong."""
    found = wrong()
    body = {"ok": not found, "wrong": found, "server_time": clock.now().isoformat(timespec="milliseconds")}
    if not found:
        return JsonResponse(body)
    return JsonResponse(body, status=503, headers={"Retry-After": str(RETRY_S)})
