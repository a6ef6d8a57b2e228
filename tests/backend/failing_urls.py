"""Paths that fail in every way a product path can, to see what people get. Used by test_errors only."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import errors
from backend.refusals import NotAllowed, NotThere, Refusal
from backend.urls import handler400, handler403, handler404, handler500, urlpatterns

WAYS: dict[str, Exception] = {
    "400": SuspiciousOperation("bad"),
    "403": PermissionDenied(),
    "404": Http404(),
    "429": Refusal("too_many", errors.SENTENCES[429][1], status=429),
    "500": ZeroDivisionError(),
    "503": Refusal("busy", errors.SENTENCES[503][1], status=503),
    "database": OperationalError("gone"),
    "hidden": NotThere("Không có cuộc thi này."),
    "forbidden": NotAllowed("Không được phép."),
    "fields": Refusal("invalid", "Chưa lưu được.", status=400, fields={"closes_at": ["Kết thúc trước khi bắt đầu."]}),
}


def page(request: HttpRequest, way: str) -> HttpResponse:
    if way == "large":
        return HttpResponse(len(request.POST))
    raise WAYS[way]


class Letter(serializers.Serializer):
    number = serializers.IntegerField(max_value=2**63 - 1)


class Api(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request, way: str) -> Response:
        raise WAYS[way]

    def post(self, request: Request, way: str) -> Response:
        letter = Letter(data=request.data)
        letter.is_valid(raise_exception=True)
        return Response(letter.validated_data)


urlpatterns = [path("fail/<slug:way>", page), path("api/fail/<slug:way>", Api.as_view()), *urlpatterns]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
