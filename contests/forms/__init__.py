"""The forms of contests."""

from contests.forms.contest import ContestForm
from contests.forms.table import Stock

__all__ = ["ContestForm", "Stock"]
