"""The pupil's API: open the paper on this device, give answers, read how the attempt stands. No key in sight."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.refusals import Refusal
from contests import access, intake
from contests.actions.attempt import open_attempt
from contests.models import Attempt, ContestState
from contests.queries.attempt import given_so_far
from contests.rules.packets import MOST_BYTES, Malformed, packet_of, state_told


def standing(attempt: Attempt) -> dict[str, object]:
    """`{"state", "due_at", "answered", "server_time"}`: all that a pupil's device may know of an attempt."""
    return {
        "state": state_told(attempt.state, cancelled=attempt.contest.state == ContestState.CANCELLED),
        "due_at": attempt.due_at.isoformat(),
        "answered": attempt.answered,
        "server_time": clock.now().isoformat(timespec="milliseconds"),
    }


class AttemptView(APIView):
    @extend_schema(operation_id="attempt", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, attempt_id: int) -> Response:
        """State, deadline and number of answered items of one's own attempt."""
        return Response(standing(access.attempt_to_sit(request.user, attempt_id)))


class OpeningsView(APIView):
    @extend_schema(operation_id="attempt_open", request=None, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, attempt_id: int) -> Response:
        """A new opening of the paper: its number, and the answers that stand."""
        attempt = access.attempt_to_sit(request.user, attempt_id)
        opening = open_attempt(attempt=attempt)
        return Response({"opening": opening, "answers": given_so_far(attempt.pk), **standing(attempt)})


class AnswersView(APIView):
    @extend_schema(operation_id="attempt_answers", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, attempt_id: int) -> Response:
        """The same message as on the socket, into the same intake; one verdict an answer."""
        received_at = clock.now()
        attempt = access.attempt_to_sit(request.user, attempt_id)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise Refusal("too_large", _("Nội dung gửi lên quá lớn."), status=413)
        try:
            packet = packet_of(request.data, attempt=attempt.pk, received_at=received_at)
            outcome = intake.give(packet)
        except Malformed as trouble:
            raise Refusal(trouble.code, _("Câu trả lời gửi lên không đọc được."), status=400) from trouble
        except intake.Busy as busy:
            raise Refusal("busy", _("Hệ thống đang bận. Bài vẫn giữ trong máy và sẽ tự gửi lại."), status=503) from busy
        return Response(outcome.message(packet.id, clock.now()))
