"""Who sees the Department's desk."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed
from schools.models import User


def desk_to_see(user: User | AnonymousUser) -> User:
    """Gives back the officer or administrator; everybody else is refused."""
    if not user.is_authenticated or user.role not in {"officer", "admin"}:
        raise NotAllowed(_("Trang này dành cho cán bộ Sở."))
    return user
