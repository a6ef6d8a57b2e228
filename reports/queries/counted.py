"""The rows that a figure of the desk is the sum of. Counted in SQL, apart from the statistics that make the figure, so
that a test can hold the one against the other.

A person who took part at two schools stands once, at the school (and class) of the newest turn, so that the rows of a
figure add up to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from backend import clock
from contests.models import Attempt, Audience, Contest, Invitation, PaperItem
from reports.queries.rows import InvitationRow, SchoolRow, denominators_of, turns
from reports.queries.scopes import EVERYTHING, Scope
from reports.queries.world import ANNOUNCED
from reports.rules.denominators import Part
from reports.rules.periods import Period
from reports.rules.places import level_of
from reports.rules.shares import SMALL
from reports.rules.small_cells import merged
from schools.models import School

COLLEGE = "CĐ, ĐH"


@dataclass(frozen=True)
class Line:
    """One row: its numbers, and what it is about (empty where that is not asked, or not known)."""

    numbers: tuple[int, ...]
    contest: str = ""
    title: str = ""
    school: str = ""
    name: str = ""
    grade: int | None = None
    class_name: str = ""
    as_of: date | None = None
    source: str = ""
    merged: int = 0


@dataclass(frozen=True)
class Counted:
    """Rows of one world's period, or of a scope in it. What several figures need is read once."""

    period: Period
    is_demo: bool
    today: date
    scope: Scope = EVERYTHING

    def persons(self, audience: str, *, sex: str = "", by_class: bool = False) -> list[Line]:
        """Persons of `learners` (pupils and students), `pupils`, `students` or `teachers`, each once."""
        wanted = self._of(audience)
        return self._by_place(self._newest(wanted.filter(sex=sex) if sex else wanted), by_class)

    def turns(self, audience: str, *, by_class: bool = False) -> list[Line]:
        """Turns by contest and school, or by contest and class."""
        columns = ("contest_id", "school_id", *(("grade", "class_name") if by_class else ()))
        found = self._of(audience).values(*columns).annotate(n=Count("pk")).order_by()
        lines = [
            self._placed(row["school_id"], (row["n"],), row, contest=self._contests[row["contest_id"]]) for row in found
        ]
        order = {contest.code: number for number, contest in enumerate(self._contests.values())}
        return sorted(lines, key=lambda line: (order[line.contest], *self._order(line)))

    def schools(self) -> list[Line]:
        """Invited schools: 1, and 1 where a pupil took part, else 0."""
        taking = set(self._learners.values_list("school_id", flat=True).distinct().order_by())
        return [self._placed(school, (1, int(school in taking))) for school in self._schools if school in self._invited]

    def enrolled(self) -> list[Line]:
        """Schools whose number of pupils is known: the pupils, and those of them who took part, each once."""
        took = self._newest(self._learners.filter(school_id__in=list(self._parts)))
        persons = {line.school: line.numbers[0] for line in self._by_place(took, by_class=False)}
        lines = []
        for school, row in self._schools.items():
            if parts := self._parts.get(school):
                pupils = sum(part.pupils for part in parts)
                as_of = min(part.as_of for part in parts)
                source = "; ".join(sorted({part.source for part in parts if part.source}))
                numbers = (pupils, persons.get(row.code, 0))
                lines.append(Line(numbers, school=row.code, name=row.name, as_of=as_of, source=source))
        return lines

    def right(self) -> list[Line]:
        """Right answers and items given, by contest; contests of too few persons in one row, none if all are few."""
        persons = dict(
            self._learners.values_list("contest_id").annotate(n=Count("user_id", distinct=True)).order_by("contest_id")
        )
        if self._learners.values("user_id").distinct().count() < SMALL:
            return []
        sums = self._right_by_contest()
        few = merged(persons, lambda keys: max(persons[key] for key in keys))
        lines = [
            Line(sums[key], contest=contest.code, title=contest.title)
            for key, contest in self._contests.items()
            if key in sums and key not in few
        ]
        if few:
            both = tuple(sum(sums[key][column] for key in few) for column in (0, 1))
            lines.append(Line(both, merged=len(few)))
        return lines

    def contests(self) -> list[Line]:
        """Contests announced in the period, 1 each."""
        return [Line((1,), contest=its.code, title=its.title) for its in self._contests.values()]

    # -- what they are made of --

    @cached_property
    def _contests(self) -> dict[int, Contest]:
        start, end = clock.days_as_instants(self.period.first, self.period.last)
        found = Contest.objects.filter(
            self.scope.contests(self.period),
            is_demo=self.is_demo,
            state__in=ANNOUNCED,
            opens_at__lt=end,
            closes_at__gt=start,
        )
        return {its.pk: its for its in found.only("code", "title", "audience").order_by("opens_at", "pk")}

    @cached_property
    def _schools(self) -> dict[int, SchoolRow]:
        """All schools of the world, in the Vietnamese order."""
        found = School.objects.filter(is_demo=self.is_demo).order_by("name_fold", "name", "pk")
        return {row[0]: SchoolRow(*row) for row in found.values_list("pk", "name", "level", "code")}

    @cached_property
    def _colleges(self) -> list[int]:
        return [school for school, row in self._schools.items() if level_of(row.level, None) == COLLEGE]

    def _of(self, audience: str) -> QuerySet[Attempt]:
        """Turns of an audience: students are those of colleges, who sit the contests for pupils."""
        sat = Audience.TEACHERS if audience == "teachers" else Audience.PUPILS
        contests = [key for key, its in self._contests.items() if its.audience == sat]
        found = Attempt.objects.filter(turns(contests, self.period, self.is_demo), self.scope.turns(self.period))
        if audience == "students":
            return found.filter(school_id__in=self._colleges)
        return found.exclude(school_id__in=self._colleges) if audience == "pupils" else found

    @cached_property
    def _learners(self) -> QuerySet[Attempt]:
        return self._of("learners")

    def _newest(self, found: QuerySet[Attempt]) -> QuerySet[Attempt]:
        """Of every person the newest of these turns."""
        newest_first = [F("started_at").desc(), F("pk").desc()]
        ranked = found.annotate(place=Window(RowNumber(), partition_by=[F("user_id")], order_by=newest_first))
        return Attempt.objects.filter(pk__in=ranked.filter(place=1).values("pk"))

    def _by_place(self, found: QuerySet[Attempt], by_class: bool) -> list[Line]:
        columns = ("school_id", *(("grade", "class_name") if by_class else ()))
        lines = [
            self._placed(row["school_id"], (row["n"],), row)
            for row in found.values(*columns).annotate(n=Count("pk")).order_by()
        ]
        return sorted(lines, key=self._order)

    def _placed(
        self,
        school: int | None,
        numbers: tuple[int, ...],
        row: Mapping[str, object] = {},
        contest: Contest | None = None,
    ) -> Line:
        its = self._schools.get(school or 0)
        grade = row.get("grade")
        return Line(
            numbers,
            contest=contest.code if contest else "",
            title=contest.title if contest else "",
            school=its.code if its else "",
            name=its.name if its else "",
            grade=grade if isinstance(grade, int) else None,
            class_name=str(row.get("class_name", "")),
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.code: number for number, row in enumerate(self._schools.values())}

    def _order(self, line: Line) -> tuple[int, int, str]:
        """Schools in their order, the unknown last; classes by grade and name."""
        return self._places.get(line.school, len(self._places)), line.grade or 0, line.class_name

    @cached_property
    def _asked(self) -> list[InvitationRow]:
        contests = [key for key, its in self._contests.items() if its.audience == Audience.PUPILS]
        found = Invitation.objects.filter(
            self.scope.invitations(self.period), contest_id__in=contests, school__is_demo=self.is_demo
        )
        return [InvitationRow(*row) for row in found.values_list("contest_id", "school_id", "grade")]

    @cached_property
    def _invited(self) -> set[int]:
        return {row.school for row in self._asked}

    @cached_property
    def _parts(self) -> dict[int, tuple[Part, ...]]:
        return denominators_of(self._asked, self._schools, self.period.cut_off(self.today), self.is_demo)

    def _right_by_contest(self) -> dict[int, tuple[int, int]]:
        sat = list(
            self._learners.values_list("contest_id", "paper_id").annotate(n=Count("pk"), s=Sum("right")).order_by()
        )
        items = _items(paper for _contest, paper, _n, _right in sat)
        sums: dict[int, tuple[int, int]] = {}
        for contest, paper, n, right in sat:
            before = sums.get(contest, (0, 0))
            sums[contest] = (before[0] + right, before[1] + n * items.get(paper, 0))
        return sums


def _items(papers: Iterable[int]) -> dict[int, int]:
    """How many items each paper has."""
    found = PaperItem.objects.filter(paper_id__in=set(papers)).values_list("paper_id").annotate(n=Count("pk"))
    return dict(found.order_by())
