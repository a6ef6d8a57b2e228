"""Signing in by name and password: staff only. Pupils come in by their card."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from schools.access import owes_second_factor
from schools.models import Role, User

LONGEST_PASSWORD = 256


class StaffBackend(ModelBackend):
    """Django's own check, without pupils and without spending a hash on absurd passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        name = username or ""
        if not password or len(password) > LONGEST_PASSWORD or "\x00" in name + password:
            return None
        return super().authenticate(request, username=name, password=password)

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if not isinstance(user, User) or user.role == Role.PUPIL:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> User | None:
        """Whose session this is; nobody's while the account owes its second factor, so older sessions end, too."""
        user = super().get_user(user_id)
        return user if isinstance(user, User) and not owes_second_factor(user) else None


class CardBackend(ModelBackend):
    """Names the way a pupil came in; it never judges anything itself (see `actions.login`)."""

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> User | None:  # type: ignore[override]  # takes no credentials
        return None


class SignIns(AxesDatabaseHandler):  # type: ignore[misc]  # django-axes has no types
    """What django-axes keeps of sign-ins: of staff only. Pupils have no password to guess, and the trail has theirs."""

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
        if user.role != Role.PUPIL:
            super().user_logged_in(sender, request, user, **kwargs)

    def user_logged_out(self, sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
        if user is not None and user.role != Role.PUPIL:
            super().user_logged_out(sender, request, user, **kwargs)
