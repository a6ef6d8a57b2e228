"""The register of requests about personal data: taken in, acknowledged, extended once, answered."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import trail
from schools.models import DataRequest, DataRequestStep, School, User
from schools.models.data_request import RequestAct, RequestState
from schools.rules import due_days, names

LONGEST_AGO = 366


@transaction.atomic
def record_request(
    *,
    kind: str,
    asker: str,
    received_on: date,
    school: School | None,
    person: User | None = None,
    person_name: str = "",
    details: str = "",
    third_party: bool = False,
    holidays: Collection[date] = (),
    by: User,
    at: datetime,
) -> DataRequest:
    """A new line of the register with its two terms. The person is an account, or a name as it was written."""
    today = clock.day_of(at)
    if received_on > today or (today - received_on).days > LONGEST_AGO:
        raise _invalid("received_on", _("Ngày nhận chưa tới hoặc đã quá một năm."))
    name = names.clean(person_name)[:120]
    if person is None and not name:
        raise _invalid("person_name", _("Hãy ghi người được hỏi dữ liệu."))
    due = due_days.due_on(kind, received_on, third_party=third_party)
    row = DataRequest.objects.create(
        kind=kind,
        asker=asker,
        person=person,
        person_name="" if person else name,
        details=_plain(details, 1000),
        school=school,
        third_party=third_party and kind in due_days.WITH_THIRD_PARTY,
        received_on=received_on,
        acknowledge_by=due_days.acknowledge_by(received_on, holidays),
        due_on=due,
        first_due_on=due,
        is_demo=by.is_demo or bool(school and school.is_demo),
    )
    _step(row, RequestAct.RECORDED, by, at)
    return row


@transaction.atomic
def acknowledge_request(*, request: DataRequest, by: User, at: datetime) -> DataRequest:
    """The asker has been told that the request has come. A second time changes nothing."""
    row = _open(request)
    if row.acknowledged_on is None:
        row.acknowledged_on = clock.day_of(at)
        row.save(update_fields=["acknowledged_on"])
        _step(row, RequestAct.ACKNOWLEDGED, by, at)
    return row


@transaction.atomic
def extend_request(*, request: DataRequest, until: date, reason: str, by: User, at: datetime) -> DataRequest:
    """A later day, once, at most 15 days after the first one, before that one is over, and with a reason."""
    row, why = _open(request), _plain(reason, 400)
    if row.is_extended:
        raise Refusal("extended", _("Yêu cầu này đã gia hạn một lần, không gia hạn thêm được."))
    if clock.day_of(at) > row.due_on:
        raise Refusal("too_late", _("Đã quá hạn nên không gia hạn được nữa."))
    if not row.due_on < until <= due_days.latest_extension(row.first_due_on):
        raise _invalid("until", _("Hạn mới phải sau hạn cũ và không quá 15 ngày."))
    if not why:
        raise _invalid("reason", _("Hãy ghi lý do gia hạn."))
    row.due_on = until
    row.save(update_fields=["due_on"])
    _step(row, RequestAct.EXTENDED, by, at, f"{until:%d/%m/%Y}: {why}")
    return row


@transaction.atomic
def answer_request(*, request: DataRequest, done: bool, answer: str, by: User, at: datetime) -> DataRequest:
    """What the asker was told; the request is closed with it, done or refused with the reason."""
    row, said = _open(request), _plain(answer, 1000)
    if not said:
        raise _invalid("answer", _("Hãy ghi câu trả lời."))
    row.state = RequestState.DONE if done else RequestState.REFUSED
    row.answer, row.answered_at, row.answered_by = said, at, by
    row.acknowledged_on = row.acknowledged_on or clock.day_of(at)
    row.save(update_fields=["state", "answer", "answered_at", "answered_by", "acknowledged_on"])
    _step(row, RequestAct.ANSWERED, by, at, row.state)
    return row


def _open(request: DataRequest) -> DataRequest:
    row = DataRequest.objects.select_for_update().select_related(None).get(pk=request.pk)
    if not row.is_open:
        raise Refusal("answered", _("Yêu cầu này đã trả lời xong."))
    return row


def _step(row: DataRequest, act: str, by: User, at: datetime, note: str = "") -> None:
    DataRequestStep.objects.create(request=row, at=at, by=by, act=act, note=note[:500])
    trail.record(
        at=at,
        actor=by,
        act=f"request_{act}",
        subject=f"request {row.pk}",
        school=row.school,
        note=row.kind,
    )


def _plain(text: str, most: int) -> str:
    return text.replace("\0", "").strip()[:most]


def _invalid(field: str, sentence: object) -> Refusal:
    return Refusal("invalid", sentence, status=422, fields={field: [sentence]})
