"""What the API takes and gives of a contest's rules and papers. Points are hundredths, times milliseconds."""

from typing import Any

from django import forms
from rest_framework import serializers

from contests.api.base import Day, Given, Moment, Whole
from contests.forms.parts import PaperFields, PeopleFields, ScoringFields, ShowingFields, SittingFields
from contests.forms.starting import PRIZES_MOST, STEPS_MOST
from contests.forms.table import MOST_OF_A_CELL
from contests.rules import ranking

MINUTE_MS = 60_000
MOST_INVITED = 2_000


def _option(form: type[forms.Form], name: str) -> serializers.ChoiceField:
    """One of what the page offers."""
    return serializers.ChoiceField(choices=list(form.base_fields[name].choices), required=False)  # type: ignore[attr-defined]


def _number(form: type[forms.Form], name: str, **more: Any) -> Whole:
    """A number within the limits of the page."""
    field = form.base_fields[name]
    return Whole(min_value=field.min_value, max_value=field.max_value, required=False, **more)  # type: ignore[attr-defined]


class CellSerializer(Given):
    """So many items of a topic and level (empty: any), each worth `points`."""

    topic = serializers.CharField(max_length=40)
    level = serializers.CharField(max_length=10, allow_blank=True, default="")
    count = Whole(min_value=1, max_value=MOST_OF_A_CELL)
    points = Whole(min_value=1, max_value=10_000, default=100)


class InvitationSerializer(Given):
    """A school, whole (grade null) or one grade of it."""

    school = Whole()
    grade = Whole(min_value=1, max_value=12, allow_null=True, default=None)


class PrizeSerializer(Given):
    name = serializers.CharField(max_length=80)
    quota = Whole(min_value=1, max_value=1000)


class ContestGiven(Given):
    """The rule sheet. What is left out of a new contest is as on the page: a plain school contest."""

    title = serializers.CharField(max_length=300)
    opens_at = Moment()
    closes_at = Moment()
    length_ms = Whole(min_value=MINUTE_MS, max_value=300 * MINUTE_MS, required=False)
    mode = _option(SittingFields, "mode")
    attempts_most = Whole(min_value=1, max_value=100, allow_null=True, required=False, help_text="null: no limit")
    counts = _option(SittingFields, "counts")
    audience = _option(PeopleFields, "audience")
    entry_by = _option(PeopleFields, "entry_by")
    invitations = InvitationSerializer(many=True, required=False, max_length=MOST_INVITED)
    age_from = _number(PeopleFields, "age_from", allow_null=True)
    age_to = _number(PeopleFields, "age_to", allow_null=True)
    practice_needed = _number(PeopleFields, "practice_needed")
    paper_kind = _option(PaperFields, "paper_kind")
    cells = CellSerializer(many=True, required=False, max_length=200)
    papers_count = _number(PaperFields, "papers_count")
    as_of = Day(required=False, allow_null=True, help_text="null: the day of opening")
    shuffle = serializers.BooleanField(required=False)
    private_first = serializers.BooleanField(required=False)
    allow_held = serializers.BooleanField(required=False)
    multiple_scoring = _option(ScoringFields, "multiple_scoring")
    negative_percent = _number(ScoringFields, "negative_percent")
    speed_most = Whole(max_value=10_000, required=False)
    prediction = _option(ScoringFields, "prediction")
    chain = serializers.ListField(
        child=serializers.ChoiceField(choices=list(ranking.STEPS)), max_length=STEPS_MOST, required=False
    )
    board_to = _option(ShowingFields, "board_to")
    sub_boards = serializers.ListField(
        child=serializers.ChoiceField(choices=["school", "grade", "unit"]), max_length=3, required=False
    )
    frozen_at = Moment(required=False, allow_null=True)
    results_open = _option(ShowingFields, "results_open")
    keys_open = _option(ShowingFields, "keys_open")
    confirmation = _option(ShowingFields, "confirmation")
    appeal_h = _number(ShowingFields, "appeal_h")
    prizes = PrizeSerializer(many=True, required=False, max_length=PRIZES_MOST)
    retention_months = _number(ShowingFields, "retention_months")
    round_level = _option(PeopleFields, "round_level")


class ContestChanged(ContestGiven):
    """Any of it; what is left out stays as it is."""

    title = serializers.CharField(max_length=300, required=False)
    opens_at = Moment(required=False)
    closes_at = Moment(required=False)


class ContestSerializer(serializers.Serializer[Any]):
    """A contest with its rule sheet. `mark` is a word for exactly these rules: send it as `If-Match` to change them."""

    code = serializers.CharField()
    state = serializers.CharField()
    school = serializers.IntegerField(allow_null=True)
    is_demo = serializers.BooleanField()
    rules_version = serializers.IntegerField()
    mark = serializers.CharField()
    items_count = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    title = serializers.CharField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    length_ms = serializers.IntegerField()
    mode = serializers.CharField()
    attempts_most = serializers.IntegerField(allow_null=True)
    counts = serializers.CharField()
    audience = serializers.CharField()
    entry_by = serializers.CharField()
    invitations = InvitationSerializer(many=True)
    age_from = serializers.IntegerField(allow_null=True)
    age_to = serializers.IntegerField(allow_null=True)
    practice_needed = serializers.IntegerField()
    paper_kind = serializers.CharField()
    cells = CellSerializer(many=True)
    papers_count = serializers.IntegerField()
    as_of = serializers.DateField()
    shuffle = serializers.BooleanField()
    private_first = serializers.BooleanField()
    allow_held = serializers.BooleanField()
    multiple_scoring = serializers.CharField()
    negative_percent = serializers.IntegerField()
    speed_most = serializers.IntegerField()
    prediction = serializers.CharField()
    chain = serializers.ListField(child=serializers.CharField())
    board_to = serializers.CharField()
    sub_boards = serializers.ListField(child=serializers.CharField())
    frozen_at = serializers.DateTimeField(allow_null=True)
    results_open = serializers.CharField()
    keys_open = serializers.CharField()
    confirmation = serializers.CharField()
    appeal_h = serializers.IntegerField()
    prizes = PrizeSerializer(many=True)
    retention_months = serializers.IntegerField()
    round_level = serializers.CharField()


class ContestLineSerializer(serializers.Serializer[Any]):
    """A contest in the list; `begun` and `ended` count people."""

    code = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    school = serializers.IntegerField(source="school_id", allow_null=True)
    school_name = serializers.CharField(source="school.name", allow_null=True)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    begun = serializers.IntegerField()
    ended = serializers.IntegerField()


class RulesPartSerializer(serializers.Serializer[Any]):
    heading = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())


class RulesVersionSerializer(serializers.Serializer[Any]):
    """A version as published; `changed` says in words what it changed, line by line."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    changed = serializers.CharField()


class RulesSerializer(serializers.Serializer[Any]):
    """The rule sheet in sentences, as a pupil reads it."""

    code = serializers.CharField()
    title = serializers.CharField()
    version = serializers.IntegerField()
    parts = RulesPartSerializer(many=True)
    versions = RulesVersionSerializer(many=True)


class DoneSerializer(serializers.Serializer[Any]):
    """How many people or answers were changed by the call."""

    changed = serializers.IntegerField()
