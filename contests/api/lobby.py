"""What a lobby asks while it waits: whether its page would say something else by now, and a teacher's last word."""

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from contests import access
from contests.queries.lobby import waiting


class LobbyView(APIView):
    @extend_schema(operation_id="lobby", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, code: str) -> Response:
        """`{"stamp", "notice", "server_time"}`; another stamp than the page's means: load it again."""
        at = clock.now()
        stands = waiting(access.contest_to_enter(code), request.user, at)
        notice = stands.notice
        return Response(
            {
                "stamp": stands.stamp,
                "notice": {"text": notice.text, "at": notice.at.isoformat()} if notice else None,
                "server_time": at.isoformat(timespec="milliseconds"),
            }
        )
