"""How API requests are signed in: Django's session, answering 401 (not 403) to those who are not; or a token.

A token is judged here and not by a permission, because a view that names permissions of its own would drop one.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from backend import clock


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: object) -> str:
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer tha_…`. A view says what a token needs: `token_scopes = {"GET": "contests:read"}`.

    A view that declares nothing for a method refuses every token (403). `request.auth` is the token.
    """

    keyword = "bearer"

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != self.keyword:
            return None
        token = import_string(settings.API_TOKENS)(text=text.strip(), at=clock.now())
        if token is None:
            raise exceptions.AuthenticationFailed
        method = "GET" if request.method == "HEAD" else str(request.method)
        wanted = getattr(request.parser_context.get("view"), "token_scopes", {}).get(method)
        if not import_string(settings.API_SCOPES)(token.scopes, wanted):
            raise exceptions.PermissionDenied
        return token.user, token


class OurSessionScheme(SessionScheme):
    """The same in the words of OpenAPI; drf-spectacular finds it by `target_class`."""

    target_class = "backend.authentication.SessionAuthentication"


class OurTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "backend.authentication.TokenAuthentication"
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
