"""A shared phone: the pupil who has finished makes room for the next one."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schools.models import User
from schools.queries.sitting import sitting


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Says first what is still open; then signs out and shows the card page. Unsent answers stay on the device,
    under their owner's number: nobody else's page reads them.
    """
    if request.method != "POST":
        user = request.user
        is_sitting = isinstance(user, User) and bool(sitting([user.pk]))
        return render(request, "schools/switch.html", {"sitting": is_sitting})
    logout(request)
    messages.success(request, _("Đã đăng xuất bạn trước. Mời em quét thẻ hoặc nhập mã."))
    return redirect("schools:card")
