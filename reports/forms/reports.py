"""What an officer fills in to freeze a report and to set how it is headed and signed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.period import DayField
from reports.queries.letterhead import LINES
from reports.rules.office_words import tidy
from schools.rules import names

MOST_LINES = 12


class FreezeForm(forms.Form):
    """Why a version is corrected, and that days of another frozen period may be in it again."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Lý do điều chỉnh"),
        required=False,
        max_length=300,
        help_text=_("Lý do được in trong báo cáo bản mới."),
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    overlap = forms.BooleanField(label=_("Vẫn chốt dù trùng ngày với kỳ khác"), required=False)

    def clean_reason(self) -> str:
        return names.clean(tidy(self.cleaned_data["reason"]))


class LineField(forms.CharField):
    """One line of print."""

    def __init__(self, label: Any, most: int, **more: Any) -> None:
        widget = forms.TextInput(attrs={"class": "in"})
        super().__init__(label=label, max_length=most, widget=widget, **{"required": False, **more})

    def clean(self, value: Any) -> str:
        return names.clean(tidy(super().clean(value)))


class LinesField(forms.CharField):
    """Several lines of print, one below the other."""

    def __init__(self, label: Any, rows: int = 3, **more: Any) -> None:
        widget = forms.Textarea(attrs={"class": "in", "rows": rows})
        super().__init__(label=label, required=False, max_length=2_000, widget=widget, **more)

    def clean(self, value: Any) -> str:
        lines = [names.clean(line) for line in tidy(super().clean(value)).splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_LINES:
            raise forms.ValidationError(_("Mục này nhiều nhất 12 dòng."))
        return "\n".join(kept)


class MaybeDayField(DayField):
    """A day, or nothing yet."""

    def __init__(self, label: Any) -> None:
        super().__init__(label)
        self.required = False

    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


class LetterheadForm(forms.Form):
    """Everything the office sets; an empty field becomes a blank on paper."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "plan_number": LineField(_("Số kế hoạch"), 60, help_text=_("Ví dụ 35/KH-UBND.")),
            "plan_day": MaybeDayField(_("Ngày kế hoạch")),
            "plan_name": LineField(
                _("Tên kế hoạch"), 300, help_text=_("Viết tiếp sau ngày: của cơ quan nào, về việc gì.")
            ),
            "parent": LineField(_("Cơ quan chủ quản"), 120),
            "agency": LineField(_("Cơ quan ban hành"), 120, required=True),
            "symbol": LineField(_("Ký hiệu văn bản"), 40, help_text=_("Đứng sau số, ví dụ BC-SGDĐT.")),
            "place": LineField(_("Địa danh"), 60),
            "to": LinesField(_("Kính gửi"), help_text=_("Mỗi nơi một dòng, cơ quan tổng hợp đứng đầu.")),
            "signs_as": LinesField(
                _("Quyền hạn, chức vụ người ký"), 2, help_text=_("Mỗi dòng in một dòng, ví dụ KT. GIÁM ĐỐC.")
            ),
            "signatory": LineField(_("Họ tên người ký"), 80, help_text=_("Không ghi học hàm, học vị.")),
            "copies_to": LinesField(_("Nơi nhận"), help_text=_("Mỗi nơi một dòng, không gõ dấu gạch đầu dòng.")),
            "filed_by": LineField(_("Đơn vị soạn thảo, lưu"), 40, help_text=_("In sau chữ Lưu: VT.")),
        }
        for name in self.fields if self.is_bound else ():
            if self[name].errors:
                described = {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}
                self.fields[name].widget.attrs.update(described)


def first_values(letterhead: dict[str, Any]) -> dict[str, Any]:
    """What the form begins with before anybody has set anything: the settings, several lines in one text."""
    values = {name: "\n".join(value) if name in LINES else value for name, value in letterhead.items()}
    return values | {"plan_name": values.pop("plan")}
