"""The own account: who one is, a new password, signing out everywhere."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools import access, queries
from schools.actions.people import change_password
from schools.forms import ChangePasswordForm
from schools.models import User
from schools.models.record import GivenBy
from schools.queries.consents import holding
from schools.views.entering import add_refusal


@sensitive_post_parameters("old", "password", "again")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Pupils see who they are; staff can change their password here."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed(_("Bạn chưa đăng nhập."))
    form = ChangePasswordForm(request.POST or None) if access.is_staff(user) else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("Em đăng nhập bằng thẻ nên không có mật khẩu."))
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                changed = change_password(user=user, old=given["old"], new=given["password"], at=clock.now())
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                update_session_auth_hash(request, changed)
                messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
                return redirect("schools:account")
    held = [] if form else [one for one in holding([user.pk]).values() if one.given_by == GivenBy.CHILD]
    context = {
        "form": form,
        "school_class": queries.current_class(user, clock.today()),
        "consents": held,
        "demo": user.is_demo,
    }
    return render(request, "schools/account.html", context, status=status)
