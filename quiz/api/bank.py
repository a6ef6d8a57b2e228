"""The bank by API, for staff only: items read with their keys, files of drafts in and out."""

from typing import ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.refusals import NotThere
from quiz import access
from quiz.actions.editing import create_items
from quiz.actions.imports import MAX_BYTES, preview_file
from quiz.exchange.formats import FORMATS
from quiz.queries.files import drafts_for_export
from quiz.queries.sentences import sentence
from quiz.queries.shelf import Filters, shelf_page
from quiz.rules.draft import ItemDraft


class OptionSerializer(serializers.Serializer[object]):
    vi = serializers.CharField()
    en = serializers.CharField()
    right = serializers.BooleanField()
    match_vi = serializers.CharField()
    match_en = serializers.CharField()
    why_vi = serializers.CharField()
    why_en = serializers.CharField()


class ItemSerializer(serializers.Serializer[ItemDraft]):
    """An item as staff may read it: the draft shape of files, key included."""

    slug = serializers.CharField()
    topic = serializers.CharField()
    kind = serializers.CharField()
    pillar = serializers.CharField()
    level = serializers.CharField()
    band = serializers.CharField()
    shelf = serializers.CharField()
    group = serializers.CharField()
    stem_vi = serializers.CharField()
    stem_en = serializers.CharField()
    options = OptionSerializer(many=True)
    answers = serializers.ListField(child=serializers.CharField())
    explanation_vi = serializers.CharField()
    explanation_en = serializers.CharField()
    source_title = serializers.CharField()
    source_url = serializers.CharField()
    facts = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    asks_about = serializers.DateField(allow_null=True)


class RowSerializer(serializers.Serializer[object]):
    """A line of the list, without a key."""

    slug = serializers.CharField()
    topic = serializers.CharField()
    kind = serializers.CharField()
    pillar = serializers.CharField()
    level = serializers.CharField()
    band = serializers.CharField()
    shelf = serializers.CharField()
    state = serializers.CharField()
    stem_vi = serializers.CharField()
    stem_en = serializers.CharField()
    resting = serializers.BooleanField()
    contests = serializers.IntegerField()
    p = serializers.FloatField(allow_null=True)


class PageSerializer(serializers.Serializer[object]):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    items = RowSerializer(many=True)


class ReportSerializer(serializers.Serializer[object]):
    """What a file came to: `new` items stored (0 when only looked at), `there` already, sentences for the rest."""

    format = serializers.CharField()
    items = serializers.IntegerField()
    new = serializers.IntegerField()
    there = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())


FILTERS = [OpenApiParameter(name, str) for name in Filters.__dataclass_fields__]


class ItemsView(APIView):
    @extend_schema(
        operation_id="bank_items", parameters=[*FILTERS, OpenApiParameter("page", int)], responses=PageSerializer
    )
    def get(self, request: Request) -> Response:
        """The list with its filters, 20 a page, without keys."""
        user = access.bank_to_read(request.user)
        filters = Filters.taken_from(request.query_params.dict())
        shelf = shelf_page(
            access.questions_visible(user),
            filters,
            user=user,
            day=filters.on or clock.today(),
            number=request.query_params.get("page", "1"),
        )
        rows = [
            {
                **{name: getattr(row.question, name) for name in ("slug", "kind", "pillar", "level", "band", "shelf")},
                "state": row.question.state,
                "topic": row.question.topic.code,
                "stem_vi": row.revision.stem_vi,
                "stem_en": row.revision.stem_en,
                "resting": row.span.resting,
                "contests": row.contests,
                "p": row.p,
            }
            for row in shelf.rows
        ]
        page = {"count": shelf.page.paginator.count, "page": shelf.page.number, "pages": shelf.page.paginator.num_pages}
        return Response(PageSerializer({**page, "items": rows}).data)


class ItemView(APIView):
    @extend_schema(operation_id="bank_item", responses=ItemSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One item with key, explanation and source."""
        item = access.item_to_read(request.user, slug)
        return Response(ItemSerializer(item.draft).data, headers={"Cache-Control": "no-store"})


class DraftsView(APIView):
    parser_classes: ClassVar = [MultiPartParser]

    @extend_schema(
        operation_id="bank_drafts_out",
        parameters=[*FILTERS, OpenApiParameter("form", str, required=True, enum=list(FORMATS))],
        responses={200: OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """The items of the filters as a file of the format; see the export page for what formats leave out."""
        user = access.bank_to_read(request.user)
        filters = Filters.taken_from(request.query_params.dict())
        known = FORMATS.get(request.query_params.get("form", ""))
        if known is None or known.write is None:
            raise NotThere(_("Không có định dạng này."))
        drafts = drafts_for_export(access.questions_visible(user), filters, user=user, day=filters.on or clock.today())
        reply = HttpResponse(known.write(drafts).data, content_type=known.media)
        reply["Content-Disposition"] = f'attachment; filename="ngan-hang-{clock.today():%Y-%m-%d}{known.ending}"'
        return reply

    @extend_schema(
        operation_id="bank_drafts_in",
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "form": {"type": "string"},
                    "topic": {"type": "string"},
                    "store": {"type": "string"},
                },
            }
        },
        responses=ReportSerializer,
    )
    def post(self, request: Request) -> Response:
        """Reads a file; with `store=yes` and no problem in it its items are kept as drafts."""
        user = access.bank_to_read(request.user)
        private = not access.keeps_bank(user)
        upload = request.FILES.get("file")
        given = {name: str(request.data.get(name, ""))[:40] for name in ("form", "topic", "store")}
        preview = preview_file(
            data=upload.read(MAX_BYTES + 1) if upload else b"",
            name=(upload.name or "") if upload else "",
            form=given["form"],
            topic=given["topic"],
            by=user,
            private=private,
        )
        new = 0
        if given["store"] == "yes" and not preview.problems:
            new, _there = create_items(drafts=preview.drafts, by=user, at=clock.now(), private=private)
        report = {
            "format": preview.form,
            "items": len(preview.drafts),
            "new": new,
            "there": preview.there,
            "problems": [sentence(problem) for problem in preview.problems],
            "notes": [sentence(problem) for problem in preview.notes],
        }
        return Response(ReportSerializer(report).data, status=422 if preview.problems else 200)
