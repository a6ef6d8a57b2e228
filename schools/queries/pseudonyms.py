"""Codes in the place of names, made with this installation's key."""

from django.conf import settings

from schools.models import Role, User
from schools.rules import pseudonyms


def code_for(user: User, scope: str) -> str:
    """The person's code in the lists of one contest (`scope` is its code)."""
    prefix = pseudonyms.PUPIL if user.role == Role.PUPIL else pseudonyms.STAFF
    return pseudonyms.pseudonym(settings.SECRET_KEY, scope, user.pk, prefix)
