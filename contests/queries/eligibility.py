"""Who may take part in a contest, and in which place: what `rules.eligibility` decides by, read in a few queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from backend import clock
from contests.models import Contest, Disqualification, Entry, Exclusion
from contests.rules.eligibility import Person, Sheet, Why, why_not
from quiz.queries.practice import answered_right_by
from schools import queries as people
from schools.models import Role, School, User


@dataclass(frozen=True)
class InvitedAs:
    """The place in which a person takes part, as it is on the day; `room` where that is not the own class."""

    school: School | None
    class_name: str = ""
    grade: int | None = None
    room: str = ""


@dataclass(frozen=True)
class Asked:
    """The answer to somebody who wants to take part: a place, or why there is none."""

    place: InvitedAs | None
    why_not: Why | None


def asked(contest: Contest, user: User, *, on: datetime) -> Asked:
    """Whether this person may take part."""
    return asked_together(contest, [user], on=on)[user.pk]


def asked_together(contest: Contest, users: Collection[User], *, on: datetime) -> dict[int, Asked]:
    """Whether these people may take part, by id; seven queries at most, however many they are."""
    known = _Known(contest, users, on)
    return {user.pk: known.asked(user) for user in users}


def sheet_of(contest: Contest) -> Sheet:
    """What its rule sheet asks of those who take part."""
    return Sheet(
        audience=contest.audience,
        entry_by=contest.entry_by,
        day=clock.day_of(contest.opens_at),
        age_from=contest.age_from,
        age_to=contest.age_to,
        practice_needed=contest.practice_needed,
    )


class _Known:
    """What is known of some people who want to take part in a contest, read together."""

    def __init__(self, contest: Contest, users: Collection[User], on: datetime) -> None:
        ids = [user.pk for user in users]
        pupils = [user.pk for user in users if user.role == Role.PUPIL]
        self.contest, self.sheet = contest, sheet_of(contest)
        self.classes = people.roll(pupils, clock.day_of(on)) if pupils else {}
        self.entries = {entry.user_id: entry for entry in Entry.objects.filter(contest=contest, user_id__in=ids)}
        # whoever made it has read its papers
        excluded = Exclusion.objects.filter(contest=contest, user_id__in=ids).values_list("user_id", flat=True)
        self.excluded = {contest.created_by_id, *excluded}
        out = Disqualification.objects.filter(contest=contest, user_id__in=ids, lifted_at=None)
        self.out = set(out.values_list("user_id", flat=True))
        self.practised = answered_right_by(ids) if contest.practice_needed else {}
        self.grades: dict[int, set[int | None]] = {}
        schools = {user.school_id for user in users if user.school_id}
        invitations = contest.invitations.filter(school_id__in=schools) if schools else contest.invitations.none()
        for school, grade in invitations.values_list("school_id", "grade"):
            self.grades.setdefault(school, set()).add(grade)

    def asked(self, user: User) -> Asked:
        """The answer to one of them."""
        why = why_not(self.sheet, self._person(user))
        return Asked(None if why else self._place(user), why)

    def _person(self, user: User) -> Person:
        school_class, entry = self.classes.get(user.pk), self.entries.get(user.pk)
        return Person(
            role=user.role,
            same_world=user.is_demo == self.contest.is_demo,
            grades=frozenset(self.grades.get(user.school_id or 0, ())),
            grade=school_class.grade if school_class else None,
            entry=entry.kind if entry else "",
            withdrawn=entry is not None and entry.withdrawn_at is not None,
            excluded=user.pk in self.excluded,
            disqualified=user.pk in self.out,
            birth_date=user.birth_date,
            practised=self.practised.get(user.pk, 0),
        )

    def _place(self, user: User) -> InvitedAs:
        school_class, entry = self.classes.get(user.pk), self.entries.get(user.pk)
        room = entry.room if entry and entry.withdrawn_at is None else ""
        if school_class is None:
            return InvitedAs(user.school, room=room)
        return InvitedAs(school_class.school, school_class.name, school_class.grade, room)


def takes_part(contest: Contest, user: User) -> bool:
    """Whether this person belongs to the contest: has sat it, is on its list or goes to an invited school."""
    return (
        contest.attempts.filter(user=user).exists()
        or contest.entries.filter(user=user).exists()
        or (user.school_id is not None and contest.invitations.filter(school_id=user.school_id).exists())
    )
