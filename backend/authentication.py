"""How API requests are signed in: Django's session, answering 401 (not 403) to those who are not."""

from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: object) -> str:
        return "Session"


class OurSessionScheme(SessionScheme):
    """The same in the words of OpenAPI; drf-spectacular finds it by `target_class`."""

    target_class = "backend.authentication.SessionAuthentication"
