"""Fields of the contest form. Dates are text, dd/mm/yyyy, in every browser; an empty option is its default."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOMENT = "%H:%M %d/%m/%Y"
YEARS = range(2000, 2101)
Choices = Iterable[tuple[str, object]]


class MomentField(forms.DateTimeField):
    """`07:30 25/11/2026` in the settings' zone."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            input_formats=[MOMENT, "%d/%m/%Y %H:%M"],
            widget=forms.DateTimeInput(
                format=MOMENT, attrs={"class": "in", "placeholder": "07:30 25/11/2026", "autocomplete": "off"}
            ),
            error_messages={
                "invalid": _("Viết giờ và ngày như 07:30 25/11/2026."),
                "required": _("Hãy viết giờ và ngày, như 07:30 25/11/2026."),
            },
            **kwargs,  # type: ignore[arg-type]  # label and help text
        )

    def to_python(self, value: Any) -> datetime | None:
        if (year := _year_of(value)) is not None and year not in YEARS:
            raise ValidationError(_("Năm phải từ 2000 đến 2100."))
        return super().to_python(value)


def _year_of(value: object) -> int | None:
    """The year as typed: one far away cannot even be taken into the zone."""
    for shape in (MOMENT, "%d/%m/%Y %H:%M"):
        try:
            return datetime.strptime(str(value).strip(), shape).year  # noqa: DTZ007 - only its year
        except ValueError:
            continue
    return None


class DayField(forms.DateField):
    """`25/11/2026`, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%d/%m/%Y"],
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "in", "placeholder": "dd/mm/yyyy"}),
            error_messages={"invalid": _("Viết ngày như 25/11/2026.")},
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(_("Năm phải từ 2000 đến 2100."))
        return day


class OptionField(forms.ChoiceField):
    """Radio buttons; what is left out is the default."""

    def __init__(self, choices: Choices, default: str, *, drop_down: bool = False, **kwargs: Any) -> None:
        widget = forms.Select(attrs={"class": "in"}) if drop_down else forms.RadioSelect()
        super().__init__(choices=list(choices), required=False, initial=default, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or self.initial


class NumberOption(forms.IntegerField):
    """A whole number; what is left out is the default, which may be None."""

    def __init__(self, default: int | None, *, least: int, most: int, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"})
        super().__init__(
            required=False, initial=default, min_value=least, max_value=most, localize=False, widget=widget, **kwargs
        )

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return self.initial if number is None else number


class PointsField(forms.DecimalField):
    """Points as people write them, `0,5` or `0.5`; gives hundredths. Never a float in between."""

    def __init__(self, default: int, *, least: str = "0.01", **kwargs: Any) -> None:
        super().__init__(
            required=False,
            initial=default,
            min_value=Decimal(least),
            max_value=Decimal(100),
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"class": "in", "inputmode": "decimal"}),
            error_messages={
                "invalid": _("Viết số điểm như 1 hoặc 0,5."),
                "min_value": _("Số điểm quá nhỏ hoặc âm."),
                "max_value": _("Số điểm không quá 100."),
                "max_digits": _("Số điểm không quá 100."),
                "max_whole_digits": _("Số điểm không quá 100."),
                "max_decimal_places": _("Số điểm có nhiều nhất hai chữ số sau dấu phẩy."),
            },
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return f"{value / 100:g}".replace(".", ",")
        return value

    def clean(self, value: Any) -> Any:
        number = super().clean(str(value or "").replace(",", "."))
        return self.initial if number is None else int(number * 100)
