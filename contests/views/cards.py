"""Cards for everybody expected at a contest, and the lists that hang on the doors of its rooms."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend import clock
from contests import access
from contests.actions.cards import print_cards
from contests.exchange.cells import file_name
from contests.models import Audience, Contest, ContestState
from contests.queries import entrants, expected
from contests.queries.entrants import Scope, scope_of
from contests.queries.expected import Person
from schools import queries as people
from schools.models import School
from schools.models.export import ExportKind
from schools.views.exporting import hand_out

#: So many cards are made in one go; a PIN takes its time on purpose.
MOST_CARDS = 600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """First says what printing replaces; then gives the PDF. Secrets exist in it and nowhere else."""
    contest = access.contest_to_host(request.user, code)
    sent = request.POST if request.method == "POST" else request.GET
    scope = scope_of(contest, request.user, sent.get("school", ""))
    if scope.many or scope.school is None:
        return _page(request, contest, scope)
    expecting = _with_cards(contest, scope.school)
    holders = entrants.card_holders(scope.school.pk)
    if request.method != "POST":
        return _page(request, contest, scope, expecting, holders)
    wanted = _classes(sent, expecting)
    again = sent.get("which") == "all"
    chosen = [one for one in expecting if one.class_name in wanted and (again or one.user not in holders)]
    if trouble := _trouble(wanted, chosen):
        return _page(request, contest, scope, expecting, holders, trouble=trouble)
    return _sheet(request, contest, chosen)


def _classes(sent: QueryDict, expecting: Sequence[Person]) -> set[str]:
    """The one that was pressed, all of them straight from the contest's page, or those that are ticked."""
    if "every" in sent:
        return {one.class_name for one in expecting}
    return {sent["only"]} if "only" in sent else set(sent.getlist("class"))


def _with_cards(contest: Contest, school: School) -> list[Person]:
    """Pupils expected from a school, in the order in which their cards are cut; staff come in by password."""
    if contest.audience == Audience.TEACHERS or contest.state == ContestState.CANCELLED:
        return []
    return entrants.in_order(expected.people_expected(contest, school.pk))


def _trouble(wanted: set[str], chosen: Sequence[Person]) -> str:
    if not wanted:
        return _("Hãy chọn ít nhất một lớp.")
    if not chosen:
        return _("Mọi em của các lớp này đã có thẻ. Muốn thay thẻ, thầy cô chọn “In lại cho cả lớp”.")
    if len(chosen) > MOST_CARDS:
        said = _("Mỗi lần in nhiều nhất %(most)s thẻ, thầy cô đang chọn %(n)s. Hãy in từng lớp.")
        return said % {"most": MOST_CARDS, "n": len(chosen)}
    return ""


def _page(
    request: HttpRequest,
    contest: Contest,
    scope: Scope,
    expecting: Sequence[Person] = (),
    holders: set[int] | frozenset[int] = frozenset(),
    trouble: str = "",
) -> HttpResponse:
    lines = entrants.class_lines(expecting, holders)
    without = sum(line.without_card for line in lines)
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "runs": access.may_run(request.user, contest),
        "school": scope.school,
        "schools": entrants.school_lines(contest) if scope.many else [],
        "lines": lines,
        "size": len(expecting),
        "without": without,
        "with_card": len(expecting) - without,
        "too_many": without > MOST_CARDS,
        "most": MOST_CARDS,
        "sheets": -(-without // 10),
        "trouble": trouble,
        "by_password": contest.audience == Audience.TEACHERS,
    }
    return render(request, "contests/cards.html", context, status=422 if request.method == "POST" else 200)


def _sheet(request: HttpRequest, contest: Contest, chosen: Sequence[Person]) -> HttpResponse:
    at = clock.now()
    hand_out(request, what=ExportKind.CARDS, rows=len(chosen), subject=contest.code)
    visible = people.pupils_visible(request.user).in_bulk([one.user for one in chosen])
    pdf = print_cards(
        pupils=[visible[one.user] for one in chosen if one.user in visible],
        by=request.user,
        at=at,
        public_url=settings.PUBLIC_URL,
        request_url=f"{request.scheme}://{request.get_host()}",
        title=contest.title,
    )
    classes = list(dict.fromkeys(one.class_name for one in chosen))
    name = f"the {contest.code} {classes[0] if len(classes) == 1 else ''} {timezone.localtime(at):%Y%m%d-%H%M}"
    return file_of(pdf, name)


def file_of(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to be saved, kept by no cache."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, "pdf")}"'
    response["Cache-Control"] = "no-store"
    return response
