"""One answer of a practice page: its verdict, and the question beside its key as a part of that page."""

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.refusals import Refusal
from quiz.actions.practice import record_practice
from quiz.queries.practice import reviewed
from quiz.rules.practice import Allowance, moment_of, number_sent


class AnswersView(APIView):
    permission_classes = [AllowAny]  # practice is public; visitors have a daily limit

    @extend_schema(operation_id="practice_answer", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """`{"revision", "moment", "value", "user"}` → `{"outcome", "html"}`. The same answer sent again is told the
        same verdict and counted once. `user` (0 without a login) is who gave it: a device may send it much later.
        """
        at = clock.now()
        given = request.data if isinstance(request.data, dict) else {}
        revision, ms, value = number_sent(given.get("revision")), number_sent(given.get("moment")), given.get("value")
        moment = moment_of(ms)
        if not revision or moment is None or not isinstance(value, list):
            raise Refusal("malformed", _("Câu trả lời gửi lên không đọc được."), status=400)
        user = request.user if request.user.is_authenticated else None
        if given.get("user") != (user.pk if user else 0):
            sentence = _("Máy này đang đăng nhập bằng tài khoản khác. Câu trả lời vẫn giữ trong máy.")
            raise Refusal("other_user", sentence, status=409)
        allowance = None if user else Allowance.kept_in(request.session, str(clock.day_of(at)))
        done = record_practice(user=user, allowance=allowance, revision=revision, value=value, moment=moment, at=at)
        if allowance:
            allowance.keep(revision, request.session)
        item = reviewed(revision, value, done.outcome, moment=ms, language=get_language() or "vi")
        body = {"outcome": done.outcome.value, "html": render_to_string("quiz/practice/_reviewed.html", {"item": item})}
        return Response(body, headers={"Cache-Control": "no-store"})
