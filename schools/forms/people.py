"""Forms of people and schools. They read what was typed; actions decide."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend import clock
from schools.access import MAKES
from schools.models import Role, School, SchoolClass, User
from schools.queries.places import commune_named, schools_visible
from schools.rules import years

Pairs = Sequence[tuple[object, object]]
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


if TYPE_CHECKING:
    _SchoolChoice = forms.ModelChoiceField[School]
else:
    _SchoolChoice = forms.ModelChoiceField


class PlainForm(forms.Form):
    """Fields in the house's look, with errors tied to their field for screen readers."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "in")

    def full_clean(self) -> None:
        super().full_clean()
        self.mark_errors()

    def mark_errors(self) -> None:
        """Ties each error to its field; called again when an action has refused."""
        for name in set(self.errors) & set(self.fields):
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}


def _password(label: object, autocomplete: str, help_text: object = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=256, strip=False, widget=widget, help_text=help_text)  # type: ignore[arg-type]  # lazy text


class LoginForm(PlainForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password(_("Mật khẩu"), "current-password")


class NewPasswordForm(PlainForm):
    """Asks for a new password twice."""

    password = _password(_("Mật khẩu mới"), "new-password", _("Ít nhất 10 ký tự, không chỉ toàn số."))
    again = _password(_("Nhập lại mật khẩu mới"), "new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("Hai lần nhập chưa giống nhau."))
        return given


class FirstForm(NewPasswordForm):
    """Name and one-time code from the printed slip."""

    field_order = ("username", "code", "password", "again")
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, widget=forms.TextInput(attrs={"autocapitalize": "none"})
    )
    code = forms.CharField(
        label=_("Mã dùng một lần"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class ChangePasswordForm(NewPasswordForm):
    field_order = ("old", "password", "again")
    old = _password(_("Mật khẩu hiện tại"), "current-password")


class CardForm(PlainForm):
    """What is typed from a card."""

    code = forms.CharField(
        label=_("Mã thẻ"),
        max_length=40,
        help_text=_("8 chữ và số, in đậm trên thẻ."),
        widget=forms.TextInput(
            attrs={"class": "in code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=20,
        help_text=_("6 số trên thẻ."),
        widget=forms.TextInput(attrs={"class": "in code", "autocomplete": "off", "inputmode": "numeric"}),
    )


class RoomPinForm(PlainForm):
    """A pupil of the opened class and the PIN."""

    pupil = forms.TypedChoiceField(label=_("Em là"), coerce=int)
    pin = CardForm.declared_fields["pin"]

    def __init__(self, *args: Any, pupils: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", _("Chọn tên của em")), *pupils]
        self.fields["pupil"].choices = names  # type: ignore[attr-defined]  # a choice field


class SchoolField(_SchoolChoice):
    """A school within somebody's scope; sorted by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=School.objects.none(), empty_label=_("Chọn trường"), label=_("Trường"), **kwargs)


class ScopedForm(PlainForm):
    """A form with a school: fixed for school staff, chosen by the Department."""

    school = SchoolField()

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.school_id:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = schools_visible(by)  # type: ignore[attr-defined]  # a model choice


class RosterForm(ScopedForm):
    file = forms.FileField(
        label=_("Tệp danh sách lớp"),
        allow_empty_file=True,
        help_text=_("Tệp .xlsx, .xls hoặc .csv, tối đa 10 MB. Cần có cột Họ và tên và cột Lớp."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )
    year = forms.TypedChoiceField(label=_("Năm học"), coerce=int)
    class_name = forms.CharField(
        label=_("Lớp (khi tệp không có cột Lớp)"), max_length=40, required=False, help_text=_("Ví dụ: 10A3")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = years.start_year(clock.today())
        self.fields["year"].choices = [(year, years.label(year)) for year in (now, now + 1, now - 1)]  # type: ignore[attr-defined]  # a choice field


class StaffForm(ScopedForm):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    role = forms.ChoiceField(label=_("Vai trò"))
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        required=False,
        help_text=_("Để trống thì máy đặt giúp."),
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )
    field_order = ("full_name", "role", "school", "username")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        allowed = MAKES.get(by.role, frozenset())
        self.fields["role"].choices = [(value, label) for value, label in Role.choices if value in allowed]  # type: ignore[attr-defined]  # a choice field
        if "school" in self.fields:
            self.fields["school"].required = False


class HeadcountForm(ScopedForm):
    grade = forms.TypedChoiceField(
        label=_("Khối"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Toàn trường")), *((grade, str(grade)) for grade in range(1, 13))],
    )
    pupils = forms.IntegerField(label=_("Số học sinh"), min_value=1, max_value=20_000)
    as_of = forms.DateField(
        label=_("Tính đến ngày"),
        input_formats=DAY_FORMATS,
        help_text=_("ngày/tháng/năm, ví dụ 05/09/2026"),
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=_("Nguồn"), max_length=300, help_text=_("Ví dụ: báo cáo đầu năm học của trường, số 12/BC-THPT")
    )

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day.year < 2015 or day > clock.today():
            raise forms.ValidationError(_("Ngày này chưa tới hoặc quá xa."))
        return day


class RoomForm(PlainForm):
    """Which class a device is opened for."""

    school_class = forms.TypedChoiceField(label=_("Lớp"), coerce=int)

    def __init__(self, *args: Any, classes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_class"].choices = [("", _("Chọn lớp")), *classes]  # type: ignore[attr-defined]  # a choice field


class DayField(forms.DateField):
    """A day as people here write it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})
        hint = _("ngày/tháng/năm, ví dụ 05/09/2026")
        super().__init__(**{"input_formats": DAY_FORMATS, "widget": widget, "help_text": hint, **kwargs})


def _not_ahead(day: Any) -> Any:
    if day.year < 2015 or day > clock.today():
        raise forms.ValidationError(_("Ngày này chưa tới hoặc quá xa."))
    return day


class AskingForm(PlainForm):
    """A form whose action may ask back: then it is shown again with a box to tick (`ask`)."""

    def __init__(self, *args: Any, ask: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask:
            self.fields["confirmed"] = forms.BooleanField(label=_("Đúng ngày này, vẫn ghi"), required=False)

    @property
    def confirmed(self) -> bool:
        return bool(self.data.get("confirmed"))


class ClassForm(AskingForm):
    """Into which class, from which day."""

    school_class = forms.TypedChoiceField(label=_("Lớp"), coerce=int)
    day = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, classes: list[SchoolClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(row.pk, f"{row.name} · {years.label(row.year)}") for row in classes]
        self.fields["school_class"].choices = [("", _("Chọn lớp")), *labels]  # type: ignore[attr-defined]  # a choice field

    def clean_day(self) -> Any:
        return _not_ahead(self.cleaned_data["day"])


class ArrivalForm(ClassForm):
    """A pupil of another school, by the ministry's number and the birth date."""

    field_order = ("ministry_id", "birth_date", "school_class", "day")
    ministry_id = forms.CharField(
        label=_("Mã định danh Bộ GD&ĐT"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_date = DayField(label=_("Ngày sinh"))


class LeaveForm(AskingForm):
    day = DayField(label=_("Ngày học cuối cùng"))

    def clean_day(self) -> Any:
        return _not_ahead(self.cleaned_data["day"])


class SignedForm(PlainForm):
    signed_on = DayField(label=_("Ngày ký trên phiếu"))


class PlaceForm(PlainForm):
    """A commune by name or code, among those that exist on the day."""

    from_day = DayField(label=_("Từ ngày"))
    unit = forms.CharField(
        label=_("Xã, phường"),
        max_length=140,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi chọn trong danh sách hiện ra."),
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("from_day") and given["from_day"] > clock.today() + timedelta(days=366):
            self.add_error("from_day", _("Ngày này xa quá. Hãy xem lại năm."))
        if given.get("unit") and given.get("from_day"):
            found = commune_named(given["unit"], given["from_day"])
            if found is None:
                self.add_error("unit", _("Không có xã, phường nào tên này vào ngày ấy, hoặc có nhiều nơi trùng tên."))
            given["unit"] = found
        return given


class TokenForm(PlainForm):
    """A name, what it may do, and for how long. Nothing is ticked beforehand."""

    name = forms.CharField(label=_("Tên mã"), max_length=80, help_text=_("Ví dụ: máy tính phòng giáo vụ"))
    scopes = forms.MultipleChoiceField(label=_("Quyền"))
    days = forms.TypedChoiceField(label=_("Thời hạn"), coerce=int)

    def __init__(self, *args: Any, scopes: Pairs, days: Pairs, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]  # a choice field
        self.fields["days"].choices = days  # type: ignore[attr-defined]  # a choice field
