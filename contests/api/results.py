"""Results by API: versions and their rows, the steps a list takes, a new count, and who is out."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import NotThere
from contests import access
from contests.actions import confirm, correcting
from contests.actions.disqualify import disqualify, lift
from contests.api.base import Endpoint, Given, Paged, ReasonGiven, Whole, asked, page_of, pages_of, reached, sent
from contests.models import Contest, Result, ResultList
from contests.queries import appeals, desk
from contests.rules import ranking
from schools.models.export import ExportKind
from schools.rules.scopes import CONTESTS_WRITE, RESULTS_READ
from schools.views.exporting import hand_out, shown_name, shows_names

STEPS = {
    "propose": (access.contest_to_judge, confirm.propose),
    "confirm": (access.contest_to_confirm, confirm.confirm),
    "publish": (access.contest_to_announce, confirm.publish_list),
}
MOST_CHANGES = 200


class VersionSerializer(serializers.Serializer[Any]):
    """A version of the list and how far it has come: counted, proposed, confirmed, published."""

    version = serializers.IntegerField()
    reason = serializers.CharField()
    counted_at = serializers.DateTimeField()
    counted_by = serializers.CharField(source="counted_by.full_name", allow_null=True)
    proposed_at = serializers.DateTimeField(allow_null=True)
    proposed_by = serializers.CharField(source="proposed_by.full_name", allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    confirmed_by = serializers.CharField(source="confirmed_by.full_name", allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = serializers.CharField(source="published_by.full_name", allow_null=True)


class UnansweredSerializer(serializers.Serializer[Any]):
    """What should be decided before anybody signs."""

    appeals = serializers.IntegerField()
    late = serializers.IntegerField()
    ungraded = serializers.IntegerField()


class ResultsSerializer(serializers.Serializer[Any]):
    """`in_force`: the version that pupils see. Appeals are taken until `appeals_until`."""

    newest = serializers.IntegerField(allow_null=True)
    in_force = serializers.IntegerField(allow_null=True)
    confirmation = serializers.CharField()
    unanswered = UnansweredSerializer()
    appeals_until = serializers.DateTimeField(allow_null=True)
    versions = VersionSerializer(many=True)


class ResultRowSerializer(serializers.Serializer[Any]):
    """One person. `decided_by` names the step that parted this row from the one above (the first: from the one below).

    `decided` says it in words; both are empty where nothing parted them.
    """

    rank = serializers.IntegerField()
    tied = serializers.BooleanField()
    decided_by = serializers.CharField()
    decided = serializers.SerializerMethodField()
    points = serializers.IntegerField()
    right = serializers.IntegerField()
    time_used_ms = serializers.IntegerField(allow_null=True)
    prediction_gap = serializers.IntegerField(allow_null=True)
    hardest = serializers.IntegerField()
    lot = serializers.IntegerField(allow_null=True)
    attempt = serializers.IntegerField(source="attempt_id")
    user = serializers.IntegerField(source="attempt.user_id")
    name = serializers.CharField(source="attempt.user.full_name")
    school = serializers.IntegerField(source="attempt.school_id", allow_null=True)
    school_name = serializers.CharField(source="attempt.school.name", allow_null=True)
    class_name = serializers.CharField(source="attempt.class_name")
    prize = serializers.CharField(source="award.prize.name", allow_null=True)

    def get_decided(self, row: Result) -> str:
        return ranking.STEPS[row.decided_by].in_words(_) if row.decided_by in ranking.STEPS else ""


class ChangeSerializer(serializers.Serializer[Any]):
    """One person before and after; null where the person is not in that version."""

    attempt = serializers.IntegerField()
    name = serializers.CharField()
    class_name = serializers.CharField()
    points_before = serializers.IntegerField(allow_null=True)
    points = serializers.IntegerField(allow_null=True)
    rank_before = serializers.IntegerField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """What a version changed against the one `before` it: `many` people, the most affected 200 of them by name."""

    before = serializers.IntegerField()
    many = serializers.IntegerField()
    up = serializers.IntegerField()
    down = serializers.IntegerField()
    came = serializers.IntegerField()
    went = serializers.IntegerField()
    changes = ChangeSerializer(many=True)


class DisqualificationSerializer(serializers.Serializer[Any]):
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.full_name")
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)
    lift_reason = serializers.CharField()


class RowsAsked(Paged):
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class StepGiven(Given):
    """`anyway`: the reason to go on although something is still unanswered."""

    step = serializers.ChoiceField(choices=list(STEPS))
    version = Whole(min_value=1)
    anyway = serializers.CharField(max_length=300, allow_blank=True, default="")


class ResultsView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="results", responses=ResultsSerializer)
    def get(self, request: Request, code: str) -> Response:
        """All versions, the newest first."""
        contest = access.board_rows_to_see(request.user, code)
        listed, window = desk.versions(contest), appeals.window(contest)
        body = {
            "newest": listed[0].version if listed else None,
            "in_force": next((one.version for one in listed if one.published_at), None),
            "confirmation": contest.confirmation,
            "unanswered": desk.unanswered(contest),
            "appeals_until": window.closes_at if window else None,
            "versions": listed,
        }
        return Response(ResultsSerializer(body).data)


class ResultRowsView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="result_rows", parameters=[RowsAsked], responses=pages_of(ResultRowSerializer))
    def get(self, request: Request, code: str, number: int) -> Response:
        """The rows of a version, best first; `q` narrows them to names that hold it.

        The Department reads a code in the place of each name: one person, one code in the lists of one contest.
        """
        contest = access.board_rows_to_see(request.user, code)
        wanted = asked(RowsAsked, request)
        _version(contest, number)
        named = shows_names(request)
        body = page_of(
            desk.rows(contest, number, wanted["q"]),
            wanted,
            ResultRowSerializer,
            lambda page: page if named else _coded(page, contest),
        )
        hand_out(
            request,
            what=ExportKind.RESULTS,
            rows=reached(body, wanted),
            subject=f"{contest.code} {wanted['q']}".strip(),
            school=contest.school,
            named=named,
            again=True,
        )
        return Response(body)


class ResultChangesView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="result_changes", responses=DifferenceSerializer)
    def get(self, request: Request, code: str, number: int) -> Response:
        """What a version changed against the one before it; 404 for the first."""
        contest = access.board_rows_to_see(request.user, code)
        _version(contest, number)
        found = desk.difference(contest, number, most=MOST_CHANGES)
        if found is None:
            raise NotThere(_("Không có phiên bản kết quả này."))
        return Response(DifferenceSerializer(found).data)


class StepsView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="results_step", request=StepGiven, responses=VersionSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Propose, confirm (somebody else) or publish the newest version. 409 `unanswered` unless `anyway` says why."""
        access.contest_to_judge(request.user, code)
        given = sent(StepGiven, request)
        gate, act = STEPS[given["step"]]
        contest = gate(request.user, code)
        made = act(contest=contest, version=given["version"], anyway=given["anyway"], by=request.user, at=clock.now())
        return Response(VersionSerializer(made).data)


class RecountView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="results_recount", request=ReasonGiven, responses=VersionSerializer)
    def post(self, request: Request, code: str) -> Response:
        """A new version from the answers as they stand."""
        contest = access.contest_to_judge(request.user, code)
        reason = sent(ReasonGiven, request)["reason"]
        made = correcting.recount(contest=contest, reason=reason, by=request.user, at=clock.now())
        return Response(VersionSerializer(made).data)


class DisqualificationsView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="disqualifications", responses=pages_of(DisqualificationSerializer), parameters=[Paged])
    def get(self, request: Request, code: str) -> Response:
        """All that ever were, lifted ones too."""
        contest = access.board_rows_to_see(request.user, code)
        return Response(page_of(desk.disqualifications(contest), asked(Paged, request), DisqualificationSerializer))


class DisqualifyView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="disqualify", request=ReasonGiven, responses=DisqualificationSerializer)
    def post(self, request: Request, code: str, attempt_id: int) -> Response:
        """Nothing of the person who sat this attempt counts any more; the person reads the reason."""
        contest = access.contest_to_judge(request.user, code)
        user, reason = access.attempt_to_judge(contest, attempt_id).user, sent(ReasonGiven, request)["reason"]
        made = disqualify(contest=contest, user=user, reason=reason, by=request.user, at=clock.now())
        return Response(DisqualificationSerializer(made).data)


class LiftView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="disqualification_lift", request=ReasonGiven, responses=DisqualificationSerializer)
    def post(self, request: Request, code: str, attempt_id: int) -> Response:
        """The person's score stands again."""
        contest = access.contest_to_judge(request.user, code)
        user, reason = access.attempt_to_judge(contest, attempt_id).user, sent(ReasonGiven, request)["reason"]
        made = lift(contest=contest, user=user, reason=reason, by=request.user, at=clock.now())
        return Response(DisqualificationSerializer(made).data)


def _coded(page: list[Result], contest: Contest) -> list[Result]:
    """Codes in the place of names, on these objects only."""
    for row in page:
        row.attempt.user.full_name = shown_name(row.attempt.user, contest.code, named=False)
    return page


def _version(contest: Contest, number: int) -> ResultList:
    found = next((one for one in desk.versions(contest) if one.version == number), None)
    if found is None:
        raise NotThere(_("Không có phiên bản kết quả này."))
    return found
