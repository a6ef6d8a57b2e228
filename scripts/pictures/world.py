"""The longest real cases, made in the server's database: long names and titles, counts of five digits, every state.

Everything is labelled as demonstration, so that no picture shows a figure that could be taken for a real one.
Runs in the server's environment (`manage.py shell`); prints what the pictures need as JSON.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F

from backend import clock
from contests.actions.contest import create_contest, publish_contest
from contests.actions.demonstration import found_school
from contests.actions.draft import ContestDraft
from contests.actions.settling import settle_contest
from contests.models import Attempt, Contest, PaperItem, PaperKey
from contests.rules.demonstration import ClassPlan, SchoolPlan, blueprint
from quiz import queries as bank
from quiz.models import Revision
from schools import queries as people
from schools.actions.cards import print_sheet
from schools.models import Role, School, SchoolClass, Unit, User
from schools.rules import years
from scripts.pictures.turns import sit_down, take_part

#: Forty letters and blanks, the longest a class list may reasonably bring; Kinh and Khmer.
LONG_NAMES = (
    "Trương Nguyễn Hoàng Phương Thanh Nghiêng",
    "Nguyễn Trương Thị Quỳnh Phượng Tường Vân",
    "Huỳnh Đặng Nguyễn Trường Thượng Khương Ý",
    "Danh Thị Chanh Đa Ra Ta Na Sô Ri Da Phal",
)
LONG_SCHOOL = "Trường Phổ thông Dân tộc nội trú Trung học cơ sở và Trung học phổ thông Minh họa Ngã Bảy Đầm Dơi"
LONG_TITLE = (
    "Cuộc thi Tìm hiểu về Hiệp hội các quốc gia Đông Nam Á dành cho học sinh các trường trung học cơ sở, trung học phổ "
    "thông và trung tâm giáo dục thường xuyên trên địa bàn tỉnh Cà Mau năm học 2026 - 2027, chào mừng kỷ niệm ngày "
    "thành lập ASEAN và hơn một năm Timor-Leste trở thành thành viên thứ mười một"
)
TITLE = "Cùng tìm hiểu ASEAN năm học 2026 - 2027"
#: Kinds of schools with their first grade.
KINDS = (("THPT", 10), ("THCS", 6), ("Trường THCS - THPT", 9), ("Trung tâm Giáo dục thường xuyên", 10))
PLACES = (
    "Rừng Đước", "Cánh Đồng Muối", "Cánh Cò", "Hòn Khoai", "Bãi Bồi", "Kênh Xáng", "Rạch Gốc", "Mũi Tàu", "Đồng Lúa",
    "Bến Sương", "Sân Chim", "Ao Sen",
)  # fmt: skip
MINUTES = 45
ITEMS = 20


def build_empty() -> None:
    """People without anything to do yet: how the pages look on the first day."""
    school = _school("minh-hoa-moi", "THPT Minh họa Trường Mới", "THPT", [("10A1", 10, 1)])
    pupil = User.objects.filter(school=school, role=Role.PUPIL).first()
    staff = {role: _staff(role, school) for role in (Role.TEACHER, Role.LEADER, Role.OFFICER)}
    _say(sessions={"pupil": _session(pupil), **{role: _session(user) for role, user in staff.items()}})


def build(crowd: int) -> None:
    """A province in the middle of a contest: `crowd` pupils on class lists, most of whom took part."""
    own, others = _own_school(), _other_schools(crowd)
    teacher, officer = _staff(Role.TEACHER, own), _staff(Role.OFFICER, own)
    leader = _staff(Role.LEADER, own)
    pupils = list(people.pupils_of(_first_class(own)).order_by("pk"))
    every, idle = [own, *others], [school.pk for school in others[3::4]]
    over = _contest(officer, every, TITLE, opens_h=-26, closes_h=-1)
    take_part(over, crowd * 65 // 100, pupils[:3], idle=idle)
    settle_contest(contest=over, at=clock.now())
    running = _contest(officer, every, LONG_TITLE, opens_h=-1, closes_h=30)
    _put_in_longest(running)
    take_part(running, crowd * 6 // 10, pupils[2:4], leave_out=pupils[:2], idle=idle, sitting=crowd // 40)
    now = clock.now()
    _say(
        over=over.code,
        running=running.code,
        soon=_contest(teacher, [own], TITLE, opens_h=0.4, closes_h=2).code,
        own=_contest(teacher, [own], LONG_TITLE, opens_h=-0.5, closes_h=5).code,
        draft=_contest(teacher, [own], LONG_TITLE, opens_h=24, closes_h=48, publish=False).code,
        sit=sit_down(running, pupils[0], now - timedelta(minutes=7)).pk,
        result=Attempt.objects.get(contest=over, user=pupils[0]).pk,
        result_running=Attempt.objects.get(contest=running, user=pupils[2]).pk,
        school_class=_first_class(own).pk,
        sessions={
            "pupil": _session(pupils[0]),
            "fresh": _session(pupils[1]),
            "ended": _session(pupils[2]),
            "teacher": _session(teacher),
            "leader": _session(leader),
            "officer": _session(officer),
        },
    )


def _put_in_longest(contest: Contest) -> None:
    """The bank's longest question stands in the paper, whatever was drawn."""
    every = Revision.objects.filter(question__state="approved", question__current=F("pk"))
    every = every.filter(question__kind__in=["single", "multiple"]).prefetch_related("options")
    longest = max(every, key=lambda one: len(one.stem_vi) + sum(len(option.text_vi) for option in one.options.all()))
    items = PaperItem.objects.filter(paper__contest=contest)
    if not items.filter(revision=longest).exists():
        item = items.latest("position")
        items.filter(pk=item.pk).update(revision=longest, kind=longest.question.kind)
        PaperKey.objects.filter(item=item).update(value=json.dumps(bank.keys_of([longest.pk])[longest.pk]))


def hand_in(code: str) -> None:
    """A few who still sat hand in and come in among the first."""
    sitting = Attempt.objects.filter(contest__code=code, state="sitting")
    now = clock.now()
    for number, attempt in enumerate(sitting.order_by("pk")[:3]):
        right = ITEMS - 1 - number
        attempt.state, attempt.right, attempt.points, attempt.answered = "submitted", right, right * 100, ITEMS
        attempt.submitted_at = attempt.ended_at = attempt.stands_at = now
        attempt.time_used_ms = 700_000
        attempt.save()
    _say(handed_in=3)


def print_cards(school_class: int, address: str, path: str) -> None:
    """The cards of a class as the file a teacher would print."""
    pupils = people.pupils_of(SchoolClass.objects.get(pk=school_class)).order_by("pk")
    teacher = User.objects.get(username=f"pictures-{Role.TEACHER}")
    made = print_sheet(pupils=pupils, by=teacher, at=clock.now(), public_url=address, request_url=address, title="10A1")
    _say(bytes=Path(path).write_bytes(made))


def _own_school() -> School:
    """The school of the main pictures: its name and its pupils' names are as long as they come."""
    school = _school("minh-hoa-nga-bay", LONG_SCHOOL, "THPT", [("10A1", 10, 40), ("10A2", 10, 38), ("12C15", 12, 41)])
    for pupil, name in zip(people.pupils_of(_first_class(school)).order_by("pk"), LONG_NAMES, strict=False):
        pupil.set_name(name)
        pupil.save()
    return school


def _first_class(school: School) -> Any:
    return people.classes_of(school, years.start_year(clock.today()), on=clock.today())[0]


def _other_schools(crowd: int) -> list[School]:
    """Schools all over the province that together have about `crowd` pupils."""
    each = max(8, crowd // len(PLACES))
    schools = []
    for number, place in enumerate(PLACES):
        kind, grade = KINDS[number % len(KINDS)]
        level = "THCS" if grade == 6 else "THPT"
        classes = _classes(each, grade)
        schools.append(_school(f"minh-hoa-{number}", f"{kind} Minh họa {place}", level, classes, number % 5))
    return schools


def _classes(pupils: int, grade: int) -> list[tuple[str, int, int]]:
    sizes = [40] * (pupils // 40) + ([pupils % 40] if pupils % 40 else [])
    return [(f"{grade + n % 3}A{1 + n // 3}", grade + n % 3, size) for n, size in enumerate(sizes)]


def _school(code: str, name: str, level: str, classes: list[tuple[str, int, int]], number: int = 0) -> School:
    units = Unit.objects.filter(valid_to=None, kind__in=["xã", "phường"]).order_by("code")
    unit = units[number * 5 % len(units)] if units else None
    plan = SchoolPlan(code, name, level, tuple(ClassPlan(*one) for one in classes), unit.code if unit else "")
    return found_school(plan=plan, seed=code, at=clock.now())


def _staff(role: str, school: School) -> User:
    user = User(
        username=f"pictures-{role}",
        role=role,
        school=school if role in {Role.TEACHER, Role.LEADER} else None,
        is_demo=True,
        created_at=clock.now(),
    )
    user.set_name(LONG_NAMES[1] if role == Role.TEACHER else "Phạm Thị Minh Họa")
    user.set_unusable_password()
    user.save()
    return user


def _contest(
    by: User, schools: Sequence[School], title: str, *, opens_h: float, closes_h: float, publish: bool = True
) -> Contest:
    """A contest through the ordinary actions, made the day before it opens."""
    now = clock.now()
    opens_at, closes_at = now + timedelta(hours=opens_h), now + timedelta(hours=closes_h)
    at = min(now, opens_at) - timedelta(days=1)
    topics = [topic.code for topic in bank.topics()]
    first, last = clock.day_of(opens_at), clock.day_of(closes_at)
    there = bank.fillable({(topic, ""): 1 for topic in topics}, first=first, last=last, at=at)
    draft = ContestDraft(
        title=title,
        school=by.school,
        opens_at=opens_at,
        closes_at=closes_at,
        length_ms=MINUTES * 60_000,
        cells=blueprint({topic: there[(topic, "")] for topic in topics}, ITEMS),
        invitations=[(school.pk, None) for school in schools],
        board_to="everybody",
        is_demo=True,
        seed=f"pictures-{opens_h}",
    )
    contest = create_contest(draft=draft, by=by, at=at)
    return publish_contest(contest=contest, by=by, at=at) if publish else contest


def _session(user: User | None) -> str:
    """A login as the login pages would have left it."""
    assert user is not None
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    backend = "schools.backends.CardBackend" if user.role == Role.PUPIL else "schools.backends.StaffBackend"
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _say(**facts: Any) -> None:
    sys.stdout.write("\n" + json.dumps({"cookie": settings.SESSION_COOKIE_NAME, **facts}) + "\n")
