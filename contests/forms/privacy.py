"""How long the names of one contest are held back, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import DayField, PlainForm


class HoldForm(PlainForm):
    code = forms.CharField(widget=forms.HiddenInput, max_length=12)
    until = DayField(label=_("Giữ danh tính đến ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
