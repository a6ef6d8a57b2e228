"""What the apps above may ask about people and schools. No side effects."""

from schools.queries.classes import classes_of, current_class, grades_of, pupils_of, roll
from schools.queries.headcounts import Denominator, denominators, enrolled_count
from schools.queries.people import found, pupils_visible, shows_name, staff_visible
from schools.queries.places import schools_in_unit, schools_visible, schools_with_pupils, unit_of, units_of
from schools.queries.sessions import session_versions, sessions_alive

__all__ = [
    "Denominator",
    "classes_of",
    "current_class",
    "denominators",
    "enrolled_count",
    "found",
    "grades_of",
    "pupils_of",
    "pupils_visible",
    "roll",
    "schools_in_unit",
    "schools_visible",
    "schools_with_pupils",
    "session_versions",
    "sessions_alive",
    "shows_name",
    "staff_visible",
    "unit_of",
    "units_of",
]
