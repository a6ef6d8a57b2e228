"""What figures are narrowed to: some schools while they stood somewhere, one contest, or everything."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from backend import clock
from contests.models import Attempt, Invitation
from reports.rules.periods import Period
from reports.rules.stays import Stay

LONG_AGO, FAR = date(1990, 1, 1), date(2201, 1, 1)


@dataclass(frozen=True)
class Scope:
    """`stays` None means every school, `schoolless` also turns without a school, `contest` one contest of all.

    It names no period: the same scope serves the period before.
    """

    stays: tuple[Stay, ...] | None = None
    schoolless: bool = False
    contest: int | None = None

    def turns(self, period: Period, prefix: str = "") -> Q:
        """Which attempts of the period belong to it."""
        wanted = Q() if self.contest is None else Q(**{f"{prefix}contest_id": self.contest})
        if self.stays is None:
            return wanted
        places = Q(pk__in=())
        for schools, start, end in self._groups(period):
            within = {"school_id__in": schools, "started_at__gte": start, "started_at__lt": end}
            places |= Q(**{prefix + name: value for name, value in within.items()})
        if self.schoolless:
            places |= Q(**{f"{prefix}school_id__isnull": True})
        return wanted & places

    def contests(self, period: Period) -> Q:
        """Which contests of the period it has to do with: its schools were invited, or somebody of them took part."""
        wanted = Q() if self.contest is None else Q(pk=self.contest)
        if self.stays is None:
            return wanted
        asked = Q(pk__in=())
        for schools, start, end in self._groups(period):
            invited = Invitation.objects.filter(contest=OuterRef("pk"), school_id__in=schools)
            asked |= Q(Exists(invited), opens_at__lt=end, closes_at__gte=start)
        return wanted & (asked | Q(Exists(Attempt.objects.filter(self.turns(period), contest=OuterRef("pk")))))

    def invitations(self, period: Period) -> Q:
        """Which invitations: those of its schools to contests that ran while they stood there."""
        if self.stays is None:
            return Q()
        asked = Q(pk__in=())
        for schools, start, end in self._groups(period):
            asked |= Q(school_id__in=schools, contest__opens_at__lt=end, contest__closes_at__gte=start)
        return asked

    def _groups(self, period: Period) -> Iterator[tuple[list[int], datetime, datetime]]:
        """Schools that stood there in the same days of the period, with the instants of those days."""
        by_days: dict[tuple[date, date], list[int]] = defaultdict(list)
        for stay in self.stays or ():
            if stay.meets(period.first, period.last):
                days = max(stay.first or LONG_AGO, period.first), min(stay.last or FAR, period.last)
                by_days[days].append(stay.school)
        for (first, last), schools in by_days.items():
            yield (schools, *clock.days_as_instants(first, last))


EVERYTHING = Scope()
