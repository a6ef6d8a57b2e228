"""A class list: rows of cells in, pupils and named problems out."""

from schools.rules.roster.reading import read
from schools.rules.roster.shapes import Cell, Problem, Roster, RosterRow, Sheet

__all__ = ["Cell", "Problem", "Roster", "RosterRow", "Sheet", "read"]
