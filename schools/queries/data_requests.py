"""The register of requests: who sees which, what is late, and whom a typed name may mean."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from schools.models import DataRequest, Role, User
from schools.models.data_request import RequestState
from schools.queries.people import PROVINCE


@dataclass(frozen=True)
class RequestLine:
    """A request as the list shows it; days left are negative when it is late."""

    row: DataRequest
    days_left: int
    is_late: bool
    acknowledgement_late: bool


def requests_visible(user: User) -> QuerySet[DataRequest]:
    """The own school's for its leaders, all of them for the Department; demonstration apart."""
    rows = DataRequest.objects.select_related("person", "school", "answered_by")
    if user.role in PROVINCE:
        return rows.filter(is_demo=True) if user.is_demo else rows
    if user.role == Role.LEADER and user.school_id is not None:
        return rows.filter(school_id=user.school_id)
    return rows.none()


def in_order(rows: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """Open ones first, the nearest day on top (so what is late leads), then what was answered, the newest first."""
    closed = Case(When(state=RequestState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(closed, Case(When(state=RequestState.OPEN, then=F("due_on"))), "-received_on", "-pk")


def line_of(row: DataRequest, today: date) -> RequestLine:
    """With what the days say."""
    return RequestLine(
        row=row,
        days_left=(row.due_on - today).days,
        is_late=row.is_open and row.due_on < today,
        acknowledgement_late=row.is_open and row.acknowledged_on is None and row.acknowledge_by < today,
    )


def late_requests(user: User, today: date) -> int:
    """How many are open beyond their day in this person's scope."""
    return requests_visible(user).filter(state=RequestState.OPEN, due_on__lt=today).count()
