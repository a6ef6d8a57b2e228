"""Who goes on: looked at first, ties decided by hand, then written; the list, a reserve called up, the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.authentication import login_or_token
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import rounds as actions
from contests.exchange import result_csv
from contests.exchange.cells import file_name
from contests.models import Contest, ContestState, EntryBy
from contests.queries import advanced, advancing, rounds
from contests.rules.rounds import ALL, CAP, EVERYBODY, LOTS, NONE, PER_SCHOOL, Candidate, Decision, Selected, Tie
from schools.models import School, User
from schools.models.export import ExportKind
from schools.rules.scopes import RESULTS_READ
from schools.views.exporting import hand_out, shown_name, shows_names
from schools.views.numbers import number, numbers

A_PAGE = 200
SHOWN_CHANGES = 300
AGAIN = {"ties_open", "changed"}
WAYS = {
    ALL: lambda: _("Lấy tất cả"),
    NONE: lambda: _("Không lấy em nào trong số đó"),
    LOTS: lambda: _("Đã bốc thăm, lấy những em được đánh dấu"),
}
STATUS = {
    advanced.ADVANCED: lambda: _("Lên vòng"),
    advanced.RESERVE: lambda: _("Dự bị"),
    advanced.WITHDRAWN: lambda: _("Đã rút"),
    advanced.LISTED: lambda: _("Được ghi tên"),
    advanced.PLANNED: lambda: _("Chưa ghi vào danh sách"),
    advanced.OUT: lambda: _("Không lên vòng"),
}


@dataclass(frozen=True)
class TieShown:
    """A tie with the people in it; `way` and `drawn` as they were decided."""

    tie: Tie
    pool: str
    ways: Sequence[tuple[str, str]]
    rows: Sequence[tuple[User, Candidate, str]]
    way: str
    drawn: frozenset[int]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advance(request: HttpRequest, code: str) -> HttpResponse:
    """What a run would change. Posted, the ties are decided; with `act=write` the list is written, too."""
    contest = access.contest_to_judge(request.user, code)
    sent = request.POST if request.method == "POST" else QueryDict()
    decisions = _decisions(sent)
    if sent.get("act") != "write":
        return _look(request, contest, decisions)
    try:
        found = actions.advance(
            contest=contest, decisions=decisions, seen=sent.get("seen", ""), by=request.user, at=clock.now()
        )
    except Refusal as refusal:
        if refusal.code not in AGAIN:
            raise
        return _look(request, contest, decisions, trouble=str(refusal.detail), status=refusal.status)
    many = len(found.changes)
    said = ngettext("Đã ghi danh sách: %(n)s thay đổi.", "Đã ghi danh sách: %(n)s thay đổi.", many)
    messages.success(request, said % {"n": many})
    return redirect("contests:rounds_people", contest.code)


def _decisions(sent: QueryDict) -> dict[str, Decision]:
    """As the form tells them; a tie left open is not among them."""
    found = {}
    for name in sent:
        key, way = name.removeprefix("way-"), sent[name]
        if name.startswith("way-") and way in WAYS:
            drawn = numbers(sent.getlist(f"drawn-{key}")) if way == LOTS else set()
            found[key] = Decision(way, frozenset(drawn))
    return found


def _look(
    request: HttpRequest, contest: Contest, decisions: Mapping[str, Decision], *, trouble: str = "", status: int = 200
) -> HttpResponse:
    rule = rounds.rule_of(contest)
    ready = rule is not None and contest.entry_by == EntryBy.LISTED
    selected = advancing.selection(contest, decisions) if ready else Selected((), ())
    difference = advancing.difference(contest, selected)
    shown = (*difference.changes[:SHOWN_CHANGES], *difference.kept)
    people = User.objects.select_related("school").in_bulk(
        {one.person for one in shown} | {person for tie in selected.ties for person in tie.people}
    )
    titles = dict(rounds.feeders(contest).values_list("pk", "title"))
    waiting = rounds.unpublished(contest)
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "rule": rule,
        "ready": ready,
        "open": contest.state in {ContestState.DRAFT, ContestState.PUBLISHED},
        "ties": list(_ties(selected, people, titles, {**advancing.decisions_of(contest), **decisions})),
        "waits": selected.waits,
        "difference": difference,
        "changes": [(one, people[one.person], _why(one)) for one in difference.changes[:SHOWN_CHANGES]],
        "kept": [people[one.person] for one in difference.kept],
        "more": max(0, len(difference.changes) - SHOWN_CHANGES),
        "titles": titles,
        "waiting": waiting,
        "blocked": bool(rule and rule.shared and waiting),
        "trouble": trouble or _unfitting(selected, decisions),
    }
    return render(request, "contests/rounds_advance.html", context, status=status)


def _unfitting(selected: Selected, decisions: Mapping[str, Decision]) -> str:
    """Why a draw that was sent decides nothing."""
    if not any(tie.decided is None and tie.key in decisions for tie in selected.ties):
        return ""
    return _("Bốc thăm: đánh dấu đúng số suất còn lại, và không bỏ qua em có hạng cao hơn ở cùng một vòng.")


def _why(change: advancing.Change) -> str:
    return change.line.reason.in_words(_) if change.line else _("không còn trong số được chọn")


def _ties(
    selected: Selected, people: Mapping[int, User], titles: Mapping[int, str], told: Mapping[str, Decision]
) -> Iterator[TieShown]:
    tied = {person for tie in selected.ties for person in tie.people}
    of_pool = {(line.pool, line.row.person): line.row for line in selected.lines if line.row.person in tied}
    placed = {line.row.person: line.row for line in selected.lines if line.place and line.row.person in tied}
    names = {one.pk: one.name for one in School.objects.filter(pk__in={row.school for row in of_pool.values()})}
    for tie in selected.ties:
        decision = told.get(tie.key, Decision(""))
        rows = [of_pool.get((tie.pool, one)) or placed[one] for one in tie.people]
        yield TieShown(
            tie=tie,
            pool=_pool_in_words(tie.pool, titles, names),
            ways=[(way, WAYS[way]()) for way in tie.ways],
            rows=sorted(
                ((people[row.person], row, titles.get(row.round, "")) for row in rows),
                key=lambda one: (one[1].rank, one[0].sort_key),
            ),
            way=decision.way,
            drawn=decision.people,
        )


def _pool_in_words(pool: str, titles: Mapping[int, str], schools: Mapping[int, str]) -> str:
    if pool in {EVERYBODY, CAP}:
        return _("Tất cả các vòng")
    by, _colon, which = pool.partition(":")
    return (schools if by == PER_SCHOOL else titles).get(int(which), "–")


@login_required
@require_safe
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who went on, who waits, and in one school also who did not and why. A school sees its own."""
    contest = access.contest_to_host(request.user, code)
    runs = access.may_run(request.user, contest)
    schools = advanced.schools_in(contest) if runs else []
    school = _school(request, runs, schools)
    rows = [
        (row, STATUS[row.status](), row.why.in_words(_) if row.why else "") for row in advanced.people(contest, school)
    ]
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "runs": runs,
        "school": school,
        "schools": schools,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "query": f"school={school.pk}" if runs and school else "",
        "changeable": runs and contest.state in {ContestState.DRAFT, ContestState.PUBLISHED},
    }
    return render(request, "contests/rounds_people.html", context)


def _school(request: HttpRequest, runs: bool, schools: Sequence[School]) -> School | None:
    """The one asked for; whoever only takes part has no choice."""
    if not runs:
        return request.user.school
    wanted = request.GET.get("school", "")
    found = next((one for one in schools if str(one.pk) == wanted), None)
    if wanted and found is None:
        raise NotThere(_("Không có trường này trong các vòng."))
    return found


@login_or_token(RESULTS_READ)
@require_safe
def people_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same list as a file."""
    contest = access.contest_to_host(request.user, code)
    runs = access.may_run(request.user, contest)
    school = _school(request, runs, advanced.schools_in(contest) if runs else [])
    named, found = shows_names(request), advanced.people(contest, school)
    hand_out(request, what=ExportKind.ADVANCED, rows=len(found), subject=contest.code, school=school, named=named)
    actions.note_export(contest=contest, by=request.user, at=clock.now())
    notes = [f"{contest.title} ({contest.code})", *([_("Số liệu minh họa")] if contest.is_demo else [])]
    headings = [
        _("Trường"), _("Họ và tên"), _("Lớp"), _("Vòng thi"), _("Hạng"), _("Tình trạng"), _("Vì sao")
    ]  # fmt: skip
    lines = result_csv.lines(notes, headings, [_cells(row, contest, named) for row in found])
    response = HttpResponse(b"".join(lines), content_type=result_csv.MEDIA)
    response["Content-Disposition"] = f'attachment; filename="{file_name(f"len-vong-{contest.code}", "csv")}"'
    response["Cache-Control"] = "no-store"
    return response


def _cells(row: advanced.Row, contest: Contest, named: bool) -> Sequence[result_csv.Cell]:
    return (
        row.user.school.name if row.user.school else "",
        shown_name(row.user, contest.code, named=named),
        row.class_name,
        row.round_title,
        row.rank,
        STATUS[row.status](),
        row.withdrawn_because or (row.why.in_words(_) if row.why else ""),
    )


@login_required
@require_POST
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """`act=withdraw` with a reason takes a name off; `act=call` gives a free place to a reserve."""
    contest = access.contest_to_judge(request.user, code)
    act, wanted = request.POST.get("act"), number(request.POST.get("entry"))
    if act not in {"withdraw", "call"} or wanted is None:
        raise Refusal("invalid", _("Hãy chọn một em."), status=400)
    found = advancing.entry_in(contest, wanted)
    if found is None:
        raise NotThere(_("Em này không còn trong danh sách lên vòng."))
    if act == "withdraw":
        actions.withdraw(entry=found, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
        messages.success(request, _("Đã rút tên %(name)s.") % {"name": found.user.full_name})
    else:
        actions.call_up(entry=found, by=request.user, at=clock.now())
        messages.success(request, _("Đã gọi %(name)s vào dự thi.") % {"name": found.user.full_name})
    school = number(request.POST.get("school"))
    return redirect(reverse("contests:rounds_people", args=[contest.code]) + (f"?school={school}" if school else ""))
