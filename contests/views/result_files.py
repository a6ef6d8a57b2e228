"""A version of the results as a file. Each that leaves is written into the trail."""

import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import islice
from typing import IO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend import clock
from backend.authentication import login_or_token
from backend.refusals import NotThere
from contests import access
from contests.actions.exporting import note_export
from contests.exchange import result_csv, result_xlsx
from contests.exchange.cells import file_name
from contests.models import Contest, Result, ResultList
from contests.queries import desk
from contests.rules import ranking
from contests.views.results import chosen
from contests.views.words import moment
from schools.models.export import ExportKind
from schools.rules.scopes import RESULTS_READ
from schools.views.exporting import hand_out, shown_name, shows_names

AT_ONCE = 100  # parts handed to the server together
PART = 64 * 1024


@login_or_token(RESULTS_READ)
@require_safe
def results_csv(request: HttpRequest, code: str) -> HttpResponse:
    """A version as CSV, line by line."""
    contest, shown, named = _to_export(request, code, "csv")
    lines = result_csv.lines(notes(contest, shown, named=named), headings(), rows_of(contest, shown, named=named))
    return _download(request, lines, result_csv.MEDIA, _name(contest, shown, "csv"))


@login_or_token(RESULTS_READ)
@require_safe
def results_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """A version as an Excel workbook, made on disk."""
    contest, shown, named = _to_export(request, code, "xlsx")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its last part has gone out
    result_xlsx.write(
        file,
        sheet_name=contest.code,
        notes=notes(contest, shown, named=named),
        headings=headings(),
        rows=rows_of(contest, shown, named=named),
    )
    return _download(request, _parts(file), result_xlsx.MEDIA, _name(contest, shown, "xlsx"))


def _to_export(request: HttpRequest, code: str, form: str) -> tuple[Contest, ResultList, bool]:
    """The list and whether it shows names; written down before it leaves."""
    contest = access.board_rows_to_see(request.user, code)
    shown = chosen(desk.versions(contest), request.GET.get("version", ""))
    if shown is None:
        raise NotThere(_("Cuộc thi chưa có kết quả để tải."))
    named, rows = shows_names(request), desk.rows(contest, shown.version).count()
    hand_out(request, what=ExportKind.RESULTS, rows=rows, subject=contest.code, school=contest.school, named=named)
    note_export(contest=contest, version=shown.version, form=form, by=request.user, at=clock.now())
    return contest, shown, named


def _name(contest: Contest, shown: ResultList, ending: str) -> str:
    return file_name(f"ket-qua-{contest.code}-ban-{shown.version}", ending)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    with file:
        yield from iter(lambda: file.read(PART), b"")


def _download(request: HttpRequest, parts: Iterator[bytes], media: str, name: str) -> HttpResponse:
    """Part by part: never the whole file in memory, on either kind of server."""
    asynchronous = isinstance(request, ASGIRequest)
    response = StreamingHttpResponse(_in_turns(parts) if asynchronous else parts, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


async def _in_turns(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    while some := await sync_to_async(lambda: b"".join(islice(parts, AT_ONCE)))():
        yield some


def headings() -> list[str]:
    return [
        _("Hạng"),
        _("Đồng hạng"),
        _("Họ và tên"),
        _("Lớp"),
        _("Trường"),
        _("Điểm"),
        _("Câu đúng"),
        _("Thời gian (giây)"),
        _("Phân hạng nhờ"),
        _("Giải"),
    ]


def rows_of(contest: Contest, shown: ResultList, *, named: bool) -> Iterator[Sequence[result_csv.Cell]]:
    """One line a person, best first; with a code in the place of the name where names are not shown."""
    reasons = {name: one.in_words(_) for name, one in ranking.STEPS.items()}
    for row in desk.rows(contest, shown.version).iterator(chunk_size=2000):
        name = shown_name(row.attempt.user, contest.code, named=named)
        yield _cells(row, name, reasons.get(row.decided_by, ""))


def _cells(row: Result, name: str, why: str) -> Sequence[result_csv.Cell]:
    attempt = row.attempt
    award = getattr(row, "award", None)
    return (
        row.rank,
        _("đồng hạng") if row.tied else "",
        name,
        attempt.class_name,
        attempt.school.name if attempt.school else "",
        row.points / 100,
        row.right,
        None if row.time_used_ms is None else row.time_used_ms // 1000,
        why,
        award.prize.name if award else "",
    )


def notes(contest: Contest, shown: ResultList, *, named: bool) -> list[str]:
    """What the list is: contest, version and its state, checksum, and whether it is made up."""
    said = [
        f"{contest.title} ({contest.code})",
        _("Phiên bản %(n)s, tính lúc %(moment)s.") % {"n": shown.version, "moment": moment(shown.counted_at)},
        _("Công bố lúc %(moment)s.") % {"moment": moment(shown.published_at)}
        if shown.published_at
        else _("Chưa công bố."),
        f"SHA-256 {desk.checksum(contest.pk, shown.version)}",
    ]
    if not named:
        said.append(_("Mã thay cho họ tên; mỗi em một mã trong cuộc thi này."))
    return [_("Số liệu minh họa"), *said] if contest.is_demo else said
