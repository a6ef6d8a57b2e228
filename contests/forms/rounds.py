"""The rule for who goes on to a contest, as a form."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contests.models import AdvanceBy
from contests.rules.rounds import Rule

MOST = 10_000
GRADES = range(1, 13)


def _number(label: object, least: int, help_text: object = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]  # lazy
        min_value=least,
        max_value=MOST,
        help_text=help_text,  # type: ignore[arg-type]  # lazy
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "numeric", "size": 5, "maxlength": 5}),
    )


class RuleForm(forms.Form):
    """Reads a `Rule`."""

    by = forms.ChoiceField(label=_("Chọn theo"), choices=AdvanceBy.choices, widget=forms.RadioSelect)
    most = _number(_("Số suất"), 1, _("Của mỗi trường, mỗi vòng, hoặc của tất cả."))
    cap = _number(
        _("Nhiều nhất trong tất cả"), 0, _("Ghi 0 nếu không giới hạn. Vượt thì em đầu của mỗi nơi vào trước.")
    )
    reserves = _number(_("Số em dự bị"), 0, _("Của mỗi nơi, như số suất."))
    grades = forms.CharField(
        label=_("Chỉ các khối"),
        required=False,
        max_length=40,
        help_text=_("Ví dụ: 10, 11. Để trống là mọi khối."),
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )

    def clean_grades(self) -> frozenset[int]:
        found = re.split(r"[\s,;]+", self.cleaned_data["grades"].strip())
        if not all(re.fullmatch(r"[0-9]{0,2}", text) for text in found):
            raise ValidationError(_("Ghi số khối, cách nhau bằng dấu phẩy."))
        grades = frozenset(int(text) for text in found if text)
        if not grades <= set(GRADES):
            raise ValidationError(_("Khối từ 1 đến 12."))
        return grades

    def rule(self) -> Rule:
        """What was filled in."""
        return Rule(**self.cleaned_data)


def filled(rule: Rule | None) -> RuleForm:
    """As it stands, or with the defaults."""
    rule = rule or Rule()
    told = {"by": rule.by, "most": rule.most, "cap": rule.cap, "reserves": rule.reserves}
    return RuleForm(initial={**told, "grades": ", ".join(map(str, sorted(rule.grades)))})
