from schools.models.card import LoginCard, StaffCode
from schools.models.headcount import Headcount
from schools.models.person import Role, User, UserManager
from schools.models.record import ColumnMap, Consent, Trail
from schools.models.school import Enrolment, Placement, School, SchoolClass
from schools.models.token import ApiToken
from schools.models.unit import Unit

__all__ = [
    "ApiToken",
    "ColumnMap",
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
