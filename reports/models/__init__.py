from reports.models.drafts import DraftText, ReportDraft
from reports.models.issued import IssuedReport
from reports.models.letterhead import Letterhead
from reports.models.registers import (
    MODELS,
    DirectiveDocument,
    Evidence,
    Exchange,
    ExchangeCountry,
    LessonUse,
    Money,
    OutsideContest,
    OutsidePrize,
    ParticipationOutside,
    Publicity,
    RegisterRow,
    Talk,
)
from reports.models.returns import RegisterChange, Reminder, SchoolRemark, SchoolReturn

__all__ = [
    "MODELS",
    "DirectiveDocument",
    "DraftText",
    "Evidence",
    "Exchange",
    "ExchangeCountry",
    "IssuedReport",
    "LessonUse",
    "Letterhead",
    "Money",
    "OutsideContest",
    "OutsidePrize",
    "ParticipationOutside",
    "Publicity",
    "RegisterChange",
    "RegisterRow",
    "Reminder",
    "ReportDraft",
    "SchoolRemark",
    "SchoolReturn",
    "Talk",
]
