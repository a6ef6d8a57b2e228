"""A school's registers: one page to enter a period, say what was hard, and say that all is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from reports import access
from reports.actions.register_returns import complete_return, reopen_return, save_remarks
from reports.actions.registers import enter_row
from reports.forms import typed
from reports.forms.registers import Cell, RegisterForm, RemarkForm, cells, heads
from reports.models import RegisterRow
from reports.queries.register_returns import open_reminder, remark_of, return_of, returns_beside
from reports.queries.register_rows import RowLine, contests_launched, of_school
from reports.rules.periods import NamedPeriod, Period, kind_of, named
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES, Shape
from reports.views.period import SO_FAR, Asked, asked_period
from schools.access import staff
from schools.models import School, User
from schools.rules import years
from schools.views.numbers import number

SO_FAR_KIND = "school_year_so_far"


@dataclass(frozen=True)
class Kept:
    """`key` goes into the hidden field of the period's form."""

    key: str


@dataclass(frozen=True)
class Section:
    """One register on the page: rows that stand, rows taken out, the form for one more."""

    shape: Shape
    lines: list[tuple[RowLine, list[Cell]]]
    out: list[tuple[RowLine, list[Cell]]]
    form: RegisterForm
    heads: list[str]


def register_period(request: HttpRequest) -> Asked:
    """The period of the address; without one the whole running school year, since registers are kept by whole
    periods: "so far" would be another period every day."""
    query: QueryDict = request.GET
    if not {"period", "from", "to"} & set(query) or query.get("period") == SO_FAR:
        query = _query(named("school_year", years.start_year(clock.today())))
    return asked_period(query, clock.today())


def _query(its: NamedPeriod) -> QueryDict:
    """A period as an address names it."""
    told = typed(its.period) if its.kind in {"free", SO_FAR_KIND} else {"period": its.code}
    return QueryDict(urlencode(told))


def asked_for(asked: Asked) -> Period:
    """The period, or 422."""
    if asked.named is None:
        raise Refusal("bad_period", _("Kỳ báo cáo chưa đúng. Hãy chọn lại ngày."), status=422)
    return asked.named.period


def place(request: HttpRequest, school: School, asked: Asked, part: str = "") -> str:
    """The page's address with the school (for the Department) and the period."""
    told = urlencode({"school": school.pk}) + "&" if not request.user.school_id else ""  # type: ignore[union-attr]  # staff
    return f"{reverse('reports:registers')}?{told}{asked.query}" + (f"#{part}" if part else "")


def school_of(request: HttpRequest) -> School:
    return access.school_to_report(request.user, number(request.GET.get("school", "")))


@login_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """What the school has entered in a period, with a form for one more row in each register."""
    if request.user.is_authenticated and not request.user.school_id and not request.GET.get("school"):
        access.desk_to_see(request.user)
        return redirect("reports:register_returns")
    school = school_of(request)
    asked = register_period(request)
    if "period" not in request.GET and "from" not in request.GET and (reminder := open_reminder(school.pk)):
        asked = asked_period(_query(kind_of(Period(reminder.first, reminder.last))), clock.today())
    return _page(request, school, asked)


@login_required
@require_safe
def registers_print(request: HttpRequest) -> HttpResponse:
    """The same as a list on paper."""
    school, asked = school_of(request), register_period(request)
    context = _context(request, school, asked, asked_for(asked), {})
    return render(request, "reports/registers/print.html", context)


@login_required
@require_POST
def register_add(request: HttpRequest, register: str) -> HttpResponse:
    """One more row; what cannot be taken comes back with what was typed."""
    school, asked, user = school_of(request), register_period(request), staff(request.user)
    if register not in SHAPES or not SHAPES[register].by_school:
        raise NotThere(_("Không có sổ này."))
    form = RegisterForm(
        SHAPES[register],
        contests=contests_launched(is_demo=school.is_demo),
        today=clock.today(),
        ask_again=bool(request.POST.get("ask_again")),
        data=request.POST,
        files=request.FILES,
    )
    if not form.is_valid():
        return _page(request, school, asked, {register: form}, status=422)
    try:
        row = enter_row(
            key=register, values=form.row, school=school, by=user, at=clock.now(), confirmed=form.confirmed,
            file=form.file,
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, school, asked, {register: refused(form, refusal)}, status=refusal.status)
    messages.success(request, _("Đã ghi vào sổ %(register)s.") % {"register": _(SHAPES[register].title)})
    return redirect(place(request, school, _holding(request, row, SHAPES[register], asked), register))


def _holding(request: HttpRequest, row: RegisterRow, shape: Shape, asked: Asked) -> Asked:
    """The period asked for if it holds the row's days; else, with a word, the school year of the row: nobody enters a
    row again because it is not to be seen."""
    first, last = (getattr(row, name) for name in shape.days)
    if asked.named is None or (first <= asked.named.period.last and last >= asked.named.period.first):
        return asked
    messages.info(request, _("Ngày của dòng nằm ngoài kỳ đang xem. Đây là năm học có ngày ấy."))
    return asked_period(_query(named("school_year", years.start_year(first))), clock.today())


def refused(form: RegisterForm, refusal: Refusal) -> RegisterForm:
    """The form again with what the action said, and a box to confirm when the row was there before."""
    again = RegisterForm(
        form.shape, contests=form.contests, today=form.today, ask_again=refusal.code == "entered_before",
        data=form.data, files=form.files,
    )  # fmt: skip
    again.full_clean()
    again.add_error("file" if "file" in refusal.fields else None, str(refusal.detail))
    return again


@login_required
@require_POST
def register_remarks(request: HttpRequest) -> HttpResponse:
    """Difficulties and proposals of the period."""
    school, asked, user = school_of(request), register_period(request), staff(request.user)
    form, period = RemarkForm(request.POST), asked_for(asked)
    if not form.is_valid():
        return _page(request, school, asked, remarks=form, status=422)
    try:
        save_remarks(school=school, period=period, by=user, at=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        if refusal.code != "words_moved":
            raise
        return _page(request, school, asked, remarks=_seen_now(form, school, period, refusal), status=refusal.status)
    messages.success(request, _("Đã lưu khó khăn và đề xuất."))
    return redirect(place(request, school, asked, "remarks"))


def _seen_now(form: RemarkForm, school: School, period: Period, refusal: Refusal) -> RemarkForm:
    """As typed; the page shows beside it what stands, so that saving again is meant."""
    remark = remark_of(school, period)
    again = RemarkForm(form.data.dict() | {"seen": remark.mark() if remark else ""})
    again.add_error(None, str(refusal.detail))
    return again


@login_required
@require_POST
def register_complete(request: HttpRequest) -> HttpResponse:
    """The leader says that the registers of the period are complete."""
    school = access.school_to_complete(request.user, number(request.GET.get("school", "")))
    asked, user = register_period(request), staff(request.user)
    period, nothing = asked_for(asked), bool(request.POST.get("nothing"))
    return _answered(
        request, school, asked, _("Đã báo cáo xong kỳ này. Cảm ơn thầy cô."),
        lambda: complete_return(school=school, period=period, nothing=nothing, by=user, at=clock.now()),
    )  # fmt: skip


@login_required
@require_POST
def register_reopen(request: HttpRequest) -> HttpResponse:
    """Opens a reported period again, so that rows can be corrected."""
    school = access.school_to_complete(request.user, number(request.GET.get("school", "")))
    asked, user = register_period(request), staff(request.user)
    period = asked_for(asked)
    return _answered(
        request, school, asked, _("Đã mở lại kỳ này. Sửa xong, hãy báo cáo lại."),
        lambda: reopen_return(school=school, period=period, by=user, at=clock.now()),
    )  # fmt: skip


def _answered(request: HttpRequest, school: School, asked: Asked, done: str, act: Any) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return _page(request, school, asked, status=refusal.status)
    messages.success(request, done)
    return redirect(place(request, school, asked, "complete"))


def _page(
    request: HttpRequest,
    school: School,
    asked: Asked,
    forms: Mapping[str, RegisterForm] | None = None,
    *,
    remarks: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "school": school, "demo": school.is_demo}
    if not staff(request.user).school_id:
        context["narrowed"] = {"school": Kept(str(school.pk))}
    if asked.named is None:
        return render(request, "reports/registers/school.html", context, status=422)
    context |= _context(request, school, asked, asked.named.period, forms or {})
    if remarks is not None:
        context["remarks"] = remarks
    return render(request, "reports/registers/school.html", context, status=status)


def _context(
    request: HttpRequest, school: School, asked: Asked, period: Period, forms: Mapping[str, RegisterForm]
) -> dict[str, Any]:
    user = staff(request.user)
    contests, today = contests_launched(is_demo=school.is_demo), clock.today()
    found = of_school(school, period)
    sections = [
        section(shape, found[shape.key], forms.get(shape.key) or RegisterForm(shape, contests=contests, today=today))
        for shape in OF_SCHOOLS
    ]
    remark, done = remark_of(school, period), return_of(school, period)
    beside = returns_beside(school, period)
    words = {**model_to_dict(remark, ("difficulties", "proposals")), "seen": remark.mark()} if remark else {}
    return {
        "asked": asked,
        "school": school,
        "demo": school.is_demo,
        "period": period,
        "query": place(request, school, asked).partition("?")[2],
        "sections": sections,
        "remarks": RemarkForm(initial=words),
        "remark": remark,
        "done": done if done and done.reported_at else None,
        "beside": [(_query(kind_of(its.period)).urlencode(), its) for its in beside],
        "still": bool(done and done.reported_at) or any(its.whole for its in beside),
        "opened": done if done and not done.reported_at else None,
        "may_complete": _completes(user),
        "today": today,
    }


def _completes(user: User) -> bool:
    return user.role != "teacher"


def section(shape: Shape, found: list[RowLine], form: RegisterForm) -> Section:
    """One register for a page."""
    told = [(line, cells(shape, line)) for line in found]
    return Section(
        shape=shape,
        lines=[one for one in told if one[0].withdrawn_at is None],
        out=[one for one in told if one[0].withdrawn_at is not None],
        form=form,
        heads=heads(shape),
    )
