"""Appeals by API: a pupil's own, and the desk's list with answers."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import NotThere
from contests import access
from contests.actions import appeals as acts
from contests.api.base import Endpoint, Given, Paged, Whole, asked, page_of, pages_of, sent
from contests.models import AppealState
from contests.queries import appeals as reads
from schools.rules.scopes import CONTESTS_WRITE, RESULTS_READ


class AppealGiven(Given):
    """About one item of the own paper, or (null) the whole."""

    item = Whole(allow_null=True, default=None)
    text = serializers.CharField(max_length=acts.LONGEST)


class AppealAnswerGiven(Given):
    state = serializers.ChoiceField(choices=[one.value for one in acts.ANSWERS])
    text = serializers.CharField(max_length=acts.LONGEST)


class AppealsAsked(Paged):
    state = serializers.ChoiceField(choices=AppealState.values, required=False, default="")


class OwnAppealSerializer(serializers.Serializer[Any]):
    """What a pupil sees of the own appeal."""

    id = serializers.IntegerField()
    item = serializers.IntegerField(source="item_id", allow_null=True)
    text = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.CharField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class AppealSerializer(OwnAppealSerializer):
    """The same for the desk, with the person."""

    attempt = serializers.IntegerField(source="attempt_id")
    name = serializers.CharField(source="attempt.user.full_name")
    school_name = serializers.CharField(source="attempt.school.name", allow_null=True)
    class_name = serializers.CharField(source="attempt.class_name")
    answered_by = serializers.CharField(source="answered_by.full_name", allow_null=True)


class OwnAppealsView(Endpoint):
    """For the pupil whose attempt it is; pupils have no tokens."""

    @extend_schema(operation_id="own_appeals", responses=OwnAppealSerializer(many=True))
    def get(self, request: Request, attempt_id: int) -> Response:
        """One's own appeals about this attempt, the newest first."""
        attempt = access.attempt_to_sit(request.user, attempt_id)
        return Response(OwnAppealSerializer(reads.appeals_of(attempt), many=True).data)

    @extend_schema(operation_id="own_appeal_make", request=AppealGiven, responses={201: OwnAppealSerializer})
    def post(self, request: Request, attempt_id: int) -> Response:
        """Ask about the own result; 409 `appeals_closed` outside the time for it."""
        attempt = access.attempt_to_sit(request.user, attempt_id)
        given = sent(AppealGiven, request)
        made = acts.appeal(attempt=attempt, item_id=given["item"], text=given["text"], at=clock.now())
        return Response(OwnAppealSerializer(made).data, status=201)


class AppealsView(Endpoint):
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="appeals", parameters=[AppealsAsked], responses=pages_of(AppealSerializer))
    def get(self, request: Request, code: str) -> Response:
        """Every appeal of the contest, those that wait first."""
        contest = access.contest_to_judge(request.user, code)
        wanted = asked(AppealsAsked, request)
        return Response(page_of(reads.appeals_in(contest, wanted["state"]), wanted, AppealSerializer))


class AppealAnswerView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="appeal_answer", request=AppealAnswerGiven, responses=AppealSerializer)
    def post(self, request: Request, code: str, appeal_id: int) -> Response:
        """Uphold or reject it, with words for the pupil. A key is corrected, or a count made, by calls of their own."""
        contest = access.contest_to_judge(request.user, code)
        row = reads.appeal_in(contest, appeal_id)
        if row is None:
            raise NotThere(_("Không tìm thấy yêu cầu này."))
        made = acts.answer(row=row, **sent(AppealAnswerGiven, request), by=request.user, at=clock.now())
        return Response(AppealSerializer(made).data)
