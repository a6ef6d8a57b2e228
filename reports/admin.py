from django.contrib import admin

from reports.models import IssuedReport
from schools.admin import ReadOnlyAdmin


@admin.register(IssuedReport)
class IssuedReportAdmin(ReadOnlyAdmin):
    list_display = ["from_day", "to_day", "version", "is_demo", "checksum", "issued_at"]
