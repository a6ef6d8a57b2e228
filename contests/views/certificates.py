"""The desk of certificates: who gets one, what it says, what was issued; and the public page that checks a code."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.authentication import login_or_token
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import certificates as actions
from contests.exchange import certificates as files
from contests.exchange.cells import file_name
from contests.forms.certificates import CertificatesForm
from contests.models import Certificate, CertificateKind, Contest, ResultList
from contests.queries import certificate_sheets as sheets
from contests.queries import certificates as reads
from contests.queries import results, work
from contests.rules.certificates import BLANKS, number_text
from schools.rules import codes, names
from schools.rules.scopes import RESULTS_READ

A_PAGE = 100


@login_required
@require_safe
def certificates(request: HttpRequest, code: str) -> HttpResponse:
    """Order certificates of one kind, see how far the work is and what was issued."""
    contest = access.contest_to_judge(request.user, code)
    return _page(request, contest, _kind(request.GET.get("kind", CertificateKind.PARTICIPATION)))


@login_required
@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Order the work; with `do=preview` the first sheet comes back, marked as a first look."""
    contest = access.contest_to_judge(request.user, code)
    kind = _kind(request.POST.get("kind", ""))
    listed = results.published_list(contest)
    if listed is None:
        raise Refusal("not_published", _("Kết quả chưa được công bố nên chưa cấp giấy được."))
    form = _form(contest, kind, listed, data=request.POST)
    if not form.is_valid():
        return _page(request, contest, kind, form=form, status=422)
    given = form.cleaned_data
    wanted = {"groups": given.get("groups") or [], "top": given.get("top") or 0}
    if request.POST.get("do") == "preview":
        return _preview(request, contest, {"kind": kind, "version": listed.version, **wanted}, form.words)
    actions.order_certificates(
        contest=contest,
        kind=kind,
        words=form.words,
        address=access.address_to_print(contest, f"{request.scheme}://{request.get_host()}"),
        by=request.user,
        at=clock.now(),
        **wanted,
    )
    messages.success(request, _("Đã nhận việc. Giấy được đánh số và in ở phía sau, thầy cô cứ làm việc khác."))
    return redirect(f"{_desk(request, 'issue')}?kind={kind}")


def _preview(
    request: HttpRequest, contest: Contest, order: Mapping[str, Any], words: Mapping[str, str]
) -> HttpResponse:
    row = reads.chosen(contest, order).first()
    if row is None:
        raise Refusal("nobody_chosen", _("Chưa chọn ai để cấp giấy."), status=400)
    address = (settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}").rstrip("/")
    trial = reads.draft(contest, order["kind"], row)
    trial.number, trial.code = 0, "X" * 16
    drawn = sheets.sheets_of([trial], contest=contest, words=words, address=address)
    made = files.pdf(drawn, sheets.frame(contest, order["kind"], words, address, trial=True))
    return _file(made, f"xem-thu {contest.code}")


@login_or_token(RESULTS_READ)
@require_safe
def one_pdf(request: HttpRequest, code: str, certificate_id: int) -> HttpResponse:
    """One that stands, printed again with the words of the last order."""
    contest = access.contest_to_judge(request.user, code)
    row = access.certificate_to_change(contest, certificate_id)
    if row.revoked_at:
        raise Refusal("revoked", _("Giấy này đã được thu hồi nên không in lại."))
    if reads.untrue(contest, [row]):
        raise Refusal("untrue", _("Kết quả đã đổi sau khi cấp giấy này. Hãy thu hồi và cấp lại."))
    words = sheets.words_for(contest, row.kind, clock.today(), keep_day=True)
    address = access.address_to_print(contest, f"{request.scheme}://{request.get_host()}")
    drawn = sheets.sheets_of([row], contest=contest, words=words, address=address)
    made = files.pdf(drawn, sheets.frame(contest, row.kind, words, address))
    return _file(made, number_text(row.kind, row.number, contest.code))


@login_required
@require_POST
def revoke(request: HttpRequest, code: str, certificate_id: int) -> HttpResponse:
    """Revoke one, with `again=1` give it anew under a new number."""
    contest = access.contest_to_judge(request.user, code)
    row = access.certificate_to_change(contest, certificate_id)
    reason, at = request.POST.get("reason", ""), clock.now()
    if request.POST.get("again"):
        made = actions.reissue_certificate(certificate=row, reason=reason, by=request.user, at=at)
        number = number_text(made.kind, made.number, contest.code)
        messages.success(request, _("Đã thu hồi giấy cũ và cấp giấy mới số %(number)s.") % {"number": number})
    else:
        actions.revoke_certificate(certificate=row, reason=reason, by=request.user, at=at)
        messages.success(request, _("Đã thu hồi giấy. Trang kiểm tra báo ngay từ bây giờ."))
    return redirect(f"{_desk(request, f'{certificate_id}/revoke')}?kind={row.kind}")


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where the code under the QR is typed in."""
    if typed := codes.typed_code(request.GET.get("code", "")):
        return redirect("contests:verify", typed)
    return render(request, "contests/verify.html", {"asks": True})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate's code stands for: valid, revoked, or not known (404)."""
    found = reads.verified(codes.typed_code(code))
    context = {"found": found, "demo": found is not None and found.demo}
    return render(request, "contests/verify.html", context, status=200 if found else 404)


def _page(
    request: HttpRequest, contest: Contest, kind: str, *, form: CertificatesForm | None = None, status: int = 200
) -> HttpResponse:
    listed = results.published_list(contest)
    text = names.clean(request.GET.get("q", ""))[:100]
    page = Paginator(reads.certificates_of(contest, kind, text), A_PAGE).get_page(request.GET.get("page"))
    rows: list[Certificate] = list(page)
    context = {
        "contest": contest,
        "kind": kind,
        "kinds": CertificateKind.choices,
        "listed": listed,
        "form": form or (_form(contest, kind, listed) if listed else None),
        "given": reads.has_awards(contest, listed.version) if listed else False,
        "groups": _groups(contest, kind, listed, request),
        "blanks": [f"{{{name}}}" for name in BLANKS],
        "job": work.jobs_of(contest, work.CERTIFICATES).first(),
        "page": page,
        "rows": [(row, number_text(row.kind, row.number, contest.code)) for row in rows],
        "untrue": reads.untrue(contest, rows),
        "q": text,
        "query": urlencode({"kind": kind, **({"q": text} if text else {})}),
        "demo": contest.is_demo,
    }
    return render(request, "contests/certificates.html", context, status=status)


def _groups(contest: Contest, kind: str, listed: ResultList | None, request: HttpRequest) -> list[tuple[Any, bool]]:
    """Classes or schools to choose from, and which are ticked: at first all."""
    if listed is None or kind == CertificateKind.MERIT:
        return []
    ticked = request.POST.getlist("groups") if request.method == "POST" else None
    found = reads.groups(contest, listed.version)
    return [(group, ticked is None or group.key in ticked) for group in found]


def _form(contest: Contest, kind: str, listed: ResultList, data: Any = None) -> CertificatesForm:
    return CertificatesForm(
        data,
        kind=kind,
        groups=reads.groups(contest, listed.version),
        given=reads.has_awards(contest, listed.version),
        initial={"top": 3, **sheets.words_for(contest, kind, clock.today())},
    )


def _kind(text: str) -> str:
    if text not in CertificateKind.values:
        raise NotThere(_("Không có loại giấy này."))
    return text


def _desk(request: HttpRequest, act: str) -> str:
    return request.path.removesuffix(act)


def _file(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type=files.PDF)
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, "pdf")}"'
    response["Cache-Control"] = "no-store"
    return response
