"""The period, typed day first: native date fields follow the browser's language, and 11/12 would be ambiguous."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.rules.periods import Period, PeriodError, day_from
from reports.rules.wording import short_day

SENTENCES = {
    "not_a_day": _("Ngày chưa đúng. Hãy viết theo dạng ngày/tháng/năm, ví dụ 05/09/2026."),
    "reversed": _("Kỳ báo cáo kết thúc trước khi bắt đầu. Hãy chọn lại ngày cuối kỳ."),
}


class DayField(forms.CharField):
    """`dd/mm/yyyy`, cleaned to a date."""

    def __init__(self, label: Any) -> None:
        entry = forms.TextInput(attrs={"class": "in", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"})
        super().__init__(label=label, max_length=10, widget=entry)

    def clean(self, value: Any) -> Any:
        try:
            return day_from(super().clean(value))
        except PeriodError as error:
            raise forms.ValidationError(SENTENCES[error.code], code=error.code) from None


class PeriodForm(forms.Form):
    """`from` and `to`; after `is_valid()` the period is in `period`."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(_("Từ ngày"))
        self.fields["to"] = DayField(_("Đến ngày"))
        for name in ("from", "to"):
            if self.is_bound and self[name].errors:
                described = {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}
                self.fields[name].widget.attrs.update(described)

    def clean(self) -> dict[str, Any]:
        days = self.cleaned_data
        if isinstance(days.get("from"), date) and isinstance(days.get("to"), date):
            try:
                self.period = Period(days["from"], days["to"])
            except PeriodError as error:
                self.add_error("to", forms.ValidationError(SENTENCES[error.code], code=error.code))
        return days


def typed(period: Period) -> dict[str, str]:
    """The period as its two fields hold it."""
    return {"from": short_day(period.first), "to": short_day(period.last)}
