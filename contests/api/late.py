"""The late box by API: what came after the end, taken or refused with a reason, all of a call or nothing."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from contests import access
from contests.actions import late as late_box
from contests.api.base import MOST_NAMED, Endpoint, Given, Paged, Whole, asked, page_of, pages_of, sent
from contests.api.serializers import DoneSerializer
from contests.queries import late
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE


class LateAsked(Paged):
    waiting = serializers.BooleanField(required=False, default=True)


class RulingGiven(Given):
    ids = serializers.ListField(child=Whole(), min_length=1, max_length=MOST_NAMED)
    reason = serializers.CharField(max_length=300)


class LateAnswerSerializer(serializers.Serializer[Any]):
    """A late answer in words; `late_ms` counts from the end of the attempt. Never the key."""

    id = serializers.IntegerField(source="answer.pk")
    attempt = serializers.IntegerField(source="answer.attempt_id")
    name = serializers.CharField()
    class_name = serializers.CharField()
    number = serializers.IntegerField()
    stem = serializers.CharField()
    given = serializers.ListField(child=serializers.CharField())
    received_at = serializers.DateTimeField(source="answer.received_at")
    late_ms = serializers.IntegerField()
    ruling = serializers.CharField(source="answer.ruling")
    reason = serializers.CharField(source="answer.reason")


class LateView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="late", parameters=[LateAsked], responses=pages_of(LateAnswerSerializer))
    def get(self, request: Request, code: str) -> Response:
        """Answers that wait, or (`waiting=false`) those that were ruled on; at most 300."""
        contest = access.contest_to_watch(request.user, code)
        wanted = asked(LateAsked, request)
        rows = late.late_rows(contest, language=get_language() or "vi", waiting=wanted["waiting"])
        return Response(page_of(rows, wanted, LateAnswerSerializer))


class LateAcceptView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="late_accept", request=RulingGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Let late answers count; results that are counted are counted anew."""
        return _ruled(request, code, late_box.accept)


class LateRefuseView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="late_refuse", request=RulingGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Let late answers not count."""
        return _ruled(request, code, late_box.refuse)


def _ruled(request: Request, code: str, rule: Callable[..., int]) -> Response:
    contest = access.contest_to_watch(request.user, code)
    given = sent(RulingGiven, request)
    changed = rule(contest=contest, late_ids=set(given["ids"]), reason=given["reason"], by=request.user, at=clock.now())
    return Response({"changed": changed})
