"""Prizes by API: how they would fall, given by the newest version, and lots that were drawn by hand."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from contests import access
from contests.actions.awards import give_awards, record_lots
from contests.api.base import MOST_NAMED, Endpoint, Given, Whole, asked, sent
from contests.api.results import VersionSerializer
from contests.api.serializers import DoneSerializer
from contests.queries import awards as reads
from contests.queries import results
from contests.rules.awards import ALL, TIES
from schools.rules.scopes import CONTESTS_WRITE, RESULTS_READ


class AwardsAsked(Given):
    ties = serializers.ChoiceField(choices=list(TIES), required=False, default=ALL)


class AwardsGiven(Given):
    """Who shares the last place of a prize: `all` get it, `none` does, or `lots` that were drawn decide."""

    version = Whole(min_value=1)
    ties = serializers.ChoiceField(choices=list(TIES))


class LotsGiven(Given):
    """The attempts of one tie in the order in which they were drawn."""

    order = serializers.ListField(child=Whole(), min_length=2, max_length=MOST_NAMED)


class PlacedSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    attempt = serializers.IntegerField(source="attempt_id")
    name = serializers.CharField(source="attempt.user.full_name")
    class_name = serializers.CharField(source="attempt.class_name")
    school_name = serializers.CharField(source="attempt.school.name", allow_null=True)


class WinnerSerializer(serializers.Serializer[Any]):
    """`at_cut`: tied with somebody at the last place of the quota."""

    result = PlacedSerializer()
    at_cut = serializers.BooleanField()


class PrizeListSerializer(serializers.Serializer[Any]):
    prize = serializers.CharField(source="prize.name")
    quota = serializers.IntegerField(source="prize.quota")
    winners = WinnerSerializer(many=True)


class TieSerializer(serializers.Serializer[Any]):
    """Those who share the last place of a quota; `waits`: lots have to be drawn before it can be given."""

    prize = serializers.CharField(source="prize.name")
    rank = serializers.IntegerField()
    left = serializers.IntegerField()
    waits = serializers.BooleanField()
    results = PlacedSerializer(many=True)


class AwardsSerializer(serializers.Serializer[Any]):
    """Of the newest version: `given` as they were given, `proposed` as they would be under `ties`."""

    version = serializers.IntegerField(allow_null=True)
    given = PrizeListSerializer(many=True)
    proposed = PrizeListSerializer(many=True)
    ties = TieSerializer(many=True)


class AwardsView(Endpoint):
    token_scopes = {"GET": RESULTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(operation_id="awards", parameters=[AwardsAsked], responses=AwardsSerializer)
    def get(self, request: Request, code: str) -> Response:
        """The award list of the newest version, and how it would fall under a way with ties."""
        contest = access.contest_to_judge(request.user, code)
        ties, newest = asked(AwardsAsked, request)["ties"], results.newest_list(contest)
        proposal = reads.proposal(contest, newest.version, ties) if newest else None
        body = {
            "version": newest.version if newest else None,
            "given": reads.given(contest, newest.version) if newest else [],
            "proposed": proposal.lists if proposal else [],
            "ties": proposal.ties if proposal else [],
        }
        return Response(AwardsSerializer(body).data)

    @extend_schema(operation_id="awards_give", request=AwardsGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Give the prizes; refused while lots have to be drawn."""
        contest = access.contest_to_judge(request.user, code)
        many = give_awards(contest=contest, **sent(AwardsGiven, request), by=request.user, at=clock.now())
        return Response({"changed": many})


class LotsView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="lots", request=LotsGiven, responses=VersionSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Record lots that were drawn by hand; the results become a new version."""
        contest = access.contest_to_judge(request.user, code)
        made = record_lots(contest=contest, **sent(LotsGiven, request), by=request.user, at=clock.now())
        return Response(VersionSerializer(made).data)
