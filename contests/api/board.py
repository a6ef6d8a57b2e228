"""The board by HTTP: the text exactly as the socket sends it; for staff all rows."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from contests import access
from contests.live.current import current_board
from contests.queries.board import rows_served


class BoardView(APIView):
    permission_classes = [AllowAny]  # the gate decides: some boards are open to everybody

    @extend_schema(operation_id="board", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, code: str) -> HttpResponse:
        """The newest board, for those who may see it; with `?part=grade:10` of a part that the rule sheet offers."""
        at = clock.now()
        contest, _, _ = access.board_to_see(request.user, code, at)
        text = current_board(contest, at, access.part_to_see(contest, request.GET.get("part", ""))).text
        return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "no-store"})


class BoardRowsView(APIView):
    token_scopes = {"GET": "results:read"}

    @extend_schema(operation_id="board_rows", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, code: str) -> Response:
        """Every row of the board, best first, for those who run or oversee the contest."""
        at = clock.now()
        contest = access.board_rows_to_see(request.user, code)
        rows = [row.as_dict() for row in rows_served(contest, at)]
        body = {"contest": contest.code, "at": at.isoformat(), "rows": rows}
        return Response(body, headers={"Cache-Control": "no-store"})
