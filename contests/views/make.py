"""A contest's rules are decided on one page: drafted anew, from a template or a copy, and changed later."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.contest import create_contest, update_contest
from contests.actions.draft import sheet_of_draft
from contests.forms import ContestForm, Stock, starting
from contests.forms.contest import GRADES
from contests.models import Contest, ContestState
from contests.queries import sheet as sheets
from contests.rules.sheet import RuleSheet
from contests.rules.templates import TEMPLATES
from quiz import queries as bank
from schools import queries as people
from schools.models import School, User

CHANGED, INVALID = 409, 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_contest(request: HttpRequest) -> HttpResponse:
    """One page with defaults; what is wrong is said beside the field and nothing typed is lost.

    `?template=` and `?from=<code>` fill it in.
    """
    user = access.staff(request.user)
    at = clock.now()
    stock = stock_of(at)
    starts = _starting(request, user, stock, at) if request.method != "POST" else {}
    asked = request.POST.getlist("invitations") if request.method == "POST" else starts.get("invitations", [])
    invited = _with_grades(invitable(user, user.school), asked)
    if request.method != "POST":
        form = ContestForm(initial=starts, by=user, stock=stock, invitable=invited)
        return _page(request, form, at)
    if "again" in request.POST:
        return _page(request, ContestForm(_again(request, stock, at), by=user, stock=stock, invitable=invited), at)
    form = ContestForm(request.POST, by=user, stock=stock, invitable=invited)
    if form.is_valid():
        try:
            copied = _copied(request, user)
            contest = create_contest(draft=form.draft(user.school), by=user, at=at, copied=copied)
            return redirect("contests:contest", contest.code)
        except Refusal as refusal:
            form.add_refusal(refusal.fields, refusal.detail)
    return _page(request, form, at, status=INVALID)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contest(request: HttpRequest, code: str) -> HttpResponse:
    """The same page for a contest that is there. Who saves what somebody else has changed meanwhile is shown both."""
    contest = access.contest_to_run(request.user, code)
    user, at = access.staff(request.user), clock.now()
    stock, old = stock_of(at), sheets.sheet_of_rules(contest)
    invited = invitable(user, contest.school, old)
    if request.method != "POST":
        form = ContestForm(initial=starting.of_sheet(old, stock), by=user, stock=stock, invitable=invited)
        return _page(request, form, at, contest)
    data = _again(request, stock, at) if "again" in request.POST else request.POST
    initial = starting.of_sheet(old, stock)
    form = ContestForm(data, initial=initial, by=user, stock=stock, invitable=invited, was=old)
    if "again" in request.POST:
        return _page(request, form, at, contest)
    if not form.is_valid():
        return _page(request, form, at, contest, status=INVALID)
    draft = form.draft(contest.school, contest.template)
    try:
        changed = update_contest(contest=contest, draft=draft, seen=form.cleaned_data["seen"], by=user, at=at)
    except Refusal as refusal:
        form.add_refusal(refusal.fields, refusal.detail)
        if refusal.code != "rules_changed":
            return _page(request, form, at, contest, status=refusal.status)
        typed = sheet_of_draft(draft, contest=contest, chosen_count=old.chosen_count)
        return _page(request, _seen_now(form, old), at, contest, status=CHANGED, apart=sheets.differences(old, typed))
    messages.success(request, _said(contest, changed))
    return redirect("contests:contest", contest.code)


def _said(contest: Contest, changed: list[str]) -> str:
    if not changed:
        return _("Đã lưu thể lệ.")
    if contest.state == ContestState.DRAFT:
        return _("Đã lưu thể lệ. Thầy cô đọc lại rồi công bố nhé.")
    return _("Đã lưu thể lệ mới. Người dự thi đọc được phần thay đổi.")


def _seen_now(form: ContestForm, old: RuleSheet) -> ContestForm:
    """The form as typed; it has now seen what stands, so that saving again is meant."""
    data = form.data.copy()
    data["seen"] = old.mark()
    again = ContestForm(
        data, initial=form.initial, by=form.by, stock=form.stock, invitable=form.invitable, was=form.was
    )
    again.add_refusal({}, _("Thể lệ vừa được người khác sửa. Thầy cô xem lại rồi lưu lần nữa nhé."))
    return again


def _page(
    request: HttpRequest,
    form: ContestForm,
    at: datetime,
    contest: Contest | None = None,
    *,
    status: int = 200,
    apart: list[str] | None = None,
) -> HttpResponse:
    """`apart`: how what was typed differs from what stands."""
    again = "again" in request.POST
    context = {
        "form": form.unjudged() if again else form,
        "again": again,
        "contest": contest,
        "templates": [(one.code, one.name(_), one.about(_)) for one in TEMPLATES.values()],
        "chosen": request.GET.get("template", ""),
        "papers": bank.standard_papers(),
        "apart": apart,
        "at": at,
        "demo": contest.is_demo if contest else access.staff(request.user).is_demo,
    }
    return render(request, "contests/new.html", context, status=status)


def _copied(request: HttpRequest, user: User) -> Contest | None:
    """The contest that `?from=` names; the form's own address keeps it."""
    code = request.GET.get("from", "")
    return access.contest_to_run(user, code) if code else None


def _starting(request: HttpRequest, user: User, stock: Stock, at: datetime) -> dict[str, object]:
    if source := _copied(request, user):
        copied = sheets.sheet_of_rules(source)
        title = _("%(title)s (bản sao)") % {"title": copied.title[:280]}
        return starting.of_copy(copied, stock, at) | {"title": title}
    if template := TEMPLATES.get(request.GET.get("template", "")):
        return starting.of_template(template, at, stock)
    return starting.plain(at, stock)


def _again(request: HttpRequest, stock: Stock, at: datetime) -> QueryDict:
    """What was typed, with the cells of the standard paper that was asked for; the sums are made when it is shown."""
    today = clock.day_of(at)
    wanted = bank.standard_cells(request.POST["again"], first=today, last=today, at=at)
    data = request.POST.copy()
    for name, count in starting.cells(stock, wanted).items() if wanted else ():
        data[name] = str(count or "")
    return data


def stock_of(at: datetime) -> Stock:
    """What the bank has today, by topic and level."""
    topics = [(topic.code, topic.name) for topic in bank.topics()]
    levels = bank.levels()
    wanted = {(code, level): 0 for code, _name in topics for level in ["", *(code for code, _label in levels)]}
    today = clock.day_of(at)
    return Stock(topics, levels, bank.fillable(wanted, first=today, last=today, at=at))


def invitable(user: User, school: School | None, sheet: RuleSheet | None = None) -> dict[str, str]:
    """Own grades for a school, whole schools for the Department: `"<school>:<grade>"` → label; those invited stay."""
    if school is not None:
        found = {f"{school.pk}:{grade}": _grade(grade) for grade in people.grades_of(school, clock.today())}
    else:
        found = {f"{one.pk}:": one.name for one in people.schools_with_pupils(is_demo=user.is_demo)}
    names = dict(sheet.school_names) if sheet else {}
    for place, grade in sheet.invitations if sheet else ():
        label = names.get(place, "") if place != getattr(school, "pk", None) or not grade else ""
        found.setdefault(f"{place}:{grade or ''}", ", ".join(filter(None, [label, _grade(grade) if grade else ""])))
    return found


def _with_grades(found: dict[str, str], asked: object) -> dict[str, str]:
    """With single grades of schools that may be invited whole: the copy of a contest asks for them."""
    more = {}
    for place in asked if isinstance(asked, list) else ():
        school, _sep, grade = str(place).partition(":")
        if f"{school}:" in found and grade.isascii() and grade.isdigit() and int(grade) in GRADES:
            more[f"{school}:{grade}"] = f"{found[f'{school}:']}, {_grade(int(grade))}"
    return found | more


def _grade(grade: int) -> str:
    return _("Khối %(grade)s") % {"grade": grade}
