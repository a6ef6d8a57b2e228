"""What a teacher fills in before certificates are printed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import CertificateKind
from contests.queries.certificates import WORDS, Group
from contests.rules.certificates import unknown_blanks

MOST_RANKS = 1000


def _line(label: object, most: int, help_text: object = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "in"}),
    )


class CertificatesForm(forms.Form):
    """Who is chosen, and the words on the sheet. Which people can be chosen depends on the kind."""

    top = forms.IntegerField(
        label=_("Số hạng đầu được tặng giấy khen"),
        min_value=1,
        max_value=MOST_RANKS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
    )
    body = forms.CharField(
        label=_("Cơ quan cấp giấy"),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "in", "rows": 2}),
        help_text=_("Mỗi dòng một cơ quan, tối đa 3 dòng."),
    )
    opening = _line(_("Dòng mở đầu"), 120)
    about = _line(_("Dòng dưới tên"), 200)
    text = forms.CharField(label=_("Nội dung"), max_length=500, widget=forms.Textarea(attrs={"class": "in", "rows": 3}))
    place_day = _line(_("Nơi và ngày cấp"), 120)
    signs_as = _line(_("Chức vụ người ký"), 120)
    signatory = _line(_("Họ tên người ký"), 120, _("Để trống nếu ký và ghi tên bằng tay."), required=False)

    def __init__(self, *args: Any, kind: str, groups: Sequence[Group], given: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        merit = kind == CertificateKind.MERIT
        if not merit and len(groups) > 1:
            choices = [(group.key, group.name) for group in groups]
            self.fields["groups"] = forms.MultipleChoiceField(required=False, choices=choices)
        if not merit or given:
            del self.fields["top"]
        else:
            self.fields["top"].required = True
        for name, field in self.fields.items():
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"

    def clean_body(self) -> str:
        lines = [" ".join(line.split()) for line in self.cleaned_data["body"].splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > 3:
            raise forms.ValidationError(_("Chỉ ghi tối đa 3 dòng."))
        return "\n".join(kept)

    def clean_opening(self) -> str:
        return self._sound("opening")

    def clean_about(self) -> str:
        return self._sound("about")

    def clean_text(self) -> str:
        return self._sound("text")

    def _sound(self, name: str) -> str:
        text = " ".join(str(self.cleaned_data[name]).split())
        if wrong := unknown_blanks(text):
            raise forms.ValidationError(_("Không có ô điền nào tên là %(blank)s."), params={"blank": wrong[0]})
        return text

    @property
    def words(self) -> dict[str, str]:
        """The sentences of the sheet, once it is valid."""
        return {name: self.cleaned_data[name] for name in WORDS}
