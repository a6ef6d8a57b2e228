from schools.models.people import Consent, Enrolment, LoginCard, Role, StaffCode, User, UserManager
from schools.models.places import Headcount, Placement, School, SchoolClass, Unit
from schools.models.trail import Trail

__all__ = [
    "Consent",
    "Enrolment",
    "Headcount",
    "LoginCard",
    "Placement",
    "Role",
    "School",
    "SchoolClass",
    "StaffCode",
    "Trail",
    "Unit",
    "User",
    "UserManager",
]
