"""A question as it stood. Rows here are written once and never edited: papers point at them for years."""

from django.conf import settings
from django.db import models

from quiz.models.question import Question


class Picture(models.Model):
    """A picture file, kept once however many items show it. It is served by the digest of its bytes."""

    digest = models.CharField(max_length=64, unique=True)
    media = models.CharField(max_length=40)  # image/svg+xml, image/webp …
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.media}"


class Revision(models.Model):
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    # sha256 over everything a pupil or a reviewer could see change; equal checksum = equal revision
    checksum = models.CharField(max_length=64)
    stem_vi = models.TextField()
    stem_en = models.TextField()
    explanation_vi = models.TextField()
    explanation_en = models.TextField()
    source_title = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500)
    # days, both included; null = without end on that side
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # the day that the stem itself names ("on 1 January 2020"), if it names one
    asks_about = models.DateField(null=True, blank=True)
    # slug, stem and options without diacritics, so that a search needs no keyboard for Vietnamese
    folded = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # who wrote it; null = it came with the bank's files
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture_name = models.CharField(max_length=120, blank=True)
    picture_credit = models.CharField(max_length=200, blank=True)
    alt_vi = models.TextField(blank=True)
    alt_en = models.TextField(blank=True)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="revision_number_once"),
            models.CheckConstraint(
                name="revision_span_forward",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} r{self.number}"


class RevisionFact(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="facts")
    fact_id = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "fact_id"], name="fact_once")]

    def __str__(self) -> str:
        return self.fact_id


class Option(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    # opaque name of the option; says nothing about position or key
    code = models.CharField(max_length=6)
    text_vi = models.TextField()
    text_en = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="option_position_once"),
            models.UniqueConstraint(fields=["revision", "code"], name="option_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text_vi}"


class AnswerKey(models.Model):
    """In a table of its own, so that no pupil's query can join it by accident."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="key")
    # JSON text: the list of words that the kind makes of it
    value = models.TextField()

    def __str__(self) -> str:
        return f"key of {self.revision_id}"


class OptionRemark(models.Model):
    """Why a wrong option tempts. It gives the key away, so it stands apart from the options, like the key."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="remark")
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"remark on {self.option_id}"
