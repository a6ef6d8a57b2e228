import logging
import os
import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _

from backend import clock
from backend.children import end_with
from contests.actions.job import Claim, JobStopped, claim_job, fail_job, put_back
from contests.management.jobs import KINDS
from contests.queries.work import next_job

log = logging.getLogger(__name__)
GENTLY = 10  # long work gives way to whoever sits a contest


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)


class Command(BaseCommand):
    """A running server does this by itself, a process for each job, and each job with one process at a time."""

    help = "Does one waiting job, or without a number all that wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", nargs="?", type=int, help="its number")
        parser.add_argument("--parent", type=int, help="the process with which this one ends")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            signal.signal(signal.SIGTERM, _stop)
            end_with(options["parent"])
            os.nice(GENTLY)
        clock.measure()
        if options["job"] is not None:
            self._do(options["job"])
            return
        done: set[int] = set()
        while (number := next_job(clock.now())) is not None and number not in done:
            done.add(number)
            self._do(number)

    def _do(self, number: int) -> None:
        claim = claim_job(job_id=number, at=clock.now())
        if claim is None:
            return
        try:
            work(claim)
        except JobStopped:
            self.stdout.write(_("Việc %(n)s đã dừng.") % {"n": number})
        else:
            self.stdout.write(_("Việc %(n)s đã xong.") % {"n": number})


def work(claim: Claim) -> None:
    """Do it; when it fails, say so in its row. A database that is away for a while is no reason: it is tried again."""
    try:
        KINDS[claim.kind](claim)
    except (JobStopped, OperationalError):
        raise
    except (SystemExit, KeyboardInterrupt):
        put_back(claim=claim, at=clock.now())
        raise
    except Exception:
        log.exception("job %s failed", claim.job_id)
        reason = _("Có lỗi trong lúc làm. Hãy báo người quản trị, nhật ký có chi tiết.")
        fail_job(claim=claim, reason=reason, at=clock.now())
        raise
