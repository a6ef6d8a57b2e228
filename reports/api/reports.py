"""Frozen reports by API: the list, the data of one as it was frozen, its files."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from backend.refusals import NotThere
from contests.api.base import Endpoint, Paged, asked, page_of, pages_of
from reports import access
from reports.models import IssuedReport
from reports.official.issued_files import KINDS, issued_file, kinds_of
from reports.queries.issued import issued_reports, worlds_of
from schools.rules.scopes import REPORTS_READ

UNCHANGED = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="the ETag that was got before; 304 if it still stands"
)
NOT_CHANGED = OpenApiResponse(description="Nothing has changed since that ETag")


class ReportLineSerializer(serializers.Serializer[IssuedReport]):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text="what the period is called on paper")
    first = serializers.DateField(source="from_day")
    last = serializers.DateField(source="to_day")
    version = serializers.IntegerField(help_text="a correction is the next version of the same period")
    reason = serializers.CharField(help_text="why the version before was corrected")
    is_demo = serializers.BooleanField(help_text="made of demonstration data")
    schema = serializers.CharField()
    checksum = serializers.CharField(help_text="sha256 of the figures and words")
    frozen_at = serializers.DateTimeField(source="issued_at")
    files = serializers.SerializerMethodField(help_text="kinds of files that can be had")

    def get_files(self, row: IssuedReport) -> list[str]:
        return list(kinds_of(row))


class SnapshotSerializer(serializers.Serializer[Any]):
    """The snapshot as it was frozen."""

    checksum = serializers.CharField(help_text="sha256 of {report, wording}: sorted keys, no spaces, UTF-8")
    issued = serializers.DictField(help_text="at, version, corrects, reason")
    report = serializers.DictField(help_text="every figure; `schema` names the shape")
    wording = serializers.DictField(child=serializers.CharField(), help_text="the office's words by section")
    changes = serializers.ListField(child=serializers.DictField(), help_text="name, before, after of every difference")


class ReportsAsked(Paged):
    first = serializers.DateField(required=False, help_text="periods that end on this day or later")
    last = serializers.DateField(required=False, help_text="periods that begin on this day or earlier")


class ReportsView(Endpoint):
    token_scopes = {"GET": REPORTS_READ}

    @extend_schema(operation_id="reports", parameters=[ReportsAsked], responses=pages_of(ReportLineSerializer))
    def get(self, request: Request) -> Response:
        """Frozen reports, the newest first: every version of every period."""
        officer = access.desk_to_see(request.user)
        wanted = asked(ReportsAsked, request)
        rows = issued_reports(worlds_of(officer))
        first: date | None = wanted.get("first")
        last: date | None = wanted.get("last")
        if first:
            rows = rows.filter(to_day__gte=first)
        if last:
            rows = rows.filter(from_day__lte=last)
        return Response(page_of(rows, wanted, ReportLineSerializer))


class ReportView(Endpoint):
    token_scopes = {"GET": REPORTS_READ}

    @extend_schema(operation_id="report", parameters=[UNCHANGED], responses={200: SnapshotSerializer, 304: NOT_CHANGED})
    def get(self, request: Request, report_id: int) -> Response:
        """The data of a report, equal to its .json file. The ETag is its checksum."""
        row = access.report_to_read(request.user, report_id)
        if _same(request, row.checksum):
            return Response(status=304, headers={"ETag": f'"{row.checksum}"'})
        return Response(json.loads(row.snapshot), headers={"ETag": f'"{row.checksum}"'})


class _Whatever(BaseContentNegotiation):
    """A file is of one kind, whatever a program says that it accepts."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class ReportFileView(Endpoint):
    token_scopes = {"GET": REPORTS_READ}

    def get_content_negotiator(self) -> BaseContentNegotiation:
        return _Whatever()

    @extend_schema(
        operation_id="report_file",
        parameters=[
            UNCHANGED,
            OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=list(KINDS)),
        ],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 304: NOT_CHANGED},
    )
    def get(self, request: Request, report_id: int, kind: str) -> HttpResponse:
        """One file of a report: Word, the section alone, Excel, PDF, the snapshot, CSV in a zip."""
        row = access.report_to_read(request.user, report_id)
        mark = f"{row.checksum}-{row.version}-{kind}"
        if kind in kinds_of(row) and _same(request, mark):
            return HttpResponse(status=304, headers={"ETag": f'"{mark}"'})
        made = issued_file(row, kind)
        if made is None:
            raise NotThere(_("Báo cáo này không có tệp như vậy."))
        headers = {"ETag": f'"{mark}"', "Content-Disposition": f'attachment; filename="{made.name}"'}
        return HttpResponse(made.data, content_type=made.content_type, headers=headers)


def _same(request: Request, mark: str) -> bool:
    sent = request.headers.get("If-None-Match", "")
    return any(one.strip().removeprefix("W/").strip('"') == mark for one in sent.split(","))
