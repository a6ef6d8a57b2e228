"""The Department's side of the registers: who has reported, who is reminded, every row, its own rows."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from reports import access
from reports.actions.register_returns import remind
from reports.actions.registers import enter_row
from reports.exchange.register_sheet import table
from reports.forms.registers import RegisterForm, cells, heads
from reports.queries.register_returns import ReturnLine, return_lines, schools_named
from reports.queries.register_rows import lines, of_register
from reports.rules.periods import Period
from reports.rules.register_shapes import SHAPES, Shape
from reports.rules.wording import short_day
from reports.views.period import Asked
from reports.views.registers import asked_for, refused, register_period
from reports.views.registers_sheet import XLSX
from schools.models import User
from schools.queries.places import schools_found, schools_visible
from schools.rules import names
from schools.views.numbers import number, numbers

A_PAGE = 50
STATES = ("", "missing", "reported")


@login_required
@require_safe
def register_returns(request: HttpRequest) -> HttpResponse:
    """Every school asked, whether its registers of the period are complete, and the words to remind with."""
    return _returns(request)


def _returns(request: HttpRequest, *, words: str | None = None, status: int = 200) -> HttpResponse:
    """`words`: as typed, where the reminder was refused."""
    user = access.desk_to_see(request.user)
    asked = register_period(request)
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "demo": user.is_demo, "shapes": SHAPES.values()}
    if asked.named is None:
        return render(request, "reports/registers/returns.html", context, status=422)
    every = return_lines(asked.named.period, is_demo=user.is_demo)
    shown = _narrowed(request, every)
    reported = sum(1 for line in every if line.reported)
    context |= {
        "period": asked.named.period,
        "lines": shown,
        "counts": {"asked": len(every), "reported": reported, "missing": len(every) - reported},
        "levels": _levels(every),
        "units": sorted({(line.unit, line.unit_id) for line in every if line.unit_id}),
        "chosen": _chosen(request),
        "words": _words(asked.named.period) if words is None else words,
        "query": asked.query,
    }
    return render(request, "reports/registers/returns.html", context, status=status)


def _levels(every: list[ReturnLine]) -> list[tuple[str, int, int]]:
    """`(level, asked, reported)`."""
    asked = Counter(line.level for line in every)
    reported = Counter(line.level for line in every if line.reported)
    return [(level, asked[level], reported[level]) for level in sorted(asked)]


def _chosen(request: HttpRequest) -> dict[str, Any]:
    state = request.GET.get("state", "")
    return {
        "state": state if state in STATES else "",
        "level": request.GET.get("level", "")[:40],
        "unit": number(request.GET.get("unit", "")) or 0,
        "q": names.clean(request.GET.get("q", ""))[:100],
    }


def _narrowed(request: HttpRequest, every: list[ReturnLine]) -> list[ReturnLine]:
    chosen = _chosen(request)
    words = names.fold(chosen["q"]).split()
    return [
        line
        for line in every
        if (not chosen["state"] or line.reported == (chosen["state"] == "reported"))
        and (not chosen["level"] or line.level == chosen["level"])
        and (not chosen["unit"] or line.unit_id == chosen["unit"])
        and all(word in names.fold(line.name) for word in words)
    ]


def _words(period: Period) -> str:
    """What a reminder says, ready to be changed and copied."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('reports:registers')}" if settings.PUBLIC_URL else ""
    text = _(
        "Kính đề nghị nhà trường nhập các sổ hoạt động tìm hiểu ASEAN từ %(first)s đến %(last)s và báo cáo xong kỳ. "
        "Nếu không có hoạt động nào, xin đánh dấu ô tương ứng."
    ) % {"first": short_day(period.first), "last": short_day(period.last)}
    return f"{text} {address}".strip()


@login_required
@require_POST
def register_remind(request: HttpRequest) -> HttpResponse:
    """Keeps who was reminded; the words show on the start page of each school."""
    user = access.desk_to_see(request.user)
    asked = register_period(request)
    schools = schools_named(numbers(request.POST.getlist("school")), is_demo=user.is_demo)
    back = f"{reverse('reports:register_returns')}?{asked.query}&state=missing"
    words = request.POST.get("words", "")
    try:
        n = remind(schools=schools, period=asked_for(asked), words=words, by=user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return _returns(request, words=words, status=refusal.status)
    messages.success(request, ngettext("Đã nhắc %(n)s trường.", "Đã nhắc %(n)s trường.", n) % {"n": n})
    return redirect(back)


@login_required
@require_safe
def register_returns_sheet(request: HttpRequest) -> HttpResponse:
    """The list as filtered, as a workbook."""
    user = access.desk_to_see(request.user)
    period = asked_for(register_period(request))
    shown = _narrowed(request, return_lines(period, is_demo=user.is_demo))
    headings = [_("Trường"), _("Cấp"), _("Địa bàn"), _("Báo cáo"), _("Ngày báo cáo"), _("Nhắc lần cuối")]
    rows = [
        [
            line.name,
            line.level,
            line.unit,
            _("Không có hoạt động nào") if line.nothing else _("Đã báo cáo") if line.reported else _("Chưa báo cáo"),
            short_day(clock.day_of(line.reported_at)) if line.reported_at else "",
            short_day(clock.day_of(line.reminded_at)) if line.reminded_at else "",
        ]
        for line in shown
    ]
    response = HttpResponse(table(_("Báo cáo của trường"), headings, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="truong-bao-cao-{period.name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def register_rows(request: HttpRequest, register: str) -> HttpResponse:
    """Every row of one register in a period, and the form for the Department's own rows."""
    user, shape = access.desk_to_see(request.user), _shape(register)
    return _rows(request, user, shape, register_period(request))


@login_required
@require_POST
def register_rows_add(request: HttpRequest, register: str) -> HttpResponse:
    """A row of the Department."""
    user, shape, asked = access.desk_to_see(request.user), _shape(register), register_period(request)
    if not shape.by_desk:
        raise NotThere(_("Không có sổ này."))
    form = RegisterForm(
        shape, contests=[], today=clock.today(), ask_again=bool(request.POST.get("ask_again")), data=request.POST
    )
    if not form.is_valid():
        return _rows(request, user, shape, asked, form, status=422)
    try:
        enter_row(key=register, values=form.row, school=None, by=user, at=clock.now(), confirmed=form.confirmed)
    except Refusal as refusal:
        return _rows(request, user, shape, asked, refused(form, refusal), status=refusal.status)
    messages.success(request, _("Đã ghi vào sổ %(register)s.") % {"register": _(shape.title)})
    return redirect(f"{reverse('reports:register_rows', args=[register])}?{asked.query}")


def _shape(register: str) -> Shape:
    if register not in SHAPES:
        raise NotThere(_("Không có sổ này."))
    return SHAPES[register]


def _rows(
    request: HttpRequest, user: User, shape: Shape, asked: Asked, form: RegisterForm | None = None, *, status: int = 200
) -> HttpResponse:
    text = names.clean(request.GET.get("q", ""))[:100]
    context: dict[str, Any] = {
        "asked": asked,
        "form": asked.form,
        "shape": shape,
        "shapes": SHAPES.values(),
        "demo": user.is_demo,
        "q": text,
        "query": asked.query,
    }
    if asked.named is None:
        return render(request, "reports/registers/rows.html", context, status=422)
    found = of_register(shape.key, is_demo=user.is_demo, period=asked.named.period)
    if text:
        found = found.filter(school__in=schools_found(schools_visible(user), text).order_by().values("pk"))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    told = [(line, cells(shape, line)) for line in lines(list(page), shape.key)]
    if shape.by_desk:
        context["own"] = form or RegisterForm(shape, contests=[], today=clock.today())
    context |= {"standing": found.filter(withdrawn_at=None).count(), "page": page, "told": told, "heads": heads(shape)}
    return render(request, "reports/registers/rows.html", context, status=status)
