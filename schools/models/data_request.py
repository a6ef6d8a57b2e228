"""What people ask about the data kept of them, and by when it has to be answered (Law 91/2025, Decree 356/2025)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schools.models.school import School


class RequestKind(models.TextChoices):
    ACCESS = "access", _("Xem dữ liệu")
    CORRECT = "correct", _("Sửa dữ liệu")
    PROVIDE = "provide", _("Cung cấp bản sao dữ liệu")
    DELETE = "delete", _("Xóa dữ liệu")
    WITHDRAW = "withdraw", _("Rút lại sự đồng ý")
    RESTRICT = "restrict", _("Hạn chế xử lý")
    OBJECT = "object", _("Phản đối xử lý")


class Asker(models.TextChoices):
    SELF = "self", _("Chính người đó")
    REPRESENTATIVE = "representative", _("Cha mẹ hoặc người giám hộ")


class RequestState(models.TextChoices):
    OPEN = "open", _("Đang giải quyết")
    DONE = "done", _("Đã thực hiện")
    REFUSED = "refused", _("Không thực hiện được")


class DataRequest(models.Model):
    """One request. Days are days of the calendar here; `due_on` moves once at most, with a reason."""

    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="data_requests"
    )
    person_name = models.CharField(max_length=120, blank=True)
    asker = models.CharField(max_length=16, choices=Asker.choices)
    details = models.CharField(max_length=1000, blank=True)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests")
    third_party = models.BooleanField(default=False, help_text="others who got the data have to act too")
    received_on = models.DateField()
    acknowledge_by = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(db_index=True)
    first_due_on = models.DateField()
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="data_request_answered_or_open",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="data_request_due_after_receipt"),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("received_on")),
                name="data_request_acknowledged_after_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def is_extended(self) -> bool:
        return self.due_on != self.first_due_on


class RequestAct(models.TextChoices):
    RECORDED = "recorded", _("Ghi vào sổ")
    ACKNOWLEDGED = "acknowledged", _("Đã báo là đã nhận")
    EXTENDED = "extended", _("Gia hạn")
    ANSWERED = "answered", _("Đã trả lời")


class DataRequestStep(models.Model):
    """What was done about a request, when, by whom. Rows are only ever added."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    act = models.CharField(max_length=12, choices=RequestAct.choices)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} of {self.request_id}"
