"""What the apps above know of a person's attempts. They stand above, so they are asked through a name in settings."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

Asked = Callable[[Collection[int], datetime | None], set[int]]


def sitting(user_ids: Collection[int]) -> set[int]:
    """Ids of those who have an open attempt now."""
    return _ask(user_ids, None)


def sat_since(user_ids: Collection[int], at: datetime) -> set[int]:
    """Ids of those who have begun an attempt at or after an instant."""
    return _ask(user_ids, at)


def _ask(user_ids: Collection[int], since: datetime | None) -> set[int]:
    asked: Asked = import_string(settings.SITTING_OF)
    return asked(user_ids, since)
