"""Signing in by name and password: staff only. Pupils come in by their card."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from schools.models import Role, User

LONGEST_PASSWORD = 256


class StaffBackend(ModelBackend):
    """Django's own check, without pupils and without spending a hash on absurd passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: object
    ) -> AbstractBaseUser | None:
        name = username or ""
        if not password or len(password) > LONGEST_PASSWORD or "\x00" in name or "\x00" in password:
            return None
        return super().authenticate(request, username=name, password=password)

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        if not isinstance(user, User) or user.role == Role.PUPIL:
            return False
        return super().user_can_authenticate(user)


class CardBackend(ModelBackend):
    """Names the way a pupil came in; it never judges anything itself (see `actions.login`)."""

    def authenticate(self, request: HttpRequest | None, **kwargs: object) -> AbstractBaseUser | None:  # type: ignore[override]  # takes no credentials on purpose
        return None
