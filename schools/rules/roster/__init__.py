"""A class list: rows of cells in, pupils and named problems out."""

from schools.rules.roster.headings import without_personal
from schools.rules.roster.reading import read
from schools.rules.roster.shapes import Cell, Column, Conversion, Problem, Roster, RosterRow, Sheet

__all__ = ["Cell", "Column", "Conversion", "Problem", "Roster", "RosterRow", "Sheet", "read", "without_personal"]
