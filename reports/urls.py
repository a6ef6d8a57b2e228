"""Paths of the Department's desk, of the registers, and of item analysis."""

from django.urls import path

from reports.api import reports as api
from reports.views import (
    analysis,
    drafts,
    freezing,
    letterhead,
    overview,
    places,
    registers,
    registers_desk,
    registers_row,
    registers_sheet,
    reports,
    rows,
)

app_name = "reports"
urlpatterns = [
    path("teach/contests/<slug:code>/analysis/", analysis.analysis, name="analysis"),
    path("teach/contests/<slug:code>/analysis.xlsx", analysis.analysis_xlsx, name="analysis_xlsx"),
    path("department/", overview.overview, name="overview"),
    path("department/units/<str:unit_key>/", places.unit, name="unit"),
    path("department/schools/<slug:school_code>/", places.school, name="school"),
    path("department/contests/<slug:code>/", places.contest, name="contest"),
    path("department/rows/<slug:figure>/", rows.rows, name="rows"),
    path("department/reports/", reports.reports, name="reports"),
    path("department/reports/new", reports.begin, name="draft_new"),
    path("department/reports/letterhead/", letterhead.letterhead, name="letterhead"),
    path("department/reports/drafts/<int:draft_id>/", drafts.draft, name="draft"),
    path("department/reports/drafts/<int:draft_id>/close", drafts.close, name="draft_close"),
    path("department/reports/drafts/<int:draft_id>/reopen", drafts.reopen, name="draft_reopen"),
    path("department/reports/drafts/<int:draft_id>/files/<slug:kind>", drafts.draft_file, name="draft_file"),
    path("department/reports/drafts/<int:draft_id>/freeze/", freezing.freeze, name="freeze"),
    path("department/reports/<int:report_id>/", reports.report, name="report"),
    path("department/reports/<int:report_id>/files/<slug:kind>", reports.report_file, name="report_file"),
    path("department/reports/<int:report_id>/correct", reports.correct, name="report_correct"),
    path("api/reports", api.ReportsView.as_view(), name="api_reports"),
    path("api/reports/<int:report_id>", api.ReportView.as_view(), name="api_report"),
    path("api/reports/<int:report_id>/files/<slug:kind>", api.ReportFileView.as_view(), name="api_report_file"),
    path("registers/", registers.registers, name="registers"),
    path("registers/print", registers.registers_print, name="registers_print"),
    path("registers/remarks", registers.register_remarks, name="register_remarks"),
    path("registers/complete", registers.register_complete, name="register_complete"),
    path("registers/reopen", registers.register_reopen, name="register_reopen"),
    path("registers/sheet", registers_sheet.register_sheet, name="register_sheet"),
    path("registers/import", registers_sheet.register_import, name="register_import"),
    path("registers/import/confirm", registers_sheet.register_import_confirm, name="register_import_confirm"),
    path("registers/add/<slug:register>", registers.register_add, name="register_add"),
    path("registers/rows/outside/<int:row_id>/file", registers_row.register_file, name="register_file"),
    path("registers/rows/<slug:register>/<int:row_id>/", registers_row.register_row, name="register_row"),
    path(
        "registers/rows/<slug:register>/<int:row_id>/withdraw",
        registers_row.register_withdraw,
        name="register_withdraw",
    ),
    path(
        "registers/rows/<slug:register>/<int:row_id>/restore", registers_row.register_restore, name="register_restore"
    ),
    path("department/registers/", registers_desk.register_returns, name="register_returns"),
    path("department/registers/sheet", registers_desk.register_returns_sheet, name="register_returns_sheet"),
    path("department/registers/remind", registers_desk.register_remind, name="register_remind"),
    path("department/registers/rows/<slug:register>/", registers_desk.register_rows, name="register_rows"),
    path("department/registers/rows/<slug:register>/add", registers_desk.register_rows_add, name="register_rows_add"),
]
