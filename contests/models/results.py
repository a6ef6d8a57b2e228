"""What stands after a contest. A list is never edited once made: a correction is a new version."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.attempt import Attempt
from contests.models.choices import PredictionOf
from contests.models.contest import Contest, Prize
from contests.models.paper import PaperItem


def _person() -> "models.ForeignKey":  # type: ignore[type-arg]  # a column, made for several names
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class ResultList(models.Model):
    """One version of a contest's results and how far it has come: counted, proposed, confirmed, published."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="result_lists")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True, help_text="why there is a new version")
    counted_at = models.DateTimeField()
    counted_by = _person()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = _person()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["contest", "version"], name="result_list_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} results v{self.version}"


class Result(models.Model):
    """One row a person. `contest` and `version` name its list."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveIntegerField(default=1)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="results")
    rank = models.PositiveIntegerField()
    tied = models.BooleanField()
    decided_by = models.CharField(max_length=20, blank=True)
    points = models.IntegerField()
    right = models.PositiveSmallIntegerField()
    time_used_ms = models.PositiveBigIntegerField(null=True)
    prediction_gap = models.PositiveIntegerField(null=True)
    hardest = models.PositiveBigIntegerField(default=0, help_text="right answers by level, the hardest first")
    lot = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["contest", "version", "attempt"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} #{self.rank}"


class PredictionOutcome(models.Model):
    """The number that was to be predicted, frozen once when the results are first counted, and how it came about."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="prediction_outcome")
    of = models.CharField(max_length=10, choices=PredictionOf.choices)
    actual = models.PositiveIntegerField()
    persons = models.PositiveIntegerField(help_text="with an attempt that ended")
    disqualified = models.PositiveIntegerField(help_text="of them left out")
    all_right = models.PositiveIntegerField(help_text="of the rest, with every item right")
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest_id} {self.of} {self.actual}"


class Disqualification(models.Model):
    """A person whose attempts do not count any more; the attempts stay, and so does this row when it is lifted."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="disqualifications")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = _person()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = _person()
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "user"], name="disqualified_once", condition=models.Q(lifted_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} without {self.user_id}"


class Award(models.Model):
    """A prize as given by one version of the results."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="award")
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="awards")
    at_cut = models.BooleanField(default=False, help_text="tied with somebody at the last place of the quota")

    def __str__(self) -> str:
        return f"{self.result_id} {self.prize_id}"


class AppealState(models.TextChoices):
    OPEN = "open", _("Chờ trả lời")
    UPHELD = "upheld", _("Chấp nhận")
    REJECTED = "rejected", _("Giữ nguyên kết quả")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Appeal(models.Model):
    """A pupil's complaint about the own result (phúc khảo), about one item or the whole, and its answer."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="appeals")
    item = models.ForeignKey(PaperItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = _person()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.state}"
