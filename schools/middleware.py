"""What needs a fresh sign-in asks for it, and leads back."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backend import errors
from backend.refusals import Refusal
from schools.actions.exports import FRESH


class FreshSignInMiddleware:
    """Turns the refusal `fresh_sign_in` into the page that asks for the password again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that asks for the password again, and the way back; programs get the refusal itself."""
        if not isinstance(exception, Refusal) or exception.code != FRESH or errors.wants_json(request):
            return None
        return redirect(f"{reverse('schools:reauth')}?{urlencode({'next': _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    """A page that was asked for; of something that was sent, the page it was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return reverse("schools:account")
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")
