"""The supervisor's pages: who sits and how it goes, one pupil, the late box. What is done there is in `supervise`."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from backend import clock
from backend.refusals import NotThere
from contests import access
from contests.access import Supervised
from contests.live import monitor as live
from contests.models import Contest, ContestState, SittingMode
from contests.queries import expected, late
from contests.queries import monitor as reads
from contests.queries import supervision as around
from contests.queries.monitor import Row, Show
from schools.models import School

#: More rows than these are shown class by class.
MOST_SHOWN = 600
SHOWS = {
    Show.ALL: _("Tất cả"),
    Show.HEED: _("Cần chú ý"),
    Show.ABSENT: _("Chưa vào"),
    Show.SITTING: _("Đang làm"),
    Show.OFFLINE: _("Mất kết nối"),
    Show.SUBMITTED: _("Đã nộp"),
    Show.CLOSED: _("Hết giờ"),
    Show.LATE: _("Có bài muộn"),
    Show.SIGNALS: _("Có tín hiệu"),
}


@dataclass(frozen=True)
class Asked:
    """What the page is to show; `schools` are all of the contest, `school` the one chosen where there are several."""

    schools: list[School]
    school: School | None
    class_name: str
    show: Show
    words: str

    @property
    def many(self) -> bool:
        """A list of schools comes before the rows of one."""
        return len(self.schools) > 1 and self.school is None

    @property
    def school_id(self) -> int | None:
        return self.school.pk if self.school else None

    @property
    def narrow(self) -> bool:
        return bool(self.class_name or self.show or self.words)

    @property
    def query(self) -> str:
        """As it stands in the address."""
        found = {
            "school": str(self.school_id or ""),
            "class": self.class_name,
            "show": self.show.value,
            "q": self.words,
        }
        return urlencode({name: value for name, value in found.items() if value})


def asked_of(watched: Supervised, query: QueryDict) -> Asked:
    """What is not known counts as not asked; who supervises one school is shown that one whatever is asked."""
    schools = [watched.school] if watched.school else expected.schools_of(watched.contest)
    wanted, show = query.get("school", ""), query.get("show", "")
    chosen = next((school for school in schools if str(school.pk) == wanted), None) if len(schools) > 1 else None
    return Asked(
        schools=schools,
        school=watched.school or chosen,
        class_name=query.get("class", "")[:40],
        show=Show(show) if show in set(Show) else Show.ALL,
        words=query.get("q", "")[:100].strip(),
    )


@login_required
@require_safe
def monitor(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of the contest, or of one of its schools; where there are many and none is chosen, the schools."""
    watched = access.contest_to_supervise(request.user, code)
    contest, asked = watched.contest, asked_of(watched, request.GET)
    context = _common(watched, clock.now()) | {
        "asked": asked,
        "shows": SHOWS,
        "log": around.events(contest, watched.school_id),
        "modes": SittingMode,
    }
    if asked.many:
        context |= {"lines": around.school_lines(contest), "rooms": []}
    else:
        context |= _rows(contest, asked)
    return render(request, "contests/monitor.html", context)


@login_required
@require_safe
def monitor_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The strip and the rows alone, for a page whose socket does not work."""
    watched = access.contest_to_supervise(request.user, code)
    asked = asked_of(watched, request.GET)
    if asked.many:
        raise NotThere(_("Hãy chọn một trường trước."))
    context = _rows(watched.contest, asked) | {"at": clock.now()}
    response = render(request, "contests/_monitor_rows.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _common(watched: Supervised, at: datetime) -> dict[str, object]:
    """`runs`: this person supervises all of it. What came late is for those alone to take or refuse."""
    contest, runs = watched.contest, watched.school is None
    return {
        "contest": contest,
        "school": watched.school or contest.school,
        "runs": runs,
        "at": at,
        "demo": contest.is_demo,
        "language": get_language(),
        "running": contest.state == ContestState.PUBLISHED,
        "waiting": late.waiting_count(contest) if runs else 0,
        "pauses": [one for one in reads.pauses_now(contest, at) if runs or one.school in {None, watched.school}],
    }


def _rows(contest: Contest, asked: Asked) -> dict[str, object]:
    """Counted are all, shown are those asked for."""
    rows = live.rows_now(contest, asked.school_id)
    found = reads.chosen(rows, show=asked.show, class_name=asked.class_name, words=asked.words)
    return {
        "sums": reads.sums_of(rows),
        "rows": found[:MOST_SHOWN],
        "found": len(found),
        "cut": len(found) > MOST_SHOWN,
        "classes": reads.classes(rows),
        "rooms": _rooms(rows),
        "starting": _starting(contest, rows) if contest.mode == SittingMode.SUPERVISED else [],
    }


def _rooms(rows: list[Row]) -> list[expected.Room]:
    """The classes among these rows with their schools, in the rows' order."""
    return list(
        dict.fromkeys(expected.Room(row.school, row.class_name) for row in rows if row.school and row.class_name)
    )


def _starting(contest: Contest, rows: list[Row]) -> list[tuple[expected.Room, bool]]:
    """Rooms that begin on a supervisor's word, each with whether they have."""
    started = around.rooms_started(contest)
    schools = {row.school for row in rows}
    named = [room for room in expected.named_rooms(contest) if room.school in schools]
    return [(room, (room.school, room.class_name) in started) for room in dict.fromkeys([*named, *_rooms(rows)])]


@login_required
@require_safe
def monitor_one(request: HttpRequest, code: str, pupil_id: int) -> HttpResponse:
    """One person: turns, time given, signals, late answers, and what can be done."""
    watched = access.contest_to_supervise(request.user, code)
    contest, at = watched.contest, clock.now()
    rows = live.with_lines(reads.monitored(contest, watched.school_id, at, [pupil_id]))
    if not rows:
        raise NotThere(_("Không tìm thấy người này trong cuộc thi."))
    context = _common(watched, at) | {
        "row": rows[0],
        "attempts": around.attempts_of_person(contest, pupil_id),
        "given": around.allowances_of(contest, pupil_id),
        "signals": around.signals_of(rows[0].attempt) if rows[0].attempt else [],
        "late_rows": late.late_rows(contest, language=get_language(), waiting=True, user_id=pupil_id),
    }
    return render(request, "contests/monitor_one.html", context)
