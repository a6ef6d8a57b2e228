"""Who is expected at a contest: the class rolls of the invited grades on its day, or the list of entrants."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from backend import clock
from contests.models import Attempt, Audience, Contest, Entry, EntryBy, EntryKind, Exclusion
from schools import queries as schools
from schools.models import Enrolment, Role, School, User
from schools.queries.classes import alive
from schools.rules import names


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the place in which the contest is sat."""

    user: int
    name: str
    sort: str
    school: int | None
    class_name: str


@dataclass(frozen=True, slots=True)
class Room:
    """A class in a school: what is started, paused and written to as one."""

    school: int
    class_name: str


def people_expected(
    contest: Contest, school_id: int | None = None, user_ids: Collection[int] | None = None
) -> list[Person]:
    """Without those who are excluded, and without who made it; a reserve is not expected. In no order."""
    left_out = {contest.created_by_id, *Exclusion.objects.filter(contest=contest).values_list("user_id", flat=True)}
    if contest.entry_by == EntryBy.LISTED:
        people = _listed(contest, school_id, user_ids)
    elif contest.audience == Audience.TEACHERS:
        people = _teachers(contest, school_id, user_ids)
    else:
        people = _pupils(contest, school_id, user_ids)
    return [person for person in people if person.user not in left_out]


def _listed(contest: Contest, school_id: int | None, user_ids: Collection[int] | None) -> list[Person]:
    rows = Entry.objects.filter(contest=contest, withdrawn_at=None).exclude(kind=EntryKind.RESERVE)
    if school_id is not None:
        rows = rows.filter(user__school_id=school_id)
    if user_ids is not None:
        rows = rows.filter(user_id__in=user_ids)
    people = [entry.user for entry in rows.select_related("user")]
    classes = schools.roll([user.pk for user in people], clock.day_of(contest.opens_at))
    return [
        Person(
            user.pk, user.full_name, user.sort_key, user.school_id, classes[user.pk].name if user.pk in classes else ""
        )
        for user in people
    ]


def _teachers(contest: Contest, school_id: int | None, user_ids: Collection[int] | None) -> list[Person]:
    rows = User.objects.filter(role__in=(Role.TEACHER, Role.LEADER), is_active=True, is_demo=contest.is_demo)
    rows = rows.filter(school_id__in=contest.invitations.values("school_id"))
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    if user_ids is not None:
        rows = rows.filter(pk__in=user_ids)
    return [Person(user.pk, user.full_name, user.sort_key, user.school_id, "") for user in rows]


def _pupils(contest: Contest, school_id: int | None, user_ids: Collection[int] | None) -> list[Person]:
    rows = Enrolment.objects.filter(on_the_roll(contest))
    if school_id is not None:
        rows = rows.filter(school_class__school_id=school_id)
    if user_ids is not None:
        rows = rows.filter(pupil_id__in=user_ids)
    found = rows.order_by("school_class__year", "from_day", "pk").values_list(
        "pupil_id", "pupil__full_name", "pupil__sort_key", "school_class__school_id", "school_class__name"
    )
    return list({row[0]: Person(*row) for row in found}.values())  # the newest class where two overlap


def on_the_roll(contest: Contest) -> Q:
    """Enrolments of the invited schools and grades on the contest's day."""
    whole: list[int] = []
    by_grade: dict[int, list[int]] = {}
    for school, grade in contest.invitations.values_list("school_id", "grade"):
        if grade is None:
            whole.append(school)
        else:
            by_grade.setdefault(grade, []).append(school)
    invited = Q(school_class__school_id__in=whole)
    for grade, of in by_grade.items():
        invited |= Q(school_class__grade=grade, school_class__school_id__in=of)
    people = Q(pupil__role=Role.PUPIL, pupil__is_active=True, pupil__is_demo=contest.is_demo)
    return alive(clock.day_of(contest.opens_at)) & people & invited


def known(contest: Contest, user_ids: Collection[int], school_id: int | None = None) -> list[User]:
    """Those of these people who are expected or have come, of one school or of all, in the order of their ids."""
    came = Attempt.objects.filter(contest=contest, user_id__in=user_ids).order_by()
    if school_id is not None:
        came = came.filter(school_id=school_id)
    found = {person.user for person in people_expected(contest, school_id, user_ids)}
    found |= set(came.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=found).order_by("pk"))


def expected_by_school(contest: Contest) -> dict[int, int]:
    """How many are expected from each school."""
    if contest.entry_by == EntryBy.INVITED and contest.audience == Audience.PUPILS:
        counted = Enrolment.objects.filter(on_the_roll(contest)).order_by().values_list("school_class__school_id")
        return dict(counted.annotate(n=Count("pupil_id", distinct=True)))
    return dict(Counter(person.school for person in people_expected(contest) if person.school is not None))


def schools_named(ids: Collection[int | None]) -> list[School]:
    """By name."""
    return list(School.objects.filter(pk__in=[pk for pk in ids if pk is not None]).order_by("name_fold", "pk"))


def schools_of(contest: Contest) -> list[School]:
    """Schools that are invited or have come; more than one makes a contest of many."""
    came = Attempt.objects.filter(contest=contest).order_by().values_list("school_id", flat=True).distinct()
    listed = Entry.objects.filter(contest=contest, withdrawn_at=None).order_by()
    invited = contest.invitations.order_by().values_list("school_id", flat=True)
    entered = listed.values_list("user__school_id", flat=True).distinct()
    return schools_named({*invited, *came, *entered})


def rooms_of(contest: Contest, school_id: int) -> list[Room]:
    """Classes of one school that are expected or have come, and rooms named for its entrants; 6A2 before 6A10."""
    expected = {person.class_name for person in people_expected(contest, school_id)}
    came = Attempt.objects.filter(contest=contest, school_id=school_id).order_by().values_list("class_name", flat=True)
    rooms = {room.class_name for room in named_rooms(contest) if room.school == school_id}
    found = {name for name in (*expected, *came.distinct(), *rooms) if name}
    return [Room(school_id, name) for name in sorted(found, key=names.natural)]


def place_named(
    contest: Contest, school_id: int | None, class_name: str, *, within: School | None = None
) -> tuple[School | None, str] | None:
    """A class of a school, a school (no class) or everybody (no school); None where the contest has no such place.

    `within`: only places of that school are known.
    """
    if school_id is None:
        return None if class_name or within else (None, "")
    schools = [within] if within else schools_of(contest)
    school = next((school for school in schools if school.pk == school_id), None)
    if school is None or (class_name and Room(school.pk, class_name) not in rooms_of(contest, school.pk)):
        return None
    return school, class_name


def by_class(contest: Contest, nowhere: str) -> dict[str, list[Person]]:
    """Classes of those expected, in order, each with its people the Vietnamese way; of many schools with its name.

    `nowhere`: what to call those who are in no class.
    """
    people = people_expected(contest)
    schools = {school.pk: school.name for school in schools_named({person.school for person in people})}
    found: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda one: one.sort):
        place = person.class_name or nowhere
        name = f"{place} · {schools.get(person.school or 0, '')}" if len(schools) > 1 else place
        found.setdefault(name, []).append(person)
    return {name: found[name] for name in sorted(found, key=names.natural)}


def named_rooms(contest: Contest) -> list[Room]:
    """Rooms where entrants sit who do not sit in their own class, with the entrants' schools."""
    rows = Entry.objects.filter(contest=contest, withdrawn_at=None, user__school__isnull=False).exclude(room="")
    found = set(rows.order_by().values_list("user__school_id", "room").distinct())
    return [Room(*row) for row in sorted(found, key=lambda row: (names.natural(row[1]), row[0]))]
