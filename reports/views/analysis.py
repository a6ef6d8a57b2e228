"""Item analysis of one contest, for who runs it and does not sit it: the page and its workbook.

Both show keys, so they open when the pages of correction do (`contests.access.questions_to_judge`).
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from backend import clock
from contests import access
from contests.exchange import result_xlsx
from contests.exchange.cells import file_name
from contests.models import Contest
from reports.rules.verdicts import ENOUGH
from schools.models import User

#: What the table may be sorted by: a figure of its lines and its name.
SORTS = {
    "number": _("thứ tự"),
    "facility": _("p"),
    "discrimination": _("độ phân biệt"),
    "correlation": _("tương quan"),
    "efficiency": _("hiệu quả"),
    "effective_weight": _("trọng số"),
}
MOST_NAMED = 100


@login_required
@require_safe
def analysis(request: HttpRequest, code: str) -> HttpResponse:
    """Reliability, items to look at first, every item, papers and groups compared, hints."""
    contest = access.questions_to_judge(request.user, code, clock.now())
    from reports.official.analysis.making import analysis_of  # noqa: PLC0415 - pandas costs a second

    found = analysis_of(contest)
    by = request.GET.get("sort", "")
    by = by if by in SORTS else "number"
    context: dict[str, Any] = {
        "contest": contest,
        "found": found,
        "lines": sorted(found.items, key=lambda line: _rank(getattr(line, by))),
        "sort": by,
        "sorts": SORTS.items(),
        "few": found.n < ENOUGH,
        "enough": ENOUGH,
        "printed": "print" in request.GET,
        "demo": contest.is_demo,
    }
    return render(request, "reports/analysis.html", context | _named(request.user, contest, found))


def _rank(value: float | None) -> tuple[bool, float]:
    """Smallest first, unknown last."""
    return value is None, value or 0


def _named(user: User, contest: Contest, found: Any) -> Mapping[str, Any]:
    """Hints with names, for staff of the school that runs the contest and about its own pupils; else counts only."""
    if user.role not in {"teacher", "leader"} or contest.school_id is None or user.school_id != contest.school_id:
        return {}
    from reports.queries.analysis import names_of  # noqa: PLC0415 - as above

    pairs = [pair for pair in found.hints.pairs if found.schools[pair.first] == user.school_id][:MOST_NAMED]
    quick = [row for row in found.hints.quick if found.schools[row] == user.school_id][:MOST_NAMED]
    rows = {row for pair in pairs for row in (pair.first, pair.second)} | set(quick)
    if not rows:
        return {}
    names = names_of([found.users[row] for row in rows])
    told = {row: (names.get(found.users[row], ""), found.rooms[row]) for row in rows}
    return {
        "pairs": [(told[pair.first], told[pair.second], pair) for pair in pairs],
        "quick": [told[row] for row in quick],
    }


@login_required
@require_safe
def analysis_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """All figures as a workbook, without anybody's name."""
    contest = access.questions_to_judge(request.user, code, clock.now())
    from reports.official.analysis.making import analysis_of  # noqa: PLC0415 - as above
    from reports.official.analysis_sheet import workbook  # noqa: PLC0415 - as above

    response = HttpResponse(workbook(contest, analysis_of(contest)), content_type=result_xlsx.MEDIA)
    response["Content-Disposition"] = f'attachment; filename="{file_name(f"phan-tich-{contest.code}", "xlsx")}"'
    response["Cache-Control"] = "no-store"
    return response
