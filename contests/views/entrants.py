"""Who may take part: classes and schools, the list with rooms and reasons, and those who are left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions import entries
from contests.models import Contest, ContestState, EntryBy, EntryKind
from contests.queries import candidates, entrants, roster
from contests.queries.entrants import Scope, scope_of
from contests.queries.expected import Person
from contests.rules.eligibility import Why
from schools.models import User
from schools.views.numbers import number, numbers

A_PAGE = 200
#: Reasons are worked out for so many when only those are wanted who may not take part.
MOST_ASKED = 3_000


#: Why somebody may not take part, as it is said to staff; `Why.in_words` says it to the person.
REASONS = {
    Why.GUEST: gettext_lazy("Chưa có tài khoản"),
    Why.ROLE: gettext_lazy("Không thuộc đối tượng dự thi"),
    Why.SCHOOL: gettext_lazy("Trường không được mời"),
    Why.NO_CLASS: gettext_lazy("Chưa xếp lớp trong năm học này"),
    Why.GRADE: gettext_lazy("Khối không được mời"),
    Why.UNLISTED: gettext_lazy("Chưa có tên trong danh sách"),
    Why.WITHDRAWN: gettext_lazy("Đã rút khỏi danh sách"),
    Why.RESERVE: gettext_lazy("Dự bị, làm bài khi được gọi vào"),
    Why.EXCLUDED: gettext_lazy("Thuộc diện không dự thi"),
    Why.DISQUALIFIED: gettext_lazy("Kết quả đã dừng"),
    Why.NO_BIRTH_DATE: gettext_lazy("Chưa có ngày sinh để xét tuổi"),
    Why.TOO_YOUNG: gettext_lazy("Chưa đủ tuổi"),
    Why.TOO_OLD: gettext_lazy("Quá tuổi"),
    Why.PRACTICE: gettext_lazy("Chưa luyện tập đủ số câu"),
}


@dataclass(frozen=True)
class Asked:
    """What the page is to show."""

    scope: Scope
    class_name: str
    words: str
    troubled: bool

    @property
    def query(self) -> str:
        """As it stands in the address."""
        found = {
            "school": str(self.scope.school_id or "") if self.scope.choice else "",
            "class": self.class_name,
            "q": self.words,
            "troubled": "1" if self.troubled else "",
        }
        return urlencode({name: value for name, value in found.items() if value})


def asked_of(contest: Contest, user: User, query: Mapping[str, str]) -> Asked:
    """What is not known counts as not asked."""
    return Asked(
        scope=scope_of(contest, user, query.get("school", "")),
        class_name=query.get("class", "").replace("\0", "")[:40],
        words=query.get("q", "").replace("\0", "")[:100].strip(),
        troubled=bool(query.get("troubled")),
    )


@login_required
@require_safe
def entrants_page(request: HttpRequest, code: str) -> HttpResponse:
    """The people, 200 a page; where whole schools are invited and there are several, first the schools."""
    contest = access.contest_to_run(request.user, code)
    asked = asked_of(contest, request.user, request.GET)
    context: dict[str, Any] = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "runs": True,
        "asked": asked,
        "school": asked.scope.school,
        "listed": contest.entry_by == EntryBy.LISTED,
        "changeable": contest.state in {ContestState.DRAFT, ContestState.PUBLISHED},
        "exclusions": list(roster.exclusions_of(contest)[:A_PAGE]),
    }
    if asked.scope.many and contest.entry_by == EntryBy.INVITED:
        context["schools"] = entrants.school_lines(contest)
    else:
        context |= _people(request, contest, asked)
    return render(request, "contests/entrants.html", context)


def _people(request: HttpRequest, contest: Contest, asked: Asked) -> dict[str, object]:
    people = roster.everybody(contest, asked.scope.school_id)
    found = _found(contest, people, asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    holders = entrants.card_codes([one.user for one in people])
    school = asked.scope.school
    return {
        "lines": entrants.class_lines(people, holders),
        "size": len(people),
        "page": page,
        "query": asked.query,
        "rows": [
            (row, REASONS[row.why] if row.why else "", EntryKind(row.kind).label)
            for row in roster.rows_of(contest, list(page))
        ],
        "classes": candidates.classes_to_add(contest, school) if school is not None else [],
    }


def _found(contest: Contest, people: list[Person], asked: Asked) -> list[Person]:
    found = roster.chosen(people, class_name=asked.class_name, words=asked.words)
    if asked.troubled:
        return [row.person for row in roster.rows_of(contest, found[:MOST_ASKED]) if row.why]
    return found


@login_required
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Add a class or a school, take off the list, set rooms, let in again; then back to what was shown."""
    contest = access.contest_to_run(request.user, code)
    asked = asked_of(contest, request.user, QueryDict(request.POST.get("asked", "")).dict())
    does = ACTS.get(request.POST.get("act", ""))
    try:
        if does is None:
            raise Refusal("unknown_act", _("Hãy chọn việc cần làm."), status=400)
        said = does(request, contest, asked, clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, said)
    return redirect(back(contest, asked.query))


def back(contest: Contest, query: str) -> str:
    """The page of entrants as it was shown."""
    return reverse("contests:entrants", args=[contest.code]) + (f"?{query}" if query else "")


def _add_class(request: HttpRequest, contest: Contest, asked: Asked, at: datetime) -> str:
    users = candidates.in_class(contest, request.user, number(request.POST.get("class_id")) or 0)
    if not users:
        raise Refusal("nobody", _("Hãy chọn một lớp có học sinh."), status=400)
    room = request.POST.get("room", "")
    return added(entries.add_entries(contest=contest, users=users, room=room, by=request.user, at=at))


def _add_school(request: HttpRequest, contest: Contest, asked: Asked, at: datetime) -> str:
    if asked.scope.school is None:
        raise Refusal("no_school", _("Hãy chọn một trường trước."), status=400)
    users = candidates.in_school(contest, request.user, asked.scope.school)
    if not users:
        raise Refusal("nobody", _("Trường này chưa có em nào thuộc lớp của năm học."), status=400)
    return added(entries.add_entries(contest=contest, users=users, by=request.user, at=at))


def added(n: int) -> str:
    """What is said after people were put on the list."""
    if not n:
        return _("Các em này đã có tên từ trước.")
    return ngettext("Đã ghi tên %(n)s em.", "Đã ghi tên %(n)s em.", n) % {"n": n}


def _remove(request: HttpRequest, contest: Contest, asked: Asked, at: datetime) -> str:
    users = _meant(request, contest, asked)
    n = entries.remove_entries(contest=contest, users=users, by=request.user, at=at)
    return ngettext("Đã gạch tên %(n)s em.", "Đã gạch tên %(n)s em.", n) % {"n": n}


def _seat(request: HttpRequest, contest: Contest, asked: Asked, at: datetime) -> str:
    users, room = _meant(request, contest, asked), request.POST.get("room", "")
    n = entries.seat(contest=contest, users=users, room=room, by=request.user, at=at)
    return ngettext("Đã xếp phòng cho %(n)s em.", "Đã xếp phòng cho %(n)s em.", n) % {"n": n}


def _readmit(request: HttpRequest, contest: Contest, asked: Asked, at: datetime) -> str:
    users = list(candidates.candidates(contest, request.user).filter(pk__in=numbers(request.POST.getlist("user"))))
    n = entries.readmit(contest=contest, users=users, by=request.user, at=at)
    return ngettext("Đã cho %(n)s em dự thi lại.", "Đã cho %(n)s em dự thi lại.", n) % {"n": n}


def _meant(request: HttpRequest, contest: Contest, asked: Asked) -> list[User]:
    """Those ticked, or everybody whom the filters show; only people in one's own scope."""
    if request.POST.get("to") == "shown":
        people = _found(contest, roster.everybody(contest, asked.scope.school_id), asked)
        wanted = {one.user for one in people}
    else:
        wanted = numbers(request.POST.getlist("user"))
    users = list(candidates.candidates(contest, request.user).filter(pk__in=wanted))
    if not users:
        raise Refusal("nobody", _("Hãy chọn ít nhất một em."), status=400)
    return users


ACTS: dict[str, Callable[[HttpRequest, Contest, Asked, datetime], str]] = {
    "class": _add_class,
    "school": _add_school,
    "remove": _remove,
    "room": _seat,
    "readmit": _readmit,
}
