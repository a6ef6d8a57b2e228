"""Who may take part in a contest, and in which place: what `rules.eligibility` decides by, read in a few queries."""

from dataclasses import dataclass
from datetime import datetime

from backend import clock
from contests.models import Contest, Disqualification, Entry, Exclusion
from contests.rules.eligibility import Person, Sheet, Why, why_not
from quiz.queries.practice import answered_right
from schools import queries as people
from schools.models import Role, School, SchoolClass, User


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
    """Whether this person may take part; six queries at most, whatever the sizes."""
    school_class = people.current_class(user, clock.day_of(on)) if user.role == Role.PUPIL else None
    entry = Entry.objects.filter(contest=contest, user=user).first()
    why = why_not(sheet_of(contest), _person(contest, user, school_class, entry))
    return Asked(None if why else _place(contest, user, school_class, entry), why)


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


def _person(contest: Contest, user: User, school_class: SchoolClass | None, entry: Entry | None) -> Person:
    invitations = contest.invitations.filter(school_id=user.school_id) if user.school_id else contest.invitations.none()
    out = Disqualification.objects.filter(contest=contest, user=user, lifted_at=None)
    return Person(
        role=user.role,
        same_world=user.is_demo == contest.is_demo,
        grades=frozenset(invitations.values_list("grade", flat=True)),
        grade=school_class.grade if school_class else None,
        entry=entry.kind if entry else "",
        withdrawn=entry is not None and entry.withdrawn_at is not None,
        # whoever made it has read its papers
        excluded=user.pk == contest.created_by_id or Exclusion.objects.filter(contest=contest, user=user).exists(),
        disqualified=out.exists(),
        birth_date=user.birth_date,
        practised=answered_right(user.pk) if contest.practice_needed else 0,
    )


def _place(contest: Contest, user: User, school_class: SchoolClass | None, entry: Entry | None) -> InvitedAs:
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
