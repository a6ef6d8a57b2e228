from schools.models.card import LoginCard, StaffCode
from schools.models.data_request import DataRequest, DataRequestStep
from schools.models.export import ExportRecord
from schools.models.headcount import Headcount
from schools.models.person import Role, User, UserManager
from schools.models.record import ColumnMap, Consent, Trail
from schools.models.school import Enrolment, Placement, School, SchoolClass
from schools.models.second_factor import RecoveryCode, SecondFactor
from schools.models.token import ApiToken
from schools.models.unit import Unit

__all__ = [
    "ApiToken",
    "ColumnMap",
    "Consent",
    "DataRequest",
    "DataRequestStep",
    "Enrolment",
    "ExportRecord",
    "Headcount",
    "LoginCard",
    "Placement",
    "RecoveryCode",
    "Role",
    "School",
    "SchoolClass",
    "SecondFactor",
    "StaffCode",
    "Trail",
    "Unit",
    "User",
    "UserManager",
]
