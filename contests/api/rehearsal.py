"""What a device asks while it is tried before the day: the way there and back, and one trial answer kept."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.rehearsal import note_check, refuse_open
from contests.rules.rehearsal import Check
from schools.views.room import opened_class_of

MOST_BYTES = 4_096


class RehearsalView(APIView):
    """Open to a device that a teacher has opened for a class, too; the gate decides."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="rehearsal_time", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, code: str) -> Response:
        """`{"server_time"}`, to measure the way."""
        at = clock.now()
        contest, _place = access.contest_to_rehearse(request.user, code, opened=opened_class_of(request), at=at)
        refuse_open(contest=contest, at=at)
        return Response({"server_time": at.isoformat(timespec="milliseconds")})

    @extend_schema(operation_id="rehearsal_check", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, code: str) -> Response:
        """`{"device", "room", "school"?, "answer", "socket", "storage", "round_trip_ms"}` → `{"verdict": "stored"}`.

        The answer itself is stored nowhere; that it came is. `{"light"}` is what the device's check comes to.
        """
        at = clock.now()
        given = request.data if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES else None
        school = str(given.get("school", "")) if isinstance(given, dict) else ""
        opened = opened_class_of(request)
        contest, place = access.contest_to_rehearse(request.user, code, opened=opened, school=school, at=at)
        refuse_open(contest=contest, at=at)
        sent = _sound(given)
        room = place.room(sent["room"]) if place else ""
        if place is None or not room:
            raise Refusal("no_room", _("Hãy chọn phòng trước."), status=400)
        check = Check(
            socket=sent["socket"] is True,
            saved=True,
            storage=sent["storage"] is True,
            round_trip_ms=sent["round_trip_ms"],
        )
        note_check(contest=contest, school=place.school, room=room, device=sent["device"], check=check, at=at)
        return Response(
            {"verdict": "stored", "light": check.light().value, "server_time": at.isoformat(timespec="milliseconds")}
        )


def _sound(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not _is_sound(given):
        raise Refusal("malformed", _("Thông tin gửi lên không đọc được."), status=400)
    return given


def _is_sound(sent: dict[str, Any]) -> bool:
    answer, ms = sent.get("answer"), sent.get("round_trip_ms")
    return (
        isinstance(sent.get("device"), str)
        and isinstance(sent.get("room"), str)
        and isinstance(sent.get("socket"), bool)
        and isinstance(sent.get("storage"), bool)
        and isinstance(ms, int)
        and not isinstance(ms, bool)
        and ms >= 0
        and isinstance(answer, list)
        and 0 < len(answer) < 10
        and all(isinstance(part, str) for part in answer)
    )
