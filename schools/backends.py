"""Passwords are for staff; pupils come in by card."""

from django.contrib.auth.backends import ModelBackend

from schools.models import Role, User


class StaffBackend(ModelBackend):
    def user_can_authenticate(self, user: User | None) -> bool:  # type: ignore[override]  # our user
        return super().user_can_authenticate(user) and user is not None and user.role != Role.PUPIL
