"""Who is to take part, class by class and school by school: sizes, cards, and what contests a school is host of."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from contests.models import Audience, Contest, EntryBy
from contests.queries.contest import LIVE
from contests.queries.expected import (
    Person,
    expected_by_school,
    on_the_roll,
    people_expected,
    schools_named,
    schools_of,
)
from schools.models import Enrolment, LoginCard, Role, School, User
from schools.rules import names


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class with the number of those who are expected from it and how many of them hold a card."""

    name: str
    size: int
    with_card: int

    @property
    def without_card(self) -> int:
        return self.size - self.with_card


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with the number of those who are expected from it and how many of them hold a card."""

    school: School
    size: int
    with_card: int


@dataclass(frozen=True)
class Scope:
    """Which school a page is about. `many`: several take part and none is chosen yet; `choice`: it may be chosen."""

    school: School | None
    many: bool = False
    choice: bool = False

    @property
    def school_id(self) -> int | None:
        return self.school.pk if self.school else None


def scope_of(contest: Contest, user: User, wanted: str) -> Scope:
    """Staff of a school see their own; the Department chooses where there are several."""
    if user.school is not None:
        return Scope(user.school)
    schools = schools_of(contest)
    if len(schools) <= 1:
        return Scope(schools[0] if schools else None)
    school = next((school for school in schools if str(school.pk) == wanted), None)
    return Scope(school, many=school is None, choice=True)


def hosted_by(user: User) -> QuerySet[Contest]:
    """Announced contests in which this person's school takes part, whoever runs them."""
    if not user.school_id or user.role not in {Role.TEACHER, Role.LEADER}:
        return Contest.objects.none()
    takes_part = Q(invitations__school_id=user.school_id) | Q(
        entries__user__school_id=user.school_id, entries__withdrawn_at=None
    )
    return Contest.objects.filter(takes_part, state__in=LIVE, is_demo=user.is_demo).distinct()


def class_lines(people: Collection[Person], holders: Collection[int]) -> list[ClassLine]:
    """The classes of these people, 6A2 before 6A10; who is in no class stands last under an empty name."""
    sizes = Counter(person.class_name for person in people)
    with_card = Counter(person.class_name for person in people if person.user in holders)
    return [ClassLine(name, sizes[name], with_card[name]) for name in sorted(sizes, key=by_class)]


def by_class(name: str) -> tuple[bool, object]:
    """A key for names of classes; no class comes last."""
    return not name, names.natural(name)


def in_order(people: Iterable[Person]) -> list[Person]:
    """By class and name the Vietnamese way."""
    return sorted(people, key=lambda one: (by_class(one.class_name), one.sort, one.user))


def card_holders(school_id: int) -> set[int]:
    """Those of a school who hold a card."""
    return set(LoginCard.objects.filter(user__school_id=school_id).values_list("user_id", flat=True))


def card_codes(user_ids: Collection[int]) -> dict[int, str]:
    """The codes on the cards of these people."""
    return dict(LoginCard.objects.filter(user_id__in=user_ids).values_list("user_id", "code"))


def school_lines(contest: Contest) -> list[SchoolLine]:
    """Every school that takes part, by name; in four queries, whatever their number."""
    sizes = expected_by_school(contest)
    cards = _cards_by_school(contest)
    return [SchoolLine(one, sizes[one.pk], cards.get(one.pk, 0)) for one in schools_named(sizes)]


def _cards_by_school(contest: Contest) -> dict[int, int]:
    if contest.entry_by == EntryBy.INVITED and contest.audience == Audience.PUPILS:
        rows = Enrolment.objects.filter(on_the_roll(contest), pupil__card__isnull=False).order_by()
        return dict(rows.values_list("school_class__school_id").annotate(n=Count("pupil_id", distinct=True)))
    people = people_expected(contest)
    holders = set(card_codes([person.user for person in people]))
    return dict(Counter(person.school for person in people if person.school and person.user in holders))
