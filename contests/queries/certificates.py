"""Certificates: who may be given one by a published list, what stands, what a sheet says, what a code stands for.

What is printed is in Vietnamese whatever language its maker reads, so none of its words are translated.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format

from backend import clock
from contests.models import Award, Certificate, CertificateKind, Contest, Result
from contests.queries import results
from contests.rules import certificates as rules
from schools import queries as people
from schools.rules import names

#: Sentences that a teacher may change before they are printed.
WORDS = ("body", "opening", "about", "text", "place_day", "signs_as", "signatory")


@dataclass(frozen=True)
class Group:
    """People who may be chosen together: a class, or a school where several took part."""

    key: str
    name: str
    people: int


def groups(contest: Contest, version: int) -> list[Group]:
    """By class where one school took part, else by school."""
    rows = Result.objects.filter(contest=contest, version=version).order_by()
    columns = ("attempt__school_id", "attempt__school__name", "attempt__class_name")
    found = list(rows.values_list(*columns).annotate(n=Count("pk")))
    if len({school for school, *_rest in found}) <= 1:
        by_class = [Group(f"class:{name}", name or "–", n) for _school, _name, name, n in found]
        return sorted(by_class, key=lambda group: names.natural(group.name))
    schools: dict[int | None, Group] = {}
    for school, name, _class, n in found:
        before = schools.get(school, Group(f"school:{school or 0}", name or "–", 0))
        schools[school] = replace(before, people=before.people + n)
    return sorted(schools.values(), key=lambda group: names.fold(group.name))


def has_awards(contest: Contest, version: int) -> bool:
    return Award.objects.filter(result__contest=contest, result__version=version).exists()


def chosen(contest: Contest, order: Mapping[str, Any]) -> QuerySet[Result]:
    """The results an order is about, in the order of their numbers."""
    rows = Result.objects.filter(contest=contest, version=order["version"])
    rows = rows.select_related("attempt__user", "attempt__school", "attempt__paper", "award__prize")
    if order["kind"] == CertificateKind.MERIT:
        given = has_awards(contest, order["version"])
        rows = rows.filter(award__isnull=False) if given else rows.filter(rank__lte=order["top"])
        return rows.order_by("award__prize__order", "rank", "lot", "attempt__user__sort_key", "pk")
    if wanted := order["groups"]:
        rows = rows.filter(_of_groups(wanted))
    return rows.order_by("attempt__school__name_fold", "attempt__class_name", "attempt__user__sort_key", "pk")


def _of_groups(wanted: Collection[str]) -> Q:
    classes = [key.removeprefix("class:") for key in wanted if key.startswith("class:")]
    schools = [_number(key.removeprefix("school:")) for key in wanted if key.startswith("school:")]
    return Q(attempt__class_name__in=classes) | Q(attempt__school_id__in=schools)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def certificates_of(contest: Contest, kind: str = "", text: str = "") -> QuerySet[Certificate]:
    """All that were ever issued, the newest numbers first; `text` narrows to names that hold it, or one number."""
    rows = Certificate.objects.filter(contest=contest).select_related("result__award__prize", "issued_by")
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(user__name_fold__contains=names.fold(text)) | Q(number=_number(text)))
    return rows.order_by("kind", "-number")


def standing(contest: Contest, kind: str, user_ids: Collection[int]) -> dict[int, Certificate]:
    """By person: the certificate of this kind that has not been revoked."""
    rows = Certificate.objects.filter(contest=contest, kind=kind, user__in=user_ids, revoked_at=None)
    return {row.user_id: row for row in rows.select_related("result__award__prize")}


def rows_in_force(contest: Contest, user_ids: Collection[int]) -> dict[int, Result]:
    """By person: the row in the list that is published now."""
    listed = results.published_list(contest)
    if listed is None:
        return {}
    rows = Result.objects.filter(contest=contest, version=listed.version, attempt__user__in=user_ids)
    rows = rows.select_related("attempt__user", "attempt__school", "award__prize")
    return {row.attempt.user_id: row for row in rows}


def is_true(certificate: Certificate, row: Result | None) -> bool:
    """Whether what it says is still so by this row of the results (None: the person is not in them any more)."""
    if row is None:
        return False
    if certificate.result_id == row.pk:
        return certificate.kind != CertificateKind.MERIT or certificate.for_what == prize_of(row)
    before = certificate.result
    same = before is not None and (before.rank, before.right, before.points) == (row.rank, row.right, row.points)
    return same and (certificate.kind != CertificateKind.MERIT or certificate.for_what == prize_of(row))


def prize_of(row: Result) -> str:
    """The prize given, or the rank where there is none."""
    award = getattr(row, "award", None)
    return str(award.prize.name) if award else f"Hạng {row.rank}"


def untrue(contest: Contest, rows: Sequence[Certificate]) -> set[int]:
    """Ids of those that stand but do not say any more what the published results say."""
    alive = [row for row in rows if row.revoked_at is None]
    now = rows_in_force(contest, {row.user_id for row in alive})
    return {row.pk for row in alive if not is_true(row, now.get(row.user_id))}


def draft(contest: Contest, kind: str, row: Result) -> Certificate:
    """What a certificate of this result would say, not stored and without number and code: the name as the class list
    has it today, class and school as they were on the day of the contest."""
    attempt = row.attempt
    return Certificate(
        contest=contest,
        user=attempt.user,
        result=row,
        kind=kind,
        name=attempt.user.full_name,
        class_name=attempt.class_name,
        school_name=attempt.school.name if attempt.school else "",
        for_what=(prize_of(row) if kind == CertificateKind.MERIT else "Hoàn thành cuộc thi")[:200],
    )


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a certificate. `revoked` is a day, empty while it stands."""

    kind: str
    number: str
    contest: str
    for_what: str
    name: str
    full_name: bool
    class_name: str
    school: str
    issued: str
    revoked: str
    demo: bool
    anonymous: bool = False  # its contest has forgotten its people: the name is initials for good


def verified(code: str) -> Verified | None:
    """The certificate of a code; None where no certificate bears it. The same two queries either way."""
    row = Certificate.objects.filter(code=code).select_related("contest").first()
    shown = people.shows_name([row.user_id if row else 0])
    if row is None:
        return None
    full_name = row.user_id in shown
    return Verified(
        kind=row.get_kind_display(),
        number=rules.number_text(row.kind, row.number, row.contest.code),
        contest=row.contest.title,
        for_what=row.for_what,
        name=row.name if full_name else names.initials(row.name),
        full_name=full_name,
        class_name=row.class_name,
        school=row.school_name,
        issued=date_format(clock.day_of(row.issued_at), "d/m/Y"),
        revoked=date_format(clock.day_of(row.revoked_at), "d/m/Y") if row.revoked_at else "",
        demo=row.contest.is_demo,
        anonymous=row.contest.deidentified_at is not None,
    )
