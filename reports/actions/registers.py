"""Rows of registers: entered, corrected with old and new kept, taken out and put back."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import NotThere, Refusal
from reports.exchange.evidence import opens
from reports.models import (
    MODELS,
    Evidence,
    ExchangeCountry,
    OutsideContest,
    OutsidePrize,
    ParticipationOutside,
    RegisterChange,
    RegisterRow,
)
from reports.queries.register_returns import closed_spans
from reports.queries.register_rows import values_of
from reports.rules import evidence as files
from reports.rules.register_rows import Value, judge, same_as, told
from reports.rules.register_shapes import SHAPES, Column, Shape
from schools.actions import trail
from schools.models import School, User

#: Columns that are rows of their own: (table, the column that points back).
CHILDREN: dict[str, tuple[Any, str]] = {
    "countries": (ExchangeCountry, "exchange"),
    "prizes": (OutsidePrize, "participation"),
}


@transaction.atomic
def enter_row(
    *,
    key: str,
    values: Mapping[str, Value],
    school: School | None,
    by: User,
    at: datetime,
    confirmed: bool = False,
    file: bytes | None = None,
) -> RegisterRow:
    """A new row, of a school or (None) of the Department. One that tells of the same thing is refused with 409
    `entered_before` unless it is confirmed; so are days that the school has reported as complete."""
    shape = SHAPES[key]
    _judged(shape, values, at)
    _hold(school, by)
    same = same_as(shape, values)
    demo = school.is_demo if school else by.is_demo
    _once(shape, school, same, is_demo=demo, confirmed=confirmed)
    _still_open(shape, school, values)
    row = MODELS[key](school=school, is_demo=demo, same_as=same)
    row.entered_by, row.entered_at = by, at
    _fill(row, shape, values)
    _keep_file(row, file)
    trail.record(at=at, actor=by, act="register_entered", subject=f"{key} {row.pk}", school=school)
    return row


@transaction.atomic
def change_row(
    *,
    key: str,
    row_id: int,
    values: Mapping[str, Value],
    by: User,
    at: datetime,
    confirmed: bool = False,
    file: bytes | None = None,
    seen: int | None = None,
) -> list[RegisterChange]:
    """A correction: every column that differs is kept with its old and its new value. Gives these changes.

    `seen`: how many changes of the row its writer knew of; where there are more by now it is refused (`row_moved`).
    """
    shape, row = SHAPES[key], _row(key, row_id)
    if seen is not None and RegisterChange.objects.filter(register=key, row=row_id).count() != seen:
        said = _("Dòng này vừa được người khác sửa, xem lịch sử bên dưới. Lưu lần nữa thì bản này thay.")
        raise Refusal("row_moved", said)
    _judged(shape, values, at)
    _hold(row.school, by)
    before = values_of(row, shape)
    _still_open(shape, row.school, before)
    _still_open(shape, row.school, values)
    if (same := same_as(shape, values)) != row.same_as:
        _once(shape, row.school, same, is_demo=row.is_demo, confirmed=confirmed, but=row.pk)
        row.same_as = same
    changes = [
        _changed(row, shape, by, at, column=column.name, before=was, after=now)
        for column in shape.columns
        if (was := _told(column, before[column.name])) != (now := _told(column, values[column.name]))
    ]
    if _keep_file(row, file):
        changes.append(_changed(row, shape, by, at, column="file"))
    RegisterChange.objects.bulk_create(changes)
    _fill(row, shape, values)
    if changes:
        note = ", ".join(change.column for change in changes)
        trail.record(at=at, actor=by, act="register_changed", subject=f"{key} {row.pk}", school=row.school, note=note)
    return changes


@transaction.atomic
def withdraw_row(*, key: str, row_id: int, by: User, at: datetime) -> None:
    """Takes a row out of every sum; it stays readable and can be put back."""
    shape, row = SHAPES[key], _row(key, row_id)
    if row.withdrawn_at is not None:
        return
    _still_open(shape, row.school, values_of(row, shape))
    if isinstance(row, OutsideContest) and row.participations.filter(withdrawn_at=None).exists():
        raise Refusal("in_use", _("Đã có trường khai dự thi cuộc thi này, nên không bỏ được."))
    _stand(row, shape, by, at, act="withdrawn", withdrawn_at=at)


@transaction.atomic
def restore_row(*, key: str, row_id: int, by: User, at: datetime, confirmed: bool = False) -> None:
    """Puts a row back that was taken out; one that was entered anew meanwhile is asked about as in `enter_row`."""
    shape, row = SHAPES[key], _row(key, row_id)
    if row.withdrawn_at is None:
        return
    _hold(row.school, by)
    _still_open(shape, row.school, values_of(row, shape))
    if isinstance(row, ParticipationOutside) and row.contest.withdrawn_at is not None:
        raise Refusal("contest_withdrawn", _("Sở đã bỏ cuộc thi này, nên không đưa lại dòng này được."))
    _once(shape, row.school, row.same_as, is_demo=row.is_demo, confirmed=confirmed)
    _stand(row, shape, by, at, act="restored", withdrawn_at=None)


def _stand(row: Any, shape: Shape, by: User, at: datetime, *, act: str, withdrawn_at: datetime | None) -> None:
    row.withdrawn_at = withdrawn_at
    row.save(update_fields=["withdrawn_at"])
    _changed(row, shape, by, at, act=act).save()
    trail.record(at=at, actor=by, act=f"register_{act}", subject=f"{shape.key} {row.pk}", school=row.school)


def _row(key: str, row_id: int) -> Any:
    found = MODELS[key]._default_manager.filter(pk=row_id).first()
    if found is None:
        raise NotThere(_("Không tìm thấy dòng này."))
    if found.school_id is not None:  # first the school, then the row, as an import does: nobody waits for each other
        School.objects.select_for_update().get(pk=found.school_id)
    return MODELS[key]._default_manager.select_for_update().get(pk=row_id)


def _hold(school: School | None, by: User) -> None:
    """Two who enter the same thing at the same moment come one after the other."""
    if school is not None:
        School.objects.select_for_update().get(pk=school.pk)
    else:
        User.objects.select_for_update().get(pk=by.pk)


def _judged(shape: Shape, values: Mapping[str, Value], at: datetime) -> None:
    if problems := judge(shape, values, today=clock.day_of(at)):
        fields: dict[str, list[object]] = {name: [code] for name, code in problems.items()}
        raise Refusal("bad_row", _("Có ô chưa đúng. Hãy xem lại dòng này."), status=422, fields=fields)


def _once(
    shape: Shape, school: School | None, same: str, *, is_demo: bool, confirmed: bool = False, but: int = 0
) -> None:
    """Whoever confirms may enter the same again, except a school in one outside contest."""
    if confirmed and shape.key != "outside":
        return
    standing = {"school": school, "is_demo": is_demo, "same_as": same, "withdrawn_at": None}
    rows = MODELS[shape.key]._default_manager.filter(**standing).exclude(pk=but)
    if rows.exists():
        if shape.key == "outside":
            raise Refusal("entered_before", _("Trường đã khai cuộc thi này. Hãy sửa dòng đã có."))
        raise Refusal("entered_before", _("Dòng này đã có. Hãy đánh dấu xác nhận nếu đây là một hoạt động khác."))


def _still_open(shape: Shape, school: School | None, values: Mapping[str, Value]) -> None:
    first, last = (values[name] for name in shape.days)
    if school is None or not isinstance(first, date) or not isinstance(last, date):
        return
    if any(begins <= last and first <= ends for begins, ends in closed_spans(school.pk)):
        raise Refusal("reported", _("Trường đã báo cáo xong kỳ có ngày này. Hãy mở lại kỳ trước khi sửa."))


def _fill(row: Any, shape: Shape, values: Mapping[str, Value]) -> None:
    for column in shape.columns:
        if column.name not in CHILDREN:
            setattr(row, f"{column.name}_id" if column.kind == "contest" else column.name, values[column.name])
    row.save()
    for name, (table, back) in CHILDREN.items():
        if name in values:
            table.objects.filter(**{back: row}).delete()
            table.objects.bulk_create(table(**{back: row}, **_child(one)) for one in values[name] or ())  # type: ignore[union-attr]  # names and prizes are tuples


def _child(one: str | tuple[str, int]) -> dict[str, object]:
    return {"name": one} if isinstance(one, str) else {"name": one[0], "n": one[1]}


def _keep_file(row: Any, data: bytes | None) -> bool:
    """Whether another file is kept now."""
    if data is None:
        return False
    media = _media(data)
    if not media or not isinstance(row, ParticipationOutside):
        sentence = _("Tệp minh chứng phải là PDF, JPG hoặc PNG mở được, không quá 5 MB.")
        raise Refusal("bad_file", sentence, status=422, fields={"file": [sentence]})
    digest = hashlib.sha256(data).hexdigest()
    if Evidence.objects.filter(participation=row, digest=digest).exists():
        return False
    Evidence.objects.update_or_create(participation=row, defaults={"media": media, "digest": digest, "data": data})
    return True


def _media(data: bytes) -> str:
    """The media type of a file that can be kept; "" for one that is too large, of another kind, empty or broken."""
    media = files.media_of(data) if len(data) <= files.LARGEST else ""
    return media if media in {"", files.PDF} or opens(data, media) else ""


def _changed(
    row: Any,
    shape: Shape,
    by: User,
    at: datetime,
    *,
    act: str = "changed",
    column: str = "",
    before: str = "",
    after: str = "",
) -> RegisterChange:
    what = {"register": shape.key, "row": row.pk, "school": row.school, "act": act}
    return RegisterChange(**what, column=column, before=before, after=after, by=by, at=at)


def _told(column: Column, value: Value) -> str:
    if column.kind == "contest":
        return OutsideContest.objects.values_list("name", flat=True).get(pk=str(value))
    return told(column, value)
