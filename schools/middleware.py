"""The Department's accounts do nothing before their second factor is set up; what needs a fresh sign-in asks for it.

Who signs in without a second factor is led to set it up before there is a session (`views.login`). This catches
sessions that are older than the rule.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from backend import errors
from backend.refusals import Refusal
from schools.access import owes_second_factor
from schools.actions.exports import FRESH

#: What such a session may still open.
OPEN = {
    "help",
    "healthz",
    "set_language",
    "schools:login",
    "schools:logout",
    "schools:logout_everywhere",
    "schools:reauth",
    "schools:second_factor_setup",
    "schools:second_step",
}


class GuardMiddleware:
    """No query of its own: what it asks stands on the person, whom the page needs anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _name(request) in OPEN:
            return None
        if not owes_second_factor(request.user):
            return None
        if errors.wants_json(request):
            sentence = _("Hãy bật mã xác thực cho tài khoản trước.")
            return errors.page(request, 403, "second_factor_missing", sentence)
        return redirect("schools:second_factor_setup")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that asks for the password again, and the way back; programs get the refusal itself."""
        if not isinstance(exception, Refusal) or exception.code != FRESH or errors.wants_json(request):
            return None
        return redirect(f"{reverse('schools:reauth')}?{urlencode({'next': _way_back(request)})}")


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _way_back(request: HttpRequest) -> str:
    """A page that was asked for; of something that was sent, the page it was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return reverse("schools:account")
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")
