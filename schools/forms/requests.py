"""The register of requests about personal data: a new line, a later day, an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms.people import DayField, PlainForm, ScopedForm
from schools.models import User
from schools.models.data_request import Asker, RequestKind


def _text(label: object, *, most: int, required: bool = True, help_text: object = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)  # type: ignore[arg-type]  # lazy text


class RequestForm(ScopedForm):
    """Who asks what about whom. With a known person neither name nor school is asked."""

    kind = forms.ChoiceField(label=_("Yêu cầu"), choices=RequestKind.choices)
    person_name = forms.CharField(label=_("Dữ liệu của ai"), max_length=120, help_text=_("Họ và tên, lớp nếu có."))
    asker = forms.ChoiceField(label=_("Người yêu cầu"), choices=Asker.choices)
    received_on = DayField(label=_("Ngày nhận"))
    details = _text(
        _("Nội dung"),
        most=1000,
        required=False,
        help_text=_("Chỉ ghi điều cần để giải quyết. Không ghi số giấy tờ, điện thoại, địa chỉ."),
    )
    third_party = forms.BooleanField(label=_("Có bên thứ ba phải cùng thực hiện"), required=False)
    field_order = ("kind", "person_name", "school", "asker", "received_on", "details", "third_party")

    def __init__(self, *args: Any, by: User, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["third_party"].widget.attrs.pop("class", None)
        if person is not None:
            del self.fields["person_name"]
            self.fields.pop("school", None)
        elif "school" in self.fields:
            self.fields["school"].required = False


class ExtendForm(PlainForm):
    """A later day and why."""

    until = DayField(label=_("Hạn mới"))
    reason = forms.CharField(label=_("Lý do gia hạn"), max_length=400)


class AnswerForm(PlainForm):
    """What the asker was told."""

    done = forms.ChoiceField(
        label=_("Kết quả"), choices=[("1", _("Đã thực hiện")), ("0", _("Không thực hiện được, có lý do"))]
    )
    answer = _text(_("Trả lời"), most=1000, help_text=_("Điều đã báo cho người yêu cầu."))
