"""Who sees the Department's desk, and who keeps which registers."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, NotThere
from reports.models import Evidence, IssuedReport, ReportDraft
from reports.queries.issued import worlds_of
from reports.queries.register_rows import evidence_of, rows_visible, with_lines
from reports.rules.register_shapes import SHAPES
from schools.access import school_to_manage, staff
from schools.models import Role, School, User
from schools.queries.people import PROVINCE


def desk_to_see(user: User | AnonymousUser) -> User:
    """Gives back the officer or administrator; everybody else is refused."""
    if not user.is_authenticated or user.role not in {"officer", "admin"}:
        raise NotAllowed(_("Trang này dành cho cán bộ Sở."))
    return user


def school_to_report(user: User | AnonymousUser, school_id: int | None) -> School:
    """The school whose registers a person keeps: the own one, or for the Department the one named."""
    return school_to_manage(user, school_id)


def school_to_complete(user: User | AnonymousUser, school_id: int | None) -> School:
    """The same for saying that a period is complete, which leaders do and the Department may do for them."""
    if staff(user).role not in (Role.LEADER, *PROVINCE):
        raise NotAllowed(_("Lãnh đạo trường báo cáo xong kỳ."))
    return school_to_manage(user, school_id)


def row_to_keep(user: User | AnonymousUser, register: str, row_id: int) -> Any:
    """A row of the own school, or for the Department any row of its world; the Department's own rows are its own."""
    person = staff(user)
    row = with_lines(rows_visible(person, register), register).filter(pk=row_id).first() if register in SHAPES else None
    if row is None:
        raise NotThere(_("Không tìm thấy dòng này."))
    return row


def evidence_to_see(user: User | AnonymousUser, row_id: int) -> Evidence:
    """The file of a row that this person may see."""
    found = evidence_of(row_to_keep(user, "outside", row_id).pk)
    if found is None:
        raise NotThere(_("Dòng này chưa có tệp minh chứng."))
    return found


def report_to_read(user: User | AnonymousUser, report_id: int) -> IssuedReport:
    """A frozen report of the officer's world, with its snapshot."""
    officer = desk_to_see(user)
    found = IssuedReport.objects.filter(pk=report_id, is_demo__in=worlds_of(officer))
    report = found.select_related("issued_by", "draft").first()
    if report is None:
        raise NotThere(_("Không tìm thấy báo cáo này."))
    return report


def draft_to_write(user: User | AnonymousUser, draft_id: int) -> ReportDraft:
    """A draft of the officer's world, open or not; what is over is refused by the actions."""
    officer = desk_to_see(user)
    found = ReportDraft.objects.filter(pk=draft_id, is_demo__in=worlds_of(officer))
    draft = found.select_related("made_by", "corrects").defer("corrects__snapshot").first()
    if draft is None:
        raise NotThere(_("Không tìm thấy bản thảo này."))
    return draft
