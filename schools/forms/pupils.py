"""What is typed about one pupil: name, birth date, numbers."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from backend import clock
from schools.forms.people import DayField, PlainForm
from schools.models.person import Sex
from schools.rules.roster import cells

T = TypeVar("T")
EARLIEST = 1950
_TEXT = {"autocomplete": "off"}


class PupilForm(PlainForm):
    """Corrections of one pupil, judged as a class list's cells are."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs=_TEXT))
    birth_date = DayField(label=_("Ngày sinh"), required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", "–"), *Sex.choices], required=False)
    pupil_code = forms.CharField(
        label=_("Mã học sinh"), max_length=40, required=False, widget=forms.TextInput(attrs=_TEXT)
    )
    ministry_id = forms.CharField(
        label=_("Mã định danh Bộ GD&ĐT"), max_length=20, required=False, widget=forms.TextInput(attrs=_TEXT)
    )

    def clean_full_name(self) -> str:
        return _judged(lambda: cells.name(cells.text(self.cleaned_data["full_name"])), _("Tên này không đọc được."))

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day is not None and not EARLIEST <= day.year <= clock.today().year - 4:
            raise forms.ValidationError(_("Hãy xem lại năm sinh."))
        return day

    def clean_pupil_code(self) -> str:
        return _judged(lambda: cells.identifier(self.cleaned_data["pupil_code"]), _("Mã này không dùng được."))

    def clean_ministry_id(self) -> str:
        number, warning = _judged(
            lambda: cells.ministry_id(self.cleaned_data["ministry_id"]), _("Mã này không dùng được.")
        )
        if warning:  # twelve digits: the personal number, which nobody needs here
            raise forms.ValidationError(_("Đây là số định danh cá nhân 12 số. Hệ thống không cần nên không lưu."))
        return number


def _judged(read: Callable[[], T], otherwise: Any) -> T:
    try:
        return read()
    except cells.CellProblem:
        raise forms.ValidationError(otherwise) from None
