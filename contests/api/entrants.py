"""Who takes part, by API: the people, those left out, and changes of the list, all of a call or nothing."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from contests import access
from contests.actions import entries
from contests.api.base import (
    MOST_NAMED,
    Endpoint,
    Given,
    Number,
    Paged,
    Whole,
    all_there,
    asked,
    page_of,
    pages_of,
    reached,
    sent,
)
from contests.api.serializers import DoneSerializer
from contests.models import Contest
from contests.queries import candidates, roster
from schools.models import User
from schools.models.export import ExportKind
from schools.rules.scopes import PEOPLE_READ, PEOPLE_WRITE
from schools.views.exporting import hand_out


class EntrantsAsked(Paged):
    school = Number(required=False)
    class_name = serializers.CharField(max_length=40, required=False, default="")
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class PeopleGiven(Given):
    users = serializers.ListField(child=Whole(), min_length=1, max_length=MOST_NAMED)


class EntriesGiven(PeopleGiven):
    room = serializers.CharField(max_length=entries.ROOM_LONGEST, allow_blank=True, default="")


class SeatsGiven(PeopleGiven):
    """An empty room: the own class again."""

    room = serializers.CharField(max_length=entries.ROOM_LONGEST, allow_blank=True)


class ExcludedGiven(PeopleGiven):
    reason = serializers.CharField(max_length=entries.REASON_LONGEST)


class EntrantSerializer(serializers.Serializer[Any]):
    """One of those who are invited or listed. `why` (a code, then in words) says why one may not take part."""

    user = serializers.IntegerField(source="person.user")
    name = serializers.CharField(source="person.name")
    school = serializers.IntegerField(source="person.school", allow_null=True)
    school_name = serializers.CharField()
    class_name = serializers.CharField(source="person.class_name")
    kind = serializers.CharField()
    from_rank = serializers.IntegerField(allow_null=True)
    room = serializers.CharField()
    has_card = serializers.BooleanField()
    why = serializers.SerializerMethodField()
    why_words = serializers.SerializerMethodField()

    def get_why(self, row: roster.Row) -> str:
        return row.why.value if row.why else ""

    def get_why_words(self, row: roster.Row) -> str:
        return row.why.in_words(_) if row.why else ""


class ExclusionSerializer(serializers.Serializer[Any]):
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.full_name")
    school_name = serializers.CharField(source="user.school.name", allow_null=True)
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class EntrantsView(Endpoint):
    token_scopes = {"GET": PEOPLE_READ, "POST": PEOPLE_WRITE}

    @extend_schema(operation_id="entrants", parameters=[EntrantsAsked], responses=pages_of(EntrantSerializer))
    def get(self, request: Request, code: str) -> Response:
        """The class rolls that are invited, or the list of entrants; by class and name."""
        contest = access.contest_to_run(request.user, code)
        wanted = asked(EntrantsAsked, request)
        people = roster.everybody(contest, wanted.get("school"))
        found = roster.chosen(people, class_name=wanted["class_name"], words=wanted["q"])
        body = page_of(found, wanted, EntrantSerializer, lambda page: roster.rows_of(contest, page))
        narrowed = (contest.code, str(wanted.get("school", "")), wanted["class_name"], wanted["q"])
        hand_out(
            request,
            what=ExportKind.ENTRANTS,
            rows=reached(body, wanted),
            subject=" ".join(word for word in narrowed if word),
            school=contest.school,
            again=True,
        )
        return Response(body)

    @extend_schema(operation_id="entrants_add", request=EntriesGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Put people on the list of a contest that goes by a list; who is there already stays."""
        return _done(request, code, EntriesGiven, entries.add_entries)


class EntrantsRemoveView(Endpoint):
    token_scopes = {"POST": PEOPLE_WRITE}

    @extend_schema(operation_id="entrants_remove", request=PeopleGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Take people off the list; refused when one of them has begun."""
        return _done(request, code, PeopleGiven, entries.remove_entries)


class EntrantsSeatView(Endpoint):
    token_scopes = {"POST": PEOPLE_WRITE}

    @extend_schema(operation_id="entrants_seat", request=SeatsGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Say in which room people sit."""
        return _done(request, code, SeatsGiven, entries.seat)


class ExclusionsView(Endpoint):
    token_scopes = {"GET": PEOPLE_READ, "POST": PEOPLE_WRITE}

    @extend_schema(operation_id="exclusions", parameters=[Paged], responses=pages_of(ExclusionSerializer))
    def get(self, request: Request, code: str) -> Response:
        """Those who may not take part, with the reasons."""
        contest = access.contest_to_run(request.user, code)
        return Response(page_of(roster.exclusions_of(contest), asked(Paged, request), ExclusionSerializer))

    @extend_schema(operation_id="exclude", request=ExcludedGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """These people may not take part; refused when one of them has begun."""
        return _done(request, code, ExcludedGiven, entries.exclude)


class ReadmitView(Endpoint):
    token_scopes = {"POST": PEOPLE_WRITE}

    @extend_schema(operation_id="readmit", request=PeopleGiven, responses=DoneSerializer)
    def post(self, request: Request, code: str) -> Response:
        """They may take part again."""
        return _done(request, code, PeopleGiven, entries.readmit)


def _done(request: Request, code: str, kind: type[PeopleGiven], act: Callable[..., int]) -> Response:
    contest = access.contest_to_run(request.user, code)
    given = sent(kind, request)
    users = _people(contest, request.user, given.pop("users"))
    changed = act(contest=contest, users=users, **given, by=request.user, at=clock.now())
    return Response({"changed": changed})


def _people(contest: Contest, user: User, ids: Collection[int]) -> list[User]:
    """All of them in the caller's scope, or none."""
    found = list(candidates.candidates(contest, user).filter(pk__in=set(ids)).order_by("pk"))
    all_there(ids, [one.pk for one in found])
    return found
