"""People: who sees whom, found by name without diacritics, sorted the Vietnamese way."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from schools.models import Consent, Role, StaffCode, User
from schools.models.record import GivenBy, Purpose
from schools.rules import names

ORDER = ("sort_key", "full_name", "pk")
PROVINCE = (Role.OFFICER, Role.ADMIN)
STAFF = (Role.TEACHER, Role.LEADER, Role.OFFICER, Role.ADMIN)


def people_visible(user: User) -> QuerySet[User]:
    """Everybody in a person's scope: the own school, or the province for the Department.

    Demonstration accounts, whose password lies in a file, see demonstration people only. Accounts without an identity
    are nobody's to manage.
    """
    named = User.objects.filter(deidentified_at=None)
    if user.role in PROVINCE:
        return named.filter(is_demo=True) if user.is_demo else named
    if user.role in (Role.TEACHER, Role.LEADER) and user.school_id is not None:
        return named.filter(school_id=user.school_id)
    return User.objects.none()


def pupils_visible(user: User) -> QuerySet[User]:
    """Pupils in a person's scope."""
    return people_visible(user).filter(role=Role.PUPIL).order_by(*ORDER)


def staff_visible(user: User) -> QuerySet[User]:
    """Staff in a person's scope, with their schools."""
    return people_visible(user).filter(role__in=STAFF).select_related("school").order_by(*ORDER)


def found(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose name holds every word, whatever the marks; or whose own code is exactly this."""
    text = names.clean(words)[:120]
    if not text:
        return people
    by_name = Q()
    for word in names.fold(text).split():
        by_name &= Q(name_fold__contains=word)
    return people.filter(by_name | Q(pupil_code=text) | Q(ministry_id=text) | Q(username=text.casefold()))


def shows_name(user_ids: Collection[int]) -> set[int]:
    """Ids whose full name may be shown: demonstration people, or consent of child and representative alive."""
    shown = set(User.objects.filter(pk__in=user_ids, is_demo=True).values_list("pk", flat=True))
    rows = Consent.objects.filter(user_id__in=user_ids, purpose=Purpose.SHOW_NAME, withdrawn_at__isnull=True)
    given: dict[int, set[str]] = {}
    for user_id, by in rows.values_list("user_id", "given_by"):
        given.setdefault(user_id, set()).add(by)
    return shown | {user_id for user_id, by in given.items() if by >= {GivenBy.CHILD, GivenBy.REPRESENTATIVE}}


def with_open_codes(user_ids: Collection[int], at: datetime) -> set[int]:
    """Ids of staff who hold a one-time code that still works."""
    rows = StaffCode.objects.filter(user_id__in=user_ids, used_at__isnull=True, expires_at__gt=at)
    return set(rows.values_list("user_id", flat=True))
