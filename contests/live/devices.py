"""A browser that has opened a paper brings a signed cookie back: the same device, whoever signs in on it again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

COOKIE = "opened"
KNOWN_S = 86_400


def is_known(request: HttpRequest, attempt_id: int) -> bool:
    """Whether this browser has opened this attempt before."""
    return bool(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) == str(attempt_id))


def remember(reply: HttpResponseBase, attempt_id: int) -> None:
    """From now on it has; the cookie comes back with openings of this attempt alone."""
    reply.set_signed_cookie(
        COOKIE,
        str(attempt_id),
        salt=COOKIE,
        max_age=KNOWN_S,
        path=reverse("contests:openings", args=[attempt_id]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
