"""Contests by API: listed, drafted, read, changed, published, cancelled, and their rules in words."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.contest import cancel_contest, create_contest, publish_contest, update_contest
from contests.actions.draft import sheet_of_draft
from contests.api.base import Endpoint, Paged, asked, page_of, pages_of, sent
from contests.api.drafting import called, changed_draft, new_draft
from contests.api.serializers import (
    ContestChanged,
    ContestGiven,
    ContestLineSerializer,
    ContestSerializer,
    RulesSerializer,
)
from contests.models import Contest, ContestState
from contests.queries import contest as contests
from contests.queries import sheet as sheets
from contests.rules.sheet import NAMES
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="the `mark` that was read")


def shown(contest: Contest) -> dict[str, Any]:
    """A contest with its rules as they are now."""
    sheet = sheets.sheet_of_rules(contest)
    own = ("code", "state", "is_demo", "rules_version", "published_at", "cancelled_at", "settled_at")
    values = {name: getattr(sheet, name) for name in NAMES} | {name: getattr(contest, name) for name in own}
    values |= {
        "school": contest.school_id,
        "mark": sheet.mark(),
        "items_count": sheet.items_count,
        "invitations": [{"school": school, "grade": grade} for school, grade in sheet.invitations],
    }
    return ContestSerializer(values).data


class ContestsAsked(Paged):
    state = serializers.ChoiceField(choices=ContestState.values, required=False)


class ContestsView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(operation_id="contests", parameters=[ContestsAsked], responses=pages_of(ContestLineSerializer))
    def get(self, request: Request) -> Response:
        """Contests in the caller's scope, the newest first, with the numbers of attempts."""
        user = access.staff(request.user)
        wanted = asked(ContestsAsked, request)
        rows = contests.with_counts(contests.contests_run_by(user)).order_by("-opens_at", "-pk")
        if state := wanted.get("state"):
            rows = rows.filter(state=state)
        return Response(page_of(rows, wanted, ContestLineSerializer))

    @extend_schema(operation_id="contest_create", request=ContestGiven, responses={201: ContestSerializer})
    def post(self, request: Request) -> Response:
        """A draft of the caller's school, or of the Department. Title, opening and closing are enough."""
        user, at = access.staff(request.user), clock.now()
        draft = new_draft(sent(ContestGiven, request), by=user, at=at)
        try:
            contest = create_contest(draft=draft, by=user, at=at)
        except Refusal as refusal:
            raise called(refusal) from refusal
        contest.refresh_from_db()  # its mark is made of the values as they are stored
        return Response(shown(contest), status=201)


class ContestView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ, "PATCH": CONTESTS_WRITE}

    @extend_schema(operation_id="contest", responses=ContestSerializer)
    def get(self, request: Request, code: str) -> Response:
        """A contest with its whole rule sheet."""
        return Response(shown(access.contest_to_run(request.user, code)))

    @extend_schema(
        operation_id="contest_update", request=ContestChanged, parameters=[IF_MATCH], responses=ContestSerializer
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change what is sent and nothing else; of a published contest, what touches nobody's paper.

        With `If-Match` it is refused with 412 when somebody has changed the rules since; `fields.rules` says how what
        stands differs from what was sent.
        """
        contest, at = access.contest_to_run(request.user, code), clock.now()
        was = sheets.sheet_of_rules(contest)
        draft = changed_draft(sent(ContestChanged, request), contest=contest, was=was, by=request.user, at=at)
        seen = request.headers.get("If-Match", "").strip('" ') or was.mark()
        try:
            update_contest(contest=contest, draft=draft, seen=seen, by=request.user, at=at)
        except Refusal as refusal:
            if refusal.code == "rules_changed":
                typed = sheet_of_draft(draft, contest=contest, chosen_count=was.chosen_count)
                apart: list[object] = list(sheets.differences(was, typed))
                raise Refusal(refusal.code, refusal.detail, status=412, fields={"rules": apart}) from refusal
            raise called(refusal) from refusal
        contest.refresh_from_db()
        return Response(shown(contest))


class PublishView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="contest_publish", request=None, responses=ContestSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Freeze the papers with their keys and open the lobby. Again, it changes nothing."""
        contest = access.contest_to_run(request.user, code)
        return Response(shown(publish_contest(contest=contest, by=request.user, at=clock.now())))


class CancelView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="contest_cancel", request=None, responses=ContestSerializer)
    def post(self, request: Request, code: str) -> Response:
        """Nobody sits it any more; what was given stays. Again, it changes nothing."""
        contest = access.contest_to_run(request.user, code)
        return Response(shown(cancel_contest(contest=contest, by=request.user, at=clock.now())))


class RulesView(Endpoint):
    permission_classes = [AllowAny]  # whoever has the code may read the rules
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="contest_rules", responses=RulesSerializer)
    def get(self, request: Request, code: str) -> Response:
        """The rules in sentences, and what has changed since they were published. Of a draft, for its staff."""
        contest = access.rules_to_read(request.user, code)
        body = {
            "code": contest.code,
            "title": contest.title,
            "version": contest.rules_version,
            "parts": sheets.parts_of(sheets.sheet_of_rules(contest)),
            "versions": sheets.versions_of(contest),
        }
        return Response(RulesSerializer(body).data)
