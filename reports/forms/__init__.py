"""What the desk and the registers read from a page."""

from reports.forms.period import SENTENCES, DayField, PeriodForm, typed

__all__ = ["SENTENCES", "DayField", "PeriodForm", "typed"]
