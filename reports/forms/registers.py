"""Register rows as forms, and what can be the matter with a row in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from reports.models import OutsideContest
from reports.queries.register_rows import RowLine, contest_numbers
from reports.rules.office_words import tidy
from reports.rules.register_rows import Value, plain, read, told
from reports.rules.register_shapes import Column, Shape

PROBLEMS: Mapping[str, Any] = {
    "needed": _("Ô này cần được điền."),
    "too_long": _("Ô này quá dài."),
    "not_a_day": _("Ngày chưa đúng. Hãy viết theo dạng ngày/tháng/năm, ví dụ 05/09/2026."),
    "far_day": _("Ngày phải từ năm 2015 đến một năm sau hôm nay."),
    "not_yet_held": _("Ngày này chưa tới nên hoạt động chưa diễn ra."),
    "reversed": _("Ngày cuối đứng trước ngày đầu."),
    "other_year": _("Từ ngày, đến ngày không nằm trong năm học này (tính từ ngày 1 tháng 8)."),
    "not_a_year": _("Năm học viết theo dạng 2026-2027."),
    "not_a_grade": _("Khối là một số từ 1 đến 12."),
    "not_a_number": _("Ô này là một số nguyên không âm."),
    "too_large": _("Số này quá lớn. Hãy xem lại."),
    "not_offered": _("Hãy chọn một mục trong danh sách."),
    "not_a_mark": _("Ô này chỉ ghi x hoặc để trống."),
    "not_a_link": _("Liên kết bắt đầu bằng https:// hoặc http://."),
    "not_prizes": _("Giải viết theo dạng: Nhất: 1; Nhì: 2."),
    "prize_twice": _("Một giải được ghi hai lần."),
    "not_launched": _("Cuộc thi này chưa được Sở phát động trên hệ thống."),
    "subject_needed": _("Hãy chọn môn học, hoặc đánh dấu ngoại khóa."),
    "unknown_row": _("Mã dòng không thuộc sổ của trường. Hãy để trống mã dòng để thêm dòng mới."),
    "double": _("Dòng này trùng với một dòng khác."),
    "reported": _("Trường đã báo cáo xong kỳ có ngày này. Hãy mở lại kỳ trước khi sửa."),
}


GROUPS: Mapping[str, Any] = {"pillars": _("Trụ cột"), "heads": _("Lượt người dự")}
_TOGETHER = {
    **dict.fromkeys(("politics", "economy", "culture"), "pillars"),
    **dict.fromkeys(("pupils", "students", "teachers", "researchers"), "heads"),
}


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    kind: str


class RegisterForm(forms.Form):
    """A row of one register as typed; after `is_valid()` it is in `row`. Ids begin with the register's key."""

    use_required_attribute = False

    def __init__(
        self,
        shape: Shape,
        *,
        contests: Collection[OutsideContest],
        today: date,
        values: Mapping[str, Value] | None = None,
        ask_again: bool = False,
        **kwargs: Any,
    ) -> None:
        first = {column.name: _typed(column, values.get(column.name)) for column in shape.columns} if values else {}
        super().__init__(auto_id=f"{shape.key}_%s", initial=first, **kwargs)
        self.shape, self.contests, self.today = shape, contests, today
        self.row: dict[str, Value] = {}
        for column in shape.columns:
            self.fields[column.name] = _field(column, contests)
        if shape.key == "outside":
            picker = forms.FileInput(attrs={"class": "in", "accept": ".pdf,.jpg,.jpeg,.png"})
            hint = _("PDF, JPG hoặc PNG, không quá 5 MB.")
            self.fields["file"] = forms.FileField(
                label=_("Tệp minh chứng"), required=False, allow_empty_file=True, widget=picker, help_text=hint
            )
        elif ask_again:
            label = _("Đây là một hoạt động khác, vẫn ghi thêm.")
            self.fields["confirmed"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        cells = {column.name: self.cleaned_data.get(column.name) for column in self.shape.columns}
        reading = read(self.shape, cells, today=self.today, contests=contest_numbers(self.contests))
        for name, code in reading.problems.items():
            self.add_error(name, forms.ValidationError(PROBLEMS[code], code=code))
            said = {"aria-invalid": "true", "aria-describedby": f"{self[name].id_for_label}_error"}
            self.fields[name].widget.attrs.update(said)
        self.row = reading.values
        return self.cleaned_data

    @property
    def wide(self) -> list[str]:
        """Fields that take the room of two."""
        kinds = {"text", "long", "link", "contest", "names", "prizes"}
        return [column.name for column in self.shape.columns if column.kind in kinds] + ["file", "confirmed"]

    @property
    def file(self) -> bytes | None:
        """The bytes of the file that was sent, one more than may be kept at most."""
        upload = self.cleaned_data.get("file")
        return upload.read(5_000_001) if upload else None

    @property
    def confirmed(self) -> bool:
        return bool(self.data.get("confirmed"))


class RemarkField(forms.CharField):
    """Words in several lines; a line's end counts as one sign, as the page counts it."""

    def __init__(self, label: Any) -> None:
        widget = forms.Textarea(attrs={"class": "in", "rows": 3})
        too_long = {"max_length": _("Mỗi ô ghi không quá 5.000 chữ cái.")}
        super().__init__(label=label, required=False, max_length=5_000, widget=widget, error_messages=too_long)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class RemarkForm(forms.Form):
    """What a school says of a period. `seen` marks the words that stood there when the page was opened."""

    difficulties = RemarkField(_("Khó khăn, vướng mắc"))
    proposals = RemarkField(_("Đề xuất, kiến nghị"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def cells(shape: Shape, line: RowLine) -> list[Cell]:
    """A row as a page shows it, in the page's language: pillars in one cell, heads of an event in one cell."""
    found = []
    for name, columns in _groups(shape).items():
        first = columns[0]
        if len(columns) == 1:
            found.append(Cell(gettext(first.label), shown(first, line.shown[first.name]), first.kind))
            continue
        told = [
            gettext(column.label) if column.kind == "yes" else f"{gettext(column.label)}: {shown(column, value)}"
            for column in columns
            if (value := line.shown[column.name])
        ]
        found.append(Cell(str(GROUPS[name]), "; ".join(told) or "–", "text"))
    return found


def heads(shape: Shape) -> list[str]:
    """The headings above `cells`."""
    groups = _groups(shape).items()
    return [str(GROUPS[name]) if len(columns) > 1 else gettext(columns[0].label) for name, columns in groups]


def _groups(shape: Shape) -> dict[str, list[Column]]:
    """Columns that are told together, in the order of the shape."""
    found: dict[str, list[Column]] = {}
    for column in shape.columns:
        found.setdefault(_TOGETHER.get(column.name, column.name), []).append(column)
    return found


def shown(column: Column, value: Value) -> str:
    if column.kind == "choice" and value:
        return gettext(told(column, value))
    if column.kind == "yes":
        return gettext("Có") if value else "–"
    return told(column, value) or "–"


def _typed(column: Column, value: Value) -> object:
    return bool(value) if column.kind == "yes" else plain(column, value)


def _field(column: Column, contests: Collection[OutsideContest]) -> forms.Field:
    label, hint = gettext_lazy(column.label), gettext_lazy(column.hint) if column.hint else ""
    if column.kind == "yes":
        return forms.BooleanField(label=label, required=False)
    widget: forms.Widget
    if column.kind in {"choice", "contest"}:
        options: list[tuple[str, Any]] = [(code, gettext_lazy(name)) for code, name in column.choices]
        if column.kind == "contest":
            options = [(str(one.pk), one.name) for one in contests]
        widget = forms.Select(attrs={"class": "in"}, choices=[("", "—"), *options])
    elif column.kind == "long":
        widget = forms.Textarea(attrs={"class": "in", "rows": 2})
    else:
        attrs = {"class": "in", "autocomplete": "off"}
        if column.kind in {"day", "heads", "amount", "grade"}:
            attrs["inputmode"] = "numeric"
        if column.kind == "day":
            attrs["placeholder"] = "dd/mm/yyyy"
        widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, widget=widget, help_text=hint, strip=False)
