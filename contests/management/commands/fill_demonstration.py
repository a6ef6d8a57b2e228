"""`fill_demonstration`: schools, people, a finished contest really sat on the running server, and one that is open.

Every step looks first whether it was done, so a start that was broken off goes on where it stopped and nothing is
made twice.
"""

import fcntl
import io
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from backend import clock
from backend.environment import secret
from contests.actions import demonstration as actions
from contests.actions.job import begin_job, end_job, report_progress
from contests.actions.removal import remove_contest
from contests.management.simulation import run
from contests.management.simulation.behaviour import Manners
from contests.models import Contest
from contests.queries import demonstration as reads
from contests.queries.work import DEMONSTRATION
from contests.rules.demonstration import SCHOOLS
from schools.models import School, User

FINISHED_SITTERS, RUNNING_SITTERS = 84, 18
RUNNING_WINDOW, RUNNING_LENGTH = timedelta(days=7), timedelta(minutes=15)
ITEMS = 15
CARDS = 6
TOTAL = len(SCHOOLS) + FINISHED_SITTERS + RUNNING_SITTERS


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)


@contextmanager
def only_one() -> Iterator[bool]:
    """Whether this process is the one that fills in; a lock on a file, so that it ends with its holder."""
    with open(Path(settings.VAR_DIR) / "demonstration.lock", "w", encoding="ascii") as file:
        for _unused in range(50):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # one that is just ending gets ten seconds
                time.sleep(0.2)
                continue
            yield True
            return
        yield False


class Command(BaseCommand):
    help = "Fills in the labelled demonstration on a running server; may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server (same database)")
        parser.add_argument("--seed", default="1")
        parser.add_argument("--seconds", type=float, default=75.0, help="length of the contest that is sat and settled")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _stop)
        self.url, self.seed, self.window = options["url"].rstrip("/"), options["seed"], run.seconds(options["seconds"])
        with only_one() as ours:
            if not ours:
                self._say("Minh họa đang được tạo bởi một tiến trình khác.")
                return
            self.job_id = begin_job(kind=DEMONSTRATION, total=TOTAL, at=clock.now()).pk
            try:
                self._fill()
            except BaseException as failure:
                note = (
                    "Bị ngắt giữa chừng, lần chạy sau làm tiếp." if isinstance(failure, SystemExit) else repr(failure)
                )
                end_job(job_id=self.job_id, failed=note, at=clock.now())
                raise
            end_job(job_id=self.job_id, at=clock.now())

    def _fill(self) -> None:
        staff, schools = self._people()
        cards = self._cards(schools[0], staff[1])
        running = self._running_contest(staff[2], schools)
        self._who_can_log_in(staff, cards, running)
        call_command("fill_demo_registers", stdout=io.StringIO())  # by name: the registers belong to an app above
        self._finished_contest(staff[2], schools)
        self._first_sitters(running)

    def _people(self) -> tuple[list[User], list[School]]:
        schools = []
        for number, plan in enumerate(SCHOOLS, start=1):
            schools.append(actions.found_school(plan=plan, seed=f"{self.seed}:{plan.code}", at=clock.now()))
            self._progress(number, plan.name)
        staff = actions.found_staff(school=schools[0], password=secret("demo_password", size=9), at=clock.now())
        return staff, schools

    def _finished_contest(self, officer: User, schools: list[School]) -> None:
        """Settled with most of its crowd, or made anew: one that was broken off is taken away first."""
        contest = reads.by_seed(actions.FINISHED)
        if contest and reads.submitted_attempts(contest.pk) < FINISHED_SITTERS // 2:
            remove_contest(contest=contest, at=clock.now())
            contest = None
        if contest is None:
            contest = self._announce_finished(officer, schools)
            self._sit(contest, FINISHED_SITTERS, len(SCHOOLS), Manners(self.window.total_seconds()))
        if not reads.is_settled(contest.pk):
            run.wait_until_settled(contest.pk, contest.closes_at.timestamp(), self._say_alive)
        self._progress(len(SCHOOLS) + FINISHED_SITTERS, contest.title)

    def _announce_finished(self, officer: User, schools: list[School]) -> Contest:
        plan = actions.DemoContest(
            title="Minh họa: Tìm hiểu ASEAN, vòng trường",
            seed=actions.FINISHED,
            opens_at=clock.now() + timedelta(seconds=5),
            window=self.window,
            length=self.window,
            items=ITEMS,
            invitations=[(schools[0].pk, 10), (schools[1].pk, 10), (schools[2].pk, 9)],
        )
        return actions.announce(plan=plan, by=officer, at=clock.now())

    def _running_contest(self, officer: User, schools: list[School]) -> Contest:
        """One that visitors can look at and demonstration pupils can sit, for some days; then a new one."""
        contest = reads.by_seed(actions.RUNNING)
        if contest and contest.closes_at > clock.now() + timedelta(hours=6):
            return contest
        if contest:
            remove_contest(contest=contest, at=clock.now())
        plan = actions.DemoContest(
            title="Minh họa: ASEAN quanh em",
            seed=actions.RUNNING,
            opens_at=clock.now(),
            window=RUNNING_WINDOW,
            length=RUNNING_LENGTH,
            items=ITEMS,
            invitations=[(school.pk, None) for school in schools],
        )
        return actions.announce(plan=plan, by=officer, at=clock.now())

    def _first_sitters(self, contest: Contest) -> None:
        """A few have sat the open contest already, so that its board is not empty."""
        missing = RUNNING_SITTERS - reads.begun_attempts(contest.pk)
        if missing <= 0:
            return
        manners = Manners(
            RUNNING_WINDOW.total_seconds(),
            all_submit=True,
            answer_within=self.window.total_seconds() / 2,
            shift=(clock.now() - contest.opens_at).total_seconds() + 1,
        )
        self._sit(contest, missing, len(SCHOOLS) + FINISHED_SITTERS, manners)

    def _sit(self, contest: Contest, students: int, before: int, manners: Manners) -> None:
        kept_free = {
            pupil.pk for pupil in reads.first_pupils(SCHOOLS[0].code, CARDS)
        }  # those whose cards lie on the table
        pupils = [pupil for pupil in reads.invited_pupils(contest) if pupil.pk not in kept_free]
        cast = run.cast_of(contest, run.some_of(pupils, students, f"{self.seed}:{contest.seed}"))
        reporting = run.Reporting(self.job_id, contest.title, steps=students, before=before)
        outcome = run.drive(cast, url=self.url, seed=self.seed, manners=manners, tell=self._quiet, reporting=reporting)
        for trouble in outcome.troubles[:5]:
            self._say(f"trouble: {trouble}")

    def _cards(self, school: School, leader: User) -> Path:
        """Cards of a few pupils, printed once; their secrets are kept in a file that only the owner can read."""
        path = Path(settings.VAR_DIR) / "secrets" / "demo_cards.txt"
        pupils = reads.first_pupils(school.code, CARDS)
        if path.exists() and actions.cards_stand(pupils=pupils):
            return path
        cards = actions.hand_out_cards(pupils=pupils, by=leader, at=clock.now())
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{card}\n" for card in cards)
        return path

    def _who_can_log_in(self, staff: list[User], cards: Path, running: Contest) -> None:
        self._say("")
        self._say(f"Số liệu minh họa ở {self.url}/. Ai đăng nhập được:")
        for user in staff:
            self._say(f"  {user.username:14} {user.get_role_display()}")
        self._say(f"  Mật khẩu minh họa: {secret('demo_password', size=9)}")
        self._say(f"  Thẻ học sinh ({cards}), dùng cho cuộc thi {running.code}:")
        for line in cards.read_text(encoding="utf-8").splitlines():
            self._say(f"  {line}")

    def _progress(self, done: int, note: str) -> None:
        report_progress(job_id=self.job_id, done=done, note=note, at=clock.now())

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _quiet(self, line: str) -> None:
        """The home page shows the progress; the terminal belongs to the server."""

    def _say_alive(self, _line: str) -> None:
        """What the home page says while nothing else is to be counted."""
        self._progress(len(SCHOOLS) + FINISHED_SITTERS - 1, "Chờ cuộc thi mẫu đóng và có kết quả")
