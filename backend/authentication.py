"""How API requests are signed in: Django's session, answering 401 (not 403) to those who are not."""

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: object) -> str:
        return "Session"
