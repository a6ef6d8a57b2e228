"""What the registers of a period come to, in a constant number of queries.

A row belongs to the period that holds its day; ASEAN content in lessons belongs whole to every period it overlaps.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet, Sum

from backend import clock
from reports.models import MODELS, ExchangeCountry, OutsideContest, OutsidePrize, SchoolRemark
from reports.queries.register_returns import returns_of
from reports.rules import registers as told
from reports.rules.periods import Period
from reports.rules.register_shapes import FORMS, SHAPES, SOURCES, Choices, Shape
from schools.rules import names

Line = TypeVar("Line")
HEADS = ("pupils", "students", "teachers")
PILLARS = ("politics", "economy", "culture")
OUT_OF_CLASS = "Hoạt động ngoại khóa"


def register_totals(period: Period, *, is_demo: bool) -> told.Registers:
    """Everything the registers of a period come to. Heads are counted at events: no person is known twice."""
    return told.Registers(
        talks=_talks(period, is_demo),
        lessons=_lessons(period, is_demo),
        outside=_outside(period, is_demo),
        exchanges=_exchanges(period, is_demo),
        publicity=_publicity(period, is_demo),
        documents=_documents(period, is_demo),
        money=_money(period, is_demo),
        remarks=_remarks(period, is_demo),
        returns=returns_of(period, is_demo=is_demo),
    )


def in_period(shape: Shape, period: Period, prefix: str = "") -> Q:
    """The rows of a register that belong to a period."""
    first, last = shape.days
    return Q(**{f"{prefix}{first}__lte": period.last, f"{prefix}{last}__gte": period.first})


def _standing(key: str, period: Period, is_demo: bool) -> QuerySet[Any]:
    rows = MODELS[key]._default_manager.filter(in_period(SHAPES[key], period), is_demo=is_demo, withdrawn_at=None)
    return rows.order_by()


def _sums(names_of: Iterable[str]) -> dict[str, Any]:
    return {name: Sum(name, default=0) for name in names_of}


def _attendance(found: dict[str, Any], prefix: str = "") -> told.Attendance:
    return told.Attendance(**{name: found[prefix + name] for name in HEADS})


def _talks(period: Period, is_demo: bool) -> told.Talks:
    found = _standing("talks", period, is_demo).aggregate(
        schools=Count("school", distinct=True),
        sessions=Count("pk"),
        alone=Count("pk", filter=Q(kind="alone")),
        integrated=Count("pk", filter=Q(kind="integrated")),
        **{f"n_{pillar}": Count("pk", filter=Q(**{pillar: True})) for pillar in PILLARS},
        **_sums(HEADS),
    )
    return told.Talks(
        schools=found["schools"],
        sessions=found["sessions"],
        alone=found["alone"],
        integrated=found["integrated"],
        attendance=_attendance(found),
        by_pillar=tuple(told.Count(pillar, found[f"n_{pillar}"]) for pillar in PILLARS) if found["sessions"] else (),
    )


def _lessons(period: Period, is_demo: bool) -> told.Lessons:
    rows = _standing("lessons", period, is_demo)
    whole = rows.aggregate(
        schools=Count("school", distinct=True),
        activities=Count("pk", filter=Q(out_of_class=True)),
        **_sums(("periods", "pupils")),
    )
    lines = rows.values("subject", "out_of_class").annotate(
        schools=Count("school", distinct=True), n_periods=Sum("periods"), n_pupils=Sum("pupils")
    )
    subjects = tuple(
        told.SubjectLine(
            subject=line["subject"] or OUT_OF_CLASS,
            out_of_class=line["out_of_class"],
            schools=line["schools"],
            periods=line["n_periods"],
            pupils=line["n_pupils"],
        )
        for line in lines.order_by("out_of_class", "subject")
    )
    return told.Lessons(subjects=subjects, **whole)


def _outside(period: Period, is_demo: bool) -> tuple[told.OutsideLine, ...]:
    """Contests that were launched in the period or in which somebody took part in it."""
    rows = _standing("outside", period, is_demo)
    taking = {
        line["contest"]: line
        for line in rows.values("contest").annotate(
            schools=Count("school", distinct=True), **{f"all_{name}": Sum(name) for name in HEADS}
        )
    }
    prizes: dict[int, dict[str, tuple[str, int]]] = {}
    won = OutsidePrize.objects.filter(participation__in=rows.values("pk")).order_by("pk")
    for contest, name, n in won.values_list("participation__contest", "name", "n"):
        kept = prizes.setdefault(contest, {})
        first_name, before = kept.get(names.fold(name), (name, 0))
        kept[names.fold(name)] = (first_name, before + n)
    known = in_period(SHAPES["contests"], period) | Q(pk__in=list(taking))
    contests = OutsideContest.objects.filter(known, is_demo=is_demo, withdrawn_at=None)
    nobody: dict[str, Any] = {"schools": 0, **{f"all_{name}": 0 for name in HEADS}}
    return tuple(
        told.OutsideLine(
            name=contest.name,
            organiser=contest.organiser,
            by_ministry=contest.by_ministry,
            schools=taking.get(contest.pk, nobody)["schools"],
            taking=_attendance(taking.get(contest.pk, nobody), "all_"),
            prizes=tuple(told.Count(name, n) for name, n in prizes.get(contest.pk, {}).values()),
        )
        for contest in contests.order_by("day", "pk")
    )


def _exchanges(period: Period, is_demo: bool) -> told.Exchanges:
    rows = _standing("exchanges", period, is_demo)
    found = rows.aggregate(events=Count("pk"), **_sums((*HEADS, "researchers")))
    countries: dict[str, str] = {}
    its = ExchangeCountry.objects.filter(exchange__in=rows.values("pk")).order_by("pk")
    for name in its.values_list("name", flat=True):
        countries.setdefault(names.fold(name), name)
    return told.Exchanges(
        events=found["events"],
        attendance=_attendance(found),
        countries=tuple(countries[key] for key in sorted(countries)),
        researchers=found["researchers"],
    )


def _publicity(period: Period, is_demo: bool) -> tuple[told.FormLine, ...]:
    rows = _standing("publicity", period, is_demo)
    lines = rows.values("form").annotate(n_items=Sum("items"), n_copies=Sum("copies"))
    found = {line["form"]: told.FormLine(line["form"], line["n_items"], line["n_copies"]) for line in lines}
    return _in_order(FORMS, found)


def _money(period: Period, is_demo: bool) -> tuple[told.MoneyLine, ...]:
    lines = _standing("money", period, is_demo).values("source").annotate(total=Sum("amount"))
    return _in_order(SOURCES, {line["source"]: told.MoneyLine(line["source"], line["total"]) for line in lines})


def _in_order(choices: Choices, found: dict[str, Line]) -> tuple[Line, ...]:
    return tuple(found[code] for code, _name in choices if code in found)


def _documents(period: Period, is_demo: bool) -> tuple[told.DocumentLine, ...]:
    rows = _standing("documents", period, is_demo).filter(school=None).order_by("day", "pk")
    return tuple(told.DocumentLine(row.number, row.day, row.abstract) for row in rows)


def _remarks(period: Period, is_demo: bool) -> tuple[told.Remark, ...]:
    """What schools said of periods that lie inside this one, or of periods that began in it and still ran when they
    were spoken of: "the school year so far" holds what was said of the whole year."""
    _start, end = clock.days_as_instants(period.first, period.last)
    said_of_it = Q(last__lte=period.last) | Q(first__lte=period.last, at__lt=end)
    rows = SchoolRemark.objects.filter(said_of_it, first__gte=period.first, school__is_demo=is_demo)
    rows = rows.exclude(difficulties="", proposals="")
    columns = ("school__name", "difficulties", "proposals")
    ordered = rows.order_by("school__name_fold", "school__pk", "first", "pk")
    return tuple(told.Remark(*row) for row in ordered.values_list(*columns))
