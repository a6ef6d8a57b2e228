"""A request number, the content policy, and refusals as pages."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from backend import errors, logs
from backend.refusals import Refusal

log = logging.getLogger("backend.requests")

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class RequestIdMiddleware:
    """Gives each request a short number that error answers and the log share, and the request its line in the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, began = secrets.token_hex(6), time.perf_counter()
        request.request_id = number  # type: ignore[attr-defined]  # ours, read by errors
        before = logs.request_id.set(number)
        try:
            response = self.get_response(request)
            _note(request, response, time.perf_counter() - began)
        finally:
            logs.request_id.reset(before)
        response["X-Request-Id"] = number
        return response


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    if log.isEnabledFor(logging.INFO):
        said = {"method": request.method, "route": logs.route_of(request), "status": response.status_code}
        log.info("answered", extra={**said, "ms": round(seconds * 1000, 1)})


class ContentSecurityMiddleware:
    """No page of ours loads anything from elsewhere; pages behind a login are not kept by the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.setdefault("X-Robots-Tag", "noindex")
        # By the cookie, not the user: an error page must not ask the database.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Pages are Vietnamese unless the reader has chosen otherwise: many school computers run an English browser.

    The API follows the caller's Accept-Language, as programs expect.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and request.path.startswith("/api/"):
            super().process_request(request)
            return
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]  # as Django's own does


class RefusalMiddleware:
    """Turns a `Refusal` raised in a page's view into our own page, or JSON under /api/."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.refused(request, exception) if isinstance(exception, Refusal) else None
