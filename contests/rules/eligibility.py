"""Whether a person may take part in a contest, and if not, why not: the first reason that holds is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contests.rules.words import Say

STAFF = frozenset({"teacher", "leader"})


class Why(StrEnum):
    """Why somebody may not start; the value is the code that a refusal carries."""

    GUEST = "not_signed_in"
    ROLE = "not_for_role"
    SCHOOL = "school_not_invited"
    NO_CLASS = "not_in_a_class"
    GRADE = "grade_not_invited"
    UNLISTED = "not_listed"
    WITHDRAWN = "withdrawn"
    RESERVE = "reserve"
    EXCLUDED = "excluded"
    DISQUALIFIED = "disqualified"
    NO_BIRTH_DATE = "birth_date_missing"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    PRACTICE = "practice_short"

    def in_words(self, _: Say) -> str:
        """One sentence for the person."""
        return _SENTENCES[self](_)


_SENTENCES: dict[Why, Callable[[Say], str]] = {
    Why.GUEST: lambda _: _("Em đăng nhập bằng thẻ dự thi để vào làm bài nhé."),
    Why.ROLE: lambda _: _("Cuộc thi này không dành cho vai trò của tài khoản đang dùng."),
    Why.SCHOOL: lambda _: _("Cuộc thi này không mời trường của em. Em hỏi thầy cô phụ trách nhé."),
    Why.NO_CLASS: lambda _: _("Em chưa có tên trong lớp nào của năm học này. Em báo thầy cô chủ nhiệm nhé."),
    Why.GRADE: lambda _: _("Cuộc thi này không mời lớp của em. Em hỏi thầy cô phụ trách nhé."),
    Why.UNLISTED: lambda _: _("Em chưa có tên trong danh sách dự thi. Em hỏi thầy cô phụ trách nhé."),
    Why.WITHDRAWN: lambda _: _("Tên em đã được rút khỏi danh sách dự thi. Em hỏi thầy cô phụ trách nhé."),
    Why.RESERVE: lambda _: _("Em đang trong danh sách dự bị. Em làm bài được khi thầy cô gọi vào."),
    Why.EXCLUDED: lambda _: _("Em thuộc diện không dự thi cuộc này. Em hỏi thầy cô phụ trách nhé."),
    Why.DISQUALIFIED: lambda _: _("Em không được làm thêm lượt nào ở cuộc thi này. Em hỏi thầy cô phụ trách nhé."),
    Why.NO_BIRTH_DATE: lambda _: _("Cuộc thi xét độ tuổi mà em chưa có ngày sinh. Em hỏi thầy cô nhé."),
    Why.TOO_YOUNG: lambda _: _("Em chưa đủ tuổi dự cuộc thi này."),
    Why.TOO_OLD: lambda _: _("Em đã quá tuổi dự cuộc thi này."),
    Why.PRACTICE: lambda _: _("Em luyện tập thêm đã nhé: em chưa trả lời đúng đủ số câu luyện tập."),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rule sheet asks of those who take part; `day`: on which ages are counted."""

    audience: str
    entry_by: str
    day: date
    age_from: int | None = None
    age_to: int | None = None
    practice_needed: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one who wants to take part.

    `grades` are the invited grades of the own school (None among them: the whole school), empty where it is not
    invited. `entry` is the kind of the person's line on the list ("" for none). `practised`: items answered right.
    """

    role: str
    same_world: bool = True
    grades: frozenset[int | None] = frozenset()
    grade: int | None = None
    entry: str = ""
    withdrawn: bool = False
    excluded: bool = False
    disqualified: bool = False
    birth_date: date | None = None
    practised: int = 0


def why_not(sheet: Sheet, person: Person) -> Why | None:
    """None for those who may take part. Guests (role "") never may."""
    return next(_reasons(sheet, person), None)


def _reasons(sheet: Sheet, person: Person) -> Iterator[Why]:
    if not person.role:
        yield Why.GUEST
    if person.role not in (STAFF if sheet.audience == "teachers" else {"pupil"}):
        yield Why.ROLE
    if not person.same_world:
        yield Why.SCHOOL
    yield from _not_on_the_list(person) if sheet.entry_by == "listed" else _not_invited(sheet, person)
    if person.excluded:
        yield Why.EXCLUDED
    if person.disqualified:
        yield Why.DISQUALIFIED
    yield from _wrong_age(sheet, person)
    if person.practised < sheet.practice_needed:
        yield Why.PRACTICE


def _not_on_the_list(person: Person) -> Iterator[Why]:
    if not person.entry:
        yield Why.UNLISTED
    if person.withdrawn:
        yield Why.WITHDRAWN
    if person.entry == "reserve":
        yield Why.RESERVE


def _not_invited(sheet: Sheet, person: Person) -> Iterator[Why]:
    if not person.grades:
        yield Why.SCHOOL
    if sheet.audience == "teachers":
        return
    if person.grade is None:
        yield Why.NO_CLASS
    if not person.grades & {None, person.grade}:
        yield Why.GRADE


def _wrong_age(sheet: Sheet, person: Person) -> Iterator[Why]:
    if sheet.age_from is None and sheet.age_to is None:
        return
    if person.birth_date is None:
        yield Why.NO_BIRTH_DATE
        return
    age = age_on(person.birth_date, sheet.day)
    if sheet.age_from is not None and age < sheet.age_from:
        yield Why.TOO_YOUNG
    if sheet.age_to is not None and age > sheet.age_to:
        yield Why.TOO_OLD


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; who was born on 29 February turns older on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


__all__ = ["Person", "Sheet", "Why", "age_on", "why_not"]
