"""Which sessions still stand, asked for many at once."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from django.contrib.sessions.models import Session

from schools.models import User

PORTION = 5_000
Item = TypeVar("Item")


def sessions_alive(keys: Collection[str]) -> set[str]:
    """Those of these session keys that are still in the database: signing out deletes them."""
    sessions = Session.objects.order_by().values_list("pk", flat=True)
    return {key for portion in _portions(list(keys)) for key in sessions.filter(pk__in=portion)}


def session_versions(user_ids: Collection[int]) -> dict[int, int]:
    """User id → `session_version` of those whose account is open."""
    people = User.objects.filter(is_active=True).order_by()
    return {
        pk: version
        for portion in _portions(list(user_ids))
        for pk, version in people.filter(pk__in=portion).values_list("pk", "session_version")
    }


def _portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + PORTION] for start in range(0, len(items), PORTION))
