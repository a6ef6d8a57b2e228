"""People named by a pasted or typed list: first what was understood, then the act. For the list and for exclusions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions import entries
from contests.models import Contest, EntryBy
from contests.queries import candidates, roster
from contests.queries.candidates import Found, Match
from contests.rules.entrants import MOST_LINES, lines_of
from contests.views.entrants import added
from schools.models import User

SALT = "contests.entrants"
AN_HOUR = 3600
LONGEST = 100_000
SAID = {
    Found.UNKNOWN: gettext_lazy("Không tìm thấy ai như vậy."),
    Found.SEVERAL: gettext_lazy("Có nhiều em như vậy; hãy ghi thêm lớp hoặc mã học sinh."),
    Found.TWICE: gettext_lazy("Em này có nhiều dòng; chỉ ghi một lần."),
    Found.THERE: gettext_lazy("Đã có tên."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The field, and what its lines mean; `?for=exclusions` for those who may not take part. Nothing is kept yet."""
    contest = access.contest_to_run(request.user, code)
    sent = request.POST if request.method == "POST" else request.GET
    out = sent.get("for") == "exclusions" or contest.entry_by != EntryBy.LISTED
    text = sent.get("text", "").replace("\0", "")[:LONGEST] if request.method == "POST" else ""
    lines = lines_of(text)
    matches = candidates.matched(contest, request.user, lines[:MOST_LINES], listed="exclusions" if out else "entries")
    good = [match for match in matches if match.found is Found.ONE]
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "runs": True,
        "out": out,
        "text": text,
        "sent": request.method == "POST",
        "cut": len(lines) > MOST_LINES,
        "most": MOST_LINES,
        "matches": [(match, SAID.get(match.found, "")) for match in matches],
        "good": len(good),
        "bad": sum(match.found in {Found.UNKNOWN, Found.SEVERAL} for match in matches),
        "kept": _kept(contest, request.user, out, good),
        "rooms": roster.rooms_named(contest),
    }
    return render(request, "contests/entrants_add.html", context, status=200 if good or not context["sent"] else 422)


def _kept(contest: Contest, user: object, out: bool, good: list[Match]) -> str:
    """Whom the person saw, signed for this person, contest and purpose."""
    ids = [match.user.pk for match in good if match.user]
    return signing.dumps(ids, salt=_salt(contest, user, out), compress=True) if ids else ""


def _salt(contest: Contest, user: object, out: bool) -> str:
    return f"{SALT}.{contest.pk}.{getattr(user, 'pk', 0)}.{'out' if out else 'in'}"


@login_required
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Puts on the list, or leaves out, whom the preview showed."""
    contest = access.contest_to_run(request.user, code)
    out = request.POST.get("for") == "exclusions"
    try:
        ids = signing.loads(request.POST.get("kept", ""), salt=_salt(contest, request.user, out), max_age=AN_HOUR)
    except signing.BadSignature:
        messages.warning(request, _("Bản xem trước đã quá một giờ. Thầy cô dán lại danh sách nhé."))
        return redirect("contests:entrants", contest.code)
    users = list(candidates.candidates(contest, request.user).filter(pk__in=ids))
    try:
        said = _done(request, contest, users, out)
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, said)
    return redirect("contests:entrants", contest.code)


def _done(request: HttpRequest, contest: Contest, users: list[User], out: bool) -> str:
    at = clock.now()
    if not out:
        room = request.POST.get("room", "")
        return added(entries.add_entries(contest=contest, users=users, room=room, by=request.user, at=at))
    reason = request.POST.get("reason", "")
    n = entries.exclude(contest=contest, users=users, reason=reason, by=request.user, at=at)
    return ngettext("%(n)s em không dự thi cuộc này.", "%(n)s em không dự thi cuộc này.", n) % {"n": n}
