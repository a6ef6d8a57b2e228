"""What the kinds of long work do, step by step: each takes a claim and ends it with a file."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import ngettext

from backend import clock
from contests.actions.certificates import issue_certificates
from contests.actions.job import Claim, finish_job, step_job
from contests.exchange import certificates as files
from contests.models import Certificate, Contest
from contests.queries import certificate_sheets as sheets
from contests.queries import certificates as reads
from contests.queries.work import CERTIFICATES
from schools.models import User

A_BATCH = 200  # numbered in one transaction, so that nobody who sits a contest meanwhile waits for it


def print_certificates(claim: Claim) -> None:
    """Numbers for whoever has none yet, then the sheets, class by class. Begun anew it gives nobody a second number."""
    contest = Contest.objects.select_related("school").get(pk=claim.contest_id)
    order = claim.order
    rows, left_out = _numbered(claim, contest)
    step_job(claim=claim, done=0, total=len(rows), at=clock.now())
    made = list(_printed(claim, contest, rows))
    name, media, data = files.packed(f"{sheets.FILE_NAMES[order['kind']]} {contest.code}", made)
    note = ""
    if left_out:
        said = ngettext(
            "%(n)s giấy chưa in lại: kết quả đã đổi, cần thu hồi và cấp lại.",
            "%(n)s giấy chưa in lại: kết quả đã đổi, cần thu hồi và cấp lại.",
            left_out,
        )
        note = said % {"n": left_out}
    finish_job(claim=claim, name=name, content_type=media, data=data, note=note, done=len(rows), at=clock.now())


def _numbered(claim: Claim, contest: Contest) -> tuple[list[Certificate], int]:
    by = User.objects.filter(pk=claim.by_id).first()
    ids = list(reads.chosen(contest, claim.order).values_list("pk", flat=True))
    rows: list[Certificate] = []
    left_out = 0
    for start in range(0, len(ids), A_BATCH):
        step_job(claim=claim, done=0, at=clock.now())
        some, left = issue_certificates(
            contest=contest, kind=claim.order["kind"], results=ids[start : start + A_BATCH], by=by, at=clock.now()
        )
        rows += some
        left_out += left
    return rows, left_out


def _printed(claim: Claim, contest: Contest, rows: list[Certificate]) -> Iterator[tuple[str, bytes]]:
    words, address, done = claim.order["words"], claim.order["address"], 0
    frame = sheets.frame(contest, claim.order["kind"], words, address)
    for name, part in sheets.parts(rows):
        yield name, files.pdf(sheets.sheets_of(part, contest=contest, words=words, address=address), frame)
        done += len(part)
        step_job(claim=claim, done=done, at=clock.now())


KINDS: dict[str, Callable[[Claim], Any]] = {CERTIFICATES: print_certificates}
