"""Registers: what schools and the Department did that leaves no attempts behind. Heads at events, never names."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models import School


def _person() -> models.ForeignKey:  # type: ignore[type-arg]  # the type of a person is settings' own
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class RegisterRow(models.Model):
    """What every register's row has. `school` None is the Department's own row; `same_as` is equal for rows that tell
    of the same thing; a row that was taken out stays, with `withdrawn_at`."""

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)
    same_as = models.CharField(max_length=64)
    entered_by = _person()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["school", "same_as"], name="%(class)s_same")]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Dated(RegisterRow):
    day = models.DateField()

    class Meta(RegisterRow.Meta):
        abstract = True
        indexes = [*RegisterRow.Meta.indexes, models.Index(fields=["day"], name="%(class)s_day")]


class Talk(Dated):
    """A topical talk (II.5). One session may stand under several pillars."""

    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=[("alone", "alone"), ("integrated", "integrated")])
    politics = models.BooleanField(default=False)
    economy = models.BooleanField(default=False)
    culture = models.BooleanField(default=False)
    pupils = models.PositiveIntegerField(default=0)
    students = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(pupils__lte=100_000, students__lte=100_000, teachers__lte=100_000), name="talk_heads"
            )
        ]


class LessonUse(RegisterRow):
    """ASEAN content in a subject, or in an activity out of class (V.5 a). `grade` None: several grades."""

    year = models.PositiveSmallIntegerField(help_text="start year of the school year")
    first = models.DateField()
    last = models.DateField()
    subject = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    out_of_class = models.BooleanField(default=False)
    periods = models.PositiveIntegerField(default=0)
    pupils = models.PositiveIntegerField(default=0)

    class Meta(RegisterRow.Meta):
        indexes = [*RegisterRow.Meta.indexes, models.Index(fields=["first", "last"], name="%(class)s_days")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="lesson_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(pupils__lte=100_000), name="lesson_heads"),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__gte=1, grade__lte=12), name="lesson_grade"),
        ]


class OutsideContest(Dated):
    """A contest run elsewhere (V.5 b), launched by the Department on `day`; schools say who took part."""

    name = models.CharField(max_length=300)
    organiser = models.CharField(max_length=200)
    by_ministry = models.BooleanField(default=False)


class ParticipationOutside(Dated):
    """One school in one outside contest."""

    contest = models.ForeignKey(OutsideContest, on_delete=models.PROTECT, related_name="participations")
    pupils = models.PositiveIntegerField(default=0)
    students = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "contest"], condition=Q(withdrawn_at=None), name="school_once_an_outside_contest"
            ),
            models.CheckConstraint(
                condition=Q(pupils__lte=100_000, students__lte=100_000, teachers__lte=100_000), name="outside_heads"
            ),
        ]


class OutsidePrize(models.Model):
    """How many prizes of one name a school won in an outside contest."""

    participation = models.ForeignKey(ParticipationOutside, on_delete=models.CASCADE, related_name="prizes")
    name = models.CharField(max_length=60)
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["participation", "name"], name="outside_prize_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.n}"


class Evidence(models.Model):
    """The file that shows it (a certificate, a list): kept as it came, handed out as an attachment only."""

    participation = models.OneToOneField(ParticipationOutside, on_delete=models.CASCADE, related_name="evidence")
    media = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.media}"


class Exchange(Dated):
    """An exchange (II.5)."""

    title = models.CharField(max_length=300)
    pupils = models.PositiveIntegerField(default=0)
    students = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)
    researchers = models.PositiveIntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    pupils__lte=100_000, students__lte=100_000, teachers__lte=100_000, researchers__lte=100_000
                ),
                name="exchange_heads",
            )
        ]


class ExchangeCountry(models.Model):
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="countries")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["exchange", "name"], name="exchange_country_once")]

    def __str__(self) -> str:
        return self.name


class Publicity(Dated):
    """Publicity in one of the plan's forms (III)."""

    form = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    items = models.PositiveIntegerField()
    copies = models.PositiveIntegerField(default=0)
    link = models.CharField(max_length=300, blank=True)


class DirectiveDocument(Dated):
    """A document issued to direct the work."""

    number = models.CharField(max_length=60)
    abstract = models.CharField(max_length=500)
    issuer = models.CharField(max_length=200, blank=True)


class Money(Dated):
    """Money spent, by source (IV), in đồng."""

    source = models.CharField(max_length=12)
    amount = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=300)


MODELS: dict[str, type[RegisterRow]] = {
    "talks": Talk,
    "lessons": LessonUse,
    "outside": ParticipationOutside,
    "exchanges": Exchange,
    "publicity": Publicity,
    "money": Money,
    "documents": DirectiveDocument,
    "contests": OutsideContest,
}
