"""Typing in what pupils wrote on paper: class, pupil, paper, marks; looked at before anything is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions.paper_channel import PaperSheet, record_paper
from contests.models import Channel, Contest, Paper
from contests.queries import expected
from contests.queries import paper_channel as channel
from contests.queries.paper import code_of, marked_items
from contests.rules.marks import LETTERS, Marked, Unreadable, read_line, read_mark
from schools.models import User

TROUBLES = {
    "letter": gettext_lazy("Câu này không có phương án mang chữ cái đó."),
    "several": gettext_lazy("Câu này chỉ chọn một phương án. Hãy xem lại phiếu."),
    "twice": gettext_lazy("Một chữ hoặc một số được ghi hai lần."),
    "number": gettext_lazy("Số thứ tự phải từ 1 đến số ý của câu."),
    "rows": gettext_lazy("Không khớp với số ý của câu."),
    "long": gettext_lazy("Câu trả lời dài quá 80 ký tự."),
}
MOMENT = "%H:%M %d/%m/%Y"


@dataclass(frozen=True)
class MarkField:
    """A field of the form: what was typed for an item, and what is wrong with it."""

    item: Marked
    typed: str
    trouble: str = ""

    @property
    def hint(self) -> str:
        """Which marks an item takes, as an example."""
        rows = len(self.item.rows)
        if self.item.kind == "single":
            return f"A–{LETTERS[max(0, len(self.item.codes) - 1)]}"
        if self.item.kind == "matching":
            return LETTERS[:rows][::-1]
        if self.item.kind == "ordering":
            return "".join(str(place) for place in range(rows, 0, -1))
        return "ACD" if self.item.kind == "multiple" else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """GET: choose class, pupil and paper, then the fields. POST: `check` reads them, `save` keeps them."""
    contest = access.papers_to_read(request.user, code)
    given = request.POST if request.method == "POST" else request.GET
    papers = {paper.number: paper for paper in contest.papers.order_by("number")}
    if not papers:
        raise Refusal("no_papers", _("Chưa có đề để in. Đề được khóa khi công bố cuộc thi."), status=409)
    rooms = expected.by_class(contest, _("Chưa xếp lớp"))
    room = given.get("room", "")
    pupils = rooms.get(room, [])
    pupil = next((person for person in pupils if str(person.user) == given.get("pupil", "")), None)
    if pupil is None and given.get("pupil") and request.method == "POST":
        raise NotThere(_("Không có em này trong danh sách dự thi."))
    number = _number(given.get("number", "")) or (min(papers) if len(papers) == 1 else 0)
    context: dict[str, object] = {
        "contest": contest,
        "rooms": list(rooms),
        "room": room,
        "pupils": pupils,
        "pupil": pupil,
        "papers": [(one, code_of(paper)) for one, paper in papers.items()],
        "number": number,
        "entered": channel.entered(contest),
        "channels": channel.by_channel(contest),
        "at": clock.now(),
        "demo": contest.is_demo,
    }
    if pupil is None or number not in papers:
        return render(request, "contests/papers_answers.html", context)
    user = User.objects.get(pk=pupil.user)
    if request.method == "POST":
        return _posted(request, contest, papers[number], user, context)
    fields = [MarkField(item, "") for item in marked_items(papers[number])]
    return render(request, "contests/papers_answers.html", context | _form(contest, user, fields))


def _form(contest: Contest, user: User, fields: list[MarkField]) -> dict[str, object]:
    there = channel.attempts_there(contest, [user.pk]).get(user.pk, [])
    replaced = channel.was_replaced(there)
    return {"fields": fields, "there": there, "replaced": replaced, "needs_prediction": contest.prediction != "none"}


def _posted(
    request: HttpRequest, contest: Contest, paper: Paper, user: User, context: dict[str, object]
) -> HttpResponse:
    items = marked_items(paper)
    typed = {item.id: request.POST.get(f"mark-{item.id}", "")[:200] for item in items}
    notes: list[str] = []
    if line := request.POST.get("line", "").strip()[:2000]:
        typed, notes = _of_line(items, line)
    fields, values = _read(items, typed)
    wrong = [field for field in fields if field.trouble]
    context |= _form(contest, user, fields) | {"typed": request.POST, "notes": notes, "checked": not wrong}
    status = 422 if wrong or notes else 200
    if request.POST.get("act") == "save" and not wrong and not notes:
        try:
            return _saved(request, contest, paper, user, values)
        except Refusal as refusal:
            context["refused"], status = str(refusal.detail), 409
    return render(request, "contests/papers_answers.html", context, status=status)


def _of_line(items: list[Marked], line: str) -> tuple[dict[int, str], list[str]]:
    found = read_line(items, line)
    notes = []
    if found.missing:
        notes.append(_("Dòng này còn thiếu %(n)s câu.") % {"n": found.missing})
    if found.left_over:
        notes.append(_("Dòng này thừa: %(rest)s") % {"rest": found.left_over[:80]})
    return dict(zip((item.id for item in items), found.marks, strict=True)), notes


def _read(items: list[Marked], typed: dict[int, str]) -> tuple[list[MarkField], dict[int, list[str]]]:
    fields, values = [], {}
    for item in items:
        try:
            values[item.id] = read_mark(item, typed[item.id])
            fields.append(MarkField(item, typed[item.id]))
        except Unreadable as unreadable:
            fields.append(MarkField(item, typed[item.id], str(TROUBLES[unreadable.code])))
    return fields, values


def _saved(
    request: HttpRequest, contest: Contest, paper: Paper, user: User, values: dict[int, list[str]]
) -> HttpResponse:
    prediction = request.POST.get("prediction", "")
    attempt = record_paper(
        contest=contest,
        sheet=PaperSheet(
            user=user,
            paper=paper,
            values=values,
            started_at=_moment(request.POST.get("started_at", "")),
            ended_at=_moment(request.POST.get("ended_at", "")),
            prediction=_number(prediction) if prediction.strip() else None,
            which=request.POST.get("which", ""),
            reason=request.POST.get("reason", "").replace("\0", "")[:300],
        ),
        by=request.user,
        at=clock.now(),
    )
    if attempt is None:
        messages.success(request, _("Đã ghi lại. Bài đã có của %(name)s vẫn được tính.") % {"name": user.full_name})
    elif attempt.channel != Channel.PAPER:
        messages.success(request, _("Bài trực tuyến của %(name)s lại được tính như trước.") % {"name": user.full_name})
    else:
        messages.success(request, _("Đã nhập bài giấy của %(name)s.") % {"name": user.full_name})
    back = {"room": request.POST.get("room", ""), "number": request.POST.get("number", "")}
    return redirect(f"{reverse('contests:paper_answers', args=[contest.code])}?{urlencode(back)}")


def _moment(text: str) -> datetime | None:
    """`07:30 25/11/2026` in the settings' zone; empty: the window's. What is neither is refused."""
    if not text.strip():
        return None
    try:
        return timezone.make_aware(datetime.strptime(text.strip(), MOMENT))  # noqa: DTZ007 - made aware at once
    except ValueError:
        raise Refusal("times_wrong", _("Viết giờ và ngày như 07:30 25/11/2026."), status=409) from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


__all__ = ["TROUBLES", "answers"]
