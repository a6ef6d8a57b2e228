"""What has left: names of a day, the list of exports, and alarms."""

from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from backend import clock
from schools.models import ExportRecord, Role, User

ALARM_DAYS = 7


def names_taken(user: User, at: datetime) -> int:
    """Rows with names that this account has taken on the day of `at`."""
    return _of_day(user, at).filter(named=True).aggregate(rows=Sum("rows"))["rows"] or 0


def same_list(line: ExportRecord) -> ExportRecord | None:
    """The line that this account already has for this list on the same day."""
    mine = _of_day(line.user, line.at)
    return mine.filter(what=line.what, subject=line.subject, named=line.named).order_by("pk").first()


def _of_day(user: User, at: datetime) -> QuerySet[ExportRecord]:
    start, _end = clock.days_as_instants(clock.day_of(at), clock.day_of(at))
    return ExportRecord.objects.filter(user=user, at__gte=start, refused=False)


def exports_visible(user: User) -> QuerySet[ExportRecord]:
    """Those of the own school for its leaders, all of them for administrators; demonstration apart."""
    rows = ExportRecord.objects.select_related("user__school", "school").order_by("-at", "-pk")
    if user.role == Role.ADMIN:
        return rows.filter(user__is_demo=True) if user.is_demo else rows
    if user.role == Role.LEADER and user.school_id is not None:
        return rows.filter(user__school_id=user.school_id)
    return rows.none()


def alarms(user: User, at: datetime) -> int:
    """Refused exports of the last seven days in this person's scope."""
    return exports_visible(user).filter(refused=True, at__gte=at - timedelta(days=ALARM_DAYS)).count()
