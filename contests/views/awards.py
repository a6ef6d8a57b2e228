"""Prizes: how they fall, lots drawn by hand, the award list, and the lists on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions.awards import give_awards, record_lots
from contests.models import Contest, ResultList
from contests.queries import awards as reads
from contests.queries import desk, results
from contests.rules.awards import ALL, LOTS, NONE, TIES
from contests.views.results import chosen
from schools.models.export import ExportKind
from schools.views.exporting import hand_out, shown_name, shows_names

WAYS = {
    ALL: lambda: _("Tất cả những em đồng hạng cùng đạt giải"),
    NONE: lambda: _("Không em nào trong số đó; các em được xét giải kế tiếp"),
    LOTS: lambda: _("Bốc thăm, có biên bản"),
}
A_PRINTOUT = 1000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def awards(request: HttpRequest, code: str) -> HttpResponse:
    """How the prizes of the newest version fall under a way with ties; posted, they are given."""
    contest = access.contest_to_judge(request.user, code)
    newest = results.newest_list(contest)
    if request.method == "POST":
        version, ties = request.POST.get("version", ""), request.POST.get("ties", "")
        number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
        many = give_awards(contest=contest, version=number, ties=ties, by=request.user, at=clock.now())
        said = ngettext("Đã lập danh sách: %(n)s giải.", "Đã lập danh sách: %(n)s giải.", many)
        messages.success(request, said % {"n": many})
        return redirect("contests:awards", contest.code)
    ties = request.GET.get("ties", ALL)
    ties = ties if ties in TIES else ALL
    given = reads.given(contest, newest.version) if newest else []
    context = {
        "contest": contest,
        "newest": newest,
        "given": given,
        "fixed": bool(given and newest and newest.published_at),
        "proposal": reads.proposal(contest, newest.version, ties) if newest else None,
        "ways": [(name, words()) for name, words in WAYS.items()],
        "ties": ties,
        "demo": contest.is_demo,
    }
    return render(request, "contests/results_awards.html", context)


@login_required
@require_POST
def lots(request: HttpRequest, code: str) -> HttpResponse:
    """The order in which a tie was drawn: each attempt with its number."""
    contest = access.contest_to_judge(request.user, code)
    places = {
        int(name.removeprefix("lot-")): request.POST[name].strip()
        for name in request.POST
        if name.startswith("lot-") and name.removeprefix("lot-").isdecimal() and len(name) < 16
    }
    wanted = [str(place) for place in range(1, len(places) + 1)]
    if not places or sorted(places.values(), key=lambda text: (len(text), text)) != wanted:
        messages.error(request, _("Mỗi em một số thứ tự khác nhau, bắt đầu từ 1."))
        return redirect(f"{request.path.removesuffix('lots')}?ties={LOTS}")
    order = sorted(places, key=lambda attempt: int(places[attempt]))
    record_lots(contest=contest, order=order, by=request.user, at=clock.now())
    messages.success(request, _("Đã ghi kết quả bốc thăm. Kết quả có phiên bản mới."))
    return redirect(f"{request.path.removesuffix('lots')}?ties={LOTS}")


@login_required
@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The award list, or with `?list=results` the whole list, on A4 with a place to sign."""
    contest = access.board_rows_to_see(request.user, code)
    shown = chosen(desk.versions(contest), request.GET.get("version", ""))
    if shown is None:
        raise NotThere(_("Cuộc thi chưa có kết quả để in."))
    whole = request.GET.get("list") == "results"
    context = _sheet(contest, shown) | {"whole": whole}
    if whole:
        rows, named = desk.rows(contest, shown.version), shows_names(request)
        context["page"] = page = Paginator(rows, A_PRINTOUT).get_page(request.GET.get("page"))
        what = {"what": ExportKind.RESULTS, "subject": contest.code, "school": contest.school}
        hand_out(request, rows=len(page), named=named, **what)
        lines = [(row, shown_name(row.attempt.user, contest.code, named=named)) for row in page]
        context |= {"lines": lines, "named": named}
        context["query"] = f"list=results&version={shown.version}"
    else:
        given = reads.given(contest, shown.version)
        context["winners"] = enumerate(((one.prize, winner) for one in given for winner in one.winners), start=1)
        if not given:
            raise Refusal("no_awards", _("Chưa lập danh sách đạt giải của phiên bản này."))
        many = sum(len(one.winners) for one in given)
        hand_out(request, what=ExportKind.AWARDS, rows=many, subject=contest.code, school=contest.school)
    return render(request, "contests/results_print.html", context)


def _sheet(contest: Contest, shown: ResultList) -> dict[str, object]:
    day = timezone.localtime(clock.now())
    return {
        "contest": contest,
        "shown": shown,
        "checksum": desk.checksum(contest.pk, shown.version)[:16],
        # days under ten and the first two months with a nought, as official papers have it
        "day": f"{day.day:02d}",
        "month": f"{day.month:02d}" if day.month < 3 else str(day.month),
        "year": str(day.year),
        "demo": contest.is_demo,
    }
