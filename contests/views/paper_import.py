"""Answers of many pupils from one file: a template, a preview that tells every row it cannot take, a confirmation."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.paper_channel import PaperSheet, import_papers
from contests.exchange.answer_import import MOST_ROWS, AnswerRow, FileRefused, read_answers, template
from contests.exchange.cells import file_name
from contests.exchange.result_xlsx import MEDIA
from contests.models import Contest, ContestState, Paper
from contests.queries import paper_channel as channel
from contests.queries.expected import people_expected
from contests.queries.paper import code_of, marked_items
from contests.rules.marks import Marked, Unreadable, read_mark
from contests.views.paper_channel import TROUBLES
from schools.models import User
from schools.models.export import ExportKind
from schools.rules import names
from schools.views.exporting import hand_out
from schools.views.roster_words import FILE

SALT = "contests.paper_import"
AN_HOUR = 3600
MAX_BYTES = 10_000_000
REFUSED = {
    "no_headings": gettext_lazy("Không thấy dòng tiêu đề có Mã đề và số câu. Hãy dùng tệp mẫu."),
    "no_rows": gettext_lazy("Không có dòng nào dưới dòng tiêu đề."),
    "too_many_rows": gettext_lazy("Mỗi lần nhập nhiều nhất 500 em. Hãy tách thành nhiều tệp."),
}


@dataclass(frozen=True)
class Line:
    """A row of the file: whose it is and which paper, its values, or why it cannot be taken."""

    row: AnswerRow
    user: User | None = None
    paper: Paper | None = None
    values: dict[int, list[str]] | None = None
    problems: tuple[str, ...] = ()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and after a file was chosen what it holds. Nothing is kept yet."""
    contest = access.papers_to_read(request.user, code)
    context: dict[str, object] = {
        "contest": contest,
        "settled": contest.state == ContestState.SETTLED,
        "most": MOST_ROWS,
        "at": clock.now(),
        "demo": contest.is_demo,
    }
    upload = request.FILES.get("file")
    if request.method != "POST" or upload is None:
        status = 422 if request.method == "POST" else 200
        context["refused"] = _("Hãy chọn một tệp.") if request.method == "POST" else ""
        return render(request, "contests/papers_import.html", context, status=status)
    try:
        rows = read_answers(upload.read(MAX_BYTES + 1), upload.name or "")
    except FileRefused as refused:
        known = REFUSED.get(refused.problem.code) or FILE.get(refused.problem.code, FILE["broken_file"])
        context["refused"] = str(known)
        return render(request, "contests/papers_import.html", context, status=422)
    # the template names everybody: who is absent has no mark, and no attempt either
    filled = [row for row in rows if any(row.marks.values())]
    lines = _lines(contest, filled)
    good = [line for line in lines if not line.problems]
    context |= {
        "lines": lines,
        "good": len(good),
        "bad": len(lines) - len(good),
        "empty": len(rows) - len(filled),
        "kept": _kept(contest, request.user, good),
    }
    return render(request, "contests/papers_import.html", context, status=200 if good else 422)


def _lines(contest: Contest, rows: list[AnswerRow]) -> list[Line]:
    papers = {code_of(paper): paper for paper in contest.papers.all()}
    items = {code: marked_items(paper) for code, paper in papers.items()}
    people = channel.whose(contest, [channel.Asked(row.number, row.name, row.class_name) for row in rows])
    there = channel.attempts_there(contest, [one.pk for one in people if isinstance(one, User)])
    twice = Counter(one.pk for one in people if isinstance(one, User))
    lines = []
    for row, person in zip(rows, people, strict=True):
        problems = []
        user = person if isinstance(person, User) else None
        if user is None:
            problems.append(
                _("Có nhiều em như vậy; hãy ghi mã học sinh.")
                if person == "several"
                else _("Không tìm thấy em này trong danh sách dự thi.")
            )
        elif twice[user.pk] > 1:
            problems.append(_("Em này có nhiều dòng trong tệp."))
        elif user.pk in there:
            problems.append(_("Em này đã có bài. Hãy nhập riêng để chọn bài được tính."))
        paper = papers.get(row.paper)
        values: dict[int, list[str]] = {}
        if paper is None:
            problems.append(_("Không có mã đề %(code)s.") % {"code": row.paper[:20] or "–"})
        else:
            values, unreadable = _values(items[row.paper], row)
            problems += unreadable
        lines.append(Line(row, user, paper, values, tuple(problems)))
    return lines


def _values(items: list[Marked], row: AnswerRow) -> tuple[dict[int, list[str]], list[str]]:
    values, problems = {}, []
    for item in items:
        mark = row.marks.get(item.position, "")
        try:
            if value := read_mark(item, mark):
                values[item.id] = value
        except Unreadable as unreadable:
            where = _("Câu %(number)s “%(mark)s”") % {"number": item.position, "mark": mark[:20]}
            problems.append(f"{where}: {TROUBLES[unreadable.code]}")
    positions = {item.position for item in items}
    if extra := sorted(number for number, mark in row.marks.items() if mark and number not in positions):
        problems.append(_("Mã đề này không có câu %(number)s.") % {"number": extra[0]})
    return values, problems


def _kept(contest: Contest, user: object, good: list[Line]) -> str:
    """The rows as the person saw them, signed for this person and contest."""
    rows = [
        [line.user.pk, line.paper.number, list((line.values or {}).items())]
        for line in good
        if line.user and line.paper
    ]
    if not rows:
        return ""
    return signing.dumps(rows, salt=_salt(contest, user), compress=True)


def _salt(contest: Contest, user: object) -> str:
    return f"{SALT}.{contest.pk}.{getattr(user, 'pk', 0)}"


@login_required
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps what was previewed: all rows or, where one is refused, none."""
    contest = access.papers_to_read(request.user, code)
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_salt(contest, request.user), max_age=AN_HOUR)
    except signing.BadSignature:
        messages.warning(request, _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."))
        return redirect("contests:paper_import", contest.code)
    users = User.objects.in_bulk([pk for pk, _number, _values in kept])
    papers = {paper.number: paper for paper in contest.papers.all()}
    reason = request.POST.get("reason", "").replace("\0", "")[:300]
    sheets = [
        PaperSheet(user=users[pk], paper=papers[number], values=dict(values), reason=reason)
        for pk, number, values in kept
    ]
    try:
        made = import_papers(contest=contest, sheets=sheets, reason=reason, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal.detail))
        return redirect("contests:paper_import", contest.code)
    text = ngettext("Đã nhập %(n)s bài giấy.", "Đã nhập %(n)s bài giấy.", len(made))
    messages.success(request, text % {"n": len(made)})
    return redirect("contests:paper_answers", contest.code)


@login_required
@require_safe
def template_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """A workbook with everybody expected, to be filled in."""
    contest = access.papers_to_read(request.user, code)
    papers = list(contest.papers.order_by("number"))
    if not papers:
        raise Refusal("no_papers", _("Chưa có đề để in. Đề được khóa khi công bố cuộc thi."), status=409)
    most = max(paper.items.count() for paper in papers)
    people = people_expected(contest)
    users = User.objects.in_bulk([person.user for person in people])
    ordered = sorted(people, key=lambda one: (names.natural(one.class_name), one.sort))[:MOST_ROWS]
    hand_out(request, what=ExportKind.ENTRANTS, rows=len(ordered), subject=contest.code, school=contest.school)
    only = code_of(papers[0]) if len(papers) == 1 else ""
    rows = [
        (users[one.user].pupil_code or users[one.user].ministry_id, one.name, one.class_name, only) for one in ordered
    ]
    how = [
        f"{contest.title} ({contest.code})",
        _("Mỗi em một dòng. Để trống hoặc gạch ngang: câu không làm."),
        _("Dòng không có câu nào: em vắng, không nhập. Em nộp giấy trắng: gạch ngang ở câu 1."),
        _("Một đáp án: B. Nhiều đáp án: ACD. Ghép đôi: chữ của từng ý, như CAB. Sắp thứ tự: số của từng ý, như 2413."),
    ]
    response = HttpResponse(template(rows, most, how), content_type=MEDIA)
    response["Content-Disposition"] = f'attachment; filename="{file_name(f"bai-giay {contest.code}", "xlsx")}"'
    response["Cache-Control"] = "no-store"
    return response
