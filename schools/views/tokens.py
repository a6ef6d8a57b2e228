"""Tokens of the own account for scripts of one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools import access
from schools.actions.tokens import LIVES, make_token, revoke_token
from schools.forms import TokenForm
from schools.queries.people import PROVINCE
from schools.queries.tokens import tokens_of, works
from schools.rules import scopes
from schools.views.entering import add_refusal
from schools.views.exporting import is_fresh, require_fresh
from schools.views.numbers import number

WORDS = {
    scopes.CONTESTS_READ: gettext_lazy("Xem cuộc thi"),
    scopes.CONTESTS_WRITE: gettext_lazy("Tạo và sửa cuộc thi"),
    scopes.RESULTS_READ: gettext_lazy("Xem kết quả và bảng xếp hạng"),
    scopes.PEOPLE_READ: gettext_lazy("Xem lớp và học sinh"),
    scopes.PEOPLE_WRITE: gettext_lazy("Nhập và sửa lớp, học sinh"),
    scopes.REPORTS_READ: gettext_lazy("Xem báo cáo đã chốt của Sở"),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list and the form; a new token's text stands in the answer to the POST and nowhere else."""
    user = access.staff(request.user)
    lives = [(days, ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": days}) for days in LIVES]
    form = TokenForm(request.POST or None, scopes=list(WORDS.items()), days=lives)
    status, text = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if user.role in PROVINCE:
                require_fresh(request)
            given = form.cleaned_data
            try:
                _token, text = make_token(
                    user=user, name=given["name"], wanted=given["scopes"], days=given["days"], at=clock.now()
                )
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                status, form = 200, TokenForm(scopes=list(WORDS.items()), days=lives)
    rows = [
        (token, works(token, clock.now()), [WORDS[scope] for scope in token.scopes.split() if scope in WORDS])
        for token in tokens_of(user)
    ]
    context = {"form": form, "rows": rows, "text": text, "chosen": request.POST.getlist("scopes"), "demo": user.is_demo}
    context["again"] = user.role in PROVINCE and not is_fresh(request)
    return render(request, "schools/tokens.html", context, status=status)


@login_required
@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    """Takes one of the own tokens back, at once."""
    user = access.staff(request.user)
    token = revoke_token(user=user, token_id=number(request.POST.get("token")) or 0, at=clock.now())
    messages.success(request, _("Đã thu hồi mã “%(name)s”.") % {"name": token.name})
    return redirect("schools:tokens")
