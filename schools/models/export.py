"""Lists of people that have left the system."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models.school import School


class ExportKind(models.TextChoices):
    RESULTS = "results", _("Kết quả cuộc thi")
    AWARDS = "awards", _("Danh sách đạt giải")
    ADVANCED = "advanced", _("Danh sách lên vòng")
    ENTRANTS = "entrants", _("Danh sách dự thi")
    DOORS = "doors", _("Danh sách phòng thi")
    SHEETS = "sheets", _("Phiếu trả lời có tên")
    CERTIFICATES = "certificates", _("Giấy chứng nhận")
    CARDS = "cards", _("Thẻ đăng nhập")
    CONSENTS = "consents", _("Phiếu đồng ý")
    PERSON = "person", _("Dữ liệu của một người")


class ExportRecord(models.Model):
    """Who took how many rows about people, when. `refused`: it was asked for, and too much for one day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=12, choices=ExportKind.choices)
    subject = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField()
    named = models.BooleanField(help_text="names as they are; else codes in their place")
    refused = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "at"], name="exports_of_a_person"),
            models.Index(fields=["at"], condition=Q(refused=True), name="exports_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.rows}"
