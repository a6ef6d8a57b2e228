"""The habit we compare with: one DRF request stores one answer with one statement, then answers.

As lean as DRF allows. The product's settings and middleware, DEBUG off, connections kept alive; no throttle, no
authentication and no permission class (so no query but the one that counts), the database connection kept open between
requests (PostgreSQL: the product's pool), no serializer. The row is the product's. Graded it is not: points are
constants here.
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

settings.ROOT_URLCONF = __name__
if "pool" not in settings.DATABASES["default"]["OPTIONS"]:  # where there is one, it keeps them
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
http = get_asgi_application()

from django.db import connection  # noqa: E402 - settings come first
from django.urls import path  # noqa: E402 - settings come first
from rest_framework.request import Request  # noqa: E402 - settings come first
from rest_framework.response import Response  # noqa: E402 - settings come first
from rest_framework.views import APIView  # noqa: E402 - settings come first

from backend import clock  # noqa: E402 - settings come first
from benchmarks.statement import UPSERT  # noqa: E402 - settings come first


class AnswerView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        given = request.data
        received_at = connection.ops.adapt_datetimefield_value(clock.now())
        row = (given["attempt"], given["item"], json.dumps(given["value"]), given["opening"], given["seq"])
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, (*row, received_at, 100, True, 1))
        return Response({"item": given["item"], "opening": given["opening"], "seq": given["seq"], "verdict": "stored"})


urlpatterns = [path("answer", AnswerView.as_view())]


async def application(scope: dict, receive: object, send: object) -> None:
    """Plain http only: nothing of Channels in the way."""
    await http(scope, receive, send)
