"""The rows a figure is the sum of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from backend import clock
from backend.refusals import NotThere
from reports import access
from reports.queries import drill, shows_demonstration
from reports.queries.counted import Counted, Line
from reports.queries.scopes import Scope
from reports.views.period import asked_period

AT_ONCE = 200


@dataclass(frozen=True)
class Figure:
    """`how` says how it is counted, `columns` what the numbers of a row are, `by` whether it is one of a school, a
    contest or both, `ratio` what the last column is called in percent of the first."""

    title: Any
    how: Any
    columns: tuple[Any, ...]
    lines: Callable[[Counted, bool], list[Line]]
    by: str = "school"
    ratio: Any = ""


PERSON_ONCE = gettext_lazy(
    "Mỗi người có ít nhất một lượt thi trong kỳ được tính một lần. Ai thi ở hai trường thì đứng ở trường của lượt thi "
    "mới nhất. Vì vậy tổng các hàng đúng bằng con số."
)
TURN = gettext_lazy("Lượt thi: bài đã nộp hoặc hết giờ, có ít nhất một câu trả lời, bắt đầu trong kỳ.")
INVITED = gettext_lazy("Trường được mời vào ít nhất một cuộc thi cho học sinh trong kỳ. Mỗi trường tính một lần.")
KNOWN = gettext_lazy(
    "Chỉ gồm trường được mời đã biết số học sinh thuộc khối được mời. Số này lấy từ danh sách lớp, hoặc số đã nhập kèm "
    "ngày và nguồn."
)


TAKING = gettext_lazy("Trường được mời có ít nhất một em dự thi. Mỗi trường tính một lần.")
COVERED = gettext_lazy("Độ phủ là số trường được mời có ít nhất một em dự thi, trên số trường được mời.")
SILENT = gettext_lazy("Trường được mời mà chưa có em nào dự thi trong kỳ.")
RIGHT = gettext_lazy(
    "Số câu đúng chia cho số câu đã giao, câu bỏ trống tính là chưa đúng. Các cuộc thi quá ít người gộp vào một hàng. "
    "Cả kỳ quá ít người thì không nêu."
)


def _persons(audience: str, sex: str = "") -> Callable[[Counted, bool], list[Line]]:
    return lambda counted, by_class: counted.persons(audience, sex=sex, by_class=by_class)


def _turns(audience: str) -> Callable[[Counted, bool], list[Line]]:
    return lambda counted, by_class: counted.turns(audience, by_class=by_class)


def _schools(taking: tuple[int, ...], column: slice) -> Callable[[Counted, bool], list[Line]]:
    def lines(counted: Counted, _by_class: bool) -> list[Line]:
        kept = [line for line in counted.schools() if line.numbers[1] in taking]
        return [Line(line.numbers[column], school=line.school, name=line.name) for line in kept]

    return lines


def _enrolled(counted: Counted, _by_class: bool) -> list[Line]:
    return [
        Line(line.numbers[:1], school=line.school, name=line.name, as_of=line.as_of, source=line.source)
        for line in counted.enrolled()
    ]


def _right(counted: Counted, _by_class: bool) -> list[Line]:
    return [
        Line(line.numbers[::-1], contest=line.contest, title=line.title, merged=line.merged) for line in counted.right()
    ]


LEARNERS, PUPILS = gettext_lazy("Học sinh, sinh viên dự thi"), gettext_lazy("Học sinh dự thi")
STUDENTS, TEACHERS = gettext_lazy("Sinh viên dự thi"), gettext_lazy("Giáo viên dự thi")
TURNS, SCHOOLS = gettext_lazy("Lượt thi"), gettext_lazy("Trường")
FIGURES: dict[str, Figure] = {
    "participants": Figure(LEARNERS, PERSON_ONCE, (gettext_lazy("Số em"),), _persons("learners")),
    "girls": Figure(gettext_lazy("Nữ dự thi"), PERSON_ONCE, (gettext_lazy("Nữ"),), _persons("learners", "f")),
    "pupils": Figure(PUPILS, PERSON_ONCE, (gettext_lazy("Học sinh"),), _persons("pupils")),
    "students": Figure(STUDENTS, PERSON_ONCE, (gettext_lazy("Sinh viên"),), _persons("students")),
    "teachers": Figure(TEACHERS, PERSON_ONCE, (gettext_lazy("Giáo viên"),), _persons("teachers")),
    "turns": Figure(TURNS, TURN, (TURNS,), _turns("learners"), "both"),
    "pupil-turns": Figure(gettext_lazy("Lượt thi của học sinh"), TURN, (TURNS,), _turns("pupils"), "both"),
    "student-turns": Figure(gettext_lazy("Lượt thi của sinh viên"), TURN, (TURNS,), _turns("students"), "both"),
    "teacher-turns": Figure(gettext_lazy("Lượt thi của giáo viên"), TURN, (TURNS,), _turns("teachers"), "both"),
    "schools": Figure(gettext_lazy("Trường tham gia"), TAKING, (SCHOOLS,), _schools((1,), slice(1, 2))),
    "coverage": Figure(
        gettext_lazy("Độ phủ"),
        COVERED,
        (gettext_lazy("Được mời"), gettext_lazy("Có em dự thi")),
        _schools((0, 1), slice(0, 2)),
        ratio=gettext_lazy("Độ phủ"),
    ),
    "invited": Figure(gettext_lazy("Trường được mời"), INVITED, (SCHOOLS,), _schools((0, 1), slice(0, 1))),
    "silent": Figure(gettext_lazy("Trường chưa tham gia"), SILENT, (SCHOOLS,), _schools((0,), slice(0, 1))),
    "enrolled": Figure(gettext_lazy("Học sinh thuộc khối được mời"), KNOWN, (gettext_lazy("Học sinh"),), _enrolled),
    "rate": Figure(
        gettext_lazy("Tỷ lệ tham gia"),
        KNOWN,
        (gettext_lazy("Thuộc khối được mời"), gettext_lazy("Dự thi")),
        lambda counted, _by_class: counted.enrolled(),
        ratio=gettext_lazy("Tỷ lệ tham gia"),
    ),
    "right": Figure(
        gettext_lazy("Tỷ lệ trả lời đúng"),
        RIGHT,
        (gettext_lazy("Câu đã giao"), gettext_lazy("Câu đúng")),
        _right,
        "contest",
        gettext_lazy("Tỷ lệ trả lời đúng"),
    ),
    "contests": Figure(
        gettext_lazy("Cuộc thi trong kỳ"),
        gettext_lazy("Cuộc thi đã công bố, có ngày thi nằm trong kỳ."),
        (gettext_lazy("Cuộc thi"),),
        lambda counted, _by_class: counted.contests(),
        "contest",
    ),
}


@login_required
@require_safe
def rows(request: HttpRequest, figure: str) -> HttpResponse:
    """The rows of a figure, 200 at once, with their sum; narrowed by `unit`, `school` and `contest`."""
    access.desk_to_see(request.user)
    its = FIGURES.get(figure)
    if its is None:
        raise NotThere(_("Không có số liệu này."))
    demo = shows_demonstration(request.user)
    asked = asked_period(request.GET, clock.today())
    scope, narrowed = _narrowed(request, demo)
    narrow = urlencode({name: place["key"] for name, place in narrowed.items()})
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "demo": demo, "figure": its, "narrow": narrow}
    context |= {"narrowed": narrowed, "code": figure}
    if asked.named is None:
        return render(request, "reports/rows.html", context, status=422)
    lines = its.lines(Counted(asked.named.period, demo, asked.today, scope), "school" in narrowed)
    page = Paginator(lines, AT_ONCE).get_page(request.GET.get("page"))
    return render(request, "reports/rows.html", context | _sums(its, lines, list(page)) | {"page": page})


def _sums(figure: Figure, lines: list[Line], shown: list[Line]) -> dict[str, Any]:
    def added(of: list[Line]) -> list[int]:
        return [sum(line.numbers[column] for line in of) for column in range(len(figure.columns))]

    by_class = any(line.class_name or line.grade for line in lines)
    return {
        "total": added(lines),
        "subtotal": added(shown) if len(shown) < len(lines) else None,
        "by_class": by_class,
        "labels": 1 + (figure.by == "both") + by_class,
        "sourced": any(line.as_of for line in lines),
    }


def _narrowed(request: HttpRequest, demo: bool) -> tuple[Scope, dict[str, dict[str, str]]]:
    """The scope asked for, and what it is called; 404 for what is not there."""
    scope, narrowed = Scope(), {}
    if key := request.GET.get("unit", ""):
        place = drill.place(key, is_demo=demo)
        if place is None:
            raise NotThere(_("Không có địa bàn này."))
        scope, narrowed["unit"] = place.scope, {"key": key, "name": place.name or _("Chưa xếp xã")}
    if code := request.GET.get("school", ""):
        school = drill.school(code, is_demo=demo)
        if school is None:
            raise NotThere(_("Không có trường này."))
        scope, narrowed["school"] = drill.of_school(school), {"key": code, "name": school.name}
    if code := request.GET.get("contest", ""):
        contest = drill.contest(code, is_demo=demo)
        if contest is None:
            raise NotThere(_("Không có cuộc thi này."))
        scope = Scope(scope.stays, scope.schoolless, contest.pk)
        narrowed["contest"] = {"key": code, "name": contest.title}
    return scope, narrowed
