"""Codes of the second factor, the password once more, and why a list is wanted with names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms.people import PlainForm


def _code(label: object, help_text: object) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "in code", "autocomplete": "one-time-code", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=40, help_text=help_text, widget=widget)  # type: ignore[arg-type]  # lazy text


class CodeForm(PlainForm):
    """The second step of signing in."""

    code = _code(_("Mã xác thực"), _("6 số trong ứng dụng, hoặc một mã dự phòng đã in."))


class SetUpForm(PlainForm):
    """The first code of a new app."""

    code = _code(_("Mã đang hiện trong ứng dụng"), _("6 số, đổi sau mỗi 30 giây."))


class AgainForm(PlainForm):
    """The password once more, and a code where the account has a second factor."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = _code(_("Mã xác thực"), _("6 số trong ứng dụng, hoặc một mã dự phòng đã in."))

    def __init__(self, *args: Any, with_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_code:
            del self.fields["code"]


class NamesForm(PlainForm):
    """Why names are needed."""

    reason = forms.CharField(
        label=_("Lý do cần họ tên"),
        max_length=300,
        help_text=_("Ví dụ: in giấy khen theo Quyết định của Sở. Lý do được ghi vào nhật ký."),
    )
