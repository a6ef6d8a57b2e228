"""The demonstration and simulated crowds: labelled schools, people and contests, made through the ordinary actions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from contests.actions.contest import create_contest, publish_contest
from contests.actions.draft import ContestDraft
from contests.models import BoardTo, Contest
from contests.rules import demonstration as rules
from quiz import queries as bank
from schools.actions.cards import make_cards
from schools.models import Enrolment, LoginCard, Placement, Role, School, SchoolClass, Unit, User
from schools.rules import codes, names, years

SOURCE = "Số liệu minh họa"
CARD_BACKEND = "schools.backends.CardBackend"
FINISHED, RUNNING = "demo:finished", "demo:running"  # seeds by which the demonstration knows its own contests
STAFF = (
    (Role.TEACHER, "demo-teacher", "Lê Thị Minh Họa"),
    (Role.LEADER, "demo-leader", "Trần Văn Minh Họa"),
    (Role.OFFICER, "demo-officer", "Phạm Thị Minh Họa"),
    (Role.ADMIN, "demo-admin", "Võ Văn Minh Họa"),
)


@transaction.atomic
def found_school(*, plan: rules.SchoolPlan, seed: str, at: datetime) -> School:
    """A labelled school with its classes and pupils; the one already there if it was founded before."""
    if there := School.objects.filter(code=plan.code).first():
        return there
    day = clock.day_of(at)
    school = School.objects.create(
        code=plan.code,
        name=plan.name,
        name_fold=names.fold(plan.name),
        level=plan.level,
        is_demo=True,
        source=SOURCE,
    )
    if unit := _unit(plan.unit_code, day):
        Placement.objects.create(school=school, unit=unit)
    year = years.start_year(day)
    people = rules.people(seed)
    for shape in plan.classes:
        school_class = SchoolClass.objects.create(school=school, year=year, name=shape.name, grade=shape.grade)
        pupils = _pupils(school, school_class, [next(people) for _unused in range(shape.size)], at)
        Enrolment.objects.bulk_create(
            Enrolment(pupil=pupil, school_class=school_class, from_day=years.span(year)[0], order=order)
            for order, pupil in enumerate(sorted(pupils, key=lambda pupil: pupil.sort_key), start=1)
        )
    return school


def _unit(code: str, day: date) -> Unit | None:
    """The unit that bears this code on this day."""
    begun, not_over = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    return Unit.objects.filter(begun, not_over, code=code).first() if code else None


def _pupils(school: School, school_class: SchoolClass, people: Sequence[rules.Person], at: datetime) -> list[User]:
    """They sign in by card only, so no password of theirs works."""
    made = []
    for number, person in enumerate(people, start=1):
        pupil = User(
            username=f"{school.code}-{school_class.name.lower()}-{number:02}",
            role=Role.PUPIL,
            school=school,
            sex=person.sex,
            is_demo=True,
            created_at=at,
            password=make_password(None),
        )
        pupil.set_name(person.full_name)
        made.append(pupil)
    return User.objects.bulk_create(made)


@transaction.atomic
def found_staff(*, school: School, password: str, at: datetime) -> list[User]:
    """One person of each role, with the installation's demonstration password (set anew when that has changed)."""
    people = []
    for role, username, full_name in STAFF:
        user = User.objects.filter(username=username).first()
        if user is None:
            own = school if role in {Role.TEACHER, Role.LEADER} else None
            user = User(username=username, role=role, school=own, is_demo=True, created_at=at)
            user.set_name(full_name)
        if not user.is_demo:
            raise Refusal("name_taken", _("Tên đăng nhập minh họa đã có người dùng."))
        if not user.check_password(password):
            user.set_password(password)
        user.save()
        people.append(user)
    return people


@dataclass(frozen=True, kw_only=True)
class DemoContest:
    """What differs between the demonstration's contests."""

    title: str
    seed: str
    opens_at: datetime
    window: timedelta
    length: timedelta
    items: int
    invitations: Sequence[tuple[int, int | None]]
    board_to: str = BoardTo.EVERYBODY


@transaction.atomic
def announce(*, plan: DemoContest, by: User, at: datetime) -> Contest:
    """A labelled contest, drafted and published through the ordinary actions, as long as the bank allows."""
    closes_at = plan.opens_at + plan.window
    first, last = clock.day_of(plan.opens_at), clock.day_of(closes_at)
    topics = [topic.code for topic in bank.topics()]
    there = bank.fillable({(topic, ""): 1 for topic in topics}, first=first, last=last, at=at)
    cells = rules.blueprint({topic: there[(topic, "")] for topic in topics}, plan.items)
    draft = ContestDraft(
        title=plan.title,
        school=by.school,
        opens_at=plan.opens_at,
        closes_at=closes_at,
        length_ms=max(60_000, int(plan.length / timedelta(milliseconds=1))),
        cells=cells,
        invitations=plan.invitations,
        board_to=plan.board_to,
        is_demo=True,
        seed=plan.seed,
    )
    contest = create_contest(draft=draft, by=by, at=at)
    return publish_contest(contest=contest, by=by, at=at)


@transaction.atomic
def gather_crowd(*, students: int, seed: str, window: timedelta, lead: timedelta, items: int, at: datetime) -> Contest:
    """A school of its own with `students` pupils, and a contest for them that opens `lead` after `at`."""
    code = f"mo-phong-{secrets.token_hex(3)}"
    plan = rules.crowd_school(seed, students, code)
    school = found_school(plan=plan, seed=seed, at=at)
    teacher = User(username=f"{code}-gv", role=Role.TEACHER, school=school, is_demo=True, created_at=at)
    teacher.set_name("Giáo viên Minh Họa")
    teacher.set_unusable_password()
    teacher.save()
    contest = DemoContest(
        title=f"Minh họa: cuộc thi mô phỏng {students} học sinh",
        seed=f"simulation:{seed}"[:32],
        opens_at=at + lead,
        window=window,
        length=window,
        items=items,
        invitations=[(school.pk, None)],
    )
    return announce(plan=contest, by=teacher, at=at)


def cards_stand(*, pupils: Sequence[User]) -> bool:
    """Whether each of them still has a card."""
    return LoginCard.objects.filter(user__in=pupils).count() == len(pupils) > 0


def hand_out_cards(*, pupils: Sequence[User], by: User, at: datetime) -> list[str]:
    """New cards of these pupils as lines of text: name, class, code and PIN. Older cards stop working."""
    return [
        f"{card.name} · {card.class_name} · {card.school} · mã thẻ {codes.grouped(card.code)} · PIN {card.pin}"
        for card in make_cards(pupils=pupils, by=by, at=at)
    ]


@transaction.atomic
def sign_in(*, pupils: Sequence[User]) -> list[str]:
    """A session key for each, as a login by card would have left it. Demonstration pupils only."""
    keys = []
    for pupil in pupils:
        if not pupil.is_demo:
            raise Refusal("not_demonstration", _("Chỉ học sinh minh họa mới được đăng nhập hộ."))
        session = SessionStore()
        session[SESSION_KEY] = str(pupil.pk)
        session[BACKEND_SESSION_KEY] = CARD_BACKEND
        session[HASH_SESSION_KEY] = pupil.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys
