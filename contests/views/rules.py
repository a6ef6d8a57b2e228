"""The rule sheet to read, to print and to take away, with the versions in which it was published."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend import clock
from backend.authentication import login_or_token
from contests import access
from contests.exchange import rules_docx
from contests.models import Contest
from contests.queries import sheet as sheets
from contests.views.words import rules_by_part
from schools import queries as people
from schools.rules.scopes import CONTESTS_READ

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BELOW_THE_DEPARTMENT = {"TH", "THCS"}  # their agency above is the commune's committee


@login_required
@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """For those who run the contest: as a sheet of paper, with its versions."""
    contest = access.contest_to_run(request.user, code)
    with translation.override(settings.LANGUAGE_CODE):  # the sheet is the office's document
        paper = _paper(contest)
    context = {
        "contest": contest,
        "paper": paper,
        "versions": sheets.versions_of(contest),
        "at": clock.now(),
        "demo": contest.is_demo,
    }
    return render(request, "contests/rules.html", context)


@login_or_token(CONTESTS_READ)
@require_safe
def rules_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a Word file."""
    contest = access.contest_to_run(request.user, code)
    with translation.override(settings.LANGUAGE_CODE):
        made = rules_docx.write(_paper(contest))
    reply = HttpResponse(made, content_type=WORD)
    reply["Content-Disposition"] = f'attachment; filename="the-le-{contest.code}.docx"'
    return reply


@require_safe
def rules_public(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody who has the code: the rules as they are now, and what has changed since they were published."""
    contest = access.contest_to_enter(code)
    context = {
        "contest": contest,
        "parts": rules_by_part(contest),
        "versions": sheets.versions_of(contest),
        "demo": contest.is_demo,
    }
    return render(request, "contests/rules_public.html", context)


def _paper(contest: Contest) -> rules_docx.RulesPaper:
    its = settings.REPORT_LETTERHEAD
    school = contest.school
    if school is None:
        parent, agency, signs, signatory = its["parent"], its["agency"], its["signs_as"], its["signatory"]
    else:
        unit = people.unit_of(school, clock.today()) if school.level in BELOW_THE_DEPARTMENT else None
        parent = _("UBND %(unit)s") % {"unit": unit.name} if unit else its["agency"]
        agency, signs, signatory = school.name, (_("HIỆU TRƯỞNG"),), ""
    return rules_docx.RulesPaper(
        parent=parent,
        agency=agency,
        place=its["place"],
        subject=contest.title,
        articles=rules_by_part(contest),
        signs_as=tuple(signs),
        signatory=signatory,
        copies_to=(_("Các lớp dự thi"),) if school else (_("Các trường dự thi"),),
        label=_("Số liệu minh họa") if contest.is_demo else "",
    )
