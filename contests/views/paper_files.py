"""Papers to be printed: question papers, answer sheets for a class or blank, keys for the marker."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.authentication import login_or_token
from backend.refusals import Refusal
from contests import access
from contests.exchange import paper_print
from contests.exchange.cells import file_name
from contests.models import Contest, Paper
from contests.queries import expected
from contests.queries.paper import code_of
from contests.views import paper_words
from schools.models import User
from schools.models.export import ExportKind
from schools.rules.scopes import CONTESTS_READ
from schools.views.exporting import hand_out


@login_or_token(CONTESTS_READ)
@require_safe
def papers_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """All question papers, or with `?number=` one of them; `?lang=en` in English."""
    contest, papers = _papers(request, code)
    with translation.override(_language(request)):
        texts = [paper_words.paper_text(contest, paper, _language(request)) for paper in papers]
        named, pictures = paper_words.with_pictures(texts)
        made = paper_print.papers_pdf(paper_words.head(contest), named, pictures)
    return _file(made, f"de-thi {contest.code} {_codes(papers)}")


@login_or_token(CONTESTS_READ)
@require_safe
def sheets_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Answer sheets: with `?room=` one for each of a class that takes part, papers dealt in turn; else a blank one of
    each paper.
    """
    contest, papers = _papers(request, code)
    room = request.GET.get("room", "")
    people = people_of(contest, room)
    if people:
        hand_out(request, what=ExportKind.SHEETS, rows=len(people), subject=contest.code, school=contest.school)
    with translation.override(_language(request)):
        sheets = named_sheets(papers, people, room) if people else [paper_words.blank_sheet(paper) for paper in papers]
        made = paper_print.sheets_pdf(paper_words.head(contest), sheets)
    return _file(made, f"phieu-tra-loi {contest.code} {_codes(papers)}")


def people_of(contest: Contest, room: str) -> list[expected.Person]:
    """Those who take part from a class as the page of papers names it; none where none is named."""
    people = expected.by_class(contest, _("Chưa xếp lớp")).get(room, []) if room else []
    if room and not people:
        raise Refusal("no_pupils", _("Lớp này chưa có ai dự thi."), status=409)
    return people


def named_sheets(papers: list[Paper], people: list[expected.Person], room: str) -> list[paper_print.AnswerSheet]:
    """One a person. Where many schools take part `room` names theirs, too: each of them may have a 10A1."""
    users = User.objects.in_bulk([person.user for person in people])
    items = [paper_words.sheet_items(paper) for paper in papers]
    return [
        paper_print.AnswerSheet(
            code_of(papers[place % len(papers)]),
            items[place % len(papers)],
            name=person.name,
            class_name=room if person.class_name else "",
            number=users[person.user].pupil_code or users[person.user].ministry_id,
        )
        for place, person in enumerate(people)
    ]


@login_or_token(CONTESTS_READ)
@require_safe
def keys_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """For the marker: letters and numbers as they stand on each paper."""
    contest, papers = _papers(request, code)
    with translation.override(_language(request)):
        pages = [paper_words.key_page(paper) for paper in papers]
        made = paper_print.keys_pdf(paper_words.head(contest), pages)
    return _file(made, f"dap-an {contest.code} {_codes(papers)}")


def _papers(request: HttpRequest, code: str) -> tuple[Contest, list[Paper]]:
    """Through the gate; those asked for. A draft has none to print."""
    contest = access.papers_to_read(request.user, code)
    papers = list(contest.papers.order_by("number"))
    if asked := request.GET.get("number"):
        papers = [paper for paper in papers if paper.number == _number(asked)]
    if not papers:
        raise Refusal("no_papers", _("Chưa có đề để in. Đề được khóa khi công bố cuộc thi."), status=409)
    return contest, papers


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else "vi"


def _codes(papers: list[Paper]) -> str:
    return code_of(papers[0]) if len(papers) == 1 else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _file(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, "pdf")}"'
    response["Cache-Control"] = "no-store"
    return response
