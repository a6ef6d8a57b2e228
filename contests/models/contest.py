"""A contest: what was announced, who is invited, what the papers are drawn from."""

from django.conf import settings
from django.db import models

from contests.models.choices import (
    AdvanceBy,
    Audience,
    BoardTo,
    Confirmation,
    ContestState,
    Counts,
    EntryBy,
    MultipleScoring,
    OpensAt,
    PaperKind,
    PredictionOf,
    RoundLevel,
    SittingMode,
)


class Contest(models.Model):
    """One sitting with one set of rules. Points are integers in hundredths everywhere."""

    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=300)
    school = models.ForeignKey(
        "schools.School", null=True, blank=True, on_delete=models.PROTECT, related_name="contests"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contests_made")
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.DRAFT)
    # who may enter
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUPILS)
    entry_by = models.CharField(max_length=10, choices=EntryBy.choices, default=EntryBy.INVITED)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    practice_needed = models.PositiveSmallIntegerField(default=0, help_text="items answered right in practice before")
    # when, how long, how often
    mode = models.CharField(max_length=12, choices=SittingMode.choices, default=SittingMode.OWN)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    length_ms = models.PositiveBigIntegerField()
    attempts_most = models.PositiveSmallIntegerField(null=True, blank=True, default=1, help_text="empty: no limit")
    counts = models.CharField(max_length=8, choices=Counts.choices, default=Counts.BEST)
    # the paper
    as_of = models.DateField()
    paper_kind = models.CharField(max_length=10, choices=PaperKind.choices, default=PaperKind.BLUEPRINT)
    papers_count = models.PositiveSmallIntegerField(default=1)
    shuffle = models.BooleanField(default=True)
    seed = models.CharField(max_length=32)
    private_first = models.BooleanField(default=False)
    allow_held = models.BooleanField(default=False, help_text="items of another open contest may be drawn, too")
    # scoring
    multiple_scoring = models.CharField(max_length=10, choices=MultipleScoring.choices, default=MultipleScoring.ALL)
    negative_percent = models.PositiveSmallIntegerField(default=0, help_text="of an item's points, for a wrong answer")
    speed_most = models.PositiveIntegerField(default=0, help_text="hundredths of a point; 0: no speed points")
    prediction = models.CharField(max_length=10, choices=PredictionOf.choices, default=PredictionOf.NONE)
    chain = models.CharField(max_length=120, default="points,time_used,submitted_at")
    # who sees what
    board_to = models.CharField(max_length=12, choices=BoardTo.choices, default=BoardTo.OWN_SUBMIT)
    sub_boards = models.CharField(max_length=40, blank=True, help_text="of school, grade, unit; comma-separated")
    results_open = models.CharField(max_length=8, choices=OpensAt.choices, default=OpensAt.SUBMIT)
    keys_open = models.CharField(max_length=8, choices=OpensAt.choices, default=OpensAt.CLOSE)
    frozen_at = models.DateTimeField(null=True, blank=True)
    # results
    confirmation = models.CharField(max_length=12, choices=Confirmation.choices, default=Confirmation.AT_ONCE)
    appeal_h = models.PositiveSmallIntegerField(default=0, help_text="hours for appeals after publishing; 0: none")
    retention_months = models.PositiveSmallIntegerField(default=12)
    # rounds
    round_level = models.CharField(max_length=10, choices=RoundLevel.choices, default=RoundLevel.SCHOOL)
    leads_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="feeders")
    # what became of it
    template = models.CharField(max_length=20, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    deidentified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="contest_ends_later"),
            models.CheckConstraint(condition=models.Q(length_ms__gt=0), name="contest_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Invitation(models.Model):
    """A school that is invited, whole (grade empty) or one grade of it."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="invitations")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "school", "grade"], name="invitation_once"),
            models.UniqueConstraint(
                fields=["contest", "school"], condition=models.Q(grade=None), name="invitation_whole_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}/{self.grade or '*'}"


class BlueprintCell(models.Model):
    """How many items of a topic (and level, empty for any) a paper holds."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="cells")
    topic = models.ForeignKey("quiz.Topic", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, blank=True)
    count = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField(default=100, help_text="hundredths of a point, each item")

    class Meta:
        ordering = ["topic__order", "level"]
        constraints = [models.UniqueConstraint(fields=["contest", "topic", "level"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.level} × {self.count}"


class ChosenItem(models.Model):
    """An item of a fixed paper, in the teacher's order."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="chosen")
    question = models.ForeignKey("quiz.Question", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "question"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.contest_id}/{self.position}"


class RuleVersion(models.Model):
    """The rules as published, in the words that were shown; a change after publishing adds one."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rule_versions")
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    changed = models.TextField(blank=True, help_text="what is different from the version before, in words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["contest", "version"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} rules v{self.version}"


class Prize(models.Model):
    """A prize of the rule sheet and how many there are of it."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="prizes")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    quota = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["contest", "order"], name="prize_once")]

    def __str__(self) -> str:
        return f"{self.name} × {self.quota}"


class Advancing(models.Model):
    """Who goes on to this contest from the rounds that lead to it."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="advancing")
    by = models.CharField(max_length=12, choices=AdvanceBy.choices, default=AdvanceBy.PER_SCHOOL)
    most = models.PositiveSmallIntegerField(default=3, help_text="per school, per round, or of all")
    cap = models.PositiveSmallIntegerField(default=0, help_text="in all; 0: none")
    reserves = models.PositiveSmallIntegerField(default=0, help_text="each on the reserve list")
    grades = models.CharField(max_length=40, blank=True, help_text="comma-separated; empty: all")

    def __str__(self) -> str:
        return f"{self.contest_id} {self.by} {self.most}"
