"""The items of a draft's fixed paper by API: listed, put at the end, given points, taken off."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import NotThere
from contests import access
from contests.actions import chosen
from contests.api.base import Endpoint, Given, Whole, sent
from contests.models import Contest
from contests.queries import papers as desk
from quiz.access import questions_visible
from schools.models import User
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE


class ChosenGiven(Given):
    """An item of the bank."""

    slug = serializers.CharField(max_length=80)


class ChosenPointsGiven(ChosenGiven):
    points = Whole(min_value=1, max_value=chosen.MOST_POINTS)


class ChosenItemSerializer(serializers.Serializer[Any]):
    """`trouble` says what stands against using it: retired, unapproved, untrue, held; empty for nothing. No key."""

    position = serializers.IntegerField()
    slug = serializers.CharField()
    points = serializers.IntegerField()
    kind = serializers.CharField(source="row.kind")
    topic = serializers.CharField(source="row.topic")
    level = serializers.CharField(source="row.level")
    trouble = serializers.CharField()


class ChosenView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(operation_id="chosen_items", responses=ChosenItemSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """The chosen items in order; a contest takes them where its `paper_kind` is `fixed`."""
        return _listed(access.papers_to_read(request.user, code))

    @extend_schema(operation_id="chosen_add", request=ChosenGiven, responses=ChosenItemSerializer(many=True))
    def post(self, request: Request, code: str) -> Response:
        """Put an item at the end; one that is there stays where it is."""
        contest = access.papers_to_read(request.user, code)
        question = _question(request.user, sent(ChosenGiven, request)["slug"])
        chosen.choose(contest=contest, question_id=question, by=request.user, at=clock.now())
        return _listed(contest)


class ChosenPointsView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="chosen_points", request=ChosenPointsGiven, responses=ChosenItemSerializer(many=True))
    def post(self, request: Request, code: str) -> Response:
        """What an item is worth."""
        contest, given = access.papers_to_read(request.user, code), sent(ChosenPointsGiven, request)
        question = _question(request.user, given["slug"])
        chosen.set_points(
            contest=contest, question_id=question, points=given["points"], by=request.user, at=clock.now()
        )
        return _listed(contest)


class ChosenRemoveView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="chosen_remove", request=ChosenGiven, responses=ChosenItemSerializer(many=True))
    def post(self, request: Request, code: str) -> Response:
        """Take an item off; those behind it move up."""
        contest = access.papers_to_read(request.user, code)
        question = _question(request.user, sent(ChosenGiven, request)["slug"])
        chosen.drop(contest=contest, question_id=question, by=request.user, at=clock.now())
        return _listed(contest)


def _listed(contest: Contest) -> Response:
    return Response(ChosenItemSerializer(desk.chosen_lines(contest, clock.now()), many=True).data)


def _question(user: User, slug: str) -> int:
    found = questions_visible(user).filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise NotThere(_("Không có câu hỏi này."))
    return int(found)
