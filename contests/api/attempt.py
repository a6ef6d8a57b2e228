"""The pupil's API: open the paper on this device, give answers, read how the attempt stands. No key in sight."""

from datetime import datetime

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.refusals import Refusal
from contests import access, intake
from contests.actions.attempt import open_attempt
from contests.actions.signals import note_signal
from contests.live import devices
from contests.live.tickets import Seat
from contests.models import Attempt, SignalKind
from contests.queries.standing import opened, standings
from contests.rules.packets import MOST_BYTES, Malformed, packet_of

LEFT_MS = 3_000


def standing(attempt: Attempt, at: datetime) -> dict[str, object]:
    """All that a pupil's device may know of an attempt: `contests.queries.standing.Stands`."""
    return standings([attempt.pk], at)[attempt.pk].message(clock.now())


class AttemptView(APIView):
    @extend_schema(operation_id="attempt", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, attempt_id: int) -> Response:
        """State, deadline, pause, openings and number of answered items of one's own attempt."""
        return Response(standing(access.attempt_to_sit(request.user, attempt_id), clock.now()))


class OpeningsView(APIView):
    @extend_schema(operation_id="attempt_open", request=None, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, attempt_id: int) -> Response:
        """A new opening of the paper: its number, and the answers that stand. Older openings only look on from now."""
        at = clock.now()
        attempt = access.attempt_to_sit(request.user, attempt_id)
        known = devices.is_known(request, attempt.pk)
        opening = open_attempt(attempt=attempt, at=at)
        if opening > 1 and not known:
            note_signal(attempt=attempt, kind=SignalKind.DEVICE, at=at)
        stands = standings([attempt.pk], at)[attempt.pk]
        told = opened(attempt, stands, clock.now(), before=opening > 1)
        if request.auth is None and request.session.session_key:
            told["ticket"] = Seat(attempt.pk, attempt.contest_id, request.user, request.session.session_key).ticket()
        reply = Response(told)
        if not known:
            devices.remember(reply, attempt.pk)
        return reply


class AnswersView(APIView):
    @extend_schema(operation_id="attempt_answers", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, attempt_id: int) -> Response:
        """The same message as on the socket, into the same intake; one verdict an answer.

        `openings` says whether another device has opened the paper since: there is no socket to close here.
        """
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
        return Response({**outcome.message(packet.id, clock.now()), "openings": attempt.openings})


class SignalsView(APIView):
    @extend_schema(operation_id="attempt_signal", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request, attempt_id: int) -> Response:
        """`{"ms": how long the page was left}`. Answers `{"kept": bool}`; at most 50 an attempt are kept."""
        attempt = access.attempt_to_sit(request.user, attempt_id)
        ms = request.data.get("ms") if isinstance(request.data, dict) else None
        if not isinstance(ms, int) or isinstance(ms, bool) or ms < LEFT_MS:
            raise Refusal("malformed", _("Thông tin gửi lên không đọc được."), status=400)
        return Response({"kept": note_signal(attempt=attempt, kind=SignalKind.LEFT, at=clock.now(), ms=ms)})
