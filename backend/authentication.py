"""How API requests are signed in: Django's session, answering 401 (not 403) to those who are not; or a token.

A token is judged here and not by a permission, because a view that names permissions of its own would drop one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from backend import clock
from backend.errors import SENTENCES
from backend.refusals import NotAllowed, Refusal

#: A view of files: asked with GET, it answers with one.
FileView = Callable[..., HttpResponse]
KEYWORD = "bearer"


def visitor_address(request: HttpRequest) -> str:
    """Where a request comes from: the line's other end or, behind our own proxy, whom that has named last."""
    line = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return line
    return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or line


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: object) -> str:
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer tha_…`. A view says what a token needs: `token_scopes = {"GET": "contests:read"}`.

    A view that declares nothing for a method refuses every token (403). `request.auth` is the token.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        text = _sent(request)
        if text is None:
            return None
        token = _token(text)
        if token is None:
            raise exceptions.AuthenticationFailed
        method = "GET" if request.method == "HEAD" else str(request.method)
        wanted = getattr(request.parser_context.get("view"), "token_scopes", {}).get(method)
        if not _allows(token, wanted):
            raise exceptions.PermissionDenied
        return token.user, token


def login_or_token(scope: str) -> Callable[[FileView], FileView]:
    """For files that pages link: a signed-in browser, or a script with a token of this scope (401, 403 without it)."""

    def guarding(view: FileView) -> FileView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            text = _sent(request)
            if text is None:
                return login_required(view)(request, *args, **kwargs)
            token = _token(text)
            if token is None:
                raise Refusal(*SENTENCES[401], status=401)
            if not _allows(token, scope):
                raise NotAllowed(SENTENCES[403][1])
            request.user = token.user
            return view(request, *args, **kwargs)

        guarded.token_scopes = {"GET": scope}  # type: ignore[attr-defined]  # as views of the API say it
        return guarded

    return guarding


def _sent(request: HttpRequest | Request) -> str | None:
    """The token that came along, or None where none was sent."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.casefold() == KEYWORD else None


def _token(text: str) -> Any:
    return import_string(settings.API_TOKENS)(text=text, at=clock.now())


def _allows(token: Any, wanted: str | None) -> bool:
    return bool(import_string(settings.API_SCOPES)(token.scopes, wanted))


class OurSessionScheme(SessionScheme):
    """The same in the words of OpenAPI; drf-spectacular finds it by `target_class`."""

    target_class = "backend.authentication.SessionAuthentication"


class OurTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "backend.authentication.TokenAuthentication"
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
