"""The lists that hang on the doors of a contest's rooms."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.authentication import login_or_token
from backend.refusals import Refusal
from contests import access
from contests.exchange import door_list
from contests.models import Contest, EntryBy
from contests.queries import doors, entrants, expected, roster
from contests.queries.doors import DoorRoom
from contests.queries.entrants import scope_of
from contests.views.cards import file_of
from schools.models.export import ExportKind
from schools.rules import codes
from schools.rules.scopes import PEOPLE_READ
from schools.views.exporting import hand_out

#: So many names make some hundred pages.
MOST_NAMES = 3_000


@login_or_token(PEOPLE_READ)
@require_safe
def door_lists(request: HttpRequest, code: str) -> HttpResponse:
    """One list a room as PDF; `?school=` and `?class=` narrow it."""
    contest = access.contest_to_host(request.user, code)
    scope = scope_of(contest, request.user, request.GET.get("school", ""))
    if scope.many and contest.entry_by == EntryBy.INVITED:
        raise Refusal("no_school", _("Hãy chọn một trường trước."), status=409)
    people = expected.people_expected(contest, scope.school_id)
    people = roster.chosen(people, class_name=request.GET.get("class", ""), words="")
    if not people:
        raise Refusal("nobody", _("Chưa có em nào trong danh sách của cuộc thi này."), status=409)
    if len(people) > MOST_NAMES:
        raise Refusal("too_many", _("Danh sách quá dài để in một lần. Hãy chọn một trường."), status=409)
    hand_out(request, what=ExportKind.DOORS, rows=len(people), subject=contest.code, school=scope.school)
    lists = [_list(room) for room in doors.rooms(contest, entrants.in_order(people))]
    pdf = door_list.pdf(lists, _words(contest))
    return file_of(pdf, f"danh-sach-phong {contest.code} {lists[0].room if len(lists) == 1 else ''}")


def _list(room: DoorRoom) -> door_list.DoorList:
    n = len(room.people)
    return door_list.DoorList(
        room=room.name or _("Chưa xếp phòng"),
        school=room.school.name if room.school else _("Nhiều trường"),
        count=ngettext("%(n)s em", "%(n)s em", n) % {"n": n},
        lines=tuple(
            door_list.DoorLine(
                number=number,
                name=seat.person.name,
                born=f"{seat.born:%d/%m/%Y}" if seat.born else "",
                class_name=seat.person.class_name,
                card=codes.grouped(seat.card) if seat.card else "",
            )
            for number, seat in enumerate(room.people, start=1)
        ),
    )


def _words(contest: Contest) -> door_list.DoorWords:
    opens, closes = timezone.localtime(contest.opens_at), timezone.localtime(contest.closes_at)
    minutes = contest.length_ms // 60_000
    until = f"{closes:%H:%M}" if closes.date() == opens.date() else f"{closes:%H:%M %d/%m/%Y}"
    time = _("Mở %(opens)s, đóng %(closes)s · làm bài %(minutes)s phút · mã cuộc thi %(code)s")
    return door_list.DoorWords(
        heading=_("Danh sách phòng thi"),
        title=contest.title,
        time=time % {"opens": f"{opens:%H:%M %d/%m/%Y}", "closes": until, "minutes": minutes, "code": contest.code},
        room_label=_("Phòng"),
        demo=_("Số liệu minh họa") if contest.is_demo else "",
        columns=(
            _("STT"),
            _("Họ và tên"),
            _("Ngày sinh"),
            _("Lớp"),
            _("Mã thẻ"),
            _("Chữ ký"),
            _("Ghi chú"),
        ),
        supervisors=(_("Giám thị 1"), _("Giám thị 2")),
        sign_here=_("Ký, ghi rõ họ tên"),
        page_label=_("Trang"),
    )
