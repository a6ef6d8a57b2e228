"""What a supervisor does: time, pauses, outages, starts, words to all, the board's freeze, the late box.

Each is a plain form; what happened is said on the page one comes back to.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.access import Supervised
from contests.actions import late as late_box
from contests.actions import time as times
from contests.actions.board import freeze_board, unfreeze_board
from contests.actions.notices import send_notice
from contests.actions.supervising import give_time_to_all
from contests.models import Contest
from contests.queries import expected, late
from contests.queries import monitor as reads
from contests.views.monitor import MOST_SHOWN, asked_of
from schools.models import School

MINUTE_MS = 60_000
QUICK_MINUTES = 5
MOST_MINUTES = 600
#: Each person's deadline is worked out in one transaction with the others'; longer ones would keep answers waiting.
MOST_AT_ONCE = 60


def _acts(request: HttpRequest, watched: Supervised, act: Callable[[Contest, datetime], str]) -> HttpResponse:
    """Does it, says what happened (or why not), and goes back to where the form stood."""
    try:
        said = act(watched.contest, clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, said)
    return redirect(_back(watched, request.POST))


def _back(watched: Supervised, sent: QueryDict) -> str:
    contest = watched.contest
    one = sent.get("person", "")
    if one.isascii() and one.isdecimal() and len(one) < 10:
        return reverse("contests:monitor_one", args=[contest.code, int(one)])
    query = asked_of(watched, QueryDict(sent.get("asked", ""))).query
    return reverse("contests:monitor", args=[contest.code]) + (f"?{query}" if query else "")


@login_required
@require_POST
def give_time(request: HttpRequest, code: str) -> HttpResponse:
    """Minutes for one, for those ticked, or for all who are shown; a later start for one."""
    watched = access.contest_to_supervise(request.user, code)
    sent = request.POST

    def act(contest: Contest, at: datetime) -> str:
        quick = bool(sent.get("one"))
        extra = QUICK_MINUTES if quick else _minutes(sent.get("minutes", ""))
        shift = 0 if quick else _minutes(sent.get("shift", ""))
        if not extra and not shift:
            raise Refusal("no_minutes", _("Hãy ghi số phút, ví dụ 5."), status=400)
        users = expected.known(contest, _people(sent), watched.school_id)
        if not users:
            raise Refusal("nobody", _("Hãy chọn ít nhất một em."), status=400)
        if len(users) > MOST_AT_ONCE:
            raise Refusal("too_many", _("Mỗi lần nhiều nhất 60 em. Cả phòng mất giờ thì dùng mục Mất điện, mất mạng."))
        n = give_time_to_all(
            contest=contest,
            users=users,
            extra_ms=extra * MINUTE_MS,
            shift_ms=shift * MINUTE_MS,
            reason=sent.get("reason", ""),
            by=request.user,
            at=at,
        )
        if n == 1:
            return _("Đã ghi giờ cho %(name)s.") % {"name": users[0].full_name}
        return ngettext("Đã ghi giờ cho %(n)s em.", "Đã ghi giờ cho %(n)s em.", n) % {"n": n}

    return _acts(request, watched, act)


def _people(sent: QueryDict) -> list[int]:
    if one := sent.get("one"):
        texts = [one]
    elif sent.get("to") == "shown":
        texts = sent.get("shown", "").split(",")
    else:
        texts = sent.getlist("user")
    return [int(text) for text in texts[:MOST_SHOWN] if text.isascii() and text.isdecimal() and len(text) < 10]


def _minutes(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not re.fullmatch(r"[-−]?[0-9]{1,3}", text) or abs(int(text.replace("−", "-"))) > MOST_MINUTES:
        raise Refusal("minutes", _("Số phút là số nguyên, nhiều nhất 600."), status=400)
    return int(text.replace("−", "-"))


@login_required
@require_POST
def pause(request: HttpRequest, code: str) -> HttpResponse:
    """The clocks of a room, a school or everybody stand still until they are let go on."""
    watched = access.contest_to_supervise(request.user, code)

    def act(contest: Contest, at: datetime) -> str:
        school, class_name = _room(watched, request.POST.get("room", ""))
        reason = request.POST.get("reason", "")
        times.pause(contest=contest, school=school, class_name=class_name, reason=reason, by=request.user, at=at)
        return _("Đã tạm dừng. Đồng hồ của các em đứng lại đến khi thầy cô cho làm tiếp.")

    return _acts(request, watched, act)


@login_required
@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """The clocks go on; exactly the time that was lost is added."""
    watched = access.contest_to_supervise(request.user, code)

    def act(contest: Contest, at: datetime) -> str:
        wanted = request.POST.get("pause", "")
        row = next((row for row in reads.pauses_now(contest, at, watched.school_id) if str(row.pk) == wanted), None)
        if row is None:
            raise Refusal("no_pause", _("Lần tạm dừng này đã kết thúc."))
        times.resume(pause=row, by=request.user, at=at)
        return _("Các em làm tiếp. Thời gian đã dừng được cộng bù đúng từng giây.")

    return _acts(request, watched, act)


@login_required
@require_POST
def outage(request: HttpRequest, code: str) -> HttpResponse:
    """Power or network was gone from then to then: each attempt gets back what it lost of it."""
    watched = access.contest_to_supervise(request.user, code)
    sent = request.POST

    def act(contest: Contest, at: datetime) -> str:
        school, class_name = _room(watched, sent.get("room", ""))
        times.outage(
            contest=contest,
            school=school,
            class_name=class_name,
            from_at=moment(sent.get("from", ""), at),
            to_at=moment(sent.get("to", ""), at),
            reason=sent.get("reason", ""),
            by=request.user,
            at=at,
        )
        return _("Đã ghi sự cố. Mỗi em được bù đúng số giây đã mất.")

    return _acts(request, watched, act)


def moment(text: str, at: datetime) -> datetime:
    """`8:05`, `8:05:30` or `8:05 25/11/2026` in the settings' zone. Without a day it is that of `at`, or the evening
    before where it is still far ahead: what is written down after midnight may have begun before it."""
    zone = timezone.get_default_timezone()
    clock_text, _space, day_text = text.strip().partition(" ")
    try:
        hour, minute, second = (*map(int, clock_text.split(":")), 0)[:3]
        day = datetime.strptime(day_text, "%d/%m/%Y").date() if day_text else clock.day_of(at)  # noqa: DTZ007 - a day
        found = datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC)
        return found - timedelta(days=1) if not day_text and found - at > timedelta(hours=12) else found
    except ValueError:
        raise Refusal("moment", _("Viết giờ như 8:05 hoặc 8:05:30."), status=400) from None


@login_required
@require_POST
def start_room(request: HttpRequest, code: str) -> HttpResponse:
    """A room begins on the supervisor's word."""
    watched = access.contest_to_supervise(request.user, code)

    def act(contest: Contest, at: datetime) -> str:
        school, class_name = _room(watched, request.POST.get("room", ""))
        if school is None or not class_name:
            raise Refusal("no_room", _("Hãy chọn một phòng hoặc một lớp."), status=400)
        times.start_room(contest=contest, school=school, class_name=class_name, by=request.user, at=at)
        return _("Đã phát lệnh bắt đầu cho %(name)s.") % {"name": class_name}

    return _acts(request, watched, act)


def _room(watched: Supervised, text: str) -> tuple[School | None, str]:
    """`all`, `<school>:` or `<school>:<class>`; refused where what is supervised has no such room."""
    number, _colon, class_name = text.partition(":")
    known = text == "all" or (number.isascii() and number.isdecimal() and len(number) < 10)
    school_id = None if text == "all" or not known else int(number)
    place = expected.place_named(watched.contest, school_id, class_name, within=watched.school) if known else None
    if place is None:
        raise Refusal("no_room", _("Hãy chọn một phòng hoặc một lớp."), status=400)
    return place


@login_required
@require_POST
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """A sentence to everybody who sits."""
    watched = Supervised(access.contest_to_watch(request.user, code))

    def act(contest: Contest, at: datetime) -> str:
        send_notice(contest=contest, text=request.POST.get("text", ""), by=request.user, at=at)
        return _("Đã nhắn đến mọi em đang làm bài.")

    return _acts(request, watched, act)


@login_required
@require_POST
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """The board stands still for everybody, or moves again."""
    watched = Supervised(access.contest_to_watch(request.user, code))

    def act(contest: Contest, at: datetime) -> str:
        if request.POST.get("frozen") == "1":
            if not freeze_board(contest=contest, by=request.user, at=at):
                raise Refusal("frozen", _("Bảng xếp hạng đang đứng yên, hoặc cuộc thi không đang diễn ra."))
            return _("Bảng xếp hạng đứng yên từ bây giờ.")
        if not unfreeze_board(contest=contest, by=request.user, at=at):
            raise Refusal("not_frozen", _("Bảng xếp hạng đang chạy."))
        return _("Bảng xếp hạng chạy tiếp.")

    return _acts(request, watched, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def late_page(request: HttpRequest, code: str) -> HttpResponse:
    """Answers that came after the end: each with its lateness, taken or refused with a reason, several at once."""
    contest = access.contest_to_watch(request.user, code)
    if request.method == "POST":
        return _ruled(request, contest)
    language = get_language()
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "rows": late.late_rows(contest, language=language, waiting=True),
        "ruled": late.late_rows(contest, language=language, waiting=False),
    }
    return render(request, "contests/late.html", context)


def _ruled(request: HttpRequest, contest: Contest) -> HttpResponse:
    sent = request.POST
    ids = late.waiting_ids(contest, [int(text) for text in sent.getlist("late") if text.isdecimal() and len(text) < 10])
    rule = late_box.accept if sent.get("act") == "accept" else late_box.refuse
    try:
        if not ids or sent.get("act") not in {"accept", "refuse"}:
            raise Refusal("nothing", _("Hãy chọn ít nhất một câu trả lời."), status=400)
        rule(contest=contest, late_ids=ids, reason=sent.get("reason", ""), by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        n = len(ids)
        said = ngettext("Đã xem xét %(n)s câu trả lời.", "Đã xem xét %(n)s câu trả lời.", n) % {"n": n}
        messages.success(request, said)
    return redirect("contests:late", contest.code)
